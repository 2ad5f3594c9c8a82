"""Where documents get their facts: rooms above register what they can say about a row on a day.

A source names its variables and inserts, so that officials can write templates with them; the facts themselves are
asked for when a document is drafted, and kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiangxin.engines.typeset.document import Block
from jiangxin.kernel.actors import Actor

Text = str | Promise


@dataclass(frozen=True)
class Facts:
    """What a source says about a row on a day, with every name that it declared."""

    values: Mapping[str, str]
    inserts: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    #: organisations that a document about it is sent to
    organisations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """Facts for documents about one kind of row."""

    key: str
    """room.name, kept with templates and documents."""
    title: Text
    record: str
    """Key of the record type the rows of which a document can be about; who may see a row may draft about it."""
    values: Mapping[str, Text]
    """Names for `{{ }}`, each with what it stands for."""
    inserts: Mapping[str, Text]
    """Names for `[[ ]]`, each with what it stands for."""
    facts: Callable[[Model, date, Actor], Facts]
    rows: Mapping[str, Any] = field(default_factory=dict)
    """Lookups that a row fulfils before a document can be about it; none: any row."""


#: What every document may name.
COMMON: Mapping[str, Text] = {
    "日期": _("day of the facts"),
    "年份": _("year of the facts"),
    "单位": _("issuing office"),
}

_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Register a source; a room does it in its `reports.py`."""
    if source.key in _sources:
        raise ValueError(f"the source {source.key} is registered twice")
    _sources[source.key] = source


def get(key: str) -> Source | None:
    """Return the source of that key; None for documents that have none, or whose room is gone."""
    return _sources.get(key)


def all_sources() -> list[Source]:
    """Return every source, in the order of their keys."""
    return [_sources[key] for key in sorted(_sources)]


def about(record: str) -> list[Source]:
    """Return the sources that know something about rows of a record type."""
    return [source for source in all_sources() if source.record == record]


def names_of(key: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the variables and inserts of a source; those that every document has besides."""
    source = get(key)
    return ({**COMMON, **source.values}, source.inserts) if source else (COMMON, {})
