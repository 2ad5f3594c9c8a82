"""Reminders follow their rules, each is given once, and letters really leave."""

from __future__ import annotations

import socket
from datetime import date, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from tests.factories import workflow as make

from jiangxin.kernel.actors import process
from jiangxin.workflow.domain import notices
from jiangxin.workflow.domain.items import Assignee, open_item
from jiangxin.workflow.domain.notices import Notice, notify
from jiangxin.workflow.domain.reminders import remind
from jiangxin.workflow.models import ReminderRule
from jiangxin.workflow.tasks import send_email

DUE = date(2026, 6, 10)


@pytest.fixture
def told():
    """Return what is handed to places that show notices."""
    found = []
    notices.register_notifier(found.append)
    yield found
    notices._notifiers.remove(found.append)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _rule(**columns):
    with make.fixture():
        return ReminderRule.objects.create(name="rule", valid_from=make.SINCE, **columns)


def _days(told, first, count):
    days = []
    for number in range(count):
        del told[:]
        remind(first + timedelta(number))
        if told:
            days.append((first + timedelta(number)).day)
    return days


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"days": -3}, [7]),
        ({"days": -3, "every_days": 2}, [7, 9]),
        ({"days": 1}, [11]),
        ({"days": 1, "every_days": 3}, [11, 14]),
        ({"days": 1, "kind": "new"}, []),
        ({"days": 1, "record": "people.persons"}, []),
        ({"days": 1, "valid_to": date(2026, 6, 11)}, []),
    ],
)
def test_a_rule_reminds_on_its_days(town, told, rule, days):
    open_item(
        "due", town.record, town.plan.pk, actor=process("tests"), assignee=Assignee(person_id=town.anna.pk), due_on=DUE
    )
    _rule(**rule)
    assert _days(told, date(2026, 6, 5), 12) == days


def test_running_twice_reminds_once_and_stand_ins_too(town, told):
    from jiangxin.workflow.models import Delegation

    open_item(
        "due",
        town.record,
        town.plan.pk,
        actor=process("tests"),
        assignee=Assignee(role_id=town.approver.pk),
        due_on=DUE,
    )
    with make.fixture():
        Delegation.objects.create(from_person=town.carl, to_person=town.olga, reason="leave", valid_from=make.SINCE)
    _rule(days=0)
    assert (remind(DUE), remind(DUE)) == (4, 0)
    (notice,) = told
    assert set(notice.person_ids) == {town.anna.pk, town.bert.pk, town.carl.pk, town.olga.pk}


def test_a_letter_reaches_a_real_mail_server(town, settings):
    class Box(Sink):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd calls
            letters.append((envelope.rcpt_tos, envelope.content.decode()))
            return "250 kept"

    letters = []
    with make.fixture():
        town.anna.email = "anna@example.org"
        town.anna.save()
    controller = Controller(Box(), hostname="127.0.0.1", port=_free_port(), ready_timeout=30)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = controller.server.sockets[0].getsockname()[:2]
        sent = send_email.call(town.anna.pk, "What you submitted was approved.", {})
        assert send_email.call(town.bert.pk, "What you submitted was approved.", {}) == 0
    finally:
        controller.stop()
    assert (sent, [to for to, _content in letters]) == (1, [["anna@example.org"]])


@pytest.mark.parametrize(("host", "by_email", "queued"), [("", True, 0), ("mail", False, 0), ("mail", True, 1)])
def test_letters_are_queued_only_where_asked_for_and_possible(town, settings, host, by_email, queued):
    from django_tasks_db.models import DBTaskResult

    settings.EMAIL_HOST = host
    notify(Notice((town.anna.pk,), "What you submitted was approved.", by_email=by_email))
    assert DBTaskResult.objects.filter(task_path="jiangxin.workflow.tasks.send_email").count() == queued
