#!/usr/bin/env bash
# kafka-proto beside the other codecs: builds, checks and measures them, without LTO (as cargo
# builds a program by default) and with fat LTO. Writes all figures to RESULTS.md, and prints the
# table of ratios for benches/README.md.
#   run.sh          all of it; the first time a hundred crates are built twice
#   run.sh table    file and table again, of what was measured last
# Needs Rust 1.95, and valgrind for the instructions: without it their columns stay empty.
set -euo pipefail
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-$PWD/target}
results=$target/results

# One operation in each process, so that nothing else is counted.
count() {
    # shellcheck disable=SC2086 # the words of a name
    valgrind --tool=callgrind --collect-atstart=no --toggle-collect='codec_peers::measured*' \
        --callgrind-out-file=/dev/null "$1" once 1 $2 2>&1 |
        sed -n "s/.*Collected : \(.*\)/$2\t\1/p"
}

instructions() {
    command -v valgrind >/dev/null || return 0
    export -f count
    "$1" list | grep -v metadata_10000 | xargs -P "$(nproc)" -d '\n' -I{} bash -c "count '$1' '{}'"
}

measure() {
    local profile
    for profile in release fatlto; do
        mkdir -p "$results/$profile"
        cargo build --locked --quiet --profile "$profile" --bin codec-peers
        CRITERION_HOME=$results/$profile/criterion "$target/$profile/codec-peers" time >&2
        instructions "$target/$profile/codec-peers" >"$results/$profile/instructions.tsv"
    done
    cargo run --locked --quiet --release --bin allocations >"$results/allocations.tsv"
}

table() { cargo run --locked --quiet --release --bin table -- "$results" "$1"; }

report() {
    local processor
    processor=$(lscpu | sed -n 's/^Model name: *//p')
    printf '# All figures\n\n'
    printf 'Written by `run.sh`; [../../README.md](../../README.md#codec) says what they mean. '
    printf '%s processors\n(%s), %s, %s.\n' \
        "$(nproc)" "$processor" "$(uname -s)" "$(rustc --version | cut -d' ' -f1,2)"
    table figures
}

[ "${1:-}" = table ] || measure
report >RESULTS.md
table ratios
