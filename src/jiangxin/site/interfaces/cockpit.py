"""The instruments of the cockpit: each says what it found, and opens the page with the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiangxin.desk.links import url_for
from jiangxin.kernel import records
from jiangxin.planning.domain.lights import targets as lights
from jiangxin.planning.domain.lights.judging import COLOURS
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.board import Line, counted, figure_of
from jiangxin.planning.domain.queries.calendar import AHEAD, DEADLINE, Entry
from jiangxin.planning.domain.queries.tree import Group, Item
from jiangxin.planning.enums import Colour, ReportState
from jiangxin.planning.interfaces.charts import plain
from jiangxin.planning.interfaces.tree import counted as counted_lights
from jiangxin.planning.interfaces.tree import percent, progress
from jiangxin.planning.models import Light, Report, Subtask, Task
from jiangxin.reporting.enums import InstructionState
from jiangxin.reporting.models import Instruction
from jiangxin.site.domain.queries.cockpit import FOUND, Picture
from jiangxin.supervision.enums import FindingKind, SlipColour
from jiangxin.supervision.models import Finding

#: Rows that an instrument names; of more the number stands in its title.
ROWS, TARGETS, UNITS, TILES = 5, 6, 40, 600
#: Up to so many units each says how many of its tasks have which light.
RICH = 15
#: From so many tasks on tiles say less: only number and light, then only the light.
MANY, MOST = 48, 160
#: From what share of the bar on a part of it holds its number.
ROOM = 7
#: Lights in a bar from its foot up: what has to be looked at stands on the line.
STACKED = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREEN, Colour.GREY)
SHAPES = {Colour.RED: "■", Colour.YELLOW: "▲", Colour.BLUE: "◆", Colour.GREEN: "●", Colour.GREY: "○"}


@dataclass(frozen=True)
class Instrument:
    """What stands in one frame: a finding, what was measured, the page that it opens, and what is drawn."""

    key: str
    finding: str
    measure: str
    url: str
    rows: Sequence[Any] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """Instruments that stand below each other."""

    key: str
    instruments: Sequence[Instrument]


def columns(found: Picture) -> list[Column]:
    """Return the instruments that the viewer may see, in columns; empty columns are left out."""
    made = [
        Column("middle", [_tasks(found), *_steps(found)]),
        Column("left", [*_quarters(found), *_targets(found), *_units(found)]),
        Column("right", [*_reports(found), *_supervised(found), *_instructions(found)]),
    ]
    return [column for column in made if column.instruments]


def _list(model: type[Model], **query: Any) -> str:
    """Return the address of the list of a record under filters."""
    return f"{url_for(records.of_model(model), 'list')}?{urlencode(query, doseq=True)}"


def _page(found: Picture, name: str, **query: str) -> str:
    address = reverse(f"planning:{name}", kwargs={"uuid": found.plan.uuid})
    return f"{address}?{urlencode(query)}" if query else address


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────


def _tasks(found: Picture) -> Instrument:
    sums = found.tree.sums
    words: dict[str, Any] = {
        "tasks": ngettext("%(n)d task", "%(n)d tasks", sums.tasks) % {"n": sums.tasks},
        "red": sums.colours[Colour.RED],
        "yellow": sums.colours[Colour.YELLOW],
    }
    finding = _("%(tasks)s, none red or yellow") % words
    if words["red"] or words["yellow"]:
        finding = _("%(tasks)s: %(red)d red, %(yellow)d yellow") % words
    size = "most" if sums.tasks > MOST else "many" if sums.tasks > MANY else "few"
    tallies = [(colour, colour.label, sums.colours[colour]) for colour in Colour if sums.colours[colour]]
    more = {"size": size, "tallies": tallies, "hidden": max(sums.tasks - TILES, 0)}
    return Instrument("tasks", finding, progress(sums), _page(found, "tree"), list(_parts(found.tree.groups)), more)


def _parts(groups: Sequence[Group]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Yield the parts of the plan with the tiles of the tasks below them, as far as there is room."""
    top = min((group.level for group in groups), default=1)
    parts: list[tuple[str, list[dict[str, Any]]]] = []
    room = TILES
    for group in groups:
        if group.level == top or not parts:
            parts.append((group.title.partition(" › ")[0], []))
        shown = group.items[:room]
        room -= len(shown)
        parts[-1][1].extend(_tile(item) for item in shown)
    return [part for part in parts if part[1]]


def _tile(item: Item) -> dict[str, Any]:
    done = item.reported if item.reported is not None else item.computed
    said = [f"{item.number}. {item.content}", str(Colour(item.colour).label)]
    said += [item.lead.short] if item.lead else []
    said += [_("progress %(percent)s %%") % {"percent": percent(done)}] if done is not None else []
    url = url_for(records.of_model(Task), "detail", Task(uuid=item.uuid))
    return {"item": item, "done": plain(done) if done is not None else "", "said": " · ".join(said), "url": url}


