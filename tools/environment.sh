#!/bin/sh
# Make or refresh the environment in .venv:  tools/environment.sh run|dev
# run: what the product needs; dev: what its tests and checks need besides.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?run or dev}

find_python() {
    for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "$python cannot make virtual environments; on Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi

# uv installs several times faster; where it is not to be had, pip does the same.
if [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements/uv.txt 2>/dev/null; then
    install() { .venv/bin/uv pip install --quiet --python .venv/bin/python "$@"; }
else
    install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }
fi

echo "Installing the requirements of $wanted into .venv"
install --require-hashes -r "requirements/$wanted.txt"
install --no-deps --no-build-isolation --editable .

if [ ! -f src/jiangxin/static/vendor/icons.svg ] || [ package-lock.json -nt src/jiangxin/static/vendor/icons.svg ] ||
    [ tools/icons.txt -nt src/jiangxin/static/vendor/icons.svg ] ||
    { [ "$wanted" = dev ] && [ ! -d node_modules/axe-core ]; }; then
    tools/assets.sh
fi
tools/fonts.sh
.venv/bin/python tools/messages.py build
touch ".venv/.$wanted"
