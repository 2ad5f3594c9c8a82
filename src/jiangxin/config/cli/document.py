"""`jiangxin document`: check official documents. Needs no database and never loads Django."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jiangxin.engines.typeset.check import Deviation
    from jiangxin.engines.typeset.check_words import Language

BAD_INPUT = 2


@click.group(epilog="Example: jiangxin document check notice.docx --format text")
def document() -> None:
    """Check official documents without a database."""


@document.command(epilog="Example: jiangxin document check notice.docx report.docx --format text --lang en")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="json",
    show_default=True,
    help="JSON as documented in docs/reference/document-check.md, or a line for each deviation.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language in which deviations are told.",
)
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], form: str, language: Language) -> None:
    """Name where a FILE (docx) deviates from GB/T 9704-2012, each place with its clause.

    Exit code 0 when no file deviates, 1 when one does, 2 when one cannot be read.
    """
    from jiangxin.engines.policytext.formats.errors import UnreadableError
    from jiangxin.engines.policytext.formats.opening import content_of
    from jiangxin.engines.typeset import check as checker

    found: list[tuple[str, list[Deviation]]] = []
    for file in files:
        try:
            found.append((_shown(file), checker.check(content_of(file))))
        except UnreadableError as error:
            click.echo(f"jiangxin: {_shown(file)}: {error}", err=True)
    if found:
        written = _json(found, language) if form == "json" else _text(found, language, named=len(files) > 1)
        # Bytes, so that a terminal with another encoding cannot fail on Chinese.
        click.echo((written + "\n").encode(), nl=False)
    ctx.exit(BAD_INPUT if len(found) < len(files) else int(any(deviations for _file, deviations in found)))


def _json(found: list[tuple[str, list[Deviation]]], language: Language) -> str:
    return json.dumps(
        [
            {"file": file, "deviations": [deviation.to_dict(language) for deviation in deviations]}
            for file, deviations in found
        ],
        ensure_ascii=False,
        indent=1,
    )


def _text(found: list[tuple[str, list[Deviation]]], language: Language, *, named: bool) -> str:
    """Return a line for each deviation, with the name of its file where several were given."""
    none = {"zh": "未发现不符合之处", "en": "no deviation found"}[language]
    lines = []
    for file, deviations in found:
        name = f"{file}: " if named else ""
        lines += [name + deviation.told(language) for deviation in deviations] or [name + none]
    return "\n".join(lines)


def _shown(path: Path) -> str:
    """Return a path in one line that any terminal can print."""
    return " ".join(str(path).encode("utf-8", "backslashreplace").decode().split())
