"""`jiangxin plan`: read plan documents. Needs no database and never loads Django."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jiangxin.engines.policytext.model import Reading, Target

_ROLE = {"lead": "lead: ", "support": "support: ", "guide": "guide: ", "responsible": ""}


class BadInputError(click.ClickException):
    """A document that cannot be read: one line, exit code 2."""

    exit_code = 2


@click.group(epilog="Example: jiangxin plan read plan.docx --format json")
def plan() -> None:
    """Read plan documents without a database."""


@plan.command(epilog="Example: jiangxin plan read plan.docx --format json --out plan.json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="json",
    show_default=True,
    help="JSON as documented in docs/reference/plan-read.md, or a summary for people.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to the screen.")
@click.option(
    "--text",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the text as read, which places refer to.",
)
def read(file: Path, form: str, out: Path | None, text: Path | None) -> None:
    """Find outline, tasks, units and targets in FILE (txt, md, html, docx or pdf)."""
    from jiangxin.engines.policytext.formats.errors import UnreadableError
    from jiangxin.engines.policytext.isolated import read_isolated

    try:
        source, reading = read_isolated(file)
    except UnreadableError as error:
        raise BadInputError(f"{_shown(file)}: {error}") from error
    if form == "json":
        result = json.dumps(reading.to_dict(), ensure_ascii=False, indent=1)
    else:
        result = summary(reading, source.text)
    if text is not None:
        _write(text, source.text)
    if out is None:
        # Bytes, so that a terminal with another encoding cannot fail on Chinese.
        click.echo((result + "\n").encode(), nl=False)
    else:
        _write(out, result + "\n")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInputError(f"{_shown(path)}: cannot be written: {error.strerror}.") from error


def summary(reading: Reading, text: str) -> str:
    """A reading for people: one line for each thing found."""
    lines = [f"{name}: {value}" for name, value in reading.meta.to_dict().items() if value]
    lines += ["", f"Outline ({len(reading.outline)})"]
    lines += [f"{'  ' * heading.level}{heading.number} {heading.title}" for heading in reading.outline]
    lines += ["", f"Tasks ({len(reading.tasks)})"]
    for task in reading.tasks:
        units = ", ".join(_ROLE[unit.role] + unit.name for unit in task.units) + (" etc." if task.etc else "")
        lines.append(f"  {task.no or '-'}. {_short(task.content)} [{units}]")
    for title, targets in (("Targets", reading.targets), ("Parameters", reading.parameters)):
        lines += ["", f"{title} ({len(targets)})"]
        lines += [f"  {_target(target)}" for target in targets]
    lines += ["", f"Doubts ({len(reading.doubts)})"]
    lines += [f"  {_short(doubt.quote)}: {doubt.why} -> {doubt.suggestion or '?'}" for doubt in reading.doubts]
    lines += ["", f"{len(text)} characters read"]
    return "\n".join(lines)


def _target(target: Target) -> str:
    is_range = target.comparator == "range"
    value = f"{target.low} to {target.high}" if is_range else f"{target.comparator} {target.value}"
    parts = [_short(target.subject), value + (target.unit or ""), target.deadline, target.hedge]
    return "; ".join(part for part in parts if part) + (" (suspect)" if target.suspect else "")


def _short(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _shown(path: Path) -> str:
    """A path in one line that any terminal can print."""
    return " ".join(str(path).encode("utf-8", "backslashreplace").decode().split())
