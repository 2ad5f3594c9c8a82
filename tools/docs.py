"""Write the documents that are made from the code, or check that the committed ones are still right.

python tools/docs.py          write them anew
python tools/docs.py check    list those that differ; exit code 1 when one does
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from jiangxin.config.cli import cli

ROOT = Path(__file__).resolve().parents[1]


def command_reference() -> str:
    """Return docs/reference/cli.md: the help of every command, as the command line prints it."""
    lines = [
        "# Command line",
        "",
        "Made by `make docs` from the commands themselves. Errors are one line on standard error; exit code 2",
        "means wrong input or usage, 1 that something else failed. `JIANGXIN_DEBUG=1` shows errors in full.",
        "",
    ]
    lines += _help_of(cli, "jiangxin", None)
    return "\n".join(lines) + "\n"


def _help_of(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=100, help_option_names=["-h", "--help"]
    )
    level = "##" if parent is None else "##" + "#" * (len(context.command_path.split()) - 1)
    lines = [f"{level[:4]} {context.command_path}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                lines += _help_of(found, child, context)
    return lines


def _with_django(name: str, function: str) -> Callable[[], str]:
    """Return what calls a function of a tool beside this one, once the product is set up."""

    def make() -> str:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
        import django  # noqa: PLC0415 - needs the settings first

        django.setup()
        if str(ROOT) not in sys.path:
            sys.path.insert(0, str(ROOT))
        return str(getattr(importlib.import_module(f"tools.{name}"), function)())

    return make


#: Path of each generated document and what makes it.
GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/cli.md": command_reference,
    "docs/reference/openapi.yaml": _with_django("openapi", "schema"),
    "docs/developer/permission-matrix.md": _with_django("permission_matrix", "matrix"),
}


def outdated() -> list[str]:
    """Return the documents whose committed text differs from what the code gives."""
    return [
        name
        for name, make in GENERATED.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != make()
    ]


def main(arguments: list[str]) -> int:
    """Write or check."""
    if arguments == ["check"]:
        found = outdated()
        print("\n".join(f"{name} is outdated: run `make docs`" for name in found) or "all up to date")
        return 1 if found else 0
    for name, make in GENERATED.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(make(), encoding="utf-8")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
