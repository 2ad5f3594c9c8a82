"""Life cycles of the room, as data."""

from jiangxin.appraisal.workflow.runs import APPRAISAL_STATES, STATEMENT_STATES
from jiangxin.appraisal.workflow.schemes import SCHEME_STATES
from jiangxin.appraisal.workflow.sheets import COMMENDATION_STATES, OBJECTION_STATES, VALUE_STATES

__all__ = [
    "APPRAISAL_STATES",
    "COMMENDATION_STATES",
    "OBJECTION_STATES",
    "SCHEME_STATES",
    "STATEMENT_STATES",
    "VALUE_STATES",
]
