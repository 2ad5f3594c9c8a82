"""`jiangxin up`: start everything and keep it running."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType

import click

from jiangxin.config import environment
from jiangxin.config.cli.children import Child, stop_all
from jiangxin.config.cli.database import django_and_database, not_running
from jiangxin.config.cli.prepare import collect_static, migrate
from jiangxin.config.postgres import EmbeddedPostgres, PostgresError

LOOK_EVERY = 0.5
FIRST_ANSWER_WITHIN = 60.0
#: Per web process: requests worked on at once, and requests let in at once.
WEB_THREADS = 4
WEB_WAITING = 64


class Stop(BaseException):
    """Raised by the signals that end the product."""


@click.command(epilog="Example: jiangxin up --port 8000 --demo --date 2024-06-30")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--demo/--no-demo", default=None, help="Load the demonstration district (default: JIANGXIN_DEMO).")
@click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="Start the demonstration district with this plan document instead of its own.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the demonstration stands still (default: JIANGXIN_DEMO_DATE). The first start makes its history "
    "up to that day; a later start leaves what has happened.",
)
def up(
    host: str,
    port: int,
    workers: int,
    demo: bool | None,  # noqa: FBT001 - an option
    plan: Path | None,
    day: datetime | None,
) -> None:
    """Start the database, the background worker, the ticker and the web server.

    Prints the address when it answers. Ctrl-C stops everything.
    """
    begun = time.monotonic()
    for name, given in (("--plan", plan), ("--date", day)):
        if given is not None and demo is False:
            raise click.UsageError(f"{name} needs the demonstration district, which --no-demo leaves out")
    if demo is not None or plan is not None or day is not None:
        os.environ["JIANGXIN_DEMO"] = "0" if demo is False else "1"
    if day is not None:
        os.environ["JIANGXIN_DEMO_DATE"] = day.date().isoformat()
    home = environment.home()
    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/"  # noqa: S104 - compared only
    signal.signal(signal.SIGTERM, _raise_stop)
    signal.signal(signal.SIGINT, _raise_stop)
    try:
        with not_running(home, address):
            _check_port(host, port)
            say("Starting the database")
            with django_and_database() as server:
                migrate(say)
                collect_static(say)
                hints = _load(plan)
                _serve(server, _children(host, port, workers), (host, port), lambda: [_ready(address, begun), *hints])
    except Stop:
        say("Stopped")


def say(text: str) -> None:
    """Print one line for the person who started us."""
    click.echo(text)
    sys.stdout.flush()


def _raise_stop(_signal: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C while we are stopping must not interrupt that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stop


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.UsageError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error


def _load(plan: Path | None) -> list[str]:
    """Add missing defaults, demonstration data or the given plan; return the lines about them to print."""
    from django.conf import settings

    from jiangxin.site.domain.defaults import load_defaults

    load_defaults()

    if not settings.JIANGXIN_DEMO:
        return []
    from jiangxin import demo

    demo.load(say=say, plan=plan)
    accounts = demo.accounts()
    width = max((len(account.username) for account in accounts), default=0)
    lines = [f"  {account.username:<{width}}  {account.password}  {account.role}" for account in accounts]
    return ["Sign in as one of (name, password, role):", *lines]


def _ready(address: str, begun: float) -> str:
    return f"Ready after {time.monotonic() - begun:.0f} s: {address}"


def _children(host: str, port: int, workers: int) -> list[Child]:
    python = sys.executable
    manage = [python, "-m", "jiangxin", "manage"]
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    # Each thread keeps a database connection; few of them are fastest for pages that compute.
    web += ["--blocking-threads", str(WEB_THREADS), "--backpressure", str(WEB_WAITING)]
    web += ["--workers", str(workers), "--respawn-failed-workers", "--log-level", "warning"]
    return [
        Child("web", [*web, "jiangxin.config.wsgi:application"]),
        Child("worker", [*manage, "worker"]),
        Child("ticker", [*manage, "ticker"]),
    ]


def _serve(
    server: EmbeddedPostgres | None, children: list[Child], address: tuple[str, int], lines: Callable[[], list[str]]
) -> None:
    """Start the processes, say when the web server answers, and look after everything until stopped.

    The web server comes first; the others would only take processors from it until it answers.
    """
    from django.db import connections

    connections.close_all()
    deadline = time.monotonic() + FIRST_ANSWER_WITHIN
    told = False
    web = children[0]
    try:
        web.start()
        while True:
            if not told and (_answers(*address) or time.monotonic() > deadline):
                told = True
                for line in lines():
                    say(line)
            time.sleep(LOOK_EVERY if told else LOOK_EVERY / 5)
            _look_after_database(server)
            for child in children if told else [web]:
                child.look_after(say)
    finally:
        stop_all(children)


def _look_after_database(server: EmbeddedPostgres | None) -> None:
    """Start the embedded server again when it died."""
    if server is None or server.running():
        return
    say("The database stopped; starting it again")
    try:
        server.start()
    except PostgresError as error:
        say(str(error))


def _answers(host: str, port: int) -> bool:
    """Whether the web server answers anything at all."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
