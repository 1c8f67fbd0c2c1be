#!/bin/sh
# run.sh BENCH PROGRAM [ARGS]: makes PROGRAM of each client in the folder BENCH, then runs that benchmark. A
# client that cannot be built here is left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bench=$1 program=$2
shift 2
cd "$here/../.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
for peer in librdkafka java krafka franz-go; do
    out=$target/peers/$bench/$peer
    mkdir -p "$out"
    [ -x "$out/$program" ] || "$here/$bench/$peer/build.sh" "$out" || {
        rm -f "$out/$program"
        echo "$peer is left out: its build failed" >&2
    }
done
exec cargo bench -p benches --bench "$bench" -- "$@"
