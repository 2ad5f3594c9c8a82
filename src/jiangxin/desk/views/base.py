"""What all generic pages share: which record type, which row, who asks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from jiangxin.desk.links import url_for
from jiangxin.desk.navigation import entry_of
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType, get


class RecordView(View):
    """Base of the pages about a record type.

    `verb` names the permission that opens the page. Without it on the record type the answer is
    403; for a row out of reach it is 404, so that nobody learns that it exists.
    """

    verb = "view"
    template = ""

    record: type[RecordType]
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record type of the address."""
        super().setup(request, *args, **kwargs)
        self.actor = request.actor
        try:
            self.record = get(f"{kwargs['room']}.{kwargs['slug']}")
        except KeyError:
            raise Http404(_("There is no such list.")) from None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever lacks the permission on every conceivable row."""
        if not self.permitted():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def permitted(self) -> bool:
        """Whether the actor may open this page at all."""
        return access.may(self.record, self.actor, self.verb)

    def rows(self) -> QuerySet[Any]:
        """Return the rows that the page may show."""
        return access.rows(self.record, self.actor, self.verb)

    def row(self) -> Any:
        """Return the row of the address; 404 when it does not exist or is out of reach."""
        found = access.with_related(self.rows(), self.record.related).filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404(_("There is no such record, or you may not see it."))
        return found

    def crumbs(self, instance: Model | None = None) -> list[tuple[str, str]]:
        """Return the way to this page as (label, address)."""
        entry = entry_of(self.record)
        name = capfirst(self.record.title_plural())
        way = [(str(entry.label), "")] if entry and str(entry.label) != name else []
        way.append((name, url_for(self.record, "list")))
        if instance is not None:
            way.append((str(instance), url_for(self.record, "detail", instance)))
        return way

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with what every page of a record type needs."""
        context = {"record": self.record, "crumbs": self.crumbs(), **context}
        return render(self.request, template or self.template, context, status=status)

    def can(self, verb: str, instance: Model | None = None) -> bool:
        """Whether the actor may do `verb`, on the row or at all."""
        return access.may(self.record, self.actor, verb, instance)
