"""What statement-level history costs: bulk insert and update with and without the triggers.

Run: python benchmarks/bench_history.py [ROWS]. Writes into a transaction of the configured database
that is rolled back. Bar: insert at most 30 % slower; updates are printed.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time

ROUNDS = 7


def _run(rows, *, history):
    """Return the seconds of one bulk insert and one bulk update, rolled back afterwards."""
    from django.db import connection, transaction

    from jiangxin.kernel.actors import process
    from jiangxin.kernel.write import writing
    from jiangxin.people.models import OrganisationKind

    made = [OrganisationKind(code=f"bench-{n}", name=f"Kind {n}") for n in range(rows)]
    try:
        with transaction.atomic():
            if not history:
                with connection.cursor() as cursor:
                    cursor.execute("ALTER TABLE people_organisationkind DISABLE TRIGGER USER")
            with writing(process("benchmark"), "benchmark"):
                begun = time.perf_counter()
                OrganisationKind.objects.bulk_create(made, batch_size=2000)
                inserted = time.perf_counter()
                OrganisationKind.objects.filter(code__startswith="bench-").update(order=1)
                updated = time.perf_counter()
            transaction.set_rollback(True)
    finally:
        connection.close()
    return inserted - begun, updated - inserted


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    from jiangxin.config.cli.database import django_and_database

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with django_and_database():
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        _run(rows, history=True)
        pairs = [(_run(rows, history=False), _run(rows, history=True)) for _ in range(ROUNDS)]
    print(f"history overhead, {rows} rows, median of {ROUNDS}, {platform.machine()}, {os.cpu_count()} cores")
    for index, name in enumerate(("insert", "update")):
        without = statistics.median(pair[0][index] for pair in pairs)
        with_ = statistics.median(pair[1][index] for pair in pairs)
        bar = ", bar 30 %" if name == "insert" else ""
        print(f"{name}: {without:.3f} s without, {with_:.3f} s with history: {(with_ / without - 1) * 100:+.0f} %{bar}")


if __name__ == "__main__":
    main()
