"""What rooms contribute to digests, and which rows somebody can follow.

A room registers topics and followable records in its `ready()`; nothing here knows what they mean. A topic reads
through the access paths of the actor it is given, so that a digest never tells more than the pages do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jiangxin.kernel.actors import Actor


@dataclass(frozen=True)
class Light:
    """A light: its colour, and the word that stands beside the shape."""

    colour: str
    label: str


@dataclass(frozen=True)
class Line:
    """A matter: the title of its row, where it is found, what there is to say in a few words, and its light."""

    title: str
    url: str = ""
    note: str = ""
    light: Light | None = None


@dataclass(frozen=True)
class Figure:
    """A group of matters counted by their lights."""

    label: str
    url: str
    counts: Sequence[tuple[Light, int]]


@dataclass(frozen=True)
class Part:
    """A section of a digest. `more` matters are not listed; `url` leads to all of them."""

    title: str
    lines: Sequence[Line] = ()
    figures: Sequence[Figure] = ()
    more: int = 0
    url: str = ""


@dataclass(frozen=True)
class Span:
    """The days a digest looks back on. One that comes every day tells only what presses or is new."""

    since: date
    day: date
    every_day: bool = False


@dataclass(frozen=True)
class Topic:
    """Something that one may subscribe to."""

    key: str
    label: Any
    help: Any
    collect: Callable[[Actor, Span], list[Part]]
    visible: Callable[[Actor], bool] = lambda _actor: True
    order: int = 100


#: Returns the lights of rows by their keys as the pages show them to the actor, in a number of queries that does not
#: depend on how many rows there are.
Lights = Callable[[Sequence[int], Actor], Mapping[int, Light]]


@dataclass
class _Registry:
    topics: dict[str, Topic] = field(default_factory=dict)
    followed: dict[str, Lights | None] = field(default_factory=dict)


_registry = _Registry()


def register(topic: Topic) -> None:
    """Register a topic. Raises ValueError when its key is taken."""
    if topic.key in _registry.topics:
        raise ValueError(f"the topic {topic.key!r} is registered twice")
    _registry.topics[topic.key] = topic


def topics() -> list[Topic]:
    """Return every topic in the order in which digests show them."""
    return sorted(_registry.topics.values(), key=lambda topic: topic.order)


def topic_choices() -> list[tuple[str, Any]]:
    """Return the topics as choices of a column."""
    return [(topic.key, topic.label) for topic in topics()]


def may_be_followed(record: str, lights: Lights | None = None) -> None:
    """Let people follow the rows of a record type: its state, and its lights where it has any."""
    _registry.followed[record] = lights


def followable() -> Mapping[str, Lights | None]:
    """Return the record types that can be followed, with where their lights are asked."""
    return _registry.followed


def contents(chosen: Sequence[Topic], actor: Actor, span: Callable[[Topic], Span]) -> list[Part]:
    """Return the sections that have something to say, as far as the actor may see it; no matter stands twice."""
    found: list[Part] = []
    told: set[str] = set()
    for part in (part for topic in chosen if topic.visible(actor) for part in topic.collect(actor, span(topic))):
        lines = [line for line in part.lines if not line.url or line.url not in told]
        told.update(line.url for line in lines)
        if lines or part.figures:
            found.append(replace(part, lines=lines))
    return found
