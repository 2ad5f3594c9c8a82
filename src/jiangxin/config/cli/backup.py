"""`jiangxin backup` and `jiangxin restore`: one archive with the database, the files and a list of hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql

import jiangxin
from jiangxin.config import environment
from jiangxin.config.cli.database import database, not_running
from jiangxin.config.postgres import EmbeddedPostgres
from jiangxin.config.postgres.binaries import installed
from jiangxin.config.postgres.server import SUPERUSER

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
#: Folders of the installation that belong into a backup: uploaded files, and the signed ends of the log.
FOLDERS = ("files", "heads")


@click.command(epilog="Example: jiangxin backup /srv/backups/region-2026-11-23.tar")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write the database and the files into the archive TARGET.

    The database comes first, then the files: a file that is added in between is only spare. The keys
    in the installation's folder are left out on purpose; keep them elsewhere.
    """
    if target.exists():
        raise click.UsageError(f"{target} exists already; name a new file")
    target.parent.mkdir(parents=True, exist_ok=True)
    home = environment.home()
    with database() as server, tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        settings = _connection(server)
        _client("pg_dump", settings, "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}")
        files = sorted(path for name in FOLDERS for path in (home / name).rglob("*") if path.is_file())
        hashes = {DUMP: _sha256(folder / DUMP)}
        hashes |= {path.relative_to(home).as_posix(): _sha256(path) for path in files}
        manifest = {
            "format": FORMAT,
            "version": jiangxin.__version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": hashes,
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        draft = folder / "archive.tar"
        with tarfile.open(draft, "w") as archive:
            archive.add(folder / MANIFEST, MANIFEST)
            archive.add(folder / DUMP, DUMP)
            for path in files:
                archive.add(path, path.relative_to(home).as_posix(), recursive=False)
        draft.chmod(0o600)
        draft.rename(target)
    click.echo(f"{target}: the database and {len(files)} files, {target.stat().st_size / 2**20:.1f} MiB")


@click.command(epilog="Example: jiangxin restore --replace region-2026-11-23.tar")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the database that is there.")
def restore(source: Path, replace: bool) -> None:  # noqa: FBT001 - an option
    """Bring back what `jiangxin backup` wrote into SOURCE.

    Every hash is checked first. The database is restored beside the present one and takes its place
    only when it is complete; a failure leaves everything as it was.
    """
    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    with not_running(home), database() as server, tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        settings = _connection(server)
        if not replace and _has_tables(settings):
            raise click.UsageError("the database is not empty; add --replace to put the backup in its place")
        for relative, digest in manifest["sha256"].items():
            place = home / relative
            if relative != DUMP and not (place.is_file() and _sha256(place) == digest):
                place.parent.mkdir(parents=True, exist_ok=True)
                (folder / relative).replace(place)
        _restore_database(settings, folder / DUMP, server)
    click.echo(f"Restored the backup of {manifest['made_at']}: the database and {len(manifest['sha256']) - 1} files")


def _connection(server: EmbeddedPostgres | None) -> dict[str, Any]:
    if server is not None:
        return server.start()
    return environment.database_from_url(environment.text("DATABASE_URL"))


def _client(program: str, settings: dict[str, Any], *options: str) -> None:
    """Run a client program of PostgreSQL against the database; its complaint becomes one line."""
    found = [binaries.program(program) for binaries in installed()] or [shutil.which(program) or ""]
    if not found[0]:
        raise click.ClickException(f"{program} is not installed on this machine")
    variables = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(settings[key]) for variable, key in variables.items() if settings[key]}
    given |= {f"PG{key.upper()}": str(value) for key, value in settings["OPTIONS"].items()}
    result = subprocess.run([found[0], *options], env=os.environ | given, capture_output=True, text=True, check=False)
    if result.returncode:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        raise click.ClickException(f"{program} failed: {lines[0] if lines else result.returncode}")


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack the archive into `folder` and check it; return its manifest."""
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes: dict[str, str] = manifest["sha256"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise click.UsageError(f"{source} is not a complete backup of Jiangxin ({error})") from error
    if manifest.get("format") != FORMAT:
        raise click.UsageError(f"{source} has format {manifest.get('format')}, this version reads {FORMAT}")
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise click.UsageError(f"{source} is damaged: {name} is missing or was changed")
    if DUMP not in hashes or any(Path(name).parts[0] not in FOLDERS for name in hashes if name != DUMP):
        raise click.UsageError(f"{source} is not a complete backup of Jiangxin")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _connect(settings: dict[str, Any], name: str, user: str | None = None) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=user or settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        dbname=name,
        autocommit=True,
    )


def _has_tables(settings: dict[str, Any]) -> bool:
    with _connect(settings, settings["NAME"]) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    return found is not None


def _restore_database(settings: dict[str, Any], dump: Path, server: EmbeddedPostgres | None) -> None:
    """Restore into a new database and let it take the place of the present one."""
    name = settings["NAME"]
    fresh, old = f"{name}_restoring", f"{name}_replaced"
    administrator = SUPERUSER if server is not None else None
    with _connect(settings, "postgres", administrator) as connection:
        for left in (fresh, old):  # by a restore that was cut short
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(left)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                sql.Identifier(fresh), sql.Identifier(settings["USER"])
            )
        )
        _client(
            "pg_restore",
            settings,
            *("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
            *(f"--dbname={fresh}", str(dump)),
        )
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        with connection.transaction():
            for before, after in ((name, old), (fresh, name)):
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(before), sql.Identifier(after))
                )
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
