"""The deviations of a DOCX written into it as comments, at the places where they are."""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from jiangxin.engines.typeset.check_deviations import Certainty, Deviation
from jiangxin.engines.typeset.check_reading import read
from jiangxin.engines.typeset.check_words import Both, Language

AUTHOR = Both("格式检查", "Format check")
_LIKELY = Both("（可能）", " (likely)")
_COLON = Both("：", ": ")


def noted(content: bytes, deviations: Iterable[Deviation], language: Language) -> bytes:
    """Return the file with a comment for each deviation; those of pages and footers stand at its beginning.

    Raises:
        NotADocx: the file is none, or is broken.
    """
    places = [paragraph.place for paragraph in read(content).paragraphs]
    document = docx.Document(io.BytesIO(content))
    paragraphs = list(document.element.body.iter(qn("w:p")))
    for one in deviations:
        numbers = [one.place.paragraph, *one.place.others] if one.place.paragraph else [1]
        for number in numbers:
            runs = Paragraph(paragraphs[places[number - 1]], document._body).runs  # noqa: SLF001 - the parent of all
            if runs:
                document.add_comment(runs, _words(one, language), AUTHOR.told(language), "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(deviation: Deviation, language: Language) -> str:
    likely = _LIKELY.told(language) if deviation.certainty is Certainty.LIKELY else ""
    place = "" if deviation.place.paragraph else f"{deviation.place.told(language)}{_COLON.told(language)}"
    end = "，" if language == "zh" else "; "
    return f"{deviation.clause} {place}{deviation.found(language)}{end}{deviation.wanted(language)}{likely}"
