#!/bin/sh
# Builds kadm and the clients we compare with, then lets all of them make admin calls to one emulator.
# A client that cannot be built here is left out. run.sh 1 is one round, and not three.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
(cd "$here/../../.." && cargo build --profile dist --bin kadm) || echo "kadm is left out: its build failed" >&2
"$here/../run.sh" admin admin "$@"
cd "$here/../../.." && exec cargo bench -p benches --bench admin-allocations
