"""Life cycles of rounds, notices, conclusions and reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.supervision.enums import ConclusionState as C
from jiangxin.supervision.enums import NoticeState as N
from jiangxin.supervision.enums import ReviewState as V
from jiangxin.supervision.enums import RoundState as R

_DOMAIN = "jiangxin.supervision.domain."
RUN = can("supervision.round.manage")
NOTIFY = can("supervision.notice.manage").through("round__organiser")
CONCLUDE = can("supervision.conclusion.manage").through("round__organiser")
#: What was chosen, and whether it may be: asked before the scheme goes to approval and again before the round begins.
_SOUND = (
    f"{_DOMAIN}rounds.is_designated",
    f"{_DOMAIN}rounds.has_leader",
    f"{_DOMAIN}rounds.has_tasks",
    f"{_DOMAIN}rounds.supervises_only_whom_it_may",
)

ROUND_STATES = StateTable(
    initial=(R.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (R.DRAFT,),
            R.IN_APPROVAL,
            _("Submit the scheme"),
            RUN,
            style="primary",
            guards=(f"{_DOMAIN}rounds.has_scheme", *_SOUND),
            description=_("Scheme, team and tasks go to those who approve them."),
        ),
        Transition("approve", (R.IN_APPROVAL,), R.APPROVED, _("Approve"), None, sets={"approved_on": clock.today}),
        Transition("return", (R.IN_APPROVAL,), R.DRAFT, _("Return for correction"), None),
        Transition(
            "start",
            (R.APPROVED,),
            R.UNDER_WAY,
            _("Begin the round"),
            RUN,
            style="primary",
            guards=_SOUND,
            sets={"started_on": clock.today},
        ),
        Transition(
            "conclude",
            (R.UNDER_WAY,),
            R.CONCLUDED,
            _("Conclude the round"),
            RUN,
            style="primary",
            guards=(f"{_DOMAIN}rounds.has_no_drafts", f"{_DOMAIN}rounds.has_conclusions"),
            sets={"concluded_on": clock.today},
            description=_("Every unit has its conclusion. Rectification and reviews go on."),
        ),
        Transition(
            "close",
            (R.CONCLUDED,),
            R.CLOSED,
            _("Close the round"),
            RUN,
            guards=(f"{_DOMAIN}rounds.is_settled",),
            sets={"closed_on": clock.today},
            description=_("Nothing is left to rectify, to answer or to review."),
        ),
        Transition(
            "cancel",
            (R.DRAFT, R.APPROVED, R.UNDER_WAY),
            R.CANCELLED,
            _("Cancel the round"),
            RUN,
            reason_required=True,
            style="danger",
            sets={"closed_on": clock.today},
            effects=(f"{_DOMAIN}rounds.cancelled",),
            description=_("What units were asked for in it is dropped."),
        ),
    ),
    colours={
        R.DRAFT: "yellow",
        R.IN_APPROVAL: "blue",
        R.APPROVED: "blue",
        R.UNDER_WAY: "blue",
        R.CONCLUDED: "green",
        R.CLOSED: "green",
        R.CANCELLED: "grey",
    },
)

NOTICE_STATES = StateTable(
    initial=(N.DRAFT,),
    transitions=(
        Transition(
            "send",
            (N.DRAFT,),
            N.SENT,
            _("Send to the unit"),
            NOTIFY,
            style="primary",
            guards=(
                f"{_DOMAIN}notices.is_due_now",
                f"{_DOMAIN}notices.has_lawful_form",
                f"{_DOMAIN}notices.is_early_enough",
                f"{_DOMAIN}notices.is_within_limits",
            ),
            sets={"sent_on": clock.today},
            effects=(f"{_DOMAIN}notices.sent",),
            description=_("The unit is asked to acknowledge it."),
        ),
        Transition(
            "acknowledge",
            (N.SENT,),
            N.ACKNOWLEDGED,
            _("Acknowledge"),
            can("supervision.notice.acknowledge").through("organisation"),
            style="primary",
            sets={"acknowledged_on": clock.today},
            effects=(f"{_DOMAIN}notices.acknowledged",),
        ),
        Transition(
            "withdraw",
            (N.DRAFT, N.SENT, N.ACKNOWLEDGED),
            N.WITHDRAWN,
            _("Withdraw"),
            NOTIFY,
            reason_required=True,
            style="danger",
            effects=(f"{_DOMAIN}notices.withdrawn",),
        ),
    ),
    colours={N.DRAFT: "grey", N.SENT: "yellow", N.ACKNOWLEDGED: "green", N.WITHDRAWN: "grey"},
)

CONCLUSION_STATES = StateTable(
    initial=(C.DRAFT,),
    transitions=(
        Transition(
            "feed_back",
            (C.DRAFT,),
            C.FED_BACK,
            _("Feed back to the unit"),
            CONCLUDE,
            style="primary",
            guards=(f"{_DOMAIN}conclusions.is_of_round",),
            sets={"fed_back_on": clock.today},
            effects=(f"{_DOMAIN}conclusions.fed_back",),
            description=_("From this day on the unit may ask for a review."),
        ),
        # what a review decides
        Transition("amend", (C.FED_BACK,), C.AMENDED, _("Amend after review"), None),
        Transition("revoke", (C.FED_BACK,), C.REVOKED, _("Revoke after review"), None),
    ),
    colours={C.DRAFT: "grey", C.FED_BACK: "blue", C.AMENDED: "yellow", C.REVOKED: "grey"},
)

REVIEW_STATES = StateTable(
    initial=(V.ASKED,),
    transitions=(
        Transition(
            "decide",
            (V.ASKED,),
            V.DECIDED,
            _("Decide the review"),
            can("supervision.review.decide"),
            style="primary",
            fields=("outcome", "decision"),
            needs=("outcome", "decision"),
            guards=(f"{_DOMAIN}reviews.is_by_a_person", f"{_DOMAIN}reviews.is_by_others"),
            sets={"decided_on": clock.today},
            effects=(f"{_DOMAIN}reviews.decided",),
            description=pgettext_lazy("of a review", "Somebody decides who took no part in the round."),
        ),
    ),
    colours={V.ASKED: "yellow", V.DECIDED: "green"},
)
