"""Targets with their last values: what was due, the light, the values over time and the path, and who answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.domain.lights import targets as lights
from jiangxin.planning.domain.lights.known import Rule
from jiangxin.planning.domain.queries import values
from jiangxin.planning.domain.queries.tree import Unit, named
from jiangxin.planning.domain.queries.values import Value
from jiangxin.planning.enums import Colour, Part, TargetKind
from jiangxin.planning.models import LightRule, Responsibility, Target, TargetStep

LABELS = {
    Colour.RED: gettext_lazy("Far behind or missed"),
    Colour.YELLOW: gettext_lazy("Behind its path"),
    Colour.BLUE: gettext_lazy("Reached late"),
    Colour.GREEN: gettext_lazy("On its path"),
    Colour.GREY: gettext_lazy("Not yet measurable"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A target on the board."""

    target: Target
    lead: Unit | None
    series: Sequence[Value]
    path: Sequence[tuple[date, Decimal]]
    verdict: lights.Verdict

    @property
    def last(self) -> Value | None:
        """The last value, if there is one that the reader may see."""
        return self.series[-1] if self.series else None

    @property
    def road(self) -> Sequence[tuple[date, Decimal]]:
        """The path with the figure itself at its end."""
        figure = figure_of(self.target)
        if figure.goal is None or figure.deadline is None:
            return self.path
        before = [step for step in self.path if step[0] < figure.deadline]
        return [*before, (figure.deadline, figure.goal)]

    @property
    def colour(self) -> str:
        """The light."""
        return self.verdict.colour

    @property
    def label(self) -> str:
        """What the light says, in words for targets."""
        return str(LABELS[Colour(self.colour)])

    @property
    def short(self) -> Decimal | None:
        """By how many per cent the last value falls short of what was due, to one decimal."""
        return None if self.verdict.short is None else self.verdict.short.quantize(Decimal("0.1"))

    @property
    def origin(self) -> str:
        """The word for where the values come from."""
        return values.label(self.last.origin) if self.last else ""


def board(rows: QuerySet[Target], actor: Actor, day: date) -> list[Line]:
    """Return targets as they stand on a day, in their order (five queries)."""
    targets = list(rows.order_by("plan", "number"))
    series, paths, leads = values.series(targets, day, actor), paths_of(targets, actor), leads_of(targets, actor, day)
    rules = rules_of(day)
    found = []
    for target in targets:
        known, path = series.get(target.pk, ()), paths.get(target.pk, ())
        last = (known[-1].on, known[-1].value) if known else None
        verdict = lights.judge(figure_of(target), path, last, rules, day)
        found.append(Line(target, leads.get(target.pk), known, path, verdict))
    return found


def counted(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many targets have which light."""
    found = Counter(line.colour for line in lines)
    return {colour: found[colour] for colour in Colour.values}


def figure_of(target: Target) -> lights.Figure:
    """Return what a target asks for."""
    return lights.Figure(
        comparator=target.comparator,
        value=target.value,
        low=target.low,
        high=target.high,
        strict=target.strict,
        deadline=target.deadline_on,
        is_requirement=target.kind == TargetKind.REQUIREMENT,
    )


def rules_of(day: date) -> list[Rule]:
    """Return the rules for lights of targets that hold on a day (one query)."""
    rows = LightRule.objects.on(day).filter(condition__in=lights.CONDITIONS)
    return [Rule(row.condition, row.threshold, row.colour, row.valid_from, row.valid_to) for row in rows]


def paths_of(targets: Sequence[Target], actor: Actor) -> Mapping[int, list[tuple[date, Decimal]]]:
    """Return the steps of the paths of targets (one query)."""
    rows = access.rows(records.of_model(TargetStep), actor).filter(_among(targets))
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for target, on, value in rows.order_by("on").values_list("target_id", "on", "value"):
        found[target].append((on, value))
    return found


def leads_of(targets: Sequence[Target], actor: Actor, day: date) -> dict[int, Unit]:
    """Return the units that lead targets on a day: their own, else those of the tasks that carry them (two queries)."""
    own = Responsibility.objects.on(day).filter(_among(targets), part=Part.LEAD)
    seen = access.rows(records.of_model(Responsibility), actor)
    columns = ("pk", "uuid", "name", "name_en", "short_name", "sort_key")
    through = Responsibility.objects.on(day).filter(part=Part.LEAD)
    carried = seen.filter(pk__in=through.values("pk"), task__task_targets__target__in=targets)
    found = {}
    for rows, key in (
        (carried.order_by("-task__number"), "task__task_targets__target_id"),
        (seen.filter(pk__in=own.values("pk")), "target_id"),
    ):
        for target, *unit in rows.values_list(key, *(f"organisation__{column}" for column in columns)):
            found[target] = named(*unit)
    return found


def _among(targets: Sequence[Target]) -> Any:
    return AnyOf("target_id", [target.pk for target in targets])
