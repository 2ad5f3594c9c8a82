"""Life cycles of findings, of what units say about them, and of requests for more time to rectify."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.planning.enums import ExtensionState as E
from jiangxin.supervision.enums import FindingState as F
from jiangxin.supervision.enums import StatementState as S

_DOMAIN = "jiangxin.supervision.domain."
RECORD = can("supervision.finding.manage").through("round__organiser")
VERIFY = can("supervision.finding.verify")
UNIT = can("supervision.finding.answer").through("organisation")
#: The unit, from a row that hangs on the finding.
UNIT_OF_FINDING = can("supervision.finding.answer").through("finding__organisation")
_DECIDED = {"decided_on": clock.today}

FINDING_STATES = StateTable(
    initial=(F.DRAFT,),
    transitions=(
        Transition(
            "put",
            (F.DRAFT,),
            F.PUT,
            _("Put to the unit"),
            RECORD,
            style="primary",
            guards=(f"{_DOMAIN}findings.is_problem", f"{_DOMAIN}findings.may_be_told"),
            sets={"put_on": clock.today},
            effects=(f"{_DOMAIN}findings.put",),
            description=_("The unit is asked for its measures; it may explain and complain."),
        ),
        Transition(
            "note",
            (F.DRAFT,),
            F.NOTED,
            _("Put on record"),
            RECORD,
            guards=(f"{_DOMAIN}findings.is_good_practice", f"{_DOMAIN}findings.may_be_told"),
            sets={"put_on": clock.today},
            description=_("Good practice is told and needs nothing more."),
        ),
        Transition(
            "plan_measures",
            (F.PUT,),
            F.RECTIFYING,
            _("State the measures"),
            UNIT,
            style="primary",
            fields=("measures",),
            needs=("measures",),
            description=_("Say what is done, by whom and until when. You may still explain or object."),
            effects=(f"{_DOMAIN}findings.measures_planned",),
        ),
        Transition(
            "report_result",
            (F.RECTIFYING,),
            F.RECTIFIED,
            _("Report as rectified"),
            UNIT,
            style="primary",
            fields=("result",),
            needs=("result",),
            sets={"rectified_on": clock.today},
            effects=(f"{_DOMAIN}findings.result_reported",),
            description=_("Attach what shows it before. Somebody else than who recorded it verifies it."),
        ),
        Transition(
            "close",
            (F.RECTIFIED,),
            F.CLOSED,
            _("Verify and close"),
            VERIFY,
            style="primary",
            fields=("verification",),
            needs=("verification",),
            guards=(f"{_DOMAIN}findings.is_verified_by_another",),
            sets={"closed_on": clock.today},
            effects=(f"{_DOMAIN}findings.closed",),
            description=_("Somebody else than who recorded it has seen that it is rectified."),
        ),
        Transition(
            "return",
            (F.RECTIFIED,),
            F.RECTIFYING,
            _("Return to be rectified"),
            VERIFY,
            reason_required=True,
            guards=(f"{_DOMAIN}findings.is_verified_by_another",),
            effects=(f"{_DOMAIN}findings.returned",),
            description=_("The unit is asked again; how often is counted."),
        ),
        Transition(
            "withdraw",
            (F.PUT, F.RECTIFYING, F.RECTIFIED, F.NOTED),
            F.WITHDRAWN,
            _("Withdraw"),
            RECORD,
            reason_required=True,
            style="danger",
            effects=(f"{_DOMAIN}findings.withdrawn",),
            description=_("The finding does not hold; it stays on record as withdrawn."),
        ),
    ),
    colours={
        F.DRAFT: "grey",
        F.PUT: "yellow",
        F.RECTIFYING: "yellow",
        F.RECTIFIED: "blue",
        F.CLOSED: "green",
        F.NOTED: "green",
        F.WITHDRAWN: "grey",
    },
)

STATEMENT_STATES = StateTable(
    initial=(S.OPEN,),
    transitions=(
        Transition(
            "answer",
            (S.OPEN,),
            S.ANSWERED,
            _("Answer"),
            can("supervision.finding.manage").through("finding__round__organiser"),
            style="primary",
            fields=("answer",),
            needs=("answer",),
            sets={"answered_on": clock.today},
            effects=(f"{_DOMAIN}statements.answered",),
        ),
    ),
    colours={S.OPEN: "yellow", S.ANSWERED: "green"},
)

EXTENSION_STATES = StateTable(
    initial=(E.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (E.DRAFT,),
            E.IN_APPROVAL,
            _("Ask for it"),
            UNIT_OF_FINDING,
            style="primary",
            guards=(f"{_DOMAIN}extending.may_ask",),
        ),
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
