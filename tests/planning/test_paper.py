"""The text of a plan with its marks as HTML."""

from __future__ import annotations

from lxml import html

from jiangxin.planning.domain.queries.markup import Mark, Paragraph, Piece
from jiangxin.planning.interfaces.paper import drawn


def test_paper_shows_text_and_notes_as_they_are_and_never_as_markup():
    nasty = "</span><script>alert('\"')</script>&amp;"
    mark = Mark(0, len(nasty), "target-1", "target", "red", note=nasty, value=nasty)
    block = Paragraph("paragraph", [Piece(nasty, 0, (mark,)), Piece(nasty, 90)], notes=[mark])
    page = html.fromstring(f"<div>{drawn([block])}</div>")
    assert page.xpath("//script") == []
    assert [span.text for span in page.xpath("//span")] == [nasty, nasty]
    assert page.xpath("//a")[0].text_content() == f"{nasty} / {nasty}"


def test_piece_names_its_innermost_mark_and_all_others_and_the_light_where_a_task_begins():
    heading, task = Mark(0, 9, "", "heading", level=2), Mark(3, 9, "task-1", "task", "amber")
    target = Mark(5, 7, "target-4", "target", "green")
    pieces = [Piece("一、", 0, (heading,)), Piece("建成", 3, (heading, task)), Piece("3所", 5, (heading, task, target))]
    spans = html.fromstring(str(drawn([Paragraph("heading", pieces, 2)]))).xpath("//span")
    names = ("class", "data-start", "data-kind", "data-state", "data-level", "data-ref", "data-refs")
    assert [tuple(span.get(name) for name in names) for span in spans] == [
        ("jx-mark", "0", "heading", "", "2", "", ""),
        ("jx-mark light-amber", "3", "task", "amber", None, "task-1", "task-1"),
        ("jx-mark", "5", "target", "green", None, "target-4", "task-1 target-4"),
    ]


def test_table_keeps_its_cells_with_the_marks_in_them():
    mark = Mark(2, 4, "parameter-1", "parameter")
    table = Paragraph("table", rows=[[[Piece("甲", 0)], []], [[Piece("乙方", 2, (mark,))], [Piece("丙", 4)]]])
    rows = html.fromstring(str(drawn([table]))).xpath("//tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [["甲", ""], ["乙方", "丙"]]
    assert [span.get("data-ref") for span in rows[1].xpath(".//span")] == ["parameter-1", None]
