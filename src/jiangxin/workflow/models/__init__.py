"""Tables of the room, one noun a file."""

from jiangxin.workflow.models.approval import Approval, ApprovalDecision, ApprovalStage
from jiangxin.workflow.models.background import PeriodicJob, WorkerHeartbeat
from jiangxin.workflow.models.calendar import Holiday
from jiangxin.workflow.models.item import Delegation, WorkItem
from jiangxin.workflow.models.reminder import Reminder, ReminderRule
from jiangxin.workflow.models.route import ApprovalRoute, ApprovalStep

__all__ = [
    "Approval",
    "ApprovalDecision",
    "ApprovalRoute",
    "ApprovalStage",
    "ApprovalStep",
    "Delegation",
    "Holiday",
    "PeriodicJob",
    "Reminder",
    "ReminderRule",
    "WorkItem",
    "WorkerHeartbeat",
]
