"""What must be in place before the product serves: tables, cache, static files. Skipped when nothing changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import jiangxin

#: Number of our advisory lock: two starts against one server must not migrate at the same time.
MIGRATION_LOCK = 7_204_118

Say = Callable[[str], None]
#: Name of a static file → the storage that holds it, and its path there.
Files = dict[str, tuple[Any, str]]


def migrate(say: Say) -> None:
    """Bring the database up to date; does nothing (and takes no lock) when it is."""
    from django.core.management import call_command
    from django.db import connection

    if not pending():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if pending():
                say("Preparing the database")
                call_command("migrate", verbosity=0, interactive=False)
                call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def outdated_triggers() -> bool:
    """Whether a trigger that the models declare is missing from the database, or was another one."""
    import pgtrigger
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'pgtrigger\\_%'"
        )
        installed = set(cursor.fetchall())
    declared = {
        (model._meta.db_table, trigger.get_pgid(model), trigger.compile(model).hash)
        for model, trigger in pgtrigger.registered()
    }
    return installed != declared


def pending() -> bool:
    """Whether the database lacks a migration, a trigger or the table of the cache."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        return True
    return outdated_triggers()


def collect_static(say: Say) -> None:
    """Collect the static files beside their place and move them there, when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    if settings.DEBUG:
        return
    files = {
        os.path.join(getattr(storage, "prefix", None) or "", path): (storage, path)  # noqa: PTH118 - an address
        for finder in reversed(list(get_finders()))
        for path, storage in finder.list(["CVS", ".*", "*~"])
    }
    target = settings.JIANGXIN_STATIC
    stamp = _stamp(files)
    stamp_file = target / ".stamp"
    if stamp_file.is_file() and stamp_file.read_text(encoding="ascii") == stamp:
        return
    say("Collecting the files for browsers")
    draft = target.with_name("static.new")
    shutil.rmtree(draft, ignore_errors=True)
    _collect(files, draft)
    (draft / ".stamp").write_text(stamp, encoding="ascii")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _collect(files: Files, draft: Path) -> None:
    from django.conf import settings

    from jiangxin.config.staticfiles import VersionedStorage

    storage = VersionedStorage(location=draft, base_url=settings.STATIC_URL)
    for name, (source, path) in files.items():
        with source.open(path) as stream:
            storage.save(name, stream)
    for name, _processed, outcome in storage.post_process({name: (storage, name) for name in files}):
        if isinstance(outcome, Exception):
            raise click.ClickException(f"the file {name} cannot be collected: {outcome}") from outcome


def _stamp(files: Files) -> str:
    digest = hashlib.sha256(jiangxin.__version__.encode())
    for name, (storage, path) in sorted(files.items()):
        status = Path(storage.path(path)).stat()
        digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
