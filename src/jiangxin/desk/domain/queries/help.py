"""Help pages: one Markdown file per record type and the user guides, in both languages.

In a checkout they stand in `docs/`; in an installed package in `jiangxin/docs/` (put there when the
wheel is built).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt

from jiangxin.kernel.languages import english

PACKAGE = Path(__file__).resolve().parents[3]
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
#: Where the English of a guide begins.
ENGLISH = "**In English.**"
#: What a page for developers repeats from the declaration, in both languages; the product says it in one.
GENERATED = re.compile(r"<!-- generated .*?<!-- end of the generated part -->", re.DOTALL)
#: Where the pictures of the guides lie, beside them.
PICTURES = "pictures"
PICTURE = re.compile(r"[a-z0-9][a-z0-9-]*\.png")
#: Parts of `docs/` that users may read in the product.
AREAS = ("user", "records")


#: An address of the product that a guide names.
ADDRESS = re.compile(r"<code>(/[a-z][^<]*)</code>")
_IMAGE = r'<img class="img-fluid border rounded" loading="lazy" src="/help/user/pictures/\1" alt="\2">'


@dataclass(frozen=True)
class Page:
    """One help page as HTML (the text's own HTML is escaped)."""

    area: str
    name: str
    title: str
    html: str


def root() -> Path:
    """Return the folder of the documents."""
    installed = PACKAGE / "docs"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "docs"


def find(area: str, name: str) -> Page | None:
    """Return a page in the reader's language (`name.zh.md`), else as it is (`name.md`); None where there is none."""
    if area not in AREAS or not NAME.fullmatch(name):
        return None
    short = "en" if english() else "zh"
    for path in (root() / area / f"{name}.{short}.md", root() / area / f"{name}.md"):
        if path.is_file():
            return _rendered(area, name, path, path.stat().st_mtime, short)
    return None


def picture(name: str) -> Path | None:
    """Return the file of a picture of the guides; None where there is none."""
    path = root() / "user" / PICTURES / name
    return path if PICTURE.fullmatch(name) and path.is_file() else None


def guides() -> list[Page]:
    """Return the user guides by title."""
    names = {re.sub(r"\.(zh|en)$", "", path.stem) for path in (root() / "user").glob("*.md")}
    found = (find("user", name) for name in sorted(names) if name.lower() != "readme")
    return sorted((page for page in found if page), key=lambda page: page.title)


@lru_cache(maxsize=256)
def _rendered(area: str, name: str, path: Path, _changed: float, language: str) -> Page:
    text = _part(path.read_text(encoding="utf-8"), language)
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    body = text[: heading.start()] + text[heading.end() :] if heading else text
    body = GENERATED.sub("", body)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(body)
    return Page(area, name, _title(heading[1].strip(), language) if heading else name, _relinked(html))


def _part(text: str, language: str) -> str:
    """Return the part of a page in one language, where it holds both."""
    chinese, mark, english = text.partition(ENGLISH)
    if not mark or language == "zh":
        return chinese.rstrip().removesuffix("---") if mark else text
    return chinese.split("\n", 1)[0] + "\n\n" + english


def _title(heading: str, language: str) -> str:
    """Return a heading such as "审计员 Auditor" in one language."""
    both = re.fullmatch(r"(.*[\u4e00-\u9fff])\s+([A-Za-z].*)", heading)
    return both[1 if language == "zh" else 2] if both else heading


def _relinked(html: str) -> str:
    """Let links between the files and named addresses lead there; show the pictures of the guides and no others."""
    html = re.sub(rf'<img src="{PICTURES}/({PICTURE.pattern})" alt="([^"]*)"[^>]*>', _IMAGE, html)
    html = re.sub(r"<img (?!class=)[^>]*>", "", html)
    html = re.sub(
        r'href="(?:\.\./)?records/([a-z_]+)\.([a-z0-9-]+)(?:\.zh|\.en)?\.md"', r'href="/help/records/\1/\2/"', html
    )
    html = re.sub(r'href="([a-z_]+)\.([a-z0-9-]+)(?:\.zh|\.en)?\.md"', r'href="/help/records/\1/\2/"', html)
    html = re.sub(r'href="(?:\.\./user/)?([a-z0-9-]+)(?:\.zh|\.en)?\.md"', r'href="/help/user/\1/"', html)
    html = html.replace('href="README.md"', 'href="/help/"')
    html = ADDRESS.sub(r'<a href="\1"><code>\1</code></a>', html)
    return re.sub(r"(<a href=\"https?://[^\"]*\")", r'\1 rel="noopener noreferrer" target="_blank"', html)
