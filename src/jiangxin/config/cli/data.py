"""`jiangxin import` and `jiangxin export`: tables of any record type from the command line."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

#: Errors shown before the rest is only counted.
SHOWN = 50


@click.command("import", epilog='Example: jiangxin import people.organisations units.xlsx --reason "yearly list"')
@click.argument("record")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", required=True, help="Kept with every row that changes.")
@click.option("--dry-run", is_flag=True, help="Check the file and save nothing.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write the annotated file here."
)
def import_(record: str, file: Path, reason: str, dry_run: bool, errors: Path | None) -> None:  # noqa: FBT001 - a flag
    """Bring FILE (xlsx, xls, ods, csv) into RECORD (room.slug): all rows or none.

    Exit code 2 when the file or one of its rows is wrong; every error is listed.
    """
    from jiangxin.config.cli.database import django_and_database

    with django_and_database():
        from jiangxin.exchange.domain import annotated, committing, staging
        from jiangxin.kernel.actors import process
        from jiangxin.kernel.errors import JiangxinError

        actor = process("command")
        try:
            content = file.read_bytes()
            job = staging.stage(_record(record), content, file.name, actor=actor, reason=reason, via="command")
            for note in job.notes:
                click.echo(note, err=True)
            if job.counts["wrong"]:
                if errors is not None:
                    errors.write_bytes(annotated.annotated(job, actor=actor)[1])
                _list_errors(job)
                sys.exit(2)
            done = committing.discard(job, actor=actor) if dry_run else _commit(committing, job, actor, reason)
        except JiangxinError as error:
            raise click.UsageError(str(error)) from error
    if done.state == "failed":
        for problem in done.problems:
            click.echo(f"{problem['row']}: {problem['message']}", err=True)
        raise click.ClickException(done.message)
    # stored as JSON, whose keys have no order
    counts = ", ".join(f"{done.counts[name]} {name}" for name in ("new", "changed", "unchanged", "wrong", "total"))
    click.echo(f"{record}: {counts}{' (nothing saved)' if dry_run else ''}")


@click.command(epilog="Example: jiangxin export people.organisations --out units.xlsx")
@click.argument("record")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; its ending, .xlsx or .csv, says how.",
)
def export(record: str, out: Path) -> None:
    """Write all rows of RECORD (room.slug) to a file that `jiangxin import` takes back unchanged."""
    from jiangxin.config.cli.database import django_and_database

    kind = out.suffix.lower().lstrip(".")
    if kind not in {"xlsx", "csv"}:
        raise click.UsageError("the file must end in .xlsx or .csv")
    if not out.parent.is_dir():
        raise click.UsageError(f"{out.parent} is not a folder")
    with django_and_database():
        from jiangxin.exchange.domain import exporting
        from jiangxin.kernel.actors import process

        path = exporting.export(_record(record), actor=process("command"), format=kind)
    shutil.move(path, out)
    click.echo(str(out))


def _record(key: str) -> Any:
    from jiangxin.kernel import records

    try:
        return records.get(key)
    except KeyError:
        known = ", ".join(record.key() for record in records.all_records() if record.imports)
        raise click.UsageError(f"there is no record type {key!r}; those with imports: {known}") from None


def _commit(committing: Any, job: Any, actor: Any, reason: str) -> Any:
    if not job.counts["new"] and not job.counts["changed"]:
        return committing.discard(job, actor=actor)
    return committing.commit(job, actor=actor, reason=reason, via="command")


def _list_errors(job: Any) -> None:
    wrong = job.rows.filter(outcome="wrong").order_by("row_no")
    for row in wrong[:SHOWN]:
        for error in row.errors:
            click.echo(f"row {row.row_no}, {error['column'] or '-'}: {error['message']}", err=True)
    if wrong.count() > SHOWN:
        click.echo(f"… and {wrong.count() - SHOWN} more rows", err=True)
    click.echo(f"jiangxin: {wrong.count()} rows are wrong; nothing was saved", err=True)
