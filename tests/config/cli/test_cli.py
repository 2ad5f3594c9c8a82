"""The command line's manners: help with an example, one line on errors, no Django for light commands."""

import os
import signal
import socket
import subprocess
import sys

import click
import pytest

from jiangxin.config.cli import COMMANDS, _run, cli


def test_help_lists_every_command(capsys):
    assert _run(["--help"]) == 0
    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if f"  {name} " in listed] == list(COMMANDS)


def _paths(command, path):
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(None):
            yield from _paths(command.get_command(None, name), [*path, name])


@pytest.mark.parametrize("path", list(_paths(cli, [])), ids=" ".join)
def test_help_of_every_command_has_an_example_of_it(path, capsys):
    assert _run([*path, "--help"]) == 0
    assert " ".join(["Example: jiangxin", *path]) in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["up", "--port", "high"],
        ["up", "--port", "70000"],
        ["up", "--plan", "/nowhere"],
        ["up", "--date", "soon"],
        ["up", "--date", "2024-06-30", "--no-demo"],
        ["--wrong"],
        ["init", "--region", "某某区", "--system", "sys", "--security", "sec=乙", "--audit", "aud=丙"],
    ],
)
def test_wrong_usage_ends_with_one_line_and_code_2(arguments, capsys):
    assert _run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("jiangxin: ")
    assert captured.err.count("\n") == 1


def test_day_of_the_demonstration_is_handed_to_the_settings_and_wants_the_demonstration(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("JIANGXIN_HOME", str(tmp_path))
    for name in ("JIANGXIN_DEMO", "JIANGXIN_DEMO_DATE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with socket.socket() as taken:  # where the start ends
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert _run(["up", "--date", "2024-06-30", "--port", str(port)]) == 2
    assert f"cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err
    assert (os.environ["JIANGXIN_DEMO"], os.environ["JIANGXIN_DEMO_DATE"]) == ("1", "2024-06-30")


def test_wrong_setting_ends_with_one_line_and_code_2(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    result = subprocess.run(
        [sys.executable, "-m", "jiangxin", "manage", "check"], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "jiangxin: DATABASE_URL must begin with postgresql:// (only PostgreSQL is supported)\n"


def test_light_commands_do_not_import_django():
    code = (
        "import sys; from jiangxin.config.cli import _run; _run(['plan', 'read', '--help']); "
        "sys.exit('django' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
