"""Import of organisations with full validation, reading included; with a peer where it is installed.

Run: python benchmarks/bench_import.py [ROWS …]. Everything happens in transactions of the configured
database that are rolled back. Bars: 4 000 rows ≤ 10 s, 200 000 rows ≤ 30 s to staged.
"""

from __future__ import annotations

import io
import os
import platform
import resource
import sys
import time
from dataclasses import replace

BARS = {4_000: "bar 10 s with saving", 200_000: "bar 30 s"}
PEER_ROWS = 2_000


class _UndoError(Exception):
    pass


def _file(rows):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["code", "name", "kind.code", "parent.code", "valid_from", "aliases"])
        for n in range(rows):
            above = f"B{n // 10:06}" if n else ""
            sheet.write_row(n + 1, 0, [f"B{n:06}", f"第{n}职业学校", "bench", above, "2020-09-01", f"校{n}；院{n}"])
    return out.getvalue()


def _import(content, rows):
    """Return seconds to staged and to saved, rolled back afterwards."""
    from django.db import transaction

    from jiangxin.exchange.domain import committing, staging
    from jiangxin.kernel import records
    from jiangxin.kernel.actors import process
    from jiangxin.kernel.write import writing
    from jiangxin.people.models import OrganisationKind

    actor, record = process("benchmark"), records.get("people.organisations")
    declared = record.imports
    record.imports = replace(declared, max_rows=rows)
    try:
        with transaction.atomic():
            with writing(actor, "benchmark"):
                OrganisationKind.objects.create(code="bench", name="Kind")
            begun = time.perf_counter()
            job = staging.stage(record, content, "bench.xlsx", actor=actor)
            staged = time.perf_counter()
            done = committing.commit(job, actor=actor, reason="benchmark")
            saved = time.perf_counter()
            if (done.state, done.counts["new"]) != ("done", rows):
                raise RuntimeError(done.message)
            raise _UndoError
    except _UndoError:
        return staged - begun, saved - staged
    finally:
        record.imports = declared


def _peer(rows):
    """Return the seconds django-import-export needs for the same columns with validation; None without it."""
    try:
        from import_export import fields, resources, widgets
        from tablib import Dataset
    except ImportError:
        return None
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from jiangxin.kernel.actors import process
    from jiangxin.kernel.write import writing
    from jiangxin.people.models import Organisation, OrganisationKind

    class Peer(resources.ModelResource):
        kind = fields.Field("kind", "kind", widgets.ForeignKeyWidget(OrganisationKind, "code"))
        parent = fields.Field("parent", "parent", widgets.ForeignKeyWidget(Organisation, "code"))

        class Meta:
            model = Organisation
            fields = ("code", "name", "kind", "parent", "valid_from")
            import_id_fields = ("code",)
            clean_model_instances = True

    content = _file(rows)
    try:
        with transaction.atomic(), writing(process("benchmark"), "benchmark"):
            OrganisationKind.objects.create(code="bench", name="Kind")
            begun = time.perf_counter()
            table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            data = Dataset(*(row[:5] for row in table[1:]), headers=["code", "name", "kind", "parent", "valid_from"])
            Peer().import_data(data, raise_errors=True)
            seconds = time.perf_counter() - begun
            raise _UndoError
    except _UndoError:
        return seconds


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    from jiangxin.config.cli.database import django_and_database

    sizes = [int(text) for text in sys.argv[1:]] or list(BARS)
    with django_and_database():
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        print(f"import of organisations, 6 columns, {platform.machine()}, {os.cpu_count()} cores")
        for rows in sizes:
            content = _file(rows)
            staged, saved = _import(content, rows)
            print(
                f"{rows} rows ({len(content) / 1e6:.1f} MB): read and checked in {staged:.1f} s, checked again and "
                f"saved with history in {saved:.1f} s, together {staged + saved:.1f} s; {BARS.get(rows, '')}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"largest memory {peak:.0f} MiB")
        peer = _peer(PEER_ROWS)
        if peer is None:
            print("django-import-export is not installed: no comparison")
        else:
            ours = sum(_import(_file(PEER_ROWS), PEER_ROWS))
            print(f"{PEER_ROWS} rows: django-import-export with validation {peer:.1f} s, here {ours:.1f} s")


if __name__ == "__main__":
    main()
