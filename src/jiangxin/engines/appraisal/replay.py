"""Scores period after period, each by the scheme in force when it began.

So a changed rule acts from its day only: what was done before it is never judged by it, and a scheme that comes into
force in the middle of a period acts from the next one on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiangxin.engines.appraisal.ledger import Ledger, Observation
from jiangxin.engines.appraisal.result import Result
from jiangxin.engines.appraisal.scheme import Scheme, Subject, in_force
from jiangxin.engines.appraisal.scoring import compute


@dataclass(frozen=True, slots=True)
class Period:
    """The days ``[start, end)`` and who is scored for them."""

    code: str
    start: date
    end: date
    subjects: tuple[Subject, ...]


def replay(
    schemes: Sequence[Scheme], periods: Iterable[Period], observations: Iterable[Observation]
) -> dict[str, Result]:
    """Return the result of each period from what was observed on its days.

    Raises `LookupError` where not exactly one scheme is in force on the first day of a period.
    """
    observed = tuple(observations)
    results = {}
    for period in periods:
        scheme = in_force(schemes, period.start)
        read = {measure.code for measure in scheme.measures}
        ledger = Ledger(
            scheme.measures,
            (seen for seen in observed if period.start <= seen.on < period.end and seen.measure in read),
        )
        results[period.code] = compute(scheme, period.subjects, ledger.values())
    return results
