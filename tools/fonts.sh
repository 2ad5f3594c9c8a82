#!/bin/sh
# Fetch the free fonts that official documents are set in (GB/T 9704-2012) into the engine's folder:
# 楷体 from the npm registry (with node_modules), 仿宋 and the rest from Debian's package of Chinese TeX fonts, of which
# only the font files are taken. Where Debian's registry is not to be had, it is said what to install by hand.
set -eu
cd "$(dirname "$0")/.."
folder=src/jiangxin/engines/typeset/fonts
package=texlive-lang-chinese
mkdir -p "$folder"

if [ ! -f "$folder/LXGWWenKai-Regular.ttf" ] && [ -d node_modules/@fontsource/lxgw-wenkai ]; then
    .venv/bin/python - "$folder" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont

# The packing for browsers is taken off; the tables stay as they are.
font = TTFont("node_modules/@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff", lazy=True)
font.flavor = None
font.save(f"{sys.argv[1]}/LXGWWenKai-Regular.ttf")
PYTHON
fi

if [ -f "$folder/FandolFang-Regular.otf" ]; then
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && apt-get download -qq "$package" >/dev/null 2>&1); }
if command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; then
    echo "Fetching the fonts of official documents"
    fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1 && fetch; } || true
fi
for file in "$work"/"$package"_*.deb; do
    if [ -f "$file" ]; then
        dpkg-deb -x "$file" "$work/x"
        cp "$work"/x/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol[FHSK]*.otf "$folder/"
        exit 0
    fi
done
echo "************************************************************************************" >&2
echo "* No 仿宋 for official documents was found. They can be drafted and previewed nowhere" >&2
echo "* until FandolFang-Regular.otf (Debian: $package) lies in a folder that" >&2
echo "* JIANGXIN_FONTS names, or among the fonts of this machine." >&2
echo "************************************************************************************" >&2
