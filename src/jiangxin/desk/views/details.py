"""The page of one row: facts left, timeline right, lawful steps on top, related rows as counted tabs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from jiangxin.desk.additions import buttons_of
from jiangxin.desk.domain.queries.history import history_of
from jiangxin.desk.interfaces.cells import plain, render_state, tags
from jiangxin.desk.interfaces.columns import Cell, cells, default_names, field_cell, relations
from jiangxin.desk.interfaces.paging import Page, counted, page_number
from jiangxin.desk.interfaces.tables import table_class
from jiangxin.desk.links import optional, url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.desk.views.lists import PAGE, Heading
from jiangxin.kernel import access, write
from jiangxin.kernel.records import RecordType, Related, find_for, get
from jiangxin.workflow.domain.queries.progress import Progress, newest_for, progress_of

ON_TAB = 20
IN_TIMELINE = 8


class DetailView(RecordView):
    """One row with everything that belongs to it and that the actor may see."""

    template = "desk/detail.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the row."""
        instance = self.row()
        happenings, more = self.happenings(instance)
        tabs = self.tabs(instance)
        return self.page(
            title=str(instance),
            instance=instance,
            crumbs=self.crumbs(),
            sections=[{"title": s.title, "facts": self.facts(instance, s.fields)} for s in self.sections()],
            steps=write.lawful(self.record, instance, self.actor),
            buttons=self.buttons(instance),
            happenings=happenings,
            more_history=more,
            tabs=tabs,
            tab=next((tab for tab in tabs if tab["active"]), None),
            approval=self.approval(instance),
        )

    def happenings(self, instance: Model) -> tuple[list[Any], bool]:
        """Return what happened to the row lately, newest first, and whether there is more."""
        if not self.can("history", instance):
            return [], False
        return history_of(self.record, instance, self.actor, limit=IN_TIMELINE)

    def sections(self) -> tuple[Any, ...]:
        """Return the groups of facts: those of the page, else those of the form."""
        return self.record.detail_sections or self.record.form_sections

    def facts(self, instance: Model, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return label, value and, for rows the actor may open, the address of each field."""
        found = []
        for name in names:
            cell = cells(self.record).get(name) or field_cell(self.record, name)
            value = cell.value(instance)
            found.append({"label": cell.heading, "value": self.shown(instance, cell, value), "url": self.link(value)})
        return found

    def shown(self, instance: Model, cell: Cell, value: Any) -> Any:
        """Return the value as the page shows it."""
        if cell.kind == "state":
            return render_state(self.record, instance, cell.path[-1])
        if isinstance(value, (list, tuple)):
            return tags(value)
        return plain(value)

    def link(self, value: Any) -> str:
        """Return the address of a row that a field points to, "" where it may not be opened."""
        if not isinstance(value, Model):
            return ""
        record = find_for(type(value))
        return url_for(record, "detail", value) if record and access.may(record, self.actor, "view", value) else ""

    def buttons(self, instance: Model) -> list[dict[str, str]]:
        """Return what may be done with the row besides the steps of its life cycle."""
        found = [
            {"key": key, "url": url_for(self.record, page, instance)}
            for key, page, verb in (("edit", "edit", "change"), ("delete", "delete", "delete"))
            if self.can(verb, instance) and (key != "edit" or self.record.form_sections)
        ]
        for action in self.record.actions:
            if action.on == "detail" and self.can(action.verb, instance):
                url = optional(action.url, uuid=instance.uuid)
                found.append({"key": "own", "url": url, "label": str(action.label), "icon": action.icon})
        return found + [{"key": "own", **vars(button)} for button in buttons_of(self.record, instance, self.actor)]

    def approval(self, instance: Model) -> Progress | None:
        """Return where the newest approval of the row stands."""
        newest = newest_for(self.record, instance, self.actor)
        return progress_of(newest, self.actor) if newest else None

    def tabs(self, instance: Model) -> list[dict[str, Any]]:
        """Return one tab for each related record type the actor may see, counted; the open one with rows."""
        found: list[dict[str, Any]] = []
        for related in self.record.tabs:
            other = get(related.record)
            if not access.may(other, self.actor, "view"):
                continue
            rows = access.rows(other, self.actor).filter(**{related.path: instance})
            key = f"{related.record}.{related.path}"
            label = str(related.label or other.title_plural())
            found.append(
                {"key": key, "label": label, "count": counted(rows), "rows": rows, "related": related, "active": False}
            )
        asked = self.request.GET.get("tab")
        active = next((tab for tab in found if tab["key"] == asked), found[0] if found else None)
        if active:
            active["active"] = True
            active.update(
                self.tab_content(
                    instance, get(active["related"].record), active["related"], active["rows"], active["count"]
                )
            )
        return found

    def tab_content(
        self, instance: Model, other: type[RecordType], related: Related, rows: QuerySet[Any], count: int
    ) -> dict[str, Any]:
        """Return the table of the open tab, its pages and the address for adding a row."""
        names = [name for name in default_names(other) if name != related.path] or list(default_names(other))
        page = Page(self.request.GET.get("page"), count, ON_TAB)
        rows = access.with_related(rows, relations(other, names)).prefetch_related(*other.prefetch)
        table = table_class(other, names)(
            list(page.of(rows.order_by(*other.ordering, "pk"))), orderable=False, empty_text=""
        )
        heads = [
            Heading(cells(other)[n].heading, c.column.attrs["th"]["class"], "", "")
            for n, c in zip(names, table.columns, strict=True)
        ]
        add = ""
        if access.may(other, self.actor, "add") and related.path in other.form_fields() and "add" not in other.pages:
            add = url_for(other, "add", query={related.path: str(instance.uuid)})
        return {"table": table, "headings": heads, "other": other, "page": page, "add": add}


class HistoryView(RecordView):
    """Everything that happened to a row."""

    template = "desk/history.html"
    verb = "history"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show one page of the history."""
        instance = self.row()
        if not self.can("view", instance):
            raise PermissionDenied
        number = page_number(request.GET.get("page"))
        happenings, more = history_of(self.record, instance, self.actor, start=(number - 1) * PAGE, limit=PAGE)
        return self.page(
            title=str(instance),
            instance=instance,
            crumbs=self.crumbs(instance),
            happenings=happenings,
            more=more,
            number=number,
        )
