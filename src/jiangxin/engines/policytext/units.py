"""Reads lists of units with their roles, as in 甲局牵头，乙局、丙局等按职责分工负责.

Works on folded text (fold.py); spans are those of the text as read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jiangxin.engines.policytext.fold import squeeze
from jiangxin.engines.policytext.model import Role, Span, UnitMention
from jiangxin.engines.policytext.timelimits import time_limits

_PLACE = r"(?:责任)?(?:单位|部门|处室|科室|机构|主体|股室)"
#: Words that open a list of units, a deadline, or something that is neither.
_OFFICE = "(?:市|区|县|州|省|校|院|厅|局|委)?(?:级)?(?:领导|责任人|负责人|联系人|联络人|包联领导)"
_OF_WHOM = "(?:责任|牵头|分管|包抓|督办|协办|配合|包保|责任单位|第一责任|主要责任|直接责任)?"
_OF_WHAT = "(?:计划|预计|要求)?(?:完成|办理|办结|时限|整改|落实|推进|实施|工作|启动|起止|任务)?"
_HELP = "(?:配合|协办|协同|协作|协助|参与|参加|支持|会办)"
_DUTY = "(?:责任|负责|承办|实施|落实|完成|主管|执行|承担|组织|任务|具体责任|工作责任)"
_LABELS: tuple[tuple[str, str], ...] = (
    ("ignore", f"{_OF_WHOM}{_OFFICE}|责任人|联系电话|备注|说明"),
    ("deadline", f"{_OF_WHAT}(?:时限|时间|期限|节点|进度)(?:要求|安排|节点|进度)?"),
    ("lead", f"(?:总)?(?:责任)?(?:牵头|主办|主责|主要责任|第一责任)(?:责任)?(?:{_PLACE})?|组长单位"),
    ("support", f"(?:责任)?{_HELP}(?:责任)?(?:{_PLACE})?"),
    ("guide", f"(?:业务)?(?:指导|督导|监督)(?:责任)?{_PLACE}"),
    ("responsible", f"{_DUTY}(?:责任)?{_PLACE}|责任分工|任务分工|职责分工|责任落实"),
)
LABEL = re.compile(
    r"(?:" + "|".join(f"(?P<{kind}{n}>{body})" for n, (kind, body) in enumerate(_LABELS)) + r")"
    r"(?:\([^()]{1,10}\)|及[^:,;。]{2,8})?[ ]?(?::|为:)"
)
_LABEL_WORD = re.compile("|".join(f"(?P<{kind}{n}>{body})" for n, (kind, body) in enumerate(_LABELS)))

_SUFFIX = (
    "部|委|局|厅|办|院|会|署|社|站|所|处|科|室|馆|队|校|园|区|县|市|州|省|镇|乡|街|村|盟|旗|司|团|联|协|府"
    "|党|组|庭|军|中心|集团|公司|机构|部门|单位|企业|大学|中学|小学|学会|银行|支行|分行|人行|政府|街道|地区|地方|电视台|基地"
    "|平台|邮政|电力|供电|海关|学校|院校|高校|妇|信访|消防|税务|公安|气象|法院|检察院|工会|专班|窗口|电信|移动"
    "|联通|铁塔|景区|社区|机关|中央|农场|林场|片区|新区|园区|开发区|管委会|指挥部|领导小组|办公厅|办公室|成员单位|报|网"
)
UNIT_END = re.compile(rf"(?:{_SUFFIX})(?:[(（][^()（）]*[)）])?$")
_STRONG_END = re.compile(
    r"(?:部|委|局|厅|办|院|会|署|总社|中心|公司|集团|银行|分行|支行|政府|大学|学院|学校|总队|支队|办公室|部门|单位|机关"
    r"|[商残妇文侨科]联|科协|协会|团[省市区县州]委|企业|队|站|馆|办事处)$"
)

_BY_DUTY = (
    r"(?:等)?(?:要|应)?(?:按照|根据|依据|依|按)?(?:各自|部门|职能|工作|有关|任务|单位)?(?:职责|职能|权限)?(?:和|及)?"
    r"(?:任务|职责)?(?:分工)?(?:范围内)?(?:分别|各自|共同|具体|组织|统筹|协同|分级|分工)?"
)
_DO = r"(?:负责|完成|落实|推进|承担|办理|执行|实施|抓好落实|做好|抓落实)"
_VERB = re.compile(
    r"(?P<lead>(?:共同|联合|负责|具体|分别|总|为|作为)?(?:牵头|主办)(?:单位|部门)?(?:抓总)?(?:负责|组织|落实|实施|推进|抓落实|办理|开展|完成)*)$"
    r"|(?P<support>(?:积极|协同|共同|予以|密切|给予|负责|为|作为)?(?:配合|参与|参加|协助|协办|协同|支持)"
    r"(?:单位|部门)?(?:做好|实施|落实|推进|负责|抓好|相关工作|开展)*)$"
    r"|(?P<guide>(?:负责)?(?:加强|业务|督促|统筹|监督|具体)?(?:指导|督导)(?:落实|实施|推进|协调)?)$"
    rf"|(?P<responsible>{_BY_DUTY}{_DO}{{1,3}})$"
)
_INNER_LEAD = re.compile(
    r"(?<!\()牵头(?!单位|部门)(?:负责|组织|落实|实施)?(?=.)|会同|(?<=[局部委厅办会])商(?=.{2,12}[局部委厅办会])"
)
_ROLE_NOTE = re.compile(r"\((?:为)?(牵头|主办|负责|主责|配合|参与|协办|指导)(?:单位|部门)?\)$")
_OTHER_NOTE = re.compile(r"\((?:负责|按|根据|如|含|以下|下同|列|排)[^()]*\)$")
_ETC = re.compile(
    r"等(?:\d{0,3}个?)?(?:国务院|中央|市级|区级|县级|省级|省直|市直|区直|县直|市|区|县|省)?(?:各|有关|相关|职能|主管|责任)*"
    r"(?:部门和单位|部门单位|部门|单位|方面|处室|机构|地区)?$"
)
#: 甲部等国务院相关部门及各地区 is a unit, 等, and a collective.
_ETC_AND = re.compile(r"等(?=(?:国务院|中央|省|市|区|县)?[级直]?(?:各|有关|相关)[^等]{0,8}(?:部门|单位)(?:及|和|与))")
_CONNECTOR = re.compile(r"以及|及其|和|及|与")
_PREFIX = re.compile(r"(?:由|以及|及|其中|并由|并|具体由|拟由|请|\d{1,2}[.)]|[①-⑳]|(?:以上|上述)[^由、,]{0,10}由)+")
_SEPARATOR = "、,;。/|\n"
_VAGUE = re.compile(
    r"^(?:国务院|中央|省|市|区|县|自治区|全市|全区|全县|全省)?(?:级|直)?(?:各|有关|相关|其他|各级|各有关|各相关|等)*(?:级|职能|责任|主管)?"
    r"(?:部门|单位|地区|地方|地|方面|省份)(?:(?:和|及|与|、)?(?:各|有关|相关)*(?:部门|单位|地区|地方|方面))*$"
)
_RULE = re.compile(r"以下|下同|列第|排在|排第|列在|列首|排名|不再|按先后|第一位|首位|排序|排列")
_DONE = re.compile(r"(?:前|底|并|分阶段|基本|全面|完成|落实到位|到位|实施|推进|启动|出台|印发|建成|见效|取得.{2,8})*")
_BY_YEAR = re.compile(
    r"(?:力争|计划|预计)?(?P<when>(?:19|20)\d\d年(?:\d{1,2}月)?[底前]?)(?:启动|完成|实施|推进|见效|建成|投入使用)"
)
_NOISE = {"单位", "部门", "等", "有关", "相关", "分别", "并", "共同", "无", "-", "—", "―", "/", "…", "下同"}
MAX_NAME = 40
_MAX_TOKEN = 300  # what is longer names no unit
_MAX_LIST = 6000


@dataclass(slots=True)
class UnitList:
    """Units of one annotation or table cell in print order, and what else stood there."""

    units: list[UnitMention] = field(default_factory=list)
    etc: bool = False
    deadlines: list[str] = field(default_factory=list)
    verb: bool = False
    label: bool = False

    def names_look_like_units(self) -> bool:
        """Whether at least four of five names end like names of units."""
        if not self.units or any(len(u.name) > MAX_NAME for u in self.units):
            return False
        good = sum(looks_like_unit(u.name) for u in self.units)
        return good * 5 >= len(self.units) * 4


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as names of official units do."""
    return 2 <= len(name) <= MAX_NAME and UNIT_END.search(name) is not None


