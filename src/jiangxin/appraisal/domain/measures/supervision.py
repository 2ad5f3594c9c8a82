"""Measures from supervision: problems found and put right in time, slips answered in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.appraisal.domain.measures import Counted, Source, events, provide, shares
from jiangxin.engines.appraisal.values import Event
from jiangxin.kernel.bulk import AnyOf
from jiangxin.supervision.enums import TOLD, FindingKind, FindingState, SlipColour, SlipState
from jiangxin.supervision.models import Finding, Slip

FINDINGS, SLIPS = "supervision.findings", "supervision.slips"


def found(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the problems that were put to units in the period (one query)."""
    rows = _problems(organisations).filter(put_on__range=(first, last)).order_by("put_on", "pk")
    known = rows.values_list("organisation_id", "pk", "place", "put_on", "facts")
    return events(
        organisations,
        [
            (unit, Source(FINDINGS, pk, place), Event(f"{FINDINGS}:{pk}", place, 1, facts[:40], day))
            for unit, pk, place, day, facts in known
        ],
    )


def rectified(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the share of problems to be rectified in the period that were by their day (one query)."""
    rows = _problems(organisations).filter(rectify_by__range=(first, last)).order_by("rectify_by", "pk")
    known = rows.values_list("organisation_id", "pk", "rectify_by", "rectified_on")
    judged = []
    for unit, pk, due, done in known:
        note = "open" if done is None or done > last else "in_time" if due is not None and done <= due else "late"
        judged.append((unit, Source(FINDINGS, pk, note), note == "in_time"))
    return shares(organisations, judged, _("nothing was to be rectified"))


def _problems(organisations: Collection[int]) -> QuerySet[Finding]:
    rows = Finding.objects.filter(AnyOf("organisation", organisations), kind=FindingKind.PROBLEM)
    return rows.filter(state__in=[state for state in TOLD if state != FindingState.WITHDRAWN])


def slips(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the slips issued in the period, by colour and whether they were answered in time (one query)."""
    rows = Slip.objects.filter(AnyOf("organisation", organisations), issued_on__range=(first, last))
    rows = rows.exclude(state__in=[SlipState.DRAFT, SlipState.DROPPED, SlipState.WITHDRAWN]).order_by("issued_on", "pk")
    known = rows.values_list("organisation_id", "pk", "kind__colour", "issued_on", "due_on", "answered_on", "text")
    judged = []
    for unit, pk, colour, day, due, answered, text in known:
        note = (
            f"{colour}_answered"
            if answered is not None and due is not None and answered <= due
            else f"{colour}_unanswered"
        )
        judged.append((unit, Source(SLIPS, pk, note), Event(f"{SLIPS}:{pk}", note, 1, text[:40], day)))
    return events(organisations, judged)


provide(
    "supervision.problems_found",
    gettext_lazy("Problems found by supervision"),
    "finding",
    found,
    gettext_lazy("Problems that were put to the unit in the period and not withdrawn, by where they were found."),
    matters={"desk": gettext_lazy("Problem found at the desk"), "on_site": gettext_lazy("Problem found on site")},
)
provide(
    "supervision.rectified_in_time",
    gettext_lazy("Problems rectified in time"),
    "finding",
    rectified,
    gettext_lazy("Of the problems to be rectified in the period: those reported as rectified by their day."),
)
provide(
    "supervision.slips",
    gettext_lazy("Slips of supervision"),
    "finding",
    slips,
    gettext_lazy("Slips issued in the period, by colour and by whether they were answered by their day."),
    matters={
        f"{colour.value}_{how}": format_lazy("{colour} · {how}", colour=colour.label, how=words)
        for colour in SlipColour
        for how, words in (
            ("answered", gettext_lazy("answered in time")),
            ("unanswered", gettext_lazy("not answered in time")),
        )
    },
)
