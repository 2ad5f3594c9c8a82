"""Collect the browser files that pages use from node_modules into src/jiangxin/static/vendor.

Run by `make setup` after `npm ci`. Icons become one SVG sprite of the names in tools/icons.txt.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "jiangxin" / "static" / "vendor"
ICONS = ROOT / "tools" / "icons.txt"

#: Where each file comes from (below node_modules) and what it is called here.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/core/LICENSE": "tabler.LICENSE.txt",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
}
#: Names of source maps, which are not shipped.
SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=[^\n*]*(\*/)?")


def icon_names() -> list[str]:
    """Return the names in tools/icons.txt, sorted, each once."""
    lines = ICONS.read_text(encoding="utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def symbol(name: str) -> str:
    """Return the icon as a symbol of the sprite; exits with one line when there is no such icon."""
    path = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not path.is_file():
        sys.exit(f"tools/icons.txt: @tabler/icons has no outline icon {name!r}")
    drawing = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    inner = re.sub(r"\s+", " ", drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]).strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )


def main() -> None:
    """Make the vendor folder anew."""
    draft = VENDOR.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for source, name in FILES.items():
        path = MODULES / source
        if path.is_file():
            (draft / name).write_bytes(SOURCE_MAP.sub(b"", path.read_bytes()))
        elif not name.endswith(".txt"):
            sys.exit(f"{source} is not installed: run `npm ci` (make setup does)")
    symbols = "\n".join(symbol(name) for name in icon_names())
    (draft / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


if __name__ == "__main__":
    main()
