"""Countersigning: the heads of the units that a document names are asked in parallel, before it is signed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning as make
from tests.factories import reporting as way
from tests.factories.workflow import fixture

from jiangxin.kernel import access, records
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.people.models import PostHolding
from jiangxin.reporting.models import Document
from jiangxin.workflow.domain.queries.items import items_for
from jiangxin.workflow.models import Approval, ApprovalDecision, ApprovalRoute, ApprovalStep


def asked(person):
    return items_for(person.actor()).filter(record="reporting.documents", kind="approve").exists()


def reads(person, document):
    return access.may(records.of_model(Document), person.actor(), "view", document)


@pytest.fixture
def checked(place):
    """Return a document that two units have to countersign, after its text was checked."""
    document = way.draft(place, countersigners=[place.education.row, place.labour.row])
    make.step(document, "submit", place.officer)
    assert (reads(place.education.head, document), reads(place.finance.head, document)) == (True, False)
    return make.decide(document, "approve", place.chief)


def test_units_are_asked_at_once_and_the_leader_after_the_last_of_them(place, checked):
    heads = (place.education.head, place.labour.head, place.finance.head, place.leader)
    assert [asked(head) for head in heads] == [True, True, False, False]
    make.decide(checked, "approve", place.labour.head, "第三部分已按我局意见修改")
    assert [asked(head) for head in heads] == [True, False, False, False]
    with pytest.raises(NotAllowed):
        make.decide(checked, "approve", place.labour.head)
    make.decide(checked, "approve", place.education.head)
    assert [asked(head) for head in heads] == [False, False, False, True]
    assert make.decide(checked, "approve", place.leader).state == "signed"
    opinions = ApprovalDecision.objects.filter(stage__who="named").order_by("pk")
    assert list(opinions.values_list("person__name", "comment")) == [
        ("Labour-head", "第三部分已按我局意见修改"),
        ("Education-head", ""),
    ]


def test_unit_that_disagrees_returns_it_and_it_begins_anew(place, checked):
    make.decide(checked, "approve", place.education.head)
    assert make.decide(checked, "return", place.labour.head, "数据口径不一致").state == "draft"
    assert [asked(head) for head in (place.education.head, place.labour.head, place.leader)] == [False] * 3


def test_document_that_names_nobody_is_not_countersigned(place):
    document = way.draft(place)
    make.step(document, "submit", place.officer)
    approval = Approval.objects.get(object_id=document.pk, record="reporting.documents")
    assert list(approval.stages.values_list("who", flat=True)) == ["role_any", "role_any"]


def test_unit_whose_head_is_missing_is_named_when_it_is_submitted(place):
    with fixture():
        PostHolding.objects.filter(post=place.labour.post).delete()
    document = way.draft(place, countersigners=[place.education.row, place.labour.row])
    with pytest.raises(NotLawful, match="Labour"):
        make.step(document, "submit", place.officer)


def test_leader_reads_what_waits_for_the_signature_and_units_nothing_of_it(place):
    document = way.draft(place)
    people = (place.leader, place.education.head, place.education.liaison)
    assert [reads(person, document) for person in people] == [False, False, False]
    make.step(document, "submit", place.officer)
    assert [reads(person, document) for person in people] == [True, False, False]


def test_step_for_named_units_is_refused_where_a_record_names_none(place):
    step = ApprovalStep(route=ApprovalRoute.objects.get(record="planning.plans"), order=90, name="x", who="named")
    with pytest.raises(ValidationError) as refused:
        step.full_clean()
    assert set(refused.value.message_dict) == {"who"}
