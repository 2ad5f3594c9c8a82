"""Rows of appraisals, by record type; `tests.factories.records.make` finds them here."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

from tests.factories import records as rows
from tests.factories.supervision import allow
from tests.factories.workflow import SINCE

from jiangxin.appraisal.domain import schemes
from jiangxin.appraisal.models import (
    Appraisal,
    AppraisalPolicy,
    Commendation,
    Computation,
    Correction,
    Criterion,
    CriterionScore,
    Grade,
    GroupMember,
    Objection,
    PeerGroup,
    PublishedRank,
    Scheme,
    Statement,
    SuppliedMeasure,
    SuppliedValue,
    UnitScore,
    Veto,
)
from jiangxin.engines.appraisal import Subject, compute
from jiangxin.engines.appraisal.codec import encode
from jiangxin.engines.appraisal.values import Number

_numbers = itertools.count(1)
FAR = date(2090, 1, 1)
RULE = "between_lines\nfail: 0\nfull: 100"


def make_scheme(organisation, **extra):
    """Return a draft that lacks nothing for its approval."""
    number = next(_numbers)
    allow(organisation)
    values = {"code": f"scheme{number}", "title": f"Scheme {number}", "basis": "A rule", "valid_from": SINCE}
    row = Scheme.objects.create(**{**values, "organisation": organisation, **extra})
    group = PeerGroup.objects.create(scheme=row, code="all", name="All")
    GroupMember.objects.create(group=group, organisation=organisation, valid_from=SINCE)
    supplied = make_measure()
    own = {"points": 100, "measure": supplied.key, "missing": "left_out", "rule": RULE}
    Criterion.objects.create(scheme=row, code="first", name="First", **own)
    return row


def make_published(organisation, **extra):
    return rows.bring(make_scheme(organisation, **extra), organisation, "published")


def make_group(organisation, **extra):
    values = {"scheme": make_scheme(organisation), "code": f"group{next(_numbers)}", "name": "Group"}
    return PeerGroup.objects.create(**{**values, **extra})


def make_member(organisation, **extra):
    group = extra.pop("group", None) or make_group(organisation)
    other = rows.make_organisation(None)
    allow(other)
    return GroupMember.objects.create(**{"group": group, "organisation": other, "valid_from": SINCE, **extra})


def make_criterion(organisation, **extra):
    values = {"scheme": make_scheme(organisation), "code": f"c{next(_numbers)}", "name": "Criterion", "points": 0}
    own = {"measure": "planning.reports_in_time", "missing": "left_out", "rule": RULE}
    return Criterion.objects.create(**{**values, **own, **extra})


def make_veto(organisation, **extra):
    values = {"scheme": make_scheme(organisation), "code": f"v{next(_numbers)}", "name": "Veto", "basis": "A law"}
    own = {"measure": "supervision.problems_found", "missing": "not_triggered"}
    return Veto.objects.create(**{**values, **own, **extra})


def make_grade(organisation, **extra):
    values = {"scheme": make_scheme(organisation), "code": f"g{next(_numbers)}", "name": "Good"}
    return Grade.objects.create(**{**values, **extra})


def make_measure(_organisation=None, **extra):
    number = next(_numbers)
    values = {"code": f"measure{number}", "name": f"Measure {number}", "kind": "review", "shape": "number"}
    return SuppliedMeasure.objects.create(**{**values, "source": "The city", **extra})


def make_appraisal(organisation, **extra):
    """Return an appraisal whose period is over."""
    scheme = extra.pop("scheme", None) or make_published(organisation)
    values = {"title": f"Appraisal {next(_numbers)}", "starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 31)}
    return Appraisal.objects.create(**{"scheme": scheme, "organisation": organisation, **values, **extra})


def make_open(organisation, state="objections"):
    """Return an appraisal that is open to objections, with a sheet of the organisation."""
    row = rows.bring(make_appraisal(organisation, objections_until=FAR, reconcile_until=SINCE), organisation, "preview")
    make_sheet(organisation, appraisal=row)
    return rows.bring(row, organisation, state) if state != "preview" else row


def result_of(appraisal, organisation):
    """Return what the engine makes of a unit with 80 of 100."""
    built = schemes.engine_scheme(appraisal.scheme)
    subject = Subject(organisation.code, organisation.name, built.groups[0].code)
    return compute(built, [subject], {subject.code: {built.measures[0].code: Number(Decimal(80))}})


def make_sheet(organisation, **extra):
    appraisal = extra.pop("appraisal", None)
    if appraisal is None:
        appraisal = rows.bring(make_appraisal(organisation), organisation, "preview")
    result = result_of(appraisal, organisation)
    values = {"group": "All", "total": 80, "possible": 100, "rank": 1, "ranked": 1, "grade": "Good"}
    explained = encode(result.explain_total(organisation.code))
    row = UnitScore.objects.create(
        **{"appraisal": appraisal, "organisation": organisation, **values, "explanation": explained, **extra}
    )
    first = result.scheme.criteria[0]
    CriterionScore.objects.create(
        sheet=row, code=first.code, name=first.name, measure=first.measure, points=80, possible=100, status="scored",
        explanation=encode(result.explain(organisation.code, first.code)),
    )  # fmt: skip
    return row


def make_points(organisation, **extra):
    sheet = make_sheet(organisation)
    explained = sheet.criteria.get().explanation
    values = {"code": f"p{next(_numbers)}", "name": "Other", "measure": "planning.reports_in_time", "status": "scored"}
    return CriterionScore.objects.create(
        **{"sheet": sheet, **values, "points": 5, "possible": 10, "explanation": explained, **extra}
    )


def make_computation(organisation, **extra):
    appraisal = rows.bring(make_appraisal(organisation), organisation, "preview")
    kept = result_of(appraisal, organisation).to_dict()
    values = {"appraisal": appraisal, "number": 1, "computed_on": SINCE, "why": "Preview", "fingerprint": "0" * 64}
    return Computation.objects.create(**{**values, "result": kept, **extra})


def make_rank(organisation, **extra):
    values = {"appraisal": make_appraisal(organisation), "organisation": organisation, "group": "All", "rank": 1}
    return PublishedRank.objects.create(**{**values, **extra})


def make_statement(organisation, **extra):
    appraisal = rows.bring(make_appraisal(organisation), organisation, "reconciliation")
    counted = [{"measure": "planning.reports_in_time", "value": "12/18", "not_applicable": "", "rows": []}]
    values = {"appraisal": appraisal, "organisation": organisation, "counted": counted, "due_on": FAR}
    return Statement.objects.create(**{**values, **extra})


def make_value(organisation, **extra):
    values = {"appraisal": make_appraisal(organisation), "measure": make_measure(), "organisation": organisation}
    return SuppliedValue.objects.create(**{**values, "content": f"{next(_numbers)}", **extra})


def make_objection(organisation, **extra):
    values = {
        "appraisal": make_open(organisation),
        "organisation": organisation,
        "text": f"It is not so {next(_numbers)}.",
    }
    return Objection.objects.create(**{**values, "raised_on": SINCE, "due_on": FAR, **extra})


def make_correction(organisation, **extra):
    appraisal = extra.pop("appraisal", None) or rows.bring(make_appraisal(organisation), organisation, "preview")
    values = {"appraisal": appraisal, "organisation": organisation, "measure": "planning.reports_in_time"}
    return Correction.objects.create(
        **{**values, "content": "12/18", "grounds": "As counted", "made_on": SINCE, **extra}
    )


def make_commendation(organisation, **extra):
    appraisal = rows.bring(make_open(organisation), organisation, "confirmed")
    values = {
        "appraisal": appraisal,
        "organisation": organisation,
        "kind": "praise",
        "grounds": f"Well done {next(_numbers)}",
    }
    return Commendation.objects.create(**{**values, **extra})


def make_policy(_organisation=None, **extra):
    return AppraisalPolicy.objects.create(**{**rows.following(AppraisalPolicy), "source": "A rule", **extra})


MAKERS = {
    "appraisal.appraisals": make_appraisal,
    "appraisal.commendations": make_commendation,
    "appraisal.computations": make_computation,
    "appraisal.corrections": make_correction,
    "appraisal.criteria": make_criterion,
    "appraisal.grades": make_grade,
    "appraisal.members": make_member,
    "appraisal.objections": make_objection,
    "appraisal.peer-groups": make_group,
    "appraisal.points": make_points,
    "appraisal.ranks": make_rank,
    "appraisal.rules": make_policy,
    "appraisal.schemes": make_scheme,
    "appraisal.sheets": make_sheet,
    "appraisal.statements": make_statement,
    "appraisal.supplied-measures": make_measure,
    "appraisal.supplied-values": make_value,
    "appraisal.vetoes": make_veto,
}
