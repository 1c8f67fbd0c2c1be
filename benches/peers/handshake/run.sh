#!/bin/sh
# Builds the clients we compare with, then logs all of them in to one Apache Kafka broker:
#
#   benches/peers/handshake/run.sh         # with an ECDSA P-256 certificate
#   benches/peers/handshake/run.sh rsa     # with RSA-2048; needs openssl 3
#   benches/peers/handshake/run.sh far     # over a link of 100 ms
#
# A client that cannot be built here is left out. The broker needs Java 17 and Maven.
exec "$(dirname "$0")/../run.sh" handshake login "$@"
