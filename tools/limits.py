"""Report modules longer than 500 lines, functions longer than 60, and pages with more than 30 KiB of own styles.

Layouts of documents (`*.typ`) are modules too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES = 500
FUNCTION_LINES = 60
#: The stylesheet of all pages; a page loads at most one more, of its room.
STYLES = Path("src", "jiangxin", "static", "desk", "desk.css")
STYLE_BYTES = 30 * 1024
FOLDERS = ("src", "tests", "tools", "benchmarks")
GENERATED = {"migrations"}


def breaches() -> Iterator[str]:
    """Yield one line for every limit that is exceeded."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if GENERATED & set(path.parts):
                continue
            text = path.read_text(encoding="utf-8")
            place = path.relative_to(ROOT)
            lines = text.count("\n")
            if lines > MODULE_LINES:
                yield f"{place}: {lines} lines, at most {MODULE_LINES}"
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > FUNCTION_LINES:
                        yield f"{place}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def long_layouts() -> Iterator[str]:
    """Yield one line for every layout of documents that is longer than a module may be."""
    for path in sorted((ROOT / "src").rglob("*.typ")):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MODULE_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines, at most {MODULE_LINES}"


def heavy_styles() -> Iterator[str]:
    """Yield one line for every stylesheet that is too heavy beside that of all pages."""
    base = (ROOT / STYLES).stat().st_size
    for path in sorted((ROOT / "src" / "jiangxin").glob("*/static/*/*.css")):
        size = base + path.stat().st_size
        if size > STYLE_BYTES:
            yield f"{path.relative_to(ROOT)}: {size} bytes with {STYLES.name}, at most {STYLE_BYTES}"


def main() -> int:
    """Print the breaches; exit code 1 when there is one."""
    found = [*breaches(), *long_layouts(), *heavy_styles()]
    print("\n".join(found) or "all within the limits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
