"""Life cycles of running tasks, the parts of units in them, sub-tasks and work plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.kernel.access import can
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.planning.enums import AcknowledgementState as A
from jiangxin.planning.enums import SubtaskState as S
from jiangxin.planning.enums import TaskState as T
from jiangxin.planning.enums import WorkPlanState as W

_DOMAIN = "jiangxin.planning.domain."
ASSIGN = can("planning.task.assign")
SUSPEND = can("planning.task.suspend")
_UNIT = can("planning.responsibility.acknowledge", valid_to__isnull=True)
_LEAD = can("planning.subtask.manage").through("task__lead")
_OPEN = (T.UNASSIGNED, T.ISSUED, T.RUNNING, T.SUSPENDED)
_TODAY = {"issued_on": clock.today}

TASK_STATES = StateTable(
    initial=(T.UNASSIGNED,),
    transitions=(
        Transition(
            "issue",
            (T.UNASSIGNED,),
            T.ISSUED,
            _("Issue"),
            ASSIGN,
            style="primary",
            guards=(f"{_DOMAIN}assignment.has_lead",),
            sets={"issued_on": clock.today, "acknowledged_on": None},
            effects=(f"{_DOMAIN}assignment.issued",),
            description=_("The units are asked to acknowledge."),
        ),
        Transition(
            "take_back",
            (T.ISSUED,),
            T.UNASSIGNED,
            _("Take back"),
            ASSIGN,
            reason_required=True,
            sets={"issued_on": None},
            effects=(f"{_DOMAIN}assignment.taken_back",),
            description=_("The assignment is withdrawn and can be changed."),
        ),
        Transition(
            "acknowledge",
            (T.ISSUED,),
            T.RUNNING,
            _("Acknowledge"),
            None,
            sets={"acknowledged_on": clock.today},
        ),
        Transition(
            "request_conclusion",
            (T.RUNNING,),
            T.CLOSING,
            _("Request conclusion"),
            can("planning.task.conclude").through("lead"),
            fields=("conclusion",),
            needs=("conclusion",),
            guards=(f"{_DOMAIN}conclusion.may_end",),
            description=_("The plan office verifies that the task is done."),
        ),
        Transition(
            "conclude",
            (T.CLOSING,),
            T.CLOSED,
            _("Conclude"),
            None,
            sets={"closed_on": clock.today},
            effects=(f"{_DOMAIN}conclusion.concluded",),
        ),
        Transition(
            "go_on",
            (T.CLOSING,),
            T.RUNNING,
            _("Return for completion"),
            None,
            effects=(f"{_DOMAIN}conclusion.changed",),
        ),
        Transition(
            "suspend",
            (T.ISSUED, T.RUNNING),
            T.SUSPENDED,
            _("Suspend"),
            SUSPEND,
            reason_required=True,
            effects=(f"{_DOMAIN}conclusion.suspended",),
            description=_("Nothing falls due while the task rests."),
        ),
        Transition(
            "resume",
            (T.SUSPENDED,),
            T.RUNNING,
            _("Resume"),
            SUSPEND,
            reason_required=True,
            effects=(f"{_DOMAIN}conclusion.resumed",),
        ),
        Transition(
            "terminate",
            _OPEN,
            T.TERMINATED,
            _("Terminate"),
            SUSPEND,
            reason_required=True,
            style="danger",
            sets={"closed_on": clock.today},
            effects=(f"{_DOMAIN}conclusion.terminated",),
            description=_("The task ends without being done."),
        ),
        # what a plan that is replaced hands to the next one, as `domain.carrying` does
        Transition("carry_over", _OPEN, T.CARRIED, _("Carry over"), None, sets={"closed_on": clock.today}),
        Transition("continue_issued", (T.UNASSIGNED,), T.ISSUED, _("Continue to be acknowledged"), None, sets=_TODAY),
        Transition("continue", (T.UNASSIGNED,), T.RUNNING, _("Continue"), None, sets=_TODAY),
        Transition("continue_resting", (T.UNASSIGNED,), T.SUSPENDED, _("Continue at rest"), None, sets=_TODAY),
    ),
    colours={
        T.UNASSIGNED: "yellow",
        T.ISSUED: "yellow",
        T.RUNNING: "blue",
        T.CLOSING: "blue",
        T.CLOSED: "green",
        T.SUSPENDED: "grey",
        T.TERMINATED: "grey",
        T.CARRIED: "grey",
    },
)

RESPONSIBILITY_STATES = StateTable(
    # leaders in charge do not acknowledge, and a unit that inherits a running task took it on already
    initial=(A.PENDING, A.ACKNOWLEDGED),
    transitions=(
        Transition(
            "acknowledge",
            (A.PENDING,),
            A.ACKNOWLEDGED,
            _("Acknowledge"),
            _UNIT,
            style="primary",
            guards=(f"{_DOMAIN}assignment.asked",),
            sets={"acknowledged_on": clock.today},
            effects=(f"{_DOMAIN}assignment.acknowledged",),
            description=_("The unit takes its part on."),
        ),
        Transition(
            "object",
            (A.PENDING,),
            A.OBJECTED,
            _("Object to the assignment"),
            _UNIT,
            fields=("objection",),
            needs=("objection",),
            guards=(f"{_DOMAIN}assignment.asked", f"{_DOMAIN}assignment.in_time_to_object"),
            effects=(f"{_DOMAIN}assignment.objected",),
            description=_("The plan office changes the assignment, or keeps it and says why."),
        ),
        Transition(
            "keep",
            (A.OBJECTED,),
            A.PENDING,
            _("Keep the assignment"),
            ASSIGN,
            fields=("answer",),
            needs=("answer",),
            effects=(f"{_DOMAIN}assignment.kept",),
        ),
    ),
    colours={A.PENDING: "yellow", A.ACKNOWLEDGED: "green", A.OBJECTED: "red"},
)

SUBTASK_STATES = StateTable(
    # what was done of a task that is carried over is done in the task that carries it on
    initial=(S.OPEN, S.DONE),
    transitions=(
        Transition(
            "progress",
            (S.OPEN,),
            S.OPEN,
            _("Note progress"),
            can("planning.subtask.progress"),
            fields=("percent", "remark"),
            effects=(f"{_DOMAIN}splitting.changed",),
        ),
        Transition(
            "finish",
            (S.OPEN,),
            S.DONE,
            _("Mark as done"),
            can("planning.subtask.progress"),
            style="primary",
            fields=("done_on",),
            needs=("done_on",),
            sets={"percent": 100},
            effects=(f"{_DOMAIN}splitting.changed",),
        ),
        Transition(
            "reopen",
            (S.DONE,),
            S.OPEN,
            _("Not done after all"),
            _LEAD,
            reason_required=True,
            sets={"done_on": None},
            effects=(f"{_DOMAIN}splitting.changed",),
        ),
        Transition(
            "drop",
            (S.OPEN,),
            S.DROPPED,
            _("Drop"),
            _LEAD,
            reason_required=True,
            style="danger",
            sets={"dropped_on": clock.today},
            effects=(f"{_DOMAIN}splitting.dropped",),
        ),
        Transition("carry_over", (S.OPEN,), S.DROPPED, _("Carry over"), None, sets={"dropped_on": clock.today}),
    ),
    colours={S.OPEN: "yellow", S.DONE: "green", S.DROPPED: "grey"},
)

WORK_PLAN_STATES = StateTable(
    # an approved plan holds for the task that carries on the one it was approved for
    initial=(W.DRAFT, W.APPROVED),
    transitions=(
        Transition(
            "submit",
            (W.DRAFT,),
            W.IN_APPROVAL,
            _("Submit for approval"),
            can("planning.work_plan.manage"),
            style="primary",
        ),
        Transition(
            "approve",
            (W.IN_APPROVAL,),
            W.APPROVED,
            _("Approve"),
            None,
            sets={"approved_on": clock.today},
            effects=(f"{_DOMAIN}splitting.plan_approved",),
        ),
        Transition("return", (W.IN_APPROVAL,), W.DRAFT, _("Return for completion"), None),
        Transition("replace", (W.APPROVED,), W.REPLACED, _("Replace by a revision"), None),
        Transition(
            "conclude",
            (W.APPROVED,),
            W.CONCLUDED,
            _("Conclude the year"),
            can("planning.report.review"),
            fields=("conclusion",),
            needs=("conclusion",),
            sets={"concluded_on": clock.today},
            effects=(f"{_DOMAIN}splitting.plan_concluded",),
            description=_("The year's goal is settled; a task that is kept up goes on."),
        ),
    ),
    colours={W.DRAFT: "yellow", W.IN_APPROVAL: "blue", W.APPROVED: "green", W.CONCLUDED: "green", W.REPLACED: "grey"},
)
