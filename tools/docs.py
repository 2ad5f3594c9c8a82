"""Write the documents that are made from the code, or check that the committed ones are still right.

python tools/docs.py          write them anew
python tools/docs.py check    list those that differ; exit code 1 when one does
"""

from __future__ import annotations

import os
import sys
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


def made() -> dict[str, str]:
    """Return the path of each generated document and what stands in it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    import django  # noqa: PLC0415 - needs the settings first

    django.setup()
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tools import openapi, permission_matrix, record_pages  # noqa: PLC0415 - need what was set up

    return {
        "docs/reference/cli.md": command_reference(),
        "docs/reference/openapi.yaml": openapi.schema(),
        "docs/developer/permission-matrix.md": permission_matrix.matrix(),
        **record_pages.pages(),
    }


def outdated() -> list[str]:
    """Return the documents whose committed text differs from what the code gives."""
    return [
        name
        for name, text in made().items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write or check."""
    if arguments == ["check"]:
        found = outdated()
        print("\n".join(f"{name} is outdated: run `make docs`" for name in found) or "all up to date")
        return 1 if found else 0
    documents = made()
    for name, text in documents.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8")
    print(f"{len(documents)} documents written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
