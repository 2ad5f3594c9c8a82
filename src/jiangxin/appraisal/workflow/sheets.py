"""Life cycles of supplied values, objections and commendations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import CommendationState, ObjectionState, ValueState
from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition

_DOMAIN = "jiangxin.appraisal.domain."
ENTER = can("appraisal.value.enter").through("appraisal__organisation")
CONFIRM = can("appraisal.value.confirm").through("appraisal__organisation")
DECIDE = can("appraisal.objection.decide").through("appraisal__organisation")
PROPOSE = can("appraisal.commendation.manage").through("appraisal__organisation")

VALUE_STATES = StateTable(
    initial=(ValueState.ENTERED,),
    transitions=(
        Transition(
            "confirm",
            (ValueState.ENTERED,),
            ValueState.CONFIRMED,
            pgettext_lazy("of a value", "Confirm"),
            CONFIRM,
            style="primary",
            sets={"confirmed_on": clock.today},
            guards=(f"{_DOMAIN}supplying.is_by_another", f"{_DOMAIN}supplying.may_still_change"),
            effects=(f"{_DOMAIN}supplying.confirmed",),
            description=_("Somebody else than who entered it has compared it with its evidence."),
        ),
        Transition(
            "withdraw",
            (ValueState.ENTERED, ValueState.CONFIRMED),
            ValueState.WITHDRAWN,
            _("Withdraw"),
            ENTER,
            reason_required=True,
            style="danger",
            guards=(f"{_DOMAIN}supplying.may_still_change",),
        ),
    ),
    colours={ValueState.ENTERED: "yellow", ValueState.CONFIRMED: "green", ValueState.WITHDRAWN: "grey"},
)

OBJECTION_STATES = StateTable(
    initial=(ObjectionState.RAISED,),
    transitions=(
        Transition(
            "decide",
            (ObjectionState.RAISED,),
            ObjectionState.DECIDED,
            _("Decide the objection"),
            DECIDE,
            style="primary",
            fields=("outcome", "decision", "criterion", "corrected"),
            needs=("outcome", "decision"),
            sets={"decided_on": clock.today},
            guards=(f"{_DOMAIN}objecting.is_by_a_person", f"{_DOMAIN}objecting.is_by_others"),
            effects=(f"{_DOMAIN}objecting.decided",),
            description=_("Somebody decides who neither prepared the appraisal nor entered the value."),
        ),
        Transition(
            "withdraw",
            (ObjectionState.RAISED,),
            ObjectionState.WITHDRAWN,
            _("Withdraw"),
            can("appraisal.objection.raise").through("organisation"),
            reason_required=True,
            effects=(f"{_DOMAIN}objecting.withdrawn",),
        ),
    ),
    colours={ObjectionState.RAISED: "yellow", ObjectionState.DECIDED: "green", ObjectionState.WITHDRAWN: "grey"},
)

_C = CommendationState
COMMENDATION_STATES = StateTable(
    initial=(_C.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (_C.DRAFT,),
            _C.IN_APPROVAL,
            _("Submit for approval"),
            PROPOSE,
            style="primary",
            guards=(f"{_DOMAIN}commending.is_lawful",),
            description=_("It stands in a circular once it is approved."),
        ),
        Transition("approve", (_C.IN_APPROVAL,), _C.APPROVED, _("Approve"), None, sets={"approved_on": clock.today}),
        Transition("return", (_C.IN_APPROVAL,), _C.DRAFT, _("Return for correction"), None),
        Transition(
            "withdraw",
            (_C.DRAFT, _C.APPROVED),
            _C.WITHDRAWN,
            _("Withdraw"),
            PROPOSE,
            reason_required=True,
            style="danger",
        ),
    ),
    colours={_C.DRAFT: "yellow", _C.IN_APPROVAL: "blue", _C.APPROVED: "green", _C.WITHDRAWN: "grey"},
)
