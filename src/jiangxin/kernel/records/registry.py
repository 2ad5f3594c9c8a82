"""The closed list of record types. Rooms register in `ready()`; later registration raises."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from jiangxin.kernel.records.declaration import RecordType

R = TypeVar("R", bound=type[RecordType])

_records: dict[str, type[RecordType]] = {}
_by_model: dict[type[Model], type[RecordType]] = {}
_closed = False


def register(record: R) -> R:
    """Add a record type (used as a decorator in `records.py`).

    Raises RuntimeError after start-up or when the key or the model is taken.
    """
    if _closed:
        raise RuntimeError(f"{record.__name__} was registered after start-up")
    if record.key() in _records or record.model in _by_model:
        raise RuntimeError(f"{record.key()} is registered twice")
    _records[record.key()] = record
    _by_model[record.model] = record
    return record


def close() -> None:
    """Refuse registrations from now on (called once, when all rooms are ready)."""
    global _closed  # noqa: PLW0603 - one switch for the process
    _closed = True


def get(key: str) -> type[RecordType]:
    """Return the record type of that key (`room.slug`). Raises KeyError."""
    return _records[key]


def of_model(model: type[Model]) -> type[RecordType]:
    """Return the record type of a model. Raises KeyError."""
    return _by_model[model]


def find(key: str) -> type[RecordType] | None:
    """Return the record type of that key, None where there is none (any more: rows keep the key)."""
    return _records.get(key)


def find_for(model: type[Model]) -> type[RecordType] | None:
    """Return the record type of a model, None where none declares it."""
    return _by_model.get(model)


def all_records() -> tuple[type[RecordType], ...]:
    """Return all record types, sorted by key."""
    return tuple(_records[key] for key in sorted(_records))
