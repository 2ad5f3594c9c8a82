"""Which plan a page of running tasks is about."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.planning.domain.queries.plans import plans_of
from jiangxin.planning.models import Plan


def chosen_plan(request: HttpRequest, uuid: Any, about: type[Model]) -> tuple[Plan | None, list[Plan]]:
    """Return the plan of the address, or without one the plan in force, and all plans one may turn to.

    Raises PermissionDenied for those who may not see what the page is about at all, Http404 for plans
    that are out of reach or have no tasks yet.
    """
    if not access.may(records.of_model(about), request.actor, "view"):
        raise PermissionDenied
    plans = plans_of(request.actor)
    if uuid is None:
        return (plans[0] if plans else None), plans
    chosen = next((plan for plan in plans if plan.uuid == uuid), None)
    if chosen is None:
        raise Http404(_("There is no such record, or you may not see it."))
    return chosen, plans
