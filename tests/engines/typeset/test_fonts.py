"""What is missing among the fonts is said with what to install."""

from __future__ import annotations

import shutil

import pytest

from jiangxin.engines.typeset import fonts
from jiangxin.engines.typeset.document import Annex, Column, Document, Heading, Layout, Paragraph, Table

#: In none of the fonts: a unicorn, and two characters of private use.
NOWHERE = "\U0001f984\ue123\U000f0001"


def document(*blocks, **parts):
    return Document(Layout.ORDINARY, "江津区人民政府办公室文件", "关于重点任务的通报", blocks, **parts)


def found(folder):
    return fonts.found([str(folder)], system=False)


def test_folder_without_fonts_names_every_face_and_what_to_install(tmp_path):
    with pytest.raises(fonts.FontsMissing) as error:
        fonts.demand(document(), found(tmp_path))
    assert str(error.value) == (
        "No font for 仿宋、小标宋、黑体、楷体、宋体. Run tools/fonts.sh, or install: "
        "texlive-lang-chinese (its file FandolFang-Regular.otf), fonts-noto-cjk, @fontsource/lxgw-wenkai"
    )


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        (
            "FandolFang-Regular.otf",
            "No font for 仿宋. Run tools/fonts.sh, or install: texlive-lang-chinese (its file FandolFang-Regular.otf)",
        ),
        ("FandolHei-*.otf", "No font for 黑体. Run tools/fonts.sh, or install: fonts-noto-cjk"),
        ("FandolSong-*.otf", "No font for 小标宋、宋体. Run tools/fonts.sh, or install: fonts-noto-cjk"),
    ],
)
def test_only_missing_faces_are_named(tmp_path, left_out, message):
    shutil.copytree(fonts.BUNDLED, tmp_path / "fonts", ignore=shutil.ignore_patterns(left_out))
    with pytest.raises(fonts.FontsMissing) as error:
        fonts.demand(document(), found(tmp_path / "fonts"))
    assert str(error.value) == message


def test_fonts_of_the_setup_are_enough():
    alone = found(fonts.BUNDLED)
    assert fonts.demand(document(Paragraph("䶮堃喆玥赟犇同志，〔2024〕12号 A-1 α β № ①")), alone) is alone


def test_face_is_a_chain_with_its_own_font_first():
    alone = found(fonts.BUNDLED)
    firsts = {face: alone.chain(face)[0] for face in fonts.FACES}
    assert firsts == {
        "fang": "FandolFang R",
        "biaosong": "FandolSong",
        "hei": "FandolHei",
        "kai": "LXGW WenKai",
        "song": "FandolSong",
    }
    assert {face: len(alone.chain(face)) for face in fonts.FACES} == dict.fromkeys(fonts.FACES, 6)


@pytest.mark.parametrize(
    "holder",
    [
        document(Paragraph(NOWHERE)),
        document(Heading(1, "", NOWHERE)),
        document(Table((Column("姓名"),), ((NOWHERE,),))),
        document(signatories=(NOWHERE,)),
        document(annexes=(Annex(NOWHERE, ()),)),
    ],
)
def test_character_that_no_font_shows_is_named_wherever_it_stands(holder):
    with pytest.raises(fonts.FontsMissing) as error:
        fonts.demand(holder, found(fonts.BUNDLED))
    names = "、".join(sorted(NOWHERE))
    assert str(error.value) == f"No installed font shows {names}. Install a font that does, such as fonts-hanazono"


def test_marks_that_are_not_drawn_need_no_font():
    pasted = "一\u200b段\ufeff，\u2060葛\U000e0100城\u200d区\u3000完\t\x0b。"
    alone = found(fonts.BUNDLED)
    assert fonts.demand(document(Paragraph(pasted)), alone) is alone
