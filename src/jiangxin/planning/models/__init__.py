"""Tables of the room."""

from jiangxin.planning.models.adopted import Clause, Parameter, Target, Task, TaskTarget, TaskUnit
from jiangxin.planning.models.cycle import Cycle, ReportingPolicy
from jiangxin.planning.models.finding import Finding, UnitName
from jiangxin.planning.models.light import Light, LightOverride, LightRule, Standing, Suspension
from jiangxin.planning.models.plan import Plan
from jiangxin.planning.models.release import Release
from jiangxin.planning.models.report import Contribution, Extension, Report
from jiangxin.planning.models.responsibility import Responsibility
from jiangxin.planning.models.subtask import Completion, Subtask, WorkPlan
from jiangxin.planning.models.urging import Urging
from jiangxin.planning.models.value import TargetStep, TargetValue

__all__ = [
    "Clause",
    "Completion",
    "Contribution",
    "Cycle",
    "Extension",
    "Finding",
    "Light",
    "LightOverride",
    "LightRule",
    "Parameter",
    "Plan",
    "Release",
    "Report",
    "ReportingPolicy",
    "Responsibility",
    "Standing",
    "Subtask",
    "Suspension",
    "Target",
    "TargetStep",
    "TargetValue",
    "Task",
    "TaskTarget",
    "TaskUnit",
    "UnitName",
    "Urging",
    "WorkPlan",
]
