#!/bin/sh
# Make sure that Chromium and Chinese fonts are there for the browser tests.
# JIANGXIN_BROWSER=required makes their absence an error; otherwise it is said loudly and the rest runs.
set -eu

has_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
has_fonts() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ]; }

missing=
has_chromium || missing="$missing chromium"
has_fonts || missing="$missing fonts-noto-cjk fontconfig"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the browser tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list of names
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 || true
fi
has_chromium && has_fonts && exit 0

if [ "${JIANGXIN_BROWSER:-}" = required ]; then
    echo "The browser tests are required, but missing here:$missing" >&2
    exit 1
fi
echo "************************************************************************************" >&2
echo "* THE BROWSER TESTS ARE LEFT OUT OR MAY LOOK WRONG: missing here:$missing" >&2
echo "************************************************************************************" >&2
