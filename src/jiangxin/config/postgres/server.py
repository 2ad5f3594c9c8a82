"""Starting, sharing and stopping the embedded server."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import psycopg
from psycopg import sql

from jiangxin.config.postgres import processes
from jiangxin.config.postgres.binaries import Binaries, PostgresError, binaries_for
from jiangxin.config.postgres.layout import Layout, layout_of

#: Role and database of the application; the server's own superuser is not used by it.
NAME = "jiangxin"
SUPERUSER = "postgres"
START_SECONDS = 60
ATTEMPTS = 3

SETTINGS = """\
# Written at every start; changes belong into postgresql.conf above the include.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
cluster_name = 'jiangxin'
max_connections = 100
shared_buffers = 256MB
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_filename = 'server-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
"""
#: For throw-away clusters of tests only: a power cut would lose them.
FAST_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
autovacuum_naptime = 10min
"""


def connection_settings(home: Path) -> dict[str, Any]:
    """Return Django's settings of the embedded database of `home`, whether it runs or not."""
    return _django_settings(layout_of(home))


def _django_settings(layout: Layout, name: str = NAME) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": NAME,
        "PASSWORD": "",
        "HOST": str(layout.sockets),
        "PORT": "",
        "OPTIONS": {},
    }


#: Servers that this process started, to be reaped when they end.
_launched: list[subprocess.Popen[bytes]] = []


def _reap() -> None:
    _launched[:] = [process for process in _launched if process.poll() is None]