def _steps(found: Picture) -> Iterable[Instrument]:
    if found.steps is None:
        return
    late, ahead = found.steps.late, found.steps.ahead
    finding = _("Nothing is overdue")
    if late:
        finding = _("Overdue: %(n)d, the longest by %(days)d days") % {"n": len(late), "days": late[0].light.days}
    measure = _("Sub-tasks, milestones and deadlines not done, the longest first")
    yield Instrument("late", finding, measure, _page(found, "gantt", show="late"), _entries(late))
    finding = _("No milestone within four weeks")
    if ahead:
        finding = _("Milestones within four weeks: %(n)d") % {"n": len(ahead)}
    measure = f"{found.day:%Y-%m-%d} – {found.day + AHEAD:%Y-%m-%d}"
    if not ahead and found.steps.later:
        measure += " · " + _("next, with more time:")
    rows = _entries(ahead or found.steps.later)
    yield Instrument("ahead", finding, measure, _page(found, "gantt", show="ahead"), rows)


def _entries(found: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Return the first entries with their addresses."""
    return [
        (entry, url_for(records.of_model(model), "detail", model(uuid=entry.uuid)))
        for entry in found[:ROWS]
        for model in [Task if entry.kind == DEADLINE else Subtask]
    ]


# ── Lights, targets, units ──────────────────────────────────────────────────────────────────────


def _quarters(found: Picture) -> Iterable[Instrument]:
    if found.quarters is None:
        return
    finding = _("Lights by quarter")
    if len(found.quarters) > 1:
        (day, before), (_day, now) = found.quarters[-2:]
        words: dict[str, Any] = {"before": before[Colour.RED], "now": now[Colour.RED], "day": f"{day:%Y-%m-%d}"}
        finding = _("Red lights from %(before)d to %(now)d since %(day)s") % words
        if words["before"] == words["now"]:
            finding = _("Red lights stay at %(now)d since %(day)s") % words
    most = max(sum(colours.values()) for _day, colours in found.quarters) or 1
    rows = [
        {
            "day": day,
            "now": day == found.day,
            "url": _list(Light, as_of=day.isoformat()),
            "parts": list(_stacked(colours, most)),
        }
        for day, colours in found.quarters
    ]
    legend = [(colour, SHORT[colour]) for colour in STACKED if any(row[1][colour] for row in found.quarters)]
    measure = _("Tasks by light at the ends of quarters and today")
    yield Instrument("quarters", finding, measure, _page(found, "tree"), rows, {"legend": legend})


def _stacked(colours: Mapping[str, int], most: int) -> Iterable[dict[str, Any]]:
    """Yield the parts of a bar from its foot up, in per cent of the highest."""
    foot = 100.0
    for colour in STACKED:
        if n := colours[colour]:
            height = 100 * n / most
            foot -= height
            label = f"{SHAPES[colour]} {n}" if height >= ROOM else ""
            said = f"{colour.label}: {n}"
            middle = foot + height / 2
            sizes = {"y": f"{foot:.2f}", "height": f"{height:.2f}", "middle": f"{middle:.2f}"}
            yield {"colour": colour.value, "label": label, "said": said, **sizes}


def _targets(found: Picture) -> Iterable[Instrument]:
    if found.targets is None:
        return
    colours = counted(found.targets)
    words = {"n": len(found.targets), "bad": colours[Colour.RED] + colours[Colour.YELLOW]}
    finding = _("No target is behind its path")
    if words["bad"]:
        finding = _("%(bad)d of %(n)d targets behind their path") % words
    reached = sum(map(_is_reached, found.targets))
    tallies = [
        (Colour.GREEN, pgettext("of targets", "Reached"), reached),
        (Colour.GREEN, pgettext("of targets", "On the path"), colours[Colour.GREEN] + colours[Colour.BLUE] - reached),
        (Colour.YELLOW, pgettext("of targets", "Behind"), colours[Colour.YELLOW]),
        (Colour.RED, pgettext("of targets", "Far behind"), colours[Colour.RED]),
        (Colour.GREY, pgettext("of targets", "No value yet"), colours[Colour.GREY]),
    ]
    measured = [line for line in found.targets if line.last and line.colour != Colour.GREY]
    worst = sorted(measured, key=lambda line: (-COLOURS.index(line.colour), -(line.short or 0)))[:TARGETS]
    measure = _("Last value against what was due by then, the farthest behind first")
    yield Instrument(
        "targets", finding, measure, _page(found, "board"), [_bullet(line) for line in worst], {"tallies": tallies}
    )


def _is_reached(line: Line) -> bool:
    figure = figure_of(line.target)
    if line.last is None or figure.goal is None or line.colour not in {Colour.GREEN, Colour.BLUE}:
        return False
    return lights.shortfall(figure, line.last.value, lights.Due(figure.goal, figure.deadline)) is None


def _bullet(line: Line) -> dict[str, Any]:
    """Return a target as a bar with a mark where it should be, in per cent of the largest of its figures."""
    value = line.last.value if line.last else Decimal(0)
    due = line.verdict.due.value if line.verdict.due else None
    goal = figure_of(line.target).goal or Decimal(0)
    whole = max(value, due or Decimal(0), goal) or Decimal(1)
    return {
        "line": line,
        "url": reverse("planning:target", kwargs={"uuid": line.target.uuid}),
        "value": plain(value),
        "due": "" if due is None else plain(due),
        "width": f"{max(value, Decimal(0)) / whole * 100:.2f}",
        "mark": "" if due is None else f"{max(due, Decimal(0)) / whole * 100:.2f}",
    }


def _units(found: Picture) -> Iterable[Instrument]:
    units = found.units
    words = {"n": len(units), "red": sum(tile.worst == Colour.RED for tile in units)}
    finding = _("No lead unit has a red light")
    if words["red"]:
        finding = _("%(red)d of %(n)d lead units have a red light") % words
    rows = [
        (
            tile,
            reverse("planning:unit", kwargs={"uuid": tile.unit.uuid}),
            ", ".join(f"{colour.label} {tile.colours[colour]}" for colour in Colour if tile.colours.get(colour)),
            counted_lights(tile.colours),
        )
        for tile in units[:UNITS]
    ]
    measure = _("Number of tasks led, and the worst of their lights")
    more = {"hidden": max(len(units) - UNITS, 0), "rich": len(units) <= RICH}
    yield Instrument("units", finding, measure, _page(found, "tree", group="lead"), rows, more)


# ── Reports, supervision, instructions ──────────────────────────────────────────────────────────


def _reports(found: Picture) -> Iterable[Instrument]:
    if found.reports is None:
        return
    told = found.reports
    words = {"cycle": told.cycle, "owed": told.owed, "in": told.owed - told.missing}
    finding = _("%(cycle)s: %(in)d of %(owed)d reports handed in") % words
    measure = _("Due on %(day)s") % {"day": f"{told.cycle.due_on:%Y-%m-%d}"}
    late = told.cycle.due_on < found.day
    parts = [
        (Colour.GREEN, ReportState.ACCEPTED.label, told.states.get(ReportState.ACCEPTED, 0)),
        (Colour.BLUE, pgettext("of reports", "In review"), told.states.get(ReportState.REPORTED, 0)),
        (Colour.YELLOW, ReportState.RETURNED.label, told.states.get(ReportState.RETURNED, 0)),
        (Colour.RED if late else Colour.GREY, pgettext("of reports", "Not handed in"), told.missing),
    ]
    url = _list(Report, cycle=told.cycle.uuid, superseded=0)
    yield Instrument("reports", finding, measure, url, parts, {"bar": list(_beside(parts, told.owed))})


def _beside(parts: Iterable[tuple[str, Any, int]], whole: int) -> Iterable[tuple[str, str, str]]:
    """Yield parts of a bar from the left, in per cent of the whole."""
    left = 0.0
    for colour, _label, n in parts:
        width = 100 * n / whole if whole else 0.0
        if n > 0:
            yield colour, f"{left:.2f}", f"{width:.2f}"
        left += width


def _supervised(found: Picture) -> Iterable[Instrument]:
    if found.supervised is None:
        return
    told = found.supervised
    finding = _("No problem on record")
    if told.found:
        words = {"found": told.found, "closed": told.closed}
        finding = _("Problems found: %(found)d, closed: %(closed)d") % words
    open_ = told.found - told.closed - told.late
    parts = [
        (Colour.GREEN, pgettext("of problems", "Closed"), told.closed),
        (Colour.YELLOW, pgettext("of problems", "Being put right"), open_),
        (Colour.RED, pgettext("of problems", "Past their date"), told.late),
    ]
    slips = [(colour.value, colour.label, told.slips[colour]) for colour in SlipColour if told.slips.get(colour)]
    measure = _("Problems by how they stand, slips by colour")
    url = _list(Finding, kind=FindingKind.PROBLEM.value, state=[state.value for state in FOUND])
    more = {"bar": list(_beside(parts, told.found)), "slips": slips, "unanswered": told.unanswered}
    yield Instrument("supervised", finding, measure, url, parts, more)


def _instructions(found: Picture) -> Iterable[Instrument]:
    if found.instructions is None:
        return
    told = found.instructions
    finding = _("No instruction is open")
    if told.open:
        words = {"open": told.open, "late": told.late}
        finding = _("Instructions open: %(open)d, overdue: %(late)d") % words
    measure = _("Answered so far: %(n)d") % {"n": told.answered}
    rows = [
        (row, url_for(records.of_model(Instruction), "detail", row), (row.due_on - found.day).days) for row in told.next
    ]
    url = _list(Instruction, state=InstructionState.OPEN.value)
    yield Instrument("instructions", finding, measure, url, rows)
