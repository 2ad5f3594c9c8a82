"""What documents can say about a plan on a day (tasks, targets, what is late), and about a unit that was urged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jiangxin.engines.typeset.document import Align, Block, Chart, ChartKind, Column, Series, Table
from jiangxin.engines.typeset.words import chinese_date
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.board import Line, board, counted
from jiangxin.planning.domain.queries.ledger import Entry, ledger
from jiangxin.planning.domain.queries.unit import lights_on
from jiangxin.planning.enums import Colour
from jiangxin.planning.models import Plan, Target, Task, Urging
from jiangxin.reporting.domain.sources import Facts, Source, register

#: Documents are in the language of the installation's law, whatever the reader's is.
LANGUAGE = "zh-hans"
#: The lights in the order of the bars; the engine knows how each is printed.
BARS = (Colour.GREEN, Colour.BLUE, Colour.YELLOW, Colour.RED, Colour.GREY)
#: Units that a chart names; the rest is one bar.
UNITS = 15
NONE = "无"

VALUES = {
    "方案名称": _("title of the plan"),
    "任务总数": _("number of tasks"),
    "正常任务数": _("tasks on course, late but done ones included"),
    "黄灯任务数": _("tasks near or behind schedule"),
    "红灯任务数": _("tasks overdue or failed"),
    "未测任务数": _("tasks that cannot be judged yet"),
    "正常率": _("share of the tasks judged that are on course, in per cent"),
    "红灯单位": _("units with red tasks, by name"),
    "指标总数": _("number of targets"),
    "指标达标数": _("targets on course"),
    "指标未达标数": _("targets near, behind or failed"),
    "指标未测数": _("targets without a value"),
}
INSERTS = {
    "各单位亮灯情况": _("chart: lights of the tasks by lead unit"),
    "重点任务一览表": _("table: all tasks with their light, progress, problems"),
    "红灯任务清单": _("table: red tasks with problems and next steps"),
    "黄灯任务清单": _("table: yellow tasks with problems and next steps"),
    "指标完成情况表": _("table: all targets with value and light"),
}
URGING_VALUES = {
    "催办对象": _("unit that was urged"),
    "催办日期": _("day on which it was urged"),
    "催办内容": _("what was said"),
    "任务编号": _("number of the task"),
    "任务内容": _("text of the task"),
    "方案名称": _("title of the plan"),
    "完成时限": _("day on which the task is due"),
    "当前亮灯": _("light of the task on the day of the facts"),
    "累计催办次数": _("how often the unit was urged about the task"),
}


def facts(plan: Plan, day: date, actor: Actor) -> Facts:
    """Return what is known of a plan on a day, as far as the actor may see it."""
    with override(LANGUAGE):
        tasks = access.rows(records.of_model(Task), actor).filter(plan=plan)
        entries = [entry for section in ledger(tasks, plan, actor, day).sections for entry in section.entries]
        lines = board(access.rows(records.of_model(Target), actor).filter(plan=plan), actor, day)
        colours = Counter(Colour(entry.item.colour) for entry in entries)
        targets = counted(lines)
        on_course = colours[Colour.GREEN] + colours[Colour.BLUE]
        judged = len(entries) - colours[Colour.GREY]
        red = [entry for entry in entries if entry.item.colour == Colour.RED]
        yellow = [entry for entry in entries if entry.item.colour == Colour.YELLOW]
        values = {
            "方案名称": plan.title,
            "任务总数": str(len(entries)),
            "正常任务数": str(on_course),
            "黄灯任务数": str(len(yellow)),
            "红灯任务数": str(len(red)),
            "未测任务数": str(colours[Colour.GREY]),
            "正常率": f"{100 * on_course / judged:.1f}%" if judged else "—",
            "红灯单位": "、".join(dict.fromkeys(entry.line.lead for entry in red if entry.line.lead)) or NONE,
            "指标总数": str(len(lines)),
            "指标达标数": str(targets.get(Colour.GREEN, 0) + targets.get(Colour.BLUE, 0)),
            "指标未达标数": str(targets.get(Colour.YELLOW, 0) + targets.get(Colour.RED, 0)),
            "指标未测数": str(targets.get(Colour.GREY, 0)),
        }
        inserts: dict[str, tuple[Block, ...]] = {
            "各单位亮灯情况": _lights_of_units(entries, day),
            "重点任务一览表": (_all_tasks(entries),),
            "红灯任务清单": _listed(red),
            "黄灯任务清单": _listed(yellow),
            "指标完成情况表": (_targets(lines),),
        }
        leads = {entry.item.lead.pk for entry in entries if entry.item.lead}
    return Facts(values, inserts, tuple(sorted(leads)))


def facts_of_urging(urging: Urging, day: date, actor: Actor) -> Facts:
    """Return why a unit was urged, and how often."""
    with override(LANGUAGE):
        task = urging.task
        colour = next(iter(lights_on([task.pk], actor, [day]).get(task.pk, ())), "") or Colour.GREY
        earlier = access.rows(records.of_model(Urging), actor).filter(
            task=task, organisation=urging.organisation_id, urged_on__lte=urging.urged_on
        )
        values = {
            "催办对象": urging.organisation.name,
            "催办日期": chinese_date(urging.urged_on),
            "催办内容": urging.text or "请加快推进。",
            "任务编号": str(task.number),
            "任务内容": task.content,
            "方案名称": task.plan.title,
            "完成时限": chinese_date(task.due_on) if task.due_on else "方案规定的时限",
            "当前亮灯": str(SHORT[Colour(colour)]),
            "累计催办次数": str(earlier.count()),
        }
    return Facts(values, organisations=(urging.organisation_id,))


def _lights_of_units(entries: Sequence[Entry], day: date) -> tuple[Block, ...]:
    """Return the bars of the lead units, those with the most red and yellow tasks first."""
    by_unit: dict[str, Counter[Colour]] = {}
    for entry in entries:
        if entry.line.lead:
            by_unit.setdefault(entry.line.lead, Counter())[Colour(entry.item.colour)] += 1
    if not by_unit:
        return ()
    worst = sorted(by_unit, key=lambda unit: (-by_unit[unit][Colour.RED], -by_unit[unit][Colour.YELLOW], unit))
    named, rest = worst[:UNITS], worst[UNITS:]
    columns = [by_unit[unit] for unit in named]
    if rest:
        named = [*named, "其他"]
        columns.append(sum((by_unit[unit] for unit in rest), Counter()))
    series = tuple(
        Series(str(SHORT[colour]), tuple(float(column[colour]) for column in columns), str(colour))
        for colour in BARS
        if any(column[colour] for column in columns)
    )
    late = sum(1 for unit in by_unit if by_unit[unit][Colour.RED])
    title = f"{late}个牵头单位有红灯任务" if late else "各牵头单位均无红灯任务"
    subtitle = f"各牵头单位任务数（项），{chinese_date(day)}"
    return (Chart(ChartKind.STACKED, title, tuple(named), series, subtitle, "数据来源：重点任务台账"),)


def _all_tasks(entries: Sequence[Entry]) -> Table:
    columns = (
        Column("序号", 0.5, Align.CENTER),
        Column("重点任务", 3.2),
        Column("牵头单位", 1.5),
        Column("完成时限", 1.1, Align.CENTER),
        Column("进展情况", 3.4),
        Column("存在问题", 2.0),
        Column("亮灯", 0.8, Align.CENTER),
    )
    lines = [entry.line for entry in entries]
    rows = ((one.number, one.task, one.lead, one.deadline, one.progress, one.problems, one.light) for one in lines)
    return Table(columns, tuple(rows))


def _listed(entries: Sequence[Entry]) -> tuple[Block, ...]:
    if not entries:
        return ()
    columns = (
        Column("序号", 0.5, Align.CENTER),
        Column("重点任务", 3),
        Column("牵头单位", 1.4),
        Column("存在问题", 2.2),
        Column("下一步措施", 2.2),
    )
    rows = ((e.line.number, e.line.task, e.line.lead, e.line.problems, e.line.next_steps) for e in entries)
    return (Table(columns, tuple(rows)),)


def _targets(lines: Sequence[Line]) -> Table:
    columns = (
        Column("序号", 0.5, Align.CENTER),
        Column("指标", 3.4),
        Column("目标值", 1.4, Align.RIGHT),
        Column("最新值", 1.2, Align.RIGHT),
        Column("数据日期", 1.2, Align.CENTER),
        Column("牵头单位", 1.5),
        Column("亮灯", 0.7, Align.CENTER),
    )
    rows = []
    for line in lines:
        last = line.last
        rows.append(
            (
                str(line.target.number),
                line.target.subject,
                str(line.target.figure),
                f"{last.value.normalize():f}" if last else "—",
                f"{last.on:%Y-%m-%d}" if last else "—",
                line.lead.short if line.lead else "",
                str(SHORT[Colour(line.colour)]),
            )
        )
    return Table(columns, tuple(rows))


register(
    Source(
        key="planning.progress",
        title=_("Progress of a plan"),
        record="planning.plans",
        values=VALUES,
        inserts=INSERTS,
        facts=facts,
    )
)
register(
    Source(
        key="planning.urging",
        title=_("Unit that was urged"),
        record="planning.urgings",
        values=URGING_VALUES,
        inserts={},
        facts=facts_of_urging,
    )
)
