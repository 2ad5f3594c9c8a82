"""List pages over a million rows: filtered, searched, sorted, deep, for accounts of different reach.

Run: python benchmarks/bench_lists.py [ROWS]. The pages go through the whole of Django in this process,
so that the figures are server time. Bar: p95 at most 150 ms for every kind of page, a query count that
does not depend on rows, counts exact to 10 000 and "10 000+" beyond. Work items (a tenth as many rows)
belong to an organisation in three ways; their lists are shown without a bar.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass

from place import installation
from tables import Clock, judged, percentile

P95 = 0.150
ROUNDS = 20
PERSONS, ITEMS, ACTIVITY = "/records/people/persons/", "/records/workflow/items/", "/records/audit/activities/"


@dataclass(frozen=True)
class Case:
    """A page: who looks, at which address, with which parameters; without `bar` it is only shown."""

    account: str
    path: str
    label: str
    query: dict
    bar: bool = True


def cases():
    """Return what is measured."""
    from jiangxin.people.models import Organisation, OrganisationKind

    town = str(Organisation.objects.get(pk=5).uuid)
    unit = str(Organisation.objects.get(pk=77).uuid)
    assert OrganisationKind.objects.exists()
    found = []
    for account in ("officer", "region", "town", "school"):
        found += [
            Case(account, PERSONS, "by name", {}),
            Case(account, PERSONS, "by name, backwards", {"sort": "-name"}),
            Case(account, PERSONS, "by organisation", {"sort": "organisation"}),
            Case(account, PERSONS, "page 200 by name", {"sort": "name", "page": "200"}),
            Case(account, PERSONS, "search 建军", {"q": "建军"}),
            Case(account, PERSONS, "search 李文, by code", {"q": "李文", "sort": "code"}),
            Case(account, PERSONS, "search 赵文华", {"q": "赵文华"}),
            Case(account, PERSONS, "search of nothing", {"q": "龘靐"}),
            Case(account, PERSONS, "search of a code", {"q": "P00000077"}),
        ]
    found += [
        Case("officer", PERSONS, "of a town", {"organisation": town}),
        Case("officer", PERSONS, "of a town, search 李文", {"organisation": town, "q": "李文"}),
        Case("officer", PERSONS, "of a town, search 丽", {"organisation": town, "q": "丽"}, bar=False),
        Case("officer", PERSONS, "of a unit, page 3", {"organisation": unit, "page": "3"}),
        Case("region", PERSONS, "of a town, search 李文", {"organisation": town, "q": "李文"}),
        Case("auditor", ACTIVITY, "newest", {}),
        Case("auditor", ACTIVITY, "page 200", {"page": "200"}),
        Case("auditor", ACTIVITY, "by time, oldest", {"sort": "at"}),
        Case("auditor", ACTIVITY, "by account", {"sort": "actor_name"}),
        Case("auditor", ACTIVITY, "of two years", {"at_from": "2022-01-01", "at_to": "2023-12-31"}),
        Case("auditor", ACTIVITY, "of an account", {"actor_name": "zhaowenhua"}),
        Case("auditor", ACTIVITY, "of a town", {"organisation": town}),
        Case("auditor", ACTIVITY, "search 退回", {"q": "退回"}),
        Case("auditor", ACTIVITY, "search of nothing", {"q": "龘靐"}),
        Case("planhead", ITEMS, "by due date", {}, bar=False),
        Case("planhead", ITEMS, "open ones", {"state": "open"}, bar=False),
        Case("townhead", ITEMS, "by due date", {}, bar=False),
        Case("townhead", ITEMS, "search 文华", {"q": "文华"}, bar=False),
    ]
    return found


def measure(client, case):
    """Return seconds by the wall and of processor for each round, the number of queries, and the page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(case.path, case.query)  # compiles templates, and notes the session's last use
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(case.path, case.query)
    queries = len(captured)  # the next request empties it
    if answer.status_code != 200:
        raise RuntimeError(f"{case}: {answer.status_code}")
    times = []
    for _ in range(ROUNDS):
        clock = Clock()
        client.get(case.path, case.query)
        times.append(clock.read())
    return [wall for wall, _used in times], [used for _wall, used in times], queries, answer


def counted(page):
    """Return the count as the page shows it."""
    return re.search(r'<span class="count">([^<]*)<', page.content.decode())[1]


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with installation():
        from crowd import build

        begun = time.monotonic()
        build(rows)
        print(f"   (data made in {time.monotonic() - begun:.0f} s)", flush=True)
        pages(rows)


def pages(rows):
    """Measure every case and print it."""
    from crowd import ACCOUNTS
    from django.test import Client

    from jiangxin.people.models import Account

    clients = {name: Client(headers={"host": "localhost"}) for name, *_rest in ACCOUNTS}
    for name, client in clients.items():
        client.force_login(Account.objects.get(username=name))
    for case in cases():
        wall, used, queries, page = measure(clients[case.account], case)
        size = f"{counted(page)} of {rows // 10 if case.path == ITEMS else rows}, {queries} queries"
        label = f"{case.account}: {case.path.split('/')[3]}, {case.label}"
        judged(label, size, percentile(wall, 95), percentile(used, 95), P95 if case.bar else None, unit="ms")


if __name__ == "__main__":
    main()
