"""A bundle holds as long as nothing in it was touched; whatever was touched is named."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.engines.typeset.document import Document, Layout, Paragraph, to_dict
from jiangxin.engines.typeset.seal import CONTENT, MANIFEST, NotABundle, bundle, canonical, fingerprint, verify

CONTENT_OF = to_dict(
    Document(
        Layout.ORDINARY,
        "江津区人民政府办公室文件",
        "关于重点任务\n推进情况的通报",
        (Paragraph("现通报如下。"),),
        number="江津府办发〔2024〕12号",
        dated=date(2024, 10, 8),
    )
)
FILES = {"通报.pdf": b"%PDF-1.7 body", "通报.docx": b"PK body"}
ABOUT = {"number": "江津府办发〔2024〕12号", "title": "关于重点任务推进情况的通报", "issued": "2024-10-08"}
GOOD = bundle(CONTENT_OF, FILES, ABOUT)


NO_MANIFEST = "it has no manifest.json that can be read"


def members(data=GOOD):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def altered(**manifest):
    """Return the members with other words in the manifest."""
    parts = members()
    return parts | {MANIFEST: canonical(json.loads(parts[MANIFEST]) | manifest)}


def test_bundle_holds_and_tells_what_it_is():
    manifest, faults = verify(GOOD)
    assert faults == []
    assert {name: manifest[name] for name in ABOUT} == ABOUT
    assert set(manifest["files"]) == {CONTENT, *FILES}
    assert manifest["files"][CONTENT] == fingerprint(CONTENT_OF)


def test_same_document_gives_the_same_bundle():
    assert bundle(json.loads(json.dumps(CONTENT_OF)), dict(FILES), dict(ABOUT)) == GOOD


def test_fingerprint_does_not_depend_on_the_order_of_names_but_on_every_value():
    assert fingerprint(dict(reversed(CONTENT_OF.items()))) == fingerprint(CONTENT_OF)
    assert fingerprint(CONTENT_OF | {"draft": True}) != fingerprint(CONTENT_OF)


def test_packing_again_changes_nothing():
    assert verify(zipped(members()))[1] == []


@pytest.mark.parametrize("name", [CONTENT, *FILES])
def test_altered_file_is_named(name):
    parts = members()
    parts[name] = parts[name].replace(b"body", b"bodY").replace("现".encode(), "已".encode())
    assert verify(zipped(parts))[1] == [f"{name} was altered"]


def test_missing_file_is_named():
    parts = members()
    del parts["通报.pdf"]
    assert verify(zipped(parts))[1] == ["通报.pdf is missing"]


def test_added_file_is_named():
    assert verify(zipped(members() | {"补充.pdf": b"%PDF"}))[1] == ["补充.pdf is not in the manifest"]


def test_files_that_changed_places_are_named():
    parts = members()
    parts["通报.pdf"], parts["通报.docx"] = parts["通报.docx"], parts["通报.pdf"]
    assert verify(zipped(parts))[1] == ["通报.docx was altered", "通报.pdf was altered"]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (
            {"number": "江津府办发〔2024〕13号"},
            "the manifest says number '江津府办发〔2024〕13号', the content '江津府办发〔2024〕12号'",
        ),
        ({"title": "通知"}, "the manifest says title '通知', the content '关于重点任务推进情况的通报'"),
    ],
)
def test_manifest_that_tells_of_another_document_is_found(told, fault):
    assert verify(zipped(altered(**told)))[1] == [fault]


def test_content_that_is_no_document_is_found_though_its_hash_holds():
    assert verify(bundle({"layout": "ordinary"}, {}, {}))[1] == [
        "content.json is not a document (document: missing: mark, title, blocks)"
    ]


def test_content_of_endless_depth_is_found():
    parts = members() | {CONTENT: b"[" * 100_000}
    assert [fault.split(" (")[0] for fault in verify(zipped(parts))[1]] == [
        "content.json was altered",
        "content.json is not a document",
    ]


def test_content_that_is_missing_is_found():
    parts = members()
    del parts[CONTENT]
    assert verify(zipped(parts))[1] == [
        "content.json is missing",
        "content.json is not a document (Expecting value: line 1 column 1 (char 0))",
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a bundle of a report (File is not a zip file)"),
        (b"PK\x03\x04garbage", "not a bundle of a report (File is not a zip file)"),
        (zipped({}), NO_MANIFEST),
        (zipped({CONTENT: b"{}"}), NO_MANIFEST),
        (zipped({MANIFEST: b"[]"}), NO_MANIFEST),
        (zipped({MANIFEST: b"{}"}), NO_MANIFEST),
        (zipped({MANIFEST: b"\xff\xfe"}), NO_MANIFEST),
        (zipped({MANIFEST: b"[" * 100_000}), NO_MANIFEST),
        (zipped({MANIFEST: b'{"files": [], "format": "jiangxin-report-1"}'}), "its format is not jiangxin-report-1"),
        (zipped(altered(format="jiangxin-report-9")), "its format is not jiangxin-report-1"),
        (zipped(members(), zipfile.ZIP_BZIP2), "it is packed in a way that bundles are not"),
    ],
)
def test_what_cannot_be_read_is_not_a_bundle(data, why):
    with pytest.raises(NotABundle) as error:
        verify(data)
    assert str(error.value) == why


def test_name_that_stands_twice_is_not_a_bundle():
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("通报.pdf", FILES["通报.pdf"])
    with pytest.raises(NotABundle, match=r"^通报.pdf stands twice in it$"):
        verify(out.getvalue())


def test_file_that_unfolds_to_too_much_is_refused_before_it_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.pdf", bytes(30 * 1024 * 1024))
    with pytest.raises(NotABundle, match=r"^it unfolds to more than 209715200 bytes$"):
        verify(out.getvalue())


def test_size_that_is_a_lie_is_found():
    data = zipped({"a.pdf": bytes(50 * 1024 * 1024)}, zipfile.ZIP_DEFLATED)
    entry = data.rindex(b"PK\x01\x02")
    lying = data[: entry + 24] + (5).to_bytes(4, "little") + data[entry + 28 :]
    with pytest.raises(NotABundle, match="Bad CRC-32"):
        verify(lying)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_any_single_byte_that_changed_is_found_or_does_no_harm(place, step):
    broken = bytearray(GOOD)
    broken[place] = (broken[place] + step) % 256
    try:
        _manifest, faults = verify(bytes(broken))
    except NotABundle:
        return
    # What passes are marks of the packing, such as times: what it holds is the same.
    assert faults or members(bytes(broken)) == members()


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_refused_in_words(data):
    with pytest.raises(NotABundle):
        verify(data)
