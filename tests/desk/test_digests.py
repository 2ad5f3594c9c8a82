"""Digests: what they tell, to whom they are sent, once, through a real mail server, and how they are stopped."""

from __future__ import annotations

import email
import re
import socket
from datetime import date, datetime, timedelta
from email import policy
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import planning, records, screens
from tests.factories.workflow import fixture

from jiangxin.desk.domain import digests, following, subscriptions
from jiangxin.desk.domain.digests import is_weekly, send_waiting
from jiangxin.desk.domain.letters import Postman
from jiangxin.desk.models import Correspondence, Digest, DigestRule, Follow, Notice
from jiangxin.kernel import clock
from jiangxin.kernel import records as declared
from jiangxin.kernel.actors import process
from jiangxin.people.models import Person, RoleAssignment
from jiangxin.planning.models import Task
from jiangxin.workflow.domain.items import Assignee, open_item
from jiangxin.workflow.models import Holiday

ZONE = ZoneInfo("Asia/Shanghai")
#: A Monday on which work is done, and the hour after which digests leave.
MONDAY = date(2024, 5, 13)
#: Queries that a letter may cost: rights, queue, titles and state.
MOST_A_LETTER = 20


class Office:
    """A mail server that keeps what it gets, and refuses what it is told to."""

    def __init__(self):
        self.letters, self.refused, self.data = [], {}, "250 kept"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - of aiosmtpd
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - of aiosmtpd
        if self.data.startswith("250"):
            self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.data


@pytest.fixture
def place():
    """Return the district on a Monday: Education leads a task that turned red, its liaison has something due."""
    with clock.on(planning.BEGIN):
        place = planning.district()
        planning.running(place, place.task, place.education, place.labour)
        screens.shine(place.task, "red", since=MONDAY - timedelta(days=2))
    place.liaison = place.education.liaison
    _address(place.liaison, "liaison@example.org")
    with clock.on(MONDAY):
        _due(place.liaison, place.plan)
        yield place


@pytest.fixture
def post(settings):
    """Return the mail server with which letters are left."""
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=_free_port(), ready_timeout=30)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.server.sockets[0].getsockname()[:2]
    office.stop = controller.stop
    yield office
    if controller.server is not None:
        controller.stop()


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _address(person, address):
    with fixture():
        Person.objects.filter(pk=person.pk).update(email=address)
    person.email = address


def _due(person, plan, record="planning.plans"):
    work = {"actor": process("tests"), "assignee": Assignee(person_id=person.pk), "due_on": MONDAY, "step": "x"}
    return open_item("due", declared.get(record), plan.pk, **work)


def _at(day=MONDAY, hour=9, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def make_ready(now):
    return digests.make_ready(now, hour=8, weekday=1)


def _send(now=None):
    now = now or _at()
    make_ready(now)
    with Postman("https://plan.example.cn", "匠心区") as postman:
        return send_waiting(postman, now)


def _parts(letter):
    return {part.get_content_type(): part.get_content() for part in letter.walk() if not part.is_multipart()}


def test_a_letter_comes_once_tells_nothing_of_others_and_stops_by_its_signed_link(place, post):
    hidden = records.make("planning.tasks", place.finance.row, content="Hidden task.", plan=place.plan)
    with fixture():
        Task.objects.filter(pk=hidden.pk).update(lead=place.finance.row)
    draft = records.make("planning.reports", place.finance.row, task=hidden, progress="Secret progress")
    _due(place.liaison, draft, "planning.reports")
    assert "Hidden task" in str(draft)
    assert [_send(_at(hour=7)), _send(), _send(), _send(_at(hour=15))] == [0, 1, 0, 0]
    (letter,) = post.letters
    assert (letter["Subject"], letter["To"]) == ("匠心区 · 2024-05-13 简报", "liaison@example.org")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = _parts(letter)
    assert list(found) == ["text/plain", "text/html"]
    for text in found.values():
        assert (place.plan.title in text, "今天" in text, "▲" in text) == (True, True, True)
        assert f"https://plan.example.cn/plans/{place.plan.uuid}/" in text
        assert ("Secret progress" in text, "Hidden task" in text) == (False, False)
    assert re.findall(r"(?:src=|url\()", found["text/html"]) == []
    assert Digest.objects.get().state == "sent"
    _stops(letter)


def _stops(letter):
    """The signed link stops the letters, a forged one does not."""
    address = letter["List-Unsubscribe"].strip().strip("<>").replace("https://plan.example.cn", "")
    stranger = Client(enforce_csrf_checks=True)
    assert (stranger.get(address).status_code, stranger.get(f"{address[:-3]}x/").status_code) == (200, 404)
    assert stranger.post(f"{address[:-3]}x/").status_code == 404
    assert not Correspondence.objects.filter(by_email=False).exists()
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tomorrow = MONDAY + timedelta(days=1)
    with clock.on(tomorrow):
        assert (Correspondence.objects.get().by_email, make_ready(_at(tomorrow))) == (False, 0)


def test_a_leader_gets_the_lights_once_a_week_and_nobody_anything_on_days_of_rest(place, post):
    leader = planning.person("leader", place.office, "district-leader")
    _address(leader, "leader@example.org")
    _address(place.liaison, "")
    subscriptions.subscribe({"work": "off"}, by_email=True, language="en", actor=leader.actor())
    assert _send() == 1
    text = _parts(post.letters[0])["text/plain"]
    assert (post.letters[0]["Subject"], "■ red" in text, str(place.task) in text) == (
        "匠心区 · Digest of 2024-05-13", True, True,
    )  # fmt: skip
    with clock.on(MONDAY + timedelta(days=1)):
        assert _send(_at(MONDAY + timedelta(days=1))) == 0
    assert [day for day in (MONDAY + timedelta(n) for n in range(14)) if is_weekly(day, 1)] == [
        MONDAY, MONDAY + timedelta(days=7),
    ]  # fmt: skip
    _address(place.education.head, "head@example.org")
    subscriptions.subscribe({"lights": "off"}, by_email=True, language="", actor=place.education.head.actor())
    assert (_send(), Digest.objects.get(person=place.education.head).state) == (0, "empty")
    Digest.objects.all().delete()
    with fixture():
        Holiday.objects.create(day=MONDAY, working=False, name="A feast")
    assert (_send(), is_weekly(MONDAY, 1), is_weekly(MONDAY + timedelta(days=1), 1)) == (0, False, True)


def test_a_refused_address_is_shown_and_left_alone_until_it_changes(place, post):
    keeper = planning.person("keeper", place.office, "system-administrator")
    post.refused["liaison@example.org"] = "550 no such mailbox"
    assert _send() == 0
    kept = Correspondence.objects.get()
    assert (Digest.objects.get().state, kept.refusal) == ("refused", "550 no such mailbox")
    assert "550 no such mailbox" in Notice.objects.get(accounts=keeper.account).title_en
    page = screens.client_of(place.liaison).get("/subscriptions/").content.decode()
    assert "refused liaison@example.org" in page
    tomorrow = MONDAY + timedelta(days=1)
    with clock.on(tomorrow):
        assert make_ready(_at(tomorrow)) == 0
        screens.client_of(place.liaison).post("/subscriptions/address/")
        assert make_ready(_at(tomorrow)) == 1


def test_a_server_that_is_down_is_tried_again_and_what_a_dead_worker_held_is_never_sent_twice(place, post):
    keeper = planning.person("keeper", place.office, "system-administrator")
    post.refused["liaison@example.org"] = "450 come back later"
    assert _send() == 0
    row = Digest.objects.get()
    assert (row.state, row.attempts, row.due_at > _at()) == ("waiting", 1, True)
    assert _send(_at(minute=5)) == 0
    post.refused.clear()
    post.stop()
    assert _send(_at(hour=10)) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 2)
    for hour in range(11, 24, 3):
        Digest.objects.update(due_at=_at(hour=hour))
        _send(_at(hour=hour))
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 6)
    assert Notice.objects.filter(accounts=keeper.account).count() == 1
    Digest.objects.update(state="sending", moved_at=_at())
    assert (_send(_at(minute=5)), Digest.objects.get().state) == (0, "sending")
    assert (_send(_at(minute=30)), Digest.objects.get().state, post.letters) == (0, "failed", [])


