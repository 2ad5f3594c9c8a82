"""What both forms write in the same words: dates, recipients, lines of copies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jiangxin.engines.typeset.document import Document

DRAFT = "草稿"
COPIES = "抄送"


def chinese_date(day: date) -> str:
    """Return a day as documents write it (7.3.5.4): Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def recipients_line(groups: Iterable[str]) -> str:
    """Return the recipients as they stand before the colon: groups are divided by ，."""
    return "，".join(group.strip("，：") for group in groups if group.strip())


def copies_lines(document: Document) -> list[tuple[str, str]]:
    """Return the lines of the imprint with what stands before their colons; without a word of its own it is 抄送."""
    lines = []
    for line in filter(None, (line.strip() for line in document.copies.splitlines())):
        label, colon, text = line.partition("：")
        lines.append((label, text) if colon and len(label) <= len(COPIES) else (COPIES, line))
    return [(label, text if text.endswith("。") else f"{text}。") for label, text in lines]
