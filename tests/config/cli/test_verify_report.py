"""`jiangxin verify report`: an outsider checks a bundle; nothing of the product has to run."""

from __future__ import annotations

import io
import zipfile

import pytest
from click.testing import CliRunner

from jiangxin.config.cli import cli
from jiangxin.engines.typeset.document import Document, Layout, Paragraph, to_dict
from jiangxin.engines.typeset.seal import bundle, fingerprint

CONTENT = to_dict(
    Document(Layout.ORDINARY, "办公室文件", "关于有关工作的通知", (Paragraph("请予办理。"),), number="办发〔2024〕1号")
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.zip"
    about = {"number": "办发〔2024〕1号", "title": "关于有关工作的通知"}
    path.write_bytes(bundle(CONTENT, {"document.pdf": b"%PDF-1.7"}, about))
    return path


def run(*arguments):
    done = CliRunner().invoke(cli, ["verify", "report", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_bundle_that_holds_is_told_in_one_line(file):
    said = f"a.zip: holds: 办发〔2024〕1号 关于有关工作的通知 ({fingerprint(CONTENT)})\n"
    assert run(file) == (0, said, "")


def test_altered_file_in_a_bundle_is_named(file):
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["document.pdf"] += b"x"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    file.write_bytes(out.getvalue())
    assert run(file) == (1, "", "a.zip: document.pdf was altered\n")


def test_what_is_no_bundle_is_bad_input(tmp_path):
    path = tmp_path / "b.zip"
    path.write_bytes(b"nothing")
    code, out, error = run(path)
    assert (code, out) == (2, "")
    assert "b.zip: not a bundle of a report" in error
