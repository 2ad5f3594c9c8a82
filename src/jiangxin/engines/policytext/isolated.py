"""Reads a document in a process of its own, with bounded memory and time.

Uploaded files are not trusted: a PDF may crash its library or a text keep a pattern busy. The
calling process, a web worker or the command line, gets a result or one clear line in any case.
"""

from __future__ import annotations

import contextlib
import pickle
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.model import Reading, Source

SECONDS = 8.0
"""Wall-clock time after which the reading is given up."""

MEMORY_BYTES = 1_000_000_000
"""Address space of the reading process."""

_TOO_LONG = gettext_noop("Reading took too long and was stopped; split the document or save its text as txt.")
_TOO_MUCH = gettext_noop("Reading needs too much memory; split the document or save its text as txt.")
_CRASHED = gettext_noop("The file cannot be read; save it in another format, docx or txt, and try again.")


class ReaderCrashError(RuntimeError):
    """Exit code and standard error of a reading process that died: the cause, for logs and developers."""


class Stopped(Exception):  # noqa: N818 - says what happened
    """A process gave no answer: it took too long (`late`), or died, which its cause tells about."""

    def __init__(self, *, late: bool = False) -> None:
        super().__init__("too long" if late else "died")
        self.late = late


def read_isolated(origin: Path | bytes, name: str | None = None, seconds: float = SECONDS) -> tuple[Source, Reading]:
    """Text as read and everything found in it, of a path or of bytes with the file's ``name``.

    Raises ``UnreadableError``, with one line that says what to do, for everything else.
    """
    path = "" if isinstance(origin, bytes) else str(origin.absolute())
    command = [sys.executable, "-P", "-m", "jiangxin.engines.policytext.isolated", path, name or ""]
    try:
        done = run(command, origin if isinstance(origin, bytes) else b"", seconds)
    except Stopped as error:
        raise UnreadableError(_TOO_LONG if error.late else _CRASHED) from error.__cause__
    except ValueError as error:  # A null byte in the path.
        raise UnreadableError(gettext_noop("There is no such file.")) from error
    # Written by our own process below, never by the document.
    answer = pickle.loads(done)  # noqa: S301 - the pickle comes from the process started above
    if isinstance(answer, UnreadableError):
        raise answer
    source, reading = answer
    return source, reading


def run(command: list[str], given: bytes, seconds: float) -> bytes:
    """Return what a process answers about bytes that are not trusted.

    Raises ``Stopped``: it took too long, or died; ``ValueError``: an argument holds a null byte.
    """
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        try:
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise Stopped(late=True) from error
    if done.returncode != 0 or not done.stdout:
        raise Stopped from ReaderCrashError(done.returncode, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def bounded() -> None:
    """Bound the memory of this process."""
    with contextlib.suppress(ValueError, OSError):  # A stricter limit is already set, or the system has none.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main(path: str, name: str) -> None:
    """Read one document and write the pickled answer to standard output."""
    bounded()
    answer: tuple[Source, Reading] | UnreadableError
    try:
        from jiangxin.engines.policytext import read  # noqa: PLC0415 - inside the limits
        from jiangxin.engines.policytext.formats import open_source  # noqa: PLC0415 - inside the limits

        source = open_source(Path(path), name or None) if path else open_source(sys.stdin.buffer.read(), name)
        answer = (source, read(source))
    except UnreadableError as error:
        answer = error
    except MemoryError:
        answer = UnreadableError(_TOO_MUCH)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
