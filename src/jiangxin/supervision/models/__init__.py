"""Tables of the room."""

from jiangxin.supervision.models.conclusion import Conclusion, Review
from jiangxin.supervision.models.finding import Finding, RectificationExtension, Statement
from jiangxin.supervision.models.jurisdiction import Designation, Jurisdiction
from jiangxin.supervision.models.notice import Notice
from jiangxin.supervision.models.policy import SupervisionPolicy
from jiangxin.supervision.models.round import Round, TeamMember, TeamNote
from jiangxin.supervision.models.selection import RoundTask, Selection, SelectionRule
from jiangxin.supervision.models.slip import Slip, SlipKind, SlipPolicy, SlipSet

__all__ = [
    "Conclusion",
    "Designation",
    "Finding",
    "Jurisdiction",
    "Notice",
    "RectificationExtension",
    "Review",
    "Round",
    "RoundTask",
    "Selection",
    "SelectionRule",
    "Slip",
    "SlipKind",
    "SlipPolicy",
    "SlipSet",
    "Statement",
    "SupervisionPolicy",
    "TeamMember",
    "TeamNote",
]
