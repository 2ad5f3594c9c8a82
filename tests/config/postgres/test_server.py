"""The embedded server through crashes, odd paths and several users. Every cluster here is a real one."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jiangxin.config.postgres import EmbeddedPostgres, PostgresError, processes

pytestmark = pytest.mark.xdist_group("postgres")  # they share one cluster

START = """
import sys, time
from pathlib import Path
from jiangxin.config.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
server.start()
print("up", flush=True)
time.sleep(float(sys.argv[2]))
server.stop()
"""


@pytest.fixture(scope="module")
def folder():
    """A folder below which the account of the server may pass, with a space and quotes in its name."""
    with tempfile.TemporaryDirectory(prefix="jiangxin postgres' \"", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def home(folder):
    """An installation whose cluster the tests of this module share."""
    yield folder / "home"
    EmbeddedPostgres(folder / "home").stop_for_all()


@pytest.fixture
def server(home):
    server = EmbeddedPostgres(home)
    server.start()
    yield server
    server.stop()
    server.stop_for_all()


def _pid(server):
    return processes.recorded_pid(server.layout.pid_file)


def _start_elsewhere(home, seconds=0.0):
    return subprocess.Popen(
        [sys.executable, "-c", START, str(home), str(seconds)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_start_gives_settings_of_a_database_that_answers(server):
    settings = server.start()
    assert (settings["NAME"], settings["USER"], settings["PORT"]) == ("jiangxin", "jiangxin", "")
    with server.connect(user="jiangxin") as connection:
        assert connection.execute("SELECT current_database(), upper('é文')").fetchone() == ("jiangxin", "É文")


def test_application_role_is_no_superuser(server):
    with server.connect(user="jiangxin") as connection:
        assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() == (False,)


def test_server_listens_on_no_network_address(server):
    with server.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_folders_of_data_and_socket_are_closed_to_others(server):
    modes = [oct(path.stat().st_mode & 0o777) for path in (server.layout.data, server.layout.sockets)]
    assert modes == ["0o700", "0o700"]


def test_stop_keeps_the_server_for_another_user(server, home):
    other = EmbeddedPostgres(home)
    other.start()
    other.stop()
    assert server.answers()


def test_stop_of_the_last_user_ends_the_server(home):
    with EmbeddedPostgres(home) as server:
        assert server.running()
    assert not server.running()


def test_start_from_several_processes_at_once_makes_one_server(home):
    started = [_start_elsewhere(home, 0.5) for _ in range(4)]
    outputs = [process.communicate(timeout=90) for process in started]
    assert [(out, err) for out, err in outputs] == [(b"up\n", b"")] * 4


def test_killed_user_does_not_keep_the_server_for_ever(home):
    process = _start_elsewhere(home, 60)
    assert process.stdout.readline() == b"up\n"
    process.kill()
    process.communicate()
    with EmbeddedPostgres(home) as server:
        assert server.answers()
    assert not server.running()


def test_start_after_the_server_was_killed_keeps_committed_rows(server):
    with server.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("TRUNCATE kept")
        connection.execute("INSERT INTO kept VALUES (1)")
    os.kill(_pid(server), signal.SIGKILL)
    server.start()
    with server.connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(1,)]


def test_start_after_a_kill_waits_for_a_busy_session_of_the_old_server(server):
    busy = server.connect()
    busy.execute("SELECT 1")
    old = _pid(server)
    os.kill(old, signal.SIGKILL)
    server.start()
    assert _pid(server) != old
    busy.close()


def test_start_survives_kills_at_random_moments(home):
    moments = random.Random(7)
    for _ in range(5):
        process = _start_elsewhere(home, 5)
        time.sleep(moments.uniform(0.05, 0.9))
        process.kill()
        process.communicate()
        pid = processes.recorded_pid(EmbeddedPostgres(home).layout.pid_file)
        if pid is not None and processes.serves(pid, EmbeddedPostgres(home).layout.data):
            os.kill(pid, signal.SIGKILL)
    with EmbeddedPostgres(home, durable=False) as server:
        assert server.answers()


def test_start_removes_a_pid_file_whose_number_belongs_to_another_program(server):
    lines = server.layout.pid_file.read_text().splitlines()
    os.kill(_pid(server), signal.SIGKILL)
    stranger = subprocess.Popen(["sleep", "60"])
    server.layout.pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    server.start()
    assert server.answers()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_start_removes_a_pid_file_that_was_cut_short(server):
    server.stop_for_all()
    server.layout.pid_file.write_text("")
    server.start()
    assert server.answers()


def test_start_after_an_interrupted_creation_begins_again(folder):
    home = folder / "interrupted"
    server = EmbeddedPostgres(home, durable=False)
    server.layout.prepare()
    left = server.layout.data.with_name("data.new")
    left.mkdir()
    (left / "PG_VERSION").write_text("1")
    with server:
        assert server.answers()
    assert not left.exists()


def test_start_refuses_data_of_an_unknown_version_with_what_to_do(folder):
    home = folder / "old"
    server = EmbeddedPostgres(home)
    server.layout.prepare()
    server.layout.account.own(server.layout.data)
    (server.layout.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(PostgresError, match=r"was made by PostgreSQL 9\.6.*jiangxin restore"):
        server.start()


def test_start_refuses_a_folder_that_holds_something_else(folder):
    home = folder / "occupied"
    server = EmbeddedPostgres(home)
    server.layout.prepare()
    server.layout.data.mkdir()
    (server.layout.data / "letter.txt").write_text("mine")
    with pytest.raises(PostgresError, match="is not a database but is not empty either"):
        server.start()
    assert (server.layout.data / "letter.txt").read_text() == "mine"


def test_start_works_where_the_path_is_too_long_for_a_socket(folder):
    home = folder / ("long" * 20)
    with EmbeddedPostgres(home, durable=False) as server:
        assert server.answers()
        assert server.layout.sockets.parent == Path("/tmp")
    server.layout.sockets.rmdir()


def test_start_says_in_one_message_why_the_server_refused(server):
    server.stop_for_all()
    configuration = server.layout.data / "postgresql.auto.conf"
    before = configuration.read_text()
    configuration.write_text("max_connections = none\n")
    with pytest.raises(PostgresError, match=r"could not be started: configuration file .* contains errors \(log: "):
        server.start()
    configuration.write_text(before)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may keep an installation where nobody else may enter")
def test_start_as_root_in_a_closed_folder_leaves_its_mode_alone():
    with tempfile.TemporaryDirectory(dir="/root") as name:
        closed = Path(name)
        with EmbeddedPostgres(closed / "home", durable=False) as server:
            assert server.answers()
        again = EmbeddedPostgres(closed / "home")
        assert again.layout.data == server.layout.data
        assert oct(closed.stat().st_mode & 0o777) == "0o700"
        for path in (server.layout.data.parent, server.layout.sockets):
            subprocess.run(["rm", "-rf", str(path)], check=True)
