"""Supervision of the demonstration: a round that was closed, one under way, slips; told in `data/supervision.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jiangxin.demo.domain import papers
from jiangxin.demo.domain.organisations import REASON, create
from jiangxin.demo.domain.story import Story, step
from jiangxin.demo.domain.tables import document
from jiangxin.engines.typeset.fonts import installed
from jiangxin.evidence.domain.attachments import attach
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.people.models import Organisation, Person
from jiangxin.planning.models import Plan, Task
from jiangxin.reporting.domain import composing
from jiangxin.reporting.models import Document, NumberSeries, Template
from jiangxin.supervision.domain import selecting, slips
from jiangxin.supervision.models import (
    Conclusion,
    Designation,
    Finding,
    Notice,
    RectificationExtension,
    Review,
    Round,
    RoundTask,
    Slip,
    SlipKind,
    Statement,
    TeamMember,
    TeamNote,
)

Told = dict[str, Any]
#: What a finding says besides what happens to it.
CONTENT = ("kind", "place", "found_on", "facts", "expected", "rectify_by")
ROUND = ("theme", "basis", "basis_text", "basis_on", "scheme", "starts_on", "ends_on")
DAY = timedelta(1)


def supervise(plan: Plan, *, actor: Actor) -> None:
    """Let supervision run up to today."""
    Supervision(plan, clock.today(), tomllib.loads(document("supervision.toml").decode())).run(actor)


class Supervision(Story):
    """The days of those who supervise, and of those who are supervised."""

    def __init__(self, plan: Plan, until: date, told: Told) -> None:
        super().__init__(until)
        self.plan, self.told = plan, told
        self.offices = {row.code: row for row in Organisation.objects.all()}
        self.tasks = {row.number: row for row in Task.objects.filter(plan=plan)}
        self.office = self.offices[told["designation"]["organisation"]]

    def run(self, actor: Actor) -> None:
        """Designate the office, then go through the days up to the last."""
        create(Designation, [Designation(**{**self.told["designation"], "organisation": self.office})], actor)
        for told in self.told["round"]:
            self.at(told["prepared"], lambda told=told: self.prepare(told))
        for told in self.told["slip"]:
            self.first_slip(told, lambda told=told: {"task": self.tasks[told["task"]]}, self.offices[told["unit"]])
        self.tell()

    # ── Rounds ──────────────────────────────────────────────────────────────────────────────────

    def prepare(self, told: Told) -> None:
        """Write the scheme, name the team, choose tasks by rule and by hand, and hand it in."""
        own: Told = {"plan": self.plan, "year": clock.today().year, "organiser": self.office}
        row = self.save(Round, **own, **{name: told[name] for name in ROUND})
        for member in told["team"]:
            self.save(TeamMember, round=row, **{**member, "person": Person.objects.get(code=member["person"])})
        selecting.select(row, actor=self.supervisor, seed=told["seed"])
        known = set(row.tasks.values_list("task__number", flat=True))
        for chosen in told["tasks"]:
            if chosen["number"] not in known:
                self.save(RoundTask, round=row, task=self.tasks[chosen["number"]], grounds=chosen["grounds"])
        step(row, "submit", self.supervisor)
        for (day, words), by in ((told["checked"], self.head), (told["approved"], self.leader)):
            self.at(day, lambda by=by, words=words: self.decide(row, by, words))
        for name, key in (("start", "begun"), ("conclude", "concluded"), ("close", "closed")):
            if key in told:
                self.at(told[key], lambda name=name: self.go(row, name))
        self.follow(row, told)

    def follow(self, row: Round, told: Told) -> None:
        """Set the days of what happens in a round."""
        parts = (
            ("sent", ("notices", "letters"), self.ask),
            ("on", ("notes",), self.note),
            ("found_on", ("finding",), self.find),
            ("on", ("conclusion",), self.conclude),
        )
        for day, names, what in parts:
            for part in (part for name in names for part in told.get(name, ())):
                self.at(part[day], lambda what=what, part=part: what(row, part))
        if "circular" in told:
            self.at(told["circular"], lambda: self.circulate(row))

    def go(self, row: Round, name: str) -> None:
        """Take a step of the round."""
        row.refresh_from_db()
        step(row, name, self.supervisor)

    def ask(self, row: Round, told: Told) -> None:
        """Send a notice, or a letter to whom may only be asked; the unit acknowledges some days later."""
        unit, visit_on = self.offices[told["unit"]], told.get("visit_on")
        values = {"round": row, "organisation": unit, "asks": told["asks"], "on_site": visit_on is not None}
        sent = step(self.save(Notice, visit_on=visit_on, **values), "send", self.supervisor)
        if "acknowledged" in told:
            self.at(told["acknowledged"], lambda: step(sent, "acknowledge", self.unit(unit.pk)))

    def note(self, row: Round, told: Told) -> None:
        """Note something for the team."""
        self.save(TeamNote, round=row, task=self.tasks.get(told.get("task", 0)), text=told["text"])

    def conclude(self, row: Round, told: Told) -> None:
        """Feed a conclusion back; the unit may have it reviewed."""
        unit = self.offices[told["unit"]]
        made = self.save(Conclusion, round=row, organisation=unit, facts=told["facts"], text=told["text"])
        made = step(made, "feed_back", self.supervisor)
        if "review" in told:
            self.at(told["review"]["asked"], lambda: self.review(made, told["review"], self.chief(unit.pk)))

    def review(self, conclusion: Conclusion, told: Told, by: Actor) -> None:
        """Ask for a review, which the leader decides."""
        asked = self.save(Review, by, conclusion=conclusion, grounds=told["grounds"])
        said = {name: told[name] for name in ("outcome", "decision")}
        self.at(told["decided"], lambda: step(asked, "decide", self.leader, **said))

    def circulate(self, row: Round) -> None:
        """Draft and issue the circular on the round, where the fonts for it are there."""
        if installed().missing():
            return
        template = Template.objects.on(clock.today()).get(code="supervision-circular")
        drafted = composing.draft(template, row, organisation=self.office, actor=self.supervisor, reason=REASON)
        dated = write.save(
            records.of_model(Document), drafted, {"dated": clock.today()}, actor=self.supervisor, reason=REASON
        )
        papers.issue(dated, NumberSeries.objects.get(organisation=self.office))

    # ── Findings ────────────────────────────────────────────────────────────────────────────────

    def find(self, row: Round, told: Told) -> None:
        """Record a finding with its evidence, and set the days of what follows."""
        unit = self.offices[told["unit"]]
        content = {name: told[name] for name in CONTENT if name in told}
        made = self.save(Finding, round=row, task=self.tasks[told["task"]], organisation=unit, **content)
        self.attach(made, told, self.supervisor)
        for act in told.get("then", ()):
            self.at(act["on"], lambda act=act: self.act(made, act))
        if "slip" in told:
            self.first_slip(told["slip"], lambda: {"finding": made}, unit)

    def act(self, row: Finding, told: Told) -> None:
        """Do what is told of a finding on this day: a statement, a request for more time, or a step."""
        row.refresh_from_db()
        unit = self.unit(row.organisation_id)
        match told["do"]:
            case "say":
                said = self.save(Statement, unit, finding=row, kind=told["kind"], text=told["text"])
                if "answer" in told:
                    self.at(told["answered"], lambda: step(said, "answer", self.supervisor, answer=told["answer"]))
            case "extend":
                asked = self.save(
                    RectificationExtension, unit, finding=row, until=told["until"], grounds=told["grounds"]
                )
                step(asked, "submit", unit)
                if "granted" in told:
                    self.at(told["granted"], lambda: self.decide(asked, self.head, "理由成立，同意延期"))
            case name:
                by = {"plan_measures": unit, "report_result": unit, "close": self.head, "return": self.head}
                self.attach(row, told, unit)
                given = {key: told[key] for key in ("measures", "result", "verification") if key in told}
                step(row, name, by.get(name, self.supervisor), told.get("reason", ""), **given)

    def attach(self, row: Finding, told: Told, by: Actor) -> None:
        """Hang the evidence on a finding, where there is some."""
        if "evidence" in told:
            name, text, caption = told["evidence"]
            attach(records.of_model(Finding), row, text.encode(), name, actor=by, caption=caption, reason=REASON)

    # ── Slips ───────────────────────────────────────────────────────────────────────────────────

    def first_slip(self, told: Told, subject: Callable[[], Told], unit: Organisation) -> None:
        """Write the slip with which a matter begins on its day, and follow it up the ladder."""

        def begin() -> None:
            kind = SlipKind.objects.on(clock.today()).get(slip_set__policies__isnull=False, order=1)
            self.climb(self.save(Slip, kind=kind, organisation=unit, text=told["text"], **subject()), told["steps"])

        self.at(told["steps"][0]["issued"], begin)

    def climb(self, draft: Slip, steps: list[Told]) -> None:
        """Issue a slip that is there as a draft; what went unanswered is drafted by the ladder, as every night."""
        now, *later = steps
        unit = self.unit(draft.organisation_id)
        issued = step(draft, "issue", self.supervisor)
        if "received" in now:
            self.at(now["received"], lambda: self.take(issued, "receive", unit))
        if "answered" in now:
            self.at(now["answered"], lambda: self.take(issued, "answer", unit, answer=now["answer"]))
        self.at(issued.due_on + DAY, lambda: slips.propose(clock.today(), actor=process("supervision")))
        if later:
            self.at(later[0]["issued"], lambda: self.climb(Slip.objects.get(after=issued), later))

    def take(self, slip: Slip, name: str, by: Actor, **given: str) -> None:
        """Take a step of the unit."""
        slip.refresh_from_db()
        step(slip, name, by, **given)

    def save(self, model: Any, by: Actor | None = None, **values: Any) -> Any:
        """Save a new row as a person does."""
        return write.save(records.of_model(model), None, values, actor=by or self.supervisor, reason=REASON)
