"""How far a large import is, told on a connection of its own so that others see it at once."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Progress:
    """Writes the percentage of one job while the job's own transaction is still open."""

    def __init__(self, job_id: int, *, told: bool) -> None:
        self.job_id = job_id
        self.own: BaseDatabaseWrapper | None = connection.copy() if told else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.own is not None:
            self.own.close()

    def tell(self, percent: int) -> None:
        """Say that so much is done."""
        if self.own is None:
            return
        statement = "UPDATE exchange_importprogress SET percent = %s WHERE job_id = %s"
        values: list[Any] = [percent, self.job_id]
        with self.own.cursor() as cursor:
            cursor.execute(statement, values)
