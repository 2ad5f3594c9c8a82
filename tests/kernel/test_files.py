"""Files that are there whole or not at all."""

from __future__ import annotations

import pytest

from jiangxin.kernel.files import make_once, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_file_is_replaced_with_the_mode_asked_for_and_leaves_no_draft(tmp_path):
    path = tmp_path / "a" / "file"
    for content in (b"first", b"second"):
        write_whole(path, content, mode=0o440)
    assert (path.read_bytes(), oct(path.stat().st_mode & 0o777), names(path.parent)) == (b"second", "0o440", ["file"])


def test_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "file"
    write_whole(path, b"first")
    with pytest.raises(TypeError):
        write_whole(path, "no bytes")
    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["file"])


@pytest.mark.parametrize(("before", "after"), [(None, b"new"), (b"", b"new"), (b"old", b"old")])
def test_file_is_made_only_where_there_is_none(tmp_path, before, after):
    path = tmp_path / "key"
    if before is not None:
        path.write_bytes(before)
    make_once(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (after, ["key"])
