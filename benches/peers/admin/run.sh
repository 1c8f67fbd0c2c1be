#!/bin/sh
# Builds the clients we compare with, then lets all of them make admin calls to one emulator.
# A client that cannot be built here is left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
for peer in librdkafka java krafka franz-go; do
    out=$target/peers/admin/$peer
    mkdir -p "$out"
    [ -x "$out/admin" ] || "$here/$peer/build.sh" "$out" || {
        rm -f "$out/admin"
        echo "$peer is left out: its build failed" >&2
    }
done
exec cargo bench -p benches --bench admin -- "$@"
