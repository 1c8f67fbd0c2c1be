//! CODES.md, held against the table that it is made from.
//!
//! `CODES=write cargo test -p kafka-cli --test it codes` writes it anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kafka_admin::Diagnosis;

/// What stands above the table, with the texts that are written by hand.
const HEAD: &str = include_str!("../../src/nouns/doctor/codes_head.md");
/// Every number that was ever given, in the order of the numbers, with its title of that day.
const NUMBERS: &str = include_str!("../../src/nouns/doctor/numbers.tsv");

#[test]
fn codes_md_says_what_the_table_says() {
    let (path, made) = (path("CODES.md"), document());
    if std::env::var("CODES").is_ok_and(|it| it == "write") {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap();
    assert!(there == made, "CODES.md differs: CODES=write cargo test -p kafka-cli --test it codes");
}

/// A number that was given once is never given again, and never goes.
#[test]
fn no_number_is_lost_or_given_twice() {
    let given: Vec<_> =
        NUMBERS.lines().map(|line| line.split_once('\t').unwrap().0.to_owned()).collect();
    let known: Vec<_> = Diagnosis::all().map(|it| it.to_string()).collect();
    assert_eq!(given, known, "a new number needs its line in numbers.tsv, and an old one its row");
}

/// What the documents name is there.
#[test]
fn every_number_in_a_document_is_one() {
    for name in ["CODES.md", "COMPARE.md", "README.md", "SECURITY.md"] {
        let text = std::fs::read_to_string(path(name)).unwrap();
        for (at, _) in text.match_indices("KADM0") {
            let code = &text[at..(at + 8).min(text.len())];
            // KADM04.. is a class.
            let is_class = code.ends_with("..");
            assert!(is_class || Diagnosis::of_text(code).is_some(), "{name}: {code}");
        }
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn document() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n## All codes\n\n| code | about | what |\n|---|---|---|\n");
    for it in Diagnosis::all() {
        let (class, title) = (it.class(), it.title());
        writeln!(text, "| [{it}](#{}) | {class} | {title} |", anchor(it)).unwrap();
    }
    for it in Diagnosis::all() {
        let (title, cause, next) = (it.title(), it.cause(), it.next_step());
        write!(text, "\n## {it}\n\n**{title}.** {cause}\n\n```\n{next}\n```\n").unwrap();
    }
    text
}

fn anchor(it: Diagnosis) -> String {
    it.to_string().to_ascii_lowercase()
}
