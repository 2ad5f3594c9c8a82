"""The write path refuses what it must, wholly, and whatever it does stands in the history."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from tests.factories import records as factory

from jiangxin.audit.models import Activity
from jiangxin.kernel import bulk, records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import Conflict, NotAllowed, NotLawful, ReasonMissing
from jiangxin.kernel.fields import pinyin_key
from jiangxin.people.models import Organisation, Person, Role
from jiangxin.site.domain.defaults import REASON
from jiangxin.workflow import periodic

pytestmark = pytest.mark.django_db
ACTOR = process("tests")
PERSONS = records.get("people.persons")
PLANS = records.get("planning.plans")
FINDINGS = records.get("planning.findings")
#: So many that rows travel by COPY.
MANY = bulk.FEW


def told(row):
    """Return what each history row of a row says: event, name, reason, way."""
    events = row.history.order_by("pgh_id").select_related("pgh_context")
    return [
        (e.pgh_label, *(e.pgh_context.metadata[key] for key in ("name", "reason", "via"))) for e in events
    ]  # fmt: skip


def logged():
    return list(Activity.objects.order_by("pk").values_list("verb", "record", "reason"))


# ── one row ──


def test_saving_writes_history_and_activity_with_actor_and_reason(own, manager):
    values = {"code": "N1", "name": "New", "organisation": own}
    row = write.save(PERSONS, None, values, actor=manager, reason=" arrived ")
    write.save(PERSONS, row, {"name": "Newer"}, actor=manager, reason="misspelt", via="api")
    assert told(row) == [
        ("insert", manager.name, "arrived", "page"),
        ("update", manager.name, "misspelt", "api"),
    ]
    entries = Activity.objects.filter(record="people.persons", object_id=row.pk).order_by("pk")
    assert [(e.verb, e.organisation_id, e.details) for e in entries] == [
        ("add", own.pk, {"fields": ["code", "name", "organisation"]}),
        ("change", own.pk, {"fields": ["name"]}),
    ]
    assert Person.objects.get(pk=row.pk).version == 2


def test_saving_over_a_row_that_moved_on_is_a_conflict_and_changes_nothing(own, manager):
    row = factory.make("people.persons", own, name="First")
    write.save(PERSONS, row, {"name": "Second"}, actor=manager, expected_version=1)
    with pytest.raises(Conflict):
        write.save(PERSONS, row, {"name": "Third"}, actor=manager, expected_version=1)
    row.refresh_from_db()
    assert (row.name, row.version, len(told(row))) == ("Second", 2, 2)


def test_saving_a_row_that_is_gone_is_refused(own, manager):
    row = factory.make("people.persons", own)
    write.delete(PERSONS, row, actor=manager, reason="left")
    row.pk = row.pk or max(Person.objects.values_list("pk", flat=True)) + 1
    with pytest.raises(NotAllowed):
        write.save(PERSONS, row, {"name": "Ghost"}, actor=manager)


def test_saving_without_the_capability_is_refused(own, acting):
    viewer = acting("people.person.view")
    row = factory.make("people.persons", own, name="Kept")
    for instance in (None, row):
        with pytest.raises(NotAllowed):
            write.save(PERSONS, instance, {"code": "X", "name": "x", "organisation": own}, actor=viewer)
    assert list(Person.objects.filter(pk=row.pk).values_list("name", "version")) == [("Kept", 1)]


def test_saving_never_reaches_or_leads_outside_the_actor_s_rows(own, other, manager):
    near, far = factory.make("people.persons", own), factory.make("people.persons", other)
    before = Person.objects.count()
    with pytest.raises(NotAllowed):
        write.save(PERSONS, far, {"name": "taken"}, actor=manager)
    with pytest.raises(NotAllowed):
        write.save(PERSONS, far, {"organisation": own}, actor=manager)
    with pytest.raises(NotAllowed):
        write.save(PERSONS, near, {"organisation": other}, actor=manager)
    with pytest.raises(NotAllowed):
        write.save(PERSONS, None, {"code": "N2", "name": "New", "organisation": other}, actor=manager)
    near.refresh_from_db()
    assert (near.organisation, len(told(near)), len(told(far)), Person.objects.count()) == (own, 1, 1, before)


def test_saving_what_is_not_valid_changes_nothing(own, manager):
    row = factory.make("people.persons", own, name="Kept")
    with pytest.raises(ValidationError):
        write.save(PERSONS, row, {"name": ""}, actor=manager)
    assert (Person.objects.get(pk=row.pk).name, len(told(row)), logged()) == ("Kept", 1, [])


def test_adding_where_the_permission_does_not_hold_is_refused(own, acting):
    officer = acting("planning.plan.manage")
    plan = factory.make("planning.plans", own, state="in_approval")
    data = plan.findings.get().data
    values = {"plan": plan, "kind": "task", "order": 9, "start": 0, "end": 6, "quote": "Do it.", "data": data}
    with pytest.raises(NotAllowed):
        write.save(FINDINGS, None, values, actor=officer)
    with pytest.raises(NotAllowed):
        write.save_many(FINDINGS, create=[FINDINGS.model(**values)], actor=officer, reason="x")
    assert plan.findings.count() == 1
    open_plan = factory.make("planning.plans", own, state="checking")
    assert write.save(FINDINGS, None, {**values, "plan": open_plan}, actor=officer).plan == open_plan


def test_deleting_asks_for_a_reason_and_keeps_the_history(own, other, manager):
    row, far = factory.make("people.persons", own), factory.make("people.persons", other)
    with pytest.raises(ReasonMissing):
        write.delete(PERSONS, row, actor=manager, reason=" ")
    with pytest.raises(NotAllowed):
        write.delete(PERSONS, far, actor=manager, reason="left")
    assert Person.objects.filter(pk__in=[row.pk, far.pk]).count() == 2
    key, history = row.pk, Person.history.rel.related_model
    write.delete(PERSONS, row, actor=manager, reason="left")
    events = history.objects.filter(code=row.code).order_by("pgh_id")
    assert [(e.pgh_label, e.pgh_context.metadata["reason"]) for e in events] == [
        ("insert", "fixture"),
        ("delete", "left"),
    ]
    assert list(Activity.objects.filter(object_id=key).values_list("verb", "reason")) == [("delete", "left")]


def test_deleting_what_others_refer_to_is_refused_wholly(own):
    with pytest.raises(ProtectedError):
        write.delete(
            records.get("people.organisation-kinds"), own.kind, actor=ACTOR, reason="tidying"
        )  # fmt: skip
    assert logged() == []


# ── steps ──


def test_step_takes_its_columns_with_it_and_is_told(own):
    name = factory.make("planning.unit-names", own)
    record = records.get("planning.unit-names")
    row = write.apply(record, name, "match", actor=ACTOR, reason="same", changes={"organisation": own}, via="api")
    assert (row.state, row.organisation, row.version) == ("matched", own, 2)
    assert told(row)[-1] == ("update", "tests", "same", "api")
    entry = Activity.objects.get(record=record.key(), object_id=row.pk)
    assert (entry.verb, entry.details) == ("match", {"from": "open", "to": "matched", "fields": ["organisation"]})


def test_step_that_its_row_cannot_take_changes_nothing(own):
    record = records.get("planning.unit-names")
    name = factory.make("planning.unit-names", own)
    with pytest.raises(NotLawful):
        write.apply(record, name, "reopen", actor=ACTOR)
    with pytest.raises(NotLawful):
        write.apply(record, name, "no-such-step", actor=ACTOR)
    with pytest.raises(NotLawful):
        write.apply(PERSONS, factory.make("people.persons", own), "match", actor=ACTOR)
    with pytest.raises(ValidationError):
        write.apply(record, name, "match", actor=ACTOR)  # matched to nothing
    name.refresh_from_db()
    assert (name.state, name.version, logged()) == ("open", 1, [])


def test_locked_row_that_moved_on_is_a_conflict(own):
    row = factory.make("people.persons", own)
    write.save(PERSONS, row, {"name": "Second"}, actor=ACTOR)
    with write.writing(ACTOR, "x"):
        assert write.locked(PERSONS, row.pk, 2).name == write.locked(PERSONS, row.pk).name == "Second"
        with pytest.raises(Conflict):
            write.locked(PERSONS, row.pk, 1)
        with pytest.raises(NotAllowed):
            write.locked(PERSONS, 0)


def test_step_asks_its_guards_permission_and_reason(own, other, acting):
    officer = acting("planning.plan.manage")
    plan, far = (factory.make("planning.plans", place, state="checking") for place in (own, other))
    factory.make("planning.findings", own, plan=plan)
    with pytest.raises(NotLawful, match="1"):
        write.apply(PLANS, plan, "submit", actor=officer)
    with pytest.raises(ReasonMissing):
        write.apply(PLANS, plan, "discard", actor=officer, reason="")
    with pytest.raises(NotAllowed):
        write.apply(PLANS, far, "discard", actor=officer, reason="not mine")
    with pytest.raises(NotAllowed):
        write.apply(PLANS, plan, "discard", actor=acting("planning.plan.view"), reason="no right")
    assert set(PLANS.model.objects.values_list("state", flat=True)) == {"checking"}


def test_step_of_the_system_is_nobody_s_unless_domain_code_takes_it(own, acting):
    officer = acting("planning.plan.manage", "planning.plan.approve")
    plan = factory.make("planning.plans", own, state="in_approval")
    with pytest.raises(NotAllowed):
        write.apply(PLANS, plan, "return", actor=officer)
    row = write.apply(PLANS, plan, "return", actor=officer, reason="approval ended", by_system=True)
    assert (row.state, told(row)[-1]) == ("checking", ("update", officer.name, "approval ended", "page"))
    with pytest.raises(NotAllowed):  # `by_system` opens no step that belongs to persons
        write.apply(PLANS, plan, "discard", actor=acting("planning.plan.view"), reason="x", by_system=True)


def test_step_for_many_rows_is_all_or_nothing(own):
    plans = [factory.make("planning.plans", own, state="checking") for _ in range(3)]
    factory.make("planning.findings", own, plan=plans[2])
    factory.make("workflow.steps", own)
    with pytest.raises(NotLawful):
        write.apply_many(PLANS, plans, "submit", actor=ACTOR, reason="all")
    with pytest.raises(ReasonMissing):
        write.apply_many(PLANS, plans, "discard", actor=ACTOR)
    assert set(PLANS.model.objects.values_list("state", "version")) == {("checking", 1)}
    assert write.apply_many(PLANS, plans, "discard", actor=ACTOR, reason="all") == 3
    assert set(PLANS.model.objects.values_list("state", "version")) == {("discarded", 2)}
    assert {told(plan)[-1] for plan in plans} == {("update", "tests", "all", "page")}
    assert logged() == [("discard", "planning.plans", "all")] * 3


def test_step_reserved_for_the_system_is_taken_for_many_rows_by_domain_code_only(own, acting):
    plans = [factory.make("planning.plans", own, state="in_approval") for _ in range(2)]
    officer = acting("planning.plan.view")
    with pytest.raises(NotAllowed):
        write.apply_many(PLANS, plans, "return", actor=officer)
    assert write.apply_many(PLANS, plans, "return", actor=officer, reason="ended", by_system=True) == 2
    assert {told(plan)[-1] for plan in plans} == {("update", officer.name, "ended", "page")}
    with pytest.raises(NotAllowed):  # `by_system` opens no step that belongs to persons
        write.apply_many(PLANS, plans, "discard", actor=officer, reason="x", by_system=True)


def test_step_for_many_rows_of_which_one_is_out_of_reach_is_refused(own, other, acting):
    plans = [factory.make("planning.plans", place, state="checking") for place in (own, other)]
    with pytest.raises(NotAllowed):
        write.apply_many(PLANS, plans, "discard", actor=acting("planning.plan.manage"), reason="all")
    assert set(PLANS.model.objects.values_list("state", flat=True)) == {"checking"}


# ── many rows ──


def persons(organisation, count, prefix="M"):
    return [Person(code=f"{prefix}{n:04}", name=f"Person {n}", organisation=organisation) for n in range(count)]


@pytest.mark.parametrize("count", [3, MANY])
def test_many_rows_carry_actor_and_reason_by_whatever_statement(own, manager, count):
    rows = persons(own, count)
    write.save_many(PERSONS, create=rows, actor=manager, reason="yearly list")
    for row in rows:
        row.name = f"Changed {row.code}"
    write.save_many(PERSONS, update=rows, fields=["name"], actor=manager, reason="correction", via="task")
    last = Person.objects.get(code=f"M{count - 1:04}")
    assert told(last) == [
        ("insert", manager.name, "yearly list", "import"),
        ("update", manager.name, "correction", "task"),
    ]
    found = Person.objects.filter(code__startswith="M")
    assert {len(told(row)) for row in found} == {2}
    assert (last.name, last.version, last.sort_key) == (f"Changed M{count - 1:04}", 2, pinyin_key(last.name))
    details = Activity.objects.filter(record="people.persons").order_by("pk").values_list("details", flat=True)
    assert list(details) == [{"created": count, "changed": 0}, {"created": 0, "changed": count}]


@pytest.mark.parametrize("count", [3, MANY])
def test_many_rows_of_which_one_is_out_of_reach_are_refused_wholly(own, other, manager, count):
    with pytest.raises(NotAllowed):
        write.save_many(PERSONS, create=[*persons(own, count), *persons(other, 1, "F")], actor=manager, reason="x")
    near, far = factory.make("people.persons", own, name="Kept"), factory.make("people.persons", other)
    near.name = "Changed"
    with pytest.raises(NotAllowed):
        write.save_many(PERSONS, update=[near, far], fields=["name"], actor=manager, reason="x")
    near.organisation = other
    with pytest.raises(NotAllowed):
        write.save_many(PERSONS, update=[near], fields=["organisation"], actor=manager, reason="x")
    assert Person.objects.filter(code__startswith="M").count() == 0
    assert Person.objects.get(pk=near.pk).name == "Kept"


@pytest.mark.parametrize("count", [3, MANY])
def test_many_rows_of_which_one_breaks_a_constraint_are_refused_wholly(own, manager, count):
    rows = persons(own, count)
    rows[-1].code = rows[0].code
    with pytest.raises(IntegrityError):
        write.save_many(PERSONS, create=rows, actor=manager, reason="x")
    assert Person.objects.filter(code__startswith="M").count() == 0


# ── one context, whoever calls whom ──


def test_inner_write_joins_the_outer_one(own):
    with write.writing(ACTOR, "outer", via="command") as outer:
        row = write.save(PERSONS, None, {"code": "N1", "name": "N", "organisation": own}, actor=ACTOR, reason="inner")
        with write.writing(process("another"), "inner") as inner:
            assert (inner, write.current(), write.reason_in_force()) == (outer, outer, "outer")
        write.save(PERSONS, row, {"name": "M"}, actor=ACTOR)
    assert told(row) == [("insert", "tests", "outer", "command"), ("update", "tests", "outer", "command")]
    assert {event.pgh_context_id for event in row.history.all()} == {outer.id}
    assert (write.current(), write.reason_in_force()) == (None, "")


def test_failed_inner_write_is_undone_and_the_outer_one_goes_on(own):
    with write.writing(ACTOR, "outer"):
        with pytest.raises(ValidationError):
            write.save(PERSONS, None, {"code": "", "name": "", "organisation": own}, actor=ACTOR)
        with pytest.raises(IntegrityError), write.writing(ACTOR):
            Person.objects.bulk_create([*persons(own, 1), *persons(own, 1)])
        row = Person.objects.create(code="KEPT", name="x", organisation=own)
    assert list(Person.objects.values_list("code", flat=True)) == ["KEPT"]
    assert told(row) == [("insert", "tests", "outer", "page")]


def test_failed_write_leaves_no_context_behind(own):
    with pytest.raises(RuntimeError), write.writing(ACTOR, "outer"):
        raise RuntimeError
    assert write.current() is None
    with pytest.raises(DatabaseError, match="write path only"), transaction.atomic():
        Person.objects.create(code="STRAY", name="x", organisation=own)


# ── nothing else writes ──

STRAY = {
    "create": lambda own, _row: Person.objects.create(code="S", name="x", organisation=own),
    "bulk create": lambda own, _row: Person.objects.bulk_create(persons(own, 2)),
    "copy": lambda own, _row: bulk.insert(Person, persons(own, MANY)),
    "save": lambda _own, row: row.save(),
    "update": lambda _own, _row: Person.objects.update(name="x"),
    "bulk update": lambda _own, row: Person.objects.bulk_update([row], ["name"]),
    "delete": lambda _own, row: row.delete(),
    "update of no row": lambda _own, _row: Person.objects.filter(pk=0).update(name="x"),
}


@pytest.mark.parametrize("name", STRAY)
def test_statement_outside_the_write_path_is_refused(own, name):
    row = factory.make("people.persons", own)  # a write ended before, in the same transaction
    with pytest.raises(DatabaseError, match="write path only"), transaction.atomic():
        STRAY[name](own, row)
    assert list(Person.objects.values_list("name", "version")) == [(row.name, 1)]


def test_statement_of_another_connection_s_write_opens_nothing(transactional_db):
    """What one connection announces holds for its own transaction only."""
    row = factory.make("people.persons")
    other = connection.copy()
    try:
        with write.writing(ACTOR, "mine"), pytest.raises(DatabaseError, match="write path only"):
            other.cursor().execute("UPDATE people_person SET name = 'x' WHERE id = %s", [row.pk])
    finally:
        other.close()


# ── other doors ──


def test_command_leaves_its_name_and_reason():
    call_command("defaults", verbosity=0)
    assert {line for role in Role.objects.all() for line in told(role)} == {("insert", "defaults", REASON, "command")}


def test_background_work_leaves_its_name_and_reason(own):
    with factory.fixture():
        own.periods.update(name="Renamed")
    periodic.jobs()["people.organisations"].function()
    row = Organisation.objects.get(pk=own.pk)
    assert (row.name, told(row)[-1]) == (
        "Renamed",
        ("update", "ticker", "a planned reorganisation takes effect", "task"),
    )
