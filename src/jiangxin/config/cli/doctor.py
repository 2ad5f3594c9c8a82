"""`jiangxin doctor`: look at an installation and say what is wrong with it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

import jiangxin
from jiangxin.config import environment
from jiangxin.config.cli.database import django_and_database

LEAST_POSTGRESQL = 15
LEAST_FREE_GIB = 1.0
#: Damaged files that are named one by one.
LISTED = 10
PACKAGE = Path(jiangxin.__file__).parent

#: Result of a check: whether all is well, and what was found or what to do.
Finding = tuple[bool, str]


@click.command(epilog="Example: jiangxin doctor --files 0")
@click.option(
    "--files",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Stored files to hash again, picked at random; 0 hashes all of them.",
)
def doctor(files: int) -> None:
    """Check the installation: folder, space, browser files, catalogue, help, database, migrations, settings, files.

    Stored files are hashed again and compared with their fingerprints. Exit code 1 when something needs attention.
    """
    findings = [(name, *check()) for name, check in WITHOUT_DATABASE.items()]
    with django_and_database():
        findings += [(name, *check()) for name, check in WITH_DATABASE.items()]
        findings += [("files", *_files(files))]
    for name, well, text in findings:
        click.echo(f"{'ok' if well else 'ATTENTION':<10} {name:<16} {text}")
    if not all(well for _name, well, _text in findings):
        sys.exit(1)


def _python() -> Finding:
    return True, f"Python {platform.python_version()}, Jiangxin {jiangxin.__version__}"


def _home() -> Finding:
    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    return True, str(home)


def _space() -> Finding:
    free = shutil.disk_usage(environment.home()).free / 2**30
    return free >= LEAST_FREE_GIB, f"{free:.1f} GiB free"


def _browser_files() -> Finding:
    present = (PACKAGE / "static" / "vendor" / "tabler.min.css").is_file()
    return present, "collected" if present else "missing: run `make setup`, or install the wheel"


def _catalogue() -> Finding:
    present = (PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").is_file()
    return present, "compiled" if present else "missing: run `make messages`, or install the wheel"


def _help() -> Finding:
    from jiangxin.desk.domain.queries.help import AREAS, root

    pages = sum(1 for area in AREAS for _page in (root() / area).glob("*.md"))
    return (
        pages > 0,
        f"{pages} pages" if pages else "missing: install the wheel, or keep docs in the checkout",
    )


def _server() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major, minor = divmod(int(cursor.fetchone()[0]), 10_000)
    where = "the server of DATABASE_URL" if environment.text("DATABASE_URL") else "the embedded server"
    return major >= LEAST_POSTGRESQL, f"PostgreSQL {major}.{minor}, {where}"


def _migrations() -> Finding:
    from jiangxin.config.cli.prepare import pending

    waiting = pending()
    return not waiting, "not up to date: `jiangxin up` migrates" if waiting else "up to date"


def _django() -> Finding:
    from django.core import checks

    found = [message for message in checks.run_checks() if message.level >= checks.WARNING]
    return not found, found[0].msg if found else "all checks of the product pass"


def _files(most: int) -> Finding:
    from django.utils import translation

    from jiangxin.config.cli.prepare import pending
    from jiangxin.evidence.domain.files import verify_files
    from jiangxin.evidence.models import StoredFile

    if pending():
        return True, "not looked at: the tables are not up to date"
    known = StoredFile.objects.count()
    looked_at = min(known, most or known)
    with translation.override(None):  # the command line speaks English
        faults = [f"{fault.file.sha256} {fault.message} ({fault.file.name})" for fault in verify_files(most or None)]
    if not faults:
        return True, f"{looked_at} of {known} hashed again, all as they were kept"
    more = f", and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
    found = "; ".join(faults[:LISTED])
    return False, f"{len(faults)} of {looked_at} to bring back from a backup: {found}{more}"


WITHOUT_DATABASE: dict[str, Callable[[], Finding]] = {
    "program": _python,
    "folder": _home,
    "space": _space,
    "browser files": _browser_files,
    "catalogue": _catalogue,
    "help": _help,
}
WITH_DATABASE: dict[str, Callable[[], Finding]] = {
    "database": _server,
    "tables": _migrations,
    "product": _django,
}
