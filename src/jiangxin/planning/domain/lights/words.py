"""Why a light is not green, in one sentence for each cause, as far as the reader may see what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import Colour, Condition
from jiangxin.planning.models import Cycle, Subtask

#: One word for each light where a column is narrow; its whole label belongs into a tooltip.
SHORT = {
    Colour.RED: pgettext_lazy("light", "red"),
    Colour.YELLOW: pgettext_lazy("light", "yellow"),
    Colour.BLUE: pgettext_lazy("light", "blue"),
    Colour.GREEN: pgettext_lazy("light", "green"),
    Colour.GREY: pgettext_lazy("light", "grey"),
}
_DUE_TODAY = gettext_lazy("%(about)s is due today")
#: What is said where the measure is nought.
TODAY = {
    Condition.REPORT_NEAR: _DUE_TODAY,
    Condition.REPORT_OVERDUE: _DUE_TODAY,
    Condition.MILESTONE_NEAR: _DUE_TODAY,
    Condition.MILESTONE_OVERDUE: _DUE_TODAY,
    Condition.DEADLINE_NEAR: _DUE_TODAY,
    Condition.DEADLINE_OVERDUE: _DUE_TODAY,
    Condition.ACKNOWLEDGEMENT_OVERDUE: gettext_lazy("%(about)s is to be acknowledged today"),
    Condition.RETURNED: gettext_lazy("%(about)s was returned on %(due)s"),
    Condition.QUALITY_REJECTED: gettext_lazy("%(about)s was returned for its quality on %(due)s"),
}
#: A cause as it is kept with a light: condition, measure, threshold, colour, ref, due.
Cause = Mapping[str, Any]
#: What a cause is about, by its reference.
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause in words, with its colour."""

    colour: str
    text: str


def explain(causes: Iterable[Cause], names: Names) -> list[Reason]:
    """Return causes in words; `names` come from `named`."""
    return [Reason(cause["colour"], sentence(cause, names)) for cause in causes]


def named(causes: Iterable[Cause], actor: Actor) -> dict[str, str]:
    """Return the names of what causes are about, as far as the actor may see it (two queries at most)."""
    wanted: dict[str, set[int]] = {"cycle": set(), "subtask": set()}
    for cause in causes:
        kind, _colon, key = cause["ref"].partition(":")
        if kind in wanted:
            wanted[kind].add(int(key))
    found: dict[str, str] = {}
    for kind, model in (("cycle", Cycle), ("subtask", Subtask)):
        if wanted[kind]:
            rows = access.rows(records.of_model(model), actor).filter(pk__in=wanted[kind])
            found |= {f"{kind}:{row.pk}": str(row) for row in rows}
    return found


def sentence(cause: Cause, names: Names) -> str:
    """Return one cause in words."""
    condition, about = cause["condition"], _about(cause["ref"], names)
    measure = Decimal(cause["measure"])
    if condition == Condition.BEHIND_PLAN:
        text = _("%(about)s: progress is %(points)s points behind what was planned by %(due)s")
        return text % {"about": about, "points": f"{measure.normalize():f}", "due": cause["due"]}
    days = int(measure)
    values = {"about": about, "due": cause["due"], "days": days}
    if days == 0 and condition in TODAY:
        return str(TODAY[condition]) % values
    return _worded(condition, days) % values


def _worded(condition: str, days: int) -> str:
    """Return the sentence of a condition for so many days."""
    match condition:
        case Condition.REPORT_NEAR | Condition.MILESTONE_NEAR | Condition.DEADLINE_NEAR:
            return ngettext(
                "%(about)s is due on %(due)s, %(days)s day left",
                "%(about)s is due on %(due)s, %(days)s days left",
                days,
            )
        case Condition.ACKNOWLEDGEMENT_OVERDUE:
            return ngettext(
                "%(about)s was to be acknowledged by %(due)s, %(days)s day overdue",
                "%(about)s was to be acknowledged by %(due)s, %(days)s days overdue",
                days,
            )
        case Condition.RETURNED:
            return ngettext(
                "%(about)s was returned on %(due)s and not handed in again for %(days)s day",
                "%(about)s was returned on %(due)s and not handed in again for %(days)s days",
                days,
            )
        case Condition.QUALITY_REJECTED:
            return ngettext(
                "%(about)s was returned for its quality on %(due)s and not handed in again for %(days)s day",
                "%(about)s was returned for its quality on %(due)s and not handed in again for %(days)s days",
                days,
            )
        case Condition.LATE_DONE:
            return ngettext(
                "%(about)s came %(days)s day late (due on %(due)s)",
                "%(about)s came %(days)s days late (due on %(due)s)",
                days,
            )
        case _:
            return ngettext(
                "%(about)s was due on %(due)s, %(days)s day overdue",
                "%(about)s was due on %(due)s, %(days)s days overdue",
                days,
            )


def _about(ref: str, names: Names) -> str:
    """Return what a cause is about; in general words where the reader may not see it."""
    kind = ref.partition(":")[0]
    match kind:
        case "cycle":
            return _("Report on %(cycle)s") % {"cycle": names[ref]} if ref in names else _("A report")
        case "subtask":
            return _("Sub-task “%(name)s”") % {"name": names[ref]} if ref in names else _("A sub-task")
        case "responsibility":
            return _("The assignment to the lead unit")
        case _:
            return _("The task")
