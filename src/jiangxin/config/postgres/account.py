"""The operating-system account that runs the server: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiangxin.config.postgres.binaries import PostgresError

#: Tried in this order when the installation is started as root and no account is named.
CANDIDATES = ("jiangxin", "postgres", "nobody")


@dataclass(frozen=True)
class ServerAccount:
    """Who runs the server; `switch` tells whether we have to change to that account."""

    uid: int
    gid: int
    switch: bool

    def process_options(self) -> dict[str, Any]:
        """Return the options of `subprocess.run` that make a child run under this account."""
        # The current folder may be closed to the other account, and programs complain about that.
        options: dict[str, Any] = {"cwd": "/"}
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def own(self, folder: Path) -> None:
        """Create `folder` (not its parents) closed to everyone else, and hand it to this account."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def reaches(self, path: Path) -> bool:
        """Whether this account may pass through every folder down to `path`, which need not exist."""
        if not self.switch:
            return True
        for folder in (path, *path.parents):
            try:
                status = folder.stat()
            except FileNotFoundError:
                continue
            if status.st_uid == self.uid:
                allowed = status.st_mode & 0o100
            elif status.st_gid == self.gid:
                allowed = status.st_mode & 0o010
            else:
                allowed = status.st_mode & 0o001
            if not allowed:
                return False
        return True


def server_account(data: Path) -> ServerAccount:
    """Return the account that runs the server over `data`: the owner of existing data, else a suitable one.

    Raises `PostgresError` when the data belongs to somebody else.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in {None, me}:
            raise PostgresError(f"the database in {data} belongs to {_name(owner)}; start as that user or as root")
        return ServerAccount(uid=me, gid=os.getegid(), switch=False)
    if owner:
        return ServerAccount(uid=owner, gid=data.stat().st_gid, switch=True)
    entry = _unprivileged()
    return ServerAccount(uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _unprivileged() -> pwd.struct_passwd:
    given = os.environ.get("JIANGXIN_DATABASE_USER", "").strip()
    for name in (given,) if given else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return entry
    wanted = given or " or ".join(CANDIDATES)
    raise PostgresError(f"started as root, the database needs an unprivileged user: {wanted} does not exist here")


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"user {uid}"
