"""What the tests of import and export share."""

from __future__ import annotations

import pytest
from tests.factories import exchange as make

from jiangxin.exchange.domain import committing, staging
from jiangxin.kernel import records


@pytest.fixture
def record(db):
    return records.get("people.organisations")


@pytest.fixture
def district(db):
    return make.organisation()


@pytest.fixture
def olga(district):
    return make.manager()


@pytest.fixture
def stage(record, olga):
    """Return the function that stages a file and returns the job."""

    def run(content, name="file.xlsx", actor=None, of=record):
        return staging.stage(of, content, name, actor=actor or olga)

    return run


@pytest.fixture
def bring_in(stage, olga):
    """Return the function that stages and commits a file."""

    def run(content, name="file.xlsx", actor=None, **extra):
        job = stage(content, name, actor, **extra)
        return committing.commit(job, actor=actor or olga, reason="yearly list")

    return run


@pytest.fixture
def errors():
    """Return the function that lists what was found wrong: (row, column, message)."""
    return lambda job: [
        (row.row_no, error["column"], error["message"]) for row in job.rows.order_by("row_no") for error in row.errors
    ]
