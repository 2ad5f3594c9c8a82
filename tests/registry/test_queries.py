"""Lists cost the same queries for one row and for three: page, filtered page, API and export.

The counts stand in query_counts.json; run with REWRITE_QUERY_COUNTS=1 to record a change on purpose.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import KEYS, every

from jiangxin.desk.links import url_for
from jiangxin.exchange.domain import exporting

BASELINE = Path(__file__).with_name("query_counts.json")
COUNTS = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}


def test_baseline_holds_every_record_type_and_no_other():
    assert sorted(f"{room}.{slug}" for room, found in COUNTS.items() for slug in found) == KEYS


def counted(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def measure(record, browser, actor):
    """Return the queries of each way to read the list."""

    def get(address):
        response = browser.get(address)
        assert response.status_code == 200

    def export():
        exporting.export(record, actor=actor, format="csv").unlink()

    found = {
        "list": counted(lambda: get(url_for(record, "list", query={"view": ""}))),
        "filtered": counted(lambda: get(url_for(record, "list", query=some_filter(record)))),
    }
    if record.api is not None:
        found["api"] = counted(lambda: get(reverse(f"api:{record.key()}")))
        found["api filtered"] = counted(
            lambda: get(f"{reverse(f'api:{record.key()}')}?{urlencode(some_filter(record))}")
        )
    if "export" in record.permissions:
        found["export"] = counted(export)
    return found


def some_filter(record):
    """Return parameters that every row fulfils."""
    return {"q": ""} if record.search else {"page": "1"}


@every()
def test_queries_do_not_grow_with_rows(record, own, other, browser, everything):
    factory.make(record.key(), own)
    measure(record, browser, everything.actor)  # fills what is kept between requests
    one = measure(record, browser, everything.actor)
    factory.make(record.key(), other)
    factory.make(record.key(), own)
    three = measure(record, browser, everything.actor)
    room, slug = record.key().split(".", 1)
    assert three == one
    if os.environ.get("REWRITE_QUERY_COUNTS"):
        COUNTS.setdefault(room, {})[slug] = one
        BASELINE.write_text(json.dumps(COUNTS, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert one == COUNTS[room][slug]
