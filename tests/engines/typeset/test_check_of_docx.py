"""What our own writer makes has no deviation."""

from datetime import date

import pytest
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check import check
from jiangxin.engines.typeset.document import (
    Align,
    Annex,
    Attendance,
    Column,
    Document,
    Heading,
    Layout,
    Paragraph,
    Table,
)
from jiangxin.engines.typeset.docx import docx


@pytest.mark.parametrize("layout", ["ordinary", "letter", "minutes", "bulletin"])
@pytest.mark.parametrize("sealed", [True, False])
def test_document_of_our_own_writer_has_no_deviation(layout, sealed):
    table = Table(
        (Column("序号"), Column("任务", 4.0), Column("完成率", 1.0, Align.RIGHT)),
        (("1", "建设开放型实训基地", "61%"), ("2", "推进产教融合", "72%")),
        caption="表1 任务进展",
        note="注：数据截至2026年6月30日。",
    )
    blocks = (
        Paragraph(make.SENTENCE * 8),
        Heading(1, "总体情况"),
        Heading(2, "主要成效"),
        Heading(3, "机制更加健全。", run_in=make.SENTENCE),
        Heading(4, "细化分工"),
        Paragraph(make.SENTENCE),
        table,
        Heading(1, "下一步工作"),
        Paragraph(make.SENTENCE * 8),
    )
    minutes = Layout(layout) is Layout.MINUTES
    document = Document(
        layout=Layout(layout),
        mark={"letter": "重庆市江津区教育委员会", "minutes": "专题会议纪要", "bulletin": "江津职教督查"}.get(
            layout, "江津区人民政府办公室文件"
        ),
        title="关于2026年上半年职业教育改革发展重点任务推进情况的通报",
        blocks=blocks,
        number="第12号" if minutes else "江津府办发〔2026〕12号",
        issue="第3期（总第12期）" if layout == "bulletin" else "",
        copy_number="000001" if layout == "ordinary" else "",
        secrecy="机密★1年" if layout == "ordinary" else "",
        urgency="特急" if layout == "ordinary" else "",
        signer="张三" if layout == "ordinary" and sealed else "",
        recipients=() if minutes else ("各镇人民政府、各街道办事处", "区政府各部门", "有关单位"),
        signatories=() if minutes else ("重庆市江津区人民政府办公室",),
        dated=None if minutes else date(2026, 11, 3),
        sealed=sealed,
        remark="此件公开发布",
        copies="区委办公室，区人大常委会办公室",
        printer="重庆市江津区人民政府办公室",
        printed=date(2026, 11, 5),
        attendance=(Attendance("出席", "张某某、李某某"),) if minutes else (),
        annexes=(Annex("各单位任务台账", blocks), Annex("任务进展总表", (table,), landscape=True)),
    )
    assert [deviation.told("en") for deviation in check(docx(document))] == []
