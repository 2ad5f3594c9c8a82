"""Tables of the room."""

from jiangxin.planning.models.adopted import Clause, Parameter, Target, Task, TaskTarget, TaskUnit
from jiangxin.planning.models.finding import Finding, UnitName
from jiangxin.planning.models.plan import Plan

__all__ = [
    "Clause",
    "Finding",
    "Parameter",
    "Plan",
    "Target",
    "Task",
    "TaskTarget",
    "TaskUnit",
    "UnitName",
]
