"""The task tree of a plan: filters, groups, saved views, what is opened on demand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiangxin.desk.domain.queries.saved_views import views_for
from jiangxin.desk.domain.saved_views import SHARE, delete_view, save_view
from jiangxin.desk.interfaces.filters import Choice, RecordFilterSet, chips, filterset_for
from jiangxin.desk.interfaces.widgets import as_number
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.planning.domain.lights.rollups import By, explain, rollup
from jiangxin.planning.domain.queries import tree as queries
from jiangxin.planning.domain.queries.steps import steps_of
from jiangxin.planning.domain.queries.tree import Grouping, Mine
from jiangxin.planning.enums import Colour
from jiangxin.planning.interfaces.tree import MINE, TreeRows, counted, percent, progress
from jiangxin.planning.models import Plan, Task, Urging
from jiangxin.planning.views.plans import chosen_plan

#: Under which name views of this page are saved.
VIEWS = "planning.tree"
#: Filters of the list of tasks that this page has too, in this order.
FIELDS = ("light", "state", "kind", "lead", "oversight", "responsible", "due_on", "clause")
#: What in the address is no filter.
NO_FILTERS = ("open", "group", "view", "page")
GROUPINGS = {
    Grouping.CLAUSE: gettext_lazy("By clause"),
    Grouping.LEAD: gettext_lazy("By lead unit"),
    Grouping.LEADER: gettext_lazy("By leader in charge"),
}


@dataclass
class Selection:
    """The tasks that the address asks for, within the rights of who asks."""

    request: HttpRequest
    plan: Plan
    verb: str = "view"

    @cached_property
    def filters(self) -> RecordFilterSet:
        """The filters of the list of tasks, bound to the address."""
        record = records.of_model(Task)
        actor = self.request.actor
        rows = access.rows(record, actor, self.verb).filter(plan=self.plan)
        return filterset_for(record)(self.request.GET, queryset=rows, actor=actor)

    @property
    def mine(self) -> Mine | None:
        """Which of one's own tasks are asked for, if any."""
        asked = self.request.GET.get("mine", "")
        return Mine(asked) if asked in list(Mine) else None

    @cached_property
    def rows(self) -> QuerySet[Task]:
        """The tasks; none where the filters cannot be read."""
        filters, day = self.filters, clock.today()
        if not filters.is_valid():
            return filters.queryset.none()
        rows: QuerySet[Task] = filters.qs
        if self.mine:
            rows = rows.filter(pk__in=queries.mine(self.request.actor, self.mine, day))
        if posts := filters.form.cleaned_data["oversight"]:
            rows = rows.filter(pk__in=queries.overseen(posts, day))
        return rows

    @property
    def choices(self) -> list[Choice]:
        """The filters in force."""
        own = [Choice(("mine",), _("My tasks"), str(MINE[self.mine]))] if self.mine else []
        return own + self.filters.chosen()

    @property
    def grouping(self) -> Grouping:
        """Under which heads the tasks stand."""
        asked = self.request.GET.get("group", "")
        return Grouping(asked) if asked in list(Grouping) else Grouping.CLAUSE

    @property
    def opened(self) -> Collection[int] | None:
        """The numbers of the tasks that are opened, None for all."""
        asked = self.request.GET.getlist("open")
        return None if "all" in asked else {as_number(number) or 0 for number in asked}

    def address(self, **changes: Any) -> str:
        """Return the present address with parameters changed; None removes one."""
        params = self.request.GET.copy()
        for name, value in {"view": None, **changes}.items():
            params.pop(name, None)
            if value is not None:
                params.setlist(name, value if isinstance(value, list) else [value])
        return f"?{params.urlencode()}"

    @property
    def narrowing(self) -> str:
        """The parts of the address that narrow what is shown, or group it."""
        params = self.request.GET.copy()
        for name in ("open", "view", "page", "format"):
            params.pop(name, None)
        return params.urlencode()


