"""Files on disk under their fingerprint, written once and never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from jiangxin.evidence.domain.detection import DANGEROUS, media_type
from jiangxin.evidence.domain.errors import FileMissing
from jiangxin.evidence.models import FilePolicy, StoredFile
from jiangxin.kernel import write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.files import write_whole

MEBIBYTE = 1024 * 1024
LONGEST_NAME = 200


@dataclass(frozen=True)
class Fault:
    """A file on disk that is not what the database says."""

    file: StoredFile
    message: str


def store_file(content: bytes, name: str, *, actor: Actor, via: str = "page") -> StoredFile:
    """Keep a file that a user offers and return it; the same content is kept once.

    Raises ValidationError when policy does not take its type or size, or it is empty.
    """
    rules = FilePolicy.in_force()
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > rules.max_mebibytes * MEBIBYTE:
        raise ValidationError(
            _("The file has %(size)s; at most %(limit)s MiB are taken."),
            code="too_large",
            params={"size": filesizeformat(len(content)), "limit": rules.max_mebibytes},
        )
    found = media_type(content, name)
    if found in DANGEROUS:
        raise ValidationError(
            _("Files that can run on a computer or in a browser (%(type)s) are not taken. Save it as PDF, say."),
            code="dangerous",
            params={"type": found},
        )
    if found not in rules.media_types:
        raise ValidationError(
            _("Files of this type (%(type)s) are not taken."), code="media_type", params={"type": found}
        )
    return keep_file(content, name, found, actor=actor, via=via)


def keep_file(content: bytes, name: str, found: str, *, actor: Actor, via: str = "page") -> StoredFile:
    """Keep a file whatever policy says: exports, and files a room checks by its own rules."""
    digest = hashlib.sha256(content).hexdigest()
    with write.writing(actor, via=via):
        known = StoredFile.objects.filter(sha256=digest).first()
        path = path_of(digest)
        if known is None or not path.is_file():
            write_whole(path, content, mode=0o440)
        if known is not None:
            return known
        row = StoredFile(sha256=digest, size=len(content), media_type=found, name=clean_name(name))
        # two people may offer the same file at the same moment: the first row stands
        StoredFile.objects.bulk_create([row], ignore_conflicts=True)
        return StoredFile.objects.get(sha256=digest)


def open_file(file: StoredFile) -> bytes:
    """Return the content of a stored file. Raises FileMissing."""
    try:
        return path_of(file.sha256).read_bytes()
    except OSError:
        raise FileMissing(missing_message(file)) from None


def missing_message(file: StoredFile) -> str:
    """Return the sentence that says that the disk lost a file."""
    return _("The file “%(name)s” is missing on the server. Ask the administrator to restore it from the backup.") % {
        "name": file.name
    }


def path_of(digest: str) -> Path:
    """Return where the content with this fingerprint lies."""
    return root() / digest[:2] / digest[2:4] / digest


def root() -> Path:
    """Return the folder of all stored files."""
    return Path(settings.JIANGXIN_HOME) / "files"


def verify_files(sample: int | None = None) -> Iterator[Fault]:
    """Re-hash every stored file, or so many picked at random, and yield those that are missing or were altered."""
    files = StoredFile.objects.order_by("pk") if sample is None else StoredFile.objects.order_by("?")[:sample]
    for file in files.iterator():
        path = path_of(file.sha256)
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            yield Fault(file, _("missing on disk"))
            continue
        if digest != file.sha256:
            yield Fault(file, _("altered on disk"))


def clean_name(name: str) -> str:
    """Return the last part of a file name without control characters, of bounded length."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip()
    if len(kept) > LONGEST_NAME:
        suffix = PurePath(kept).suffix[:20]
        kept = kept[: LONGEST_NAME - len(suffix)] + suffix
    return kept or "file"


def forget_file(file: StoredFile, *, actor: Actor) -> bool:
    """Remove a file that nothing refers to any more, from the disk too; return whether it went."""
    try:
        with write.writing(actor), transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except (ProtectedError, RestrictedError):
        return False
    transaction.on_commit(lambda: path_of(file.sha256).unlink(missing_ok=True))
    return True
