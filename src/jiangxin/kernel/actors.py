"""Who acts, and how far each capability of theirs reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reach:
    """The rows a capability covers: everything, some organisations, or rows about the actor."""

    everything: bool = False
    organisations: frozenset[int] = frozenset()
    own_person: bool = False

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            everything=self.everything or other.everything,
            organisations=self.organisations | other.organisations,
            own_person=self.own_person or other.own_person,
        )


NOWHERE = Reach()
EVERYWHERE = Reach(everything=True)


@dataclass(frozen=True)
class Actor:
    """The person or process that reads or writes.

    `grants` maps capability names (`room.record.verb`) to their reach. Processes (`system=True`)
    hold every capability everywhere; they never come from a request.
    """

    name: str
    account_id: int | None = None
    person_id: int | None = None
    organisation_ids: tuple[int, ...] = ()
    role_codes: tuple[str, ...] = ()
    grants: Mapping[str, Reach] = field(default_factory=dict)
    system: bool = False

    def can(self, capability: str) -> bool:
        """Whether the actor holds the capability anywhere."""
        return self.system or capability in self.grants

    def reach(self, capability: str) -> Reach:
        """How far the capability reaches for this actor (`NOWHERE` when it is not held)."""
        return EVERYWHERE if self.system else self.grants.get(capability, NOWHERE)


#: Nobody: what an anonymous request acts as.
ANONYMOUS = Actor(name="")


def process(name: str) -> Actor:
    """Return the actor of a background process or command, e.g. `process("ticker")`."""
    return Actor(name=name, system=True)


_resolver: Callable[[Any], Actor] | None = None


def register_resolver(resolver: Callable[[Any], Actor]) -> None:
    """Register how an account becomes an actor (done once, by `people`)."""
    global _resolver  # noqa: PLW0603 - one slot, filled at start-up
    _resolver = resolver


def of_account(account: Any) -> Actor:
    """Return the actor behind an account; anonymous accounts act as nobody."""
    if _resolver is None or not getattr(account, "is_authenticated", False):
        return ANONYMOUS
    return _resolver(account)
