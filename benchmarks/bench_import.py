"""Imports from Excel with full validation, reading included, and a peer on the same file.

Run: python benchmarks/bench_import.py [ROWS]. Tables of organisations and persons as a region hands them
in, from the upload to the saved rows; then a wide table of 200 000 rows and 15 columns. The peer,
django-import-export, is given the first rows of that same file, and its time is counted per row: all of
it would take the better part of an hour. Bars: 4 000 rows at most 10 s saved; 200 000 rows at most 30 s
read and checked; at least 20 times as fast per row as the peer, saving included on both sides.
"""

from __future__ import annotations

import io
import resource
import sys
from datetime import date, timedelta

from place import installation
from tables import Clock, judged, row

ROWS = 200_000
TABLE_ROWS = 4_000
PEER_ROWS = 2_000
SCHOOLS = 40


class UndoError(Exception):
    pass


def workbook(header, rows):
    """Return the bytes of an Excel file."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for number, cells in enumerate(rows, start=1):
            sheet.write_row(number, 0, cells)
    return out.getvalue()


def organisations(count):
    header = ["code", "name", "short_name", "aliases", "kind.code", "parent.code", "valid_from"]
    return workbook(
        header,
        (
            [
                f"B{n:06}",
                f"第{n}职业学校",
                f"校{n}",
                f"{n}校；{n}院",
                "bench",
                f"B{n // 10:06}" if n else "",
                "2020-09-01",
            ]
            for n in range(count)
        ),
    )


def persons(count):
    header = ["code", "name", "organisation.code", "email"]
    return workbook(header, ([f"P{n:06}", f"教师{n}", f"S{n % SCHOOLS:02}", f"p{n}@example.org"] for n in range(count)))


def learner(number):
    born = date(2006, 1, 1) + timedelta(days=number % 1_000)
    return [
        f"L{number:08}", f"学生{number}", "男女"[number % 2], f"5001162006{number:07}X", born.isoformat(),
        f"S{number % SCHOOLS:02}", f"专业{number % 60}", 2020 + number % 6, f"{2020 + number % 6}-09-01", "",
        f"139{number:08}", f"s{number}@example.org", 400 + number % 350 + 0.5, "是否"[number % 2],
        f"备注{number % 500}",
    ]  # fmt: skip


def learners(count):
    from learners.records import COLUMNS

    return workbook(list(COLUMNS), (learner(number) for number in range(count)))


def stage_and_save(key, content, rows):
    """Return the times (wall, used) to staged, and from there to saved; everything is undone afterwards."""
    from django.db import transaction

    from jiangxin.exchange.domain import committing, staging
    from jiangxin.kernel import records
    from jiangxin.kernel.actors import process

    actor, record = process("benchmark"), records.get(key)
    try:
        with transaction.atomic():
            clock = Clock()
            job = staging.stage(record, content, "bench.xlsx", actor=actor)
            staged = clock.read()
            done = committing.commit(job, actor=actor, reason="benchmark")
            saved = clock.read()
            if (done.state, done.counts["new"]) != ("done", rows):
                raise RuntimeError(done.message or job.rows.exclude(errors=[]).first().errors)
            raise UndoError
    except UndoError:
        return staged, saved


def added(*times):
    """Return the sum of times (wall, used)."""
    return tuple(map(sum, zip(*times, strict=True)))


def all_or_nothing(content_of, key):
    """Whether a file with one wrong row in its midst leaves nothing behind."""
    from jiangxin.exchange.domain import committing, staging
    from jiangxin.kernel import records
    from jiangxin.kernel.actors import process
    from jiangxin.kernel.errors import NotLawful

    record, actor = records.get(key), process("benchmark")
    before = record.model.objects.count()
    job = staging.stage(record, content_of, "bench.xlsx", actor=actor)
    try:
        committing.commit(job, actor=actor, reason="benchmark")
    except NotLawful:
        return job.counts["wrong"] == 1 and record.model.objects.count() == before
    return False


def peer(content, rows):
    """Return the time (wall, used) of django-import-export for the first rows, reading, validating and saving."""
    from django.db import transaction
    from import_export import fields, resources, widgets
    from learners.models import Learner
    from python_calamine import CalamineWorkbook
    from tablib import Dataset

    from jiangxin.kernel.actors import process
    from jiangxin.kernel.write import writing
    from jiangxin.people.models import Organisation

    class Choice(widgets.CharWidget):
        def clean(self, value, row=None, **kwargs):
            return {"男": "m", "女": "f"}[value]

    class YesNo(widgets.BooleanWidget):
        TRUE_VALUES, FALSE_VALUES = ["是"], ["否"]

    class Peer(resources.ModelResource):
        school = fields.Field("school", "school", widgets.ForeignKeyWidget(Organisation, "code"))
        gender = fields.Field("gender", "gender", Choice())
        boarding = fields.Field("boarding", "boarding", YesNo())

        class Meta:
            model = Learner
            exclude = ("id", "uuid", "version", "created_at", "updated_at")
            import_id_fields = ("code",)
            clean_model_instances = True

    try:
        with transaction.atomic(), writing(process("benchmark"), "benchmark"):
            clock = Clock()
            table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
            header = [name.partition(".")[0] for name in next(table)]
            data = Dataset(*(next(table) for _ in range(rows)), headers=header)
            result = Peer().import_data(data, raise_errors=True)
            took = clock.read()
            if result.totals["new"] != rows:
                raise RuntimeError(result.totals)
            raise UndoError
    except UndoError:
        return took


def schools():
    """Make the organisations that the files name."""
    from jiangxin.kernel.actors import process
    from jiangxin.kernel.write import writing
    from jiangxin.people.models import Organisation, OrganisationKind

    with writing(process("benchmark"), "benchmark"):
        kind = OrganisationKind.objects.create(code="bench", name="Kind")
        for number in range(SCHOOLS):
            Organisation.objects.create(
                code=f"S{number:02}", name=f"学校{number}", kind=kind, valid_from=date(2020, 9, 1)
            )


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with installation(settings="learners.settings"):
        schools()
        for key, make, columns in (("people.organisations", organisations, 7), ("people.persons", persons, 4)):
            took = added(*stage_and_save(key, make(TABLE_ROWS), TABLE_ROWS))
            judged(f"{key}: read, checked, saved", f"{TABLE_ROWS} rows x {columns} columns", *took, 10)
        wrong = workbook(
            ["code", "name", "organisation.code"],
            ([f"P{n:06}", "" if n == TABLE_ROWS // 2 else f"教师{n}", "S01"] for n in range(TABLE_ROWS)),
        )
        holds = all_or_nothing(wrong, "people.persons")
        row("one wrong row: nothing is saved", f"{TABLE_ROWS} rows", "yes" if holds else "no", "yes", holds=holds)
        content = learners(rows)
        size = f"{rows} rows x 15 columns"
        staged, saved = stage_and_save("learners.learners", content, rows)
        judged("Excel: read and fully checked", size, *staged, 30)
        judged("Excel: checked again, saved with history", size, *saved, None)
        ours, theirs = added(staged, saved), peer(content, PEER_ROWS)
        judged("django-import-export on the same file", f"its first {PEER_ROWS} rows", *theirs, None)
        # both were slowed by whatever else ran, hence processor time
        ratio = (theirs[1] / PEER_ROWS) / (ours[1] / rows)
        row("as fast a row until saved, by processor time", size, f"{ratio:.0f} x", ">= 20 x", holds=ratio >= 20)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row("largest memory of the process", size, f"{peak:.0f} MiB", "", holds=None)


if __name__ == "__main__":
    main()
