"""Life cycles of the room, as data: of documents, of the tasks that come of them, and of what units hand in."""

from jiangxin.planning.workflow.documents import FINDING_STATES, NAME_STATES, PLAN_STATES
from jiangxin.planning.workflow.reports import (
    CONTRIBUTION_STATES,
    EXTENSION_STATES,
    RELEASE_STATES,
    REPORT_STATES,
    VALUE_STATES,
)
from jiangxin.planning.workflow.tasks import RESPONSIBILITY_STATES, SUBTASK_STATES, TASK_STATES, WORK_PLAN_STATES

__all__ = [
    "CONTRIBUTION_STATES",
    "EXTENSION_STATES",
    "FINDING_STATES",
    "NAME_STATES",
    "PLAN_STATES",
    "RELEASE_STATES",
    "REPORT_STATES",
    "RESPONSIBILITY_STATES",
    "SUBTASK_STATES",
    "TASK_STATES",
    "VALUE_STATES",
    "WORK_PLAN_STATES",
]
