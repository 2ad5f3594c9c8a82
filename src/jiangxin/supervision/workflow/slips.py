"""Life cycle of slips."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.supervision.enums import SlipState as S

_DOMAIN = "jiangxin.supervision.domain.slips."
ISSUE = can("supervision.slip.issue")
_UNIT = can("supervision.slip.answer")

SLIP_STATES = StateTable(
    initial=(S.DRAFT,),
    transitions=(
        Transition(
            "issue",
            (S.DRAFT,),
            S.ISSUED,
            _("Issue the slip"),
            ISSUE,
            style="primary",
            guards=(f"{_DOMAIN}is_by_a_person", f"{_DOMAIN}is_to_whom_it_may", f"{_DOMAIN}is_next"),
            sets={"issued_on": clock.today},
            effects=(f"{_DOMAIN}issued",),
            description=_("The unit has the days of its kind to answer."),
        ),
        Transition(
            "drop",
            (S.DRAFT,),
            S.DROPPED,
            _("Drop the draft"),
            ISSUE,
            reason_required=True,
            style="danger",
            effects=(f"{_DOMAIN}dropped",),
        ),
        Transition(
            "receive",
            (S.ISSUED,),
            S.RECEIVED,
            _("Acknowledge receipt"),
            _UNIT,
            style="primary",
            sets={"received_on": clock.today},
            effects=(f"{_DOMAIN}received",),
        ),
        Transition(
            "answer",
            (S.ISSUED, S.RECEIVED),
            S.ANSWERED,
            _("Answer the slip"),
            _UNIT,
            fields=("answer",),
            needs=("answer",),
            sets={"answered_on": clock.today},
            effects=(f"{_DOMAIN}answered",),
        ),
        Transition(
            "withdraw",
            (S.ISSUED, S.RECEIVED),
            S.WITHDRAWN,
            _("Withdraw"),
            ISSUE,
            reason_required=True,
            style="danger",
            sets={"withdrawn_on": clock.today},
            effects=(f"{_DOMAIN}withdrawn",),
        ),
    ),
    colours={
        S.DRAFT: "grey",
        S.ISSUED: "yellow",
        S.RECEIVED: "yellow",
        S.ANSWERED: "green",
        S.DROPPED: "grey",
        S.WITHDRAWN: "grey",
    },
)
