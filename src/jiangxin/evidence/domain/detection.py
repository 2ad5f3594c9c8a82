"""The type of a file, read from its content; its name only tells apart what looks alike."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

UNKNOWN = "application/octet-stream"
#: How much of a file decides about text.
HEAD = 8192

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (0, b"#!", "application/x-script"),
)
#: What a package holds (the start or end of an entry's name) and what it therefore is, in order.
_PARTS = (
    ("vbaProject.bin", "application/x-office-macros"),
    ("META-INF/MANIFEST.MF", "application/java-archive"),
    ("OFD.xml", "application/ofd"),
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OLE = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint"}
_STREAMS = (
    ("_VBA_PROJECT", "application/x-office-macros"),
    ("EncryptedPackage", "application/x-office-encrypted"),
    ("WordDocument", _OLE[".doc"]),
    ("Workbook", _OLE[".xls"]),
    ("Book", _OLE[".xls"]),
    ("PowerPoint Document", _OLE[".ppt"]),
)
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")
_SCRIPTS = {".bat", ".cmd", ".com", ".hta", ".js", ".jse", ".mjs", ".ps1", ".py", ".sh", ".url", ".vbe", ".vbs", ".wsf"}
_TEXTS = {".csv": "text/csv", ".md": "text/markdown", ".markdown": "text/markdown"}
#: Control characters that no text holds (tab, line ends and escape are fine).
_CONTROLS = frozenset(range(9)) | frozenset(range(14, 27))
#: Types that could act on the reader's machine or in the reader's browser; no policy can allow them.
DANGEROUS = frozenset(
    {
        "application/java-archive",
        "application/x-executable",
        "application/x-ms-shortcut",
        "application/x-msdownload",
        "application/x-office-macros",
        "application/x-script",
        "image/svg+xml",
        "text/html",
    }
)


def media_type(content: bytes, name: str) -> str:
    """Return the media type of a file, `application/octet-stream` when nothing is recognised."""
    head = content[:HEAD]
    suffix = PurePath(name).suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(content, suffix)
    for offset, signature, found in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return found
    return _text(head, suffix)


def _zipped(content: bytes) -> str:
    """Tell office packages apart by what lies in them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                return archive.read("mimetype")[:120].decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return UNKNOWN
    for part, found in _PARTS:
        if any(name.startswith(part) or name.endswith(part) for name in names):
            return found
    return "application/zip"


def _compound(content: bytes, suffix: str) -> str:
    """Office's older container; macros and encrypted packages are told apart by their stream names."""
    for stream, found in _STREAMS:
        if stream.encode("utf-16-le") in content:
            return found
    return _OLE.get(suffix, "application/x-ole-storage")


def _text(head: bytes, suffix: str) -> str:
    if not head or not _is_text(head):
        return UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        if b"<svg" in start:
            return "image/svg+xml"
        return "application/xml" if start.startswith(b"<?xml") and b"<html" not in start else "text/html"
    if suffix in {".htm", ".html", ".xhtml"}:
        return "text/html"
    if suffix in _SCRIPTS:
        return "application/x-script"
    return _TEXTS.get(suffix, "text/plain")


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte in _CONTROLS for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
