//! What kafka-clients 4.4.0 and 3.9.2 say of themselves: `tests/data`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The columns of a row, by their names.
pub(crate) type Row = BTreeMap<String, String>;

pub(crate) fn text_of(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The rows of a table, each by the names of its columns.
pub(crate) fn table(name: &str) -> Vec<Row> {
    let text = text_of(name);
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned));
    let names: Vec<String> = lines.next().unwrap().collect();
    lines.map(|row| names.iter().cloned().zip(row).collect()).collect()
}
