"""Progress of tasks by their sub-tasks: each counts by its weight among its siblings, on every level.

The share of a sub-task without further ones below it is the product of weight / sum of the weights of the siblings,
from itself up to the top. One query gives numerator and denominator of every share; it is divided and rounded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from jiangxin.kernel import clock
from jiangxin.planning.domain.lights.figures import Weighed, known_share, points, rounded

#: What is done counts 100, what has not begun by its own date and milestones not reached count 0. Sub-tasks under way
#: on which nothing was noted are not known. What was dropped counts nowhere, and neither does what hangs on it.
LEAVES = """
WITH RECURSIVE alive AS (
    SELECT id, task_id, parent_id, weight, sum(weight) OVER (PARTITION BY task_id, parent_id) AS total
    FROM planning_subtask WHERE task_id = ANY(%s) AND state <> 'dropped'
), tree(id, numerator, denominator) AS (
    SELECT id, weight::numeric, total FROM alive WHERE parent_id IS NULL
    UNION ALL
    SELECT a.id, t.numerator * a.weight, t.denominator * a.total FROM alive a JOIN tree t ON a.parent_id = t.id
)
SELECT s.task_id, s.id, s.number, s.title, t.numerator, t.denominator, CASE
    WHEN s.state = 'done' THEN 100
    WHEN s.kind = 'milestone' OR (s.percent IS NULL AND s.starts_on > %s) THEN 0
    ELSE s.percent END
FROM tree t JOIN planning_subtask s ON s.id = t.id
WHERE t.denominator > 0 AND NOT EXISTS (SELECT 1 FROM alive a WHERE a.parent_id = t.id)
ORDER BY s.task_id, s.number, s.id
"""


@dataclass(frozen=True, slots=True)
class Leaf(Weighed):
    """A sub-task without further ones below it, and its share in the task."""

    subtask: int = 0
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a task by its sub-tasks, and what it is made of."""

    leaves: tuple[Leaf, ...] = ()

    @property
    def known(self) -> Fraction:
        """How much of the task is known."""
        return known_share(self.leaves)

    @property
    def exact(self) -> Fraction | None:
        """The percentage over what is known; none where nothing is."""
        found = [add for _leaf, add in self.explained() if add is not None]
        return sum(found, Fraction(0)) if found else None

    @property
    def percent(self) -> Decimal | None:
        """The percentage as it is shown."""
        return rounded(self.exact)

    @property
    def is_complete(self) -> bool:
        """Whether something is known of every part that has weight."""
        return bool(self.leaves) and all(leaf.percent is not None for leaf in self.leaves if leaf.share)

    def explained(self) -> list[tuple[Leaf, Fraction | None]]:
        """Return each leaf with what it adds: these sum up to the percentage."""
        known = self.known
        return [(leaf, points(leaf, known)) for leaf in self.leaves]


def progress(task_ids: Sequence[int], day: date | None = None) -> dict[int, Progress]:
    """Return the progress of tasks by their sub-tasks as these stand (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [list(task_ids), day or clock.today()])
        rows = cursor.fetchall()
    found: dict[int, list[Leaf]] = {pk: [] for pk in task_ids}
    for task, subtask, number, title, numerator, denominator, percent in rows:
        share = Fraction(numerator) / Fraction(denominator)
        value = None if percent is None else Decimal(percent)
        found[task].append(Leaf(share, value, subtask, number, title))
    return {pk: Progress(tuple(leaves)) for pk, leaves in found.items()}