def tree(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """Show the tree of a plan, without `uuid` that of the plan in force."""
    plan, plans = chosen_plan(request, uuid, Task)
    if plan is None:
        return render(request, "planning/tree.html", {"plan": None, "title": _("Task overview")})
    saved = list(views_for(request.actor, VIEWS))
    if not request.GET:
        default = next((v for v in saved if v.is_default and v.account_id == request.actor.account_id), None)
        if default:
            return redirect(f"{request.path}?{default.query}&view={default.uuid}")
    chosen = Selection(request, plan)
    found = queries.tree(
        chosen.rows, plan, request.actor, clock.today(), grouping=chosen.grouping, opened=chosen.opened
    )
    steps = _steps(request)
    may_urge = access.may(records.of_model(Urging), request.actor, "add")
    drawn = TreeRows(selectable=bool(steps or may_urge), open_address=f"{chosen.address(open=None)}&open={{}}")
    lights = {colour: chosen.address(light=colour.value) for colour in Colour}
    context = {
        "title": _("Task overview"),
        "plan": plan,
        "plans": plans,
        "record": records.of_model(Task),
        "tree": found,
        "rows": drawn.page(found.groups),
        "heads": drawn.heads,
        "lights": counted(found.sums.colours, lights),
        "progress": progress(found.sums),
        "selection": chosen,
        "filters": chosen.filters,
        "filter_fields": [chosen.filters.form[name] for name in FIELDS],
        "mine": [(key.value, label, key == chosen.mine) for key, label in MINE.items()],
        "groupings": [
            (chosen.address(group=None if key == Grouping.CLAUSE else key.value), label, key == chosen.grouping)
            for key, label in GROUPINGS.items()
        ],
        "chips": chips(chosen.choices, request.GET),
        "search": request.GET.get("q", ""),
        "kept": [(key, value) for key, values in request.GET.lists() for value in values if key in {"group", "open"}],
        "all_open": chosen.opened is None,
        "open_all": chosen.address(open="all"),
        "close_all": chosen.address(open=None),
        "steps": steps,
        "may_urge": may_urge,
        "views": saved,
        "view": next((v for v in saved if str(v.uuid) == request.GET.get("view")), None),
        "views_url": reverse("planning:tree-views", kwargs={"uuid": plan.uuid}),
        "may_share": request.actor.can(SHARE),
        "paper": "jx-landscape",
        "wide": True,
    }
    return render(request, "planning/tree.html", context)


def _steps(request: HttpRequest) -> list[Any]:
    """Return the steps that may be taken with several tasks at once."""
    table = records.of_model(Task).workflow
    return [
        step
        for step in (table.transitions if table else ())
        if step.permission is not None and not step.fields and access.allows(request.actor, step.permission)
    ]


def steps(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Return the rows of the sub-tasks of one task, for the tree to put under it."""
    task = get_object_or_404(access.rows(records.of_model(Task), request.actor), uuid=uuid)
    found = steps_of([task.pk], request.actor, clock.today()).get(task.pk, [])
    return HttpResponse(mark_safe("".join(TreeRows(selectable=False).steps(found))))  # noqa: S308 - rows are escaped


def explained(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show how the progress of the tasks that the address asks for comes about."""
    plan, _plans = chosen_plan(request, uuid, Task)
    if plan is None:
        raise Http404
    chosen = Selection(request, plan)
    rows = explain(By.PLAN, plan.pk, clock.today(), tasks=chosen.rows)
    parts = [
        {
            "part": part,
            "share": f"{float(part.share) * 100:.2f}",
            "points": "" if part.points is None else f"{float(part.points):.2f}",
            "percent": percent(part.percent),
        }
        for part in rows
    ]
    sums = next(iter(rollup(By.PLAN, clock.today(), tasks=chosen.rows)), None)
    context = {
        "title": _("How the progress is computed"),
        "plan": plan,
        "parts": parts,
        "progress": progress(sums) if sums else "",
        "chips": chosen.choices,
        "back": f"{reverse('planning:tree', kwargs={'uuid': plan.uuid})}?{chosen.narrowing}",
    }
    return render(request, "planning/tree_progress.html", context)


@require_POST
def views(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Keep the present filters and groups under a name, or delete a view of one's own."""
    plan, _plans = chosen_plan(request, uuid, Task)
    address = reverse("planning:tree", kwargs={"uuid": plan.uuid if plan else uuid})
    if "delete" in request.POST:
        own = views_for(request.actor, VIEWS).filter(account=request.actor.account_id)
        delete_view(get_object_or_404(own, uuid=request.POST["delete"]), actor=request.actor)
        messages.success(request, _("The view is deleted."))
        return redirect(f"{address}?view=")
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for name in ("page", "view"):
        query.pop(name, None)
    try:
        view = save_view(
            VIEWS,
            request.POST.get("name", ""),
            query.urlencode(),
            actor=request.actor,
            is_default="is_default" in request.POST,
            is_shared="is_shared" in request.POST,
        )
    except REFUSALS as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect(f"{address}?{query.urlencode()}")
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{address}?{view.query}&view={view.uuid}")
