"""The command line `jiangxin`. Commands load when they are called, so that light ones never load Django."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

import jiangxin
from jiangxin.config.environment import SettingError, flag
from jiangxin.config.postgres.binaries import PostgresError

#: Command → module of this package that holds a click command of the name given here.
COMMANDS = {
    "up": ("up", "up", "Start everything: database, worker, ticker and web server."),
    "init": ("init", "init", "Found the region and create its three administrators, on the first day."),
    "plan": ("plan", "plan", "Read plan documents without a database."),
    "document": ("document", "document", "Check official documents without a database."),
    "import": ("data", "import_", "Bring a table (xlsx, xls, ods, csv) into the records of one type."),
    "export": ("data", "export", "Write the records of one type to xlsx or csv."),
    "verify": ("verify", "verify", "Check a sealed artefact; the log in the database when no file is given."),
    "audit": ("audit", "audit", "Export the audit log, or sign its end now."),
    "backup": ("backup", "backup", "Write the database and the files into one archive."),
    "restore": ("backup", "restore", "Bring back what `backup` wrote."),
    "mail": ("mail", "mail", "Try the mail server."),
    "doctor": ("doctor", "doctor", "Check this installation and say what needs attention."),
    "manage": ("manage", "manage", "Run a management command of Django."),
}

BAD_INPUT = 2
INTERRUPTED = 130


class Lazy(click.Group):
    """A group whose commands are imported when called; the list shows fixed one-line helps."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, importing the module that holds it."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _help = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, _attribute, text) in COMMANDS.items()])


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: jiangxin up --port 8000",
)
@click.version_option(jiangxin.__version__, prog_name="jiangxin")
def cli() -> None:
    """Jiangxin: the platform on which a region runs its vocational-education plan."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; any failure ends in one line on standard error, never in a traceback.

    Exit code 2 means that the input or the usage was wrong, 1 that something else failed.
    """
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        result = cli.main(args=arguments, prog_name="jiangxin", standalone_mode=False)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except BrokenPipeError:
        # The reader of our output went away; closing it again at exit would complain a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last resort that keeps tracebacks from users
        return _explain(error)
    return result if isinstance(result, int) else 0


def _explain(error: BaseException) -> int:
    """Print one line about the error and return the exit code; re-raise when a developer wants the traceback."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.UsageError):
        hint = f" (see: {error.ctx.command_path} --help)" if error.ctx else ""
        return _complain(error.format_message() + hint, BAD_INPUT)
    if isinstance(error, click.ClickException):
        return _complain(error.format_message(), error.exit_code)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return _complain("interrupted", INTERRUPTED)
    if isinstance(error, (SettingError, PostgresError)):
        return _complain(str(error), BAD_INPUT)
    if _wants_traceback():
        raise error
    return _complain(f"{type(error).__name__}: {error}", 1)


def _wants_traceback() -> bool:
    try:
        return flag("JIANGXIN_DEBUG")
    except SettingError:
        return False


def _complain(message: str, code: int) -> int:
    click.echo("jiangxin: " + " ".join(message.split()), err=True)
    return code
