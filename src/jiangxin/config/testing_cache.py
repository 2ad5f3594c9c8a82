"""Keeps the migrated template between test runs on one machine, as a copy of a stopped cluster.

The copy is named by the hash of everything that a migration may read; any change makes a new one.
`JIANGXIN_TEST_CACHE=0` turns it off (continuous integration does, so that migrations run there).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import shutil
from pathlib import Path

from jiangxin.config.postgres import EmbeddedPostgres

PACKAGE = Path(__file__).resolve().parents[1]
CACHE = PACKAGE.parents[1] / ".pytest_cache" / "jiangxin"
KEPT = 3
#: What a migration, or a receiver that runs after it, may read.
PARTS = ("migrations", "models", "domain", "data", "kernel")
NAMES = ("models.py", "apps.py", "receivers.py", "records.py", "workflow.py", "enums.py", "fields.py", "settings.py")
LIBRARIES = ("Django", "django-pghistory", "django-pgtrigger", "django-allauth", "django-tasks-db")


def place() -> Path | None:
    """Return where the template of this very code is kept, or would be; None when caching is off."""
    if os.environ.get("JIANGXIN_TEST_CACHE") == "0" or not (PACKAGE.parents[1] / "pyproject.toml").is_file():
        return None
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    for path in sorted(PACKAGE.rglob("*")):
        relative = path.relative_to(PACKAGE)
        if path.suffix in {".py", ".sql", ".csv"} and (path.name in NAMES or set(PARTS) & set(relative.parts)):
            digest.update(f"{relative}\n".encode() + path.read_bytes())
    return CACHE / digest.hexdigest()[:24]


def fetch(server: EmbeddedPostgres) -> bool:
    """Put the kept cluster in place before the server starts; whether there was one."""
    kept = place()
    if kept is None or not kept.is_dir():
        return False
    layout = server.layout
    layout.prepare()
    shutil.copytree(kept, layout.data)
    if layout.account.switch:
        for folder, _folders, files in os.walk(layout.data):
            os.chown(folder, layout.account.uid, layout.account.gid)
            for name in files:
                os.chown(Path(folder) / name, layout.account.uid, layout.account.gid)
    layout.data.chmod(0o700)
    with contextlib.suppress(OSError):
        os.utime(kept)
    return True


def keep(server: EmbeddedPostgres) -> None:
    """Keep the cluster of a server that has stopped."""
    kept = place()
    if kept is None or kept.exists():
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.copytree(server.layout.data, draft)
    try:
        draft.rename(kept)
    except OSError:  # another run was first
        shutil.rmtree(draft, ignore_errors=True)
    for old in sorted(CACHE.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