def is_vague(name: str) -> bool:
    """Whether a name is a collective that names nobody: 有关部门, 国务院相关部门及各地区."""
    return _VAGUE.match(name) is not None


def label_kind(word: str) -> str | None:
    """Kind of a label or table header that is nothing else than the label."""
    match = _LABEL_WORD.fullmatch(word)
    return match.lastgroup.rstrip("0123456789") if match and match.lastgroup else None


def role_of(kind: str) -> Role:
    """Role that a label of this kind gives."""
    if kind == "lead":
        return "lead"
    if kind == "support":
        return "support"
    return "guide" if kind == "guide" else "responsible"


@dataclass(slots=True)
class _Pending:
    name: str
    span: Span
    role: Role | None


class _Reader:
    def __init__(self, text: str, folded: str, default: Role) -> None:
        self.text = text
        self.folded = folded
        self.kind: str = default
        self.default: Role = default
        self.result = UnitList()
        self.pending: list[_Pending] = []
        self.done: list[_Pending] = []

    def token(self, start: int, end: int) -> None:
        """One stretch between separators."""
        start, end = self._trim(start, min(end, start + _MAX_TOKEN))
        if start >= end:
            return
        label = LABEL.match(self.folded, start, end)
        if label and label.lastgroup:
            self._flush(None)
            self.kind = label.lastgroup.rstrip("0123456789")
            self.result.label = True
            self.token(label.end(), end)
            return
        if self.kind == "deadline":
            self.result.deadlines.append(self.text[start:end].strip())
            return
        note = _OTHER_NOTE.search(self.folded[start:end])
        if note and _RULE.search(note[0]):
            end = start + note.start()
        if self.kind == "ignore" or _RULE.search(self.folded, start, end):
            return
        if self._limit(start, end):
            return
        inner = _INNER_LEAD.search(self.folded, start, end)
        verb = _VERB.search(self.folded[start:end])
        if (
            inner
            and not (verb and start + verb.start() <= inner.start())
            and inner.start() > start + 1
            and inner.end() < end
        ):
            self._name(start, inner.start())
            self._flush("lead")
            self.result.verb = True
            self.token(inner.end(), end)
            if self.folded[inner.start() : inner.end()] in {"会同", "商"}:
                self._flush("support")
            return
        self._name(start, end)

    def _limit(self, start: int, end: int) -> bool:
        """Whether the stretch says by when instead of who: 2025年底前完成, 持续推进."""
        plain = _BY_YEAR.fullmatch(self.folded, start, end)
        if plain:
            self.result.deadlines.append(self.text[plain.start("when") : plain.end("when")])
            return True
        quotes = time_limits(self.folded[start:end])
        rest = self.folded[start:end]
        for quote in quotes:
            rest = rest.replace(quote, "", 1)
        if not quotes or not _DONE.fullmatch(rest):
            return False
        at = self.folded.find(quotes[0], start, end)
        self.result.deadlines.append(self.text[at : at + len(quotes[0])])
        return True

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.folded[start] in " :!?\"'*":
            start += 1
        while end > start and self.folded[end - 1] in " :!?*":
            end -= 1
        prefix = _PREFIX.match(self.folded[start:end])
        return (start + prefix.end() if prefix else start), end

    def _name(self, start: int, end: int) -> None:
        """A name, with 等 and a verb of role perhaps behind it."""
        note = _ROLE_NOTE.search(self.folded[start:end])
        own: Role | None = None
        if note:
            end = start + note.start()
            own = "lead" if note[1] in {"牵头", "主办", "主责"} else "guide" if note[1] == "指导" else None
            own = "support" if note[1] in {"配合", "参与", "协办"} else own
        else:
            other = _OTHER_NOTE.search(self.folded[start:end])
            end = start + other.start() if other else end
        verb = _VERB.search(self.folded[start:end]) if end - start <= 80 else None
        if verb and verb.start() == 0 and verb.lastgroup == "responsible" and looks_like_unit(verb[0]):
            verb = None
        stop = start + verb.start() if verb else end
        if self.folded.startswith("各", start) and self.folded.startswith(("部门负责", "单位负责"), stop):
            stop += 2  # 各县教育部门负责: the verb takes no word of a collective
        start, stop = self._trim(start, stop)
        tail = _ETC_AND.search(self.folded[start:stop])
        if tail and tail.start():
            self.result.etc = True
            self._split(start, start + tail.start(), own)
            start += tail.end()
        etc = _ETC.search(self.folded[start:stop])
        if etc:
            self.result.etc = True
            stop = start + etc.start()
        start, stop = self._trim(start, stop)
        if start < stop and squeeze(self.folded[start:stop]) not in _NOISE:
            self._split(start, stop, own)
        if verb and verb.lastgroup:
            self.result.verb = True
            role: Role = role_of(verb.lastgroup)
            self._flush(role)

    def _split(self, start: int, stop: int, own: Role | None) -> None:
        """Splits at 和/及/与 where both sides are units; 工业和信息化部 stays whole."""
        position = start
        while not is_vague(squeeze(self.folded[start:stop])):
            cut = _CONNECTOR.search(self.folded, position, stop)
            if not cut:
                break
            left, right = squeeze(self.folded[start : cut.start()]), squeeze(self.folded[cut.end() : stop])
            balanced = self.folded.count("(", start, cut.start()) == self.folded.count(")", start, cut.start())
            left = re.sub(r"等(?:部门|单位|有关部门)?$", "", left)
            if balanced and _STRONG_END.search(left) and looks_like_unit(right) and len(left) > 2:
                self._add(start, cut.start(), own)
                start = cut.end()
            position = cut.end()
        self._add(start, stop, own)

    def _add(self, start: int, stop: int, own: Role | None) -> None:
        start, stop = self._trim(start, stop)
        etc = _ETC.search(self.folded[start:stop])
        if etc and etc.start():
            self.result.etc = True
            start, stop = self._trim(start, start + etc.start())
        name = squeeze(self.text[start:stop])
        if name and name not in _NOISE and not name.isdecimal():
            self.pending.append(_Pending(name, Span(start, stop), own))

    def _flush(self, role: Role | None) -> None:
        for unit in self.pending:
            if unit.role is None:
                unit.role = role or role_of(self.kind)
        self.done += self.pending
        self.pending = []

    def finish(self) -> UnitList:
        """Assigns roles to what is left and gives everyone beside a lead the role of support."""
        self._flush(None)
        units = _split_glued(self.done, self.text)
        led = any(unit.role == "lead" for unit in units)
        seen: set[tuple[str, Role]] = set()
        for unit in units:
            role = unit.role or "responsible"
            if led and role == "responsible":
                role = "support"
            if (unit.name, role) not in seen:
                seen.add((unit.name, role))
                self.result.units.append(UnitMention(unit.name, role, unit.span))
        return self.result


