"""Which of the two texts of a row the reader reads."""

from __future__ import annotations

from django.utils.translation import get_language


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def localised(text: str, text_en: str) -> str:
    """Return the English text for readers of English where there is one, else the other."""
    return text_en if text_en and english() else text
