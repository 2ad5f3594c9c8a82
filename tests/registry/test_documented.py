"""Every record, setting, command and event is documented; models and migrations are as they should be."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from tests.registry.support import KEYS, RECORDS
from tools import directions, migrations

from jiangxin.desk import settings
from jiangxin.kernel import events
from jiangxin.kernel.models import Record

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: Tables of ours without history, each with its reason.
UNTRACKED = {
    "desk.SavedView": "how somebody likes to look at a list; no business data",
}


def test_every_record_type_has_its_page_and_no_page_is_left_over():
    assert sorted(path.stem for path in (DOCS / "records").glob("*.md") if path.stem != "README") == KEYS


def test_every_setting_is_documented():
    text = (DOCS / "reference" / "region-settings.md").read_text(encoding="utf-8")
    assert [key for key in settings.declared() if f"`{key}`" not in text] == []


def test_every_event_is_documented():
    text = (DOCS / "reference" / "events.md").read_text(encoding="utf-8")
    assert [name for name in events.CATALOGUE if f"`{name}`" not in text] == []


def test_every_record_type_has_a_title_in_words():
    assert [record.key() for record in RECORDS if not record.title() or not record.title_plural()] == []


def test_every_table_of_records_keeps_history():
    untracked = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Record) and not hasattr(model, "history") and not model.__name__.endswith("Event")
    }
    assert untracked == set(UNTRACKED)


def test_foreign_keys_point_down():
    assert list(directions.wrong_relations()) == []


def test_no_migration_is_missing():
    assert migrations.missing() == []
