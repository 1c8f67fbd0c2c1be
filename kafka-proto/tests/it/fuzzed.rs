//! Replays what fuzzing found, and every seed it starts from, without a fuzzer.
//!
//! A finding is a file in a folder that is named like its target: `fuzz/README.md` says how it
//! gets there.

#[path = "../fuzzed/targets.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use golden::input::Input;
use golden::{Line, vectors};
use kafka_proto::ApiKey;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 5] = [
    ("frame", targets::frame),
    ("header", targets::header),
    ("request_decode", targets::request_decode),
    ("response_decode", targets::response_decode),
    ("roundtrip", targets::roundtrip),
];

#[test]
fn findings() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed").join(name);
        for file in fs::read_dir(folder).into_iter().flatten() {
            let path = file.unwrap().path();
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
        }
    }
}

/// A seed for each API, version and direction, and none of them is a crash.
#[test]
fn seeds() {
    let mut seen = BTreeSet::new();
    for line in vectors::all() {
        let Some(input) = input(&line) else { continue };
        seen.insert((line.key, line.version, input.is_response));
        let bytes = input.write();
        let read = Input::read(&bytes).unwrap();
        assert_eq!(
            (read.api.key.0, read.version, read.body),
            (line.key, line.version, &line.bytes[..])
        );
        TARGETS.iter().for_each(|(_, target)| target(&bytes));
    }
    let versions = ApiKey::all().map(|api| api.max_version - api.min_version + 1).sum::<i16>();
    assert_eq!(seen.len(), 2 * versions as usize);
}

fn input(line: &Line) -> Option<Input<'_>> {
    let api = ApiKey(line.key).info()?;
    let is_response = line.kind == "response";
    Some(Input { api, is_response, version: line.version, body: &line.bytes })
}
