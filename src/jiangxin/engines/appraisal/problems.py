"""What is wrong with a scheme or with values, said so that a person can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where. ``code`` is for programs, ``message`` for people."""

    code: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class AppraisalError(ValueError):
    """Points cannot be computed; ``problems`` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class SchemeError(AppraisalError):
    """The scheme is not one that may be used."""


class ValuesError(AppraisalError):
    """Subjects or values do not fit the scheme."""


class MissingValueError(AppraisalError):
    """Values are missing where the scheme refuses to compute without them."""
