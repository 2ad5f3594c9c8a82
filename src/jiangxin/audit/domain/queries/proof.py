"""The log as evidence: checked where it is, or written out for an outsider."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.utils import timezone

from jiangxin.audit.domain.keys import heads_folder, public_keys, raw
from jiangxin.audit.domain.sealing import COLUMNS, export_head, head_of, in_utc, sealed_form
from jiangxin.audit.models import Activity, Seal, SignedHead, Waiting
from jiangxin.audit.verify import FORMAT, Link, Report, check, fingerprint, read_heads, read_key

#: Links read from the database at a time.
PIECE = 5000


@dataclass(frozen=True)
class Standing:
    """Where the sealer stands: what is sealed, what waits, and since when."""

    last: Seal | None
    sealed_at: datetime | None
    waiting: int
    oldest: datetime | None

    @property
    def lag(self) -> timedelta:
        """How long the oldest unsealed row has waited."""
        return timezone.now() - self.oldest if self.oldest else timedelta(0)


def standing() -> Standing:
    """Return where the sealer stands (three queries)."""
    last = Seal.objects.select_related("activity").first()
    waiting = Waiting.objects.count()
    first = Waiting.objects.select_related("activity").order_by("pk").first() if waiting else None
    return Standing(last, last.activity.at if last else None, waiting, first.activity.at if first else None)


def verify_database(heads: Path | None = None, public_key: Path | None = None) -> Report:
    """Check the whole log in the database against its chain and every head kept in and beside it.

    Heads are read before the chain, which only grows, so that a sealer may work meanwhile.
    Raises Unreadable when a key cannot be read.
    """
    kept = [head_of(row) for row in SignedHead.objects.order_by("pk")]
    outside, problems = read_heads(heads or heads_folder())
    keys = {fingerprint(key): key for key in [read_key(public_key)]} if public_key else public_keys()
    report = check(links(), [*kept, *outside], keys)
    report.problems.extend(problems)
    report.problems.extend(
        f"row {pk}: it has no seal and does not wait for one"
        for pk in Activity.objects.filter(seal__isnull=True, waiting__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:1000]
    )
    return report


def links(last: int | None = None) -> Iterator[Link]:
    """Yield the chain from its first link (up to position `last`), read in pieces."""
    seals = Seal.objects.order_by("position")
    if last is not None:
        seals = seals.filter(position__lte=last)
    done: int | None = None
    while True:
        rest = seals if done is None else seals.filter(position__gt=done)
        piece = list(rest[:PIECE])
        ids = [seal.activity_id for seal in piece]
        rows = {row["id"]: sealed_form(row) for row in Activity.objects.filter(pk__in=ids).values(*COLUMNS)}
        for seal in piece:
            yield Link(seal.position, seal.hash, rows.get(seal.activity_id))
        if len(piece) < PIECE:
            return
        done = piece[-1].position


def write_bundle(stream: IO[str]) -> int:
    """Write the whole log as a bundle, ended by a fresh signed head, and return the number of rows."""
    newest = export_head()
    last = newest.position if newest else 0
    header = {
        "format": FORMAT,
        "rows": last,
        "exported_at": in_utc(timezone.now()),
        "keys": [raw(key) for key in public_keys().values()],
    }
    _line(stream, {"bundle": header})
    if newest:
        for row in SignedHead.objects.filter(pk__lte=newest.pk).order_by("pk"):
            _line(stream, {"head": head_of(row).as_dict()})
    for link in links(last):
        _line(stream, {"position": link.position, "hash": link.hash, "activity": link.activity})
    return last


def _line(stream: IO[str], value: object) -> None:
    stream.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
