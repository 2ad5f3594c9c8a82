"""Finds by when something is to be done, as exact quotes."""

from __future__ import annotations

import re

_YEAR = r"(?:(?:19|20)\d\d年)"
_DAY = r"(?:\d{1,2}月(?:上旬|中旬|下旬|\d{1,2}日|底|末|初|中)?)"
_FIVE = r"[“\"]?十[一二三四五六]五[”\"]?"
_LIMIT = re.compile(
    rf"(?:到|至|在)?{_FIVE}(?:规划)?(?:期间|时期|末|期末|中期)"
    rf"|(?:力争|争取|确保)?(?:到|至|于|在){_YEAR}{_DAY}?(?:年)?(?:底|末|初|上半年|下半年)?(?:以?之?前)?"
    rf"|{_YEAR}(?:{_DAY}|年?底|年?末|初|上半年|下半年|[一二三四]季度)(?:底|末)?(?:以?之?前|内)?"
    rf"|{_YEAR}(?:以?之?前)"
    rf"|(?:每年|今年|明年|当年|次年|本年度?){_DAY}?(?:年?底|年?末)?(?:以?之?前|上半年|下半年|内)"
    rf"|(?:每年|今年|明年|当年|次年){_DAY}(?:底|末)?"
    rf"|(?<![\d年]){_DAY}(?:底|末)?(?:以?之?前)"
    r"|年[底末内](?:之?前)?|季度末前?|每季度末?|每半年"
    r"|(?:力争|用)?(?:[一二三四五六七八九十两]|\d{1,2})(?:年|个月|个工作日)(?:之?内)"
    r"|长期(?:坚持|推进|任务|实施)?$|持续(?:推进|实施|坚持|开展)?$|常态化(?:推进)?$|即时$|立即$"
)
_NOT_A_LIMIT = re.compile(r"(?:起|以来|成立|印发|出台|发布|版|度)")
_TITLE = re.compile(r"《[^《》]{1,80}》")


def time_limits(text: str) -> tuple[str, ...]:
    """Quotes from folded or printed text in order, each once; titles in 《》 are left out."""
    titles = [(m.start(), m.end()) for m in _TITLE.finditer(text)]
    found: list[str] = []
    position = 0
    for match in _LIMIT.finditer(text):
        while position < len(titles) and titles[position][1] <= match.start():
            position += 1
        if position < len(titles) and titles[position][0] < match.start():
            continue
        if _NOT_A_LIMIT.match(text, match.end()):
            continue
        if match[0] not in found:
            found.append(match[0])
    return tuple(found)
