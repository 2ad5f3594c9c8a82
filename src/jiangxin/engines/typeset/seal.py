"""The fingerprint of a document's content, and bundles that an outsider can check without the database."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jiangxin.engines.typeset.document import NotADocument, from_dict

FORMAT = "jiangxin-report-1"
CONTENT, MANIFEST = "content.json", "manifest.json"
#: Bytes that a bundle may unfold to; nothing honest is larger.
LARGEST = 200 * 1024 * 1024
#: Zip times, so that the same document gives the same bundle.
EPOCH = (1980, 1, 1, 0, 0, 0)

#: What reading a zip file that somebody broke may raise.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class NotABundle(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """The file is not a bundle of a report; the message says why."""


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the content as the bytes that are hashed: JSON with sorted keys, UTF-8, no idle spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content of a document, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def bundle(content: Mapping[str, Any], files: Mapping[str, bytes], about: Mapping[str, str]) -> bytes:
    """Return a zip file with the content, the files made of it, and a manifest of their fingerprints.

    Args:
        content: what `document.to_dict` gave when the document was frozen.
        files: name to bytes: the PDF, the DOCX, the sealed copy.
        about: what the manifest says besides: number, title, day of issue.
    """
    members = {CONTENT: canonical(content), **files}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    members[MANIFEST] = canonical({"format": FORMAT, **about, "files": hashes})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def verify(data: bytes) -> tuple[dict[str, Any], list[str]]:
    """Check a bundle and return its manifest with what is wrong, which is nothing where it holds.

    Raises:
        NotABundle: it cannot be read at all.
    """
    members = _members(data)
    manifest, listed = _manifest(members.pop(MANIFEST, b""))
    faults = [f"{name} is missing" for name in sorted(set(listed) - set(members))]
    faults += [f"{name} is not in the manifest" for name in sorted(set(members) - set(listed))]
    for name in sorted(set(members) & set(listed)):
        if hashlib.sha256(members[name]).hexdigest() != listed[name]:
            faults.append(f"{name} was altered")
    faults += _content_faults(members.get(CONTENT, b""), manifest)
    return manifest, faults


def _members(data: bytes) -> dict[str, bytes]:
    """Return what a zip file holds, unfolding no more than was announced. Raises NotABundle."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            refused = _refused(parts)
            members = {} if refused else {part.filename: _unfolded(archive, part) for part in parts}
    except BROKEN as error:
        raise NotABundle(f"not a bundle of a report ({error})") from error
    if refused:
        raise NotABundle(refused)
    return members


def _refused(parts: list[zipfile.ZipInfo]) -> str:
    """Return why what a zip file announces is not unfolded at all; nothing where it is."""
    if sum(part.file_size for part in parts) > LARGEST:
        return f"it unfolds to more than {LARGEST} bytes"
    if twice := [name for name, count in Counter(part.filename for part in parts).items() if count > 1]:
        return f"{twice[0]} stands twice in it"
    # Others unfold without a bound.
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        return "it is packed in a way that bundles are not"
    return ""


def _unfolded(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as file:
        return file.read(part.file_size)


def _manifest(data: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the manifest and the fingerprints in it. Raises NotABundle."""
    try:
        manifest = json.loads(data)
        told, listed = manifest["format"], manifest["files"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise NotABundle(f"it has no {MANIFEST} that can be read") from error
    if told != FORMAT or not isinstance(listed, dict):
        raise NotABundle(f"its format is not {FORMAT}")
    return manifest, listed


def _content_faults(content: bytes, manifest: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the content itself: it must be a document, of the number and title that are told."""
    try:
        document = from_dict(json.loads(content))
    except (NotADocument, ValueError, RecursionError) as error:
        return [f"{CONTENT} is not a document ({error})"]
    told = {"title": document.title.replace("\n", ""), "number": document.number or document.issue}
    return [
        f"the manifest says {name} {manifest[name]!r}, the content {value!r}"
        for name, value in told.items()
        if manifest.get(name, value) != value
    ]
