"""`jiangxin up` as a person starts it, with kills at the worst moments. Real processes, real database."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jiangxin.config.postgres import EmbeddedPostgres, processes

pytestmark = pytest.mark.xdist_group("up")  # they share one installation


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _status(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/account/login/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _wait(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


class Installation:
    def __init__(self, home):
        self.home = home
        self.port = _free_port()
        self.process = None
        self.log = home.parent / "log"

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_TEST")}
        kept.pop("DATABASE_URL", None)
        return kept | {"JIANGXIN_HOME": str(self.home)}

    def start(self):
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jiangxin", "up", "--port", str(self.port), "--workers", "1", "--no-demo"],
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        _wait(lambda: "Ready after" in self.log.read_text() or self.process.poll() is not None, 300)
        assert self.process.poll() is None, self.log.read_text()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def children(self):
        """Process ids of everything that belongs to this installation, the database left out."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                environment = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes().decode().replace("\0", " ")
            except OSError:
                continue
            if f"JIANGXIN_HOME={self.home}".encode() in environment.split(b"\0") and "postgres" not in command:
                found[int(entry.name)] = command
        found.pop(self.process.pid, None)
        return found


@pytest.fixture(scope="module")
def installation():
    with tempfile.TemporaryDirectory(prefix="jiangxin-up-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        installation = Installation(Path(name) / "home")
        try:
            installation.start()
            yield installation
        finally:
            installation.stop()
            EmbeddedPostgres(installation.home).stop_for_all()


@pytest.fixture
def running(installation):
    if installation.process.poll() is not None:
        installation.start()
    return installation


def test_up_answers_where_it_says(running):
    address = re.search(r"Ready after \d+ s: (\S+)", running.log.read_text())[1]
    assert address == f"http://localhost:{running.port}/"
    assert _status(running.port) == 200


def test_up_refuses_a_second_start_of_the_same_installation(running):
    second = subprocess.run(
        [sys.executable, "-m", "jiangxin", "up", "--port", str(_free_port())],
        env=running.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, second.stderr) == (
        1,
        f"jiangxin: this installation is running already: http://localhost:{running.port}/\n",
    )


def test_up_refuses_a_taken_port_in_one_line(running, tmp_path):
    second = subprocess.run(
        [sys.executable, "-m", "jiangxin", "up", "--port", str(running.port)],
        env=running.environment() | {"JIANGXIN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"cannot listen on 127.0.0.1:{running.port}" in second.stderr


@pytest.mark.parametrize("name", ["granian", "manage worker", "manage ticker"])
def test_up_starts_a_killed_process_again(running, name):
    _wait(lambda: any(name in command for command in running.children().values()))  # the web server comes first
    killed = {pid for pid, command in running.children().items() if name in command}
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _wait(lambda: any(name in command for pid, command in running.children().items() if pid not in killed))
    _wait(lambda: _status(running.port) == 200)


def test_up_starts_a_killed_database_again(running):
    server = EmbeddedPostgres(running.home)
    old = processes.recorded_pid(server.layout.pid_file)
    os.kill(old, signal.SIGKILL)
    _wait(lambda: server.running() and processes.recorded_pid(server.layout.pid_file) != old and server.answers())
    _wait(lambda: _status(running.port) == 200)


def test_up_that_was_killed_leaves_no_process_and_starts_again(running):
    running.process.kill()
    running.process.wait()
    _wait(lambda: not running.children())
    running.start()
    assert _status(running.port) == 200


def test_up_after_everything_was_killed_starts_again(running):
    victims = [running.process.pid, *running.children()]
    victims.append(processes.recorded_pid(EmbeddedPostgres(running.home).layout.pid_file))
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    running.process.wait()
    running.start()
    assert _status(running.port) == 200


def test_up_stops_everything_on_interrupt(running):
    server = EmbeddedPostgres(running.home)
    assert running.stop() == 0
    assert (running.children(), server.running()) == ({}, False)
    assert running.log.read_text().endswith("Stopped\n")
