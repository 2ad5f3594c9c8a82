"""The database of this installation, for commands that need it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from jiangxin.config import environment
from jiangxin.config.postgres import EmbeddedPostgres


@contextmanager
def database() -> Iterator[EmbeddedPostgres | None]:
    """Hold the embedded server while the block runs; yield None when `DATABASE_URL` names another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    if environment.text("DATABASE_URL"):
        yield None
        return
    with EmbeddedPostgres(environment.home()) as server:
        yield server


@contextmanager
def not_running(home: Path, address: str = "") -> Iterator[None]:
    """Hold the installation alone while the block runs; refuse when `jiangxin up` runs it already.

    `address` is what a second comer is told.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / "up.lock"
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = path.read_text(encoding="utf-8").strip() or "another command works on it"
            raise click.ClickException(f"this installation is running already: {holder}") from error
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


@contextmanager
def django_and_database() -> Iterator[EmbeddedPostgres | None]:
    """Hold the database and set Django up, so that models can be imported in the block."""
    with database() as server:
        import django

        django.setup()
        yield server
