#!/bin/sh
# Builds the clients we compare with, then logs all of them in to one Apache Kafka broker:
#
#   benches/peers/handshake/run.sh         # with an ECDSA P-256 certificate
#   benches/peers/handshake/run.sh rsa     # with RSA-2048; needs openssl 3
#   benches/peers/handshake/run.sh far     # over a link of 100 ms
#
# A client that cannot be built here is left out. The broker needs Java 17 and Maven.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
for peer in librdkafka java krafka franz-go; do
    out=$target/peers/handshake/$peer
    mkdir -p "$out"
    [ -x "$out/login" ] || "$here/$peer/build.sh" "$out" || {
        rm -f "$out/login"
        echo "$peer is left out: its build failed" >&2
    }
done
exec cargo bench -p benches --bench handshake -- "$@"
