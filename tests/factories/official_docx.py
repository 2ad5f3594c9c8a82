"""Official documents as DOCX, made right by hand with python-docx: what the format checker is tried on.

`right()` deviates in nothing. Its paragraphs are known by name, so that a test spoils one thing.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FANG, HEI, KAI, BIAOSONG, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
TITLE = "关于开展2026年职业教育\n重点任务督查工作的通知"
SENTENCE = "各有关单位要对照任务清单逐项核对进度，凡未按期完成的，应当说明原因并提出整改时限。"


@dataclass
class Made:
    """A document and its paragraphs by name."""

    document: docx.document.Document
    parts: dict[str, Paragraph] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Paragraph:
        return self.parts[name]

    @property
    def section(self):
        return self.document.sections[0]

    def bytes(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def add(self, name: str, text: str, **form) -> Paragraph:
        """Add a paragraph at the end."""
        self.parts[name] = formed(self.document.add_paragraph(), text, **form)
        return self.parts[name]

    def before(self, name: str, new: str, text: str, **form) -> Paragraph:
        """Add a paragraph before another one."""
        self.parts[new] = formed(self.parts[name].insert_paragraph_before(), text, **form)
        return self.parts[new]

    def drop(self, *names: str) -> None:
        """Take paragraphs away."""
        for name in names:
            element = self.parts.pop(name)._p
            element.getparent().remove(element)


def formed(paragraph, text, *, face=FANG, size=16, align=ALIGN.JUSTIFY, pitch=28.95, **sides):
    """Give a paragraph its text and its form, all of it directly; the sides, first, left and right, in characters."""
    set_text(paragraph, text, face=face, size=size)
    form = paragraph.paragraph_format
    form.alignment = align
    form.line_spacing = Pt(pitch) if pitch else None
    form.space_before = form.space_after = Pt(0)
    for side, value in sides.items():
        if value:
            name = "firstLine" if side == "first" else side
            indent(paragraph, **{f"{name}Chars": round(value * 100), name: round(value * size * 20)})
    return paragraph


def set_text(paragraph, text, *, face=FANG, size=16):
    """Put a text in place of what is there."""
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)
    return add_run(paragraph, text, face=face, size=size)


def add_run(paragraph, text, *, face=FANG, size=16):
    """Add characters of one look."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    return run


def indent(paragraph, **values):
    """Set indents as they stand in the file; what is None goes away."""
    element = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, value in values.items():
        if value is None:
            element.attrib.pop(qn(f"w:{name}"), None)
        else:
            element.set(qn(f"w:{name}"), str(value))


def page_number(paragraph, *, align, face=SONG, size=14, before="— ", after=" —", **sides):
    """Make a paragraph of a footer that holds the number of the page."""
    formed(paragraph, before, face=face, size=size, align=align, pitch=0, **sides)
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = add_run(paragraph, "", face=face, size=size)
        if kind == "text":
            run.text = code
        elif code:
            element = OxmlElement("w:instrText")
            element.text = code
            run._r.append(element)
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
    add_run(paragraph, after, face=face, size=size)


def pages(document) -> None:
    """Give the pages the form of the standard."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25.5)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer.paragraphs[0], align=ALIGN.RIGHT, right=1)
    page_number(section.even_page_footer.paragraphs[0], align=ALIGN.LEFT, left=1)


def right() -> Made:
    """Return a document without a deviation that has every element."""
    made = Made(docx.Document())
    pages(made.document)
    _head(made)
    made.add("body", f"为推动职业教育高质量发展，现将有关事项通知如下。{SENTENCE * 8}", first=2)
    made.add("heading-1", "一、总体要求", face=HEI, first=2)
    made.add("heading-2", "（一）明确目标", face=KAI, first=2)
    made.add("heading-3", "1.全面核对。", first=2)
    made.add("body-2", SENTENCE * 6, first=2)
    made.add("heading-4", "（1）核对进度", first=2)
    made.add("body-3", SENTENCE * 6, first=2)
    made.add("heading-2b", "（二）压实责任", face=KAI, first=2)
    made.add("body-4", SENTENCE * 6, first=2)
    made.add("heading-1b", "二、工作安排", face=HEI, first=2)
    made.add("body-5", SENTENCE * 6, first=2)
    _ends(made)
    _imprint(made)
    return made


def _head(made: Made) -> None:
    made.add("copy-number", "000001")
    made.add("secrecy", "机密★1年", face=HEI)
    made.add("urgency", "特急", face=HEI)
    mark = made.add("mark", "江津区人民政府办公室文件", face=BIAOSONG, size=36, align=ALIGN.CENTER, pitch=0)
    mark.runs[0].font.color.rgb = RGBColor(0xE6, 0, 0x12)
    made.add("number", "江津府办发〔2026〕12号", align=ALIGN.CENTER)
    made.add("title", TITLE, face=BIAOSONG, size=22, align=ALIGN.CENTER, pitch=32)
    made.add("recipients", "各镇人民政府、各街道办事处，区政府各部门，有关单位：")


def _ends(made: Made) -> None:
    made.add("annex-note", "附件：1.督查任务清单", first=2)
    made.add("annex-note-2", "2.督查工作联系人名单", left=5)
    made.add("signature", "江津区人民政府办公室", align=ALIGN.RIGHT, right=3.5)
    made.add("date", "2026年3月5日", align=ALIGN.RIGHT, right=4)
    made.add("remark", "（联系人：张三，电话：023-47500000）", first=2)
    for number, name in (("1", "督查任务清单"), ("2", "督查工作联系人名单")):
        mark = made.add(f"annex-mark-{number}", f"附件{number}", face=HEI, align=ALIGN.LEFT)
        mark.paragraph_format.page_break_before = True
        made.add(f"annex-title-{number}", name, face=BIAOSONG, size=22, align=ALIGN.CENTER, pitch=32)
        made.add(f"annex-body-{number}", SENTENCE, first=2)


def _imprint(made: Made) -> None:
    """Add the imprint as a table, whose cells leave 5.4 points free at their sides."""
    table = made.document.add_table(2, 1)
    rest = 1 - 5.4 / 14
    for name, cell, text in (
        ("copies", table.cell(0, 0), "抄送：区委办公室，区人大常委会办公室。"),
        ("printed", table.cell(1, 0), "江津区人民政府办公室　　　　　2026年3月6日印发"),
    ):
        made.parts[name] = formed(cell.paragraphs[0], text, size=14, left=rest, pitch=0)
