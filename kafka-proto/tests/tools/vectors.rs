//! Every vector of `tests/golden`.

#[allow(dead_code, reason = "not every test looks at everything")]
#[path = "line.rs"]
mod line;

use std::fs;
use std::path::Path;

pub(crate) use self::line::Line;

/// The messages of every file, both releases.
pub(crate) fn all() -> Vec<Line> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
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
