"""What the checker looks for: a code, the clause of GB/T 9704-2012, and the words in which it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jiangxin.engines.typeset.check_faces import Face
from jiangxin.engines.typeset.check_roles import Role
from jiangxin.engines.typeset.check_words import Both
from jiangxin.engines.typeset.measures import SIZE_2, SIZE_3, SIZE_4

STANDARD = "GB/T 9704-2012"


#: What the clauses that are checked are about.
CLAUSES: Mapping[str, Both] = MappingProxyType(
    {
        "5.1": Both("幅面尺寸", "size of the paper"),
        "5.2.1": Both("页边与版心尺寸", "margins and type area"),
        "5.2.2": Both("字体和字号", "typeface and size"),
        "5.2.3": Both("行数和字数", "lines and characters"),
        "5.2.4": Both("文字的颜色", "colour of the text"),
        "7.2.1": Both("份号", "number of the copy"),
        "7.2.2": Both("密级和保密期限", "secrecy and its term"),
        "7.2.3": Both("紧急程度", "urgency"),
        "7.2.4": Both("发文机关标志", "mark of the issuer"),
        "7.2.5": Both("发文字号", "document number"),
        "7.2.6": Both("签发人", "signer"),
        "7.3.1": Both("标题", "title"),
        "7.3.2": Both("主送机关", "recipients"),
        "7.3.3": Both("正文", "text"),
        "7.3.4": Both("附件说明", "note of annexes"),
        "7.3.5": Both("署名、成文日期和印章", "signature, date and seal"),
        "7.3.5.4": Both("署名和日期的排布", "where signature and date stand"),
        "7.3.6": Both("附注", "remark"),
        "7.3.7": Both("附件", "annexes"),
        "7.4.2": Both("抄送机关", "copies to"),
        "7.4.3": Both("印发机关和印发日期", "printer and day of printing"),
        "7.5": Both("页码", "page number"),
    }
)


@dataclass(frozen=True)
class Rule:
    """A rule of the standard; the words hold fields in braces that a deviation fills."""

    clause: str
    found: Both
    wanted: Both


@dataclass(frozen=True)
class Setting:
    """In what face and size an element is set; empty where the standard leaves it open."""

    clause: str
    face: Face | None = None
    size: float = 0.0


SETTINGS: Mapping[Role, Setting] = MappingProxyType(
    {
        Role.COPY_NUMBER: Setting("7.2.1", size=SIZE_3),
        Role.SECRECY: Setting("7.2.2", Face.HEI, SIZE_3),
        Role.URGENCY: Setting("7.2.3", Face.HEI, SIZE_3),
        Role.MARK: Setting("7.2.4", Face.BIAOSONG),
        Role.NUMBER: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.SIGNER: Setting("7.2.6", Face.KAI, SIZE_3),
        Role.TITLE: Setting("7.3.1", Face.BIAOSONG, SIZE_2),
        Role.RECIPIENTS: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.BODY: Setting("7.3.3", Face.FANG, SIZE_3),
        Role.HEADING_1: Setting("7.3.3", Face.HEI, SIZE_3),
        Role.HEADING_2: Setting("7.3.3", Face.KAI, SIZE_3),
        Role.HEADING_3: Setting("7.3.3", Face.FANG, SIZE_3),
        Role.HEADING_4: Setting("7.3.3", Face.FANG, SIZE_3),
        Role.ANNEX_NOTE: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.SIGNATURE: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.DATE: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.REMARK: Setting("5.2.2", Face.FANG, SIZE_3),
        Role.ANNEX_MARK: Setting("7.3.7", Face.HEI, SIZE_3),
        Role.COPIES: Setting("7.4.2", Face.FANG, SIZE_4),
        Role.PRINTED: Setting("7.4.3", Face.FANG, SIZE_4),
    }
)
#: Sizes by their Chinese names, in points.
SIZES: Mapping[float, str] = MappingProxyType(
    {
        42.0: "初号", 36.0: "小初", 26.0: "1号", 24.0: "小一", 22.0: "2号", 18.0: "小二", 16.0: "3号", 15.0: "小三",
        14.0: "4号", 12.0: "小四", 10.5: "5号", 9.0: "小五", 7.5: "6号",
    }
)  # fmt: skip


def shown_size(points: float) -> Both:
    """Return a size as it is called, with its points."""
    name = f"{SIZES[points]}（{points:g}磅）" if points in SIZES else f"{points:g}磅"
    return Both(name, f"{points:g} pt")


def _face(setting: Setting, role: Role) -> Rule:
    face = setting.face.shown if setting.face else Both("", "")
    return Rule(
        setting.clause,
        Both(f"{role.shown.zh}的中文字体为{{font}}", f"{role.shown.en} is set in {{font}}"),
        Both(f"应为{face.zh}", f"{face.en} is wanted"),
    )


def _size(setting: Setting, role: Role) -> Rule:
    size = shown_size(setting.size)
    return Rule(
        setting.clause,
        Both(f"{role.shown.zh}的字号为{{size}}", f"{role.shown.en} is set at {{size}}"),
        Both(f"应为{size.zh}", f"{size.en} is wanted"),
    )


def _settings() -> dict[str, Rule]:
    faces = {f"{role.slug}-face": _face(setting, role) for role, setting in SETTINGS.items() if setting.face}
    sizes = {f"{role.slug}-size": _size(setting, role) for role, setting in SETTINGS.items() if setting.size}
    return faces | sizes


def _rule(clause: str, found: tuple[str, str], wanted: tuple[str, str]) -> Rule:
    return Rule(clause, Both(*found), Both(*wanted))


_DATE_WANTED = ("应写全年月日，如2026年3月5日", "year, month and day in full are wanted, such as 2026年3月5日")


def _dates(prefix: str, clause: str, role: Role) -> dict[str, Rule]:
    """Return the rules for the figures of a day, which are the same in two places."""
    zh, en = role.shown.zh, role.shown.en
    return {
        f"{prefix}-digits": _rule(
            clause,
            (f"{zh}“{{date}}”没有全用阿拉伯数字", f"{en} “{{date}}” is not in Arabic figures throughout"),
            ("应用阿拉伯数字", "Arabic figures are wanted"),
        ),
        f"{prefix}-year": _rule(
            clause,
            (f"{zh}“{{date}}”的年份不全", f"{en} “{{date}}” has a shortened year"),
            ("年份应标全称", "the full year is wanted"),
        ),
        f"{prefix}-zeros": _rule(
            clause,
            (f"{zh}“{{date}}”的月、日编了虚位", f"{en} “{{date}}” has a leading zero"),
            ("月、日不编虚位（1不编为01）", "month and day without leading zeros are wanted"),
        ),
        f"{prefix}-form": _rule(clause, (f"{zh}写作“{{date}}”", f"{en} is written “{{date}}”"), _DATE_WANTED),
    }


_PAGES = {
    "page-size": _rule(
        "5.1",
        ("纸张为{width}×{height}毫米", "the paper is {width} × {height} mm"),
        ("应为A4（210×297毫米）", "A4 (210 × 297 mm) is wanted"),
    ),
    "margin-top": _rule(
        "5.2.1",
        ("天头（上白边）为{found}毫米", "the margin at the top is {found} mm"),
        ("应为37毫米±1毫米", "37 mm ± 1 mm is wanted"),
    ),
    "margin-left": _rule(
        "5.2.1",
        ("订口（左白边）为{found}毫米", "the margin at the left is {found} mm"),
        ("应为28毫米±1毫米", "28 mm ± 1 mm is wanted"),
    ),
    "type-area": _rule(
        "5.2.1",
        ("版心为{width}×{height}毫米", "the type area is {width} × {height} mm"),
        ("应为156×225毫米", "156 × 225 mm is wanted"),
    ),
    "line-pitch": _rule(
        "5.2.3",
        ("行距为{pitch}", "the lines are set at {pitch}"),
        ("每面应排22行，固定行距28至30磅", "22 lines a page are wanted: 28 to 30 pt exactly"),
    ),
    "characters-per-line": _rule(
        "5.2.3",
        ("文档网格每行{count}字", "the grid of the document has {count} characters a line"),
        ("每行应排28字", "28 characters a line are wanted"),
    ),
    "text-colour": _rule(
        "5.2.4",
        ("{element}的文字颜色为{colour}", "{element} is set in the colour {colour}"),
        ("应为黑色", "black is wanted"),
    ),
}

_FOOTERS = {
    "page-number-missing": _rule(
        "7.5", ("没有页码", "there are no page numbers"), ("应编页码", "page numbers are wanted")
    ),
    "page-number-place": _rule(
        "7.5",
        ("页码在页眉中", "the page number is in the header"),
        ("应在版心下边缘之下", "it is wanted below the type area"),
    ),
    "page-number-dash": _rule(
        "7.5",
        ("页码写作“{written}”", "the page number is written “{written}”"),
        ("数字左右应各放一条一字线，如“— 1 —”", "a dash at either side is wanted, as in “— 1 —”"),
    ),
    "page-number-side": _rule(
        "7.5",
        ("{pages}页码{side}", "the number of {pages} pages is {side}"),
        ("单页码应居右，双页码应居左", "odd numbers are wanted at the right, even ones at the left"),
    ),
    "page-number-indent": _rule(
        "7.5",
        ("{pages}页码距版心边缘{count}字", "the number of {pages} pages is {count} characters from the edge"),
        ("单页码应右空一字，双页码应左空一字", "one character is wanted"),
    ),
    "page-number-face": _rule(
        "7.5", ("页码的字体为{font}", "the page number is set in {font}"), ("应为宋体", "宋体 (SimSun) is wanted")
    ),
    "page-number-size": _rule(
        "7.5", ("页码的字号为{size}", "the page number is set at {size}"), ("应为4号（14磅）", "14 pt is wanted")
    ),
    "page-number-distance": _rule(
        "7.5",
        ("页脚距页边{found}毫米", "the footer is {found} mm from the edge of the page"),
        (
            "一字线上距版心下边缘应为7毫米，页脚距页边约25毫米",
            "the dash is wanted 7 mm below the type area: a footer of about 25 mm",
        ),
    ),
}

_HEAD = {
    "copy-number-form": _rule(
        "7.2.1", ("份号为“{number}”", "the copy number is “{number}”"), ("一般应为6位数字", "six figures are wanted")
    ),
    "mark-colour": _rule(
        "7.2.4",
        ("发文机关标志不是红色", "the issuer's mark is not red"),
        ("应为红色", "red is wanted"),
    ),
    "mark-alignment": _rule(
        "7.2.4",
        ("发文机关标志没有居中", "the issuer's mark is not centred"),
        ("应居中", "the middle is wanted"),
    ),
    "number-brackets": _rule(
        "7.2.5",
        ("发文字号“{number}”的年份没有用六角括号", "the year of the document number “{number}” is not in 〔〕"),
        ("年份应用六角括号“〔〕”括入", "the brackets 〔〕 are wanted"),
    ),
    "number-year": _rule(
        "7.2.5",
        (
            "发文字号“{number}”的年份不全或不是阿拉伯数字",
            "the year of the document number “{number}” is short or in words",
        ),
        ("年份应标全称，用阿拉伯数字", "the full year in Arabic figures is wanted"),
    ),
    "number-zeros": _rule(
        "7.2.5",
        ("发文字号“{number}”的顺序号编了虚位", "the document number “{number}” has a leading zero"),
        ("顺序号不编虚位（1不编为01）", "a number without leading zeros is wanted"),
    ),
    "number-ordinal": _rule(
        "7.2.5",
        ("发文字号“{number}”的顺序号加了“第”字", "the document number “{number}” has 第 in it"),
        ("顺序号不加“第”字", "a number without 第 is wanted"),
    ),
    "number-alignment": _rule(
        "7.2.5",
        ("发文字号没有居中", "the document number is not centred"),
        ("应居中（上行文居左空一字，信函居右）", "the middle is wanted (reports: left; letters: right)"),
    ),
    "title-missing": _rule("7.3.1", ("没有找到标题", "no title was found"), ("应有标题", "a title is wanted")),
    "title-alignment": _rule("7.3.1", ("标题没有居中", "the title is not centred"), ("应居中", "the middle is wanted")),
    "title-break": _rule(
        "7.3.1",
        (
            "标题在“{before}”和“{after}”之间回行，拆开了词语",
            "the title is broken inside a word, between “{before}” and “{after}”",
        ),
        ("回行应词意完整", "lines that keep words whole are wanted"),
    ),
    "title-shape": _rule(
        "7.3.1",
        ("标题各行中间短、两头长", "a line of the title is shorter than those above and below it"),
        ("应排列成梯形或菱形", "a trapezoid or a rhombus is wanted"),
    ),
    "recipients-indent": _rule(
        "7.3.2",
        ("主送机关左空{count}字", "the recipients stand {count} characters in"),
        ("应居左顶格", "the left edge is wanted"),
    ),
    "recipients-colon": _rule(
        "7.3.2",
        ("主送机关后为“{found}”", "the recipients end in “{found}”"),
        ("最后一个机关名称后应标全角冒号", "a full-width colon is wanted"),
    ),
}

_BODY = {
    "body-indent": _rule(
        "7.3.3",
        ("首行左空{count}字", "the first line stands {count} characters in"),
        ("每个自然段应左空二字", "two characters are wanted"),
    ),
    "heading-number-form": _rule(
        "7.3.3",
        ("层次序数的形式为“{found}”", "the number of the heading has the form “{found}”"),
        ("应为“{wanted}”", "“{wanted}” is wanted"),
    ),
    "heading-order": _rule(
        "7.3.3",
        ("层次序数“{found}”不连续", "the number “{found}” is out of order"),
        ("此处应为“{wanted}”", "“{wanted}” is wanted here"),
    ),
    "heading-level": _rule(
        "7.3.3",
        ("“{found}”之上缺“{wanted}”一层", "the level of “{found}” has none of “{wanted}” above it"),
        ("应依次用“一、”“（一）”“1.”“（1）”", "“一、”, “（一）”, “1.”, “（1）” are wanted in this order"),
    ),
}

_ENDS = {
    "annex-note-colon": _rule(
        "7.3.4",
        ("“附件”后为“{found}”", "“附件” is followed by “{found}”"),
        ("应为全角冒号", "a full-width colon is wanted"),
    ),
    "annex-note-indent": _rule(
        "7.3.4",
        ("附件说明左空{count}字", "the list of annexes stands {count} characters in"),
        ("应左空二字", "two characters are wanted"),
    ),
    "annex-note-numbers": _rule(
        "7.3.4",
        ("附件顺序号写作“{found}”", "the annex is numbered “{found}”"),
        ("应写作“{wanted}”", "“{wanted}” is wanted"),
    ),
    "annex-note-punctuation": _rule(
        "7.3.4",
        ("附件名称后有“{found}”", "the name of the annex ends in “{found}”"),
        ("附件名称后不加标点符号", "no punctuation is wanted"),
    ),
    **_dates("date", "7.3.5.4", Role.DATE),
    "date-indent": _rule(
        "7.3.5",
        ("成文日期右空{count}字", "the date stands {count} characters from the right"),
        (
            "盖章的一般右空四字（7.3.5.1），不盖章的首字比署名首字右移二字（7.3.5.2）",
            "four are wanted with a seal (7.3.5.1), else a start two right of the signature's (7.3.5.2)",
        ),
    ),
    "remark-indent": _rule(
        "7.3.6",
        ("附注左空{count}字", "the remark stands {count} characters in"),
        ("应左空二字", "two characters are wanted"),
    ),
    "remark-brackets": _rule(
        "7.3.6", ("附注用了半角括号", "the remark is in half-width brackets"), ("应加圆括号（）", "（） are wanted")
    ),
    "annex-mark-form": _rule(
        "7.3.7",
        ("附件标记写作“{found}”", "the mark of the annex is written “{found}”"),
        ("应写作“{wanted}”", "“{wanted}” is wanted"),
    ),
    "annex-mark-indent": _rule(
        "7.3.7",
        ("附件标记左空{count}字", "the mark of the annex stands {count} characters in"),
        ("应顶格", "the left edge is wanted"),
    ),
    "annex-mark-page": _rule(
        "7.3.7",
        ("附件没有另面编排", "the annex does not begin on a page of its own"),
        ("附件应另面编排", "a new page is wanted"),
    ),
    "annex-title-alignment": _rule(
        "7.3.7", ("附件标题没有居中", "the title of the annex is not centred"), ("应居中", "the middle is wanted")
    ),
    "annex-title-differs": _rule(
        "7.3.7",
        ("附件标题“{found}”与附件说明不一致", "the title of the annex “{found}” is not that of the list"),
        ("应为“{wanted}”", "“{wanted}” is wanted"),
    ),
    "annex-count": _rule(
        "7.3.7",
        ("附件说明列{listed}个附件，文后有{found}个", "{listed} annexes are listed, {found} follow"),
        ("附件应与附件说明一致", "the same annexes are wanted"),
    ),
}

_IMPRINT = {
    "copies-colon": _rule(
        "7.4.2",
        ("“抄送”后没有全角冒号", "“抄送” is not followed by a full-width colon"),
        ("应加全角冒号", "a full-width colon is wanted"),
    ),
    "copies-stop": _rule(
        "7.4.2",
        ("抄送机关后没有句号", "the copies do not end in a full stop"),
        ("最后一个抄送机关名称后应标句号", "a full stop is wanted"),
    ),
    "copies-indent": _rule(
        "7.4.2",
        ("抄送机关左空{count}字", "the copies stand {count} characters in"),
        ("左右应各空一字", "one character is wanted"),
    ),
    "printed-indent": _rule(
        "7.4.3",
        ("印发机关左空{count}字", "the printing office stands {count} characters in"),
        ("应左空一字", "one character is wanted"),
    ),
    **_dates("printed", "7.4.3", Role.PRINTED),
}

RULES: Mapping[str, Rule] = MappingProxyType(_PAGES | _FOOTERS | _HEAD | _BODY | _ENDS | _IMPRINT | _settings())
