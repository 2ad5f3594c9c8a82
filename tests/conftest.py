"""What every test may ask for. The database of the run is described in `jiangxin.config.testing`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from jiangxin.config.testing import RUN

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure():
    # Hashing passwords slowly is the point of the real hashers, and no point of these tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _use(name):
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _clone():
    """Give this worker a fresh copy of the migrated template."""
    _use(RUN.database)
    RUN.create(RUN.database, RUN.template)


def _make_template():
    """Migrate the template beside its name, so that a failed migration never leaves a half one."""
    draft = f"{RUN.template}_draft"
    RUN.create(draft)
    _use(draft)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections.close_all()
    with RUN.connect() as server:
        server.execute(f"ALTER DATABASE {draft} RENAME TO {RUN.template}")
    RUN.keep_template()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Start or join the server of the run and work on a clone of its migrated template."""
    with django_db_blocker.unblock():
        with RUN.alone():
            RUN.start()
            if not RUN.exists(RUN.template):
                _make_template()
            _clone()
        # Emptying tables after a test would also empty what migrations put there, and append-only
        # tables refuse it; a new clone costs less than a tenth of a second.
        TransactionTestCase._fixture_teardown = lambda _self: _clone()
        yield
        connections.close_all()


@pytest.fixture(autouse=True)
def _signed_heads():
    """Remove the signed heads a test left beside its database: they witness rows that are gone with it."""
    yield
    for name in ("keys", "heads"):
        shutil.rmtree(Path(settings.JIANGXIN_HOME) / name, ignore_errors=True)


@pytest.fixture(scope="session")
def shared():
    """Return the folder with the shared test input; tests that need it are left out where it is absent."""
    folder = Path(os.environ.get("JIANGXIN_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"the shared test input is not there: {folder}")
    return folder
