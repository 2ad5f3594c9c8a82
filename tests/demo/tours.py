"""The tours of the user guide: who walks them, what they show, and where they lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "user"


@dataclass(frozen=True)
class Tour:
    """One guide `tour-….md`."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def halves(self) -> tuple[str, str]:
        """Return the Chinese and the English part."""
        chinese, _mark, english = self.text.partition("**In English.**")
        return chinese, english

    @property
    def accounts(self) -> list[str]:
        """Return the accounts that the line about the account names."""
        line = re.search(r"^演示账号 (.+)$", self.text, re.MULTILINE)
        return re.findall(r"`([a-z]+)`", line[1]) if line else []


def tours() -> list[Tour]:
    return [Tour(path) for path in sorted(GUIDES.glob("tour-*.md"))]


def pictures(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)


def addresses(text: str) -> list[str]:
    """Return the addresses of the product that a text names, each once."""
    return sorted(set(re.findall(r"`(/[^`]*)`", text)))


def steps(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
