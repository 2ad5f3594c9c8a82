"""Which element of an official document each paragraph is, by words, marks, places and looks.

Real files come without styles, so that all of this is a judgement; where it could be another element, it is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from jiangxin.engines.typeset.check_reading import Paragraph
from jiangxin.engines.typeset.check_words import Both

#: Only so much of a paragraph is looked at.
LOOKED_AT = 300
#: How many paragraphs the head and the imprint have at most.
_HEAD, _TAIL = 15, 8
_TITLE_LINES, _LONGEST_TITLE, _LONGEST_NAME, _LONGEST_RECIPIENTS = 5, 120, 40, 300
_LARGE, _SMALL = 20.0, 14.0
_FAR_IN = 8.0


class Role(Enum):
    """An element of the standard (chapter 7), or what is none."""

    COPY_NUMBER = ("copy-number", "份号", "the copy number")
    SECRECY = ("secrecy", "密级和保密期限", "the degree of secrecy")
    URGENCY = ("urgency", "紧急程度", "the urgency")
    MARK = ("mark", "发文机关标志", "the issuer's mark")
    NUMBER = ("number", "发文字号", "the document number")
    SIGNER = ("signer", "签发人姓名", "the signer's name")
    TITLE = ("title", "标题", "the title")
    RECIPIENTS = ("recipients", "主送机关", "the recipients")
    BODY = ("body", "正文", "the body")
    HEADING_1 = ("heading-1", "一级标题", "the heading of level 1")
    HEADING_2 = ("heading-2", "二级标题", "the heading of level 2")
    HEADING_3 = ("heading-3", "三级标题", "the heading of level 3")
    HEADING_4 = ("heading-4", "四级标题", "the heading of level 4")
    ANNEX_NOTE = ("annex-note", "附件说明", "the list of annexes")
    SIGNATURE = ("signature", "发文机关署名", "the issuer's signature")
    DATE = ("date", "成文日期", "the date")
    REMARK = ("remark", "附注", "the remark")
    ANNEX_MARK = ("annex-mark", "附件标记", "the mark of the annex")
    ANNEX_TITLE = ("annex-title", "附件标题", "the title of the annex")
    COPIES = ("copies", "抄送机关", "the copies")
    PRINTED = ("printed", "印发机关和印发日期", "the printing office and day")
    OTHER = ("other", "其他", "other text")

    def __init__(self, slug: str, zh: str, en: str) -> None:
        self.slug = slug
        self.shown = Both(zh, en)


HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)

_CN = "一二三四五六七八九十百"
#: Numbers at the start of a paragraph, by level, in whatever form.
NUMBERS = (
    re.compile(rf"(?P<value>[{_CN}]{{1,4}})(?P<form>[、.．，,:：])(?![二三四五六七八九]、)"),
    re.compile(rf"(?P<form>[（(](?P<value>[{_CN}]{{1,4}})[）)][、.．，,]?)"),
    re.compile(r"(?P<value>\d{1,2})(?P<form>[.．、)）])(?!\d)"),
    re.compile(r"(?P<form>[（(](?P<value>\d{1,2})[）)][、.．，,]?)"),
)
_COPY_NUMBER = re.compile(r"\d{1,8}")
_SECRECY = re.compile(r"(绝密|机密|秘密)\s*(★.{0,12})?")
_URGENCY = re.compile(r"特急|加急|平急|特提")
_DIGITS = r"[\d〇○零一二三四五六七八九]"
NUMBER = re.compile(
    rf"(?P<office>[^\d\s〔\[【（(［〈<﹝第]{{1,25}}?)\s*(?P<open>[〔\[【（(［〈<﹝]?)\s*(?P<year>{_DIGITS}{{2,4}})\s*"
    r"(?P<close>[〕\]】）)］〉>﹞年]?)\s*(?P<ordinal>第?)\s*(?P<serial>\d{1,5})\s*号(?P<signer>\s+签发人.{0,60})?"
)
_SIGNER = re.compile(r"(.*\s)?签发人\s*[：:]\s*(?P<name>\S.*)")
_ISSUE = re.compile(r"[（(]?第?\s*[\d一二三四五六七八九十百]{1,5}\s*[期号次].{0,20}")
_KIND = re.compile(
    r"(?:通知|通报|函|报告|请示|意见|决定|决议|命令|公报|公告|通告|议案|批复|纪要|方案|办法|规定|细则|要点|计划|规划)"
    r"(?:[（(][^）)]{1,12}[）)])?"
)
_ORGAN = r"(?:府|局|委|办|办公室|会|院|校|学校|部|部门|处|单位|厅|司|所|中心|公司|组|镇|街道|企业|机构|行|同志)"
_RECIPIENTS = re.compile(rf".*{_ORGAN}(?:[（(][^）)]{{1,30}}[）)])?\s*(?P<end>[：:，,。；;]?)")
_ANNEX_MARK = re.compile(rf"附\s*件\s*[\d{_CN}]{{0,3}}\s*[：:]?")
ANNEX_NOTE = re.compile(
    rf"附\s*件\s*(?P<number>[\d{_CN}]{{0,3}})\s*(?P<colon>[：:；;，,．.]?)\s*(?P<rest>.*)", re.DOTALL
)
LISTED = re.compile(r"(?P<number>\d{1,2})\s*(?P<dot>[.．、)）:：]?)\s*(?P<name>\D.*|\d{4}.*)")
_CN_DIGITS = "〇○零一二三四五六七八九十"
DATE = re.compile(
    rf"(?P<year>\d{{4}}|\d{{2}}|[{_CN_DIGITS}]{{2,4}})\s*(?P<after_year>[年.．/／－—-])\s*"
    rf"(?P<month>\d{{1,2}}|[{_CN_DIGITS}]{{1,3}})\s*(?P<after_month>[月.．/／－—-])\s*"
    rf"(?P<day>\d{{1,2}}|[{_CN_DIGITS}]{{1,3}})\s*(?P<after_day>[日号]?)"
)
PRINTED = re.compile(rf"(?P<office>.*?)(?P<date>{DATE.pattern})\s*印\s*发")
COPIES = re.compile(r"抄\s*送\s*(?P<colon>[：:]?).*", re.DOTALL)
_ATTENDANCE = re.compile(
    r"(?:出\s*席|列\s*席|请\s*假|缺\s*席|主\s*持|记\s*录|参\s*会)(?:人员|人)?\s*[：:].*", re.DOTALL
)
_REMARK = re.compile(r"[（(].+[）)]", re.DOTALL)
_CAPTION = re.compile(r"(?:表|图|注|来源|数据来源|单位|说明)\s*[\d：:].*", re.DOTALL)
_SENTENCE = re.compile(r"[。；！？]")
_RED_LEAST, _RED_SHARE = 0x99, 2


@dataclass(frozen=True)
class Element:
    """A paragraph and what it is."""

    paragraph: Paragraph
    role: Role
    sure: bool = True
    in_annex: bool = False

    @property
    def text(self) -> str:
        """The text without the space around it, shortened."""
        return self.paragraph.text[: LOOKED_AT * 2].strip()[:LOOKED_AT]


def elements(paragraphs: Iterable[Paragraph]) -> list[Element]:
    """Return what each paragraph is, in order."""
    return _Judge(list(paragraphs)).elements()


class _Judge:
    """Decides from the outside in: annexes, end, head; what is left is the body."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self._all = paragraphs
        self._free = [paragraph for paragraph in paragraphs if paragraph.margin is None]
        self._texts = {one.number: one.text[: LOOKED_AT * 2].strip()[:LOOKED_AT] for one in paragraphs}
        self._found: dict[int, Element] = {}
        self._annexes_from = len(paragraphs) + 1
        self._ends_from = 0

    def elements(self) -> list[Element]:
        """Return the elements in order."""
        self._imprint()
        head = self._head()
        self._annex_marks()
        self._end(self._free[head:])
        self._annex_note()
        for paragraph in self._free:
            if paragraph.number not in self._found:
                self._body(paragraph)
        return [self._found[one.number] for one in self._all if one.number in self._found]

    def _is(self, paragraph: Paragraph, role: Role, *, sure: bool = True) -> None:
        in_annex = paragraph.number >= self._annexes_from
        self._found.setdefault(paragraph.number, Element(paragraph, role, sure, in_annex))

    def _text(self, paragraph: Paragraph) -> str:
        return self._texts[paragraph.number]

    def _taken(self, paragraph: Paragraph) -> bool:
        return paragraph.number in self._found

    # ── Head ──────────────────────────────────────────────────────────────────────────────────

    def _head(self) -> int:
        """Find everything up to the recipients; return how many free paragraphs that are."""
        for place, paragraph in enumerate(self._free[:_HEAD]):
            text = self._text(paragraph)
            if self._taken(paragraph) or _level(text) is not None or _ANNEX_MARK.fullmatch(text):
                return place
            if self._head_line(paragraph, text):
                continue
            if self._mark(paragraph, place):
                self._is(paragraph, Role.MARK, sure=False)
            elif _large(paragraph) or (self._worded_as_title(paragraph, text) and not self._larger_below(place)):
                return self._title(place)
            elif self._recipients(paragraph) and text[-1] in "：:":
                self._is(paragraph, Role.RECIPIENTS)
                return place + 1
            elif _SENTENCE.search(text) or len(text) > _LONGEST_TITLE:
                return place
            else:
                self._is(paragraph, Role.OTHER)
        return 0

    def _head_line(self, paragraph: Paragraph, text: str) -> bool:
        """Tell a line above the title by its words."""
        lines = (
            (Role.COPY_NUMBER, _COPY_NUMBER),
            (Role.SECRECY, _SECRECY),
            (Role.URGENCY, _URGENCY),
            (Role.NUMBER, NUMBER),
            (Role.SIGNER, _SIGNER),
            (Role.OTHER, _ISSUE),
        )
        first = text.partition("\t")[0].strip()
        for role, pattern in lines:
            if pattern.fullmatch(text) or (role in {Role.SECRECY, Role.URGENCY} and pattern.fullmatch(first)):
                self._is(paragraph, role)
                return True
        if "\t" in text and DATE.search(text):
            # Who edits a bulletin, and its day.
            self._is(paragraph, Role.OTHER)
            return True
        return False

    def _mark(self, paragraph: Paragraph, place: int) -> bool:
        text = self._text(paragraph)
        following = [self._text(one) for one in self._free[place + 1 : place + 5]]
        named = len(text) <= _LONGEST_NAME and any(NUMBER.fullmatch(one) or _ISSUE.fullmatch(one) for one in following)
        return (_red(paragraph) or text.endswith("文件")) and (named or _large(paragraph))

    def _worded_as_title(self, paragraph: Paragraph, text: str) -> bool:
        centred = paragraph.layout.alignment == "center"
        ended = bool(_KIND.fullmatch(text[_last_kind(text) :]))
        return len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text) and (ended or centred)

    def _larger_below(self, place: int) -> bool:
        """Return whether what looks like a title comes soon."""
        return any(_large(one) and not _red(one) for one in self._free[place + 1 : place + _TITLE_LINES])

    def _title(self, place: int) -> int:
        """Take the title, whose lines may be paragraphs, and the recipients below it."""
        first = self._free[place]
        sure = _large(first) or first.layout.alignment == "center"
        at = place
        while at < len(self._free) and at - place < (_TITLE_LINES if sure else 1):
            paragraph = self._free[at]
            text = self._text(paragraph)
            if at > place and (not _alike(first, paragraph) or self._taken(paragraph) or _is_recipients(text)):
                break
            if at > place and (_REMARK.fullmatch(text) or DATE.fullmatch(text) or _level(text) is not None):
                break
            self._is(paragraph, Role.TITLE, sure=sure)
            at += 1
        while at < len(self._free) and self._below_title(self._free[at]):
            number = NUMBER.fullmatch(self._text(self._free[at]))
            self._is(self._free[at], Role.NUMBER if number else Role.OTHER)
            at += 1
        if at < len(self._free) and not self._taken(self._free[at]) and self._recipients(self._free[at]):
            self._is(self._free[at], Role.RECIPIENTS, sure=self._text(self._free[at])[-1] in "：:")
            at += 1
        return at

    def _below_title(self, paragraph: Paragraph) -> bool:
        """Return whether a line under the title gives a number, a day, or the status of a draft."""
        text = self._text(paragraph)
        return not self._taken(paragraph) and bool(
            (_REMARK.fullmatch(text) and len(text) <= _LONGEST_NAME) or DATE.fullmatch(text) or NUMBER.fullmatch(text)
        )

    def _recipients(self, paragraph: Paragraph) -> bool:
        text = self._text(paragraph)
        if not _is_recipients(text):
            return False
        if text[-1] in "：:":
            return True
        # Without a colon it could be a short sentence.
        return len(text) <= _LONGEST_NAME and leading(paragraph) + paragraph.layout.first < 1

    # ── Annexes and end ───────────────────────────────────────────────────────────────────────

    def _annex_marks(self) -> None:
        for place, paragraph in enumerate(self._free):
            text = self._text(paragraph)
            if self._taken(paragraph) or not _ANNEX_MARK.fullmatch(text):
                continue
            following = self._free[place + 1 : place + 2]
            if text[-1] in "：:" and following and LISTED.match(self._text(following[0])) and not paragraph.new_page:
                continue
            self._annexes_from = min(self._annexes_from, paragraph.number)
            self._is(paragraph, Role.ANNEX_MARK)
            for one in following:
                title = self._text(one)
                if not _SENTENCE.search(title) and len(title) <= _LONGEST_TITLE and _level(title) is None:
                    self._is(one, Role.ANNEX_TITLE, sure=_large(one))
                    self._continued_title(place + 2, one)

    def _continued_title(self, place: int, first: Paragraph) -> None:
        """Take further lines of an annex's title that are paragraphs."""
        for one in self._free[place : place + _TITLE_LINES]:
            if not (_large(first) and _alike(first, one)) or self._taken(one):
                return
            self._is(one, Role.ANNEX_TITLE)

    def _end(self, after_head: Sequence[Paragraph]) -> None:
        """Find the day, who signs above it, and the remark below."""
        rest = [one for one in after_head if one.number < self._annexes_from and not self._taken(one)]
        place = max((at for at, one in enumerate(rest) if DATE.fullmatch(self._text(one))), default=None)
        if place is None:
            return
        below = rest[place + 1 :]
        self._is(rest[place], Role.DATE)
        self._ends_from = rest[place].number
        for one in below[:2]:
            text = self._text(one)
            if _REMARK.fullmatch(text) and _level(text) is None:
                self._is(one, Role.REMARK, sure=False)
        self._promulgated([one for one in below if not self._taken(one)])
        for one in reversed(rest[max(place - 3, 0) : place]):
            text = self._text(one)
            if len(text) > _LONGEST_NAME or re.search(r"[。；：:，,]", text) or _level(text) is not None:
                return
            stands_right = one.layout.alignment == "right"
            if not stands_right and one.layout.left + one.layout.first + leading(one) < _FAR_IN:
                return
            self._is(one, Role.SIGNATURE, sure=stands_right)

    def _promulgated(self, below: Sequence[Paragraph]) -> None:
        """Take a long text below the day, which the document puts into force, for one that is set like an annex."""
        if len(below) <= _TAIL:
            return
        self._annexes_from = below[0].number
        title = self._text(below[0])
        if not _SENTENCE.search(title) and _level(title) is None:
            self._is(below[0], Role.ANNEX_TITLE, sure=_large(below[0]))

    def _imprint(self) -> None:
        """Find copies and printing day, which stand at the end, often in a table."""
        outside = {one.number for one in self._free[:-_TAIL]}
        last_free = self._free[-_TAIL:][0].number if self._free else 0
        for paragraph in self._all:
            if paragraph.number in outside or (paragraph.margin is not None and paragraph.number < last_free):
                continue
            text = self._text(paragraph)
            if PRINTED.fullmatch(text):
                self._is(paragraph, Role.PRINTED)
            elif COPIES.fullmatch(text):
                self._is(paragraph, Role.COPIES, sure=paragraph.margin is not None)

    def _annex_note(self) -> None:
        """Find the list of annexes before the signature."""
        open_list = False
        for paragraph in self._free:
            if self._taken(paragraph) or paragraph.number >= self._annexes_from:
                open_list = False
                continue
            text = self._text(paragraph)
            note = ANNEX_NOTE.fullmatch(text)
            begins = note is not None and bool(note["colon"]) and len(text) < LOOKED_AT
            if begins or (open_list and LISTED.match(text) and not _SENTENCE.search(text[:-1])):
                self._is(paragraph, Role.ANNEX_NOTE)
                open_list = True
            else:
                open_list = False

    # ── Body ──────────────────────────────────────────────────────────────────────────────────

    def _body(self, paragraph: Paragraph) -> None:
        text = self._text(paragraph)
        level = _level(text)
        in_annex = paragraph.number >= self._annexes_from
        if level is not None:
            self._is(paragraph, HEADINGS[level], sure=not in_annex)
        elif _ATTENDANCE.fullmatch(text) or self._aside(paragraph, text) or self._after_end(paragraph):
            self._is(paragraph, Role.OTHER)
        else:
            self._is(paragraph, Role.BODY, sure=not in_annex)

    def _aside(self, paragraph: Paragraph, text: str) -> bool:
        """Return whether it belongs to a table or a picture, or stands apart from the running text."""
        apart = paragraph.layout.alignment in {"center", "right"} and not _SENTENCE.search(text)
        small = paragraph.size < _SMALL and paragraph.after_table
        return apart or small or (bool(_CAPTION.match(text)) and len(text) <= _LONGEST_TITLE)

    def _after_end(self, paragraph: Paragraph) -> bool:
        """Return whether it stands between the day and the annexes, where no body is."""
        return bool(self._ends_from) and self._ends_from < paragraph.number < self._annexes_from


