"""`jiangxin init`: the region and its three administrators, on the first day."""

from __future__ import annotations

import click


def _newcomer(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, str]:
    username, colon, name = (part.strip() for part in value.partition("="))
    if not (username and colon and name):
        raise click.BadParameter("give it as username=Name of the person")
    return username, name


@click.command(
    epilog="Example: jiangxin init --region 某某区 --system sys=王一 --security sec=李二 --audit aud=张三",
)
@click.option("--region", prompt="Name of the region", help="As it stands at the top of every page.")
@click.option("--system", prompt=True, callback=_newcomer, help="USERNAME=NAME of the system administrator.")
@click.option("--security", prompt=True, callback=_newcomer, help="USERNAME=NAME of the security administrator.")
@click.option("--audit", prompt=True, callback=_newcomer, help="USERNAME=NAME of the security auditor.")
def init(region: str, system: tuple[str, str], security: tuple[str, str], audit: tuple[str, str]) -> None:
    """Found the region and create the accounts of its three administrators.

    Prints each first password once; it is changed at the first sign-in. Refuses where
    administrators exist already.
    """
    from jiangxin.config.cli.database import django_and_database
    from jiangxin.config.cli.prepare import migrate

    with django_and_database():
        migrate(lambda _line: None)

        from jiangxin.kernel.errors import REFUSALS, sentences
        from jiangxin.people.enums import Duty
        from jiangxin.site.domain.beginning import Newcomer, begin

        named = {Duty.SYSTEM: system, Duty.SECURITY: security, Duty.AUDIT: audit}
        try:
            passwords = begin(region, {duty: Newcomer(*newcomer) for duty, newcomer in named.items()})
        except REFUSALS as error:
            raise click.UsageError(" ".join(sentences(error))) from error
    click.echo("First passwords, shown once; each is changed at the first sign-in:")
    for username, password in passwords.items():
        click.echo(f"  {username}  {password}")
