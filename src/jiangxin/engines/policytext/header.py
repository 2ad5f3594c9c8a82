"""What a document says about itself: header block, title, number, addressee, signature, closing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiangxin.engines.policytext.fold import squeeze
from jiangxin.engines.policytext.model import Meta, Source, Span
from jiangxin.engines.policytext.numbering import chinese_number

_HEAD = 4000  # characters in which header, title and addressee stand
_FIELDS: dict[str, str] = {
    "index_number": "索引号 信息索引号 索取号 信息索取号",
    "document_number": "发文字号 文号 文件编号 发文文号 文件字号 发文号 字号",
    "issuer": "发布机构 发文机关 发文单位 发布单位 制发机关 公开机构 信息来源 发布机关 发文机构 制定机关",
    "written_date": "成文日期 发文日期 生成日期 制发日期 印发日期 发文时间 成文时间 生成时间",
    "published_date": "发布日期 公布日期 公开日期 发布时间 公开时间",
    "topic": "主题分类 主题类别 信息分类 所属主题 内容分类",
    "genre": "体裁分类 体裁 公文种类 公文体裁 文种",
    "status": "有效性 效力状态 时效性 是否有效 效力",
    "title": "标题 文件名称 信息名称 名称",
    "other": (
        "主题词 分类 关键词 废止日期 失效日期 生效日期 实施日期 所属机构 公开方式 访问次数 浏览次数"
        " 文件分类 公开范围 信息类别 浏览量 施行日期 效力等级 字体"
    ),
}
_NAMES = {name: key for key, names in _FIELDS.items() for name in names.split()}
_LABEL = re.compile(
    r"(?P<open>\[ *)?(?P<name>"
    + "|".join(r"[ ]*".join(map(re.escape, name)) for name in sorted(_NAMES, key=len, reverse=True))
    + r")(?P<close> *(?:\]|:))?"
)
_KINDS = "通知|意见|决定|批复|函|公告|通告|方案|措施|办法|规定|报告|规划|纲要|计划|要点|细则|条例|决议|通报|清单|分工"
_TITLE = re.compile(
    r"(?:(?:[^ \n。;:,\[\]]{2,24}(?:[委府局厅部院办会署联]|[公总]司)[ \n]{1,4}){0,12}[^ \n。;:\[\]]+\s*)?"
    rf"关于[^。;:]{{2,200}}?(?:的\s*)?(?:{_KINDS})(?:\([^()\n]{{1,20}}\))?(?=[ \n]|$)"
)
_PLAIN_TITLE = re.compile(rf"[^\n。;:]{{4,80}}(?:{_KINDS})(?:\([^()\n]{{1,24}}\))?")
_NUMBER = re.compile(
    r"[一-龥]{1,14}\s*\[\s*(?:19|20)\d\d\s*\]?\s*(?:第\s*)?\d{0,5}\s*号|[一-龥]{1,12}(?:发|函|办|字|规)\[20\d{2,6}\]?号?"
)
_NOT_TITLE = re.compile(r"(?:根据|按照|为|依据|现将|贯彻|经)")
_ISSUED = re.compile(
    r"(?:印发|转发|批转|下发|发布)\s*(?:<|《)?(?P<name>.+?)(?:>|》)?\s*的?\s*(?:通知|函|决定|意见)(?:\(.*\))?$"
)
_ANNOUNCED = re.compile(r"《(?P<name>[^《》]{4,100}(?:《[^《》]{1,40}》[^《》]{0,40})?)》\s*(?:已经|业经|已|印发)")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年\-/.]\s*(?P<m>\d{1,2})\s*[月\-/.]\s*(?P<d>\d{1,2})\s*日?")
_CN_DAY = r"[二一][〇○零O0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DAY = re.compile(rf"(?:19|20)\d\d *年 *\d{{1,2}} *月 *\d{{1,2}} *日|{_CN_DAY}")
_CN_DATE = re.compile(
    r"(?P<y>[二一][〇○零O0一二三四五六七八九]{3})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_SIGNER = (
    r"[一-龥（）()、 ]{1,40}(?:人民政府(?:办公[厅室])?|国务院(?:办公厅)?|办公[厅室]|委员会|委办|局|厅|部"
    r"|指挥部|领导小组|管委会|党委|院|联合会|学校)"
)
_SIGNED = re.compile(
    rf"(?:(?<=[ \n。;])|^)(?P<who>{_SIGNER})[ \n]+"
    rf"(?P<when>(?:19|20)\d\d *年? *\d{{1,2}} *月? *\d{{1,2}} *日|{_CN_DAY})"
)
_ADDRESSEE = re.compile(r"(?:(?<=\n)|(?<= )|^)(?P<who>[^ \n。;:!?《》][^\n。;:!?《》]{2,240}):(?=[ \n]|$)")
_RECEIVER = re.compile(r"各|有关|相关|单位|部门|政府|委员会|机构|办事处|局|厅|院校|企业")
_DISCLOSURE = re.compile(r"\( *(?P<what>(?:此件|本件|此文)[^()\n]{2,16}) *\)")
_ATTACHED = re.compile(r"附[ ]*件[ ]*:[ ]*(?P<first>[^\n]{2,200})")
_REMARK = re.compile(r"(?:(?<=\n)|^)(?P<what>备[ ]?注[ ]?:[^\n]{2,300})")
_EFFECT = re.compile(r"(?P<what>自[^。;,\n]{2,30}起(?:施行|实施|执行|生效)[^。;\n]{0,80})")
_SITE = re.compile(r"(?:https?://)?www\.[A-Za-z0-9.\-]{3,60}")


@dataclass(frozen=True, slots=True)
class _Head:
    text: str
    folded: str
    end: int  # behind the addressee, or of the part where it would stand


def find_meta(source: Source, folded: str, lines: list[Span]) -> Meta:
    """Fields of header, title, signature and closing lines; None where the document has none."""
    text = source.text
    fields = _labelled(text, folded)
    addressee = _addressee(folded)
    head = _Head(text, folded, addressee.start if addressee else min(len(folded), _HEAD))
    title = fields.get("title") or _title(head, lines)
    signed = _SIGNED.search(folded, addressee.end if addressee else 0)
    signature = squeeze(text[signed.start("who") : signed.end("who")]) if signed else None
    issuer = fields.get("issuer") or _issuer(title) or signature
    written = fields.get("written_date") or (signed["when"] if signed else _lone_date(folded, lines))
    return Meta(
        title=title,
        plan_title=_plan_title(title, text, folded),
        document_number=fields.get("document_number") or _number(head),
        index_number=fields.get("index_number"),
        issuer=issuer,
        issuer_signature=signature,
        written_date=_iso(written),
        published_date=_iso(fields.get("published_date")),
        topic=fields.get("topic"),
        genre=fields.get("genre"),
        status=fields.get("status"),
        effective=_quoted(text, _EFFECT.search(folded)),
        addressee=squeeze(text[addressee.start : addressee.end]) if addressee else None,
        disclosure=_quoted(text, _DISCLOSURE.search(folded)),
        attachment=_attachment(text, folded),
        remark=_quoted(text, _REMARK.search(folded)),
        site=_site(text, lines),
    )


def _lone_date(folded: str, lines: list[Span]) -> str | None:
    """The first date with a line of its own, where nobody signs above it."""
    return next((folded[line.start : line.end] for line in lines if _DAY.fullmatch(folded, line.start, line.end)), None)


def _quoted(text: str, match: re.Match[str] | None) -> str | None:
    return squeeze(text[match.start("what") : match.end("what")]) if match else None


def _labelled(text: str, folded: str) -> dict[str, str]:
    """Fields of the header block: [ 文号 ] value, 文号：value, or label and value side by side."""
    limit = min(len(folded), _HEAD)
    marks = [m for m in _LABEL.finditer(folded, 0, limit) if _is_label(folded, m)]
    per_line: dict[int, int] = {}
    for mark in marks:
        line = folded.rfind("\n", 0, mark.start())
        per_line[line] = per_line.get(line, 0) + 1
    found: dict[str, str] = {}
    for index, mark in enumerate(marks):
        line = folded.rfind("\n", 0, mark.start())
        if not mark["close"] and per_line[line] < 2:
            continue
        after = marks[index + 1].start() if index + 1 < len(marks) else limit
        start = mark.end()
        while start < after and folded[start] in " \n:]":
            start += 1
        stop = folded.find("\n", start, after)
        value = text[start : stop if stop >= 0 else after].strip(" \t\u3000[［【")
        key = _NAMES[squeeze(mark["name"])]
        if key.endswith("_date") and (day := _DATE.match(value)):
            value = day[0]
        if value and len(value) <= 200 and key not in found:
            found[key] = re.sub(r"\s+", "" if key != "topic" else " ", value)
    return {key: value for key, value in found.items() if key != "other"}


def _is_label(folded: str, mark: re.Match[str]) -> bool:
    before = folded[mark.start() - 1 : mark.start()]
    after = folded[mark.end() : mark.end() + 1]
    if mark["close"]:
        return before in {"", " ", "\n", "]", "["} or bool(mark["open"])
    return before in {"", " ", "\n"} and after in {" ", "\n"}


def _addressee(folded: str) -> Span | None:
    for match in _ADDRESSEE.finditer(folded, 0, min(len(folded), _HEAD)):
        who = match["who"]
        if _LABEL.search(who) or _NOT_TITLE.match(who) or "如下" in who or "关于" in who or "附件" in who:
            continue
        start = match.start("who")
        numbers = [n.end() for n in _NUMBER.finditer(folded, start, match.end("who"))]
        start = numbers[-1] if numbers else start
        if _RECEIVER.search(folded, start, match.end("who")):
            return Span(start, match.end("who"))
    return None


def _title(head: _Head, lines: list[Span]) -> str | None:
    for match in _TITLE.finditer(head.folded, 0, head.end):
        start = match.start()
        numbers = [n.end() for n in _NUMBER.finditer(head.folded, max(0, start - 40), match.end())]
        if numbers and numbers[-1] > start:
            start = numbers[-1]
            while start < match.end() and head.folded[start] in "-—– \n":
                start += 1
        words = head.folded[start : match.end()]
        if "\n\n" in words or _NOT_TITLE.match(words):
            words = words.rsplit("\n\n", 1)[-1]
            start = match.end() - len(words)
        if "关于" in words and len(squeeze(words)) >= 8:
            return squeeze(head.text[start : match.end()])
    for line in lines[:30]:
        if line.start >= head.end:
            break
        plain = _PLAIN_TITLE.fullmatch(head.folded, line.start, line.end)
        if plain and not re.search(r"目录|:", plain[0]):
            return squeeze(head.text[line.start : line.end])
    return None


def _plan_title(title: str | None, text: str, folded: str) -> str | None:
    issued = _ISSUED.search(title) if title else None
    if issued:
        return issued["name"].strip("《》<>〈〉")
    announced = _ANNOUNCED.search(folded, 0, min(len(folded), _HEAD))
    return squeeze(text[announced.start("name") : announced.end("name")]) if announced and title else None


def _issuer(title: str | None) -> str | None:
    if not title or "关于" not in title:
        return None
    name = title.split("关于", 1)[0]
    return name if 2 <= len(name) <= 40 else None


def _number(head: _Head) -> str | None:
    match = _NUMBER.search(head.folded, 0, head.end)
    return squeeze(head.text[match.start() : match.end()]) if match else None


def _iso(written: str | None) -> str | None:
    """ISO date of a date in Arabic or Chinese digits; None where a part is missing or impossible."""
    if not written:
        return None
    match = _DATE.search(written)
    if match:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    else:
        chinese = _CN_DATE.search(written)
        if not chinese:
            return None
        digits = chinese["y"].translate(str.maketrans("〇○零O一二三四五六七八九", "0000123456789"))
        year, month, day = int(digits), chinese_number(chinese["m"]), chinese_number(chinese["d"])
    possible = 1 <= month <= 12 and 1 <= day <= 31
    return f"{year:04d}-{month:02d}-{day:02d}" if possible else None


def _attachment(text: str, folded: str) -> str | None:
    match = _ATTACHED.search(folded)
    if not match:
        return None
    names: list[str] = []
    at = match.start("first")
    while True:
        stop = folded.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)].strip()
        number = re.match(r"(\d{1,2})[.、．]\s*", line)
        if names and (not number or int(number[1]) != len(names) + 1):
            break
        if len(line) > 120:
            line = re.split(r"\s", line, maxsplit=1)[0][:120]
        names.append(squeeze(re.sub(r"^\d{1,2}[.、．]\s*", "", line)))
        if not number or stop < 0:
            break
        at = stop + 1
        while at < len(folded) and folded[at] in " \n":
            at += 1
    return "；".join(names) or None


def _site(text: str, lines: list[Span]) -> str | None:
    for index, line in enumerate(lines[:6]):
        match = _SITE.search(text[line.start : line.end])
        if match:
            name = text[lines[index - 1].start : lines[index - 1].end] if index else ""
            return f"{name} {match[0]}".strip() if len(name) <= 40 else match[0]
    return None
