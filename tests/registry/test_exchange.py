"""For every record that can be imported: an export brings back exactly what is there."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.utils import translation
from openpyxl import load_workbook
from tests.registry.samples import fill

from jiangxin.exchange.domain import exporting, staging, templates
from jiangxin.kernel import records
from jiangxin.kernel.actors import process

SYSTEM = process("tests")
IMPORTED = [record.key() for record in records.all_records() if record.imports] if apps.ready else []


@pytest.fixture(params=IMPORTED)
def record(request, db):
    return records.get(request.param)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_importing_an_export_changes_nothing(record, kind):
    rows = fill(record, 2)
    with translation.override("zh-hans"):
        path = exporting.export(record, actor=SYSTEM, format=kind)
    content = path.read_bytes()
    path.unlink()
    with translation.override("en"):
        job = staging.stage(record, content, f"a.{kind}", actor=SYSTEM)
    found = {row.row_no: (row.outcome, row.changes, row.errors) for row in job.rows.all()}
    assert set(map(str, found.values())) == {str(("unchanged", {}, []))}
    assert len(found) == record.model._default_manager.count()
    assert len(rows) == 2


def test_template_names_every_column(record):
    book = load_workbook(io.BytesIO(templates.make_template(record, actor=SYSTEM)))
    assert [cell.value for cell in book.worksheets[0][2]] == list(record.imports.fields)
