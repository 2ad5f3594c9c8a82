"""A finding from the team's draft to its closing: put to the unit, rectified, verified by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records
from jiangxin.kernel.errors import NotAllowed, NotLawful, ReasonMissing
from jiangxin.supervision.models import Finding, Jurisdiction, SupervisionPolicy
from jiangxin.workflow.domain.queries.items import items_for

DAY = planning.BEGIN


@pytest.fixture
def under_way(place):
    make.under_way(place)
    return place


def queue(person):
    return [(item.kind, item.record, item.step, item.due_on) for item in items_for(person.actor())]


def test_finding_gets_the_next_number_of_its_round_and_its_author(under_way):
    rows = [make.finding(under_way) for _ in range(2)]
    assert [(row.number, row.found_by, row.state) for row in rows] == [
        (1, under_way.supervisor, "draft"),
        (2, under_way.supervisor, "draft"),
    ]


def test_finding_is_rectified_verified_by_another_and_closed(under_way):
    place = under_way
    row = make.put(place)
    unit = place.education.liaison
    assert queue(unit) == [("new", "supervision.findings", "measures", date(2024, 4, 22))]
    row = make.step(row, "plan_measures", unit, measures="We build two.")
    assert queue(unit) == [("due", "supervision.findings", "rectification", row.rectify_by)]
    row = make.step(row, "report_result", unit, result="Two are built.")
    assert (queue(unit), row.rectified_on) == ([], DAY)
    assert queue(place.verifier) == [("approve", "supervision.findings", "verification", None)]
    with pytest.raises(NotLawful, match="You recorded this finding"):
        make.step(row, "close", place.supervisor, verification="I saw it.")
    row = make.step(row, "close", place.verifier, verification="Seen on site.")
    row.refresh_from_db()
    assert (row.state, row.verified_by, row.closed_on, row.verification) == (
        "closed",
        place.verifier,
        DAY,
        "Seen on site.",
    )
    assert queue(place.verifier) == []


def test_verification_is_put_before_others_than_the_author(under_way):
    with fixture():
        under_way.verifier.assignments.update(valid_to=DAY)
    make.rectified(under_way)
    assert (queue(under_way.supervisor), len(queue(under_way.chief))) == ([], 1)


def test_return_needs_a_reason_counts_and_asks_the_unit_again(under_way):
    row = make.rectified(under_way)
    with pytest.raises(ReasonMissing):
        make.step(row, "return", under_way.verifier)
    with pytest.raises(NotLawful, match="You recorded this finding"):
        make.step(row, "return", under_way.supervisor, "One is missing.")
    row = make.step(row, "return", under_way.verifier, "One is missing.")
    assert (row.state, row.returned, row.answer) == ("rectifying", 1, "One is missing.")
    assert queue(under_way.education.liaison) == [("returned", "supervision.findings", "rectification", row.rectify_by)]
    row = make.step(row, "report_result", under_way.education.liaison, result="Now both are.")
    assert make.step(row, "close", under_way.verifier, verification="Seen.").state == "closed"


def test_unit_does_not_verify_and_others_do_not_answer(under_way):
    row = make.put(under_way)
    for person in (under_way.labour.liaison, under_way.supervisor):
        with pytest.raises(NotAllowed):
            make.step(row, "plan_measures", person, measures="We do.")
    row = make.step(row, "plan_measures", under_way.education.liaison, measures="We do.")
    row = make.step(row, "report_result", under_way.education.liaison, result="Done.")
    with pytest.raises(NotAllowed):
        make.step(row, "close", under_way.education.head, verification="It is so.")


def test_problem_needs_a_date_that_lies_ahead(under_way):
    for day in (None, DAY):
        with pytest.raises(NotLawful, match="by when it is to be rectified"):
            make.put(under_way, rectify_by=day)


def test_good_practice_is_put_on_record_and_problems_are_not(under_way):
    good = make.finding(under_way, kind="good_practice", rectify_by=None)
    with pytest.raises(NotLawful, match="nothing to rectify"):
        make.step(good, "put", under_way.supervisor)
    assert make.step(good, "note", under_way.supervisor).state == "noted"
    with pytest.raises(NotLawful, match="A problem is put"):
        make.step(make.finding(under_way), "note", under_way.supervisor)


def test_finding_is_about_a_task_of_the_round_and_a_unit_with_a_part_in_it(under_way):
    with pytest.raises(ValidationError, match="does not look at this task"):
        make.finding(under_way, task=under_way.other)
    with pytest.raises(ValidationError, match="no part in this task"):
        make.finding(under_way, under_way.finance)
    assert make.finding(under_way, under_way.labour).organisation == under_way.labour.row


def test_unit_that_may_be_asked_by_letter_only_is_not_found_wanting(under_way):
    draft = make.finding(under_way)
    with fixture():
        Jurisdiction.objects.filter(organisation=under_way.education.row).update(treatment="letter")
    for act in (lambda: make.finding(under_way), lambda: make.step(draft, "put", under_way.supervisor)):
        with pytest.raises((ValidationError, NotLawful), match="May be asked by letter only: Education"):
            act()


def test_what_was_put_to_the_unit_never_changes_and_is_withdrawn_with_a_reason(under_way):
    row = make.put(under_way)
    with pytest.raises(NotAllowed):
        make.save(Finding, under_way.supervisor, row, facts="Something else.")
    with pytest.raises(ReasonMissing):
        make.step(row, "withdraw", under_way.supervisor)
    row = make.step(row, "withdraw", under_way.supervisor, "It was built after all.")
    assert (row.state, row.answer, queue(under_way.education.liaison)) == ("withdrawn", "It was built after all.", [])


def test_findings_are_recorded_while_the_round_is_under_way(place):
    make.choose(place)
    with pytest.raises(NotAllowed):
        make.finding(place)


def test_evidence_hangs_on_the_draft_by_the_team_and_on_the_rectification_by_the_unit(under_way):
    place, record = under_way, records.of_model(Finding)

    def attach(row, by, name):
        return attachments.attach(record, row, name.encode(), f"{name}.txt", actor=by.actor())

    row = make.finding(place)
    attach(row, place.supervisor, "photo")
    with pytest.raises(NotAllowed):
        attach(row, place.education.liaison, "early")
    row = make.step(row, "put", place.supervisor)
    with pytest.raises(NotAllowed):
        attach(row, place.supervisor, "late")
    row = make.step(row, "plan_measures", place.education.liaison, measures="We do.")
    attach(row, place.education.liaison, "proof")
    names = attachments.of(record, row, actor=place.verifier.actor()).values_list("name", flat=True)
    assert sorted(names) == ["photo.txt", "proof.txt"]


# ── What the unit says ──


def test_statement_stands_beside_the_finding_with_its_answer_and_never_changes(under_way):
    place, row = under_way, make.put(under_way)
    said = make.statement(row, place.education.liaison, kind="complaint", text="It is not so.")
    assert (said.made_on, said.made_by, said.state) == (DAY, place.education.liaison, "open")
    assert [item[1] for item in queue(place.supervisor)] == ["supervision.statements"]
    for person in (place.education.liaison, place.supervisor):
        with pytest.raises(NotAllowed):
            make.save(type(said), person, said, text="It is.")
    with pytest.raises(NotAllowed):
        make.step(said, "answer", place.education.liaison, answer="You are right.")
    said = make.step(said, "answer", place.supervisor, answer="We looked again.")
    said.refresh_from_db()
    assert (said.text, said.answer, said.answered_by) == ("It is not so.", "We looked again.", place.supervisor)
    assert queue(place.supervisor) == []
    row.refresh_from_db()
    assert (row.state, row.facts) == ("put", "Nothing is built.")


def test_only_the_unit_says_something_about_its_finding_and_once_it_knows_of_it(under_way):
    draft = make.finding(under_way)
    with pytest.raises((NotAllowed, NotLawful)):
        make.statement(draft, under_way.education.liaison)
    row = make.step(draft, "put", under_way.supervisor)
    with pytest.raises(NotAllowed):
        make.statement(row, under_way.labour.liaison)


# ── More time ──


def test_more_time_is_approved_counted_and_limited(under_way):
    place, row = under_way, make.rectifying(under_way)
    unit, before = place.education.liaison, row.rectify_by
    for number in (1, 2):
        asked = make.more_time(row, unit, 10)
        assert (asked.count, asked.from_on) == (number, row.rectify_by)
        asked = make.step(asked, "submit", unit)
        asked = make.decide(asked, "approve", place.chief, "It does rain.")
        row.refresh_from_db()
        assert (asked.state, asked.answer, row.rectify_by) == (
            "granted",
            "It does rain.",
            before + timedelta(10 * number),
        )
        assert queue(unit) == [("due", "supervision.findings", "rectification", row.rectify_by)]
    with pytest.raises(NotLawful, match="granted 2 times, which is the most"):
        make.more_time(row, unit, 10)


def test_refused_request_does_not_count_and_moves_nothing(under_way):
    place, row = under_way, make.rectifying(under_way)
    asked = make.step(make.more_time(row, place.education.liaison, 10), "submit", place.education.liaison)
    make.decide(asked, "return", place.chief, "No.")
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (asked.state, asked.answer, row.rectify_by) == ("refused", "No.", DAY + timedelta(20))
    assert make.more_time(row, place.education.liaison, 10).count == 1


def test_one_request_is_open_at_a_time_and_its_date_lies_ahead(under_way):
    place, row = under_way, make.rectifying(under_way)
    for days in (0, -5):
        with pytest.raises(ValidationError, match="after the present one"):
            make.more_time(row, place.education.liaison, days)
    make.more_time(row, place.education.liaison, 10)
    with pytest.raises(ValidationError, match="asked for already"):
        make.more_time(row, place.education.liaison, 20)


def test_limit_of_extensions_is_that_of_the_day(under_way):
    place, row = under_way, make.rectifying(under_way)
    with fixture():
        SupervisionPolicy.objects.update(valid_to=date(2024, 4, 16))
        SupervisionPolicy.objects.create(valid_from=date(2024, 4, 16), extensions=0, source="A decision")
    with clock.on(date(2024, 4, 16)), pytest.raises(NotLawful, match="0 times"):
        make.more_time(row, place.education.liaison, 10)


def test_more_time_is_asked_for_by_the_unit_while_it_rectifies(under_way):
    place, row = under_way, make.put(under_way)
    with pytest.raises(NotLawful, match="being rectified"):
        make.more_time(row, place.education.liaison, 10)
    row = make.step(row, "plan_measures", place.education.liaison, measures="We do.")
    with pytest.raises(NotAllowed):
        make.more_time(row, place.labour.liaison, 10)
