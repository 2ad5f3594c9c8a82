"""The left navigation: at most eight entries; sub-entries come from the record declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from jiangxin.desk.links import optional, url_for
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType, all_records

MOST_ENTRIES = 8

Visible = Callable[[Actor], bool]


@dataclass(frozen=True)
class Link:
    """A page in the navigation that is no record list. `url` is a url name or an address."""

    label: Any
    url: str
    visible: Visible
    order: int = 100
    icon: str = ""


@dataclass
class Entry:
    """An entry of the navigation. With `url` it is a page of its own, else it opens its sub-entries."""

    key: str
    label: Any
    icon: str
    url: str = ""
    visible: Visible | None = None
    order: int = 100
    links: list[Link] = field(default_factory=list)


_entries: dict[str, Entry] = {}
_account_links: list[Link] = []


def declare(
    key: str, label: Any, icon: str, *, url: str = "", visible: Visible | None = None, order: int = 100
) -> None:
    """Declare an entry (in a room's `ready()`). Records with `menu = key` stand under it.

    A person sees eight entries at most; what goes beyond is folded into the last. Raises ValueError
    when the key is taken.
    """
    if key in _entries:
        raise ValueError(f"the navigation entry {key!r} is declared twice")
    _entries[key] = Entry(key, label, icon, url, visible, order)


def add_link(key: str, label: Any, url: str, *, visible: Visible, order: int = 100) -> None:
    """Add a page under an entry. Raises KeyError for unknown entries."""
    _entries[key].links.append(Link(label, url, visible, order))


def add_account_link(
    label: Any, url: str, *, icon: str = "settings", visible: Visible = lambda _actor: True, order: int = 100
) -> None:
    """Add a page to the account menu (password, second factor, own files)."""
    _account_links.append(Link(label, url, visible, order, icon))


def entry_of(record: type[RecordType]) -> Entry | None:
    """Return the entry under which a record type stands, if any."""
    return _entries.get(record.menu)


def account_links(actor: Actor) -> list[dict[str, str]]:
    """Return what the account menu shows this actor."""
    links = sorted(_account_links, key=lambda link: link.order)
    found = ((link, _address(link.url)) for link in links if link.visible(actor))
    return [{"label": str(link.label), "url": url, "icon": link.icon} for link, url in found if url]


def build(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Return the entries this actor may open, as the template shows them; no query is made.

    Each: key, label, icon, url, active, children (label, url, active). `path` is the present address.
    """
    built = [_built(entry, actor) for entry in sorted(_entries.values(), key=lambda entry: entry.order)]
    shown = _folded([entry for entry in built if entry is not None])
    _mark(shown, path)
    return shown


def _folded(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return eight entries at most: the last holds what does not fit."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    rest = entries[MOST_ENTRIES - 1 :]
    children = [
        child
        for entry in rest
        for child in (entry["children"] or [{"label": entry["label"], "url": entry["url"], "active": False}])
    ]
    more = {"key": "more", "label": gettext("More"), "icon": "dots", "url": "", "active": False, "children": children}
    return [*entries[: MOST_ENTRIES - 1], more]


def _built(entry: Entry, actor: Actor) -> dict[str, Any] | None:
    children = list(_children(entry, actor))
    own = _address(entry.url) if entry.url and (entry.visible is None or entry.visible(actor)) else ""
    if not own and not children:
        return None
    if own and children:
        children.insert(0, {"label": str(entry.label), "url": own, "active": False})
    if len(children) == 1 and not own:
        own, children = children[0]["url"], []
    return {
        "key": entry.key,
        "label": str(entry.label),
        "icon": entry.icon,
        "url": own,
        "active": False,
        "children": children,
    }


def _children(entry: Entry, actor: Actor) -> Iterator[dict[str, Any]]:
    for link in sorted(entry.links, key=lambda link: link.order):
        if link.order < 0 and link.visible(actor):
            yield _child(link)
    for record in _records(entry.key):
        if access.may(record, actor, "view"):
            yield {"label": capfirst(record.title_plural()), "url": _list_of(record), "active": False}
    for link in sorted(entry.links, key=lambda link: link.order):
        if link.order >= 0 and link.visible(actor):
            yield _child(link)


@cache
def _list_of(record: type[RecordType]) -> str:
    return url_for(record, "list")


def _child(link: Link) -> dict[str, Any]:
    return {"label": str(link.label), "url": _address(link.url), "active": False}


def _records(key: str) -> list[type[RecordType]]:
    """Return the record types under an entry: the one it is named after, then the others by their keys."""
    return sorted((record for record in all_records() if record.menu == key), key=lambda record: record.slug != key)


def _mark(entries: list[dict[str, Any]], path: str) -> None:
    """Mark the entry whose address is the longest beginning of the present one."""
    best: tuple[int, dict[str, Any], dict[str, Any]] | None = None
    for entry in entries:
        for item in entry["children"] or [entry]:
            url = item["url"]
            fits = path == url or (url != "/" and path.startswith(url))
            if fits and (best is None or len(url) > best[0]):
                best = (len(url), item, entry)
    if best:
        best[1]["active"] = best[2]["active"] = True


def _address(url: str) -> str:
    return url if url.startswith("/") else optional(url)
