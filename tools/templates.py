"""Check the templates: they compile, carry nothing the content policy refuses, and no untranslated text."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jiangxin"

#: What the content policy of the pages refuses at run time.
REFUSED = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "inline event handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"),
    "inline style sheet": re.compile(r"<style\b"),
    "address of another site": re.compile(r"(?:src|href)=[\"']https?://(?!www\.w3\.org)"),
}
#: What is not text of the page: comments, translated blocks, tags of both kinds, drawings.
NOT_TEXT = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->|<!DOCTYPE[^>]*>|&[a-z]+;|&#\d+;",
    re.DOTALL | re.IGNORECASE,
)
SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
ELEMENT = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:title|alt|placeholder|aria-label)\s*=\s*[\"']([^\"']*)[\"']")
LETTERS = re.compile(r"[^\W\d_]{2,}")


def templates() -> list[Path]:
    """Return every HTML template of ours."""
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def findings(path: Path) -> Iterator[str]:
    """Yield one line for each thing that is wrong in the template."""
    source = path.read_text(encoding="utf-8")
    place = path.relative_to(ROOT)

    def line(position: int) -> int:
        return source.count("\n", 0, position) + 1

    # letters are read in mail programs, which know no style sheet of ours and no content policy
    if "mail" in path.parts:
        source = SHEET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    bare = NOT_TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for title, pattern in REFUSED.items():
        for match in pattern.finditer(bare):
            yield f"{place}:{line(match.start())}: {title}"
    for match in SPOKEN_ATTRIBUTE.finditer(bare):
        if LETTERS.search(match[1]):
            yield f"{place}:{line(match.start())}: untranslated attribute {match[0]!r}"
    text = ELEMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), bare)
    for match in LETTERS.finditer(text):
        yield f"{place}:{line(match.start())}: untranslated text {match[0]!r}"


def uncompiled(path: Path) -> Iterator[str]:
    """Yield the error of a template that does not compile."""
    from django.template import TemplateSyntaxError, engines  # noqa: PLC0415 - needs the settings first

    try:
        engines["django"].from_string(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        yield f"{path.relative_to(ROOT)}: {error}"


def main() -> int:
    """Print what is wrong; exit code 1 when something is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    import django  # noqa: PLC0415 - needs the settings first

    django.setup()
    found = [finding for path in templates() for finding in [*uncompiled(path), *findings(path)]]
    print("\n".join(found) or f"{len(templates())} templates are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
