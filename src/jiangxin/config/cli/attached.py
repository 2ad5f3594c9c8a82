"""`python -m jiangxin.config.cli.attached COMMAND…` becomes COMMAND, which ends when its parent is gone.

Without it, a killed `jiangxin up` would leave its web server behind, still holding the port.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> None:
    """Ask the kernel for the signal (Linux only; elsewhere nothing is asked) and run the command."""
    parent = int(os.environ.pop("JIANGXIN_PARENT", "0"))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if parent and os.getppid() != parent:  # it was gone before we could ask
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the command is our own


if __name__ == "__main__":
    main(sys.argv[1:])
