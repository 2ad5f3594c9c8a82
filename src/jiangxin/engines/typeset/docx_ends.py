"""Head and end of an official document as a DOCX: everything around the body and the annexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jiangxin.engines.typeset.document import Document, Layout
from jiangxin.engines.typeset.docx_blocks import cell
from jiangxin.engines.typeset.docx_styles import (
    ACROSS,
    SMALL_CHARACTER,
    attendance_width,
    hanging,
    indent,
    letter_head_frames,
    signature_indents,
)
from jiangxin.engines.typeset.docx_xml import element, paragraph, run
from jiangxin.engines.typeset.titles import width
from jiangxin.engines.typeset.words import (
    COPIES,
    chinese_date,
    copies_lines,
    corner_lines,
    recipients_line,
    title_lines,
)

_CORNER_STYLES = {"fang": "份号", "hei": "密级和紧急程度"}


def head(document: Document, keep: Iterable[str]) -> Iterator[Any]:
    """Yield what stands above the body (7.2, 7.3.1, 7.3.2)."""
    if document.layout is Layout.LETTER:
        yield from _letter_head(document)
    else:
        yield from _ordinary_head(document)
    # A break within the title is one of its lines, so that it stays one paragraph.
    yield paragraph("公文标题", "\n".join(title_lines(document.title, keep)))
    if recipients := recipients_line(document.recipients):
        yield paragraph("主送机关", f"{recipients}：")


def _ordinary_head(document: Document) -> Iterator[Any]:
    for text, name in corner_lines(document):
        yield paragraph(_CORNER_STYLES[name], text)
    yield paragraph("发文机关标志", document.mark)
    if document.layout is Layout.BULLETIN:
        if document.issue:
            yield paragraph("期号", document.issue)
        yield paragraph("编发单位", f"{document.printer}\t{chinese_date(document.printed) if document.printed else ''}")
    elif document.layout is Layout.MINUTES:
        if document.number:
            yield paragraph("发文字号", document.number)
    elif document.signer:
        yield paragraph("发文字号", f"{document.number}\t签发人：", run(document.signer, "签发人姓名"))
    else:
        yield paragraph("发文字号", document.number)
    yield paragraph("红色分隔线")


def _letter_head(document: Document) -> Iterator[Any]:
    """Yield the head of a letter: mark, double line, and under it the number at the right (10.1)."""
    # A frame is given to the paragraphs, since not every word processor takes it from a style.
    mark, line = letter_head_frames(document)
    yield paragraph("发文机关标志", document.mark, framePr=mark)
    yield paragraph("红色分隔线", framePr=line)
    corner = corner_lines(document)
    if not corner:
        yield paragraph("发文字号", document.number)
    for place, (text, name) in enumerate(corner):
        # In the line of the first stands the number.
        yield paragraph(_CORNER_STYLES[name], text if place or not document.number else f"{text}\t{document.number}")


def after_body(document: Document) -> Iterator[Any]:
    """Yield what stands between body and annexes (7.3.4 to 7.3.6, 10.3)."""
    yield from _annex_note(document)
    widest = attendance_width(document)
    for one in document.attendance:
        label = f"{one.label}："
        # A tab only where the names would not begin below those above them.
        names = one.names if width(label) >= widest else f"\t{one.names}"
        yield paragraph("出席人员", run(label, "出席类别"), names)
    if not document.dated:
        return
    offices, _date = signature_indents(document)
    for office, in_from_right in zip(document.signatories, offices, strict=True):
        yield paragraph("发文机关署名", office, ind=indent(right=in_from_right))
    yield paragraph("成文日期", chinese_date(document.dated))
    if document.remark:
        yield paragraph("附注", f"（{document.remark}）")


def _annex_note(document: Document) -> Iterator[Any]:
    """Yield the names of the annexes, two characters in; further lines of a name under its first character (7.3.4)."""
    titles = [annex.title.replace("\n", "") for annex in document.annexes]
    if len(titles) == 1:
        yield paragraph("附件说明", f"附件：{titles[0]}")
        return
    for number, title in enumerate(titles, start=1):
        # A full stop is a quarter as wide as a character, a figure half.
        numeral = width(str(number)) + 0.25
        begin, label = (numeral + 3, "附件：") if number == 1 else (numeral, "")
        yield paragraph("附件说明", f"{label}{number}.{title}", ind=hanging(5 + numeral, begin))


def annex_head(document: Document, place: int, keep: Iterable[str]) -> Iterator[Any]:
    """Yield the mark and the title of an annex (7.3.7)."""
    annex = document.annexes[place]
    yield paragraph("附件标记", "附件" + (str(place + 1) if len(document.annexes) > 1 else ""))
    yield paragraph("附件标题", "\n".join(title_lines(annex.title, keep, landscape=annex.landscape)))


def imprint(document: Document) -> Any | None:
    """Return the imprint (7.4) as a table at the foot of the type area, None where nothing is in it."""
    rows = [_copies(label, text) for label, text in copies_lines(document)]
    if document.printer and document.printed and document.layout not in {Layout.BULLETIN, Layout.LETTER}:
        printed = f"{document.printer}\t{chinese_date(document.printed)}印发"
        rows.append(paragraph("印发机关和印发日期", printed))
    if not rows:
        return None
    place = {
        "leftFromText": 0,
        "rightFromText": 0,
        "vertAnchor": "margin",
        "horzAnchor": "margin",
        "tblpXSpec": "left",
        "tblpYSpec": "bottom",
    }
    return element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="版记表格"),
            element("tblpPr", **place),
            element("tblOverlap", val="never"),
            element("tblW", w=ACROSS, type="dxa"),
            element("tblLayout", type="fixed"),
        ),
        element("tblGrid", element("gridCol", w=ACROSS)),
        *(element("tr", element("trPr", element("cantSplit")), cell(row, ACROSS)) for row in rows),
    )


def _copies(label: str, text: str) -> Any:
    """Return a line of copies; its further lines stand under what follows the colon."""
    if len(label) == len(COPIES):
        return paragraph("版记", f"{label}：{text}")
    hang = round((width(label) + 1) * SMALL_CHARACTER)
    return paragraph("版记", f"{label}：{text}", ind={"left": hang, "hanging": hang})
