"""The task tree of 400 tasks with 3 600 sub-tasks, folded and with everything opened, and its ledger.

Run: python benchmarks/bench_tree.py. The pages go through the whole of Django in this process, so that the figures are
server time. Bar: p95 at most 300 ms with all 4 000 nodes opened, for the office and for a unit.
"""

from __future__ import annotations

import gc

from place import installation
from tables import Clock, judged, percentile

P95 = 0.300
ROUNDS = 20
#: What is asked for, and whether a bar applies.
CASES = (
    ("folded, by clause", "tree", {}, P95),
    ("all opened, by clause", "tree", {"open": "all"}, P95),
    ("all opened, by lead unit", "tree", {"open": "all", "group": "lead"}, P95),
    ("all opened, by leader in charge", "tree", {"open": "all", "group": "leader"}, P95),
    ("red ones opened", "tree", {"open": "all", "light": "red"}, P95),
    ("search, all opened", "tree", {"open": "all", "q": "推进"}, P95),
    ("ledger", "ledger", {}, None),
    ("ledger as a workbook", "ledger", {"format": "xlsx"}, None),
    ("ledger as a document", "ledger", {"format": "docx"}, None),
)
#: Who looks: the role, and the code of the organisation.
PEOPLE = (("plan-officer", "U000"), ("liaison", "U007"))


def main():
    with installation():
        import supervised
        from django.conf import settings

        supervised.build()
        settings.ALLOWED_HOSTS = ["localhost"]
        from jiangxin.kernel import clock
        from jiangxin.planning.domain.lights import standing

        standing.rebuild(supervised.FIRST, supervised.LAST)
        with clock.on(supervised.LAST):
            clients = {role: client_of(role, code) for role, code in PEOPLE}
            gc.collect()
            gc.freeze()  # as the web entry does
            for role, client in clients.items():
                pages(role, client)


def client_of(role, code):
    """Return a client whose account holds a role at an organisation."""
    from datetime import date

    from django.test import Client

    from jiangxin.kernel import actors, write
    from jiangxin.people.models import Account, Organisation, Person, Role, RoleAssignment

    with write.writing(actors.process("benchmark"), "benchmark"):
        place = Organisation.objects.get(code=code)
        person = Person.objects.create(code=role, name=role, organisation=place)
        held = {"role": Role.objects.get(code=role), "organisation": place, "valid_from": date(2020, 1, 1)}
        RoleAssignment.objects.create(person=person, **held)
        account = Account.objects.create(username=role, person=person, must_change_password=False)
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    return client


def pages(role, client):
    """Measure every page for one person and print it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from jiangxin.planning.models import Plan

    plan = Plan.objects.get()
    for label, page, query, bar in CASES:
        address = reverse(f"planning:{page}", kwargs={"uuid": plan.uuid})
        client.get(address, query)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address, query)
        queries = len(captured)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} {query}: {answer.status_code}")
        times = []
        for _round in range(ROUNDS if bar else 3):
            watch = Clock()
            client.get(address, query)
            times.append(watch.read())
        walls, used = ([time[at] for time in times] for at in (0, 1))
        size = f"{len(answer.content) // 1024} KiB, {queries} queries"
        judged(f"{role}: {label}", size, percentile(walls, 95), percentile(used, 95), bar, unit="ms")


if __name__ == "__main__":
    main()
