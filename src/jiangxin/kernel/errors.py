"""What the write path refuses with. Each carries a sentence a user can act on."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class JiangxinError(Exception):
    """Base of the errors that pages, API and commands turn into a message."""


class NotAllowed(JiangxinError):  # noqa: N818 - reads as the sentence it stands for
    """The actor lacks the capability, or it does not reach this row."""


class Correctable(JiangxinError):  # noqa: N818 - reads as the sentence it stands for
    """Base of what the person can put right, and is therefore told beside what he did."""


class NotLawful(Correctable):
    """The state table has no such step from here, or a guard refused it."""


class ReasonMissing(Correctable):
    """The step asks for a reason and none was given."""


class Conflict(Correctable):
    """The row changed since it was read; the caller shows both versions."""


#: Everything that a write may be refused with.
REFUSALS = (JiangxinError, ValidationError)
#: What a page tells in place where it leaves NotAllowed to the page of its own that every view may end in.
TOLD = (Correctable, ValidationError)


def sentences(error: Exception) -> list[str]:
    """Return what a refusal says, a sentence each."""
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]
