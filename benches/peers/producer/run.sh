#!/bin/sh
# Kafka's own kafka-producer-perf-test against the emulator and Apache Kafka. Needs Java 17 and Maven 3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
tools=${CARGO_TARGET_DIR:-$root/target}/interop/kafka-tools
[ -d "$tools" ] || mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$tools"
cd "$root"
KAFKA_TOOLS=$(cd "$tools" && pwd) exec cargo bench -p benches --bench load -- produce
