"""`jiangxin audit …`: write the audit log out for an outsider, or sign its end now."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(epilog="Example: jiangxin audit export log.jsonl")
def audit() -> None:
    """Export the audit log, or sign its end now."""


@audit.command(epilog="Example: jiangxin audit export log.jsonl")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(file: Path) -> None:
    """Write the whole log to FILE as a bundle that `jiangxin verify audit FILE` checks."""
    from jiangxin.config.cli.database import django_and_database

    if not file.parent.is_dir():
        raise click.UsageError(f"{file.parent} is not a folder")
    with django_and_database():
        from jiangxin.audit.domain.queries.proof import write_bundle

        with file.open("w", encoding="utf-8", newline="\n") as stream:
            rows = write_bundle(stream)
    click.echo(f"{file}: {rows} sealed rows")


@audit.command(epilog="Example: jiangxin audit head")
def head() -> None:
    """Seal what waits, sign the end of the log and keep the head in JIANGXIN_HOME/heads."""
    from jiangxin.config.cli.database import django_and_database

    with django_and_database():
        from jiangxin.audit.domain.keys import heads_folder
        from jiangxin.audit.domain.sealing import export_head, file_name

        row = export_head()
        if row is None:
            click.echo("nothing is sealed yet")
        else:
            click.echo(f"{heads_folder() / file_name(row)}: position {row.position}")
