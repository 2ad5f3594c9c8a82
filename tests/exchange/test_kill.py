"""An import killed at any moment leaves everything or nothing, and can be confirmed again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from tests.factories import exchange as make

from jiangxin.exchange.domain import committing, reaping, staging
from jiangxin.kernel import records
from jiangxin.people.models import Organisation, OrganisationPeriod

MOMENTS = 20
ROWS = 400
COMMITTER = Path(__file__).with_name("committer.py")


class Committer:
    """A process that has everything loaded and commits in forks of itself."""

    def __init__(self):
        where = connection.settings_dict
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}",
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        }
        self.process = subprocess.Popen(
            [sys.executable, str(COMMITTER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def commit(self, job, account_id, killed_after=None):
        """Commit a job and return its state, or None when it was killed before it could tell."""
        self.process.stdin.write(f"{job.pk} {account_id}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        said = self.process.stdout.readline().strip()
        if said == "gone":
            return None
        assert self.process.stdout.readline() == "gone\n"
        return said

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def rows(generation):
    return [[row[0], f"{generation} {row[1]}", *row[2:]] for row in make.many(ROWS)]


def generations():
    """Return which names stand in the table, and whether each is as its latest period says."""
    codes = Organisation.objects.filter(code__startswith="S")
    names = {name.partition(" ")[0] for name in codes.values_list("name", flat=True)}
    periods = OrganisationPeriod.objects.filter(organisation__code__startswith="S")
    return names, codes.count(), {name.partition(" ")[0] for name in periods.values_list("name", flat=True)}


def test_import_killed_at_random_moments_is_all_or_nothing(transactional_db):
    make.organisation()
    olga = make.manager()
    record = records.get("people.organisations")
    chance = random.Random(20)
    first = staging.stage(record, make.workbook(rows("g0")), "g.xlsx", actor=olga)
    committer = Committer()
    assert committer.commit(first, olga.account_id) == "done"
    # the first one also waits for the process to load
    second = staging.stage(record, make.workbook(rows("g0b")), "g.xlsx", actor=olga)
    began = time.monotonic()
    assert committer.commit(second, olga.account_id) == "done"
    whole = time.monotonic() - began
    standing, killed, moments = "g0b", 0, [chance.uniform(0, whole) for _ in range(MOMENTS)]
    job = staging.stage(record, make.workbook(rows("g1")), "g.xlsx", actor=olga)
    generation = 1
    for moment in moments:
        committer.commit(job, olga.account_id, killed_after=moment)
        while _busy():  # the server notices the end of its client
            time.sleep(0.02)
        reaping.reap(timedelta(0))
        job.refresh_from_db()
        assert job.state in {"staged", "done"}
        if job.state == "done":
            standing, generation = f"g{generation}", generation + 1
            job = staging.stage(record, make.workbook(rows(f"g{generation}")), "g.xlsx", actor=olga)
        else:
            killed += 1
        assert generations() == ({standing}, ROWS, {standing})
    committer.close()
    assert killed > 0
    assert committing.commit(job, actor=olga, reason="at last").state == "done"
    assert generations() == ({f"g{generation}"}, ROWS, {f"g{generation}"})


def _busy():
    """Whether another client of this database still has a transaction open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return cursor.fetchone()[0] > 0
