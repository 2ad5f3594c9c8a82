"""Chains committed activity. Runs beside the writes, so that none of them waits."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jiangxin.audit.domain.keys import heads_folder, signing_key
from jiangxin.audit.models import Activity, Seal, SignedHead, Waiting
from jiangxin.audit.verify import GENESIS, Head, Row, fingerprint, link_hash
from jiangxin.kernel.files import write_whole

#: Name of the advisory lock that lets one sealer work at a time.
LOCK = 0x4A58_5345_414C
BATCH = 2000
COLUMNS = (
    "id",
    "uuid",
    "at",
    "actor_id",
    "actor_name",
    "via",
    "verb",
    "record",
    "object_id",
    "organisation_id",
    "reason",
    "details",
    "context",
)


def sealed_form(values: dict[str, Any]) -> Row:
    """Return a row of activity as it is sealed and exported: plain JSON, times in UTC."""
    return {
        **values,
        "uuid": str(values["uuid"]),
        "at": in_utc(values["at"]),
        "context": str(values["context"]) if values["context"] else None,
    }


def in_utc(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def seal_waiting() -> int:
    """Seal everything that has committed and return how many rows that were.

    Returns at once when another sealer is at work. A row whose transaction is still open is not
    visible in the queue; it is sealed, at a later position, after it commits.
    """
    total = 0
    while True:
        with transaction.atomic():
            count = _seal_batch()
        total += count
        if count < BATCH:
            return total


def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    ids = list(Waiting.objects.order_by("activity_id").values_list("activity_id", flat=True)[:BATCH])
    if not ids:
        return 0
    last = Seal.objects.first()
    position, previous = (last.position, last.hash) if last else (0, GENESIS)
    seals = []
    for values in Activity.objects.filter(pk__in=ids).order_by("pk").values(*COLUMNS):
        position += 1
        previous = link_hash(previous, sealed_form(values))
        seals.append(Seal(position=position, activity_id=values["id"], hash=previous))
    Seal.objects.bulk_create(seals)
    Waiting.objects.filter(pk__in=ids).delete()
    if seals:
        transaction.on_commit(lambda: _write_latest(position, previous))
    return len(ids)


def _sign(position: int, hash_: str) -> Head:
    key = signing_key()
    unsigned = Head(position, hash_, in_utc(timezone.now()), fingerprint(key.public_key()), "")
    signature = base64.b64encode(key.sign(unsigned.message())).decode()
    return Head(position, hash_, unsigned.at, unsigned.key, signature)


def _write_latest(position: int, hash_: str) -> None:
    """Keep a signed head of every batch outside the database, so that a cut tail shows at once."""
    write_whole(heads_folder() / "latest.json", as_file(_sign(position, hash_)))


def as_file(head: Head) -> bytes:
    """Return the content of a head's file."""
    return json.dumps(head.as_dict(), indent=2).encode() + b"\n"


def export_head() -> SignedHead | None:
    """Sign the last link, keep the head in the database and as a file; None while nothing is sealed."""
    seal_waiting()
    last = Seal.objects.first()
    if last is None:
        return None
    head = _sign(last.position, last.hash)
    at = datetime.fromisoformat(head.at)
    row = SignedHead.objects.create(
        position=head.position, hash=head.hash, at=at, key=head.key, signature=head.signature
    )
    write_whole(heads_folder() / file_name(row), as_file(head))
    return row


def file_name(row: SignedHead) -> str:
    """Return the name of a head's file: time and position."""
    return f"{row.at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{row.position}.json"


def head_of(row: SignedHead) -> Head:
    """Return the head that a row keeps."""
    return Head(row.position, row.hash, in_utc(row.at), row.key, row.signature)
