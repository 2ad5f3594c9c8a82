"""`jiangxin mail …`: try the mail server that the environment names."""

from __future__ import annotations

import os
import smtplib

import click


@click.group(epilog="Example: jiangxin mail test wang@example.org")
def mail() -> None:
    """Try the mail server."""


@mail.command(epilog="Example: jiangxin mail test wang@example.org")
@click.argument("address")
def test(address: str) -> None:
    """Send one letter to ADDRESS and say what the mail server answered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    from django.conf import settings
    from django.core.mail import EmailMessage

    if not settings.EMAIL_HOST:
        raise click.UsageError("No mail server is set: name one in JIANGXIN_SMTP_HOST.")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        EmailMessage("匠心 Jiangxin", "测试邮件。A letter to try the mail server.", to=[address]).send()
    except (smtplib.SMTPException, OSError) as error:
        raise click.ClickException(f"{server}: {error}") from error
    click.echo(f"{server} took a letter from {settings.DEFAULT_FROM_EMAIL} to {address}")
