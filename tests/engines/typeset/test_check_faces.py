"""Names of fonts, and the faces that they are."""

import pytest

from jiangxin.engines.typeset.check_faces import Face, Fit, is_chinese

RIGHT = {
    Face.FANG: "仿宋 仿宋_GB2312 FangSong FangSong_GB2312 SimFang 方正仿宋简体 方正仿宋_GBK 方正公文仿宋 @仿宋",
    Face.HEI: "黑体 SimHei 方正黑体简体 方正黑体_GBK FZHTK--GBK1-0",
    Face.KAI: "楷体 楷体_GB2312 KaiTi KaiTi_GB2312 SimKai 方正楷体简体 方正楷体_GBK",
    Face.BIAOSONG: "方正小标宋简体 方正小标宋_GBK 小标宋 FZXBSJW--GB1-0 文鼎小标宋简 方正公文小标宋",
    Face.SONG: "宋体 SimSun NSimSun 新宋体",
}
DOUBTFUL = {
    Face.FANG: "华文仿宋 STFangsong",
    Face.HEI: "华文黑体 STHeiti 思源黑体",
    Face.KAI: "华文楷体 STKaiti 霞鹜文楷",
    Face.BIAOSONG: "华文中宋 STZhongsong",
    Face.SONG: "华文宋体 STSong 思源宋体 方正书宋_GBK",
}
WRONG = {
    Face.FANG: "宋体 黑体 楷体 等线 微软雅黑 Arial",
    Face.HEI: "宋体 微软雅黑 Microsoft_YaHei 仿宋 等线",
    Face.KAI: "宋体 仿宋 黑体 隶书",
    Face.BIAOSONG: "宋体 黑体 仿宋 SimSun",
    Face.SONG: "仿宋 FangSong 方正小标宋简体 黑体 Times_New_Roman",
}


@pytest.mark.parametrize(("fit", "names"), [(Fit.RIGHT, RIGHT), (Fit.DOUBTFUL, DOUBTFUL), (Fit.WRONG, WRONG)])
@pytest.mark.parametrize("face", Face, ids=lambda face: face.name)
def test_face_is_told_by_the_name_of_the_font(face, fit, names):
    assert {name: face.fit(name) for name in names[face].split()} == dict.fromkeys(names[face].split(), fit)


@pytest.mark.parametrize(
    ("font", "chinese"),
    [("宋体", True), ("SimSun", True), ("Times New Roman", False), ("Calibri", False), ("等线", True)],
)
def test_font_for_chinese_is_told_by_its_name(font, chinese):
    assert is_chinese(font) is chinese