def test_what_one_follows_tells_only_who_may_see_it_and_foreign_topics_are_refused(place):
    client = screens.client_of(place.liaison)

    def one_more():
        _due(place.liaison, records.make("planning.tasks", place.education.row, plan=place.plan), "planning.tasks")

    one_more()
    one = screens.queries(client, "/digest/")
    one_more()
    one_more()
    assert screens.queries(client, "/digest/") == one
    assert 'name="plan"' not in client.get("/subscriptions/").content.decode()  # which only offices may have
    client.post("/subscriptions/", {"work": "weekly", "lights": "off", "language": "en", "by_email": "1"})
    chosen = subscriptions.rhythms_of([place.liaison.pk], MONDAY)[place.liaison.pk]
    assert (chosen["work"], chosen["lights"], chosen["followed"]) == ("weekly", "off", "daily")
    for data in ({"plan": "weekly"}, {"work": "hourly"}, {"work": "off", "language": "tlh"}):
        page = client.post("/subscriptions/", data, follow=True).content.decode()
        assert "note-error" in page
    with fixture():
        DigestRule.objects.filter(topic="followed").update(valid_to=MONDAY)
    assert "followed" not in subscriptions.rhythms_of([place.liaison.pk], MONDAY)[place.liaison.pk]
    head, stranger = place.education.head, screens.client_of(planning.person("ruth", place.finance.row))
    address = reverse("desk:follow", kwargs={"room": "planning", "slug": "tasks", "uuid": place.task.uuid})
    assert stranger.post(address).status_code == 403
    client = screens.client_of(head)
    assert client.post(address).status_code == 302
    assert "Stop following" in client.get(reverse("planning:task", kwargs={"uuid": place.task.uuid})).content.decode()
    assert following.tell_changes() == 0
    screens.shine(place.task, "yellow", since=MONDAY)
    assert (following.tell_changes(), following.tell_changes()) == (1, 0)
    assert str(place.task)[:20] in Notice.objects.get(accounts=head.account).title_en
    assert "What I follow" in client.get("/digest/").content.decode()
    with fixture():
        RoleAssignment.objects.filter(person=head).update(valid_to=MONDAY)
    screens.shine(place.task, "green", since=MONDAY)
    assert (following.tell_changes(), Follow.objects.count()) == (0, 0)


def test_each_further_letter_costs_the_same_number_of_queries(place, post):
    def counted(day):
        with clock.on(day), CaptureQueriesContext(connection) as captured:
            assert _send(_at(day)) > 0
        return len(captured)

    _due(place.liaison, place.plan)
    _address(place.labour.liaison, "labour@example.org")
    _due(place.labour.liaison, records.make("planning.plans", place.office))
    two = counted(MONDAY)
    _address(place.finance.liaison, "finance@example.org")
    _due(place.finance.liaison, records.make("planning.plans", place.office))
    three = counted(MONDAY + timedelta(days=1))
    _address(place.finance.liaison, "")
    assert 0 < three - two <= MOST_A_LETTER
