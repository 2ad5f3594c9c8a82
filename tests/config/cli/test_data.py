"""`jiangxin import` and `jiangxin export` in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import connection
from tests.factories import exchange as make

from jiangxin.people.models import Organisation


def run(*arguments):
    where = connection.settings_dict
    url = f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}"
    return subprocess.run(
        [sys.executable, "-m", "jiangxin", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": url},
    )


def test_table_goes_in_and_comes_out(transactional_db, tmp_path):
    make.organisation()
    table = tmp_path / "units.csv"
    table.write_bytes(make.table(make.many(3)))
    done = run("import", "people.organisations", table, "--reason", "yearly list")
    # what the file leaves out is said in one line, and stays as it is
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stdout == "people.organisations: 3 new, 0 changed, 0 unchanged, 0 wrong, 3 total\n"
    out = tmp_path / "out.xlsx"
    assert run("export", "people.organisations", "--out", out).returncode == 0
    again = run("import", "people.organisations", out, "--reason", "x")
    assert again.stdout == "people.organisations: 0 new, 0 changed, 4 unchanged, 0 wrong, 4 total\n"


def test_wrong_rows_end_in_exit_code_2_and_save_nothing(transactional_db, tmp_path):
    make.organisation()
    table, errors = tmp_path / "units.csv", tmp_path / "errors.csv"
    table.write_bytes(make.table([*make.many(1), ["S9", "", "school", "D1", "2020-01-01"]]))
    done = run("import", "people.organisations", table, "--reason", "x", "--errors", errors)
    assert done.returncode == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()][-2:] == ["row 3, name", "jiangxin"]
    assert (errors.is_file(), Organisation.objects.count()) == (True, 1)
    unknown = run("import", "people.nosuch", table, "--reason", "x")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
