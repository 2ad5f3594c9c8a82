"""Conclusions that are fed back, and reviews: asked for in time, decided by people who took no part in the round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories import workflow as people
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.supervision.models import Conclusion, Review, SupervisionPolicy, TeamMember
from jiangxin.workflow.domain.queries.items import items_for

DAY = planning.BEGIN


@pytest.fixture
def under_way(place):
    make.under_way(place)
    return place


def queue(person):
    return [(item.kind, item.record, item.due_on) for item in items_for(person.actor())]


def decided(row, by, outcome="upheld", decision="It stands."):
    row = make.step(row, "decide", by, outcome=outcome, decision=decision)
    row.refresh_from_db()
    return row


def test_conclusion_is_about_a_unit_of_the_round_and_never_changes_once_fed_back(under_way):
    with pytest.raises(ValidationError, match="no task of Finance"):
        make.conclusion(under_way, under_way.finance)
    row = make.conclusion(under_way)
    row.refresh_from_db()
    assert (row.state, row.fed_back_on, row.fed_back_by, row.review_until) == (
        "fed_back",
        DAY,
        under_way.supervisor,
        DAY + timedelta(30),
    )
    with pytest.raises(NotAllowed):
        make.save(Conclusion, under_way.supervisor, row, text="Something else.")


def test_review_is_asked_for_on_the_thirtieth_day_and_not_on_the_next(under_way):
    row = make.conclusion(under_way)
    with clock.on(DAY + timedelta(31)), pytest.raises(NotLawful, match="until 2024-05-15"):
        make.review(row, under_way.education.head)
    with clock.on(DAY + timedelta(30)):
        asked = make.review(row, under_way.education.head)
    assert (asked.asked_on, asked.asked_by, asked.due_on) == (
        DAY + timedelta(30),
        under_way.education.head,
        DAY + timedelta(60),
    )


def test_days_are_those_of_the_rules_in_force(under_way):
    with fixture():
        SupervisionPolicy.objects.update(review_ask_days=10, review_decide_days=20)
    row = make.conclusion(under_way)
    assert make.review(row, under_way.education.head).due_on == DAY + timedelta(20)
    row.refresh_from_db()
    assert row.review_until == DAY + timedelta(10)


def test_shipped_days_name_their_source(place):
    policy = SupervisionPolicy.in_force()
    assert (policy.review_ask_days, policy.review_decide_days) == (30, 30)
    assert "第733号" in policy.source
    assert "第十七条" in policy.source


def test_only_the_unit_asks_once_and_about_what_was_fed_back(under_way):
    draft = make.conclusion(under_way, told=False)
    with pytest.raises((NotAllowed, NotLawful)):
        make.review(draft, under_way.education.head)
    row = make.step(draft, "feed_back", under_way.supervisor)
    for person in (under_way.labour.head, under_way.education.liaison):
        with pytest.raises(NotAllowed):
            make.review(row, person)
    make.review(row, under_way.education.head)
    with pytest.raises(ValidationError):
        make.review(row, under_way.education.head)


def test_review_stands_in_the_queue_of_those_who_decide_until_its_day(under_way):
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    assert queue(under_way.chief) == [("approve", "supervision.reviews", DAY + timedelta(30))]
    asked = decided(asked, under_way.chief)
    assert (asked.state, asked.decided_on, asked.decided_by, asked.late) == ("decided", DAY, under_way.chief, False)
    assert queue(under_way.chief) == []
    asked.conclusion.refresh_from_db()
    assert asked.conclusion.state == "fed_back"


def test_decision_after_its_day_is_marked_late(under_way):
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    with clock.on(DAY + timedelta(31)):
        assert decided(asked, under_way.chief).late is True


@pytest.mark.parametrize(("outcome", "state", "told"), [("amended", "amended", "Less."), ("revoked", "revoked", "")])
def test_outcome_amends_or_revokes_the_conclusion_whose_text_stays(under_way, outcome, state, told):
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    decided(asked, under_way.leader, outcome, "Less.")
    row = Conclusion.objects.get()
    assert (row.state, row.text, row.amendment) == (state, "Go on.", told)


def test_who_was_on_the_team_does_not_decide(under_way):
    make.save(TeamMember, under_way.supervisor, round=under_way.round, part="member", person=under_way.chief)
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    with pytest.raises(NotLawful, match="You took part in this round"):
        decided(asked, under_way.chief)
    assert decided(asked, under_way.leader).decided_by == under_way.leader


def test_who_held_a_post_of_the_team_at_some_time_of_the_round_does_not_decide(under_way):
    post = people.post(under_way.office, "Inspector", under_way.chief)
    with fixture():
        post.holdings.update(valid_to=DAY + timedelta(1))
    make.save(TeamMember, under_way.supervisor, round=under_way.round, part="member", post=post)
    with clock.on(DAY + timedelta(5)):
        asked = make.review(make.conclusion(under_way), under_way.education.head)
        with pytest.raises(NotLawful, match="You took part"):
            decided(asked, under_way.chief)


def test_who_held_the_post_before_the_round_only_may_decide(under_way):
    post = people.post(under_way.office, "Inspector", under_way.chief)
    with fixture():
        post.holdings.update(valid_to=date(2024, 1, 1))
    make.save(TeamMember, under_way.supervisor, round=under_way.round, part="member", post=post)
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    assert decided(asked, under_way.chief).state == "decided"


def test_process_decides_nothing(under_way):
    asked = make.review(make.conclusion(under_way), under_way.education.head)
    given = {"outcome": "upheld", "decision": "It stands."}
    with pytest.raises(NotLawful, match="A person decides"):
        write.apply(records.of_model(Review), asked, "decide", actor=process("tests"), changes=given)
