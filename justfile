# The daily commands. `just` lists them; each is one line you can type yourself.

# List them.
default:
    @just --list

# The whole story on the embedded cluster.
demo:
    cargo run --release --bin kadm -- demo

# Everything that needs nothing but the toolchain.
test:
    cargo test --workspace

# The same against Apache Kafka itself (needs Java and Maven).
interop:
    KAFKA_INTEROP=required cargo test -p interop

# Format, lints, documentation.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Write kafka-proto's messages anew from schema/.
generate:
    cargo run -q -p codegen -- generate

# Fuzz one target: `just fuzz response_decode 60`.
fuzz target seconds="60":
    RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir fuzz {{target}} -- -max_total_time={{seconds}}

# All that CI runs.
ci:
    .ci/run
