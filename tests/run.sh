#!/bin/sh
# What `make test` and `make proof` run. Everything they need besides the virtual environment they get
# themselves; where they may not, they say so.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
export PYTHONDONTWRITEBYTECODE=1

if [ "${1:-test}" = proof ]; then
    exec $bin/pytest tests/proof -m proof
fi

echo "== style";   $bin/ruff check . ; $bin/ruff format --check .
echo "== types";   $bin/mypy
echo "== layers";  $bin/lint-imports
echo "== tests";   $bin/pytest tests --ignore=tests/proof --ignore=tests/browser -n 2 --dist loadfile
# Each process has a server of its own; the tests of a file share what they made there.
echo "== browser"; exec $bin/pytest tests/browser -n 2 --dist loadfile
