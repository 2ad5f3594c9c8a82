"""Acting on several rows: first what would happen to each, then doing it to those where it is lawful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.desk.interfaces.widgets import as_uuids
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.desk.views.shell import safe_next
from jiangxin.kernel import access, write
from jiangxin.kernel.errors import JiangxinError
from jiangxin.kernel.states import Transition

#: So many rows at once: one page of the list, with room to spare.
MOST_ROWS = 200


def chosen_rows(request: HttpRequest, most: int) -> list[str]:
    """Return the identifiers of the chosen rows, and tell the person where they are more than can be acted on."""
    chosen = as_uuids(request.POST.getlist("row"))
    if len(chosen) > most:
        text = _("%(n)d rows are selected. The first %(most)d are taken now; take the others afterwards.")
        messages.warning(request, text % {"n": len(chosen), "most": most})
    return chosen[:most]


@dataclass(frozen=True)
class Outcome:
    """What would happen to one row; `refusal` says why nothing would."""

    row: Any
    refusal: str


class BulkView(RecordView):
    """The preview, and with `confirm` the deed."""

    template = "desk/bulk.html"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Preview the action on the chosen rows, or do it."""
        chosen = chosen_rows(request, MOST_ROWS)
        action = request.POST.get("action", "")
        back = safe_next(request, url_for(self.record, "list"))
        step = self.step(action)
        rows = list(
            access.with_related(self.rows(), self.record.related)
            .filter(uuid__in=chosen)
            .order_by(*self.record.ordering, "pk")
        )
        if not rows:
            messages.warning(request, _("Select rows first."))
            return redirect(back)
        outcomes = self.for_step(rows, step) if step else self.for_deletion(rows)
        lawful = [outcome.row for outcome in outcomes if not outcome.refusal]
        if "confirm" not in request.POST or not lawful:
            return self.show(action, step, outcomes, back)
        try:
            done = self.do(lawful, step, request.POST.get("reason", ""))
        except JiangxinError as error:
            return self.show(action, step, outcomes, back, message=str(error), status=422)
        except (ProtectedError, RestrictedError):
            message = _("Something began to refer to one of the rows. Nothing was deleted; look again.")
            return self.show(action, step, self.for_deletion(rows), back, message=message, status=409)
        messages.success(request, ngettext("Done for %(n)d row.", "Done for %(n)d rows.", done) % {"n": done})
        return redirect(back)

    def step(self, action: str) -> Transition | None:
        """Return the step that is asked for, None for deleting; 404 for anything else."""
        if action == "delete" and "delete" in self.record.permissions:
            return None
        try:
            return self.record.workflow.get(action.removeprefix("step:"))
        except (AttributeError, KeyError):
            raise Http404 from None

    def for_step(self, rows: list[Any], step: Transition) -> list[Outcome]:
        """Return what the step would do to each row (one query besides the guards')."""
        allowed = set(
            access.permitted(self.record, self.actor, step.permission)
            .filter(pk__in=[row.pk for row in rows])
            .values_list("pk", flat=True)
        )
        column = self.record.workflow.column
        found = []
        for row in rows:
            if row.pk not in allowed:
                refusal = _("This step is not yours to take on this row.")
            elif step.fields:
                refusal = _("This step asks for values. Take it on the page of the row.")
            elif getattr(row, column) not in step.sources:
                refusal = _("Not possible from its present state.")
            else:
                refusal = step.refusal(row, self.actor)
            found.append(Outcome(row, refusal))
        return found

    def for_deletion(self, rows: list[Any]) -> list[Outcome]:
        """Return which rows could be deleted and what stands in the way of the others."""
        allowed = set(
            access.rows(self.record, self.actor, "delete")
            .filter(pk__in=[r.pk for r in rows])
            .values_list("pk", flat=True)
        )
        found = []
        for row in rows:
            refusal = "" if row.pk in allowed else _("You may not delete this row.")
            if not refusal:
                try:
                    Collector(using="default").collect([row])
                except (ProtectedError, RestrictedError) as error:
                    blocking = getattr(error, "protected_objects", None) or error.restricted_objects
                    kinds = sorted({str(other._meta.verbose_name_plural) for other in blocking})
                    refusal = _("Still referred to by: %(kinds)s.") % {"kinds": ", ".join(kinds)}
            found.append(Outcome(row, refusal))
        return found

    def do(self, rows: list[Any], step: Transition | None, reason: str) -> int:
        """Do it, all or nothing; return to how many rows."""
        if step is not None:
            return write.apply_many(self.record, rows, step.name, actor=self.actor, reason=reason)
        with transaction.atomic(), write.writing(self.actor, reason):
            for row in rows:
                write.delete(self.record, row, actor=self.actor, reason=reason)
        return len(rows)

    def show(
        self,
        action: str,
        step: Transition | None,
        outcomes: list[Outcome],
        back: str,
        *,
        message: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Draw the preview."""
        return self.page(
            status=status,
            title=str(step.label) if step else _("Delete"),
            action=action,
            step=step,
            outcomes=sorted(outcomes, key=lambda outcome: bool(outcome.refusal)),
            lawful=sum(1 for outcome in outcomes if not outcome.refusal),
            total=len(outcomes),
            needs_reason=step is None or step.reason_required,
            message=message,
            reason=self.request.POST.get("reason", ""),
            back=back,
        )
