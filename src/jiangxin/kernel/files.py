"""Writing files that other processes may read at the same moment. Plain Python, for settings use it too."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Put a file in its place at once: a reader, or a power cut, finds the old or the new content, never half."""
    with _draft(path, content, mode) as draft:
        draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_once(path: Path, content: bytes) -> None:
    """Make a file for its owner's eyes unless it is there, so that two processes that do so agree on one content.

    An empty file, left by a crash, counts as none.
    """
    with suppress(FileNotFoundError):
        if not path.stat().st_size:
            path.unlink()
    with _draft(path, content, 0o600) as draft, suppress(FileExistsError):
        os.link(draft, path)


@contextmanager
def _draft(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """Write the content to disk under another name beside the path; what is left of it goes afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
