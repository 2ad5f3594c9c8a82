"""Accounts, rows and sessions for `bench_pages`, and how `bench_load` signs people in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.test import Client

from jiangxin.kernel import actors, records, write
from jiangxin.people.domain.accounts import create_account
from jiangxin.people.models import Account, Organisation, OrganisationSet, Person, Role, RoleAssignment
from jiangxin.planning.enums import FindingKind, FindingState
from jiangxin.planning.models import Finding, Plan, Target, Task

SINCE = date(2022, 6, 1)
REASON = "benchmark"
#: How many of a hundred accounts hold which role, and where.
ROLES = (
    (40, "liaison", "education"),
    (20, "school-officer", "industry-college"),
    (15, "unit-head", "education"),
    (15, "plan-officer", "lanchuan"),
    (10, "plan-head", "lanchuan"),
)


@dataclass
class Visitor:
    """Somebody signed in: cookies, and the rows that are his alone to write."""

    role: str
    cookies: dict[str, str]
    set_page: str = ""
    approvals: list[str] = field(default_factory=list)


def prepare(count: int, decisions: int) -> tuple[list[Visitor], dict[str, list[str]]]:
    """Return signed-in visitors and the addresses of pages about rows, by kind of page."""
    actor = actors.process(REASON)
    visitors = [_visitor(number, count, actor) for number in range(count)]
    officers = [visitor for visitor in visitors if visitor.role == "plan-officer"]
    for number, visitor in enumerate(officers):
        row = OrganisationSet(name=f"测量用统称{number}", name_en="", aliases=[])
        write.save_many(records.of_model(OrganisationSet), create=[row], actor=actor, reason=REASON)
        visitor.set_page = f"/records/people/organisation-sets/{row.uuid}/edit/"
    heads = [visitor for visitor in visitors if visitor.role == "plan-head"]
    submitter = actors.of_account(Account.objects.get(username="planofficer"))
    for number in range(decisions):
        heads[number % len(heads)].approvals.append(_waiting(number, submitter, actor))
    plan = Plan.objects.get(is_demonstration=True)
    rows = {
        "plan": [f"/plans/{plan.uuid}/"],
        "task": [f"/records/planning/tasks/{uuid}/" for uuid in Task.objects.values_list("uuid", flat=True)],
        "target": [f"/records/planning/targets/{uuid}/" for uuid in Target.objects.values_list("uuid", flat=True)],
        "organisation": [
            f"/records/people/organisations/{uuid}/" for uuid in Organisation.objects.values_list("uuid", flat=True)
        ],
    }
    return visitors, rows


def _visitor(number: int, count: int, actor: actors.Actor) -> Visitor:
    code, place = _role_of(number * 100 // count)
    return Visitor(code, sign_in(number, code, Organisation.objects.get(code=place), actor))


def sign_in(number: int, role: str, place: Organisation, actor: actors.Actor) -> dict[str, str]:
    """Make a person who holds a role at an organisation, with an account, and return the cookies of its session."""
    person = Person(code=f"BENCH{number:03}", name=f"测量{number}", organisation=place)
    write.save_many(records.of_model(Person), create=[person], actor=actor, reason=REASON)
    held = RoleAssignment(person=person, role=Role.objects.get(code=role), organisation=place, valid_from=SINCE)
    write.save_many(records.of_model(RoleAssignment), create=[held], actor=actor, reason=REASON)
    account, _password = create_account(
        f"bench{number}", person, actor=actor, reason=REASON, password="Bench-Mark-2026", must_change=False
    )
    client = Client()
    client.force_login(account)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _role_of(percent: int) -> tuple[str, str]:
    for share, code, place in ROLES:
        if percent < share:
            return code, place
        percent -= share
    raise ValueError(percent)


def _waiting(number: int, submitter: actors.Actor, actor: actors.Actor) -> str:
    """Submit a short plan for approval and return the address of the approval."""
    from jiangxin.evidence.domain.files import keep_file
    from jiangxin.workflow.models import Approval

    text = "".join(f"第{n}项：推进第{n}项工作，到2027年建成实训基地{n}个。\n" for n in range(1, 21))
    with write.writing(actor, REASON):
        file = keep_file(hashlib.sha256(f"{number}".encode()).digest(), "plan.txt", "text/plain", actor=actor)
        plan = Plan.objects.create(
            title=f"测量用方案{number}",
            organisation=Organisation.objects.get(code="plan-office"),
            file=file,
            file_name="plan.txt",
            text=text,
        )
        Finding.objects.bulk_create(
            Finding(
                plan=plan, kind=FindingKind.TASK, order=n, state=FindingState.ACCEPTED,
                start=n * 20, end=n * 20 + 20, quote=text[n * 20 : n * 20 + 20],
                data={"number": n, "content": f"推进第{n}项工作", "deadlines": [], "others_follow": False, "units": []},
            )
            for n in range(1, 11)
        )  # fmt: skip
    write.apply(records.of_model(Plan), plan, "submit", actor=submitter, reason=REASON)
    approval = Approval.objects.get(record="planning.plans", object_id=plan.pk)
    return f"/approvals/{approval.uuid}/"
