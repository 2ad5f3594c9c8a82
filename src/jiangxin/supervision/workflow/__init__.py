"""Life cycles of the room, as data."""

from jiangxin.supervision.workflow.findings import EXTENSION_STATES, FINDING_STATES, STATEMENT_STATES
from jiangxin.supervision.workflow.rounds import CONCLUSION_STATES, NOTICE_STATES, REVIEW_STATES, ROUND_STATES
from jiangxin.supervision.workflow.slips import SLIP_STATES

__all__ = [
    "CONCLUSION_STATES",
    "EXTENSION_STATES",
    "FINDING_STATES",
    "NOTICE_STATES",
    "REVIEW_STATES",
    "ROUND_STATES",
    "SLIP_STATES",
    "STATEMENT_STATES",
]
