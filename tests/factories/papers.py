"""Rows of the room of official documents."""

from __future__ import annotations

import itertools
from datetime import date

from tests.factories import records as rows

from jiangxin.engines.typeset.document import Document as Content
from jiangxin.engines.typeset.document import Layout, Paragraph, to_dict
from jiangxin.evidence.domain.files import keep_file
from jiangxin.kernel.actors import process
from jiangxin.reporting.models import Delivery, Document, Instruction, Number, NumberSeries, Template

_numbers = itertools.count(1)
DAY = date(2024, 1, 10)


def word(number):
    """Return a word of an office that no other series has: such words hold no digits."""
    return "字" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(number))


def make_series(organisation, **extra):
    return NumberSeries.objects.create(**{"organisation": organisation, "word": word(next(_numbers)), **extra})


def make_number(organisation, **extra):
    series = extra.pop("series", None) or make_series(organisation)
    values = {"series": series, "year": 2024, "sequence": next(_numbers), "given_on": DAY, "title": "A circular"}
    return Number.objects.create(**{**values, **extra})


def make_template(organisation=None, **extra):
    number = next(_numbers)
    values = {"code": f"template-{number}", "name": f"Template {number}", "name_en": f"Template {number}"}
    text = {"mark": "办公室文件", "title": "关于有关工作的通知", "body": "请予办理。"}
    return Template.objects.create(**{**values, **text, "genre": "notice", "valid_from": DAY, **extra})


def make_document(organisation, **extra):
    """Return a document that could be frozen: its content and files are there from the beginning."""
    values = {"genre": "notice", "mark": "办公室文件", "title": f"Notice {next(_numbers)}", "body": "请予办理。"}
    content = to_dict(Content(Layout.ORDINARY, "办公室文件", "关于有关工作的通知", (Paragraph("请予办理。"),)))
    file = keep_file(b"paper", "paper.pdf", "application/pdf", actor=process("tests"))
    paper = {"content": content, "pdf": file, "docx": file}
    end = {"signatory": "办公室", "dated": DAY, "sealed": False}
    return Document.objects.create(**{"organisation": organisation, **values, **paper, **end, **extra})


def make_delivery(organisation, **extra):
    document = extra.pop("document", None) or make_document(organisation)
    return Delivery.objects.create(**{"document": document, "organisation": organisation, "sent_on": DAY, **extra})


def make_instruction(organisation, **extra):
    document = rows.bring(make_document(organisation), organisation, "issued")
    values = {"document": document, "leader": rows.make_person(organisation), "given_on": DAY, "text": "Look into it."}
    return Instruction.objects.create(**{**values, "organisation": organisation, "due_on": DAY, **extra})


MAKERS = {
    "reporting.deliveries": make_delivery,
    "reporting.documents": make_document,
    "reporting.instructions": make_instruction,
    "reporting.numbers": make_number,
    "reporting.series": make_series,
    "reporting.templates": make_template,
}
