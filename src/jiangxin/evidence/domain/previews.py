"""Small views of files, made when first asked for and kept by fingerprint."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from django.conf import settings
from docx import Document
from python_calamine import CalamineWorkbook

from jiangxin.evidence.domain.files import open_file
from jiangxin.evidence.models import StoredFile
from jiangxin.kernel.files import write_whole

#: Larger office files are not unpacked for a preview (bytes, as stated in the archive).
LARGEST_UNPACKED = 100 * 1024 * 1024
CHARACTERS = 20_000
PAGE_WIDTH = 900
IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(frozen=True)
class Preview:
    """What a page shows: `kind` is image or text; `media_type` belongs to `content`."""

    kind: str
    media_type: str
    content: bytes

    @property
    def text(self) -> str:
        """The content of a text preview."""
        return self.content.decode("utf-8", "replace")


def has_preview(file: StoredFile) -> bool:
    """Whether files of this type have a preview (a damaged one may lack it all the same)."""
    return file.media_type in IMAGES or file.media_type in _MAKERS


def preview(file: StoredFile) -> Preview | None:
    """Return the preview of a file, or None when its type has none or it cannot be read.

    Raises FileMissing.
    """
    if file.media_type in IMAGES:
        return Preview("image", file.media_type, open_file(file))
    maker = _MAKERS.get(file.media_type)
    if maker is None:
        return None
    kind, media_type, make = maker
    path = Path(settings.JIANGXIN_HOME) / "previews" / file.sha256[:2] / file.sha256
    if not path.is_file():
        content = open_file(file)
        try:
            made = make(content)
        except Exception:  # noqa: BLE001 - a damaged file has no preview; any parser may fail on it in its own way
            made = b""
        write_whole(path, made)
    content = path.read_bytes()
    return Preview(kind, media_type, content) if content else None


def _pdf(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        bitmap = page.render(scale=PAGE_WIDTH / max(page.get_width(), 1), rev_byteorder=True, prefer_bgrx=False)
        return _png(bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride, bytes(bitmap.buffer))
    finally:
        document.close()


def _png(width: int, height: int, channels: int, stride: int, pixels: bytes) -> bytes:
    """Return a PNG of 8-bit grey (1 channel), RGB (3) or RGBA (4) pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    colours = {1: 0, 3: 2, 4: 6}[channels]
    lines = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _text(content: bytes) -> bytes:
    head = content[: CHARACTERS * 4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")[:CHARACTERS].encode()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = head.decode("gb18030", "replace")
    return text[:CHARACTERS].encode()


def _docx(content: bytes) -> bytes:
    _refuse_bombs(content)
    paragraphs = (paragraph.text.strip() for paragraph in Document(io.BytesIO(content)).paragraphs)
    return "\n".join(itertools.islice((text for text in paragraphs if text), 200))[:CHARACTERS].encode()


def _sheet(content: bytes) -> bytes:
    if content[:2] == b"PK":
        _refuse_bombs(content)
    lines: list[str] = []
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in workbook.sheet_names[:5]:
        lines.append(f"# {name}")
        rows = itertools.islice(workbook.get_sheet_by_name(name).iter_rows(), 50)
        lines.extend("\t".join("" if cell is None else str(cell) for cell in row[:30]) for row in rows)
    return "\n".join(lines)[:CHARACTERS].encode()


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise ValueError("unpacks to too much")


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAKERS: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "application/pdf": ("image", "image/png", _pdf),
    "text/plain": ("text", "text/plain; charset=utf-8", _text),
    "text/csv": ("text", "text/plain; charset=utf-8", _text),
    "text/markdown": ("text", "text/plain; charset=utf-8", _text),
    _WORD: ("text", "text/plain; charset=utf-8", _docx),
    _EXCEL: ("text", "text/plain; charset=utf-8", _sheet),
    "application/vnd.ms-excel": ("text", "text/plain; charset=utf-8", _sheet),
    "application/vnd.oasis.opendocument.spreadsheet": ("text", "text/plain; charset=utf-8", _sheet),
}
