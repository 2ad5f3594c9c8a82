"""The tasks of a plan as a tree: grouped by clause, lead unit or leader in charge, with what they are split into."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.languages import localised
from jiangxin.people.models import Person, Post, PostHolding
from jiangxin.planning.domain.lights.rollups import By, Contribution, Row, explain
from jiangxin.planning.domain.queries.steps import Step, steps_of
from jiangxin.planning.enums import Colour, Part
from jiangxin.planning.models import Clause, Plan, Responsibility, Subtask, Task


class Grouping(StrEnum):
    """Under which heads tasks stand."""

    CLAUSE = "clause"
    LEAD = "lead"
    LEADER = "leader"


class Mine(StrEnum):
    """By which part a task is somebody's own."""

    ANY = "any"
    LEAD = "lead"
    SUPPORT = "support"
    OVERSIGHT = "oversight"


class Unit(NamedTuple):
    """An organisation as rows name it; `short` is its short name, where it has one."""

    pk: int
    uuid: UUID
    name: str
    short: str
    sort_key: str


class Leader(NamedTuple):
    """A leader in charge: the post, its place among others, and its title with who holds it."""

    place: tuple[str, int, int]
    label: str


@dataclass(slots=True)
class Item:
    """A task in the tree. `steps` are there where it is opened; `splits` is how many there are."""

    pk: int
    uuid: UUID
    number: int
    content: str
    clause: int | None
    kind: str
    due_on: date | None
    state: str
    planned: Decimal | None
    reported: Decimal | None
    computed: Decimal | None
    next_due_on: date | None
    lead: Unit | None = None
    leaders: Sequence[Leader] = ()
    colour: str = Colour.GREY
    splits: int = 0
    steps: Sequence[Step] = ()
    is_open: bool = False


#: Columns of a task in the order of its fields above, and those of its lead unit.
COLUMNS = (
    "pk", "uuid", "number", "content", "clause_id", "kind", "due_on", "state", "standing__planned",
    "standing__reported", "standing__computed", "standing__next_due_on",
)  # fmt: skip
LEAD = ("lead_id", "lead__uuid", "lead__name", "lead__name_en", "lead__short_name", "lead__sort_key")


@dataclass(slots=True)
class Group:
    """A head with the tasks right under it; `sums` are over everything below it."""

    title: str
    level: int
    sums: Row
    items: list[Item]


@dataclass(slots=True)
class Tree:
    """What the page shows: the groups in order, and the sums over all of it."""

    groups: list[Group]
    sums: Row
    splits: int


def mine(actor: Actor, how: Mine, day: date) -> QuerySet[Any]:
    """Return the keys of tasks in which the actor's organisations, or posts, have a part on a day."""
    own = access.rows(records.of_model(Responsibility), actor).filter(task__isnull=False)
    own = own.filter(pk__in=Responsibility.objects.on(day).values("pk"))
    held = PostHolding.objects.on(day).filter(person=actor.person_id)
    units = own.filter(organisation__in=actor.organisation_ids)
    match how:
        case Mine.LEAD | Mine.SUPPORT:
            found = units.filter(part=Part(how))
        case Mine.OVERSIGHT:
            found = own.filter(part=Part.OVERSIGHT, post__in=held.values("post"))
        case _:
            found = units.exclude(part=Part.OVERSIGHT) | own.filter(post__in=held.values("post"))
    return found.values("task")


def overseen(posts: Iterable[Post], day: date) -> QuerySet[Any]:
    """Return the keys of tasks that leaders in these posts are in charge of on a day."""
    return Responsibility.objects.on(day).filter(part=Part.OVERSIGHT, post__in=list(posts)).values("task")


def tree(
    rows: QuerySet[Task],
    plan: Plan,
    actor: Actor,
    day: date,
    *,
    grouping: Grouping = Grouping.CLAUSE,
    opened: Collection[int] | None = (),
) -> Tree:
    """Return the tree of tasks, all of them of one plan and within the actor's rights.

    `opened` are the numbers of the tasks whose sub-tasks are there too; None opens all. The number of
    queries does not depend on how many rows there are.
    """
    figures = {part.task: part for part in explain(By.PLAN, plan.pk, day, tasks=rows)}
    items = _items(rows)
    leaders, counts = leaders_of(rows, actor, day), splits(rows, actor)
    wanted = [item.pk for item in items if opened is None or item.number in opened]
    steps = steps_of(wanted, actor, day) if wanted else {}
    for item in items:
        item.leaders, item.splits = leaders.get(item.pk, ()), counts.get(item.pk, 0)
        item.steps, item.is_open = steps.get(item.pk, ()), item.pk in steps
        if item.pk in figures:
            item.colour = figures[item.pk].colour
    match grouping:
        case Grouping.CLAUSE:
            groups = list(_by_clause(items, figures, plan, actor))
        case Grouping.LEAD:
            groups = list(_by_lead(items, figures))
        case Grouping.LEADER:
            groups = list(_by_leader(items, figures))
    return Tree(groups, summed("", items, figures), sum(counts.values()))


def splits(rows: QuerySet[Task], actor: Actor) -> dict[int, int]:
    """Return how many sub-tasks and milestones of each task the actor may see (one query)."""
    seen = access.rows(records.of_model(Subtask), actor).filter(task__in=rows.order_by().values("pk"))
    return dict(seen.order_by().values("task").annotate(n=Count("pk")).values_list("task", "n"))


