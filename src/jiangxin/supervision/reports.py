"""What documents can say about rounds of supervision, about problems to be put right, and about slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jiangxin.engines.typeset.document import Align, Block, Chart, ChartKind, Column, Paragraph, Series, Table
from jiangxin.engines.typeset.words import chinese_date
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.unit import lights_on
from jiangxin.planning.enums import Colour
from jiangxin.reporting.domain.sources import Facts, Source, register
from jiangxin.supervision.enums import UNSETTLED, FindingKind, FindingState, RoundState, SlipState, TeamPart
from jiangxin.supervision.models import Finding, Round, RoundTask, Slip, TeamMember

KEY = "supervision.round"
LANGUAGE = "zh-hans"
NONE = "无"
#: States of a finding that a document may tell of: the unit knows of it, and it was not withdrawn.
TELLABLE = tuple(state for state in FindingState if state not in {FindingState.DRAFT, FindingState.WITHDRAWN})
#: Units that a chart names at most.
UNITS = 15

VALUES = {
    "督查主题": _("theme of the round"),
    "督查年度": _("year of the round"),
    "方案名称": _("title of the plan"),
    "督查依据": _("basis of the round, in words"),
    "督查时间": _("first and last day of the round"),
    "督查组组长": _("leader of the team"),
    "督查任务数": _("number of tasks looked at"),
    "督查单位数": _("number of units looked at"),
    "发现问题数": _("number of problems"),
    "已销号问题数": _("problems that were rectified and closed"),
    "整改中问题数": _("problems that are still to be rectified or verified"),
    "逾期未整改数": _("problems whose date has passed without rectification"),
    "典型做法数": _("number of good practices"),
    "问题较多单位": _("units with the most problems, by name"),
}
INSERTS = {
    "各单位问题数": _("chart: problems by unit, closed and open"),
    "问题清单": _("table: problems with unit, date and state"),
    "典型做法": _("paragraphs: good practices"),
    "督查任务一览表": _("table: all tasks of the round with light and number of problems"),
}
FINDING_VALUES = {
    "整改单位": _("unit that has to put it right"),
    "督查主题": _("theme of the round"),
    "督查时间": _("first and last day of the round"),
    "方案名称": _("title of the plan"),
    "问题事实": _("facts of this problem"),
    "整改时限": _("day by which this problem is to be put right"),
    "未销号问题数": _("problems of the unit in this round that are not closed"),
}
FINDING_INSERTS = {"该单位问题清单": _("table: problems of the unit in this round that are not closed")}
SLIP_VALUES = {
    "督办对象": _("unit that the slip goes to"),
    "督办单名称": _("kind of slip"),
    "督办单含义": _("what the kind of slip means"),
    "督办事项": _("task or problem that it is about"),
    "督办要求": _("what is asked"),
    "答复时限": _("until when it is to be answered"),
}


def facts(round_: Round, day: date, actor: Actor) -> Facts:
    """Return what is known of a round on a day, as far as the actor may see it."""
    with override(LANGUAGE):
        chosen = access.rows(records.of_model(RoundTask), actor).filter(round=round_)
        tasks = list(chosen.select_related("task", "organisation").order_by("task__number"))
        found = access.rows(records.of_model(Finding), actor).filter(round=round_, state__in=TELLABLE)
        findings = list(found.select_related("organisation", "task").order_by("number"))
        problems = [finding for finding in findings if finding.kind == FindingKind.PROBLEM]
        good = [finding for finding in findings if finding.kind == FindingKind.GOOD_PRACTICE]
        closed = [problem for problem in problems if problem.state == FindingState.CLOSED]
        unsettled = [problem for problem in problems if problem.state != FindingState.CLOSED]
        late = [problem for problem in unsettled if problem.rectify_by and problem.rectify_by < day]
        by_unit = Counter(_name(problem) for problem in problems)
        most = max(by_unit.values(), default=0)
        units = {one.organisation_id for one in (*tasks, *findings)}
        values = {
            "督查主题": round_.theme,
            "督查年度": str(round_.year),
            "方案名称": round_.plan.title,
            "督查依据": round_.basis_text,
            "督查时间": _span(round_),
            "督查组组长": _leader(round_, actor),
            "督查任务数": str(len(tasks)),
            "督查单位数": str(len(units)),
            "发现问题数": str(len(problems)),
            "已销号问题数": str(len(closed)),
            "整改中问题数": str(len(unsettled)),
            "逾期未整改数": str(len(late)),
            "典型做法数": str(len(good)),
            "问题较多单位": "、".join(unit for unit, count in by_unit.most_common() if count == most) or NONE,
        }
        inserts: dict[str, tuple[Block, ...]] = {
            "各单位问题数": _chart(problems, day),
            "问题清单": _listed(problems),
            "典型做法": tuple(Paragraph(f"{_name(one)}：{one.facts}") for one in good),
            "督查任务一览表": (_tasks(tasks, problems, day, actor),),
        }
    return Facts(values, inserts, tuple(sorted(units)))


def facts_of_finding(finding: Finding, day: date, actor: Actor) -> Facts:  # noqa: ARG001 - the shape of sources
    """Return what is known of a problem, and of the others that the unit has still to put right in the round."""
    round_ = finding.round
    with override(LANGUAGE):
        rows = access.rows(records.of_model(Finding), actor).filter(
            round=round_, organisation=finding.organisation_id, kind=FindingKind.PROBLEM, state__in=UNSETTLED
        )
        left = list(rows.select_related("organisation").order_by("number"))
        values = {
            "整改单位": finding.organisation.name,
            "督查主题": round_.theme,
            "督查时间": _span(round_),
            "方案名称": round_.plan.title,
            "问题事实": finding.facts,
            "整改时限": chinese_date(finding.rectify_by) if finding.rectify_by else "规定时限",
            "未销号问题数": str(len(left)),
        }
        return Facts(values, {"该单位问题清单": _listed(left)}, (finding.organisation_id,))


def facts_of_slip(slip: Slip, day: date, actor: Actor) -> Facts:  # noqa: ARG001 - the shape of sources
    """Return what a slip says."""
    with override(LANGUAGE):
        matter = slip.task.content if slip.task else slip.finding.facts if slip.finding else ""
        values = {
            "督办对象": slip.organisation.name,
            "督办单名称": str(slip.kind),
            "督办单含义": slip.kind.meaning,
            "督办事项": matter,
            "督办要求": slip.text,
            "答复时限": chinese_date(slip.due_on) if slip.due_on else f"收到后第{slip.kind.days}日",
        }
    return Facts(values, organisations=(slip.organisation_id,))


def _span(round_: Round) -> str:
    return f"{chinese_date(round_.starts_on)}至{chinese_date(round_.ends_on)}"


def _name(row: Finding | RoundTask) -> str:
    return row.organisation.short_name or row.organisation.name


def _leader(round_: Round, actor: Actor) -> str:
    team = access.rows(records.of_model(TeamMember), actor).filter(round=round_, part=TeamPart.LEADER)
    leader = team.select_related("person", "post").first()
    return str(leader.person or leader.post) if leader else NONE


def _chart(problems: Sequence[Finding], day: date) -> tuple[Block, ...]:
    if not problems:
        return ()
    closed = Counter(_name(one) for one in problems if one.state == FindingState.CLOSED)
    every = Counter(_name(one) for one in problems)
    units = [unit for unit, _count in every.most_common(UNITS)]
    series = (
        Series("已销号", tuple(float(closed[unit]) for unit in units), str(Colour.GREEN)),
        Series("整改中", tuple(float(every[unit] - closed[unit]) for unit in units), str(Colour.YELLOW)),
    )
    title = f"{len(every)}个单位共有{len(problems)}个问题，已销号{sum(closed.values())}个"
    return (
        Chart(
            ChartKind.STACKED,
            title,
            tuple(units),
            series,
            f"各单位问题数（个），{chinese_date(day)}",
            "数据来源：督查台账",
        ),
    )


def _listed(problems: Sequence[Finding]) -> tuple[Block, ...]:
    if not problems:
        return ()
    columns = (
        Column("序号", 0.5, Align.CENTER),
        Column("单位", 1.3),
        Column("问题", 3.6),
        Column("整改时限", 1.2, Align.CENTER),
        Column("整改情况", 1.2, Align.CENTER),
    )
    rows = (
        (
            str(one.number),
            _name(one),
            one.facts,
            f"{one.rectify_by:%Y-%m-%d}" if one.rectify_by else "",
            str(one.get_state_display()),
        )
        for one in problems
    )
    return (Table(columns, tuple(rows)),)


def _tasks(chosen: Sequence[RoundTask], problems: Sequence[Finding], day: date, actor: Actor) -> Table:
    columns = (
        Column("序号", 0.5, Align.CENTER),
        Column("任务", 4),
        Column("被督查单位", 1.5),
        Column("选取原因", 1.1, Align.CENTER),
        Column("亮灯", 0.7, Align.CENTER),
        Column("问题数", 0.7, Align.RIGHT),
    )
    lights = lights_on([one.task_id for one in chosen], actor, [day])
    count = Counter(problem.task_id for problem in problems)
    rows = []
    for one in chosen:
        colour = next(iter(lights.get(one.task_id, ())), "") or Colour.GREY
        rows.append(
            (
                str(one.task.number),
                one.task.content,
                _name(one),
                str(one.get_ground_display()),
                str(SHORT[Colour(colour)]),
                str(count[one.task_id]),
            )
        )
    return Table(columns, tuple(rows))


register(
    Source(
        key=KEY,
        title=_("Round of supervision"),
        record="supervision.rounds",
        values=VALUES,
        inserts=INSERTS,
        facts=facts,
        rows={"state__in": [RoundState.UNDER_WAY, RoundState.CONCLUDED, RoundState.CLOSED]},
    )
)
register(
    Source(
        key="supervision.finding",
        title=_("Problem that a unit has to put right"),
        record="supervision.findings",
        values=FINDING_VALUES,
        inserts=FINDING_INSERTS,
        facts=facts_of_finding,
        rows={"kind": FindingKind.PROBLEM, "state__in": list(UNSETTLED)},
    )
)
register(
    Source(
        key="supervision.slip",
        title=_("Slip to a unit"),
        record="supervision.slips",
        values=SLIP_VALUES,
        inserts={},
        facts=facts_of_slip,
        rows={"state__in": [SlipState.DRAFT, SlipState.ISSUED, SlipState.RECEIVED]},
    )
)
