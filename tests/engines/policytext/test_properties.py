"""Whatever the text is, a reading ends and points at what it quotes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.engines.policytext import Source, read

#: Words of official texts, one list of them to a line, parted by bars that are no words.
OFFICIAL = """
一、|（一）|1.|（1）|①|第一章 |第二条 |1.1 |二、|（二）|2.|总体要求|加强领导。|推进甲项工作。|一是|目录|附件：1.清单
（责任单位：|（牵头单位：|市教育局|区财政局|、|，|；|。|）|牵头|配合|按职责分工负责|等|和|由|会同|各市、县人民政府
序号|工作任务|责任单位|完成时限|1|2|3| |到2025年，|新建3所学校|达到50%以上|“十四五”期间|2022年6月底前
某市人民政府关于印发某方案的通知|各区人民政府：|某政发〔2021〕3号|2021年3月4日|（此件公开发布）|备注：|(|[|】|〔
"""
WORDS = [*OFFICIAL.strip().replace("\n", "|").split("|"), "|", "\n", "\n\n", "\t", "\u3000", "\u200b", "\ufeff"]
official = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=60).map("".join)
texts = st.one_of(official, st.text(max_size=300))


def squeezed(text):
    """Without white space, characters of no width included."""
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def spans_and_quotes(reading):
    """Every span of a reading with the words it is said to cover; None where it quotes nothing."""
    for heading in reading.outline:
        yield heading.span, heading.number + heading.title
        yield heading.body, None
    for task in reading.tasks:
        yield task.source, task.content
        if task.annotation:
            yield task.annotation, None
        for unit in (*task.units, *task.generic):
            if unit.span:
                yield unit.span, unit.name
    for found in (*reading.targets, *reading.parameters, *reading.doubts):
        yield found.source, found.quote


@settings(max_examples=300, deadline=None)
@given(texts)
def test_spans_lie_in_the_text_and_hold_what_is_quoted(text):
    wrong = []
    for span, quote in spans_and_quotes(read(Source.from_text(text))):
        inside = 0 <= span.start <= span.end <= len(text)
        if not inside or (quote is not None and squeezed(span.of(text)) != squeezed(quote)):
            wrong.append((span, quote, span.of(text)))
    assert wrong == []


@settings(max_examples=200, deadline=None)
@given(texts)
def test_deadlines_stand_in_the_text(text):
    plain = squeezed(text)
    quotes = [quote for task in read(Source.from_text(text)).tasks for quote in task.deadlines]
    assert [quote for quote in quotes if squeezed(quote) not in plain] == []


@settings(max_examples=200, deadline=None)
@given(texts)
def test_paths_end_in_the_heading_and_have_its_level(text):
    outline = read(Source.from_text(text)).outline
    assert [len(heading.path) for heading in outline] == [heading.level for heading in outline]
    assert [heading.path[-1] for heading in outline] == [heading.number + heading.title for heading in outline]


@pytest.mark.parametrize(
    "piece",
    ["（", "(责任单位：", "1.", "一、", "（一）", "责任单位：", "市教育局、", "由市教育局牵头", "序号工作任务责任单位1",
     "序号\n任务\n责任单位\n1\n", "附件：1.a 2.b ", "《", "第一条", "2022年", "1\n", "各单位:", "。由", "[", "“", "\n"],
)  # fmt: skip
def test_endless_repetition_is_read(piece):
    reading = read(Source.from_text(piece * 400))
    assert reading.to_dict().keys() == {"meta", "outline", "tasks", "targets", "parameters", "doubts"}
