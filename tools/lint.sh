#!/bin/sh
# Every check that reads the code without running the product. All run; the exit code tells whether all passed.
set -u
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
status=0
check() {
    title=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $title"
    else
        status=1
        echo "FAILED  $title"
        echo "$output" | sed 's/^/        /'
    fi
}
check "style (ruff check)" ruff check --quiet .
check "format (ruff format)" ruff format --check --quiet .
check "types (mypy)" mypy
check "directions of imports" lint-imports
check "directions of foreign keys" python tools/directions.py
check "migrations are complete" python tools/migrations.py
check "translations are complete" python tools/messages.py check
check "templates" python tools/templates.py
check "limits of size" python tools/limits.py
check "generated documents" python tools/docs.py check
exit $status
