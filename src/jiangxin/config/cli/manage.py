"""`jiangxin manage …`: Django's management commands, with the embedded database started when needed."""

from __future__ import annotations

import click

from jiangxin.config.cli.database import database

#: Commands that work without a database.
WITHOUT_DATABASE = frozenset({"collectstatic", "compilemessages", "diffsettings", "help", "makemessages", "version"})


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    epilog="Example: jiangxin manage showmigrations",
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def manage(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Run a management command of Django."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        click.echo(ctx.get_help())
        return
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["jiangxin manage", *arguments])
    if arguments[0] in WITHOUT_DATABASE:
        utility.execute()
        return
    with database():
        utility.execute()
