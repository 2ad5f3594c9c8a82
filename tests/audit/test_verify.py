"""Whatever is done to a sealed log behind the application's back is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from jiangxin.audit.domain.keys import PUBLIC
from jiangxin.audit.domain.queries.proof import verify_database, write_bundle
from jiangxin.audit.domain.sealing import export_head
from jiangxin.audit.models import Seal
from jiangxin.audit.verify import check_bundle
from jiangxin.config.cli import main

FORGED = (
    "INSERT INTO audit_activity (uuid, at, actor_name, via, verb, record, object_id, reason, details)"
    " VALUES (gen_random_uuid(), {at}, 'somebody', 'page', 'approve', 'people.persons', 7, 'because', '{{}}')"
)
LAST = "(SELECT max(position) FROM audit_seal)"
CUT = (
    f"DELETE FROM audit_activity WHERE id = (SELECT activity_id FROM audit_seal WHERE position = {LAST})",
    f"DELETE FROM audit_seal WHERE position = {LAST}",
)
TAMPERING = {
    "edited": ("UPDATE audit_activity SET reason = 'another' WHERE object_id = 2",),
    "edited last": (
        f"UPDATE audit_activity SET verb = 'x' WHERE id = (SELECT activity_id FROM audit_seal WHERE position = {LAST})",
    ),
    "edited details": ("""UPDATE audit_activity SET details = '{"n": 99}' WHERE object_id = 1""",),
    "edited time": ("UPDATE audit_activity SET at = at + interval '1 microsecond' WHERE object_id = 1",),
    "row removed": ("DELETE FROM audit_activity WHERE object_id = 2",),
    "row and seal removed": (
        "DELETE FROM audit_seal WHERE position = 3",
        "DELETE FROM audit_activity WHERE object_id = 2",
    ),
    "removed and closed up": (
        "DELETE FROM audit_seal WHERE position = 3",
        "DELETE FROM audit_activity WHERE object_id = 2",
        "UPDATE audit_seal SET position = 3 WHERE position = 4",
        "UPDATE audit_seal SET position = 4 WHERE position = 5",
    ),
    "last row removed": (CUT[0],),
    "last row and seal cut off": CUT,
    "three cut off": CUT * 3,
    "everything removed": ("DELETE FROM audit_seal", "DELETE FROM audit_activity"),
    "reordered": (
        "UPDATE audit_seal SET position = 100 WHERE position = 2",
        "UPDATE audit_seal SET position = 2 WHERE position = 3",
        "UPDATE audit_seal SET position = 3 WHERE position = 100",
    ),
    "rows exchanged": (
        "UPDATE audit_activity SET id = 1000000 WHERE object_id = 1",
        "UPDATE audit_activity SET id = (SELECT activity_id FROM audit_seal WHERE position = 2) WHERE object_id = 2",
        "UPDATE audit_activity SET id = (SELECT activity_id FROM audit_seal WHERE position = 3) WHERE object_id = 1",
    ),
    "forged without seal": (FORGED.format(at="now()"),),
    "forged with seal": (
        FORGED.format(at="now()"),
        f"INSERT INTO audit_seal SELECT {LAST} + 1, repeat('a', 64), max(id) FROM audit_activity",
    ),
    "forged in the middle": (
        FORGED.format(at="now()"),
        "UPDATE audit_seal SET position = position + 100 WHERE position > 2",
        "UPDATE audit_seal SET position = position - 99 WHERE position > 100",
        "INSERT INTO audit_seal SELECT 3, repeat('a', 64), max(id) FROM audit_activity",
    ),
    "edited hash": ("UPDATE audit_seal SET hash = repeat('b', 64) WHERE position = 2",),
    "edited last hash": (f"UPDATE audit_seal SET hash = repeat('b', 64) WHERE position = {LAST}",),
    "edited head": ("UPDATE audit_signedhead SET hash = repeat('c', 64)",),
    "head moved": ("UPDATE audit_signedhead SET position = 3",),
}


def _bundle(path):
    with path.open("w", encoding="utf-8") as stream:
        write_bundle(stream)
    return path


def test_an_untouched_log_holds(log):
    log()
    export_head()
    log(3, seal=False)
    report = verify_database()
    assert (report.problems, report.rows, report.heads) == ([], 5, 2)


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_in_the_database_is_found(log, tamper, name):
    log()
    export_head()
    tamper(*TAMPERING[name])
    assert not verify_database().holds


def test_a_tail_cut_before_the_first_daily_head_is_found(log, tamper):
    log()
    tamper(*CUT)
    assert [line.endswith("1 sealed rows are cut off") for line in verify_database().problems] == [True]


def test_a_backdated_row_that_went_through_the_triggers_is_found(log, home):
    log()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FORGED.format(at="now() - interval '2 days'"))
    log(1)
    assert [("claims" in line) for line in verify_database().problems] == [True]


def test_a_chain_that_was_recomputed_after_a_change_is_found(log, tamper, home):
    from jiangxin.audit.domain.queries.proof import links
    from jiangxin.audit.verify import GENESIS, link_hash

    log()
    export_head()
    tamper("UPDATE audit_activity SET reason = 'another' WHERE object_id = 2")
    previous, statements = GENESIS, []
    for link in links():
        previous = link_hash(previous, link.activity)
        statements.append(f"UPDATE audit_seal SET hash = '{previous}' WHERE position = {link.position}")
    tamper(*statements)
    assert {("another hash there" in line) for line in verify_database().problems} == {True}


def test_swapped_and_broken_head_files_are_found(log, home):
    log()
    export_head()
    log()
    export_head()
    first, second = sorted(path for path in (home / "heads").glob("*.json") if path.stem != "latest")
    kept = first.read_bytes(), second.read_bytes()
    first.write_bytes(kept[1])
    assert not verify_database().holds
    first.write_bytes(kept[0])
    assert verify_database().holds
    second.write_text(second.read_text().replace('"position": 10', '"position": 9'))
    assert not verify_database().holds
    second.write_text("{}")
    assert not verify_database().holds


def test_a_bundle_holds_without_database_and_without_django(log, home, tmp_path):
    log()
    bundle = _bundle(tmp_path / "log.jsonl")
    script = (
        "import sys; from pathlib import Path; from jiangxin.audit.verify import check_bundle;"
        "report = check_bundle(Path(sys.argv[1]), public_key=Path(sys.argv[2]));"
        "print(report.lines()[0].split(',')[0], 'django' in sys.modules)"
    )
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", script, str(bundle), str(home / "keys" / PUBLIC)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (done.stdout.strip(), done.stderr) == ("audit log holds: 5 rows False", "")


def _drop(lines, index):
    del lines[index]


def _swap(lines):
    lines[3], lines[4] = lines[4], lines[3]


def _cut_and_announce(lines):
    del lines[-1]
    header = json.loads(lines[0])
    header["bundle"]["rows"] -= 1
    lines[0] = json.dumps(header)


def _cut_with_its_head(lines):
    _cut_and_announce(lines)
    lines[:] = [line for line in lines if '"head"' not in line]


def _edit(lines, index, old, new):
    assert old in lines[index]
    lines[index] = lines[index].replace(old, new)


CHANGES = {
    "edited": lambda lines: _edit(lines, 3, '"verb":"change"', '"verb":"view"'),
    "removed": lambda lines: _drop(lines, 3),
    "reordered": _swap,
    "cut off": lambda lines: _drop(lines, -1),
    "cut off and announced": _cut_and_announce,
    "cut off with its head": _cut_with_its_head,
    "doubled": lambda lines: lines.insert(3, lines[3]),
    "edited hash": lambda lines: _edit(lines, 3, json.loads(lines[3])["hash"], "d" * 64),
    "edited last hash": lambda lines: _edit(lines, -1, json.loads(lines[-1])["hash"], "d" * 64),
    "not hexadecimal": lambda lines: _edit(lines, 3, json.loads(lines[3])["hash"], "ü"),
    "edited head": lambda lines: _edit(lines, 1, '"position":5', '"position":4'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_tampering_with_a_bundle_is_found(log, home, tmp_path, name, capsys):
    log()
    path = _bundle(tmp_path / "log.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    CHANGES[name](lines)
    path.write_text("\n".join(lines), encoding="utf-8")
    assert not check_bundle(path).holds
    with pytest.raises(SystemExit) as end:
        main(["verify", "audit", str(path)])
    assert (end.value.code, capsys.readouterr().err != "") == (1, True)


def test_a_bundle_of_somebody_else_is_found_with_the_right_key(log, home, tmp_path):
    log()
    _bundle(tmp_path / "ours.jsonl")
    ours = (home / "keys" / PUBLIC).read_bytes()
    (tmp_path / "ours.pem").write_bytes(ours)
    for path in (home / "keys").iterdir():
        path.unlink()
    theirs = _bundle(tmp_path / "theirs.jsonl")
    assert not check_bundle(theirs, public_key=tmp_path / "ours.pem").holds


def test_an_older_bundle_is_found_with_newer_heads(log, home, tmp_path):
    log()
    old = _bundle(tmp_path / "old.jsonl")
    assert check_bundle(old).holds
    log()
    export_head()
    assert not check_bundle(old, heads=home / "heads").holds


@pytest.mark.parametrize("content", [b"", b"no json", b"{}", b'{"bundle": 1}', b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_bundle_is_refused_in_one_line(tmp_path, content, capsys):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as end:
        main(["verify", "audit", str(path)])
    error = capsys.readouterr().err
    assert (end.value.code, error.count("\n"), "Traceback" in error) == (2, 1, False)


def test_the_command_says_in_one_line_that_the_log_holds(log, home, tmp_path, capsys):
    log()
    path = _bundle(tmp_path / "log.jsonl")
    for arguments in (["--bundle", str(path)], [str(path)], []):
        with pytest.raises(SystemExit) as end:
            main(["verify", "audit", *arguments])
        out = capsys.readouterr().out
        assert (end.value.code, out.count("\n"), out.startswith("audit log holds: 5 rows")) == (0, 1, True)


def test_sealing_ten_thousand_rows_goes_on_in_batches(log):
    assert log(10_001) == 10_001
    assert (Seal.objects.count(), verify_database().problems) == (10_001, [])
