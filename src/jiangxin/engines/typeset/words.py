"""What both forms say alike: dates, recipients, lines of copies, lines of titles, the size of the mark."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.document import Document
from jiangxin.engines.typeset.titles import break_title, width

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


def corner_lines(document: Document) -> list[tuple[str, str]]:
    """Return the lines of the upper left corner with the faces they are set in, in the order of 7.2.1 to 7.2.3."""
    lines = ((document.copy_number, "fang"), (document.secrecy, "hei"), (document.urgency, "hei"))
    return [(text, face) for text, face in lines if text]


def mark_size(mark: str) -> float:
    """Return the size in points at which the mark fits on one line of the type area."""
    most = measures.TYPE_AREA[0] * measures.POINTS_A_MM / max(width(mark), 1)
    return max(min(most, measures.MARK_PT), measures.MARK_PT_LEAST)


def title_lines(title: str, keep: Iterable[str], *, landscape: bool = False) -> list[str]:
    """Return the lines of a title on a page that stands or lies."""
    across = measures.TYPE_AREA[1 if landscape else 0] * measures.POINTS_A_MM
    return break_title(title, across / measures.SIZE_2, keep)
