"""Counting a list as far as somebody reads on, and the page of it that is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

#: Counting stops here: nobody reads on, and a count of millions costs more than the page.
EXACT_TO = 10_000


def counted(rows: QuerySet[Any]) -> int:
    """Return how many rows there are; one more than `EXACT_TO` where there are more."""
    return rows.order_by()[: EXACT_TO + 1].count()


def page_number(text: str | None) -> int:
    """Return the page named in an address; 1 for anything that is no number of at most six digits."""
    return max(1, int(text)) if text and re.fullmatch(r"[0-9]{1,6}", text) else 1


@dataclass(frozen=True)
class Page:
    """The page that an address asks for, within the pages that `count` rows fill; drawn by `desk/parts/pager.html`."""

    asked: str | None
    count: int
    size: int
    #: rows that can be turned to
    most: int = EXACT_TO

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-min(self.count, self.most) // self.size))

    @property
    def number(self) -> int:
        """The number of this page."""
        return min(page_number(self.asked), self.last)

    @property
    def goes_on(self) -> bool:
        """Whether there are rows behind the last page."""
        return self.number == self.last and self.count > self.most

    @property
    def first_row(self) -> int:
        """The number of the first row on the page, from 1; 0 where there are none."""
        return (self.number - 1) * self.size + 1 if self.count else 0

    @property
    def last_row(self) -> int:
        """The number of the last row on the page."""
        return min(self.number * self.size, self.count)

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the page."""
        return rows[(self.number - 1) * self.size : self.number * self.size]
