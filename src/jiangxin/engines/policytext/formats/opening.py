"""Tells formats apart and hands the bytes to the reader of theirs."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import cast

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.model import Source

Reader = Callable[[bytes], Source]

_PACKAGE = "jiangxin.engines.policytext.formats"
# Imported when needed: a plain text must not wait for a PDF library.
_READERS = {
    "txt": ("plain", "read_plain"),
    "md": ("markdown", "read_markdown"),
    "html": ("html", "read_html"),
    "docx": ("docx", "read_docx"),
    "pdf": ("pdf", "read_pdf"),
}
_ENDINGS = {
    ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
}  # fmt: skip
_SAVE_AS_DOCX = gettext_noop("This is an old Word file (doc, wps or rtf); save it as docx.")
_PICTURE = gettext_noop("This is a picture; run it through OCR first.")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)

_SNIFFED = 4_096


def open_source(origin: Path | bytes, name: str | None = None) -> Source:
    """Read a document from a path, or from bytes with the file's ``name``.

    Raises ``UnreadableError`` with one clear line for anything that cannot be read.
    """
    if isinstance(origin, bytes):
        data = origin
        check_size(len(data))
    else:
        data = content_of(origin)
        name = name or origin.name
    if not data:
        raise UnreadableError(gettext_noop("The file is empty."))
    kind = kind_of(data, name or "")
    if kind in {"txt", "md", "html"} and len(data) > limits.MAX_TEXT_BYTES:
        raise UnreadableError(
            gettext_noop("The text is larger than %(limit)d MiB; split it into several documents."),
            limit=limits.MAX_TEXT_BYTES // limits.MIB,
        )
    module, function = _READERS[kind]
    reader = cast("Reader", getattr(import_module(f"{_PACKAGE}.{module}"), function))
    source = reader(data)
    if not source.text.strip():
        raise UnreadableError(gettext_noop("The file holds no text."))
    return source


def check_size(size: int) -> None:
    """Raise ``UnreadableError`` for more bytes than any document has."""
    if size > limits.MAX_FILE_BYTES:
        raise UnreadableError(
            gettext_noop("The file is larger than %(limit)d MiB; remove pictures or split it."),
            limit=limits.MAX_FILE_BYTES // limits.MIB,
        )


def content_of(path: Path) -> bytes:
    """Bytes of an ordinary file; raises ``UnreadableError`` where there is none or it is too large."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unopened(error) from error
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError(gettext_noop("This is a directory; name a file in it."))
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(gettext_noop("This is not an ordinary file."))
    check_size(status.st_size)
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _unopened(error) from error
    check_size(len(data))
    return data


def _unopened(error: OSError | ValueError) -> UnreadableError:
    if isinstance(error, FileNotFoundError | ValueError):  # A null byte in the name is a ValueError.
        return UnreadableError(gettext_noop("There is no such file."))
    if isinstance(error, PermissionError):
        return UnreadableError(gettext_noop("The file may not be read; check its permissions."))
    return UnreadableError(gettext_noop("The file cannot be opened: %(reason)s."), reason=error.strerror or error)


def kind_of(data: bytes, name: str) -> str:
    """One of the keys of the readers; raises ``UnreadableError`` for formats that are none."""
    head = data[:_SNIFFED]
    ending = PurePath(name).suffix.lower()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    _refuse_foreign(data, head, ending)
    if ending == ".pdf":
        raise UnreadableError(gettext_noop("The PDF is broken; print or export it to PDF again."))
    if ending == ".docx":
        raise UnreadableError(gettext_noop("The docx file is broken; open it in a word processor and save it again."))
    if _HTML.match(head):
        return "html"
    return _ENDINGS.get(ending, "txt")


def _refuse_foreign(data: bytes, head: bytes, ending: str) -> None:
    """Raise for formats that are recognised but not read."""
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError(gettext_noop("The file is protected by a password; remove it and try again."))
        raise UnreadableError(_SAVE_AS_DOCX)
    if head.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError(_SAVE_AS_DOCX)
    if head.startswith(_PICTURES) and ending not in {".txt", *_ENDINGS}:
        raise UnreadableError(_PICTURE)
    if head.startswith(_ARCHIVES):
        raise UnreadableError(gettext_noop("This is an archive; unpack it and read the document in it."))
