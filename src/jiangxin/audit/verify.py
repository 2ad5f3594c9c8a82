"""Checks a sealed log. Plain Python: an outsider runs it without the database and without Django.

A bundle is a file of JSON lines: one `{"bundle": …}`, then the signed heads, then
one line per sealed row in order of position. `docs/reference/verify-audit.md` describes it for other languages.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

#: What the first link is chained to.
GENESIS = "0" * 64
FORMAT = "jiangxin-audit-1"
#: A row is written when its transaction works and sealed when it has committed; nothing honest
#: arrives later than this after rows that are younger.
LATEST_ARRIVAL = timedelta(hours=6)
#: Problems listed before the rest is only counted.
SHOWN = 20

Row = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A sealed row: its position, the hash that stands in the chain and the row (None when it is gone)."""

    position: int
    hash: str
    activity: Row | None


@dataclass(frozen=True)
class Head:
    """A signed statement that the chain had this hash at this position at this time."""

    position: int
    hash: str
    at: str
    key: str
    signature: str

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {"at": self.at, "format": FORMAT, "hash": self.hash, "key": self.key, "position": self.position}
        )

    def as_dict(self) -> Row:
        """Return what is written into files."""
        return {
            "position": self.position,
            "hash": self.hash,
            "at": self.at,
            "key": self.key,
            "signature": self.signature,
        }


@dataclass
class Report:
    """What a check found. It holds when there is no problem."""

    rows: int = 0
    heads: int = 0
    last: int = 0
    hash: str = GENESIS
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def lines(self) -> list[str]:
        """Return one line when it holds, else what is wrong, a line each."""
        if self.holds:
            return [f"audit log holds: {self.rows} rows, {self.heads} signed heads, last hash {self.hash[:16]}"]
        more = len(self.problems) - SHOWN
        shown = self.problems[:SHOWN]
        return [*shown, f"and {more} more problems"] if more > 0 else shown


class Unreadable(Exception):  # noqa: N818 - reads as the sentence it stands for
    """The file is no bundle, head or key; the message says why."""


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys, no spaces and no escapes beyond the necessary, as UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def link_hash(previous: str, activity: Row) -> str:
    """Return the hash of the link after the one with hash `previous` (both as 64 hex digits)."""
    return hashlib.sha256(previous.encode() + canonical(activity)).hexdigest()


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of the raw public key (hex)."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def check(links: Iterable[Link], heads: Iterable[Head], keys: dict[str, Ed25519PublicKey]) -> Report:
    """Check the chain from its first link, and every head against it.

    After a broken link the walk goes on from the hash that stands there, so that each fault is
    named once and where it is.
    """
    report = Report()
    found = {0: GENESIS}
    wanted = list(dict.fromkeys(heads))
    positions = {head.position for head in wanted}
    expected, youngest = 1, None
    for link in links:
        if link.position != expected:
            report.problems.append(_gap(expected, link.position))
            expected = link.position
        youngest = _check_row(link, youngest, report)
        report.hash, report.last = link.hash, link.position
        report.rows += 1
        if link.position in positions:
            found[link.position] = link.hash
        expected += 1
    for head in wanted:
        _check_head(head, found, expected - 1, keys, report)
    return report


def _check_row(link: Link, youngest: datetime | None, report: Report) -> datetime | None:
    """Compare a row with its seal and return the youngest time so far."""
    if link.activity is None:
        report.problems.append(f"position {link.position}: the sealed row is gone")
        return youngest
    if not _matches(report.hash, link.activity, link.hash):
        report.problems.append(f"position {link.position}: row {link.activity.get('id')} is not what was sealed here")
    return _in_time(link.position, link.activity, youngest, report)


def _matches(previous: str, activity: Row, sealed: str) -> bool:
    try:
        return link_hash(previous, activity) == sealed
    except ValueError:  # text that is no Unicode, numbers that are none
        return False


def _gap(expected: int, position: int) -> str:
    if position < expected:
        return f"position {position}: it stands there twice or out of order"
    return f"position {expected}: {position - expected} sealed rows are missing before position {position}"


def _in_time(position: int, activity: Row, youngest: datetime | None, report: Report) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(activity["at"]))
        late = youngest is not None and at < youngest - LATEST_ARRIVAL
    except (KeyError, TypeError, ValueError):
        report.problems.append(f"position {position}: the row carries no time")
        return youngest
    if late:
        report.problems.append(
            f"position {position}: row {activity.get('id')} claims {at.isoformat()} but came after younger rows"
        )
    return at if youngest is None else max(at, youngest)