def _split_glued(units: list[_Pending], text: str) -> list[_Pending]:
    """Parts two names whose separator was lost, where the neighbours share a first character.

    区某某办区某某委 beside 区财政局 is two units: the first part ends like a unit and the second
    begins like the neighbours.
    """
    level = {"省", "市", "区", "县", "州", "旗", "镇"}
    firsts = {u.name[0] for u in units if u.name[0] in level and len(u.name) > 2}
    result: list[_Pending] = []
    for unit in units:
        whole = text[unit.span.start : unit.span.end]
        cut = 0
        if len(whole) <= MAX_NAME and whole == unit.name and "(" not in whole and "（" not in whole:
            for at in range(3, len(whole) - 2):
                left, right = whole[:at], whole[at:]
                if right[0] in firsts and left[0] == right[0] and _STRONG_END.search(left) and UNIT_END.search(right):
                    cut = at
                    break
        if not cut:
            result.append(unit)
            continue
        middle = unit.span.start + cut
        result.append(_Pending(whole[:cut], Span(unit.span.start, middle), unit.role))
        result.append(_Pending(whole[cut:], Span(middle, unit.span.end), unit.role))
    return result


def read_units(text: str, folded: str, span: Span, default: Role = "responsible") -> UnitList:
    """Reads the units in ``span``. ``default`` is the role where neither label nor verb gives one."""
    reader = _Reader(text, folded, default)
    depth = 0
    start = span.start
    span = Span(span.start, min(span.end, span.start + _MAX_LIST))
    for at in range(span.start, span.end):
        char = folded[at]
        if char in "([《〈“":
            depth += 1
        elif char in ")]》〉”":
            depth = max(0, depth - 1)
        elif depth == 0 and char == "、" and _one_collective(folded, start, at, span.end):
            continue
        elif depth == 0 and (char in _SEPARATOR or (char == " " and _parts(folded, start, at, span.end))):
            reader.token(start, at)
            start = at + 1
    reader.token(start, span.end)
    return reader.finish()


_EACH = re.compile(r"(?:^|:)各(?:设区的?)?(?:[省市县区州盟旗乡镇街道]{1,4}(?:、[市县区州盟旗乡镇])*|省、自治区)$")
_EACH_TAIL = re.compile(
    r"(?:[市县区州盟旗乡镇]、)*(?:自治县|自治州|[县区市](?![直级属])|乡|镇|街|旗|盟|州)(?:\([^()]{1,12}\))?"
    r"[^,;。、]{0,16}(?:政府|办事处|管委会|管理委员会)|自治区、直辖市|直辖市"
)


def _one_collective(folded: str, start: int, at: int, end: int) -> bool:
    """Whether the mark stands inside one collective name: 各市、县人民政府; 各省、自治区、直辖市."""
    return bool(_EACH.search(squeeze(folded[start:at])) and _EACH_TAIL.match(folded, at + 1, end))


def _parts(folded: str, start: int, at: int, end: int) -> bool:
    """Whether the space or line break at ``at`` stands between two units, not inside a name."""
    left = squeeze(folded[start:at])
    right = folded[at + 1 : min(end, at + 40)].lstrip()
    if LABEL.match(right):
        return True
    return len(left) >= 3 and UNIT_END.search(left) is not None and len(right) >= 2
