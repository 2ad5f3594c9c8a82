"""Who works with the running plan in `bench_load`: accounts of the demonstration district, and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from visitors import REASON, SINCE, sign_in

from jiangxin.audit.models import Activity
from jiangxin.kernel import actors, records, write
from jiangxin.people.models import Organisation, Person, Post, PostHolding
from jiangxin.planning.models import Plan, Target, Task

#: How many of a hundred hold which role where. The lead units share their reports out among theirs.
ROLES = (
    (24, "liaison", "education"),
    (4, "liaison", "human-resources"),
    (2, "liaison", "reform"),
    (5, "unit-head", "education"),
    (2, "unit-head", "human-resources"),
    (1, "unit-head", "reform"),
    (8, "plan-officer", "lanchuan"),
    (2, "plan-head", "lanchuan"),
    (4, "district-leader", "lanchuan"),
    (4, "supervisor", "lanchuan"),
    (4, "evaluator", "evaluator-mingzhun"),
    (20, "school-officer", "industry-college"),
    (20, "reader", "lanchuan"),
)
REPORTS = "planning.reports"


@dataclass
class Part:
    """Somebody signed in: the role, the cookies, and the share of the reports that is his."""

    role: str
    place: str
    cookies: dict[str, str]
    #: (which, of how many) with the same role at the same place
    share: tuple[int, int] = (0, 1)
    unit: str = ""
    rows: dict[str, list[str]] = field(default_factory=dict)


def prepare() -> list[Part]:
    """Return a hundred people who are signed in, with the addresses that they open."""
    actor = actors.process(REASON)
    plan = Plan.objects.get(is_demonstration=True)
    rows = {
        "plan page": [f"/plans/{plan.uuid}/"],
        "task tree": [f"/plans/{plan.uuid}/tree/", f"/plans/{plan.uuid}/tree/?open=all&group=lead"],
        "target board": [f"/plans/{plan.uuid}/board/"],
        "calendar": [f"/plans/{plan.uuid}/calendar/"],
        "task": [f"/records/planning/tasks/{uuid}/" for uuid in Task.objects.values_list("uuid", flat=True)],
        "target": [f"/targets/{uuid}/" for uuid in Target.objects.values_list("uuid", flat=True)],
        "unit page": [
            f"/units/{uuid}/"
            for uuid in Organisation.objects.filter(led_tasks__plan=plan).distinct().values_list("uuid", flat=True)
        ],
        "workbench": ["/"],
    }
    people = []
    for count, role, place in ROLES:
        unit = Organisation.objects.get(code=place)
        for number in range(count):
            cookies = sign_in(len(people), role, unit, actor)
            if role == "unit-head":
                _head(f"BENCH{len(people):03}", unit, actor)
            people.append(Part(role, place, cookies, (number, count), f"/units/{unit.uuid}/", rows))
    return people


def _head(code: str, unit: Organisation, actor: actors.Actor) -> None:
    """Let a person hold the post that signs for the unit."""
    post = Post.objects.filter(organisation=unit, is_head=True, valid_to=None).order_by("order", "pk")[0]
    holding = PostHolding(post=post, person=Person.objects.get(code=code), valid_from=SINCE)
    write.save_many(records.of_model(PostHolding), create=[holding], actor=actor, reason=REASON)


def noted(verb: str) -> int:
    """Return how often the log says that one of these people did something with a report."""
    return Activity.objects.filter(record=REPORTS, verb=verb, actor__username__startswith="bench").count()
