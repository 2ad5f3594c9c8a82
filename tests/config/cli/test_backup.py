"""Backup and restore of a real installation, damaged archives included."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import pytest

from jiangxin.config.postgres import EmbeddedPostgres

pytestmark = pytest.mark.xdist_group("backup")  # they share one installation


class Installation:
    def __init__(self, home):
        self.home = home

    def run(self, *arguments):
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        result = subprocess.run(
            [sys.executable, "-m", "jiangxin", *map(str, arguments)],
            env=kept | {"JIANGXIN_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout, result.stderr

    def start(self, *arguments):
        """Start a command in a process group of its own, so that what it starts can be killed with it."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.Popen(
            [sys.executable, "-m", "jiangxin", *map(str, arguments)],
            env=kept | {"JIANGXIN_HOME": str(self.home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def query(self, statement):
        with EmbeddedPostgres(self.home) as server, server.connect(user="jiangxin") as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else None


@pytest.fixture(scope="module")
def installation():
    with tempfile.TemporaryDirectory(prefix="jiangxin-backup-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Installation(Path(name) / "home")


@pytest.fixture(scope="module")
def archive(installation, tmp_path_factory):
    """A backup of three rows and one file."""
    installation.query("CREATE TABLE school (name text PRIMARY KEY)")
    installation.query("INSERT INTO school VALUES ('东'), ('南'), ('西')")
    (installation.home / "files" / "ab").mkdir(parents=True)
    (installation.home / "files" / "ab" / "abc").write_bytes(b"proof")
    target = tmp_path_factory.mktemp("backups") / "region.tar"
    code, out, err = installation.run("backup", target)
    assert (code, err) == (0, "")
    assert out.startswith(f"{target}: the database and 1 files, ")
    return target


def test_backup_is_closed_to_others(archive):
    assert oct(archive.stat().st_mode & 0o777) == "0o600"


def test_backup_holds_no_key(archive):
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["manifest.json", "database.dump", "files/ab/abc"]


def test_backup_refuses_to_overwrite(archive, installation):
    code, _out, err = installation.run("backup", archive)
    assert (code, err.split(" (see")[0]) == (2, f"jiangxin: {archive} exists already; name a new file")


def test_restore_refuses_a_database_that_is_not_empty(archive, installation):
    code, _out, err = installation.run("restore", archive)
    assert code == 2
    assert err.startswith("jiangxin: the database is not empty; add --replace")


def test_restore_brings_rows_and_files_back(archive, installation):
    installation.query("DELETE FROM school WHERE name = '东'")
    (installation.home / "files" / "ab" / "abc").unlink()
    assert installation.run("restore", "--replace", archive)[0] == 0
    assert installation.query("SELECT name FROM school ORDER BY name") == [("东",), ("南",), ("西",)]
    assert (installation.home / "files" / "ab" / "abc").read_bytes() == b"proof"


def test_restore_of_a_damaged_archive_changes_nothing(archive, installation, tmp_path):
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(archive.read_bytes().replace(b"proof", b"prooF"))
    installation.query("INSERT INTO school VALUES ('北') ON CONFLICT DO NOTHING")
    code, _out, err = installation.run("restore", "--replace", damaged)
    assert code == 2
    assert f"{damaged} is damaged: files/ab/abc is missing or was changed" in err
    assert installation.query("SELECT count(*) FROM school") == [(4,)]


@pytest.mark.parametrize("content", [b"", b"\0" * 2000, b"no archive at all"])
def test_restore_of_something_else_says_so_in_one_line(installation, tmp_path, content):
    path = tmp_path / "x.tar"
    path.write_bytes(content)
    code, out, err = installation.run("restore", "--replace", path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is not a complete backup of Jiangxin" in err


MOMENTS = 10


def killed_at(installation, moment, *arguments):
    """Run a command and kill it, with the client programs it started, after some seconds; whether it had ended."""
    process = installation.start(*arguments)
    time.sleep(moment)
    ended = process.poll() is not None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return ended


def lasts(installation, *arguments):
    """Return the seconds a command takes."""
    began = time.monotonic()
    assert installation.start(*arguments).wait() == 0
    return time.monotonic() - began


def test_backup_killed_at_random_moments_leaves_a_whole_archive_or_none(archive, installation, tmp_path):
    chance, killed = random.Random(3), 0
    whole = lasts(installation, "backup", tmp_path / "whole.tar")
    for number in range(MOMENTS):
        target = tmp_path / f"{number}.tar"
        killed += not killed_at(installation, chance.uniform(0, whole), "backup", target)
        if target.exists():
            with tarfile.open(target) as tar:
                assert tar.getnames() == ["manifest.json", "database.dump", "files/ab/abc"]
    assert killed > 0
    assert installation.run("backup", tmp_path / "last.tar")[0] == 0


def test_restore_killed_at_random_moments_leaves_the_old_rows_or_the_new(archive, installation):
    chance, killed = random.Random(4), 0
    whole = lasts(installation, "restore", "--replace", archive)
    backed_up, changed = [("东",), ("南",), ("西",)], [("东",), ("南",), ("西",), ("边",)]
    for _ in range(MOMENTS):
        installation.query("INSERT INTO school VALUES ('边') ON CONFLICT DO NOTHING")
        killed += not killed_at(installation, chance.uniform(0, whole), "restore", "--replace", archive)
        assert installation.query("SELECT name FROM school ORDER BY name") in (backed_up, changed)
        assert (installation.home / "files" / "ab" / "abc").read_bytes() == b"proof"
    assert killed > 0
    assert installation.run("restore", "--replace", archive)[0] == 0
    assert installation.query("SELECT name FROM school ORDER BY name") == backed_up
