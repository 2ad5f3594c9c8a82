"""Which folders a cluster uses."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from jiangxin.config.postgres.account import ServerAccount, server_account
from jiangxin.config.postgres.binaries import SHARED_STATE, PostgresError

#: A socket address may have 107 bytes; the file's own name takes the rest.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Layout:
    """Folders of one cluster: `base` holds our locks, `data` the cluster, `sockets` its socket."""

    base: Path
    data: Path
    sockets: Path
    account: ServerAccount

    @property
    def pid_file(self) -> Path:
        """The file in which a running server keeps its process id."""
        return self.data / "postmaster.pid"

    @property
    def start_log(self) -> Path:
        """What the server printed while it last started."""
        return self.data / "start.log"

    def prepare(self) -> None:
        """Create the folders, checking that a socket folder in /tmp is really ours."""
        self.base.mkdir(parents=True, exist_ok=True)
        if self.data.parent != self.base:
            SHARED_STATE.mkdir(parents=True, exist_ok=True)
            (self.base / "cluster").write_text(self.data.parent.name, encoding="ascii")
            self.account.own(self.data.parent)
        elif self.account.switch and self.data.parent == self.base:
            self.base.chmod(0o711)
        if self.sockets.is_symlink() or (
            self.sockets.exists() and self.sockets.stat().st_uid not in {0, self.account.uid}
        ):
            raise PostgresError(f"{self.sockets} belongs to somebody else; remove it and start again")
        self.account.own(self.sockets)


def layout_of(home: Path) -> Layout:
    """Return the folders of the installation in `home`; nothing is created.

    Normally everything is in `home/postgres`. When root starts an installation in a folder that the
    server's account may not enter (such as root's own home), the cluster goes to `/var/lib/jiangxin`
    and `home/postgres/cluster` names it; no mode of a parent folder is ever changed. A socket folder
    whose path would be too long, or closed, goes to /tmp.
    """
    base = home / "postgres"
    pointer = base / "cluster"
    data = base / "data"
    if pointer.exists():
        data = SHARED_STATE / pointer.read_text(encoding="ascii").strip() / "data"
    account = server_account(data)
    if not pointer.exists() and not account.reaches(base.parent):
        data = SHARED_STATE / secrets.token_hex(6) / "data"
    sockets = base / "run"
    if len(str(sockets).encode()) > LONGEST_SOCKET_FOLDER or not account.reaches(base.parent):
        sockets = Path("/tmp") / f"jiangxin-{hashlib.sha256(str(base).encode()).hexdigest()[:16]}"  # noqa: S108 - mode and owner are checked
    return Layout(base=base, data=data, sockets=sockets, account=account)
