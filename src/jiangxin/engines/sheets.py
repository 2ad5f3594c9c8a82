"""Reads the first visible table of a workbook in a process of its own, with bounded memory, disk and time.

Uploaded files are not trusted: a small workbook may name a cell in the last corner, or a long text a
million times, and unfold to more than the machine has. The calling process gets rows or one clear error.
"""

from __future__ import annotations

import contextlib
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

#: Address space of the reading process, and what it may hand back.
MEMORY_BYTES = 2_000_000_000
ANSWER_BYTES = 1_000_000_000
#: Wall-clock time after which the reading is given up.
SECONDS = 60.0
#: Rows handed back together.
STRETCH = 1000
#: Exit code of the process where a limit stopped it.
TOO_MUCH = 3


class TooMuchError(Exception):
    """The workbook needs more memory, disk or time than one file may take."""


class ProtectedError(Exception):
    """The workbook is protected by a password."""


class NoSheetError(Exception):
    """The workbook has no visible sheet."""


class DamagedError(Exception):
    """The workbook cannot be read; the message is that of the library, where it has one."""


@dataclass(frozen=True)
class Table:
    """A table as read: its name, and its rows with the numbers that the user sees."""

    name: str
    rows: Iterator[tuple[int, list[Any]]]


def read_isolated(content: bytes, widest: int) -> Table:
    """Return the first visible table, its rows cut to `widest` cells. Raises one of the errors above."""
    command = [sys.executable, "-P", "-m", "jiangxin.engines.sheets", str(widest)]
    with contextlib.ExitStack() as files:
        given, answer = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
        given.write(content)
        given.seek(0)
        try:
            done = subprocess.run(
                command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise TooMuchError from None
        if done.returncode < 0 or done.returncode == TOO_MUCH:  # the library aborts where it gets no memory
            raise TooMuchError
        if done.returncode != 0:
            raise DamagedError
        answer.seek(0)
        # Written by our own process below, never by the file.
        first = pickle.load(answer)  # noqa: S301 - the pickle comes from the process started above
        if isinstance(first, Exception):
            raise first
        given.close()
        files.pop_all()  # the answer stays open until its last row is read, or nobody refers to it
    return Table(first, _rows(answer))


def _rows(answer: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    with answer, contextlib.suppress(EOFError):
        while True:
            yield from pickle.load(answer)  # noqa: S301 - as above


def main(widest: int) -> int:
    """Read a workbook from standard input, write the pickled answer to standard output, return the exit code."""
    for limit, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is already set, or the system has none
            resource.setrlimit(limit, (amount, amount))
    try:
        for part in _answer(widest):
            pickle.dump(part, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except (MemoryError, OSError):
        return TOO_MUCH
    return 0


def _answer(widest: int) -> Iterator[Any]:
    """Yield the name of the table and stretches of its rows, or what is wrong with the file."""
    try:
        name, rows = _opened()
    except (ProtectedError, NoSheetError, DamagedError) as error:
        yield error
        return
    yield name
    numbered = ((number, [cell if cell != "" else None for cell in row[:widest]]) for number, row in enumerate(rows, 1))
    while stretch := list(islice(numbered, STRETCH)):
        yield stretch


def _opened() -> tuple[str, Any]:
    """Return name and rows of the first visible sheet; one that begins further down keeps its numbers."""
    import zipfile  # noqa: PLC0415 - inside the limits

    from python_calamine import (  # noqa: PLC0415 - inside the limits
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(sys.stdin.buffer)
        sheets = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        if not sheets:
            raise NoSheetError
        sheet = workbook.get_sheet_by_name(sheets[0])
        rows = sheet.to_python(skip_empty_area=False) if sheet.start not in {None, (0, 0)} else sheet.iter_rows()
    except PasswordError:
        raise ProtectedError from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise DamagedError(str(error)[:120]) from None
    return sheets[0], rows


if __name__ == "__main__":
    # under its own name, so that the errors handed back are those that the caller knows
    from jiangxin.engines import sheets  # noqa: PLW0406 - see above

    sys.exit(sheets.main(int(sys.argv[1])))