def _check_head(
    head: Head, found: dict[int, str], last: int, keys: dict[str, Ed25519PublicKey], report: Report
) -> None:
    report.heads += 1
    name = f"head of {head.at} at position {head.position}"
    key = keys.get(head.key)
    if key is None:
        report.problems.append(f"{name}: signed with an unknown key {head.key[:16]}")
        return
    try:
        key.verify(base64.b64decode(head.signature, validate=True), head.message())
    except (InvalidSignature, ValueError):
        report.problems.append(f"{name}: the signature is wrong")
        return
    if head.position > last:
        report.problems.append(
            f"{name}: the log ends at position {last}, {head.position - last} sealed rows are cut off"
        )
    elif found.get(head.position) != head.hash:
        report.problems.append(f"{name}: the log has another hash there")


def read_head(value: Any) -> Head:
    """Return the head in decoded JSON. Raises Unreadable."""
    try:
        return Head(
            int(value["position"]), str(value["hash"]), str(value["at"]), str(value["key"]), str(value["signature"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"a signed head lacks or misstates {error}") from error


def read_heads(folder: Path) -> tuple[list[Head], list[str]]:
    """Return the heads in `folder/*.json`, and what is wrong with files (names say the position)."""
    heads, problems = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            head = read_head(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, Unreadable) as error:
            problems.append(f"{path.name}: no readable head ({error})")
            continue
        if path.stem != "latest" and not path.stem.endswith(f"-{head.position}"):
            problems.append(f"{path.name}: it holds the head of position {head.position}, not its own")
        heads.append(head)
    return heads, problems


def read_key(path: Path) -> Ed25519PublicKey:
    """Return the public key in a PEM file. Raises Unreadable."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: no readable public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise Unreadable(f"{path}: not an Ed25519 key")
    return key


def check_bundle(path: Path, *, heads: Path | None = None, public_key: Path | None = None) -> Report:
    """Check a bundle. Its last row must carry a signed head, or the end may have been cut off.

    Without `public_key` the key that travels in the bundle is used: this shows that the bundle
    is whole in itself, not who made it. Raises Unreadable.
    """
    lines = _lines(path)
    first = next(lines, None)
    if not isinstance(first, dict) or not isinstance(first.get("bundle"), dict):
        raise Unreadable(f"{path}: not an audit bundle (its first line should say so)")
    header = first["bundle"]
    if header.get("format") != FORMAT:
        raise Unreadable(f"{path}: format {header.get('format')!r} is not known, this program reads {FORMAT}")
    inside, rest = _heads_first(lines)
    outside, problems = read_heads(heads) if heads else ([], [])
    report = check(_links(rest), [*inside, *outside], _keys(header, public_key))
    report.problems.extend(problems)
    if report.last and not any(head.position == report.last for head in inside):
        report.problems.append(
            f"position {report.last}: the last row carries no signed head, rows after it may be cut off"
        )
    if header.get("rows") != report.rows:
        report.problems.append(f"the bundle announces {header.get('rows')} rows and holds {report.rows}")
    return report


def _heads_first(lines: Iterator[Any]) -> tuple[list[Head], Iterator[Any]]:
    heads = []
    for line in lines:
        if not (isinstance(line, dict) and "head" in line):
            return heads, chain([line], lines)
        heads.append(read_head(line["head"]))
    return heads, iter(())


def _keys(header: Row, given: Path | None) -> dict[str, Ed25519PublicKey]:
    if given is not None:
        key = read_key(given)
        return {fingerprint(key): key}
    found = {}
    for text in header.get("keys", ()):
        try:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(text), validate=True))
        except ValueError as error:
            raise Unreadable("the bundle carries an unreadable public key") from error
        found[fingerprint(key)] = key
    return found


def _lines(path: Path) -> Iterator[Any]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    try:
                        yield json.loads(line)
                    except (ValueError, RecursionError) as error:
                        raise Unreadable(f"{path}: line {number} is not JSON") from error
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: not UTF-8 text") from error


def _links(lines: Iterable[Any]) -> Iterator[Link]:
    for line in lines:
        try:
            activity = line["activity"]
            yield Link(int(line["position"]), str(line["hash"]), dict(activity) if activity is not None else None)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a line of the bundle is no sealed row: {str(line)[:80]}") from error
