"""The same plan as a file of each format. A plan here is its lines, the task table among them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape

import docx
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

# Known to every PDF reader, so that no font file is needed.
FONT = "STSong-Light"
COLUMNS = 3


@dataclass(frozen=True)
class Plan:
    """Lines before the task table, its rows (head first), lines after it."""

    before: list[str]
    rows: list[list[str]]
    after: list[str]

    @classmethod
    def of(cls, text):
        """Take the lines of a plan apart; its table stands flattened between 序号 and 备注."""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        start = lines.index("序号")
        end = next(index for index, line in enumerate(lines) if line.startswith("备注"))
        cells = lines[start:end]
        rows = [cells[index : index + COLUMNS] for index in range(0, len(cells), COLUMNS)]
        return cls(lines[:start], rows, lines[end:])


def to_docx(plan):
    document = docx.Document()
    for line in plan.before:
        document.add_paragraph(line)
    table = document.add_table(0, COLUMNS)
    for row in plan.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for line in plan.after:
        document.add_paragraph(line)
    return saved(document)


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def to_html(plan):
    """A saved page with navigation before the text and site furniture after it."""
    links = "".join(f'<li><a href="/{number}">栏目{number}</a></li>' for number in range(12))
    rows = "".join("<tr>" + "".join(f"<td><p>{escape(text)}</p></td>" for text in row) + "</tr>" for row in plan.rows)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(plan.before[0])}</title>"
        f"<style>p {{margin: 0}}</style></head><body><div id=top><ul>{links}</ul></div>"
        f"<div class=page><div class=left><div class=text>{''.join(map(_paragraph, plan.before))}"
        f"<table>{rows}</table>{''.join(map(_paragraph, plan.after))}</div></div>"
        f"<script>var count = 35;</script></div><div class=end><ul>{links}</ul></div></body></html>"
    ).encode()


def _paragraph(line):
    return f"<p>　　{escape(line)}</p>\n"


def to_markdown(plan):
    def cell(text):
        return text.replace("|", "\\|")

    head, *body = plan.rows
    table = [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    table += [f"| {' | '.join(map(cell, row))} |" for row in body]
    return "\n\n".join([*plan.before, "\n".join(table), *plan.after]).encode()


def to_pdf(plan, **options):
    """A4 pages with page numbers; the table breaks over pages and repeats its head."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=15, leading=24, firstLineIndent=30, wordWrap="CJK", alignment=TA_JUSTIFY
    )
    small = ParagraphStyle("cell", fontName=FONT, fontSize=11, leading=15, wordWrap="CJK")
    story = [Paragraph(escape(line), body) for line in plan.before]
    if plan.rows:
        rows = [[Paragraph(escape(text), small) for text in row] for row in plan.rows]
        grid = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        story.append(LongTable(rows, colWidths=[15 * mm, 95 * mm, 44 * mm], repeatRows=1, style=grid))
    story += [Paragraph(escape(line), body) for line in plan.after]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, margin=28 * mm, **options).build(story, _page_number, _page_number)
    return stream.getvalue()


def _page_number(canvas, document):
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {document.page} —")


WRITERS = {"docx": to_docx, "html": to_html, "md": to_markdown, "pdf": to_pdf}
