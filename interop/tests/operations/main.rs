//! `OPERATIONS.md` is made of `operations.tsv` and of the code: each name in it is looked up where it
//! is defined. `OPERATIONS=write cargo test -p interop --test operations` writes it anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod pictures;
mod row;
mod svg;

use std::collections::BTreeSet;
use std::path::PathBuf;

use kafka_cli::{Captured, run_with};
use row::{Row, rows};

/// The methods of `org.apache.kafka.clients.admin.Admin` in kafka-clients 4.4.0, as `javap` lists them.
const JAVA: &str = include_str!("admin_methods.txt");
/// The calls of the library, one line each.
const CALLS: &str = include_str!("../../../kafka-admin/src/blocking.rs");
/// What the emulator serves.
const SERVED: &str = include_str!("../../../kafka-emulator/SKIPPED.md");
/// The tests of operations, at one broker and at three.
const TESTS: [&str; 2] = [include_str!("../ops/main.rs"), include_str!("../brokers/main.rs")];

#[test]
fn each_method_of_java_has_one_row() {
    let known: BTreeSet<&str> = JAVA.lines().collect();
    let rows = rows();
    let listed: Vec<&str> = rows.iter().flat_map(|row| row.java.iter().copied()).collect();
    let unique: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!((known.len(), listed.len()), (66, unique.len()), "a method stands twice");
    assert_eq!(unique, known);
}

#[test]
fn each_call_of_the_library_has_a_row_and_is_there() {
    let (_, lines) = CALLS.split_once("\ncalls! {\n").unwrap();
    let lines = lines.lines().take_while(|line| *line != "}").filter(|line| line.contains("->"));
    let known: BTreeSet<&str> = lines.map(|line| line.trim().split_once('(').unwrap().0).collect();
    let listed: BTreeSet<&str> = rows().iter().flat_map(|row| row.calls.clone()).collect();
    let without_a_row: Vec<_> = known.difference(&listed).collect();
    assert!(without_a_row.is_empty(), "{without_a_row:?}");
    for other in listed.difference(&known) {
        assert!(CALLS.contains(&format!("pub fn {other}(")), "there is no call {other}");
    }
}

#[tokio::test]
async fn each_command_is_there() {
    for command in rows().iter().flat_map(|row| &row.commands) {
        let words = ["kadm"].into_iter().chain(command.split(' ')).chain(["--help"]);
        let mut captured = Captured::default();
        let code = run_with(words, captured.outside()).await;
        assert_eq!(code, 0, "kadm {command}: {}", captured.stderr());
    }
}

#[test]
fn each_operation_has_a_test_or_a_reason() {
    for row in rows() {
        let name = row.name();
        assert!(!row.tests.is_empty() || !row.note.is_empty(), "{name} has neither");
        let is_tested = !row.tests.is_empty() || row.note.starts_with("tested in ");
        assert!(row.calls.is_empty() || is_tested, "{name} is not tested");
        for test in &row.tests {
            let line = format!(" {test},");
            assert!(TESTS.iter().any(|it| it.contains(&line)), "{name}: there is no test {test}");
        }
    }
}

#[test]
fn the_document_says_what_the_code_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../OPERATIONS.md");
    let made = document(&rows());
    if std::env::var("OPERATIONS").is_ok_and(|it| it == "write") {
        std::fs::write(&path, &made).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(
        written == made,
        "write it anew: OPERATIONS=write cargo test -p interop --test operations"
    );
}

fn document(rows: &[Row]) -> String {
    let of_java = |row: &&Row| !row.java.is_empty();
    let methods: usize = rows.iter().map(|row| row.java.len()).sum();
    let done: usize = rows.iter().filter(|row| row.is_offered()).map(|row| row.java.len()).sum();
    let count =
        format!("{done} of the {methods} methods have a counterpart; the others say why not.");
    let head = include_str!("head.md").replace("{count}", &count);
    let table =
        row::TITLES.to_owned() + &rows.iter().filter(of_java).map(Row::line).collect::<String>();
    let more = rows.iter().filter(|row| row.java.is_empty()).map(Row::line).collect::<String>();
    format!("{head}\n{table}\n## Besides\n\n{}{more}", row::TITLES)
}
