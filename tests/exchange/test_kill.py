"""An import killed at any moment leaves everything or nothing, and can be confirmed again."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path

from tests.factories import exchange as make
from tests.factories.forks import Forks, wait_until_gone

from jiangxin.exchange.domain import committing, reaping, staging
from jiangxin.kernel import records
from jiangxin.people.models import Organisation, OrganisationPeriod

MOMENTS = 20
ROWS = 400
COMMITTER = Path(__file__).with_name("committer.py")


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
    committer = Forks(COMMITTER)
    assert committer.run(first.pk, olga.account_id) == "done"
    # the first one also waits for the process to load
    second = staging.stage(record, make.workbook(rows("g0b")), "g.xlsx", actor=olga)
    began = time.monotonic()
    assert committer.run(second.pk, olga.account_id) == "done"
    whole = time.monotonic() - began
    standing, killed, moments = "g0b", 0, [chance.uniform(0, whole) for _ in range(MOMENTS)]
    job = staging.stage(record, make.workbook(rows("g1")), "g.xlsx", actor=olga)
    generation = 1
    for moment in moments:
        committer.run(job.pk, olga.account_id, killed_after=moment)
        wait_until_gone()
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
