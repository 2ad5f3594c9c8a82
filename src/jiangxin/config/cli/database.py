"""The database of this installation, for commands that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

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
def django_and_database() -> Iterator[EmbeddedPostgres | None]:
    """Hold the database and set Django up, so that models can be imported in the block."""
    with database() as server:
        import django

        django.setup()
        yield server
