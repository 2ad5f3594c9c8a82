"""Life cycles of work items and approvals, as data. Only the domain takes these steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.states import StateTable, Transition
from jiangxin.workflow.enums import ApprovalState as A
from jiangxin.workflow.enums import ItemState as I

ITEM_STATES = StateTable(
    initial=(I.OPEN,),
    transitions=(
        Transition("finish", (I.OPEN,), I.DONE, _("Finish"), None),
        Transition("cancel", (I.OPEN,), I.CANCELLED, _("Drop"), None),
    ),
    colours={I.OPEN: "yellow", I.DONE: "green", I.CANCELLED: "grey"},
)

APPROVAL_STATES = StateTable(
    initial=(A.OPEN,),
    transitions=(
        Transition("approve", (A.OPEN,), A.APPROVED, _("Approve"), None),
        Transition("reject", (A.OPEN,), A.REJECTED, _("Return"), None),
        Transition("withdraw", (A.OPEN,), A.WITHDRAWN, _("Withdraw"), None),
    ),
    colours={A.OPEN: "blue", A.APPROVED: "green", A.REJECTED: "yellow", A.WITHDRAWN: "grey"},
)