def _environment() -> dict[str, str]:
    """Return our environment without what would change how PostgreSQL behaves or speaks."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


class EmbeddedPostgres:
    """The server of one installation, shared by all its processes.

    `start` is safe at any time and from several processes: the first starts the server, the others
    join. Each holds a shared lock while it uses the server; `stop` gives it back, and the last one
    stops the server. A killed process loses its lock by itself. `durable=False` is for tests.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.layout = layout_of(home)
        self.durable = durable
        self._use: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def binaries(self) -> Binaries:
        """The programs that fit this cluster, readable by the server's account."""
        return binaries_for(self.layout.data, self.layout.account.reaches)

    def start(self) -> dict[str, object]:
        """Make sure that the server answers and return Django's settings of the database.

        Raises `PostgresError`, with what to do, when it cannot be started.
        """
        self.layout.prepare()
        with self._exclusively():
            self._join()
            try:
                if not self.answers():
                    self._start_server()
                self._ensure_database()
            except BaseException:
                self._leave()
                raise
        return _django_settings(self.layout)

    def stop(self) -> None:
        """Give the server back; it stops when nobody else uses it."""
        if self._use is None:
            return
        with self._exclusively():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = True
            except BlockingIOError:
                alone = False
            if alone:
                self._end(signal.SIGINT)
            self._leave()

    def stop_for_all(self) -> None:
        """Stop the server at once, whoever uses it (the next start recovers)."""
        with self._exclusively():
            self._end(signal.SIGQUIT)
            self._leave()

    def running(self) -> bool:
        """Whether the server process of this cluster exists."""
        pid = processes.recorded_pid(self.layout.pid_file)
        return pid is not None and processes.serves(pid, self.layout.data)

    def answers(self) -> bool:
        """Whether the server accepts a connection."""
        try:
            self.connect(SUPERUSER).close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, name: str = NAME, user: str = SUPERUSER) -> psycopg.Connection[Any]:
        """Return an autocommit connection to the database `name`."""
        return psycopg.connect(
            host=str(self.layout.sockets), dbname=name, user=user, autocommit=True, connect_timeout=5
        )

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        """Hold the lock under which the server is started and stopped."""
        with (self.layout.base / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _join(self) -> None:
        if self._use is None:
            self._use = (self.layout.base / "users.lock").open("w")
            fcntl.flock(self._use, fcntl.LOCK_SH)

    def _leave(self) -> None:
        if self._use is not None:
            self._use.close()
            self._use = None

    def _start_server(self) -> None:
        failure = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(attempt)
            self._clear_leftovers()
            if self.answers():  # it was starting already
                return
            self._initialise()
            self._write_settings()
            if self._launch():
                return
            failure = self._last_complaint() or "it does not answer"
        raise PostgresError(f"the database could not be started: {failure} (log: {self.layout.start_log})")

    def _launch(self) -> bool:
        """Run the server apart from our terminal and wait until it answers; False when it ended instead.

        `pg_ctl start` does the same through a shell, which breaks on some characters in paths.
        """
        with self.layout.start_log.open("w") as log:
            process = subprocess.Popen(
                [self.binaries.program("postgres"), "-D", str(self.layout.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                start_new_session=True,
                **self.layout.account.process_options(),
            )
        _launched.append(process)  # kept: it outlives this object, and may outlive this process
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.05)
        return False

    def _end(self, kind: signal.Signals) -> None:
        """Ask the server to end and wait for it: SIGINT ends it in order, SIGQUIT at once."""
        pid = processes.recorded_pid(self.layout.pid_file)
        if pid is None or not processes.serves(pid, self.layout.data):
            return
        os.kill(pid, kind)
        deadline = time.monotonic() + START_SECONDS
        while processes.serves(pid, self.layout.data):
            if time.monotonic() > deadline:
                raise PostgresError(f"the database server (process {pid}) does not end; see {self.layout.data / 'log'}")
            time.sleep(0.02)
        _reap()

    def _clear_leftovers(self) -> None:
        """Deal with what a crash left: a server still recovering, orphans, pid files of other processes."""
        pid = processes.recorded_pid(self.layout.pid_file)
        if pid is not None and processes.serves(pid, self.layout.data):
            deadline = time.monotonic() + START_SECONDS
            while processes.serves(pid, self.layout.data) and not self.answers():
                if time.monotonic() > deadline:
                    raise PostgresError(
                        f"the database server (process {pid}) does not answer; see {self.layout.data / 'log'}"
                    )
                time.sleep(0.2)
            if self.answers():
                return
        processes.end_orphans(self.layout.data)
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.layout.sockets / name).unlink(missing_ok=True)
        if pid is None or processes.alive(pid):  # cut short, or the number belongs to another program now
            self.layout.pid_file.unlink(missing_ok=True)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that a killed attempt leaves nothing half."""
        data = self.layout.data
        if (data / "PG_VERSION").exists():
            return
        if data.exists() and any(data.iterdir()):
            raise PostgresError(f"{data} is not a database but is not empty either; move it away and start again")
        draft = data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.layout.account.own(draft)
        binaries = self.binaries
        # Byte order and plain case rules: the same sorting on every machine; pinyin order is a column of ours.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []  # noqa: PLR2004 - the release that brought it
        command = [
            *(binaries.program("initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", *locale),
            *([] if self.durable else ["--no-sync"]),
        ]
        result = self._run(command)
        if result.returncode:
            lines = [line for line in result.stderr.splitlines() if line.strip()]
            raise PostgresError(
                f"the database could not be created in {data}: {lines[-1] if lines else 'initdb failed'}"
            )
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write("\ninclude = 'jiangxin.conf'\n")
        if data.exists():
            data.rmdir()
        draft.rename(data)

    def _write_settings(self) -> None:
        sockets = str(self.layout.sockets).replace("'", "''").replace('"', '""')
        text = SETTINGS.format(sockets=f'"{sockets}"') + ("" if self.durable else FAST_SETTINGS)
        path = self.layout.data / "jiangxin.conf"
        path.write_text(text, encoding="utf-8")
        if self.layout.account.switch:
            os.chown(path, self.layout.account.uid, self.layout.account.gid)

    def _ensure_database(self) -> None:
        with self.connect(SUPERUSER) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=_environment(),
            timeout=2 * START_SECONDS,
            **self.layout.account.process_options(),
        )

    def _last_complaint(self) -> str:
        try:
            lines = self.layout.start_log.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        complaints = [line for line in lines if "FATAL" in line or "ERROR" in line or "PANIC" in line]
        return re.sub(r"^.*?(FATAL|ERROR|PANIC): +", "", (complaints or lines or [""])[-1]).strip()
