"""Organisations over time: events add periods and never rewrite the past."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.people.domain import organisations
from jiangxin.people.domain.queries.actors import subtree_ids
from jiangxin.people.models import (
    Organisation,
    OrganisationKind,
    OrganisationPeriod,
    Person,
    Role,
    RoleAssignment,
)

pytestmark = pytest.mark.django_db
ACTOR = process("tests")
DAYS = [date(2020, 1, 1), date(2021, 6, 1), date(2022, 12, 31)]
MERGED_ON = date(2023, 1, 1)


def save(code, **changes):
    kind = OrganisationKind.objects.first() or write.save(
        records.get("people.organisation-kinds"), None, {"code": "bureau", "name": "局"}, actor=ACTOR
    )
    values = {"code": code, "name": f"{code}局", "kind": kind, "valid_from": date(2019, 1, 1), **changes}
    return write.save(records.get("people.organisations"), None, values, actor=ACTOR)


def list_on(day):
    """The list of a day: code, name and the one above, as periods say."""
    rows = OrganisationPeriod.objects.on(day).order_by("organisation__code")
    return [(row.organisation.code, row.name, row.parent and row.parent.code) for row in rows]


@pytest.fixture
def tree(db):
    root = save("root")
    left, right = save("left", parent=root), save("right", parent=root)
    return root, left, right, save("office", parent=right)


def test_merger_leaves_every_past_list_as_it_was(tree):
    root, left, right, _office = tree
    before = [list_on(day) for day in DAYS]
    below = [subtree_ids([root.pk, right.pk], day) for day in DAYS]
    organisations.merge([left, right], left, on=MERGED_ON, actor=ACTOR, reason="改革")
    assert [list_on(day) for day in DAYS] == before
    assert [subtree_ids([root.pk, right.pk], day) for day in DAYS] == below
    assert list_on(MERGED_ON) == [("left", "left局", "root"), ("office", "office局", "left"), ("root", "root局", None)]
    right.refresh_from_db()
    assert right.valid_to == MERGED_ON


def test_renaming_keeps_the_old_name_for_earlier_days_and_as_an_alias(tree):
    _root, left, *_rest = tree
    organisations.rename(left, "新局", on=MERGED_ON, actor=ACTOR, reason="更名")
    assert [name for code, name, _parent in list_on(DAYS[2]) if code == "left"] == ["left局"]
    assert [name for code, name, _parent in list_on(MERGED_ON) if code == "left"] == ["新局"]
    left.refresh_from_db()
    assert (left.name, left.aliases) == ("新局", ["left局"])


def test_planned_move_reaches_today_s_row_when_its_day_comes(tree):
    _root, left, right, office = tree
    future = date(2999, 1, 1)
    organisations.move(office, left, on=future, actor=ACTOR, reason="划转")
    office.refresh_from_db()
    assert office.parent == right
    with write.writing(ACTOR, "daily"):
        assert organisations.refresh_today(future) == 1
    office.refresh_from_db()
    assert office.parent == left


def test_split_ends_the_old_and_founds_the_new(tree):
    root, left, *_rest = tree
    new = [organisations.New(code, f"{code}局", left.kind, root) for code in ("one", "two")]
    event = organisations.split(left, new, on=MERGED_ON, actor=ACTOR, reason="分设")
    assert [code for code, *_rest in list_on(MERGED_ON)] == ["office", "one", "right", "root", "two"]
    sides = sorted((part.organisation.code, part.role) for part in event.parts.all())
    assert sides == [("left", "before"), ("one", "after"), ("two", "after")]


def test_closure_is_refused_while_something_stands_below(tree):
    _root, _left, right, _office = tree
    with pytest.raises(ValidationError):
        organisations.close(right, on=MERGED_ON, actor=ACTOR, reason="撤销")
    assert len(list_on(MERGED_ON)) == 4


def test_organisation_below_itself_is_refused(tree):
    root, *_rest, office = tree
    with pytest.raises(ValidationError):
        write.save(records.of_model(Organisation), root, {"parent": office}, actor=ACTOR, reason="x")


def test_database_refuses_overlapping_periods(tree):
    root, *_rest = tree
    period = root.periods.get()
    with pytest.raises(IntegrityError), write.writing(ACTOR, "x"), transaction.atomic():
        OrganisationPeriod.objects.create(
            organisation=root, name="x", kind=period.kind, valid_from=date(2020, 1, 1), valid_to=None
        )


def test_administrations_never_meet_in_one_person(tree):
    root, *_rest = tree
    person = write.save(
        records.of_model(Person), None, {"code": "p", "name": "某人", "organisation": root}, actor=ACTOR
    )
    since = date(2020, 1, 1)
    roles = {
        duty: write.save(
            records.of_model(Role), None, {"code": duty, "name": duty, "duty": duty, "valid_from": since}, actor=ACTOR
        )
        for duty in ("system", "audit", "business")
    }
    held = {"person": person, "role": roles["system"], "organisation": root, "valid_from": since}
    write.save(records.of_model(RoleAssignment), None, held, actor=ACTOR)
    for duty in ("audit", "business"):
        with pytest.raises(ValidationError):
            write.save(records.of_model(RoleAssignment), None, {**held, "role": roles[duty]}, actor=ACTOR)
        row = RoleAssignment(**{**held, "role": roles[duty]})
        with pytest.raises(IntegrityError), write.writing(ACTOR, "x"), transaction.atomic():
            RoleAssignment.objects.bulk_create([row])
    assert RoleAssignment.objects.count() == 1
