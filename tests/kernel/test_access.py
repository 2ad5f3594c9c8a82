"""A row is reached by scope × reach × where, once, and the same for one row as for all."""

from __future__ import annotations

import pytest
from tests.factories import records as factory
from tests.registry.support import account_with

from jiangxin.kernel import access, records
from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.actors import ANONYMOUS, Actor, Reach, process
from jiangxin.kernel.errors import NotAllowed
from jiangxin.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
PERSONS = records.get("people.persons")
ORGANISATIONS = records.get("people.organisations")
FINDINGS = records.get("planning.findings")
PLANS = records.get("planning.plans")
TASKS = records.get("planning.tasks")
SYSTEM = process("tests")


def codes(queryset):
    return sorted(queryset.values_list("code", flat=True))


@pytest.fixture
def district(own, other):
    """Return a place below `own`, a place beside it, and a person at each."""
    below = factory.make("people.organisations", code="BELOW", parent=own)
    for place in (own, below, other):
        factory.make("people.persons", place, code=f"AT-{place.code}")
    return own, below, other


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ("self", []),
        ("own", ["AT-OWN"]),
        ("subtree", ["AT-BELOW", "AT-OWN"]),
        ("everything", ["AT-BELOW", "AT-OTHER", "AT-OWN"]),
    ],
)
def test_reach_bounds_rows_by_organisation(district, acting, reach, expected):
    actor = acting("people.person.view", reach=reach)
    found = access.rows(PERSONS, actor)
    assert codes(found.filter(code__startswith="AT-")) == expected
    me = Person.objects.get(pk=actor.person_id)
    assert access.may(PERSONS, actor, "view", me) is True  # about oneself, or of the own organisation
    for row in Person.objects.filter(code__startswith="AT-"):
        assert access.may(PERSONS, actor, "view", row) == (row.code in expected)


def test_reach_to_oneself_ends_at_oneself(district, acting):
    actor = acting("people.person.view", reach="self")
    assert list(access.rows(PERSONS, actor).values_list("pk", flat=True)) == [actor.person_id]


def test_roles_in_two_places_add_up(district):
    own, _below, other = district
    account = account_with({"people.person.view"}, own, reach="own")
    role = factory.make("people.roles")
    factory.make("people.capabilities", role=role, capability="people.person.view", reach="own")
    factory.make("people.assignments", other, person=account.person, role=role)
    from jiangxin.kernel.actors import of_account

    assert codes(access.rows(PERSONS, of_account(account)).filter(code__startswith="AT-")) == ["AT-OTHER", "AT-OWN"]


def test_where_narrows_and_another_grant_widens(own, acting):
    checking, adopted = (factory.make("planning.plans", own, state=state) for state in ("checking", "adopted"))
    viewer, officer = acting("planning.plan.view"), acting("planning.plan.manage")
    assert list(access.rows(PLANS, viewer)) == [adopted]
    assert set(access.rows(PLANS, officer)) == {checking, adopted}
    assert list(access.rows(PLANS, officer, "check")) == [checking]
    assert access.may(PLANS, officer, "check", adopted) is False
    check = PLANS.permissions["check"]
    assert set(access.permitted(PLANS, officer, check, ignore_where=True)) == {checking, adopted}


def test_path_to_many_never_repeats_a_row(own, other, acting):
    """A task is reached through each of its units, and through its plan: it is one task."""
    task = factory.make("planning.tasks", own)
    factory.make("planning.task-units", own, task=task)
    factory.make("planning.task-units", other, task=task)
    for reach in ("own", "subtree", "everything"):
        found = access.rows(TASKS, acting("planning.task.view", reach=reach))
        assert (list(found), found.count()) == ([task], 1)


def test_where_over_a_path_to_many_never_repeats_a_row(own, acting):
    plan = factory.make("planning.plans", own, state="checking")
    factory.make("planning.findings", own, plan=plan)
    actor = acting("planning.plan.view")
    found = access.permitted(PLANS, actor, can("planning.plan.view", findings__state__in=("open", "accepted")))
    assert (list(found), found.count()) == ([plan], 1)


def test_shared_rows_belong_to_whoever_holds_the_capability(own, acting):
    kinds = records.get("people.organisation-kinds")
    assert access.rows(kinds, acting("people.organisation_kind.view", reach="self")).count() == 1
    assert access.rows(kinds, acting("people.organisation.view", reach="everything")).count() == 0


def test_verb_without_permission_is_nobody_s_but_the_system_s(own, acting):
    everything = acting(*PERSONS.capabilities(), reach="everything")
    row = factory.make("people.persons", own)
    assert access.rows(PERSONS, everything, "no-such-verb").count() == 0
    assert access.may(PERSONS, everything, "no-such-verb", row) is False
    assert access.may(PERSONS, SYSTEM, "no-such-verb", row) is True
    assert access.rows(PERSONS, ANONYMOUS).count() == 0


def test_requirement_names_rows_by_identity(district, acting):
    actor = acting("people.person.view")
    permission = PERSONS.permissions["view"]
    mine, theirs = Person.objects.get(code="AT-OWN"), Person.objects.get(code="AT-OTHER")
    access.require(PERSONS, actor, permission, [mine, mine])
    for refused in ([theirs], [mine, theirs], [Person(pk=0)]):
        with pytest.raises(NotAllowed):
            access.require(PERSONS, actor, permission, refused)
    with pytest.raises(NotAllowed):
        access.require(PERSONS, actor, None)


def test_choices_of_organisations_are_those_reached(district, acting):
    own, _below, _other = district
    choices = {
        reach: access.permitted(ORGANISATIONS, acting("people.post.view", reach=reach), can(name))
        for reach, name in [("own", "people.post.view"), ("everything", "people.post.view"), ("self", "nothing.held")]
    }
    assert list(choices["own"]) == [own]
    assert set(choices["everything"]) == set(Organisation.objects.all()) > {own}
    assert list(choices["self"]) == []


def test_scope_says_to_whom_rows_belong_or_is_refused():
    with pytest.raises(ValueError, match="a scope names"):
        Scope()


def test_reaches_add_up():
    both = Reach(organisations=frozenset({1})) | Reach(organisations=frozenset({2}), own_person=True)
    assert both == Reach(organisations=frozenset({1, 2}), own_person=True)
    assert Actor(name="x").reach("anything") == Reach()


def test_one_path_of_a_scope_counts_where_the_permission_goes_through_it(own, other, acting):
    record = records.get("planning.subtasks")
    ours = factory.make("planning.subtasks", own)
    with factory.fixture():
        helped = factory.make("planning.subtasks", other)
        helped.organisation = own
        helped.save(update_fields=["organisation"])
    actor = acting("planning.subtask.manage")
    anyway = access.permitted(record, actor, can("planning.subtask.manage"))
    leading = access.permitted(record, actor, can("planning.subtask.manage").through("task__lead"))
    assert [sorted(rows.values_list("pk", flat=True)) for rows in (anyway, leading)] == [
        [ours.pk, helped.pk],
        [ours.pk],
    ]


def test_permission_through_a_path_outside_the_scope_stops_the_start():
    from jiangxin.kernel.records.checks import faults

    class Wrong(records.get("planning.subtasks")):
        permissions = {"view": can("planning.subtask.view").through("task__plan__organisation")}
        workflow = None

    said = "planning.subtask.view goes through 'task__plan__organisation', which is no path of the scope"
    assert said in list(faults(Wrong))
