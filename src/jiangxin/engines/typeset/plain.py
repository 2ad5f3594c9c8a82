"""Official text as officials type it, read into blocks: the number at the start of a line says what the line is.

一、 （一） 1. （1） begin a heading of level 1 to 4, which are numbered anew when the document is made; where a
sentence follows the heading on its line, it goes on in the face of the body. Every other line is a paragraph.
`{{name}}` stands for a value, and a line with `[[name]]` alone for a table or a chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from jiangxin.engines.typeset.document import Block, Heading, Paragraph

_NUMBERS = (
    re.compile(r"[一二三四五六七八九十百]{1,4}、\s*"),
    re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]\s*"),
    re.compile(r"\d{1,2}[.．](?!\d)\s*"),
    re.compile(r"[（(]\d{1,2}[）)]\s*"),
)
_VALUE = re.compile(r"\{\{\s*([^{}\n]+?)\s*\}\}")
_INSERT = re.compile(r"\[\[\s*([^\[\]\n]+?)\s*\]\]")
#: What ends the heading where the text goes on behind it.
_STOP = "。"


class UnknownName(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """A name in the text stands for nothing."""

    def __init__(self, name: str, line: int, known: Iterable[str]) -> None:
        near = get_close_matches(name, list(known), n=1, cutoff=0.5)
        self.name, self.line, self.near = name, line, near[0] if near else ""
        hint = f"; did you mean “{self.near}”?" if near else ""
        super().__init__(f"line {line}: “{name}” is not known{hint}")


def unknown_names(text: str, values: Iterable[str], inserts: Iterable[str]) -> list[UnknownName]:
    """Return every name in the text that stands for nothing, in order."""
    values, inserts = set(values), set(inserts)
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += [UnknownName(name, number, values) for name in _VALUE.findall(line) if name not in values]
        found += [UnknownName(name, number, inserts) for name in _INSERT.findall(line) if name not in inserts]
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its values; a line that holds nothing but values which are all empty falls away.

    Raises:
        UnknownName: a value is not there.
    """
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        names = _VALUE.findall(line)
        for name in names:
            if name not in values:
                raise UnknownName(name, number, values)
        written = _VALUE.sub(lambda match: values[match[1]], line)
        if written.strip() or not names:
            lines.append(written)
    return "\n".join(lines)


def blocks(text: str, inserts: Mapping[str, Block | tuple[Block, ...]]) -> tuple[Block, ...]:
    """Return a filled text as blocks.

    Args:
        text: the text, a paragraph a line; empty lines are left out.
        inserts: what stands for `[[name]]`, one block or several.

    Raises:
        UnknownName: a line names an insert that is not there.
    """
    return tuple(_blocks(text, inserts))


def _blocks(text: str, inserts: Mapping[str, Block | tuple[Block, ...]]) -> Iterator[Block]:
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line:
            continue
        if insert := _INSERT.fullmatch(line):
            if insert[1] not in inserts:
                raise UnknownName(insert[1], number, inserts)
            found = inserts[insert[1]]
            yield from found if isinstance(found, tuple) else (found,)
        else:
            yield _line(line)


def _line(line: str) -> Block:
    for level, number in enumerate(_NUMBERS, start=1):
        if match := number.match(line):
            heading, stop, rest = line[match.end() :].partition(_STOP)
            return Heading(level, heading + stop, rest.strip()) if rest.strip() else Heading(level, heading + stop)
    return Paragraph(line)
