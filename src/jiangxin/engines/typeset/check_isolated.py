"""Checks a DOCX in a process of its own, with bounded memory and time: uploaded files are not trusted."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.isolated import Stopped, bounded, run
from jiangxin.engines.typeset.check_words import Language

#: Longer than that of a plan, as every paragraph is measured; a report of 300 pages takes half of it.
SECONDS = 20.0
_TOO_LONG = gettext_noop("The check took too long and was stopped; check the document in parts.")
_CRASHED = gettext_noop("The file cannot be checked; open it in a word processor, save it as docx and try again.")


@dataclass(frozen=True)
class Checked:
    """What was found, as values that JSON knows, and the file with comments where they were asked for."""

    deviations: list[dict[str, Any]]
    noted: bytes


def check_isolated(content: bytes, language: Language, *, notes: bool = False, seconds: float = SECONDS) -> Checked:
    """Return the deviations of a file. Raises UnreadableError with one line that says what to do."""
    command = [sys.executable, "-P", "-m", "jiangxin.engines.typeset.check_isolated", language, str(int(notes))]
    try:
        answer = run(command, content, seconds)
    except Stopped as error:
        raise UnreadableError(_TOO_LONG if error.late else _CRASHED) from error
    # what our own process wrote below: a line of JSON, then the file
    line, _newline, noted = answer.partition(b"\n")
    said = json.loads(line)
    if "message" in said:
        raise UnreadableError(said["message"], **said["params"])
    return Checked(said["deviations"], noted)


def main(language: Language, notes: str) -> None:
    """Check what stands on standard input, and answer on standard output."""
    bounded()
    file = b""
    try:
        from jiangxin.engines.typeset.check import check  # noqa: PLC0415 - inside the limits
        from jiangxin.engines.typeset.check_notes import noted  # noqa: PLC0415 - inside the limits

        content = sys.stdin.buffer.read()
        found = check(content)
        file = noted(content, found, language) if int(notes) else b""
        said: dict[str, Any] = {
            "deviations": [one.to_dict(language) | {"where": one.place.told(language)} for one in found]
        }
    except UnreadableError as error:
        said = {"message": error.message, "params": error.params}
    except MemoryError:
        said = {"message": _CRASHED, "params": {}}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + file)


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
