"""The two years of the demonstration: an ordinary mess, work in every queue, its circular as on paper."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F, Max
from tests.demo.papers import assert_docx, assert_paper

from jiangxin.demo.domain.build import build
from jiangxin.evidence.domain.files import open_file
from jiangxin.evidence.models import Attachment
from jiangxin.kernel.actors import of_account
from jiangxin.people.models import Account
from jiangxin.planning.models import (
    Extension,
    Light,
    LightOverride,
    Release,
    Report,
    Responsibility,
    Standing,
    Suspension,
    TargetValue,
    Task,
    Urging,
)
from jiangxin.reporting.models import Document
from jiangxin.site.domain.defaults import load_defaults
from jiangxin.supervision.enums import FindingState
from jiangxin.supervision.models import Conclusion, Finding, Notice, RectificationExtension, Round, Slip, Statement
from jiangxin.workflow.domain.queries.items import items_for

DAY = date(2024, 9, 30)
#: Those for whom something is to be done on that day.
BUSY = ("liaison", "unithead", "planofficer", "planhead", "supervisor")


@pytest.fixture
def district(db, settings):
    """Let the demonstration run up to the day on which it stands still."""
    settings.JIANGXIN_DEMO = True
    settings.JIANGXIN_TODAY = DAY
    load_defaults()
    build(say=lambda _text: None)


def test_two_years_hold_the_ordinary_mess_and_work_for_every_role(district):
    assert Task.objects.exclude(state="unassigned").count() == 33
    assert sorted(set(Standing.objects.values_list("light", flat=True))) == ["blue", "green", "red", "yellow"]
    handed_in = Report.objects.filter(handed_in_on__isnull=False)
    mess = {
        "late": handed_in.filter(handed_in_on__gt=F("due_on")),
        "returned": Report.objects.filter(state="returned"),
        "returned for quality": Report.objects.filter(return_kind="quality"),
        "in a second round": Report.objects.filter(round__gt=1),
        "extended": Extension.objects.filter(state="granted"),
        "another lead": Responsibility.objects.filter(part="lead", valid_to__isnull=False, task__isnull=False),
        "an objection": Responsibility.objects.exclude(objection=""),
        "a rest": Suspension.objects.all(),
        "a light by hand": LightOverride.objects.all(),
        "urged": Urging.objects.all(),
        "values": TargetValue.objects.filter(state="accepted"),
        "released": Release.objects.filter(state="released"),
        "waiting to be released": Release.objects.filter(state="in_review"),
        "a round that was closed": Round.objects.filter(state="closed"),
        "a round under way": Round.objects.filter(state="under_way"),
        **{f"a finding {state}": Finding.objects.filter(state=state) for state in FindingState.values},
        "an overdue rectification": Finding.objects.filter(state="rectifying", rectify_by__lt=DAY),
        "more time to rectify": RectificationExtension.objects.filter(state="granted"),
        "a complaint that was answered": Statement.objects.filter(kind="complaint", state="answered"),
        "a slip that climbed to red": Slip.objects.filter(by_ladder=True, kind__colour="red", state="answered"),
        "a slip to be issued": Slip.objects.filter(by_ladder=True, state="draft"),
        "a conclusion amended after review": Conclusion.objects.filter(state="amended", review__outcome="amended"),
        "a letter": Notice.objects.filter(form="letter", organisation__kind__code="college", state="acknowledged"),
        "evidence of a finding": Attachment.objects.filter(record="supervision.findings"),
    }
    assert [what for what, rows in mess.items() if not rows.exists()] == []
    latest = [
        Report.objects.aggregate(day=Max("handed_in_on")),
        Report.objects.aggregate(day=Max("decided_on")),
        Light.objects.aggregate(day=Max("valid_from")),
        Urging.objects.aggregate(day=Max("urged_on")),
        Release.objects.aggregate(day=Max("released_on")),
        Notice.objects.aggregate(day=Max("sent_on")),
        Slip.objects.aggregate(day=Max("issued_on")),
    ]
    assert [row["day"] for row in latest if row["day"] > DAY] == []
    accounts = Account.objects.filter(username__in=BUSY)
    queues = {account.username: items_for(of_account(account), DAY).exists() for account in accounts}
    assert queues == dict.fromkeys(BUSY, True)
    circular = Document.objects.get(template__code="progress-circular", state="issued")
    assert_docx(open_file(circular.docx))
    assert_paper(circular, open_file(circular.pdf))
