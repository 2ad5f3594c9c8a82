"""Documents of the demonstration: a circular that was issued and received, an instruction on it, one on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from jiangxin.demo.domain.organisations import REASON, create
from jiangxin.demo.domain.tables import table
from jiangxin.engines.typeset.fonts import installed
from jiangxin.kernel import actors, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Account, Organisation
from jiangxin.planning.models import Plan
from jiangxin.reporting.domain import composing, issuing, numbering
from jiangxin.reporting.models import Delivery, Document, Instruction, NumberSeries, Template
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval

#: Days between the facts of a circular and its date, and from there to its receipt and an instruction on it.
DATED_AFTER, RECEIVED_AFTER = timedelta(5), timedelta(2)
#: How long before the day of the demonstration the issued circular counts its facts.
A_QUARTER = timedelta(67)
#: One unit in this many has not received yet.
MISSING = 5


def issue_papers(plan: Plan, *, actor: Actor, say: Callable[[str], None]) -> None:
    """Draft, sign, number and issue documents up to today; without the fonts for them it is only said."""
    office = Organisation.objects.get(code="government-office")
    create(
        NumberSeries,
        [
            NumberSeries(
                organisation=Organisation.objects.get(code=row["organisation"]),
                word=row["word"],
                serial=row["serial"] == "true",
            )
            for row in table("number_series.csv")
        ],
        actor,
    )
    today = clock.today()
    if missing := installed().missing():
        say(f"No documents are issued in the demonstration: no font for {'、'.join(face.name for face in missing)}")
        return
    past = today - A_QUARTER
    if plan.adopted_on and past > plan.adopted_on:
        with clock.on(past):
            circular = _draft("progress-circular", plan, office, past + DATED_AFTER)
        with clock.on(past + DATED_AFTER):
            circular = issue(circular, NumberSeries.objects.get(organisation=office, serial=False))
        with clock.on(past + DATED_AFTER + RECEIVED_AFTER):
            _receive(circular)
            _instruct(circular)
    _step(_draft("progress-serial", plan, office, today), "submit", "planofficer")
    _draft("urging-notice", plan, office, today)


def _draft(code: str, plan: Plan, office: Organisation, dated: date) -> Document:
    made = composing.draft(
        Template.objects.get(code=code), plan, organisation=office, actor=_acting("planofficer"), reason=REASON
    )
    record = records.of_model(Document)
    document: Document = write.save(record, made, {"dated": dated}, actor=_acting("planofficer"), reason=REASON)
    return document


def issue(document: Document, series: NumberSeries) -> Document:
    """Have a draft checked, signed, numbered, sealed and issued."""
    _step(document, "submit", "planofficer")
    for username, words in (("planhead", "文字和涉密情况已核"), ("leader", "同意印发")):
        approval = Approval.objects.get(record="reporting.documents", object_id=document.pk, state="open")
        approvals.decide(approval, "approve", actor=_acting(username), comment=words, via="command")
    document = numbering.give(document, series, actor=_acting("planofficer"), reason=REASON)
    document = issuing.seal(document, None, actor=_acting("planofficer"), reason=REASON)
    return _step(document, "issue", "planofficer")


def _receive(document: Document) -> None:
    """Let the units receive it that have somebody who does; some have not yet."""
    for number, delivery in enumerate(Delivery.objects.filter(document=document).order_by("pk")):
        holders = Account.objects.filter(
            person__organisation=delivery.organisation, username__in=("liaison", "unithead", "school")
        )
        account = holders.order_by("username").first()
        if account is not None and number % MISSING:
            issuing.receive(delivery, actor=actors.of_account(account), reason=REASON)


def _instruct(document: Document) -> None:
    leader = Account.objects.get(username="leader").person
    values = {
        "document": document,
        "leader": leader,
        "given_on": clock.today(),
        "text": "请教育部门牵头，对红灯任务逐项分析原因，提出整改措施和完成时限。",
        "organisation": Organisation.objects.get(code="education"),
        "due_on": None,
    }
    write.save(records.of_model(Instruction), None, values, actor=_acting("leader"), reason=REASON)


def _step(document: Document, name: str, username: str) -> Document:
    moved: Document = write.apply(records.of_model(Document), document, name, actor=_acting(username), reason=REASON)
    return moved


def _acting(username: str) -> Actor:
    return actors.of_account(Account.objects.get(username=username))
