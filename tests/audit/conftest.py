"""What the tests of the audit log share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from jiangxin.audit.domain.sealing import seal_waiting
from jiangxin.kernel import activity
from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing


@pytest.fixture
def home():
    """Return the installation's folder."""
    return Path(settings.JIANGXIN_HOME)


def _write(count, *, seal):
    with writing(process("tests"), "a reason"):
        entries = [activity.Entry("change", "people.organisations", n, details={"n": n}) for n in range(count)]
        activity.record(process("tests"), *entries)
    return seal_waiting() if seal else 0


@pytest.fixture
def log(db, home, django_capture_on_commit_callbacks):
    """Return the function that writes and seals rows of activity, in the transaction of the test."""

    def write(count=5, *, seal=True):
        with django_capture_on_commit_callbacks(execute=True):
            return _write(count, seal=seal)

    return write


@pytest.fixture
def committed_log(transactional_db, home):
    """Return the function that writes, seals and commits rows of activity."""
    return lambda count=5, *, seal=True: _write(count, seal=seal)


@pytest.fixture
def tamper(db):
    """Return the function that runs SQL as the owner of the tables, with their triggers switched off."""
    tables = ("audit_activity", "audit_seal", "audit_signedhead")

    def run(*statements):
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                cursor.execute(statement)
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run
