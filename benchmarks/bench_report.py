"""An official document of 60 pages with 20 charts, made anew: as PDF, and as DOCX where that form is there.

Run: python benchmarks/bench_report.py. Bar: 5 s for the PDF, the reading of the fonts included. Each round runs in a
process of its own, since typst keeps what it has set before.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from datetime import date
from io import BytesIO

from tables import row

LIMIT = 5.0
ROUNDS = 3
#: Chapters, each with a chart, headings, paragraphs and a table; a table of all tasks follows as annex.
CHAPTERS = 20
ROWS, TASKS = 6, 60
SENTENCE = (
    "围绕重点产业优化专业布局，支持学校与企业共建课程、共享设备、互聘师资，形成稳定的合作机制；"
    "建立联席会议制度，及时研究解决推进中的问题，完善经费保障，加强过程监测和结果运用，确保各项举措取得实效。"
)
UNITS = ("区教委", "区人力社保局", "区财政局", "区发展改革委", "区经济信息委", "区农业农村委")


def content():
    """Return the document."""
    from jiangxin.engines.typeset.document import Annex, Document, Layout

    return Document(
        Layout.ORDINARY,
        "某区人民政府办公室文件",
        "某区人民政府办公室关于职业教育高质量发展重点任务推进情况的通报",
        tuple(block for chapter in range(1, CHAPTERS + 1) for block in chapter_blocks(chapter)),
        number="某府办发〔2026〕12号",
        recipients=("各镇人民政府，各街道办事处，区政府各部门，有关单位",),
        signatories=("某区人民政府办公室",),
        dated=date(2026, 10, 8),
        copies="区委办公室，区人大常委会办公室，区政协办公室。",
        printer="某区人民政府办公室",
        printed=date(2026, 10, 9),
        annexes=(Annex("重点任务完成情况一览表", (tasks(TASKS),), landscape=True),),
    )


def chapter_blocks(chapter):
    """Yield what stands in a chapter."""
    from jiangxin.engines.typeset.document import Heading, Paragraph

    yield Heading(1, f"第{chapter}项工程推进情况")
    for part in range(1, 4):
        yield Heading(2, f"任务{part}的进展。", SENTENCE)
        yield Paragraph(SENTENCE * 2)
    yield chart(chapter)
    yield tasks(ROWS)


def chart(chapter):
    """Return the chart of a chapter; the kinds take turns."""
    from jiangxin.engines.typeset.document import Chart, ChartKind, Series

    kind = tuple(ChartKind)[chapter % len(ChartKind)]
    series = tuple(
        Series(name, tuple(float((chapter + place) * step % 37) for place in range(len(UNITS))))
        for step, name in ((3, "正常"), (5, "未达序时进度"), (7, "逾期"))
    )
    return Chart(
        kind, f"第{chapter}项工程各单位情况", UNITS, series, "任务数（项），2026年9月30日", "数据来源：任务台账"
    )


def tasks(rows):
    """Return a table of tasks."""
    from jiangxin.engines.typeset.document import Align, Column, Table

    columns = (Column("序号", 0.5, Align.CENTER), Column("任务", 3), Column("牵头单位", 1.4), Column("进展", 3))
    cells = (
        "推动职业教育与区域产业协同发展，建设一批高水平专业群",
        UNITS[0],
        "已完成年度任务，正在编制下一年度建设方案",
    )
    return Table(columns, tuple((str(number), *cells) for number in range(1, rows + 1)), "任务清单")


def measure(form):
    """Return seconds, pages and bytes of one round."""
    begun = time.perf_counter()
    if form == "pdf":
        from jiangxin.engines.typeset.pdf import pdf as make
    else:
        from jiangxin.engines.typeset.docx import docx as make
    document = content()
    imported = time.perf_counter()
    made = make(document)
    ended = time.perf_counter()
    pages = 0
    if form == "pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(BytesIO(made)) as read:
            pages = len(read)
    return {"imports": imported - begun, "made": ended - imported, "pages": pages, "bytes": len(made)}


def best(form):
    """Return the fastest of several rounds, each in a process of its own."""
    rounds = [
        json.loads(subprocess.run([sys.executable, __file__, form], check=True, capture_output=True, text=True).stdout)
        for _round in range(ROUNDS)
    ]
    return min(rounds, key=lambda one: one["made"])


def main():
    forms = ["pdf"]
    if importlib.util.find_spec("jiangxin.engines.typeset.docx"):
        forms.append("docx")
    for form in forms:
        found = best(form)
        pages = f"{found['pages']} pages, " if found["pages"] else ""
        size = f"{pages}{CHAPTERS} charts, {found['bytes'] // 1024} KiB"
        bar, holds = (f"<= {LIMIT:g} s", found["made"] <= LIMIT) if form == "pdf" else ("", None)
        row(f"official document as {form.upper()}", size, f"{found['made']:.2f} s", bar, holds=holds)
        row(f"imports for {form.upper()}", "", f"{found['imports']:.2f} s", "", holds=None)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
