"""A throw-away installation for one benchmark: `with installation(): ...`.

Its database server is set up as that of a real installation (everything durable), and is gone
afterwards. Nothing of the developer's own data is read or touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Not TMPDIR: socket addresses must be short, and the server's account must get there.
PLACE = Path("/tmp")


@contextmanager
def home(**environment: str) -> Iterator[Path]:
    """Make a folder for an installation and name it in the environment; nothing is started."""
    for name in [name for name in os.environ if name.startswith("JIANGXIN_") and name != "JIANGXIN_SHARED"]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    folder = Path(tempfile.mkdtemp(prefix="jiangxin-bench-", dir=PLACE))
    folder.chmod(0o711)
    os.environ |= {"JIANGXIN_HOME": str(folder), "JIANGXIN_LOG_LEVEL": "ERROR"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "jiangxin.config.settings", **environment}
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def installation(settings: str = "jiangxin.config.settings") -> Iterator[None]:
    """Start a migrated installation with the defaults of the product, without demonstration data."""
    with home(DJANGO_SETTINGS_MODULE=settings):
        from jiangxin.config.cli.database import django_and_database

        with django_and_database():
            from django.core.management import call_command
            from django.db import connections

            from jiangxin.site.domain.defaults import load_defaults

            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            load_defaults()
            try:
                yield
            finally:
                connections.close_all()
