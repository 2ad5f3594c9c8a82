"""What the checker says, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Both:
    """The same words in both languages."""

    zh: str
    en: str

    def told(self, language: Language) -> str:
        """Return the words in a language."""
        return self.zh if language == "zh" else self.en
