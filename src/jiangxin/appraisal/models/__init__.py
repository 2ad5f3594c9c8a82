"""Tables of the room."""

from jiangxin.appraisal.models.objection import Commendation, Correction, Objection
from jiangxin.appraisal.models.result import Computation, CriterionScore, PublishedRank, UnitScore
from jiangxin.appraisal.models.run import Appraisal, AppraisalPolicy, Statement
from jiangxin.appraisal.models.scheme import Criterion, Grade, GroupMember, PeerGroup, Scheme, Veto
from jiangxin.appraisal.models.supplied import SuppliedMeasure, SuppliedValue

__all__ = [
    "Appraisal",
    "AppraisalPolicy",
    "Commendation",
    "Computation",
    "Correction",
    "Criterion",
    "CriterionScore",
    "Grade",
    "GroupMember",
    "Objection",
    "PeerGroup",
    "PublishedRank",
    "Scheme",
    "Statement",
    "SuppliedMeasure",
    "SuppliedValue",
    "UnitScore",
    "Veto",
]
