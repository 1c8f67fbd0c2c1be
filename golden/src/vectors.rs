//! Every vector of `kafka-proto/tests/golden`.

use std::fs;
use std::path::Path;

use crate::line::{self, Line};

/// The messages of every file, both releases.
pub fn all() -> Vec<Line> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-proto/tests/golden");
    ["kafka-3.9.2", "kafka-4.4.0"]
        .iter()
        .flat_map(|release| folder(&golden.join(release)))
        .collect()
}

fn folder(path: &Path) -> Vec<Line> {
    let files = fs::read_dir(path).unwrap();
    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    texts
        .flat_map(|text| line::lines(&text).map(|(_, line)| line.unwrap()).collect::<Vec<_>>())
        .collect()
}
