"""Builds the demonstration district, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from jiangxin.demo.domain.accounts import password
from jiangxin.demo.domain.appraising import appraise
from jiangxin.demo.domain.history import History
from jiangxin.demo.domain.organisations import REASON, build_organisations, create
from jiangxin.demo.domain.papers import issue_papers
from jiangxin.demo.domain.supervising import supervise
from jiangxin.demo.domain.tables import document, table
from jiangxin.desk.domain.notices import mark_read
from jiangxin.desk.models import Notice, Setting
from jiangxin.kernel import actors, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.domain.accounts import create_account
from jiangxin.people.models import (
    Account,
    Organisation,
    Person,
    Post,
    PostHolding,
    Role,
    RoleAssignment,
)
from jiangxin.planning.domain import findings, intake, names
from jiangxin.planning.enums import FindingKind, FindingState, NameState, PlanState
from jiangxin.planning.models import Finding, Plan
from jiangxin.site.domain.defaults import SINCE
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval

#: Day from which posts, roles and memberships of the demonstration hold.
IN_POST = date(2022, 6, 1)
ADOPTED = date(2022, 7, 1)


def build(*, say: Callable[[str], None], plan: Path | None = None) -> None:
    """Load what is missing: the district, its plan, and what happened up to the day of the demonstration.

    With `plan`, that document waits at the desk instead of the adopted one.
    """
    if not settings.JIANGXIN_DEMO:
        raise RuntimeError("the demonstration district is loaded in demonstration mode only (JIANGXIN_DEMO=1)")
    if clock.today() < IN_POST:
        raise ValidationError(
            f"the demonstration cannot stand on a day before {IN_POST}, when its people took their posts"
        )
    actor = actors.process("demonstration")
    with translation.override("zh-hans"):
        if not Account.objects.filter(is_demonstration=True).exists():
            say("Loading the demonstration district")
            with write.writing(actor, REASON, via="command"):
                build_organisations(actor)
                _people(actor)
                _region(actor)
        if plan is not None:
            _upload(plan.read_bytes(), plan.name)
        elif not Plan.objects.filter(is_demonstration=True).exists():
            say("Reading and adopting its plan")
            with transaction.atomic():  # all or nothing, while every step is written by whoever takes it
                with clock.on(min(ADOPTED, clock.today())):
                    adopted = adopt(_upload(document("plan.txt"), "plan.txt"))
                say(f"Letting it run until {clock.today()}")
                history = History(adopted, clock.today())
                history.run()
                issue_papers(adopted, actor=actor, say=say)
                supervise(adopted, actor=actor)
                appraise(history, say=say)
                _read_up()


def _people(actor: Actor) -> None:
    offices = {row.code: row for row in Organisation.objects.select_related("kind")}
    rows = table("persons.csv")
    persons = {
        row["code"]: Person(
            code=row["code"], name=row["name"], organisation=offices[row["organisation"]], is_demonstration=True
        )
        for row in rows
    }
    create(Person, list(persons.values()), actor)
    posts: dict[tuple[str, str], Post] = {}
    for row in rows:
        if row["post"]:
            posts.setdefault(
                (row["organisation"], row["post"]),
                Post(
                    organisation=offices[row["organisation"]],
                    title=row["post"],
                    title_en=row["post_en"],
                    is_head=row["is_head"] == "true",
                    valid_from=IN_POST,
                ),
            )
    create(Post, list(posts.values()), actor)
    held = [
        PostHolding(post=posts[row["organisation"], row["post"]], person=persons[row["code"]], valid_from=IN_POST)
        for row in rows
        if row["post"]
    ]
    create(PostHolding, held, actor)
    roles = {role.code: role for role in Role.objects.all()}
    accounts = table("accounts.csv")
    assigned = [
        RoleAssignment(
            person=persons[row["person"]],
            role=roles[row["role"]],
            organisation=offices[row["organisation"]],
            valid_from=IN_POST,
        )
        for row in accounts
    ]
    create(RoleAssignment, assigned + _of_units(rows, accounts, persons, roles, offices), actor)
    for row in accounts:
        create_account(
            row["username"],
            persons[row["person"]],
            actor=actor,
            reason=REASON,
            password=password(),
            must_change=False,
            demonstration=True,
        )


def _of_units(
    rows: list[dict[str, str]],
    accounts: list[dict[str, str]],
    persons: dict[str, Person],
    roles: dict[str, Role],
    offices: dict[str, Organisation],
) -> list[RoleAssignment]:
    """Let heads sign and their staff report, in units whose people have no account of the demonstration."""
    known = {row["person"] for row in accounts}
    schools = {"college", "secondary", "technician"}
    found = []
    for row in rows:
        if row["code"] in known or not row["post"]:
            continue
        office = offices[row["organisation"]]
        staff = "school-officer" if office.kind.code in schools else "liaison"
        role = roles["unit-head" if row["is_head"] == "true" else staff]
        found.append(RoleAssignment(person=persons[row["code"]], role=role, organisation=office, valid_from=IN_POST))
    return found


def _read_up() -> None:
    """Let everybody have read the notices that are older than two weeks."""
    since = clock.now() - timedelta(weeks=2)
    old = list(Notice.objects.filter(shown_from__lt=since).values_list("pk", flat=True))
    for account in Account.objects.filter(is_demonstration=True):
        mark_read(old, actor=actors.of_account(account))


def _region(actor: Actor) -> None:
    root = Organisation.objects.get(code=table("organisations.csv")[0]["code"])
    setting = Setting(key="region.name", value=root.name, valid_from=SINCE, source=REASON)
    create(Setting, [setting], actor)


def _upload(content: bytes, name: str) -> Plan:
    officer = _acting("plan-officer")
    office = Person.objects.get(pk=officer.person_id).organisation
    return intake.upload(content, name, organisation=office, actor=officer, demonstration=True)


def adopt(plan: Plan) -> Plan:
    """Take a plan through the desk and its approval as the officers of the demonstration do."""
    officer, head = _acting("plan-officer"), _acting("plan-head")
    reason = "经与原文逐条核对"
    for kind in FindingKind.values:
        findings.accept_undoubted(plan, kind, actor=officer, reason=reason)
    for doubtful in Finding.objects.filter(plan=plan, state=FindingState.OPEN):
        findings.decide(doubtful, "accept", actor=officer, reason="原文疑似缺字，按建议更正")
    for row in plan.unit_names.filter(state=NameState.OPEN):
        best = next(iter(names.suggestions([row.name], actor=officer)[row.name]), None)
        if best is None:
            names.ignore(row, actor=officer, reason="非责任单位")
        else:
            names.match(row, actor=officer, **names.meaning(best))
    write.apply(records.of_model(Plan), plan, "submit", actor=officer, reason="校核完毕，提请采纳")
    approval = Approval.objects.get(record="planning.plans", object_id=plan.pk)
    approvals.decide(approval, "approve", actor=head, comment="同意采纳")
    plan.refresh_from_db()
    if plan.state != PlanState.ADOPTED:
        raise RuntimeError(f"the demonstration plan is {plan.state}, not adopted")
    return plan


def _acting(role: str) -> Actor:
    username = next(row["username"] for row in table("accounts.csv") if row["role"] == role)
    return actors.of_account(Account.objects.get(username=username))
