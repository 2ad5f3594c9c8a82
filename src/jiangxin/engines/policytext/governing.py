"""Which deadline governs a figure, which year the document is of, and what lies in its past."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiangxin.engines.policytext import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiangxin.engines.policytext.model import Heading, Source

_OWN_NUMBER = re.compile(r"[〔\[（(【](20[0-9]{2})[〕\]）)】]\s*[0-9]{1,4}\s*号")
_DATED = re.compile(r"(20[0-9]{2})(?:年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2})")
_PERIOD = re.compile(r"[（(](20[0-9]{2})年?[-—–－~～至]{1,2}20[0-9]{2}年?[）)]")  # behind a title
_YEAR = re.compile(r"20[0-9]{2}")
_STARTS = re.compile(r"\s*(?:开始|起|以来|度?起|至|到|[-—－–~～]|年|年度?(?:工作|政策|资金|目录|版)|政策|版|[)）])")
_BASE = re.compile(r"(?:比|较|与|在|自|从|由|于|按|以)$")
_BASE_AFTER = re.compile(r"\s*(?:水平|基础上|相比|的?基数|为基[数期年])")
_FROM = re.compile(r"[由从][^，,。；;]{0,24}?(?=提高|提升|减|压|增|降|下降|缩|扩大|上升|升|$)")
_LISTED = re.compile(r"\s*(?:[—–－-]{1,2}|[●•·◆▪○]|[一二三四五六七八九十]是|[①-⑳])")
_PLAN = re.compile("十([一二三四五六七八])五")
_PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040, "八": 2045}
_FIVE_YEAR_TITLE = re.compile(
    '[^，,。；;]{0,60}?十([一二三四五六七八])五[”"]?[^，,。；;\\n]{0,30}(?:规划|方案|计划|纲要)'
)
_NUMBERING = 4  # characters that a paragraph number takes
_HEAD = 4000  # characters of the header that may carry the document's own number
_ANNOTATION_END = re.compile(r"(?:负责|牵头|指导|配合|参与|单位[：:][^（）()]*|落实)[^（）()]{0,30}[)）]\s*$")


def document_year(text: str) -> int | None:
    """Year of the document: of its number in the header, of its first full date, else the first year it is for."""
    for pattern in (_OWN_NUMBER, _DATED):
        match = pattern.search(text[:_HEAD])
        if match:
            return int(match[1])
    match = _DATED.search(text[-_HEAD:])
    if match:
        return int(match[1])
    period = _PERIOD.search(text[:_HEAD])
    if period:
        return int(period[1])
    named = _FIVE_YEAR_TITLE.match(text)
    return _PLAN_ENDS[named[1]] - 4 if named else None


def plan_end(text: str) -> int | None:
    """Last year of a five-year plan named in the text, or a year printed in it."""
    match = _PLAN.search(text)
    if match:
        return _PLAN_ENDS.get(match[1])
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


@dataclass(slots=True)
class Clock:
    """Walks through the sentences of a document and knows what deadline and tense governs."""

    year: int | None
    deadline: str | None = None
    past: bool = False
    block: int = -1
    heading: int = -1
    lead: str | None = None
    _sentence: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, sentence: str, block: int, heading: int) -> None:
        """Move to the next sentence; a new paragraph or heading ends what governed before."""
        if block != self.block or heading != self.heading:
            listed = heading == self.heading and _LISTED.match(sentence) is not None
            self.deadline = (self.lead or self.deadline) if listed else None
            self.lead = self.deadline  # what a lead-in sets holds for every point listed under it
            self.past = False
        elif re.match(r"\s*[（(][^（()）]{0,200}(?:负责|牵头|指导|配合|单位)[^（()）]{0,200}[)）]", sentence):
            self.deadline = None
        self.block, self.heading = block, heading
        self._sentence = self._find(sentence)
        self._tense(sentence)
        for at, words in self._sentence:
            if self._opens_clause(sentence, at):
                self.deadline = words
                break

    def governing(self, sentence: str, clause_start: int, position: int) -> str | None:
        """Deadline of a figure at ``position``: in its own clause, else the last that opened one."""
        own = [words for at, words in self._sentence if clause_start <= at < position]
        if own:
            return own[-1]
        opened = [words for at, words in self._sentence if at < position and self._opens_clause(sentence, at)]
        return opened[-1] if opened else self.deadline

    def is_past(self, sentence: str, position: int) -> bool:
        """Whether a figure at ``position`` tells what has been reached already."""
        before = _FROM.sub("", sentence[:position])
        past = list(cues.PAST.finditer(before))
        future = any(at < position and (not past or at > past[-1].start()) for at, _ in self._sentence)
        if future or (past and cues.AHEAD.search(before, past[-1].end())):
            return False
        if past:
            return not cues.STILL_AHEAD.search(sentence)
        return self.past or self._gone_year(before)

    def _find(self, sentence: str) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for match in cues.DEADLINE.finditer(sentence):
            words = match[0].removeprefix("到") if match[0][1:2] in {"“", '"'} else match[0]
            if _STARTS.match(sentence, match.end()) or _BASE.search(
                sentence[max(0, match.start() - 1) : match.start()]
            ):
                continue
            if words[0] in "于在" and _BASE_AFTER.match(sentence, match.end()):
                continue
            if _BASE_AFTER.match(sentence, match.end()) or re.search(
                r"比|较$", sentence[max(0, match.start() - 2) : match.start()]
            ):
                continue
            end = plan_end(words)
            if self.year is not None and end is not None and end < self.year:
                continue
            if end is None and not re.search("年|期", words):
                continue
            found.append((match.start(), words))
        return found

    @staticmethod
    def _opens_clause(sentence: str, at: int) -> bool:
        before = sentence[:at].rstrip()
        return not before or before[-1] in "，,：:、）)”—.．和与及" or len(before) <= _NUMBERING

    def _tense(self, sentence: str) -> None:
        if self._sentence or re.match(r"\s*(?:力争|下一步|今后|未来)", sentence):
            self.past = False
            return
        match = cues.CARRY_PAST.search(sentence)
        if match is None:
            return
        end = plan_end(match[0]) if "十" in match[0] else None
        if end is None or (self.year is not None and end < self.year):
            self.past = True

    def _gone_year(self, before: str) -> bool:
        if self.year is None:
            return False
        for match in _YEAR.finditer(before):
            if _BASE.search(before[max(0, match.start() - 1) : match.start()]) or not before[match.end() :].startswith(
                "年"
            ):
                continue
            if int(match[0]) < self.year and not _BASE_AFTER.match(before, match.end() + 1):
                return True
        return False


def heading_at(outline: Sequence[Heading], position: int) -> int:
    """Index of the deepest heading that governs a position, -1 before the first."""
    low, high = 0, len(outline)
    while low < high:
        middle = (low + high) // 2
        if outline[middle].span.start <= position:
            low = middle + 1
        else:
            high = middle
    return low - 1


def past_heading(path: Sequence[str]) -> bool:
    """Whether a section tells of what was reached rather than of what is to come."""
    return any(cues.PAST_HEADING.search(part) and not cues.FUTURE_HEADING.search(part) for part in path)


def source_year(source: Source) -> int | None:
    """Year of a document as read."""
    return document_year(source.text)
