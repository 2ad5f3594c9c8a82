"""The calendar of the running plan: a year by its months, or a month by its days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.desk.interfaces.filters import Choice, chips
from jiangxin.desk.interfaces.widgets import as_uuids
from jiangxin.kernel import access, clock, records
from jiangxin.people.domain.queries.actors import subtree_ids
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.queries import calendar as queries
from jiangxin.planning.domain.queries import tree
from jiangxin.planning.domain.queries.calendar import Wanted
from jiangxin.planning.domain.queries.tree import Mine
from jiangxin.planning.enums import Colour, Part
from jiangxin.planning.interfaces.calendar import Drawn
from jiangxin.planning.interfaces.tree import MINE
from jiangxin.planning.models import Plan, Responsibility, Task
from jiangxin.planning.views.plans import chosen_plan

VIEWS = {"year": gettext_lazy("Year"), "month": gettext_lazy("Month")}
#: So many entries are shown of a month in the year, of a day in the month; of more the number is said.
OF_MONTH, OF_DAY = 8, 4
YEARS = range(2000, 2101)
#: Digits of a year and a month together stay below it.
LONGEST = 7


@dataclass
class Choices:
    """What the address asks for."""

    request: HttpRequest
    plan: Plan
    today: date

    def asked(self, name: str) -> str:
        """Return a parameter of the address."""
        return str(self.request.GET.get(name, ""))

    @property
    def view(self) -> str:
        """Which of the views."""
        return self.asked("view") if self.asked("view") in VIEWS else "year"

    @cached_property
    def month(self) -> date:
        """The first day of the month that is looked at; the year is that of it."""
        year, _dash, month = self.asked("month").partition("-")
        if not month:
            year, month = self.asked("year") or str(self.today.year), str(self.today.month)
        digits = (year + month).isdecimal() and len(year + month) < LONGEST
        known = digits and int(year) in YEARS and 1 <= int(month) <= 12  # noqa: PLR2004 - months
        return date(int(year), int(month), 1) if known else self.today.replace(day=1)

    @cached_property
    def unit(self) -> Organisation | None:
        """The organisation whose work, and that of units below it, is asked for."""
        asked = as_uuids([self.asked("unit")])
        return access.visible(Organisation, self.request.actor).filter(uuid__in=asked).first()

    @cached_property
    def task(self) -> Task | None:
        """The task that is asked for."""
        rows = access.rows(records.of_model(Task), self.request.actor).filter(plan=self.plan)
        return rows.filter(uuid__in=as_uuids([self.asked("task")])).first()

    @property
    def mine(self) -> Mine | None:
        """Which of one's own tasks are asked for, if any."""
        return Mine(self.asked("mine")) if self.asked("mine") in list(Mine) else None

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as the query takes it."""
        tasks = None
        if self.task:
            tasks = Task.objects.filter(pk=self.task.pk)
        elif self.mine:
            tasks = Task.objects.filter(pk__in=tree.mine(self.request.actor, self.mine, self.today))
        return Wanted(
            units=subtree_ids([self.unit.pk])[self.unit.pk] if self.unit else None,
            tasks=tasks,
            colour=self.asked("light") if self.asked("light") in Colour.values else "",
            milestones_only=self.asked("kind") == "milestone",
        )

    @property
    def chosen(self) -> list[Choice]:
        """The filters in force."""
        found = []
        if self.mine:
            found.append(Choice(("mine",), _("My tasks"), str(MINE[self.mine])))
        if self.unit:
            found.append(Choice(("unit",), _("Unit"), str(self.unit)))
        if self.task:
            found.append(Choice(("task",), _("Task"), str(self.task)))
        if self.wanted.colour:
            found.append(Choice(("light",), _("Light"), str(Colour(self.wanted.colour).label)))
        if self.wanted.milestones_only:
            found.append(Choice(("kind",), _("Kind"), _("milestones only")))
        return found

    def address(self, **changes: str) -> str:
        """Return the present address with parameters changed; "" removes one."""
        params = self.request.GET.copy()
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"?{params.urlencode()}"


def calendar(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """Show what falls due in a plan, without `uuid` in the plan in force."""
    plan, plans = chosen_plan(request, uuid, Task)
    if plan is None:
        return render(request, "planning/calendar.html", {"plan": None, "title": _("Calendar")})
    if request.GET.get("view") == "bars":  # where the Gantt chart was
        return redirect("planning:gantt", uuid=plan.uuid)
    chosen = Choices(request, plan, clock.today())
    tasks = access.rows(records.of_model(Task), request.actor).filter(plan=plan)
    shown: dict[str, Callable[[Choices, Any], dict[str, Any]]] = {"year": _year, "month": _month}
    context = {
        "title": _("Calendar"),
        "plan": plan,
        "plans": plans,
        "choices": chosen,
        "today": chosen.today,
        "views": [
            (chosen.address(view="" if key == "year" else key), label, key == chosen.view)
            for key, label in VIEWS.items()
        ],
        "chips": chips(chosen.chosen, request.GET),
        "units": _units(request, tasks),
        "tasks": [(str(row.uuid), str(row)) for row in tasks.order_by("number")],
        "mine": MINE.items(),
        "lights": Colour.choices,
        "paper": "jx-landscape",
        "wide": True,
        **shown[chosen.view](chosen, tasks),
    }
    return render(request, "planning/calendar.html", context)


def _year(chosen: Choices, tasks: Any) -> dict[str, Any]:
    year = chosen.month.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = queries.entries(tasks, chosen.request.actor, first, last, chosen.today, chosen.wanted)
    drawn = Drawn()
    months = [
        {
            "month": month,
            "items": drawn.agenda(due, OF_MONTH),
            "count": len(due),
            "more": max(len(due) - OF_MONTH, 0),
            "address": chosen.address(view="month", month=f"{month:%Y-%m}", year=""),
        }
        for month, due in queries.by_month(found, year)
    ]
    return {**_years(chosen), "months": months, "count": len(found)}


def _month(chosen: Choices, tasks: Any) -> dict[str, Any]:
    first, last = queries.span_of(chosen.month)
    found = queries.entries(tasks, chosen.request.actor, first, last, chosen.today, chosen.wanted)
    within = [entry for entry in found if entry.on.month == chosen.month.month]
    drawn = Drawn()
    weeks = [
        [(day, day.month == chosen.month.month, drawn.cell(due, OF_DAY)) for day, due in week]
        for week in queries.weeks(found, chosen.month)
    ]
    before, after = (_shifted(chosen.month, by) for by in (-1, 1))
    return {
        "heading": chosen.month,
        "weeks": weeks,
        "agenda": drawn.agenda(within),
        "count": len(within),
        "before": chosen.address(month=f"{before:%Y-%m}", year=""),
        "after": chosen.address(month=f"{after:%Y-%m}", year=""),
    }


def _years(chosen: Choices) -> dict[str, Any]:
    """Return what leads to the years before and after."""
    year = chosen.month.year
    return {
        "year": year,
        "before": chosen.address(year=str(year - 1), month=""),
        "after": chosen.address(year=str(year + 1), month=""),
    }


def _shifted(month: date, by: int) -> date:
    """Return the first day of the month before or after."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _units(request: HttpRequest, tasks: Any) -> list[tuple[str, str]]:
    """Return the units that lead or support a task, as a form offers them."""
    parts = Responsibility.objects.on(clock.today()).filter(part__in=(Part.LEAD, Part.SUPPORT))
    seen = access.rows(records.of_model(Responsibility), request.actor).filter(
        pk__in=parts.values("pk"), task__in=tasks.values("pk")
    )
    rows = access.visible(Organisation, request.actor).filter(pk__in=seen.values("organisation"))
    return [(str(row.uuid), str(row)) for row in rows.order_by("sort_key")]
