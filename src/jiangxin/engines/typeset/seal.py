"""The fingerprint of a document's content, and bundles that an outsider can check without the database."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from jiangxin.engines.typeset.document import NotADocument, from_dict

FORMAT = "jiangxin-report-1"
CONTENT, MANIFEST = "content.json", "manifest.json"
#: Bytes that a member of a bundle may have; nothing honest is larger.
LARGEST = 200 * 1024 * 1024
#: Zip times, so that the same document gives the same bundle.
EPOCH = (1980, 1, 1, 0, 0, 0)


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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(member.file_size > LARGEST for member in archive.infolist()):
                raise NotABundle("a file in it is too large")
            members = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(members.pop(MANIFEST))
        listed: dict[str, str] = manifest["files"]
        known = manifest["format"] == FORMAT
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NotABundle(f"not a bundle of a report ({error})") from error
    if not known:
        raise NotABundle(f"its format is not {FORMAT}")
    faults = [f"{name} is missing" for name in sorted(set(listed) - set(members))]
    faults += [f"{name} is not in the manifest" for name in sorted(set(members) - set(listed))]
    for name in sorted(set(members) & set(listed)):
        if hashlib.sha256(members[name]).hexdigest() != listed[name]:
            faults.append(f"{name} was altered")
    faults += _content_faults(members.get(CONTENT, b""), manifest)
    return manifest, faults


def _content_faults(content: bytes, manifest: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the content itself: it must be a document, of the number and title that are told."""
    try:
        document = from_dict(json.loads(content))
    except (NotADocument, ValueError) as error:
        return [f"{CONTENT} is not a document ({error})"]
    told = {"title": document.title.replace("\n", ""), "number": document.number or document.issue}
    return [
        f"the manifest says {name} {manifest[name]!r}, the content {value!r}"
        for name, value in told.items()
        if manifest.get(name, value) != value
    ]
