//! The committed files are what `cargo codegen generate` makes of `schema/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What rustfmt leaves alone: names apart, order within a list of imports, commas, braces and
/// blanks.
#[derive(Debug, PartialEq)]
struct Meaning {
    imports: Vec<String>,
    rest: String,
}

impl Meaning {
    fn of(text: &str) -> Self {
        let mut meaning = Self { imports: Vec::new(), rest: String::new() };
        let mut is_import = false;
        for line in text.lines().map(str::trim) {
            is_import |= starts_import(line);
            match is_import {
                true => meaning.imports.extend(words(line)),
                false => meaning.rest.extend(line.chars().filter(is_kept)),
            }
            is_import &= !line.ends_with(';');
        }
        meaning.imports.sort();
        meaning
    }
}

fn starts_import(line: &str) -> bool {
    let line = line.strip_prefix("pub").unwrap_or(line);
    let line = line.strip_prefix("(crate)").unwrap_or(line).trim_start();
    line.starts_with("use ") || line.starts_with("mod ")
}

fn words(line: &str) -> impl Iterator<Item = String> {
    let is_apart = |c: char| !c.is_alphanumeric() && c != '_';
    line.split(is_apart).filter(|word| !word.is_empty()).map(str::to_owned)
}

fn is_kept(c: &char) -> bool {
    !c.is_whitespace() && !matches!(c, ',' | '{' | '}')
}

#[test]
fn committed_files_are_what_the_schema_says() {
    let root = codegen::repository();
    for output in codegen::outputs(&codegen::read_schema(&root).unwrap()) {
        let committed = fs::read_to_string(root.join(&output.path)).unwrap_or_default();
        assert!(
            Meaning::of(&committed) == Meaning::of(&output.text),
            "{} is out of date: run `cargo codegen generate`",
            output.path
        );
    }
}

#[test]
fn the_embedded_schema_is_the_one_of_the_repository() {
    let ours = kafka_schema::embedded();
    let theirs = codegen::read_schema(&codegen::repository()).unwrap();
    assert_eq!(ours.files, theirs.files);
    assert_eq!((&ours.enums, &ours.errors), (&theirs.enums, &theirs.errors));
}

#[test]
fn no_generated_file_is_left_over() {
    let root = codegen::repository();
    let outputs = codegen::outputs(&codegen::read_schema(&root).unwrap());
    let expected: BTreeSet<String> = outputs.into_iter().map(|it| it.path).collect();
    for entry in fs::read_dir(root.join("kafka-proto/src/messages")).unwrap() {
        let name = entry.unwrap().file_name();
        let path = Path::new("kafka-proto/src/messages").join(name).display().to_string();
        assert!(expected.contains(&path), "{path} is not generated from schema/");
    }
}

#[test]
fn formatting_alone_makes_no_difference() {
    let generated = "use b::B;\nuse a::{A, C};\nfn f() -> u8 {\nmatch g() { A => 1, _ => 2 }\n}\n";
    let formatted = "use a::{\n    A,\n    C,\n};\nuse b::B;\n\nfn f() -> u8 {\n    match g() {\n        \
                     A => {\n            1\n        }\n        _ => 2,\n    }\n}\n";
    assert_eq!(Meaning::of(generated), Meaning::of(formatted));
    assert_ne!(Meaning::of(generated), Meaning::of(&formatted.replace('1', "3")));
    assert_ne!(Meaning::of(generated), Meaning::of(&formatted.replace("b::B", "b::D")));
}
