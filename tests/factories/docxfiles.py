"""A small official document, and what a word processor finds in the DOCX that is made of one."""

import io
import zipfile
from datetime import date

import docx as python_docx
from docx.oxml.ns import qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml import etree

from jiangxin.engines.typeset.document import (
    Align,
    Chart,
    ChartKind,
    Column,
    Document,
    Heading,
    Layout,
    Paragraph,
    Series,
    Table,
)
from jiangxin.engines.typeset.docx import docx

SENTENCE = "各镇人民政府、街道办事处，区政府各部门，有关单位要对照清单逐项核对进度。"
DOCUMENT = Document(
    layout=Layout.ORDINARY,
    mark="江津区人民政府办公室文件",
    title="关于2026年上半年职业教育改革发展重点任务推进情况的通报",
    blocks=(
        Paragraph(SENTENCE),
        Heading(1, "总体情况"),
        Heading(2, "主要成效"),
        Heading(3, "机制更加健全。", "由区教委牵头。"),
        Heading(4, "细化分工"),
        Heading(1, "存在问题"),
        Paragraph("特此通报。"),
    ),
    number="江津府办发〔2026〕12号",
    recipients=("各镇人民政府、各街道办事处", "有关单位"),
    signatories=("江津区人民政府办公室",),
    dated=date(2026, 11, 3),
    copies="区委办公室，区人大常委会办公室",
    printer="江津区人民政府办公室",
    printed=date(2026, 11, 5),
)
TABLE = Table(
    (Column("序号", 0.5, Align.CENTER), Column("任务", 3), Column("完成率", 1, Align.RIGHT)),
    (("1", "推进校企合作", "92%"), ("2", "建设实训基地", "81%")),
    "表1 任务进展",
    "注：截至6月30日。",
)
CHART = Chart(
    ChartKind.BARS, "各单位完成率", ("区教委", "区财政局"), (Series("完成率", (92.5, None)),), "%，2026年1—6月"
)


def opened(document):
    return python_docx.Document(io.BytesIO(docx(document)))


def part(document, name):
    with zipfile.ZipFile(io.BytesIO(docx(document))) as archive:
        return etree.fromstring(archive.read(name))


def in_style(made, style):
    return [paragraph for paragraph in made.paragraphs if paragraph.style.style_id == style]


def texts(made, style):
    return [paragraph.text for paragraph in in_style(made, style)]


def formatting(made, style, group, tag):
    """Return the attributes of a property of a style: its own, else inherited, else those of the defaults."""
    element = made.styles.element.find(f"{qn('w:docDefaults')}//{qn(group)}/{qn(tag)}")
    found = dict(element.attrib) if element is not None else {}
    chain, current = [], next(one for one in made.styles if one.style_id == style)
    while current is not None:
        chain.insert(0, current)
        current = current.base_style
    for one in chain:
        own = one.element.find(f"{qn(group)}/{qn(tag)}")
        found |= dict(own.attrib) if own is not None else {}
    return {name.split("}")[1]: value for name, value in found.items()}


def value(made, style, group, tag):
    return formatting(made, style, group, tag).get("val")


def spacing(made, style):
    return formatting(made, style, "w:pPr", "w:spacing")


def own(paragraph, tag):
    """Return the attributes of a property that the paragraph itself has."""
    found = paragraph._p.pPr.find(qn(tag))
    return None if found is None else {name.split("}")[1]: text for name, text in found.attrib.items()}


def body(made):
    """Return what stands in the text, in order."""
    kinds = {qn("w:p"): DocxParagraph, qn("w:tbl"): DocxTable}
    return [kinds[child.tag](child, made._body) for child in made.element.body if child.tag in kinds]
