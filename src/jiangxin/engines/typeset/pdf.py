"""PDF of an official document: what it holds and every measure go as data to `document.typ`, which typst sets.

The same document, fonts and version give the same bytes: the time of making is not written into the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import typst

from jiangxin.engines.typeset import charts, measures
from jiangxin.engines.typeset.document import Annex, Block, Chart, Document, Layout, to_dict
from jiangxin.engines.typeset.fonts import FACES, Fonts, demand
from jiangxin.engines.typeset.numbering import numbered
from jiangxin.engines.typeset.words import (
    DRAFT,
    chinese_date,
    copies_lines,
    corner_lines,
    mark_size,
    recipients_line,
    title_lines,
)

TEMPLATE = Path(__file__).with_name("document.typ")
PICTURE_PPI = 110

Form = Literal["pdf", "png"]


def pdf(document: Document, keep: Iterable[str] = ()) -> bytes:
    """Return the document as PDF.

    Args:
        document: what it holds.
        keep: names that a title must not be broken in.

    Raises:
        FontsMissing: a face of the standard or a character cannot be shown; the message says what to install.
    """
    return _compile(document, keep, "pdf")[0]


def pictures(document: Document, keep: Iterable[str] = (), ppi: float = PICTURE_PPI) -> list[bytes]:
    """Return the pages as PNG, for a preview; raises as `pdf` does."""
    return _compile(document, keep, "png", ppi)


def picture(chart: Chart, ppi: float = 220) -> bytes:
    """Return a chart as PNG, for forms that take no SVG."""
    fonts = demand(Document(layout=Layout.ORDINARY, mark="", title="", blocks=(chart,)))
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg")'
    return _made({"main.typ": source.encode(), "chart.svg": charts.svg(chart).encode()}, fonts, "png", ppi)[0]


def _compile(document: Document, keep: Iterable[str], form: Form, ppi: float | None = None) -> list[bytes]:
    fonts = demand(document)
    data, files = _data(document, fonts, tuple(keep))
    files |= {"main.typ": TEMPLATE.read_bytes(), "document.json": json.dumps(data, ensure_ascii=False).encode()}
    return _made(files, fonts, form, ppi)


def _made(files: dict[str, bytes], fonts: Fonts, form: Form, ppi: float | None) -> list[bytes]:
    """Return what typst makes of the files: one PDF, or a picture for each page."""
    source: Any = files  # taken, but not named among the types of the package
    made = typst.Compiler(source, font_paths=fonts.handle).compile(format=form, ppi=ppi, timestamp=0)
    return made if isinstance(made, list) else [made or b""]


def _data(document: Document, fonts: Fonts, keep: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the template reads, and the charts as files."""
    files: dict[str, bytes] = {}
    keep = (*keep, *document.signatories)
    latin = {"name": fonts.latin(), "covers": "latin-in-cjk"}
    data = {
        "layout": document.layout.value,
        "mark": document.mark,
        "mark_pt": mark_size(document.mark),
        "number": document.number,
        "issue": document.issue,
        "signer": document.signer,
        "corner": [{"text": text, "face": face} for text, face in corner_lines(document)],
        "plain_title": document.title.replace("\n", ""),
        "title_lines": title_lines(document.title, keep),
        "author": "、".join(document.signatories) or document.printer,
        "recipients": recipients_line(document.recipients),
        "blocks": _blocks(document.blocks, files),
        "signatories": list(document.signatories),
        "dated": _day(document.dated),
        "sealed": document.sealed,
        "remark": document.remark,
        "attendance": to_dict(document.attendance),
        "annexes": [_annex(annex, files, keep) for annex in document.annexes],
        "ends_landscape": bool(document.annexes) and document.annexes[-1].landscape,
        "copies": [{"label": label, "text": text} for label, text in copies_lines(document)],
        "printer": document.printer,
        "printed": _day(document.printed),
        "imprint_printer": bool(document.printer and document.printed) and document.layout is not Layout.BULLETIN,
        "draft": document.draft,
        "draft_word": DRAFT,
        "measures": {name.lower(): getattr(measures, name) for name in dir(measures) if name.isupper()}
        | {"mark_below": measures.MARK_BELOW_TYPE_AREA},
        "faces": {face: [latin, *fonts.chain(face)] for face in FACES},
    }
    return data, files


def _blocks(blocks: Iterable[Block], files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return the blocks with their numbers; charts become files."""
    found = []
    for number, block in numbered(blocks):
        data = to_dict(block) | {"number": number}
        if isinstance(block, Chart):
            data["file"] = f"chart-{len(files) + 1}.svg"
            files[data["file"]] = charts.svg(block).encode()
        found.append(data)
    return found


def _annex(annex: Annex, files: dict[str, bytes], keep: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": annex.title.replace("\n", ""),
        "title_lines": title_lines(annex.title, keep, landscape=annex.landscape),
        "landscape": annex.landscape,
        "blocks": _blocks(annex.blocks, files),
    }


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
