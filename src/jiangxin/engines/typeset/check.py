"""Checks a DOCX against GB/T 9704-2012 and names the clause for every deviation.

Elements are found by words, marks, places and looks, as real files come without styles. What could be meant otherwise
is likely, not certain.
"""

from __future__ import annotations

from jiangxin.engines.typeset import check_body, check_ends, check_footers, check_head, check_pages, check_type
from jiangxin.engines.typeset.check_deviations import Certainty, Deviation, Part, Place, gathered
from jiangxin.engines.typeset.check_reading import NotADocx, read
from jiangxin.engines.typeset.check_roles import Role, elements

__all__ = ["Certainty", "Deviation", "NotADocx", "Part", "Place", "check"]

_PARTS = (Part.PAGE, Part.FOOTER, Part.PARAGRAPH)


def check(content: bytes) -> list[Deviation]:
    """Return the deviations of a file: pages first, then footers, then paragraphs in order.

    Raises:
        NotADocx: the file is none, is broken, or is too large.
    """
    file = read(content)
    found = elements(file.paragraphs)
    deviations = [*check_pages.check(file, found), *check_footers.check(file), *check_head.check(found)]
    for element in found:
        deviations += check_type.check(element)
        if element.role is Role.NUMBER:
            deviations += check_type.signer(element)
    deviations += [*check_body.check(found), *check_ends.check(found)]
    return sorted(
        gathered(deviations), key=lambda one: (_PARTS.index(one.place.part), one.place.section, one.place.paragraph)
    )
