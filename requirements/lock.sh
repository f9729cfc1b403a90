#!/bin/sh
# Write the lock files anew from setup.cfg: `requirements/lock.sh` (needs uv). Review the diff, then commit.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate"
$compile setup.cfg -o requirements/run.lock "$@"
$compile setup.cfg --extra test -c requirements/run.lock -o requirements/test.lock "$@"
$compile setup.cfg --extra index -c requirements/run.lock -o requirements/index.lock "$@"
