"""Life cycles of plans, findings and unit names, as data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.planning.enums import FindingState as F
from jiangxin.planning.enums import NameState as N
from jiangxin.planning.enums import PlanState as P
from jiangxin.planning.rules import everything_decided, in_force_once

MANAGE = can("planning.plan.manage")

PLAN_STATES = StateTable(
    initial=(P.CHECKING,),
    transitions=(
        Transition(
            "submit",
            (P.CHECKING,),
            P.IN_APPROVAL,
            _("Submit for adoption"),
            MANAGE,
            style="primary",
            guards=(everything_decided, in_force_once),
            description=_("The plan goes to those who approve it."),
        ),
        Transition(
            "adopt", (P.IN_APPROVAL,), P.ADOPTED, _("Adopt"), None, effects=("jiangxin.planning.domain.adoption.adopt",)
        ),
        Transition("return", (P.IN_APPROVAL,), P.CHECKING, _("Return for correction"), None),
        Transition(
            "discard",
            (P.CHECKING,),
            P.DISCARDED,
            _("Discard"),
            MANAGE,
            style="danger",
            reason_required=True,
            description=_("The document is set aside; nothing of it comes into force."),
        ),
        Transition("supersede", (P.ADOPTED,), P.SUPERSEDED, _("Mark as superseded"), None),
    ),
    colours={
        P.CHECKING: "yellow",
        P.IN_APPROVAL: "blue",
        P.ADOPTED: "green",
        P.SUPERSEDED: "grey",
        P.DISCARDED: "grey",
    },
)

_CHECK = can("planning.plan.manage", plan__state=P.CHECKING)
_ANY = (F.OPEN, F.ACCEPTED, F.CORRECTED, F.REJECTED)

#: What tasks name as units may have changed with the decision.
_NAMES = ("jiangxin.planning.domain.names.follow_findings",)
#: A name that is not matched means nothing.
_NOTHING = {"organisation": None, "organisation_set": None}

FINDING_STATES = StateTable(
    # what a person marks in the text needs no second decision
    initial=(F.OPEN, F.ACCEPTED),
    transitions=(
        Transition(
            "accept",
            (F.OPEN, F.CORRECTED, F.REJECTED),
            F.ACCEPTED,
            _("Accept"),
            _CHECK,
            guards=("jiangxin.planning.domain.findings.complete",),
            effects=_NAMES,
            style="primary",
        ),
        Transition("correct", _ANY, F.CORRECTED, _("Correct"), _CHECK, effects=_NAMES, fields=("data",)),
        Transition(
            "reject",
            (F.OPEN, F.ACCEPTED, F.CORRECTED),
            F.REJECTED,
            _("Reject"),
            _CHECK,
            effects=_NAMES,
            style="danger",
        ),
        Transition(
            "reopen",
            (F.ACCEPTED, F.CORRECTED, F.REJECTED),
            F.OPEN,
            _("Undo the decision"),
            _CHECK,
            effects=_NAMES,
        ),
    ),
    colours={F.OPEN: "yellow", F.ACCEPTED: "green", F.CORRECTED: "blue", F.REJECTED: "grey"},
)

NAME_STATES = StateTable(
    initial=(N.OPEN,),
    transitions=(
        Transition(
            "match",
            (N.OPEN, N.MATCHED, N.IGNORED),
            N.MATCHED,
            _("Match"),
            _CHECK,
            fields=("organisation", "organisation_set"),
            style="primary",
        ),
        Transition("ignore", (N.OPEN, N.MATCHED), N.IGNORED, _("Not a unit"), _CHECK, sets=_NOTHING),
        Transition("reopen", (N.MATCHED, N.IGNORED), N.OPEN, _("Undo the decision"), _CHECK, sets=_NOTHING),
    ),
    colours={N.OPEN: "yellow", N.MATCHED: "green", N.IGNORED: "grey"},
)
