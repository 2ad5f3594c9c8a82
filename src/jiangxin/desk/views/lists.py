"""The list page of any record type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst

from jiangxin.desk.context import DENSITY_COOKIE
from jiangxin.desk.domain.queries.saved_views import views_for
from jiangxin.desk.domain.saved_views import SHARE
from jiangxin.desk.interfaces.columns import cells, default_names, point_out_rows, relations
from jiangxin.desk.interfaces.filters import chips, filterset_for
from jiangxin.desk.interfaces.paging import EXACT_TO, Page, counted
from jiangxin.desk.interfaces.tables import RecordTable, table_class
from jiangxin.desk.links import optional, url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import access

PAGE = 50


@dataclass(frozen=True)
class Heading:
    """The head of one column: where a click on it leads and how the list is sorted by it now."""

    label: str
    classes: str
    address: str
    sorted: str


class ListView(RecordView):
    """Title with count, filters as chips, search, saved views, columns, table, pages."""

    template = "desk/list.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show one page of the list."""
        views = list(views_for(self.actor, self.record.key()))
        if not request.GET:
            default = next((v for v in views if v.is_default and v.account_id == self.actor.account_id), None)
            if default:
                return redirect(f"{request.path}?{default.query}&view={default.uuid}")
        names = self.names()
        filters = filterset_for(self.record)(request.GET, queryset=self.rows(), actor=self.actor)
        rows = filters.qs if filters.is_valid() else self.rows().none()
        page = Page(request.GET.get("page"), counted(rows), PAGE)
        shown = self.shown(rows, names, page)
        filters.as_it_was(shown)
        table = table_class(self.record, names)(shown, orderable=False, empty_text="")
        return self.page(
            title=capfirst(self.record.title_plural()),
            lead=self.record.purpose,
            table=table,
            headings=self.headings(names, table),
            filters=filters,
            filter_fields=[field for field in filters.form if field.name != "q"],
            open_filters=bool(filters.errors),
            chips=chips(filters.chosen(), request.GET),
            count=page.count,
            exact_to=EXACT_TO,
            page=page,
            is_filtered=bool(filters.chosen() or request.GET.get("q")),
            columns=self.column_choice(names),
            density=request.COOKIES.get(DENSITY_COOKIE, "normal"),
            views=views,
            view=next((v for v in views if str(v.uuid) == request.GET.get("view")), None),
            may_share=self.actor.can(SHARE),
            buttons=self.buttons(),
            can_add=self.can("add"),
            can_fill=self.can("add") or bool(self.record.imports and self.can("import")),
            bulk=self.bulk_actions(),
            search=request.GET.get("q", ""),
            has_search="q" in filters.filters,
            kept=[
                (key, value) for key, values in request.GET.lists() for value in values if key in {"sort", "columns"}
            ],
        )

    def names(self) -> list[str]:
        """Return the chosen columns, the declared ones when none are."""
        asked = dict.fromkeys(self.request.GET.get("columns", "").split(","))
        wanted = [name for name in asked if name in cells(self.record)]
        return wanted or list(default_names(self.record))

    def shown(self, rows: QuerySet[Any], names: list[str], page: Page) -> list[Any]:
        """Return the rows of one page in the order asked for, with what their columns read."""
        rows = access.with_related(rows.order_by(*self.ordering()), relations(self.record, names))
        shown = list(page.of(rows.prefetch_related(*self.record.prefetch)))
        point_out_rows(self.record, names, shown, self.actor)
        return shown

    def ordering(self) -> list[str]:
        """Return the ORM order of the address, else the declared one; always decided by the key at last."""
        name = self.request.GET.get("sort", "")
        cell = cells(self.record).get(name.lstrip("-"))
        paths = cell.ordered(descending=name.startswith("-")) if cell else []
        return [*(paths or self.record.ordering), "pk"]

    def headings(self, names: list[str], table: RecordTable) -> list[Heading]:
        """Return the heads of the columns with their sort links."""
        present = self.request.GET.get("sort", "")
        found = []
        for name, column in zip(names, table.columns, strict=True):
            cell = cells(self.record)[name]
            ordered = "" if present.lstrip("-") != name else "descending" if present.startswith("-") else "ascending"
            params = self.request.GET.copy()
            params.pop("page", None)
            params["sort"] = f"-{name}" if ordered == "ascending" else name
            address = f"?{params.urlencode()}" if cell.order_by else ""
            found.append(Heading(cell.heading, column.column.attrs["th"]["class"], address, ordered))
        return found

    def column_choice(self, names: list[str]) -> list[dict[str, Any]]:
        """Return every column with whether it is shown, shown ones first in their order."""
        known = cells(self.record)
        order = [*names, *(name for name in known if name not in names)]
        return [{"name": name, "label": known[name].heading, "shown": name in names} for name in order]

    def buttons(self) -> list[dict[str, str]]:
        """Return what may be done with the list: the primary action first."""
        found = []
        if self.can("add"):
            found.append({"key": "add", "url": url_for(self.record, "add")})
        found.extend(
            {"key": "own", "url": optional(action.url), "label": str(action.label), "icon": action.icon}
            for action in self.record.actions
            if action.on == "list" and self.can(action.verb)
        )
        if self.record.imports and self.can("import"):
            found.append({"key": "import", "url": url_for(self.record, "import")})
        if self.can("export"):
            found.append({"key": "export", "url": f"{url_for(self.record, 'export')}?{self.request.GET.urlencode()}"})
        return found

    def bulk_actions(self) -> list[dict[str, str]]:
        """Return what may be done with several rows at once."""
        found = []
        if self.record.workflow:
            found.extend(
                {"value": f"step:{step.name}", "label": str(step.label), "style": step.style}
                for step in self.record.workflow.transitions
                if step.permission is not None and not step.fields and access.allows(self.actor, step.permission)
            )
        if self.can("delete"):
            found.append({"value": "delete", "label": "", "style": "danger"})
        return found
