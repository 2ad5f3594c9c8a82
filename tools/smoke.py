"""Migrate and smoke-test the PostgreSQL that the system carries (on Debian 12 that is 15, the oldest supported).

Starts a throw-away cluster of it as an unprivileged user, migrates, loads the demonstration district
and asks the product's own checks. Says so and passes where the system carries none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from jiangxin.config.postgres.account import server_account  # noqa: E402 - the path comes first


def system_programs() -> Path | None:
    """Return the folder of the programs of the system's newest PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def main() -> int:
    """Run the smoke test; exit code 1 when a step fails."""
    programs = system_programs()
    if programs is None:
        print("THE SYSTEM CARRIES NO POSTGRESQL: its smoke test is left out")
        return 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jiangxin-smoke-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        data = folder / "data"
        account = server_account(data)
        account.own(data)
        options = account.process_options()
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "jiangxin",
                "--auth=trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **options,
        )
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", data, "-c", "listen_addresses=", "-c", "fsync=off"],
            stderr=subprocess.DEVNULL,
            **options,
        )
        try:
            _steps(data, folder / "home")
        finally:
            server.terminate()
            server.wait(60)
    print(f"PostgreSQL {programs.parts[-2]} of the system: migrated and checked in {time.monotonic() - begun:.0f} s")
    return 0


def _steps(sockets: Path, home: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    environment = kept | {
        "DATABASE_URL": f"postgresql://jiangxin@/postgres?host={sockets}",
        "JIANGXIN_HOME": str(home),
    }
    manage = [sys.executable, "-m", "jiangxin", "manage"]
    for _ in range(100):
        ready = subprocess.run(
            [
                *manage[:1],
                "-c",
                f"import psycopg; psycopg.connect(host={str(sockets)!r}, user='jiangxin', dbname='postgres')",
            ],
            check=False,
            stderr=subprocess.DEVNULL,
        )
        if ready.returncode == 0:
            break
        time.sleep(0.2)
    for step in (["migrate", "--verbosity", "0"], ["createcachetable"], ["check", "--database", "default"]):
        subprocess.run([*manage, *step], check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
