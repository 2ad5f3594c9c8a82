"""A run from the reconciliation to the proposal: scores, four eyes, what is frozen, what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import appraising as make
from tests.factories.workflow import fixture

from jiangxin.appraisal.domain import computing, measures
from jiangxin.appraisal.models import (
    Commendation,
    Computation,
    Correction,
    Objection,
    PublishedRank,
    SuppliedValue,
    UnitScore,
)
from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.supervision.models import Jurisdiction


def scores(row):
    found = row.scores.order_by("rank").values_list("organisation__name", "total", "rank", "ranked", "grade")
    return [tuple(one) for one in found]


def test_scores_come_from_records_and_are_explained(place):
    row = make.opened(place)
    # experts were not supplied: by the scheme the criterion is left out and the other takes its points over
    assert scores(row) == [
        ("Education", Decimal("100.00"), 1, 2, "Excellent"),
        ("Labour", Decimal("50.00"), 2, 2, "Qualified"),
    ]
    line = make.sheet(row, place.labour).criteria.get(code="time")
    assert (line.points, line.possible, line.status, len(line.rows)) == (50, 100, "scored", 12)
    assert [note for _record, _pk, note in line.rows].count("late") == 6
    kept = Computation.objects.get()
    assert (computing.is_reproduced(kept), kept.fingerprint) == (True, computing.fingerprint(kept.result))
    with fixture(), pytest.raises(DatabaseError, match="annot"), transaction.atomic():
        Computation.objects.update(why="changed")


def test_unit_that_may_be_asked_by_letter_only_is_not_appraised(place):
    row = make.appraisal(place)
    with fixture():
        Jurisdiction.objects.filter(organisation=place.labour.row).update(treatment="letter")
    make.step(row, "reconcile", place.officer)
    assert [said.organisation for said in row.statements.all()] == [place.education.row]


def test_period_is_over_and_units_have_their_days_before_anything_is_scored(place):
    row = make.appraisal(place)
    with clock.on(date(2023, 12, 31)), pytest.raises(NotLawful, match="ends on 2023-12-31"):
        make.step(row, "reconcile", place.officer)
    row = make.step(row, "reconcile", place.officer)
    with pytest.raises(NotLawful, match="may reconcile until"):
        make.step(row, "preview", place.officer)
    said = row.statements.get(organisation=place.labour.row)
    with pytest.raises(NotAllowed):
        make.step(said, "agree", place.education.liaison)
    said = make.step(said, "dispute", place.labour.head, grounds="One was late through no fault of ours.")
    with clock.on(make.DAY + timedelta(30)):
        with pytest.raises(NotLawful, match="1 dispute is not answered"):
            make.step(row, "preview", place.officer)
        make.step(said, "answer", place.officer, answer="It was handed in after its day.")
        row = make.step(row, "preview", place.officer)
    states = dict(row.statements.values_list("organisation__name", "state"))
    assert states == {"Education": "silent", "Labour": "answered"}


def test_supplied_value_is_confirmed_by_another_before_it_counts(place):
    row = make.appraisal(place)
    value = make.save(
        SuppliedValue, place.officer, appraisal=row, measure=place.experts, organisation=place.labour.row,
        applies="value", content="A | 80\nB | 100", remark="",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="Not read"):
        make.save(SuppliedValue, place.officer, value, content="eighty")
    row = make.reconciled(place, row)
    with pytest.raises(NotLawful, match="1 supplied value is not confirmed"):
        make.step(row, "preview", place.officer)
    with pytest.raises(NotAllowed):
        make.step(value, "confirm", place.officer)
    make.step(value, "confirm", place.chief)
    row = make.step(row, "preview", place.officer)
    assert [one[1] for one in scores(row)] == [Decimal("100.00"), Decimal("66.00")]


def test_upheld_objection_corrects_the_value_and_says_what_moved(place):
    row = make.opened(place)
    raised = make.save(
        Objection, place.labour.head, appraisal=row, organisation=place.labour.row, criterion="time", text="Two more."
    )
    with pytest.raises(NotAllowed):
        make.step(raised, "decide", place.officer, outcome="rejected", decision="No.")
    given = {"outcome": "upheld", "decision": "Two were in time.", "criterion": "time"}
    with pytest.raises(ValidationError, match="Give the value"):
        make.step(raised, "decide", place.chief, **given, corrected="")
    make.step(raised, "decide", place.chief, **given, corrected="800/12")
    assert [one[1] for one in scores(row)] == [Decimal("100.00"), Decimal("66.67")]
    assert Correction.objects.get().objection == raised
    moved = computing.moved(row, place.labour.row.code, "en")
    assert any("50" in text and "≈66.6667" in text for text in moved)
    with clock.on(row.objections_until + timedelta(1)), pytest.raises(NotLawful, match="could object until"):
        make.save(
            Objection, place.labour.head, appraisal=row, organisation=place.labour.row, criterion="", text="Late."
        )


def test_who_made_a_correction_or_prepared_it_does_not_decide(place):
    row = make.opened(place)
    raised = make.save(
        Objection, place.labour.head, appraisal=row, organisation=place.labour.row, criterion="time", text="Two more."
    )
    with fixture():
        row.prepared_by = place.chief
        row.save(update_fields=["prepared_by"])
    given = {"outcome": "rejected", "decision": "It stands."}
    with pytest.raises(NotLawful, match="had a part"):
        make.step(raised, "decide", place.chief, **given)
    assert make.step(raised, "decide", place.leader, **given).state == "decided"


def test_confirmed_result_stands_is_published_and_goes_out_as_a_proposal(place):
    row = make.opened(place)
    with pytest.raises(NotLawful, match="object until"):
        make.step(row, "submit", place.officer)
    with pytest.raises(ValidationError, match="once the result is confirmed"):
        _praise(place, row)
    row = make.confirmed(place, row)
    ranks = PublishedRank.objects.values_list("organisation__name", "rank", "grade")
    assert sorted(ranks) == [("Education", 1, "Excellent"), ("Labour", 2, "Qualified")]
    with fixture(), pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        UnitScore.objects.update(total=1)
    with pytest.raises(NotLawful, match="stands already"):
        make.save(
            Correction, place.officer, appraisal=row, organisation=place.labour.row,
            measure="planning.reports_in_time", applies="value", content="1", grounds="Late",
        )  # fmt: skip
    praise = _praise(place, row)
    make.step(praise, "submit", place.officer)
    make.decide(praise, "approve", place.chief)
    assert make.decide(praise, "approve", place.leader).state == "approved"
    with fixture():
        Jurisdiction.objects.filter(organisation=place.labour.row).update(treatment="letter")
    with pytest.raises(ValidationError, match="letter only"):
        make.save(
            Commendation, place.officer, appraisal=row, organisation=place.labour.row, kind="criticism", grounds="Late"
        )
    row = make.step(row, "propose", place.officer, letter="No. 7", proposed_on=make.DAY)
    row = make.step(row, "adopt", place.officer, decision="Adopted by letter 9", decided_on=make.DAY)
    assert (row.state, row.letter) == ("adopted", "No. 7")


def _praise(place, row):
    values = {"appraisal": row, "organisation": place.education.row, "kind": "praise", "grounds": "All in time"}
    return make.save(Commendation, place.officer, **values)


def test_measures_cost_the_same_however_many_units_there_are(place):
    for key, one in measures.provided().items():
        ids = [unit.row.pk for unit in make.units(place)]
        assert (key, _queries(one, ids[:1])) == (key, _queries(one, ids))


def _queries(one, ids):
    with CaptureQueriesContext(connection) as found:
        one.gather(ids, make.FIRST, make.LAST)
    return len(found)
