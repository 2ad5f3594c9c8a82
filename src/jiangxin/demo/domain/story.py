"""What the stories of the demonstration share: days with what happens on them, and who does it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from jiangxin.demo.domain.organisations import REASON
from jiangxin.kernel import actors, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Account, Organisation, Person, RoleAssignment
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval


class Story:
    """Days up to the last one; on each its people do what people do."""

    def __init__(self, until: date) -> None:
        self.until = until
        self._days: list[tuple[date, int, Callable[[], object]]] = []
        self._order = count()
        self._actors: dict[tuple[int, bool], Actor] = {}
        names = ("planofficer", "planhead", "supervisor", "leader")
        self.officer, self.head, self.supervisor, self.leader = (acting(name) for name in names)

    def at(self, day: date, what: Callable[[], object]) -> None:
        """Let something happen on a day."""
        heapq.heappush(self._days, (day, next(self._order), what))

    def tell(self) -> None:
        """Go through the days up to the last."""
        while self._days and self._days[0][0] <= self.until:
            day, _order, what = heapq.heappop(self._days)
            with clock.on(day):
                what()

    def unit(self, organisation: int) -> Actor:
        """Return who reports for a unit."""
        return self._held(organisation, head=False)

    def chief(self, organisation: int) -> Actor:
        """Return the head of a unit."""
        return self._held(organisation, head=True)

    def _held(self, organisation: int, *, head: bool) -> Actor:
        key = (organisation, head)
        if key not in self._actors:
            role = ("unit-head",) if head else ("liaison", "school-officer")
            held = RoleAssignment.objects.filter(organisation=organisation, role__code__in=role).order_by("pk").first()
            if held is None:
                raise RuntimeError(f"nobody of {Organisation.objects.get(pk=organisation)} could do it")
            self._actors[key] = actors.of_account(_account(held.person))
        return self._actors[key]

    def decide(self, row: Any, actor: Actor, words: str) -> None:
        """Approve what was submitted."""
        key = records.of_model(type(row)).key()
        approval = Approval.objects.get(record=key, object_id=row.pk, state="open")
        approvals.decide(approval, "approve", actor=actor, comment=words, via="command")


def step(row: Any, name: str, actor: Actor, reason: str = "", **changes: Any) -> Any:
    """Take a step of a row's life cycle."""
    return write.apply(records.of_model(type(row)), row, name, actor=actor, reason=reason or REASON, changes=changes)


def acting(username: str) -> Actor:
    """Return who signs in with an account of the demonstration."""
    return actors.of_account(Account.objects.get(username=username))


def _account(person: Person) -> Account:
    """Return the person's account, or one that exists only for this story."""
    known = person.accounts.first()
    return known if known is not None else Account(username=person.name, person=person)
