"""Two years of appraisal in the demonstration: 2023 up to the proposal, 2024 by an edition with one other rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from jiangxin.appraisal.domain import gathering, schemes
from jiangxin.appraisal.models import (
    Appraisal,
    Commendation,
    Criterion,
    Grade,
    GroupMember,
    Objection,
    PeerGroup,
    Scheme,
    SuppliedMeasure,
    SuppliedValue,
)
from jiangxin.demo.domain.history import History
from jiangxin.demo.domain.organisations import REASON
from jiangxin.kernel import actors, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Account, Organisation
from jiangxin.planning.models import Responsibility
from jiangxin.supervision.domain import jurisdictions
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval

#: Days of the story.
DRAWN_UP, NEXT_EDITION = date(2022, 12, 20), date(2023, 12, 25)
BEGUN, RECONCILED, SCORED, CONFIRMED, PROPOSED = (
    date(2024, 1, 15),
    date(2024, 1, 22),
    date(2024, 2, 5),
    date(2024, 2, 20),
    date(2024, 2, 26),
)
#: Peer groups by kinds of organisations.
GROUPS = (
    ("departments", "区级部门组", "Departments of the district", ("department", "office")),
    ("institutions", "事业单位组", "Public institutions", ("institution",)),
    ("schools", "中职学校组", "Vocational schools", ("secondary", "technician")),
)
SLIPS = """deductions
deductions: yellow_unanswered | 黄色督办单未按期答复 | 0.5 |
deductions: red_unanswered | 红色督办单未按期答复 | 1 |
cap: 5"""
CRITERIA: tuple[tuple[str, str, str, int, str, str, str, str], ...] = (
    ("in-time", "按时报送", "Reports in time", 25, "within", "left_out", "planning.reports_in_time",
     "between_lines\nfail: 60\nfull: 95"),
    ("quality", "报送质量", "Quality of reports", 15, "within", "refuse", "planning.reports_returned",
     "deductions\ndeductions: incomplete | 材料不全被退回 | 1 | 6\ndeductions: quality | 质量不合格被退回 | 2 | 10"),
    ("on-course", "任务推进", "Tasks on course", 30, "within", "left_out", "planning.tasks_on_course",
     "between_lines\nfail: 20\nfull: 90"),
    ("targets", "指标达标", "Targets reached", 15, "within", "left_out", "planning.targets_reached",
     "between_lines\nfail: 30\nfull: 100"),
    ("experts", "专家评价", "Judgement of experts", 15, "within", "left_out", "supplied.experts",
     "expert_mean\ntrim: 1\nleast: 3"),
    ("slips", "督办落实", "Slips of supervision", 5, "deduction", "refuse", "supervision.slips",
     SLIPS),
)  # fmt: skip
CHANGED = "between_lines\nfail: 70\nfull: 98"
GRADES = (
    ("a", "优秀", "Excellent", 90, 30),
    ("b", "良好", "Good", 80, None),
    ("c", "合格", "Qualified", 60, None),
    ("d", "待改进", "To improve", None, None),
)
#: One unit in this many says nothing when it is to reconcile.
SILENT = 6
NOTICE = "《澜川区职业教育提质发展工作考核办法》（澜川职教办〔2022〕12号）"


def appraise(history: History, *, say: Callable[[str], None]) -> None:
    """Let the years be appraised as far as the story has come."""
    if history.until < DRAWN_UP:
        return
    say("Appraising its units")
    story = _Story(history)
    with clock.on(DRAWN_UP):
        scheme = story.scheme()
    if history.until >= NEXT_EDITION:
        with clock.on(NEXT_EDITION):
            following = story.next_edition(scheme)
        story.year_2023(scheme)
        if history.until >= date(2024, 7, 1):
            with clock.on(date(2024, 7, 1)):
                story.begin(following, 2024)


class _Story:
    """Who does what in it."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.random = Random(2023)  # noqa: S311 - a story, not a secret
        self.officer, self.head, self.leader = (_acting(name) for name in ("planofficer", "planhead", "leader"))
        self.office = Organisation.objects.get(code="plan-office")

    def scheme(self) -> Scheme:
        """Draw up the first edition, and let it be approved."""
        values = {
            "code": "yearly", "edition": 1, "title": "职业教育提质发展工作年度考核方案", "basis": NOTICE,
            "organisation": self.office, "valid_from": date(2023, 1, 1), "total": 100,
        }  # fmt: skip
        measure = {
            "code": "experts", "name": "专家组年度评分", "name_en": "Scores of the experts", "kind": "review",
            "shape": "scores",
            "source": "专家组现场考察评分",
        }  # fmt: skip
        self._save(SuppliedMeasure, measure)
        scheme: Scheme = self._save(Scheme, values)
        for order, (code, name, name_en, kinds) in enumerate(GROUPS, 1):
            units = self._units(kinds)
            if units:
                values = {"scheme": scheme, "code": code, "order": order, "name": name, "name_en": name_en}
                group = self._save(PeerGroup, values)
                rows = [GroupMember(group=group, organisation=unit, valid_from=scheme.valid_from) for unit in units]
                self._many(GroupMember, rows)
        columns = ("code", "name", "name_en", "points", "part", "missing", "measure", "rule")
        rows = [
            Criterion(scheme=scheme, order=order, basis=NOTICE, **dict(zip(columns, one, strict=True)))
            for order, one in enumerate(CRITERIA, 1)
        ]
        self._many(Criterion, rows)
        for order, (code, name, name_en, least, share) in enumerate(GRADES, 1):
            values = {"scheme": scheme, "code": code, "order": order, "name": name, "name_en": name_en}
            self._save(Grade, {**values, "least": least, "share": share})
        return self._approved(scheme)

    def _units(self, kinds: tuple[str, ...]) -> list[Organisation]:
        """Return the units of some kinds that have a part in the plan and may be supervised."""
        parts = Responsibility.objects.filter(part__in=["lead", "support"]).values("organisation")
        units = list(Organisation.objects.filter(pk__in=parts, kind__code__in=kinds).order_by("sort_key"))
        may = jurisdictions.treatments([unit.pk for unit in units], clock.today())
        return [unit for unit in units if may[unit.pk] == "supervised"]

    def next_edition(self, scheme: Scheme) -> Scheme:
        """Raise the lines for reports in time from 2024 on, and nothing else."""
        made = schemes.copy(scheme, date(2024, 1, 1), actor=self.officer, reason="2024年度调整")
        row = made.criterion_rows.get(code="in-time")
        self._save(Criterion, {"rule": CHANGED}, row, reason="提高报送时效要求")
        return self._approved(made)

    def begin(self, scheme: Scheme, year: int) -> Appraisal:
        """Begin the appraisal of a year, and enter what the experts gave."""
        values = {
            "scheme": scheme, "title": f"{year}年度职业教育提质发展工作考核", "starts_on": date(year, 1, 1),
            "ends_on": date(year, 12, 31), "organisation": self.office,
        }  # fmt: skip
        row: Appraisal = self._save(Appraisal, values)
        measure = SuppliedMeasure.objects.get(code="experts")
        units = [unit for unit, _group in gathering.units_of(row)]
        given = [
            SuppliedValue(appraisal=row, measure=measure, organisation=unit, content=self._scores())
            for unit in (units if year == BEGUN.year - 1 else units[:2])
        ]
        self._many(SuppliedValue, given)
        return row

    def _scores(self) -> str:
        middle = self.random.randint(78, 92)
        return "\n".join(f"专家{place} | {middle + self.random.randint(-5, 6)}" for place in "甲乙丙丁戊")

    def year_2023(self, scheme: Scheme) -> None:
        """Take the appraisal of 2023 as far as its days have come."""
        row: Appraisal | None = None
        days: list[tuple[date, Callable[[Any], Any]]] = [
            (BEGUN, lambda _row: self._confirmed_values(self.begin(scheme, 2023))),
            (RECONCILED, self._reconcile),
            (SCORED, self._open),
            (CONFIRMED, self._confirm),
            (PROPOSED, self._propose),
        ]
        for day, what in days:
            if day <= self.history.until:
                with clock.on(day):
                    row = what(row)

    def _confirmed_values(self, row: Appraisal) -> Appraisal:
        values = list(row.supplied.all())
        write.apply_many(records.of_model(SuppliedValue), values, "confirm", actor=self.head, reason="与评分表核对一致")
        return row

    def _reconcile(self, row: Appraisal) -> Appraisal:
        """Let units agree, one dispute a figure and be answered, some say nothing."""
        row = self._step(row, "reconcile")
        disputed = False
        for number, said in enumerate(row.statements.select_related("organisation").order_by("organisation__sort_key")):
            unit = self._unit(said.organisation_id)
            if unit is None or number % SILENT == SILENT - 1:
                continue
            if said.organisation.code != "education" and not disputed:
                disputed = True
                words = {"grounds": "一季度有一项进展系系统升级当日报送，请核实报送日期。"}
                put = self._step(said, "dispute", unit, **words)
                with clock.on(RECONCILED + timedelta(4)):
                    self._step(put, "answer", answer="经核对操作日志，报送日期登记无误。")
            else:
                self._step(said, "agree", unit)
        return row

    def _open(self, row: Appraisal) -> Appraisal:
        """Score, open it to objections, and let one of them be upheld."""
        row = self._step(self._step(row, "preview"), "open_objections")
        sheet = row.scores.filter(organisation__code="education").first()
        line = sheet.criteria.filter(code="in-time").first() if sheet else None
        if sheet is None or line is None:
            return row
        late = next((place for place, (_key, _pk, note) in enumerate(line.rows) if note != "in_time"), None)
        if late is None:
            return row
        with clock.on(SCORED + timedelta(1)):
            values = {
                "appraisal": row, "organisation": sheet.organisation, "criterion": "in-time",
                "text": "其中一项进展因区政务网络检修无法登录，已于当日电话报告并在恢复后立即报送，请按按期报送计。",
            }  # fmt: skip
            raised = self._save(Objection, values, actor=_acting("unithead"))
        good = sum(note == "in_time" for _key, _pk, note in line.rows) + 1
        with clock.on(SCORED + timedelta(3)):
            given = {
                "outcome": "upheld", "criterion": "in-time", "corrected": f"{good * 100}/{len(line.rows)}",
                "decision": "经核实，网络检修通知和电话记录属实，该项按按期报送计。",
            }  # fmt: skip
            self._step(raised, "decide", self.leader, **given)
        return row

    def _confirm(self, row: Appraisal) -> Appraisal:
        return self._approved(row, ("同意提请审定", "同意"))

    def _propose(self, row: Appraisal) -> Appraisal:
        """Commend the first of a group, and send the result to the appraisal office."""
        first = row.scores.filter(rank=1).order_by("group_order").first()
        if first is not None:
            values = {
                "appraisal": row, "organisation": first.organisation, "kind": "praise",
                "grounds": "全年按期报送，牵头任务推进有力，考核位列本组第一。",
            }  # fmt: skip
            self._approved(self._save(Commendation, values))
        return self._step(row, "propose", letter="澜川职教办函〔2024〕6号", proposed_on=clock.today())

    # ── How it is done ──────────────────────────────────────────────────────────────────────────

    def _unit(self, organisation: int) -> Actor | None:
        try:
            return self.history.unit(organisation)
        except RuntimeError:
            return None

    def _save(
        self,
        model: Any,
        values: Mapping[str, Any],
        row: Any = None,
        *,
        actor: Actor | None = None,
        reason: str = REASON,
    ) -> Any:
        return write.save(records.of_model(model), row, values, actor=actor or self.officer, reason=reason)

    def _many(self, model: Any, rows: list[Any]) -> None:
        if rows:
            write.save_many(records.of_model(model), create=rows, actor=self.officer, reason=REASON, via="command")

    def _step(self, row: Any, name: str, actor: Actor | None = None, **changes: Any) -> Any:
        record = records.of_model(type(row))
        return write.apply(record, row, name, actor=actor or self.officer, reason=REASON, changes=changes)

    def _approved(self, row: Any, words: tuple[str, str] = ("同意", "同意")) -> Any:
        """Submit a row, and let both decide who have to."""
        self._step(row, "submit")
        key = records.of_model(type(row)).key()
        for actor, said in zip((self.head, self.leader), words, strict=True):
            approval = Approval.objects.get(record=key, object_id=row.pk, state="open")
            approvals.decide(approval, "approve", actor=actor, comment=said, via="command")
        row.refresh_from_db()
        return row


def _acting(username: str) -> Actor:
    return actors.of_account(Account.objects.get(username=username))
