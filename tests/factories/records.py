"""One row of any record type, belonging to a given organisation: `make("planning.tasks", organisation)`.

Rows are plain and valid; a record type without a maker of its own gets what its model asks for.
`organisation` is ignored by record types whose rows belong to nobody.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from django.utils import timezone
from tests.factories.workflow import SINCE, fixture
from tests.registry import samples

from jiangxin.audit.models import Activity, SignedHead
from jiangxin.desk.models import DigestRule, Notice, Setting
from jiangxin.evidence.models import FilePolicy, StoredFile
from jiangxin.exchange.models import ExchangePolicy, ExportJob, ImportJob
from jiangxin.kernel import clock, records
from jiangxin.people.models import (
    Account,
    Organisation,
    OrganisationKind,
    OrganisationPeriod,
    OrganisationSet,
    Person,
    Post,
    PostHolding,
    Reorganisation,
    Role,
    RoleAssignment,
    RoleCapability,
    SecurityPolicy,
    SetMembership,
)
from jiangxin.planning.models import (
    Clause,
    Finding,
    Parameter,
    Plan,
    Target,
    Task,
    TaskTarget,
    TaskUnit,
    UnitName,
)
from jiangxin.workflow.models import (
    Approval,
    ApprovalDecision,
    ApprovalRoute,
    ApprovalStage,
    ApprovalStep,
    Delegation,
    Holiday,
    ReminderRule,
    WorkItem,
)

_numbers = itertools.count(1)
PLACE = {"start": 0, "end": 6}


def make(key, organisation=None, **extra):
    """Return a new row of the record type `key`: by its maker, else made up from the model."""
    with fixture():
        place = organisation or (None if key == "people.organisations" else home())
        makers = _makers()
        return makers[key](place, **extra) if key in makers else make_up(records.get(key), place, **extra)


def _makers():
    """Return the makers of all record types."""
    from tests.factories import (
        appraisal,
        papers,
        running,
        supervision,
    )  # which ask this module for plans, tasks and files

    return {**MAKERS, **running.MAKERS, **papers.MAKERS, **supervision.MAKERS, **appraisal.MAKERS}


def make_up(record, organisation, **extra):
    """Return a row with made-up columns whose relations, as far as it needs them, belong to the organisation."""
    place = {path.partition("__")[0] for path in record.scope.organisation}
    for field in record.model._meta.concrete_fields:
        wanted = field.remote_field and (field.name in place or not field.null) and field.name not in extra
        if wanted and field.related_model is Organisation:
            extra[field.name] = organisation
        elif wanted:
            extra[field.name] = make(records.of_model(field.related_model).key(), organisation)
    return samples.make(record.model, **extra)


def home():
    """Return an organisation for rows whose place does not matter."""
    return Organisation.objects.filter(code="HOME").first() or make_organisation(None, code="HOME")


def following(model):
    """Return dates that follow those of every row of a table whose rows may not overlap."""
    last = model.objects.order_by("-valid_from").values_list("valid_from", flat=True).first() or date(2001, 1, 1)
    model.objects.filter(valid_to=None).update(valid_to=last + timedelta(days=1))
    return {"valid_from": last + timedelta(days=2), "valid_to": last + timedelta(days=3)}


def make_kind(_organisation=None, **extra):
    number = next(_numbers)
    return OrganisationKind.objects.create(**{"code": f"kind{number}", "name": f"Kind {number}", **extra})


def make_organisation(above, **extra):
    """Return an organisation; `above` counts only as a place, so that rows never belong to two."""
    number = next(_numbers)
    kind = OrganisationKind.objects.order_by("pk").first() or make_kind()
    values = {"code": f"O{number:05}", "name": f"Organisation {number}", "kind": kind, "valid_from": SINCE, **extra}
    row = Organisation.objects.create(**values)
    OrganisationPeriod.objects.create(
        organisation=row, name=row.name, kind=row.kind, parent=row.parent, valid_from=row.valid_from
    )
    return row


def make_set(_organisation=None, **extra):
    return OrganisationSet.objects.create(**{"name": f"Set {next(_numbers)}", **extra})


def make_membership(organisation, **extra):
    values = {"organisation_set": extra.pop("organisation_set", None) or make_set(), "organisation": organisation}
    return SetMembership.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_set_with(*members):
    """Return a named set with these members."""
    with fixture():
        row = make_set()
        for member in members:
            make_membership(member, organisation_set=row)
        return row


def make_person(organisation, **extra):
    number = next(_numbers)
    return Person.objects.create(
        **{"code": f"P{number:06}", "name": f"Person {number}", "organisation": organisation, **extra}
    )


def make_post(organisation, **extra):
    values = {"organisation": organisation, "title": f"Post {next(_numbers)}", "valid_from": SINCE}
    return Post.objects.create(**{**values, **extra})


def make_holding(organisation, **extra):
    values = {"post": make_post(organisation), "person": make_person(organisation), "valid_from": SINCE}
    return PostHolding.objects.create(**{**values, **extra})


def make_account(organisation, **extra):
    person = extra.pop("person", None) or make_person(organisation)
    values = {"username": f"account{next(_numbers)}", "person": person, "must_change_password": False}
    return Account.objects.create(**{**values, **extra})


def make_role(_organisation=None, **extra):
    number = next(_numbers)
    return Role.objects.create(**{"code": f"role{number}", "name": f"Role {number}", "valid_from": SINCE, **extra})


def make_capability(_organisation=None, **extra):
    values = {"role": extra.pop("role", None) or make_role(), "capability": "people.organisation.view"}
    return RoleCapability.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_assignment(organisation, **extra):
    values = {"person": make_person(organisation), "role": make_role(), "organisation": organisation}
    return RoleAssignment.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_reorganisation(_organisation=None, **extra):
    return Reorganisation.objects.create(**{"kind": "renaming", "effective_on": SINCE, "basis": "A notice", **extra})


def make_security_policy(_organisation=None, **extra):
    return SecurityPolicy.objects.create(**{**following(SecurityPolicy), "source": "A rule", **extra})


def make_file(_organisation=None, **extra):
    number = next(_numbers)
    values = {"sha256": f"{number:064x}", "size": 1, "media_type": "text/plain", "name": f"file{number}.txt"}
    return StoredFile.objects.create(**{**values, **extra})


def make_plan(organisation, **extra):
    """Return a plan whose one task is decided, so that it may be submitted."""
    number = next(_numbers)
    state = extra.pop("state", "adopted")
    values = {"title": f"Plan {number}", "organisation": organisation, "file": make_file(), "file_name": "plan.txt"}
    plan = Plan.objects.create(**{**values, "text": "Do it.", **extra})
    make_finding(organisation, plan=plan, state="accepted")
    for step in {"checking": [], "in_approval": ["in_approval"], "adopted": ["in_approval", "adopted"]}.get(
        state, [state]
    ):
        plan.state = step
        plan.save(update_fields=["state"])
    return plan


def make_finding(organisation, **extra):
    plan = extra.pop("plan", None) or make_plan(organisation, state="checking")
    data = {"number": 1, "content": "Do it.", "deadlines": [], "others_follow": False, "units": []}
    values = {"plan": plan, "kind": "task", "order": next(_numbers), **PLACE, "quote": "Do it.", "data": data}
    return Finding.objects.create(**{**values, **extra})


def make_unit_name(organisation, **extra):
    plan = extra.pop("plan", None) or make_plan(organisation, state="checking")
    return UnitName.objects.create(**{"plan": plan, "name": f"Unit {next(_numbers)}", **extra})


def make_clause(organisation, **extra):
    plan = extra.pop("plan", None) or make_plan(organisation)
    number = next(_numbers)
    return Clause.objects.create(
        **{"plan": plan, "order": number, "number": f"{number}.", "title": "Title", "level": 1, **PLACE, **extra}
    )


def make_task(organisation, **extra):
    plan = extra.pop("plan", None) or make_plan(organisation)
    clause = make_clause(organisation, plan=plan)
    row = Task.objects.create(
        **{
            "plan": plan,
            "number": next(_numbers),
            "content": "Do it.",
            "clause": clause,
            "kind": "staged",
            **PLACE,
            **extra,
        }
    )
    for order in (1, 2):
        make_task_unit(organisation, task=row, order=order)
    return row


def make_task_unit(organisation, **extra):
    task = extra.pop("task", None) or make_task(organisation)
    values = {"task": task, "order": next(_numbers) + 10, "printed": "Unit", "role": "lead"}
    return TaskUnit.objects.create(**{**values, "organisation": organisation, **extra})


def figure(organisation):
    """Return the columns that targets and parameters share."""
    plan = make_plan(organisation)
    clause = make_clause(organisation, plan=plan)
    return {
        "plan": plan, "clause": clause, "number": next(_numbers), "subject": "A share", "quote": "60 %",
        "comparator": ">=", "value": 60, "unit": "%", **PLACE,
    }  # fmt: skip


def make_target(organisation, **extra):
    row = Target.objects.create(**{**figure(organisation), **extra})
    TaskTarget.objects.create(task=make_task(organisation, plan=row.plan), target=row)
    return row


def make_task_target(organisation, **extra):
    target = Target.objects.create(**figure(organisation))
    return TaskTarget.objects.create(**{"task": make_task(organisation, plan=target.plan), "target": target, **extra})


def make_parameter(organisation, **extra):
    return Parameter.objects.create(**{**figure(organisation), **extra})


def make_route(_organisation=None, **extra):
    values = {"record": "planning.plans", "name": f"Route {next(_numbers)}", "valid_from": SINCE}
    return ApprovalRoute.objects.create(**{**values, **extra})


def make_step(organisation, **extra):
    values = {"route": extra.pop("route", None) or make_route(), "order": next(_numbers), "name": "Step", "who": "post"}
    return ApprovalStep.objects.create(**{**values, "post": make_post(organisation), **extra})


def make_approval(organisation, **extra):
    values = {"record": "planning.plans", "object_id": make_plan(organisation, state="in_approval").pk}
    own = {"organisation": organisation, "route": make_route(), "submitter": make_person(organisation)}
    return Approval.objects.create(**{**values, **own, **extra})


def make_stage(organisation, **extra):
    approval = extra.pop("approval", None) or make_approval(organisation)
    values = {"approval": approval, "order": 1, "name": "Step", "who": "post", "post": make_post(organisation)}
    return ApprovalStage.objects.create(**{**values, "quorum": "one", **extra})


def make_decision(organisation, **extra):
    stage = make_stage(organisation)
    values = {"approval": stage.approval, "stage": stage, "round": 1, "person": make_person(organisation)}
    return ApprovalDecision.objects.create(
        **{**values, "actor_name": "somebody", "decision": "approve", "comment": "Fine.", **extra}
    )


def make_item(organisation, **extra):
    values = {"kind": "due", "record": "planning.plans", "object_id": make_plan(organisation).pk}
    return WorkItem.objects.create(**{**values, "post": make_post(organisation), **extra})


def make_digest_rule(organisation, **extra):
    values = {"role": make_role(organisation), "topic": "work", "rhythm": "daily", "source": "A rule"}
    return DigestRule.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_delegation(organisation, **extra):
    values = {"from_person": make_person(organisation), "to_person": make_person(organisation), "reason": "Away"}
    return Delegation.objects.create(**{**values, "valid_from": SINCE, **extra})


def make_holiday(_organisation=None, **extra):
    day = date(2030, 1, 1) + timedelta(days=next(_numbers))
    return Holiday.objects.create(**{"day": day, "name": "A feast", **extra})


def make_reminder_rule(_organisation=None, **extra):
    return ReminderRule.objects.create(**{"name": f"Rule {next(_numbers)}", "days": -3, "valid_from": SINCE, **extra})


def make_notice(_organisation=None, **extra):
    return Notice.objects.create(**{"title": f"Notice {next(_numbers)}", **extra})


def make_setting(_organisation=None, **extra):
    day = date(2010, 1, 1) + timedelta(days=next(_numbers))
    return Setting.objects.create(**{"key": "region.name", "value": "Somewhere", "valid_from": day, **extra})


def make_file_policy(_organisation=None, **extra):
    return FilePolicy.objects.create(**{**following(FilePolicy), "source": "A rule", **extra})


def make_exchange_policy(_organisation=None, **extra):
    return ExchangePolicy.objects.create(**{**following(ExchangePolicy), "source": "A rule", **extra})


def make_import(organisation, **extra):
    values = {"record": "people.organisation-kinds", "file": make_file(), "file_name": "table.xlsx"}
    account = extra.pop("account", None) or make_account(organisation)
    return ImportJob.objects.create(**{**values, "account": account, **extra})


def make_export(organisation, **extra):
    account = extra.pop("account", None) or make_account(organisation)
    return ExportJob.objects.create(**{"record": "people.organisation-kinds", "account": account, **extra})


def make_activity(organisation, **extra):
    values = {"actor_name": "somebody", "via": "page", "verb": "change", "record": "people.organisations"}
    return Activity.objects.create(**{**values, "object_id": organisation.pk, "organisation": organisation, **extra})


def make_head(_organisation=None, **extra):
    number = next(_numbers)
    values = {"position": number, "hash": f"{number:064x}", "key": "k", "signature": "s", "at": timezone.now()}
    return SignedHead.objects.create(**{**values, **extra})


MAKERS = {
    "audit.activities": make_activity,
    "audit.heads": make_head,
    "desk.digest-rules": make_digest_rule,
    "desk.notices": make_notice,
    "desk.settings": make_setting,
    "evidence.file-policies": make_file_policy,
    "exchange.exports": make_export,
    "exchange.imports": make_import,
    "exchange.policies": make_exchange_policy,
    "people.accounts": make_account,
    "people.assignments": make_assignment,
    "people.capabilities": make_capability,
    "people.holdings": make_holding,
    "people.organisation-kinds": make_kind,
    "people.organisation-sets": make_set,
    "people.organisations": make_organisation,
    "people.persons": make_person,
    "people.posts": make_post,
    "people.reorganisations": make_reorganisation,
    "people.roles": make_role,
    "people.security-policies": make_security_policy,
    "people.set-memberships": make_membership,
    "planning.clauses": make_clause,
    "planning.findings": make_finding,
    "planning.parameters": make_parameter,
    "planning.plans": make_plan,
    "planning.targets": make_target,
    "planning.task-targets": make_task_target,
    "planning.task-units": make_task_unit,
    "planning.tasks": make_task,
    "planning.unit-names": make_unit_name,
    "workflow.approvals": make_approval,
    "workflow.decisions": make_decision,
    "workflow.delegations": make_delegation,
    "workflow.holidays": make_holiday,
    "workflow.items": make_item,
    "workflow.reminder-rules": make_reminder_rule,
    "workflow.routes": make_route,
    "workflow.stages": make_stage,
    "workflow.steps": make_step,
}


#: Lawful values of the steps that ask for some, as the columns hold them.
STEP_VALUES = {
    ("reporting.documents", "archive"): lambda _own: {"file_number": "2024-0017", "retention": "years_30"},
    ("appraisal.appraisals", "adopt"): lambda _own: {"decision": "Adopted.", "decided_on": clock.today()},
    ("appraisal.appraisals", "propose"): lambda _own: {"letter": "No. 1", "proposed_on": clock.today()},
    ("appraisal.appraisals", "send_back"): lambda _own: {"decision": "Count again.", "decided_on": clock.today()},
    ("appraisal.objections", "decide"): lambda _own: {"outcome": "rejected", "decision": "It stands."},
    ("appraisal.statements", "answer"): lambda _own: {"answer": "It is right as counted."},
    ("appraisal.statements", "dispute"): lambda _own: {"grounds": "One report is missing."},
    ("reporting.instructions", "answer"): lambda _own: {"answer": "It was looked into."},
    ("planning.findings", "correct"): lambda _organisation: {
        "data": {"number": 2, "content": "Do it well.", "deadlines": [], "others_follow": False, "units": []}
    },
    ("planning.contributions", "give"): lambda _organisation: {"progress": "Our part.", "problems": ""},
    ("planning.responsibilities", "keep"): lambda _organisation: {"answer": "It stays."},
    ("planning.responsibilities", "object"): lambda _organisation: {"objection": "Not our duty."},
    ("planning.reports", "return"): lambda _organisation: {"return_kind": "quality"},
    ("planning.subtasks", "finish"): lambda _organisation: {"done_on": clock.today()},
    ("planning.subtasks", "progress"): lambda _organisation: {"percent": 50, "remark": "Half"},
    ("planning.tasks", "request_conclusion"): lambda _organisation: {"conclusion": "All done."},
    ("planning.work-plans", "conclude"): lambda _organisation: {"conclusion": "Reached."},
    ("planning.unit-names", "match"): lambda organisation: {"organisation": organisation},
    ("supervision.findings", "close"): lambda _organisation: {"verification": "Seen on site."},
    ("supervision.findings", "plan_measures"): lambda _organisation: {"measures": "We build it."},
    ("supervision.findings", "report_result"): lambda _organisation: {"result": "It is built."},
    ("supervision.reviews", "decide"): lambda _organisation: {"outcome": "upheld", "decision": "It stands."},
    ("supervision.slips", "answer"): lambda _organisation: {"answer": "We moved on."},
    ("supervision.statements", "answer"): lambda _organisation: {"answer": "It is noted."},
}


def approvable(record, step, organisation):
    """Let somebody approve what a step submits, where it submits something."""
    if record.approval and record.approval.submit == step.name:
        with fixture():
            post = make_holding(organisation).post
            make_step(organisation, route=make_route(record=record.key()), post=post)


def in_state(key, organisation, state):
    """Return a row of a record type with a life cycle, brought into a state by lawful steps."""
    row = make(key, organisation, **({"state": "checking"} if key == "planning.plans" else {}))
    return bring(row, organisation, state)


#: States in which rows are seen by others than those who write them, where these have no right to write.
SEEN_IN = {
    "appraisal.appraisals": "objections",
    "appraisal.commendations": "approved",
    "appraisal.schemes": "published",
    "appraisal.supplied-values": "confirmed",
    "planning.work-plans": "approved",
    "supervision.conclusions": "fed_back",
    "supervision.findings": "put",
    "supervision.rounds": "approved",
    "supervision.slips": "issued",
}


def bring(row, organisation, state):
    """Bring a row into a state by lawful steps and return it."""
    record = records.of_model(type(row))
    key, table = record.key(), record.workflow
    way = _way(table, getattr(row, table.column), state)
    with fixture():
        for target in way:
            setattr(row, table.column, target)
            if key == "planning.unit-names":
                row.organisation = organisation if target == "matched" else None
            if key == "planning.subtasks":
                row.done_on = clock.today() if target == "done" else None
            row.save()
    return row


def _way(table, start, end):
    """Return the states to pass from one to another, the shortest way."""
    ways = [[start]]
    for way in ways:
        if way[-1] == end:
            return way[1:]
        targets = dict.fromkeys(step.target for step in table.leaving(way[-1]))
        ways += [[*way, target] for target in targets if target not in way]
    raise ValueError(f"{end} cannot be reached from {start}")
