"""What the API offers of a record type, as its declaration says."""

from __future__ import annotations

from collections.abc import Iterator

from jiangxin.kernel.records import RecordType, all_records
from jiangxin.kernel.states import Transition

#: Verbs that need columns to write.
WRITING = ("add", "change", "delete")


def offered() -> Iterator[type[RecordType]]:
    """Yield the record types that the API has, sorted by key."""
    return (record for record in all_records() if record.api is not None)


def writable(record: type[RecordType]) -> tuple[str, ...]:
    """Return the columns that the API takes, in the order in which it shows them."""
    if record.api is None:
        return ()
    named = record.form_fields() if record.api.writable is None else record.api.writable
    return tuple(name for name in record.api.fields if name in named)


def verbs(record: type[RecordType]) -> frozenset[str]:
    """Return the verbs the API has for a record type: view, history, add, change, delete."""
    if record.api is None:
        return frozenset()
    wanted = {"view", "history", *(WRITING if writable(record) else ())}
    return frozenset(wanted & set(record.permissions))


def steps(record: type[RecordType]) -> tuple[Transition, ...]:
    """Return the steps that can be taken through the API; those reserved for the system are not among them."""
    if record.api is None or record.workflow is None:
        return ()
    return tuple(step for step in record.workflow.transitions if step.permission is not None)


def component(record: type[RecordType]) -> str:
    """Return the name of a record type in the schema: `planning.task-units` is `PlanningTaskUnits`."""
    return "".join(part.capitalize() for part in record.key().replace(".", "-").split("-"))
