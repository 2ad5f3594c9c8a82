"""What statement-level history costs: bulk insert and update with and without the triggers, median of rounds.

Run: python benchmarks/bench_history.py [ROWS]. Bar: insert at most 30 % slower; updates are printed.
"""

from __future__ import annotations

import statistics
import sys
import time

from place import installation
from tables import row

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
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with installation():
        _run(rows, history=True)
        pairs = [(_run(rows, history=False), _run(rows, history=True)) for _ in range(ROUNDS)]
    for index, name in enumerate(("bulk insert", "bulk update")):
        without = statistics.median(pair[0][index] for pair in pairs)
        with_ = statistics.median(pair[1][index] for pair in pairs)
        cost = (with_ / without - 1) * 100
        bar = "<= +30 %" if index == 0 else ""
        row(f"{name} without history", f"{rows} rows", f"{without:.2f} s", "", holds=None)
        row(f"{name} with history", f"{rows} rows", f"{cost:+.0f} %", bar, holds=cost <= 30 if bar else None)


if __name__ == "__main__":
    main()
