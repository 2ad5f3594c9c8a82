"""Opens a docx without trusting it: sizes first, then one part at a time, no entities.

python-docx is not used for reading: it unpacks every part before one can look at the sizes, and it
passes over tracked changes, content controls and automatic numbers.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop

_END_RECORD = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_MAX_DIGITS = 9
_DOCUMENT = "word/document.xml"
# Word's macro-free and macro documents keep their text in the same part.
_OTHERS = (
    ("xl/", gettext_noop("This is an Excel workbook, not a Word document; save the text as docx.")),
    ("ppt/", gettext_noop("This is a presentation, not a Word document; save the text as docx.")),
    ("OFD.xml", gettext_noop("This is an OFD file; export it as PDF and read that.")),
    ("content.xml", gettext_noop("This is an OpenDocument file; save it as docx.")),
)
_BROKEN = gettext_noop("The docx file is broken; open it in a word processor and save it again.")
_TOO_BIG = gettext_noop("The docx file unpacks to an unreasonable size and was not opened.")


class Package:
    """The parts of a docx, read on demand and within limits."""

    def __init__(self, data: bytes) -> None:
        """Check the directory of the archive; raises ``UnreadableError``."""
        _check_directory(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise UnreadableError(_BROKEN) from error
        self._names = set(self._archive.namelist())
        if _DOCUMENT not in self._names:
            for prefix, message in _OTHERS:
                if any(name.startswith(prefix) for name in self._names):
                    raise UnreadableError(message)
            raise UnreadableError(
                gettext_noop("This is an archive without a Word document in it; save the text as docx.")
            )

    def holds(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._names

    def part(self, name: str = _DOCUMENT) -> etree._Element | None:
        """Root of an XML part, None when there is no such part."""
        if name not in self._names:
            return None
        data = self._unpacked(name)
        _refuse_entities(data)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(_BROKEN) from error

    def _unpacked(self, name: str) -> bytes:
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise UnreadableError(gettext_noop("The docx file is encrypted; remove the password and try again."))
        allowed = limits.MAX_PART_BYTES
        if info.file_size > limits.MIB:
            allowed = min(allowed, max(limits.MIB, limits.MAX_RATIO * info.compress_size))
        if info.file_size > allowed:
            raise UnreadableError(_TOO_BIG)
        try:
            with self._archive.open(info) as stream:
                data = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise UnreadableError(_BROKEN) from error
        if len(data) > allowed:
            raise UnreadableError(_TOO_BIG)
        return data


def _check_directory(data: bytes) -> None:
    """Refuse archives whose end record announces too many files, before they are listed."""
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - 65_600))
    if at < 0 or at + _END_RECORD.size > len(data):
        raise UnreadableError(_BROKEN)
    entries, size = _END_RECORD.unpack_from(data, at)[4:6]
    if entries > limits.MAX_ENTRIES or size > limits.MAX_ENTRIES * 400:
        raise UnreadableError(gettext_noop("The docx file holds too many parts and was not opened."))


def _refuse_entities(data: bytes) -> None:
    """Office files have no document type; one in them is an attempt to blow up the parser."""
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in data or "<!ENTITY".encode(encoding) in data:
            raise UnreadableError(
                gettext_noop("The docx file declares XML entities, which no word processor does; not opened.")
            )


def local(element: etree._Element) -> str:
    """Name of an element without its namespace (transitional and strict files differ in it)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """First descendant along a path of local names, None when a step is missing."""
    for name in path:
        if element is None:
            return None
        element = next((candidate for candidate in element if local(candidate) == name), None)
    return element


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Attribute by its local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def value(element: etree._Element | None, *path: str) -> str | None:
    """The ``w:val`` at the end of a path."""
    return attribute(child(element, *path), "val")


def number(text: str | None) -> int | None:
    """An integer attribute, None where it is missing or no integer of sensible size."""
    if text is None or len(text) > _MAX_DIGITS:
        return None
    try:
        return int(text)
    except ValueError:
        return None


def is_on(element: etree._Element | None, *path: str) -> bool:
    """Whether an on/off property is there and not switched off."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in {"0", "false", "off"}
