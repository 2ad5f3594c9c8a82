"""Where the number of a page is and how it is written, in the ways that word processors have for it."""

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check import Certainty, check

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
LOOK = '<w:rPr><w:rFonts w:ascii="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
SIMPLE = f'<w:fldSimple w:instr=" PAGE  \\* MERGEFORMAT "><w:r>{LOOK}<w:t>1</w:t></w:r></w:fldSimple>'


def run(text):
    return f'<w:r>{LOOK}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(properties="", before="— ", after=" —"):
    """Return a paragraph of a footer with the number of the page."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(before)}{SIMPLE}{run(after)}</w:p>"


def boxed(side):
    """Return a paragraph with a text box that holds the number, as newer and older programs write it."""
    inside = f"<w:txbxContent>{numbered()}</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wp:positionH relativeFrom='margin'><wp:align>{side}</wp:align></wp:positionH><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def footers(made, odd, even=None):
    """Put paragraphs in place of the footers; without an even one the odd one is for all pages."""
    made.document.settings.odd_and_even_pages_header_footer = even is not None
    for part, content in ((made.section.footer, odd), (made.section.even_page_footer, even)):
        if content is not None:
            old = part.paragraphs[0]._p
            old.addprevious(parse_xml(f"<w:ftr {NAMESPACES}>{content}</w:ftr>")[0])
            old.getparent().remove(old)


def found(odd, even=None):
    made = make.right()
    footers(made, odd, even)
    return [(one.code, one.certainty.value) for one in check(made.bytes())]


RIGHT_IN, LEFT_IN = '<w:ind w:rightChars="100"/><w:jc w:val="right"/>', '<w:ind w:leftChars="100"/>'
FRAME = (
    '<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="outside"/><w:ind w:leftChars="100" w:rightChars="100"/>'
)


@pytest.mark.parametrize(
    ("odd", "even", "deviations"),
    [
        (numbered(RIGHT_IN), numbered(LEFT_IN), []),
        (numbered(FRAME), None, []),
        (numbered(RIGHT_IN, "—", "—\u3000"), numbered(LEFT_IN), [("page-number-indent", "likely")]),
        (numbered('<w:jc w:val="right"/>', "— ", " —\u3000"), numbered("", "\u3000— ", " —"), []),
        (boxed("outside"), None, [("page-number-indent", "likely")]),
        (boxed("center"), None, [("page-number-side", "certain")]),
        (numbered(LEFT_IN), numbered(RIGHT_IN), [("page-number-side", "certain")] * 2),
        (numbered("", "\t— "), None, [("page-number-side", "certain")]),
        (numbered(RIGHT_IN, "", ""), numbered(LEFT_IN), [("page-number-dash", "certain")]),
        (numbered(RIGHT_IN, "– ", " –"), numbered(LEFT_IN), [("page-number-dash", "likely")]),
        (numbered(RIGHT_IN, "- ", " -"), numbered(LEFT_IN), [("page-number-dash", "certain")]),
        (numbered(RIGHT_IN, "－", "－"), numbered(LEFT_IN), []),
    ],
)
def test_number_is_judged_by_side_and_dashes(odd, even, deviations):
    assert found(odd, even) == deviations


def test_one_page_with_its_number_at_the_right_is_only_likely_wrong():
    made = make.Made(docx.Document())
    make.pages(made.document)
    made.add("title", "关于开展督查工作的通知", face=make.BIAOSONG, size=22, align=ALIGN.CENTER)
    made.add("body", make.SENTENCE, first=2)
    footers(made, numbered(RIGHT_IN))
    assert [(one.code, one.certainty) for one in check(made.bytes())] == [("page-number-side", Certainty.LIKELY)]


@pytest.mark.parametrize(
    ("latin", "east_asian", "deviations"),
    [
        ("宋体", "仿宋", []),
        ("Times New Roman", "宋体", []),
        ("仿宋", "宋体", [("page-number-face", "certain")]),
        ("Times New Roman", "仿宋", [("page-number-face", "likely")]),
    ],
)
def test_figures_are_judged_by_the_font_that_shows_them(latin, east_asian, deviations):
    look = LOOK.replace('w:ascii="宋体"', f'w:ascii="{latin}"').replace(
        'w:eastAsia="宋体"', f'w:eastAsia="{east_asian}"'
    )
    assert found(numbered(RIGHT_IN).replace(LOOK, look), numbered(LEFT_IN).replace(LOOK, look)) == deviations


def test_turned_pages_are_passed_over():
    made = make.right()
    section = made.document.add_section()
    section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.is_linked_to_previous = False
    out = io.BytesIO()
    made.document.save(out)
    assert check(out.getvalue()) == []
