"""Life cycles of what units hand in: reports, contributions, values, requests for time; and of releases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.planning.enums import ContributionState as C
from jiangxin.planning.enums import ExtensionState as E
from jiangxin.planning.enums import ReleaseState as L
from jiangxin.planning.enums import ReportState as R

_DOMAIN = "jiangxin.planning.domain."
WRITE = can("planning.report.write").through("organisation")
REVIEW = can("planning.report.review")
_HANDED_IN = {"handed_in_on": clock.today}
_DECIDED = {"decided_on": clock.today}
_COLOURS = {R.DRAFT: "grey", R.SIGNING: "blue", R.REPORTED: "blue", R.RETURNED: "yellow", R.ACCEPTED: "green"}

REPORT_STATES = StateTable(
    initial=(R.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (R.DRAFT,),
            R.SIGNING,
            _("Submit for signature"),
            WRITE,
            style="primary",
            guards=(
                f"{_DOMAIN}reporting.not_replaced",
                f"{_DOMAIN}reporting.complete",
                f"{_DOMAIN}reporting.not_locked",
            ),
            effects=(f"{_DOMAIN}reporting.submitted",),
            description=_("The head of the unit signs before it is handed in."),
        ),
        Transition(
            "sign",
            (R.SIGNING,),
            R.REPORTED,
            _("Sign"),
            None,
            sets=_HANDED_IN,
            effects=(f"{_DOMAIN}reporting.handed_in",),
        ),
        Transition("unsign", (R.SIGNING,), R.DRAFT, _("Return to the author"), None),
        # the unit signed on paper; `domain.entering` asks who may enter that
        Transition(
            "enter",
            (R.DRAFT,),
            R.REPORTED,
            _("Enter on the unit's behalf"),
            None,
            reason_required=True,
            guards=(f"{_DOMAIN}reporting.not_replaced", f"{_DOMAIN}reporting.not_locked"),
            sets={**_HANDED_IN, "on_behalf": True},
            effects=(f"{_DOMAIN}reporting.handed_in",),
        ),
        Transition(
            "accept",
            (R.REPORTED,),
            R.ACCEPTED,
            pgettext_lazy("of a report", "Accept"),
            REVIEW,
            style="primary",
            guards=(f"{_DOMAIN}reviewing.by_another",),
            sets=_DECIDED,
            effects=(f"{_DOMAIN}reviewing.accepted",),
        ),
        Transition(
            "return",
            (R.REPORTED,),
            R.RETURNED,
            _("Return for completion"),
            REVIEW,
            reason_required=True,
            fields=("return_kind",),
            needs=("return_kind",),
            sets=_DECIDED,
            effects=(f"{_DOMAIN}reviewing.returned",),
            description=_("The unit completes it in a new round; this one stays as it is."),
        ),
    ),
    colours=_COLOURS,
)

VALUE_STATES = StateTable(
    initial=(R.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (R.DRAFT,),
            R.SIGNING,
            _("Submit for signature"),
            WRITE,
            style="primary",
            guards=(f"{_DOMAIN}values.by_itself", f"{_DOMAIN}values.complete", f"{_DOMAIN}reporting.not_locked"),
        ),
        Transition(
            "sign",
            (R.SIGNING,),
            R.REPORTED,
            _("Sign"),
            None,
            sets=_HANDED_IN,
            effects=(f"{_DOMAIN}values.handed_in",),
        ),
        Transition("unsign", (R.SIGNING,), R.DRAFT, _("Return to the author"), None),
        Transition(
            "accept",
            (R.REPORTED,),
            R.ACCEPTED,
            pgettext_lazy("of a report", "Accept"),
            REVIEW,
            style="primary",
            guards=(f"{_DOMAIN}values.by_itself",),
            sets=_DECIDED,
            effects=(f"{_DOMAIN}values.accepted",),
        ),
        Transition(
            "return",
            (R.REPORTED,),
            R.RETURNED,
            _("Return for completion"),
            REVIEW,
            reason_required=True,
            guards=(f"{_DOMAIN}values.by_itself",),
            sets=_DECIDED,
            effects=(f"{_DOMAIN}values.returned",),
        ),
        # a value that stands in a report goes its way
        Transition("hand_in", (R.DRAFT,), R.REPORTED, _("Hand in with the report"), None, sets=_HANDED_IN),
        Transition("take", (R.REPORTED,), R.ACCEPTED, _("Accept with the report"), None, sets=_DECIDED),
        Transition("send_back", (R.REPORTED,), R.RETURNED, _("Return with the report"), None, sets=_DECIDED),
    ),
    colours=_COLOURS,
)

CONTRIBUTION_STATES = StateTable(
    initial=(C.ASKED,),
    transitions=(
        Transition(
            "give",
            (C.ASKED,),
            C.GIVEN,
            _("Hand to the lead unit"),
            WRITE,
            style="primary",
            fields=("progress", "problems"),
            needs=("progress",),
            sets={"given_on": clock.today},
            effects=(f"{_DOMAIN}contributing.given",),
        ),
        Transition(
            "send_back",
            (C.GIVEN,),
            C.ASKED,
            _("Return for completion"),
            can("planning.report.write").through("task__lead"),
            reason_required=True,
            sets={"given_on": None},
            effects=(f"{_DOMAIN}contributing.sent_back",),
        ),
    ),
    colours={C.ASKED: "yellow", C.GIVEN: "green"},
)

EXTENSION_STATES = StateTable(
    initial=(E.DRAFT,),
    transitions=(
        Transition("submit", (E.DRAFT,), E.IN_APPROVAL, _("Ask for it"), WRITE, style="primary"),
        Transition(
            "grant",
            (E.IN_APPROVAL,),
            E.GRANTED,
            _("Grant"),
            None,
            sets=_DECIDED,
            effects=(f"{_DOMAIN}extending.granted",),
        ),
        Transition(
            "refuse",
            (E.IN_APPROVAL,),
            E.REFUSED,
            _("Refuse"),
            None,
            sets=_DECIDED,
            effects=(f"{_DOMAIN}extending.refused",),
        ),
    ),
    colours={E.DRAFT: "grey", E.IN_APPROVAL: "blue", E.GRANTED: "green", E.REFUSED: "yellow"},
)

RELEASE_STATES = StateTable(
    initial=(L.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (L.DRAFT,),
            L.IN_REVIEW,
            _("Submit for secrecy review"),
            can("planning.release.manage"),
            style="primary",
            guards=(f"{_DOMAIN}releasing.may_be_told",),
        ),
        Transition(
            "release",
            (L.IN_REVIEW,),
            L.RELEASED,
            _("Release"),
            None,
            guards=(f"{_DOMAIN}releasing.may_be_told",),
            sets={"released_on": clock.today},
        ),
        Transition("return", (L.IN_REVIEW,), L.DRAFT, _("Return for correction"), None),
        Transition(
            "withdraw",
            (L.RELEASED, L.DRAFT),
            L.WITHDRAWN,
            _("Withdraw"),
            can("planning.release.manage"),
            reason_required=True,
            style="danger",
        ),
    ),
    colours={L.DRAFT: "grey", L.IN_REVIEW: "blue", L.RELEASED: "green", L.WITHDRAWN: "grey"},
)
