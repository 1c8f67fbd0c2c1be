#!/bin/sh
# Makes $1/admin. Needs Rust, as new as krafka asks for (1.95 for 0.28).
set -eu
cd "$(dirname "$0")"
cargo build -q --release --locked --target-dir "$1/target"
cp "$1/target/release/krafka-admin" "$1/admin"
