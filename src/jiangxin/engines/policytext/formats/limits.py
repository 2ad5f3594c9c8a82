"""Sizes beyond which a document is refused instead of read.

They keep every reading within ten seconds and one gibibyte on a small machine. A plan of 300
pages has about 300 000 characters.
"""

from __future__ import annotations

MIB = 1024 * 1024

MAX_FILE_BYTES = 32 * MIB
"""Of the file itself; scanned pictures in a docx or pdf count."""

MAX_TEXT_BYTES = 12 * MIB
"""Of a plain text, Markdown or HTML file; four bytes a character at most."""

MAX_CHARACTERS = 2_000_000
"""Of the text as read."""

MAX_PAGES = 2_000
"""Of a PDF."""

MAX_PAGE_CHARACTERS = 40_000
"""Of one page of a PDF; a dense newspaper page has 15 000."""

MAX_ELEMENTS = 400_000
"""Of an HTML page."""

MAX_CELLS = 200_000
"""Of all tables together, merged cells counted at every place they cover."""

MAX_PART_BYTES = 48 * MIB
"""Of one unpacked part of a docx."""

MAX_RATIO = 200
"""Unpacked to packed size of a docx part above one mebibyte; real text stays below 60."""

MAX_ENTRIES = 10_000
"""Files inside a docx."""
