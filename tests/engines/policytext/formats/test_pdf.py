"""Pages become paragraphs and tables."""

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table
from tests.factories.documents import FONT

from jiangxin.engines.policytext.formats import open_source

WIDTH, HEIGHT = A4
SIZE = 16
LEFT = 80
CHARACTERS = 27  # that fit in a line


@pytest.fixture(autouse=True)
def font():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf(draw, pages=1, size=A4):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for page in range(pages):
        canvas.setFont(FONT, SIZE)
        draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return open_source(stream.getvalue(), "x.pdf")


def wrapped(text):
    """Lines of a paragraph indented by two characters."""
    first = CHARACTERS - 2
    rest = text[first:]
    return [(2, text[:first]), *((0, rest[at : at + CHARACTERS]) for at in range(0, len(rest), CHARACTERS))]


def write(canvas, lines, top=740):
    for number, (indent, text) in enumerate(lines):
        canvas.drawString(LEFT + indent * SIZE, top - 28 * number, text)


FIRST = "加快构建现代职业教育体系，推动职业院校与行业企业共建共享，" * 2 + "到期末建成五个基地。"
SECOND = "完善多元投入机制，健全财政生均拨款制度。"


def test_lines_are_put_together_to_paragraphs():
    lines = [(8, "实施方案"), *wrapped(FIRST), *wrapped(SECOND), (2, "一、总体要求")]
    assert pdf(lambda canvas, _page: write(canvas, lines)).text.split("\n") == [
        "实施方案",
        FIRST,
        SECOND,
        "一、总体要求",
    ]


def test_paragraph_goes_on_over_the_page_and_furniture_is_dropped():
    lines = wrapped(FIRST * 3)

    def draw(canvas, page):
        canvas.drawString(200, 800, "某区人民政府文件")
        canvas.drawString(280, 30, f"- {page + 1} -")
        write(canvas, lines[page * 3 : page * 3 + 3])

    source = pdf(draw, pages=-(-len(lines) // 3))
    assert source.text == FIRST * 3


def test_bare_numbers_are_page_numbers_only_if_they_count_the_pages():
    texts = [FIRST, SECOND, FIRST[:40] + "。"]

    def drawing(numbers):
        return lambda canvas, page: write(canvas, [*wrapped(texts[page]), (0, str(numbers[page]))])

    assert pdf(drawing([7, 8, 9]), pages=3).text.split("\n") == texts
    assert pdf(drawing([35, 2, 810]), pages=3).text.split("\n")[1::2] == ["35", "2", "810"]


def test_hyphenated_word_is_closed_up():
    lines = [(0, "The plan of the district for voca-"), (0, "tional education and training of"), (0, "young people")]
    assert pdf(lambda canvas, _page: write(canvas, lines)).text.startswith(
        "The plan of the district for vocational education and training of"
    )


TABLE = [["序号", "单位", ""], ["", "牵头", "配合"], ["1", "区教委", "区财政局"], ["2", "区教委", ""]]
STYLE = [
    ("FONT", (0, 0), (-1, -1), FONT, 12),
    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
    ("SPAN", (0, 0), (0, 1)),
    ("SPAN", (1, 0), (2, 0)),
]
READ = [["序号", "单位", "单位"], ["序号", "牵头", "配合"], ["1", "区教委", "区财政局"], ["2", "区教委", ""]]


def table(canvas, top=600):
    drawn = Table(TABLE, colWidths=[60, 150, 150], style=STYLE)
    drawn.wrapOn(canvas, 400, 400)
    drawn.drawOn(canvas, LEFT, top)


def rows(source):
    return [[source.of(cell) for cell in row] for row in source.tables[0].rows]


def test_ruled_table_is_read_with_its_merged_cells():
    def draw(canvas, _page):
        write(canvas, [(2, "附件如下：")])
        table(canvas)
        write(canvas, [(2, "备注：无")], top=500)

    source = pdf(draw)
    assert rows(source) == READ
    assert source.text.split("\n")[0] == "附件如下："
    assert source.text.split("\n")[-1] == "备注：无"


@pytest.mark.parametrize("turn", [90, 270])
def test_turned_page_is_read_as_shown(turn):
    def draw(canvas, _page):
        canvas.setPageRotation(turn)
        if turn == 90:
            canvas.translate(WIDTH, 0)
            canvas.rotate(90)
        else:
            canvas.translate(0, HEIGHT)
            canvas.rotate(270)
        canvas.setFont(FONT, SIZE)
        table(canvas, top=300)

    assert rows(pdf(draw)) == READ


def test_frame_around_text_is_no_table():
    def draw(canvas, _page):
        canvas.rect(60, 600, 480, 200)
        write(canvas, wrapped(FIRST))

    source = pdf(draw, size=landscape(A4))
    assert source.tables == ()
    assert source.text == FIRST
