"""To-many relations of a record: their history, their way through form, API and export, and savers."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from tests.factories import records as factory

from jiangxin.audit.models import Activity
from jiangxin.desk.domain.queries.history import history_of
from jiangxin.desk.links import url_for
from jiangxin.exchange.domain import exporting
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.kernel.records import checks

SYSTEM = process("tests")


@pytest.fixture
def record(db):
    return records.get("desk.notices")


@pytest.fixture
def roles(db):
    return [factory.make("people.roles", code=code, name=code, order=n) for n, code in enumerate("abc")]


@pytest.fixture
def notice(record, roles):
    return write.save(record, None, {"title": "Notice", "roles": roles[:2]}, actor=SYSTEM)


def change(record, notice, roles):
    return write.save(record, notice, {"roles": roles}, actor=SYSTEM, reason="for others")


def differences(record, notice, actor=SYSTEM):
    """Return kind, and before and after of the roles, for each line of the history."""
    label = str(record.model._meta.get_field("roles").verbose_name)
    return [
        (one.kind, [(d.before, d.after) for d in one.differences if d.label == label])
        for one in history_of(record, notice, actor)[0]
    ]


def test_history_tells_what_each_write_took_away_and_added(record, notice, roles):
    change(record, notice, roles[1:])
    change(record, notice, [])
    assert differences(record, notice) == [
        ("update", [(["b", "c"], None)]),
        ("update", [(["a"], ["c"])]),
        ("insert", []),
    ]


def test_history_hides_related_rows_out_of_reach(record, notice, roles):
    change(record, notice, roles[:1])
    assert differences(record, notice, Actor(name="nobody")) == [("update", [(["…"], None)]), ("insert", [])]


def test_activity_names_the_relation_only_when_it_changed(record, notice, roles):
    change(record, notice, roles[:2])
    change(record, notice, roles[:1])
    log = Activity.objects.filter(record=record.key(), object_id=notice.pk, verb="change").order_by("pk")
    assert [row.details["fields"] for row in log] == [[], ["roles"]]


def test_links_cannot_be_written_outside_the_write_path(notice, roles):
    with pytest.raises(ProgrammingError, match="write path"), transaction.atomic():
        notice.roles.add(roles[2])


def test_api_reads_and_writes_relations(record, roles, browser):
    data = {"title": "By API", "roles": [{"uuid": str(role.uuid)} for role in roles[:2]]}
    made = browser.post(reverse(f"api:{record.key()}"), data, content_type="application/json").json()
    assert sorted(role["label"] for role in made["roles"]) == ["a", "b"]
    key = {"uuid": made["uuid"]}
    sent = {"roles": [], "version": made["version"], "change_reason": "for all"}
    changed = browser.patch(reverse(f"api:{record.key()}.row", kwargs=key), sent, content_type="application/json")
    assert (changed.status_code, changed.json()["roles"]) == (200, [])
    newest = browser.get(reverse(f"api:{record.key()}.history", kwargs=key)).json()["results"][0]
    assert [(d["before"], d["after"]) for d in newest["differences"]] == [("a; b", None)]


def test_page_that_compares_two_versions_names_the_rows(record, notice, roles, browser):
    change(record, notice, roles[2:])
    sent = {"title": "Notice", "shown_from": "2026-01-01T00:00", "roles": [str(roles[0].uuid)], "version": "1"}
    page = browser.post(url_for(record, "edit", notice), {**sent, "reason": "mine"})
    assert page.status_code == 409
    found = [(d["mine"], d["theirs"]) for d in page.context["differing"] if d["field"].html_name == "roles"]
    assert found == [('<span class="tag">a</span>', '<span class="tag">c</span>')]


@pytest.mark.usefixtures("notice")
def test_export_lists_the_names(record, monkeypatch):
    monkeypatch.setattr(record, "list_columns", ("title", "roles"))
    path = exporting.export(record, actor=SYSTEM, format="csv")
    _head, line = path.read_text(encoding="utf-8-sig").splitlines()
    path.unlink()
    assert line == "Notice,a；b"


def test_saver_leaves_relations_to_the_write_path(record, roles, monkeypatch):
    given = []

    def saver(instance, changes, *, actor, reason):
        given.append(sorted(changes))
        write.assign(instance, changes)
        instance.save()
        return instance

    monkeypatch.setattr(record, "saver", staticmethod(saver))
    made = write.save(record, None, {"title": "Saved", "roles": roles}, actor=SYSTEM)
    assert (given, made.roles.count()) == ([["title"]], 3)


def test_declarations_that_would_do_half_are_refused_at_start(record, monkeypatch):
    monkeypatch.setattr(record, "after_many", staticmethod(lambda *_args, **_kwargs: None))
    monkeypatch.setattr(record, "natural_key", ("title",))
    monkeypatch.setattr(record, "imports", records.Import(("title", "roles.code")))
    assert list(checks.faults(record)) == [
        "after_many without a saver: single saves would leave undone what it does for many rows",
        "imports name the to-many relation 'roles.code', which one line of a table cannot hold",
    ]
