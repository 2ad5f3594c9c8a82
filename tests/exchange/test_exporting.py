"""Exports: what they hold, who gets them, and that importing one changes nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook
from tests.factories import exchange as make

from jiangxin.evidence.domain.files import path_of
from jiangxin.exchange.domain import exporting, staging
from jiangxin.exchange.domain.errors import FileRefused
from jiangxin.exchange.domain.queries import jobs
from jiangxin.exchange.models import ExportJob
from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed

NASTY = [
    "=1+1",
    "＝1+1",
    "+86 23",
    "-5",
    "@here",
    "'=quoted",
    "''-twice",
    "a;b",
    "0012",
    "1e5",
    "line\nbreak",
    "“双引号”",
    "true",
    "2020",
]


@pytest.fixture
def nasty(district):
    return [make.organisation(f"N{n}", text, parent=district, aliases=[text, "other"]) for n, text in enumerate(NASTY)]


def exported(record, actor, kind, **extra):
    path = exporting.export(record, actor=actor, format=kind, **extra)
    try:
        return path.read_bytes()
    finally:
        path.unlink()


def cells(content):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_importing_an_export_changes_nothing(record, olga, nasty, kind, language):
    with translation.override(language):
        content = exported(record, olga, kind)
    with translation.override("en"):
        job = staging.stage(record, content, f"a.{kind}", actor=olga)
    assert job.counts == {"new": 0, "changed": 0, "unchanged": len(NASTY) + 1, "wrong": 0, "total": len(NASTY) + 1}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_cell_begins_like_a_formula(record, olga, nasty, kind):
    content = exported(record, olga, kind)
    rows = cells(content) if kind == "xlsx" else list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if isinstance(cell, str) and cell[:1] in set("=+-@\t\r＝＋－＠")] == []
    assert "'=1+1" in rows[1] or any("'=1+1" in row for row in rows)


def test_export_holds_only_what_the_actor_may_export(record, district):
    other = make.organisation("D2", "Other")
    make.organisation("D3", "Third")
    rows = cells(exported(record, make.manager("own", at=other), "xlsx"))
    assert [row[0] for row in rows[1:]] == ["D2"]


def test_selection_narrows_and_never_widens(record, district):
    other = make.organisation("D2", "Other")
    actor = make.manager("own", at=other)
    everything = record.model.objects.all()
    assert len(cells(exported(record, actor, "xlsx", queryset=everything))) == 2
    assert len(cells(exported(record, actor, "xlsx", queryset=everything.filter(code="D1")))) == 1


def test_who_may_not_export_gets_nothing(record, district):
    with pytest.raises(NotAllowed):
        exporting.export(record, actor=make.actor("people.organisation.view"))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_asks_the_database_a_fixed_number_of_times(record, olga, kind):
    counts = []
    for size in (1, 3):
        for n in range(size):
            make.organisation(f"Q{size}{n}", "Q")
        with CaptureQueriesContext(connection) as captured:
            exported(record, olga, kind)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_export_waits_in_the_download_centre_for_its_owner(record, olga, district):
    job = exporting.start_export(record, actor=olga)
    assert (job.state, job.rows, list(jobs.exports(olga))) == ("done", 1, [job])
    name, path = exporting.open_export(job, actor=olga)
    assert (name.endswith(".xlsx"), len(cells(path.read_bytes()))) == (True, 2)
    other = make.manager()
    assert list(jobs.exports(other)) == []
    with pytest.raises(NotAllowed):
        exporting.open_export(job, actor=other)


def test_expired_export_is_gone_from_the_disk(record, olga, district, django_capture_on_commit_callbacks):
    job = exporting.start_export(record, actor=olga)
    path = path_of(job.file.sha256)
    with write.writing(process("tests"), "age"):
        ExportJob.objects.filter(pk=job.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    job.refresh_from_db()
    with pytest.raises(FileRefused):
        exporting.open_export(job, actor=olga)
    with django_capture_on_commit_callbacks(execute=True):
        assert exporting.expire() == 1
    job.refresh_from_db()
    assert (job.state, job.file, path.exists()) == ("expired", None, False)