def leading(paragraph: Paragraph) -> float:
    """Return how far in spaces push a paragraph, in characters."""
    return leading_spaces(paragraph.text)


def leading_spaces(text: str) -> float:
    """Return how wide the spaces are that a text begins with; a full-width space is one character, another half."""
    spaces = text[: len(text) - len(text.lstrip(" \u3000\u00a0"))]
    return sum(1.0 if space == "\u3000" else 0.5 for space in spaces)


def level_of(text: str) -> tuple[int, re.Match[str]] | None:
    """Return the level of the heading that a text begins with and its number, None where it begins with none."""
    for level, pattern in enumerate(NUMBERS):
        if match := pattern.match(text):
            return level, match
    return None


def _level(text: str) -> int | None:
    found = level_of(text)
    return found[0] if found else None


def _is_recipients(text: str) -> bool:
    return len(text) <= _LONGEST_RECIPIENTS and not _SENTENCE.search(text) and bool(_RECIPIENTS.fullmatch(text))


def _last_kind(text: str) -> int:
    """Return where the last word for a kind of document begins."""
    return max((match.start() for match in _KIND.finditer(text)), default=len(text))


def _large(paragraph: Paragraph) -> bool:
    return paragraph.size >= _LARGE


def _alike(one: Paragraph, other: Paragraph) -> bool:
    return one.size == other.size and one.layout.alignment == other.layout.alignment and not other.new_page


def _red(paragraph: Paragraph) -> bool:
    """Return whether most of a text is in red."""
    reds = sum(len(piece.text) for piece in paragraph.pieces if is_red(piece.look.colour))
    return reds * 2 > len(paragraph.text)


def is_red(colour: str) -> bool:
    """Return whether a colour, in hexadecimal digits, is a red."""
    if not re.fullmatch(r"[0-9A-F]{6}", colour):
        return False
    red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return red >= _RED_LEAST and red > _RED_SHARE * max(green, blue)
