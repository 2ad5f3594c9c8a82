"""The board of supervision: what is to be done today. A unit finds what it is asked."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records
from jiangxin.supervision.domain.queries.board import board as query
from jiangxin.supervision.enums import UNSETTLED, FindingState
from jiangxin.supervision.models import Finding, Round

#: States of findings in the order of their life.
ORDER = (
    FindingState.DRAFT,
    FindingState.PUT,
    FindingState.RECTIFYING,
    FindingState.RECTIFIED,
    FindingState.CLOSED,
    FindingState.NOTED,
)


#: Who does what next with a finding.
NEXT = {
    FindingState.DRAFT: _("the team puts it to the unit"),
    FindingState.PUT: _("the unit states its measures"),
    FindingState.RECTIFYING: _("the unit reports the result"),
    FindingState.RECTIFIED: _("somebody else verifies it"),
}


def board(request: HttpRequest) -> HttpResponse:
    """Show the board as far as the reader may see it."""
    record = records.of_model(Finding)
    if not access.may(record, request.actor, "view"):
        raise PermissionDenied
    found = query(request.actor, clock.today())
    supervises = access.may(records.of_model(Round), request.actor, "view")
    late = {"state": list(UNSETTLED), "rectify_by_to": clock.today() - timedelta(1)}
    tallies = [
        (state.label, found.states[state], url_for(record, "list", query={"state": state.value}))
        for state in ORDER
        if found.states[state] or (supervises and state != FindingState.DRAFT)
    ]
    context = {
        "title": gettext("Supervision board"),
        "board": found,
        "supervises": supervises,
        "next": NEXT,
        "tallies": tallies,
        "overdue": url_for(record, "list", query=late),
        "day": clock.today(),
        "add": url_for(records.of_model(Round), "add")
        if access.may(records.of_model(Round), request.actor, "add")
        else "",
    }
    return render(request, "supervision/board.html", context)