def _items(rows: QuerySet[Task]) -> list[Item]:
    """Return the tasks in their order (one query, without a model for each)."""
    found: list[Item] = []
    units: dict[int | None, Unit | None] = {None: None}
    for row in rows.order_by("number").values_list(*COLUMNS, *LEAD):
        item, (lead, uuid, name, name_en, short_name, sort_key) = Item(*row[: len(COLUMNS)]), row[len(COLUMNS) :]
        if lead not in units:
            units[lead] = named(lead, uuid, name, name_en, short_name, sort_key)
        item.lead = units[lead]
        found.append(item)
    return found


def named(pk: int, uuid: UUID, name: str, name_en: str, short_name: str, sort_key: str) -> Unit:
    """Return a unit from the columns of its organisation."""
    return Unit(pk, uuid, localised(name, name_en), localised(short_name or name, name_en), sort_key)


def leaders_of(rows: QuerySet[Task], actor: Actor, day: date) -> Mapping[int, list[Leader]]:
    """Return the leaders in charge of each task (two queries)."""
    current = Responsibility.objects.on(day).filter(part=Part.OVERSIGHT, task__in=rows.order_by().values("pk"))
    seen = access.rows(records.of_model(Responsibility), actor).filter(pk__in=current.values("pk"))
    parts = list(
        seen.order_by("post__order", "pk").values_list(
            "task_id", "post_id", "post__title", "post__title_en", "post__organisation__sort_key", "post__order"
        )
    )
    names = holders({post for _task, post, *_rest in parts}, actor, day)
    found: dict[int, list[Leader]] = defaultdict(list)
    for task, post, title, title_en, sort_key, order in parts:
        label = " ".join([localised(title, title_en), *names.get(post, ())])
        found[task].append(Leader((sort_key, order, post), label))
    return found


def holders(posts: Collection[int], actor: Actor, day: date) -> Mapping[int, list[str]]:
    """Return the names of those who hold posts on a day, as far as the actor may see them (one query)."""
    held = PostHolding.objects.on(day).filter(AnyOf("post_id", posts))
    seen = access.visible(PostHolding, actor).filter(pk__in=held.values("pk"))
    seen = seen.filter(person__in=access.visible(Person, actor))
    found: dict[int, list[str]] = defaultdict(list)
    for post, name in seen.order_by("person__sort_key").values_list("post_id", "person__name"):
        found[post].append(name)
    return found


# ── Groups ──────────────────────────────────────────────────────────────────────────────────────

Figures = Mapping[int, Contribution]


def summed(name: str, items: Sequence[Item], figures: Figures, *, own: int | None = None) -> Row:
    """Return the sums over tasks: those of the roll-up, over just these."""
    parts = [figures[item.pk] for item in items if item.pk in figures]
    colours = Counter(part.colour for part in parts)
    known = [(part.weight, part.percent) for part in parts if part.percent is not None]
    return Row(
        key=None,
        name=name,
        above=None,
        own=len(items) if own is None else own,
        tasks=len(items),
        colours={colour: colours[colour] for colour in Colour.values},
        weight=sum((part.weight for part in parts), Decimal(0)),
        known_weight=sum((weight for weight, _percent in known), Decimal(0)),
        weighted=sum((weight * percent for weight, percent in known), Decimal(0)),
    )


def _by_clause(items: Sequence[Item], figures: Figures, plan: Plan, actor: Actor) -> Iterator[Group]:
    """Yield the clauses that hold tasks, in the order of the text, each above what it holds."""
    clauses = list(access.rows(records.of_model(Clause), actor).filter(plan=plan).order_by("order"))
    above = {clause.pk: clause.parent_id for clause in clauses}
    own: dict[int | None, list[Item]] = defaultdict(list)
    below: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        key = item.clause if item.clause in above else None
        own[key].append(item)
        while key is not None:
            below[key].append(item)
            key = above.get(key)
    shown = [clause for clause in clauses if below[clause.pk]]
    over: list[str] = []
    for clause, following in zip(shown, [*shown[1:], None][: len(shown)], strict=True):
        over.append(str(clause))
        if not own[clause.pk] and _holds_all(clause, following, below):
            continue  # one head for both: nothing else stands here
        sums = summed(over[-1], below[clause.pk], figures, own=len(own[clause.pk]))
        yield Group(" › ".join(over), clause.level - len(over) + 1, sums, own[clause.pk])
        over = []
    if own[None]:
        yield _flat(_("Under no clause"), own[None], figures)


def _holds_all(clause: Clause, following: Clause | None, below: Mapping[int, list[Item]]) -> bool:
    """Whether the next clause stands right below this one and holds all of its tasks."""
    if following is None or following.parent_id != clause.pk:
        return False
    return len(below[following.pk]) == len(below[clause.pk])


def _by_lead(items: Sequence[Item], figures: Figures) -> Iterator[Group]:
    found: dict[Unit | None, list[Item]] = defaultdict(list)
    for item in items:
        found[item.lead].append(item)
    for lead in sorted((unit for unit in found if unit), key=lambda unit: unit.sort_key):
        yield _flat(lead.name, found[lead], figures)
    if found[None]:
        yield _flat(_("Without a lead unit"), found[None], figures)


def _by_leader(items: Sequence[Item], figures: Figures) -> Iterator[Group]:
    """Yield the leaders in charge by the order of their posts; a task of two leaders stands under both."""
    found: dict[Leader, list[Item]] = defaultdict(list)
    for item in items:
        for leader in item.leaders:
            found[leader].append(item)
    for leader in sorted(found):
        yield _flat(leader.label, found[leader], figures)
    without = [item for item in items if not item.leaders]
    if without:
        yield _flat(_("Without a leader in charge"), without, figures)


def _flat(title: str, items: list[Item], figures: Figures) -> Group:
    return Group(title, 1, summed(title, items, figures), items)
