"""Numbering killed at any moment leaves the whole document with its number or none, and no number is lost."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.factories import papers
from tests.factories import records as factory
from tests.factories.forks import Forks, wait_until_gone
from tests.factories.workflow import fixture

from jiangxin.engines.typeset.seal import fingerprint
from jiangxin.evidence.domain.files import verify_files
from jiangxin.reporting.models import Number

MOMENTS = 20
NUMBERER = Path(__file__).with_name("numberer.py")


def prepared(office):
    """Return a signed document of which nothing is frozen yet."""
    row = factory.bring(factory.make("reporting.documents", office), office, "signed")
    with fixture():
        row.content = row.pdf = row.docx = None
        row.save()
    return row


def stands(document):
    """Return the state, the number, and whether content, fingerprint and both files are there and fit."""
    document.refresh_from_db()
    whole = document.content is not None and document.sha256 == fingerprint(document.content)
    return document.state, document.number_text, whole and bool(document.pdf_id and document.docx_id)


def test_numbering_killed_at_random_moments_is_all_or_nothing_and_loses_no_number(transactional_db):
    office = factory.make("people.organisations")
    with fixture():
        series = papers.make_series(office, word="津府办发")
    numberer, chance = Forks(NUMBERER), random.Random(11)
    assert numberer.run(prepared(office).pk, series.pk) == "津府办发〔2024〕1号"  # waits for the process to load
    began = time.monotonic()
    assert numberer.run(prepared(office).pk, series.pk) == "津府办发〔2024〕2号"
    whole = time.monotonic() - began
    document, given, killed = prepared(office), 2, 0
    for moment in [chance.uniform(0, whole) for _ in range(MOMENTS)]:
        numberer.run(document.pk, series.pk, killed_after=moment)
        wait_until_gone()
        found = stands(document)
        if found == ("signed", "", False):
            killed += 1
        else:
            given += 1
            assert found == ("numbered", f"津府办发〔2024〕{given}号", True)
            document = prepared(office)
        assert list(Number.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, given + 1))
    assert killed > 0
    assert numberer.run(document.pk, series.pk) == f"津府办发〔2024〕{given + 1}号"
    numberer.close()
    made = {fault.file.name for fault in verify_files()} - {
        row.name for row in factory.StoredFile.objects.filter(size=1)
    }
    assert made == set()
