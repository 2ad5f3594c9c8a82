"""Finds out how a text is encoded by trying, and by asking whether the result looks like Chinese.

A strict decoder alone proves little: GB18030 accepts nearly any pair of bytes and UTF-16 nearly any
pair of pairs. Each candidate is decoded, and the share of characters that ordinary texts are made
of decides.
"""

from __future__ import annotations

import codecs
import functools
import unicodedata

from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 60_000
_PLAUSIBLE = 0.7
# That bytes are valid UTF-8 is strong evidence by itself; traditional characters are not "ordinary".
_PLAUSIBLE_UTF8 = 0.3
_MAX_DAMAGE = 0.002
# A text shorter than this must be without damage to be believed.
_SHORT = 20
# Code points that GB18030-2022 moved out of the private use area; Python's codec is of 2005.
_MOVED_FROM = bytes.fromhex("a6d9a6daa6dba6dca6dda6dea6dfa6eca6eda6f3fe59fe61fe66fe67fe6dfe7efe90fea0")
_MOVED_TO = (
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
)
_GB18030_2022 = str.maketrans(_MOVED_FROM.decode("gb18030"), _MOVED_TO)

# Latin-1, general and CJK punctuation, symbols, enclosed numbers, full-width forms.
_OTHER_ORDINARY = (
    ("\xa0", "\u017f"),
    ("\u2000", "\u206f"),
    ("\u2100", "\u26ff"),
    ("\u3000", "\u303f"),
    ("\u3200", "\u33ff"),
    ("\uff00", "\uffee"),
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of ``data``; ``declared`` is what the document says of itself (a meta element).

    Raises ``UnreadableError`` when no encoding gives a text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding) or _refuse()
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise UnreadableError(gettext_noop("The file holds no text."))
    for encoding in _candidates(data, declared):
        text = _strict(data, encoding)
        enough = _PLAUSIBLE_UTF8 if encoding == "utf-8" else _PLAUSIBLE
        if text is not None and plausibility(text) >= enough:
            return text
    best = max(
        filter(None, (_lenient(data, encoding) for encoding in ("utf-8", "gb18030"))),
        key=plausibility,
        default=None,
    )
    return best or _refuse()


def plausibility(text: str) -> float:
    """Share of characters that ordinary Chinese or Latin text is made of, 0 to 1, of a sample."""
    half = _SAMPLE // 2
    sample = text if len(text) <= _SAMPLE else text[:half] + text[-half:]
    counted = [character for character in sample if not character.isspace() and character != "\0"]
    if not counted:
        return 0.0
    good = sum(map(_ordinary, counted))
    control = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v")
    return max(0.0, (good - 4 * control) / len(counted))


def _candidates(data: bytes, declared: str | None) -> list[str]:
    """Encodings to try, the surest first; the two UTF-16 and GB18030 by plausibility."""
    trials = ["gb18030"]
    if len(data) % 2 == 0:
        trials += ["utf-16-le", "utf-16-be"]
    scores = {name: plausibility(_strict(data, name) or "") for name in trials}
    trials.sort(key=lambda name: -scores[name])
    named: list[str] = []
    if declared:
        lowered = declared.strip().lower().replace("_", "-")
        named = ["gb18030" if lowered in {"gb2312", "gbk", "gb-2312", "x-gbk", "cp936"} else lowered]
    return ["utf-8", *named, *trials]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return text.translate(_GB18030_2022) if encoding == "gb18030" else text


def _lenient(data: bytes, encoding: str) -> str | None:
    """Text with a few damaged places shown as U+FFFD; None when there are many."""
    text = _strict(data, encoding)
    if text is None:
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") > max(2, len(text) * _MAX_DAMAGE) or len(text) < _SHORT:
            return None
    return text if plausibility(text) >= _PLAUSIBLE else None


def _refuse() -> str:
    raise UnreadableError(
        gettext_noop("This is not a text: no known encoding fits. Save it as txt (UTF-8), docx or pdf.")
    )


@functools.cache
def _common_hanzi() -> frozenset[str]:
    """The 3 755 characters of level 1 of GB 2312, which make up nearly all of any modern text."""
    raw = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    return frozenset(raw.decode("gb2312", errors="ignore"))


@functools.lru_cache(maxsize=70_000)
def _ordinary(character: str) -> bool:
    if character <= "\x7f":
        return " " <= character <= "~"
    if "\u4e00" <= character <= "\u9fff":
        return character in _common_hanzi()
    return any(low <= character <= high for low, high in _OTHER_ORDINARY) and unicodedata.category(character) != "Cn"
