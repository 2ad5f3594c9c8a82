"""Which formatting holds for a text: direct, by styles, by lists, by the theme, by defaults."""

import pytest
from lxml import etree

from jiangxin.engines.typeset.check_formatting import Formatting, Layout, Look, Pitch

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def xml(tag, inside):
    return etree.fromstring(f'<w:{tag} xmlns:w="{W}">{inside}</w:{tag}>')


STYLES = xml(
    "styles",
    """
    <w:docDefaults>
      <w:rPrDefault><w:rPr>
        <w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/>
      </w:rPr></w:rPrDefault>
      <w:pPrDefault><w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault>
    </w:docDefaults>
    <w:style w:type="paragraph" w:styleId="a" w:default="1"><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Base"><w:basedOn w:val="a"/>
      <w:pPr><w:jc w:val="both"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="仿宋" w:ascii="Arial"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Derived"><w:basedOn w:val="Base"/>
      <w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr><w:rPr><w:color w:val="ff0000"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Circle"><w:basedOn w:val="Loop"/><w:rPr><w:sz w:val="30"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Circle"/></w:style>
    <w:style w:type="character" w:styleId="Strong"><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
    <w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
    """,
)
THEME = etree.fromstring(
    f"""<a:theme xmlns:a="{A}"><a:themeElements><a:fontScheme>
    <a:majorFont><a:latin typeface="Cambria"/><a:ea typeface="黑体"/></a:majorFont>
    <a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="宋体"/></a:minorFont>
    </a:fontScheme></a:themeElements></a:theme>"""
)
NUMBERING = xml(
    "numbering",
    """<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:pPr><w:ind w:left="640" w:hanging="320"/></w:pPr></w:lvl>
    </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>""",
)


@pytest.fixture
def formatting():
    return Formatting(STYLES, THEME, NUMBERING)


def style(name):
    return xml("pPr", f'<w:pStyle w:val="{name}"/>')


@pytest.mark.parametrize(
    ("run", "paragraph", "look"),
    [
        (None, None, Look("宋体", "Calibri", 16.0)),
        (None, style("Base"), Look("仿宋", "Arial", 16.0)),
        (None, style("Derived"), Look("仿宋", "Arial", 16.0, "FF0000")),
        (None, style("unknown"), Look("宋体", "Calibri", 16.0)),
        (None, style("Circle"), Look("宋体", "Calibri", 15.0)),
        (xml("rPr", '<w:rStyle w:val="Strong"/>'), style("Base"), Look("黑体", "Arial", 16.0)),
        (
            xml("rPr", '<w:rStyle w:val="Strong"/><w:rFonts w:eastAsia="楷体"/><w:sz w:val="44"/>'),
            style("Base"),
            Look("楷体", "Arial", 22.0),
        ),
        (
            xml("rPr", '<w:rFonts w:eastAsia="楷体" w:eastAsiaTheme="majorEastAsia"/>'),
            None,
            Look("黑体", "Calibri", 16.0),
        ),
        (xml("rPr", '<w:color w:val="auto"/>'), style("Derived"), Look("仿宋", "Arial", 16.0)),
    ],
)
def test_nearest_word_holds_for_a_run(formatting, run, paragraph, look):
    assert formatting.look(run, paragraph) == look


@pytest.mark.parametrize(
    ("inside", "layout"),
    [
        ("", Layout(pitch=Pitch("auto", 1.5))),
        ('<w:pStyle w:val="Base"/>', Layout("both", first=2.0, pitch=Pitch("auto", 1.5))),
        ('<w:pStyle w:val="Derived"/>', Layout("both", first=2.0, pitch=Pitch("exact", 28.0))),
        ('<w:pStyle w:val="Base"/><w:ind w:firstLine="0"/>', Layout("both", first=2.0, pitch=Pitch("auto", 1.5))),
        (
            '<w:pStyle w:val="Base"/><w:ind w:firstLineChars="0" w:firstLine="0"/>',
            Layout("both", pitch=Pitch("auto", 1.5)),
        ),
        (
            '<w:pStyle w:val="Base"/><w:ind w:leftChars="300" w:hangingChars="100"/>',
            Layout("both", left=3.0, first=1.0, pitch=Pitch("auto", 1.5)),
        ),
        ('<w:numPr><w:numId w:val="3"/></w:numPr>', Layout(left=2.0, first=-1.0, pitch=Pitch("auto", 1.5))),
        (
            '<w:numPr><w:numId w:val="3"/></w:numPr><w:ind w:left="0" w:firstLine="640"/>',
            Layout(first=2.0, pitch=Pitch("auto", 1.5)),
        ),
        ('<w:ind w:end="960"/><w:jc w:val="end"/>', Layout("right", right=3.0, pitch=Pitch("auto", 1.5))),
        (
            '<w:pageBreakBefore/><w:snapToGrid w:val="0"/>',
            Layout(pitch=Pitch("auto", 1.5, on_grid=False), new_page=True),
        ),
    ],
)
def test_nearest_word_holds_for_a_paragraph(formatting, inside, layout):
    assert formatting.layout(xml("pPr", inside), 16.0) == layout


def test_nothing_said_is_the_default_of_the_file_format():
    bare = Formatting(None, None, None)
    assert (bare.look(None, None), bare.layout(None, 10.0)) == (Look("", "", 10.0, ""), Layout())


@pytest.mark.parametrize(
    ("inside", "hidden"),
    [("", False), ("<w:vanish/>", True), ('<w:vanish w:val="0"/>', False), ('<w:rStyle w:val="Secret"/>', True)],
)
def test_hidden_text_is_told_directly_or_by_its_style(formatting, inside, hidden):
    assert formatting.hidden(xml("rPr", inside)) is hidden
