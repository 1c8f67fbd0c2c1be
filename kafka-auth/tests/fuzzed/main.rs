//! Replays what fuzzing starts from and what it found, without a fuzzer: the files in the folder
//! named like the target.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]
#![cfg(feature = "msk-iam")]

mod targets;

use std::fs;
use std::path::Path;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 4] = [
    ("handshake_client", targets::handshake_client),
    ("handshake_server", targets::handshake_server),
    ("iam_answer", targets::iam_answer),
    ("scram_server_first", targets::scram_server_first),
];

#[test]
fn seeds_and_findings() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed").join(name);
        let files: Vec<_> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(!files.is_empty(), "no seed for {name}");
        for path in files {
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
        }
    }
}
