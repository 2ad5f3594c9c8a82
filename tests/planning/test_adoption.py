"""From the uploaded document to records, through the domain that the desk calls."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

import jiangxin.demo
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.models import Organisation, OrganisationKind, OrganisationSet, Person, Role, RoleAssignment
from jiangxin.planning import validators
from jiangxin.planning.domain import findings, intake, names
from jiangxin.planning.domain.queries import coverage, desk
from jiangxin.planning.domain.queries.markup import paper
from jiangxin.planning.models import Finding, Plan, TaskUnit
from jiangxin.site.domain.defaults import load_defaults

pytestmark = pytest.mark.django_db
ACTOR = process("tests")
TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_bytes()


@pytest.fixture
def office(db):
    load_defaults()
    kind = write.save(records.of_model(OrganisationKind), None, {"code": "k", "name": "办"}, actor=ACTOR)
    since = date(2020, 1, 1)
    values = {"code": "office", "name": "方案办", "kind": kind, "valid_from": since}
    row = write.save(records.of_model(Organisation), None, values, actor=ACTOR)
    head = write.save(records.of_model(Person), None, {"code": "h", "name": "主任", "organisation": row}, actor=ACTOR)
    held = {"person": head, "role": Role.objects.get(code="plan-head"), "organisation": row, "valid_from": since}
    write.save(records.of_model(RoleAssignment), None, held, actor=ACTOR)
    return row


@pytest.fixture
def plan(office):
    return intake.upload(TEXT, "plan.txt", organisation=office, actor=ACTOR)


def adopt(plan):
    write.apply(records.of_model(Plan), plan, "submit", actor=ACTOR)
    return write.apply(records.of_model(Plan), plan, "adopt", actor=ACTOR, by_system=True)


def decide_everything(plan):
    for kind in ("task", "target", "parameter", "doubt"):
        findings.accept_undoubted(plan, kind, actor=ACTOR, reason="核对")
    for row in plan.findings.filter(state="open"):
        findings.decide(row, "accept", actor=ACTOR)
    meaning = write.save(records.of_model(OrganisationSet), None, {"name": "全部单位"}, actor=ACTOR)
    for row in plan.unit_names.filter(state="open"):
        names.match(row, organisation_set=meaning, actor=ACTOR)


def test_upload_stages_everything_and_decides_nothing_but_headings(plan):
    kinds = {kind: plan.findings.filter(kind=kind).count() for kind in ("heading", "task", "target")}
    assert kinds == {"heading": 28, "task": 33, "target": 45}
    assert set(plan.findings.exclude(kind="heading").values_list("state", flat=True)) == {"open"}
    found = desk.findings_of(plan)
    assert len(coverage.uncarried_targets(found)) == 11
    assert [unit.name for unit in coverage.unnamed_units(plan, found)] == ["区生态环境局"]


def test_accepting_together_never_touches_a_doubtful_figure(plan):
    assert findings.accept_undoubted(plan, "target", actor=ACTOR, reason="核对") == 42
    left = plan.findings.filter(kind="target", state="open")
    assert sorted((row.data["low"], row.data["high"], row.suspect) for row in left) == [
        ("1", "3", True),
        ("2", "3", True),
        ("8", "10", True),
    ]


def test_plan_with_open_findings_or_names_cannot_be_submitted(plan):
    with pytest.raises(NotLawful):
        write.apply(records.of_model(Plan), plan, "submit", actor=ACTOR)
    plan.refresh_from_db()
    assert plan.state == "checking"


def test_adoption_writes_tasks_units_targets_and_clauses(plan):
    decide_everything(plan)
    plan = adopt(plan)
    assert (plan.state, plan.tasks.count(), plan.targets.count(), plan.clauses.count()) == ("adopted", 33, 45, 28)
    assert TaskUnit.objects.filter(task__plan=plan).count() == 83
    assert plan.targets.filter(tasks=None).count() == 11
    assert {c.level for c in plan.clauses.filter(parent=None)} == {1}
    for target in plan.targets.all():
        assert plan.text[target.start : target.end] == target.quote


def test_rejected_finding_is_not_adopted_and_an_added_one_is(plan):
    row = plan.findings.filter(kind="task").first()
    start = plan.text.index("工作思路")
    findings.add(plan, "task", start, start + 4, {"number": 40, "content": "新任务", "units": []}, actor=ACTOR)
    decide_everything(plan)
    findings.decide(row, "reject", actor=ACTOR)
    plan = adopt(plan)
    numbers = list(plan.tasks.order_by("number").values_list("number", flat=True))
    assert (len(numbers), numbers[0], numbers[-1]) == (33, 2, 40)


def test_second_version_supersedes_the_first(plan, office):
    decide_everything(plan)
    first = adopt(plan)
    second = intake.upload(TEXT, "v2.txt", organisation=office, actor=ACTOR, supersedes=first)
    for kind in ("task", "target", "doubt"):
        findings.accept_undoubted(second, kind, actor=ACTOR, reason="核对")
    for row in second.findings.filter(state="open"):
        findings.decide(row, "accept", actor=ACTOR)
    for row in second.unit_names.filter(state="open"):
        names.ignore(row, actor=ACTOR)
    adopt(second)
    first.refresh_from_db()
    assert first.state == "superseded"


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "empty.txt"), (bytes(range(256)) * 40, "noise.bin"), (b"%PDF-1.4 broken", "a.pdf")]
)
def test_file_that_is_no_document_gives_one_sentence_and_no_plan(office, content, name):
    with pytest.raises(ValidationError) as caught:
        intake.upload(content, name, organisation=office, actor=ACTOR)
    assert len(caught.value.messages) == 1
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("target", {"subject": "", "comparator": "==", "value": "1"}, "subject"),
        ("target", {"subject": "x", "comparator": "==", "value": ""}, "value"),
        ("target", {"subject": "x", "comparator": "range", "low": "3", "high": "1"}, "low"),
        ("target", {"subject": "x", "comparator": ">=", "value": "many"}, "value"),
        ("task", {"number": 1, "content": ""}, "content"),
        ("task", {"number": 0, "content": "x"}, "number"),
        ("heading", {"title": ""}, "title"),
    ],
)
def test_wrong_data_of_a_finding_is_named_by_field(kind, data, field):
    with pytest.raises(ValidationError) as caught:
        validators.clean(kind, data)
    assert field in caught.value.message_dict


def test_paper_rebuilds_every_block_exactly(plan):
    blocks = paper(plan, desk.marks(desk.findings_of(plan)))
    text = ["".join(piece.text for piece in block.pieces) for block in blocks if block.kind != "table"]
    spans = [plan.text[start:end] for start, end, kind, _level in plan.layout["blocks"] if kind != "table_row"]
    assert text == spans


def test_decisions_are_kept_with_their_reason(plan):
    row = plan.findings.filter(kind="target").first()
    findings.decide(row, "reject", actor=ACTOR, reason="重复")
    event = Finding.objects.get(pk=row.pk).history.order_by("-pgh_id").first()
    assert (event.state, event.pgh_context.metadata["reason"]) == ("rejected", "重复")


def test_document_in_force_is_adopted_again_only_as_its_own_replacement(plan, office):
    decide_everything(plan)
    adopt(plan)
    again = intake.upload(TEXT, "plan.txt", organisation=office, actor=ACTOR)
    for kind in ("task", "target", "parameter", "doubt"):
        findings.accept_undoubted(again, kind, actor=ACTOR, reason="核对")
    for row in again.findings.filter(state="open"):
        findings.decide(row, "accept", actor=ACTOR)
    for row in again.unit_names.filter(state="open"):
        names.match(row, organisation_set=OrganisationSet.objects.get(), actor=ACTOR)
    record = records.of_model(Plan)
    with pytest.raises(NotLawful):
        write.apply(record, again, "submit", actor=ACTOR)
    write.save(record, again, {"supersedes": plan}, actor=ACTOR, reason="replaces it")
    write.apply(record, again, "submit", actor=ACTOR)
