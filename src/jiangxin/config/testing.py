"""A plugin of pytest that gives each test run its own environment (loaded by `-p jiangxin.config.testing`).

It works before settings are read: tests never see the developer's variables or data. The database
server is started only when the first test asks for the database; one database is migrated as the
template and each worker works on a clone of it. Where `DATABASE_URL` is given, that server is used.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from jiangxin.config import testing_cache
from jiangxin.config.environment import database_from_url
from jiangxin.config.postgres import EmbeddedPostgres, PostgresError, processes
from jiangxin.config.postgres.layout import layout_of

PREFIX = "jiangxin-test-"
#: Not the folder of TMPDIR: socket addresses must be short, and the server's account must get there.
PLACE = Path("/tmp")  # noqa: S108 - mkdtemp makes the folder
#: Variables that are about the test run itself; every other one of ours is dropped.
KEPT = frozenset(
    {"JIANGXIN_SHARED", "JIANGXIN_BROWSER", "JIANGXIN_DATABASE_USER", "JIANGXIN_TEST_RUN", "JIANGXIN_TEST_CACHE"}
)


class Run:
    """One test run: a temporary folder with, normally, its own server."""

    def __init__(self, folder: Path, *, own_server: bool) -> None:
        self.folder = folder
        self.own_server = own_server
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.server: EmbeddedPostgres | None = None

    @property
    def template(self) -> str:
        """The name of the migrated database that the others are cloned from."""
        if self.own_server:
            return "test_template"
        return f"test_template_{self.folder.name.removeprefix(PREFIX).replace('-', '_')}"

    @property
    def database(self) -> str:
        """The name of this worker's database."""
        return f"{self.template.replace('template', 'jiangxin')}_{self.worker}"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the other workers out while the block runs."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Start the server of the run, or join it."""
        if self.own_server and self.server is None:
            self.server = EmbeddedPostgres(self.folder, durable=False)
            if not self.server.layout.data.exists():
                testing_cache.fetch(self.server)
            self.server.start()

    def keep_template(self) -> None:
        """Keep the template just made for later runs (the server stops for a moment)."""
        if self.server is not None and testing_cache.place() is not None:
            self.server.stop()
            testing_cache.keep(self.server)
            self.server.start()

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return an autocommit connection to the server's maintenance database."""
        given = database_from_url(os.environ["DATABASE_URL"])
        return psycopg.connect(
            host=str(given["HOST"]) or None,
            port=str(given["PORT"]) or None,
            user=str(given["USER"]) or None,
            password=str(given["PASSWORD"]) or None,
            dbname="postgres",
            autocommit=True,
        )

    def exists(self, name: str) -> bool:
        """Whether the server has the database."""
        with self.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return found is not None

    def create(self, name: str, template: str = "template0") -> None:
        """Make the database anew as a copy of `template`."""
        self.drop(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        with self.connect() as connection:
            connection.execute(statement)

    def drop(self, name: str) -> None:
        """Remove the database, with whatever is still connected to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def end(self) -> None:
        """Leave nothing behind (called once, by the process that began the run)."""
        if self.own_server:
            remove(self.folder)
            return
        with contextlib.suppress(psycopg.Error), self.connect() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"%{self.template[13:]}%"]
            ).fetchall()
            for (name,) in rows:
                self.drop(str(name))
        shutil.rmtree(self.folder, ignore_errors=True)


def remove(folder: Path) -> None:
    """End the server that may run in `folder` and delete everything."""
    layout = layout_of(folder)
    server = EmbeddedPostgres(folder, durable=False)
    if server.running():
        with contextlib.suppress(PostgresError):
            server.stop_for_all()
    processes.end_orphans(layout.data, patience=1.0)
    shutil.rmtree(layout.sockets, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _begin() -> Run:
    """Return the run of this process: a new one, or the one that the controlling process began."""
    known = os.environ.get("JIANGXIN_TEST_RUN")
    if known:
        run = Run(Path(known), own_server=os.environ.get("JIANGXIN_TEST_SERVER") == "own")
    else:
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=PLACE))
        # The server's account must pass through; what is inside has its own modes.
        folder.chmod(0o711)
        run = Run(folder, own_server=not os.environ.get("DATABASE_URL"))
        for name in [name for name in os.environ if name.startswith("JIANGXIN_") and name not in KEPT]:
            del os.environ[name]
        os.environ["JIANGXIN_TEST_RUN"] = str(folder)
        os.environ["JIANGXIN_TEST_SERVER"] = "own" if run.own_server else "given"
        if run.own_server:
            os.environ["DATABASE_URL"] = f"postgresql://jiangxin@/jiangxin?host={layout_of(folder).sockets}"
    home = run.folder / f"home-{run.worker}"
    home.mkdir(exist_ok=True)
    os.environ["JIANGXIN_HOME"] = str(home)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop beside the tests
    return run


def _sweep() -> None:
    """Clear what killed runs left."""
    for folder in PLACE.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not processes.alive(int(pid)):
            with contextlib.suppress(OSError, PostgresError):
                remove(folder)


RUN = _begin()


def pytest_unconfigure() -> None:
    """Give the server back; the process that began the run clears up."""
    if RUN.server is not None:
        RUN.server.stop()
        RUN.server = None
    if RUN.worker == "main":
        RUN.end()
