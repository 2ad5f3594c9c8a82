#!/bin/sh
# Fetch the browser files named in package-lock.json and collect those that pages use.
set -eu
cd "$(dirname "$0")/.."

if ! command -v npm >/dev/null 2>&1; then
    # A machine without Node.js gets npm into the environment.
    if [ ! -x .venv/bin/npm ]; then
        if [ -x .venv/bin/uv ]; then
            .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/node.txt
        else
            .venv/bin/python -m pip install --quiet --require-hashes -r requirements/node.txt
        fi
    fi
    PATH=$PWD/.venv/bin:$PATH
    export PATH
fi
echo "Fetching the browser files"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
.venv/bin/python tools/assets.py
