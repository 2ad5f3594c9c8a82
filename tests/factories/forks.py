"""A process that has everything loaded and does its work in forks of itself, which a test can kill."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection


class Forks:
    """Runs a script that reads a line for each piece of work; see `tests/exchange/committer.py`."""

    def __init__(self, script):
        where = connection.settings_dict
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}",
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        }
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(self, *words, killed_after=None):
        """Do one piece of work and return what it said, or None when it was killed before it could tell."""
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with contextlib.suppress(ProcessLookupError):  # it was faster
                os.kill(child, signal.SIGKILL)
        said = self.process.stdout.readline().strip()
        if said == "gone":
            return None
        assert self.process.stdout.readline() == "gone\n"
        return said

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def wait_until_gone():
    """Wait until the server has noticed that the killed client is gone and has undone its transaction."""
    while _busy():
        time.sleep(0.02)


def _busy():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return cursor.fetchone()[0] > 0
