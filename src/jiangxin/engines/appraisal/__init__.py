"""Scores units by a published scheme, and explains every point.

``validate(scheme)`` says what is wrong with a scheme, ``compute(scheme, subjects, values)`` gives a ``Result`` whose
``explain(subject, criterion)`` holds every number used, ``sentences`` writes it in Chinese or English, and
``compare(before, after)`` says what moved a score. Everything is exact until one rounding at the end.
"""

from jiangxin.engines.appraisal.changes import change_sentences
from jiangxin.engines.appraisal.codec import CodecError
from jiangxin.engines.appraisal.comparing import compare
from jiangxin.engines.appraisal.ledger import Ledger, LedgerError, Observation
from jiangxin.engines.appraisal.measures import ForbiddenMeasureError, Measure, MeasureRegistry
from jiangxin.engines.appraisal.problems import (
    AppraisalError,
    MissingValueError,
    Problem,
    SchemeError,
    ValuesError,
)
from jiangxin.engines.appraisal.replay import Period, replay
from jiangxin.engines.appraisal.result import Explanation, Result, Score, Total, TotalExplanation
from jiangxin.engines.appraisal.scheme import Criterion, Group, Scheme, Subject, Veto, in_force
from jiangxin.engines.appraisal.scoring import compute
from jiangxin.engines.appraisal.validation import validate
from jiangxin.engines.appraisal.wording import sentences

__all__ = [
    "AppraisalError",
    "CodecError",
    "Criterion",
    "Explanation",
    "ForbiddenMeasureError",
    "Group",
    "Ledger",
    "LedgerError",
    "Measure",
    "MeasureRegistry",
    "MissingValueError",
    "Observation",
    "Period",
    "Problem",
    "Result",
    "Scheme",
    "SchemeError",
    "Score",
    "Subject",
    "Total",
    "TotalExplanation",
    "ValuesError",
    "Veto",
    "change_sentences",
    "compare",
    "compute",
    "in_force",
    "replay",
    "sentences",
    "validate",
]
