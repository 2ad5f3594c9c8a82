"""`jiangxin verify …`: check a sealed artefact; exit code 0 and one line when it holds, 1 otherwise."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(epilog="Example: jiangxin verify audit log.jsonl --public-key audit-seal.pub.pem")
def verify() -> None:
    """Check a sealed artefact."""


@verify.command(epilog="Example: jiangxin verify audit log.jsonl --heads heads --public-key audit-seal.pub.pem")
@click.argument("file", required=False, type=FILE)
@click.option("--bundle", type=FILE, help="The same as FILE.")
@click.option("--heads", type=FOLDER, help="Folder of signed heads kept elsewhere; the log must contain them all.")
@click.option("--public-key", type=FILE, help="The public key that heads must be signed with (PEM).")
@click.pass_context
def audit(
    ctx: click.Context, file: Path | None, bundle: Path | None, heads: Path | None, public_key: Path | None
) -> None:
    """Check an exported audit log without the database, or, without FILE, the log in the database."""
    from jiangxin.audit.verify import Unreadable, check_bundle

    if file and bundle and file != bundle:
        raise click.UsageError("Give the bundle once, as FILE or with --bundle.")
    given = bundle or file
    try:
        if given:
            report = check_bundle(given, heads=heads, public_key=public_key)
        else:
            from jiangxin.config.cli.database import django_and_database

            with django_and_database():
                from jiangxin.audit.domain.queries.proof import verify_database

                report = verify_database(heads, public_key)
    except Unreadable as error:
        raise click.UsageError(str(error), ctx) from error
    for line in report.lines():
        click.echo(line, err=not report.holds)
    ctx.exit(0 if report.holds else 1)


@verify.command(epilog="Example: jiangxin verify report 1a2b3c4d5e6f.zip")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.pass_context
def report(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check bundles of issued documents: content, PDF, DOCX and sealed copy are those that were frozen."""
    from jiangxin.engines.typeset.seal import NotABundle
    from jiangxin.engines.typeset.seal import verify as check

    status = 0
    for file in files:
        try:
            manifest, faults = check(file.read_bytes())
        except NotABundle as error:
            raise click.UsageError(f"{file.name}: {error}", ctx) from error
        about = f"{manifest.get('number', '')} {manifest.get('title', '')}".strip()
        if not faults:
            click.echo(f"{file.name}: holds: {about} ({manifest['files']['content.json']})")
        for fault in faults:
            status = 1
            click.echo(f"{file.name}: {fault}", err=True)
    ctx.exit(status)
