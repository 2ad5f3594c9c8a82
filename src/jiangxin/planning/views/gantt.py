"""The Gantt chart of a plan: its tasks and milestones over a quarter, a half-year, a year or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiangxin.desk.interfaces.filters import chips
from jiangxin.kernel import access, clock, records
from jiangxin.planning.domain.queries import gantt as queries
from jiangxin.planning.domain.queries.calendar import Entry
from jiangxin.planning.domain.queries.gantt import Show
from jiangxin.planning.interfaces.calendar import Drawn
from jiangxin.planning.interfaces.gantt import MONTHS, GanttRows, Period, period_of, shifted
from jiangxin.planning.interfaces.tree import MINE
from jiangxin.planning.models import Subtask, Task
from jiangxin.planning.views.plans import chosen_plan
from jiangxin.planning.views.tree import FIELDS, GROUPINGS, Selection

PLAN = "plan"
#: How many months each range has; a plan has all of its years.
RANGES = {"quarter": 3, "half": 6, "year": 12, PLAN: 0}
LABELS = {
    "quarter": pgettext_lazy("range", "Quarter"),
    "half": pgettext_lazy("range", "Half-year"),
    "year": gettext_lazy("Year"),
    PLAN: pgettext_lazy("range", "Whole plan"),
}
SHOWS = {
    Show.ALL: gettext_lazy("everything in the period"),
    Show.MILESTONES: gettext_lazy("milestones and deadlines of the period"),
    Show.LATE: gettext_lazy("what is overdue"),
    Show.AHEAD: gettext_lazy("milestones of the next four weeks"),
}
#: Up to so many entries all tasks are unfolded at first.
UNFOLDED = 240
#: So many entries of a month are listed on a phone; of more the number is said.
OF_MONTH = 12
YEARS = range(2000, 2101)
#: Digits of a year and a month.
DIGITS = 6


@dataclass
class Choices(Selection):
    """What the address asks for besides the tasks: the range, its place, and which entries."""

    @property
    def range(self) -> str:
        """How long the period is."""
        asked = self.request.GET.get("range", "")
        return asked if asked in RANGES else "year"

    @property
    def show(self) -> Show:
        """Which entries are shown."""
        asked = self.request.GET.get("show", "")
        return Show(asked) if asked in list(Show) else Show.ALL

    @property
    def month(self) -> date:
        """The first day of a month in the period."""
        digits = self.request.GET.get("on", "").replace("-", "", 1)
        if len(digits) == DIGITS and digits.isascii() and digits.isdecimal():
            year, month = int(digits[:4]), int(digits[4:])
            if year in YEARS and 1 <= month <= MONTHS:
                return date(year, month, 1)
        return clock.today().replace(day=1)

    @cached_property
    def period(self) -> Period:
        """The period."""
        if months := RANGES[self.range]:
            return period_of(months, self.month)
        return Period(*queries.extent(self.rows, self.plan, self.request.actor, clock.today()))

    @property
    def steps_address(self) -> str:
        """The part of the address that the rows of one task need."""
        return f"?first={self.period.first:%Y-%m-%d}&last={self.period.last:%Y-%m-%d}&show={self.show}"


def gantt(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """Show the chart of a plan, without `uuid` of the plan in force."""
    plan, plans = chosen_plan(request, uuid, Task)
    if plan is None:
        return render(request, "planning/gantt.html", {"plan": None, "title": _("Gantt chart")})
    chosen = Choices(request, plan)
    period, today = chosen.period, clock.today()
    found = queries.gantt(
        chosen.rows, plan, request.actor, today, (period.first, period.last), grouping=chosen.grouping, show=chosen.show
    )
    folded = len(found.entries) > UNFOLDED
    opened = chosen.opened if "open" in request.GET else (set() if folded else None)
    moves = {} if chosen.range == PLAN else {name: shifted(period, by) for name, by in (("before", -1), ("after", 1))}
    drawn = GanttRows(period, chosen.steps_address, f"{chosen.address(open=None)}&open={{}}")
    context = {
        "title": _("Gantt chart"),
        "plan": plan,
        "plans": plans,
        "period": period,
        "today": today,
        "rows": drawn.page(found.bands, None if opened is None else set(opened)),
        "lines": period.lines(today),
        "count": len(found.entries),
        "idle": found.idle,
        "months": list(_months(found.entries, Drawn())),
        "all_open": opened is None,
        "open_all": chosen.address(open="all"),
        "close_all": chosen.address(open="0"),
        **{name: chosen.address(on=f"{day:%Y-%m}") for name, day in moves.items()},
        **_choices(chosen),
        "may_split": access.may(records.of_model(Subtask), request.actor, "view"),
        "paper": "jx-wide-paper",
        "wide": True,
    }
    return render(request, "planning/gantt.html", context)


def _choices(chosen: Choices) -> dict[str, Any]:
    """Return what the bar above the chart offers."""
    request = chosen.request
    kept = {"group", "open", "range", "on", "show"}
    calendar = reverse("planning:calendar", kwargs={"uuid": chosen.plan.uuid})
    return {
        "selection": chosen,
        "filters": chosen.filters,
        "filter_fields": [chosen.filters.form[name] for name in FIELDS],
        "mine": [(key.value, label, key == chosen.mine) for key, label in MINE.items()],
        "ranges": [
            (chosen.address(range=None if key == "year" else key), label, key == chosen.range)
            for key, label in LABELS.items()
        ],
        "shows": [
            (chosen.address(show=None if key == Show.ALL else key.value), label, key == chosen.show)
            for key, label in SHOWS.items()
        ],
        "show": SHOWS[chosen.show],
        "groupings": [
            (chosen.address(group=key.value), label, key == chosen.grouping) for key, label in GROUPINGS.items()
        ],
        "grouped": GROUPINGS[chosen.grouping],
        "chips": chips(chosen.choices, request.GET),
        "search": request.GET.get("q", ""),
        "kept": [(key, value) for key, values in request.GET.lists() for value in values if key in kept],
        "calendar": calendar,
    }


def _months(found: Sequence[Entry], drawn: Drawn) -> Iterator[tuple[date, SafeString, int, int]]:
    """Yield the months in which something is due: its entries as a list, how many there are, how many are left out."""
    months: dict[date, list[Entry]] = {}
    for entry in sorted(found, key=lambda entry: entry.on):
        months.setdefault(entry.on.replace(day=1), []).append(entry)
    for month, due in months.items():
        yield month, drawn.agenda(due, OF_MONTH), len(due), max(len(due) - OF_MONTH, 0)


def steps(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Return the rows of one task in a period, for the chart to put under it."""
    rows = access.rows(records.of_model(Task), request.actor).filter(uuid=uuid)
    get_object_or_404(rows)
    today = clock.today()
    period = Period(_day(request, "first", today), _day(request, "last", today))
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in list(Show) else Show.ALL
    found = queries.entries(rows, request.actor, today, (period.first, period.last), show)
    return HttpResponse(GanttRows(period).entries(sorted(found, key=queries.place)))


def _day(request: HttpRequest, name: str, default: date) -> date:
    """Return a day of the address; the present year where there is none."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return default.replace(month=1, day=1) if name == "first" else default.replace(month=12, day=31)
