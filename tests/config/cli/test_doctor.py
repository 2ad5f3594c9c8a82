"""`jiangxin doctor` looks at every part of an installation, and at the files it keeps."""

from __future__ import annotations

import pytest

from jiangxin.config.cli import _run
from jiangxin.evidence.domain import files
from jiangxin.kernel.actors import process

CHECKS = [
    "program", "folder", "space", "browser files", "catalogue", "help", "database", "tables", "product", "files",
]  # fmt: skip


@pytest.fixture
def kept(db):
    """Return two kept files and take away what a test does to them."""
    found = [files.store_file(text, f"{text.decode()}.txt", actor=process("tests")) for text in (b"lost", b"altered")]
    yield found
    for file in found:
        files.path_of(file.sha256).unlink(missing_ok=True)


@pytest.fixture
def doctor(capsys):
    def run(*arguments):
        code = _run(["doctor", *arguments])
        lines = capsys.readouterr().out.splitlines()
        return code, {line[11:28].strip(): (line[:10].strip(), line[28:]) for line in lines}

    return run


def test_sound_installation_passes_every_check(doctor, kept):
    code, found = doctor()
    assert list(found) == CHECKS
    assert (code, {state for state, _text in found.values()}) == (0, {"ok"})
    assert found["files"] == ("ok", "2 of 2 hashed again, all as they were kept")
    assert doctor("--files", "1")[1]["files"] == ("ok", "1 of 2 hashed again, all as they were kept")


def test_lost_and_altered_files_are_named(doctor, kept):
    lost, altered = kept
    files.path_of(lost.sha256).unlink()
    path = files.path_of(altered.sha256)
    path.chmod(0o640)
    path.write_bytes(b"alter3d")
    code, found = doctor("--files", "0")
    named = f"{lost.sha256} missing on disk (lost.txt); {altered.sha256} altered on disk (altered.txt)"
    assert (code, found["files"]) == (1, ("ATTENTION", f"2 of 2 to bring back from a backup: {named}"))
