//! A mistake in a schema file is shown where it is: `file:line:column`, the line, and a caret.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use kafka_schema::model::Codes;
use kafka_schema::parse;

const HEADING: &str = "api 19 CreateTopics 0..7 flexible 5..\n\nrequest\n";

/// The error for a request of these fields.
fn error(fields: &str) -> String {
    parse::file("t.kafka", &format!("{HEADING}{fields}"), &Codes::default())
        .unwrap_err()
        .to_string()
}

/// Each case: fields, `line:column: message`, and the word the caret is below.
fn check(cases: &[(&str, &str, &str)]) {
    for (fields, place, word) in cases {
        let error = error(fields);
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(lines[0], format!("t.kafka:{place}"), "{fields}");
        assert_eq!(lines.len(), 3, "{error}");
        let caret = lines[2].find('^').unwrap();
        let marked: String = lines[1].chars().skip(caret).collect();
        assert!(marked.starts_with(word), "{error}");
    }
}

#[test]
fn types_and_structs() {
    check(&[
        ("  a: strin", "4:6: there is no type `strin`", "strin"),
        ("  a: int8\n  b: [int7]", "5:7: there is no type `int7`", "int7"),
        ("  a: [int8", "4:6: expected `]`", "[int8"),
        ("  a:", "4:5: expected a type", ""),
        ("  a int8", "4:3: expected `name:`", "a int8"),
        ("  a: [Topic]", "4:6: the fields of Topic should follow", "[Topic]"),
        (
            "  a: Topic\n    b: int8\n  c: Topic\n    d: int8",
            "6:6: Topic is laid out already",
            "Topic",
        ),
        ("  a: [Node]\n    b: [Node]", "5:8: Node is inside of itself", "[Node]"),
        ("  a: int8\n    b: int8", "5:5: only a struct has fields", "b:"),
    ]);
}

#[test]
fn versions_and_tags() {
    const BAD: &str = "not versions; write 3, 3.. or 3..7";
    check(&[
        ("  a: int8 @7..5", &format!("4:12: {BAD}"), "7..5"),
        ("  a: int8 @-1", &format!("4:12: {BAD}"), "-1"),
        ("  a: int8 @five", &format!("4:12: {BAD}"), "five"),
        ("  a: string?@x", &format!("4:14: {BAD}"), "x"),
        ("  a: int8 @8..", "4:3: versions 8.. are outside of 0..7", "a:"),
        ("  a: int8 @5.. #32", "4:17: not a tag from 0 to 31", "32"),
        ("  a: int8 @5.. #1\n  b: int8 @5.. #0", "5:3: tags should ascend", "b:"),
        ("  a: int8 @5.. #1\n  b: int8 @5.. #1", "5:3: tags should ascend", "b:"),
    ]);
}

#[test]
fn names_defaults_and_attributes() {
    check(&[
        ("  a: int8\n  a: bool", "5:3: there is a field of that name", "a:"),
        ("  a: int8 = 128", "4:3: the default does not fit the type", "a:"),
        ("  a: uint16 = -1", "4:3: the default does not fit the type", "a:"),
        ("  a: bool = 1", "4:3: the default does not fit the type", "a:"),
        ("  a: int8 = \"x\"", "4:3: the default does not fit the type", "a:"),
        ("  a: [int8] = 1", "4:3: only null can be the default of a struct or an array", "a:"),
        ("  a: string = null", "4:3: null by default, but never nullable", "a:"),
        ("  a: int8 = one", "4:13: not a number", "one"),
        ("  a: int8 =", "4:12: expected a default", ""),
        ("  a: int8 \"no end", "4:11: expected a text in double quotes", "\"no end"),
        ("  é: int8 maybe", "4:11: unexpected `maybe`", "maybe"),
    ]);
}

#[test]
fn indentation() {
    check(&[
        ("  a: int8\n      b: int8\n  c: int8", "5:7: only a struct has fields", "b:"),
        ("  a: T\n    b: int8\n   c: int8", "6:4: indented too far", "c:"),
        ("    a: int8\n  b: int8", "5:3: expected `request`, `response` or `fields`", "b:"),
        ("  a: T\n    b: int8\n      c: int8", "6:7: only a struct has fields", "c:"),
    ]);
}

#[test]
fn headings() {
    for (text, error) in [
        ("", "t.kafka:1:1: an empty file\n  \n  ^"),
        ("apl 1 A 0", "t.kafka:1:1: expected `api`, `header` or `data`\n  apl 1 A 0\n  ^"),
        ("api x A 0", "t.kafka:1:5: not an API key\n  api x A 0\n      ^"),
        ("api 1 A", "t.kafka:1:8: expected versions, like 0..7\n  api 1 A\n         ^"),
        ("// note\n\napi 1 A 0 of", "t.kafka:3:11: unexpected `of`\n  api 1 A 0 of\n            ^"),
        (
            "data A 0\nfields\n  a: int8 #0",
            "t.kafka:3:3: a tag in a message that is never flexible\n    a: int8 #0\n    ^",
        ),
    ] {
        let found = parse::file("t.kafka", text, &Codes::default()).unwrap_err().to_string();
        assert_eq!(found, error);
    }
}

#[test]
fn codes() {
    for (text, error) in [
        ("  A = 1", "t.kafka:1:3: a code outside of an enum\n    A = 1\n    ^"),
        ("enum E: int8 \"e\"\n  A = x", "t.kafka:2:7: not a number\n    A = x\n        ^"),
        (
            "enum E: float \"e\"",
            "t.kafka:1:9: not an integer type\n  enum E: float \"e\"\n          ^",
        ),
    ] {
        assert_eq!(parse::codes("t.kafka", text).unwrap_err().to_string(), error);
    }
}
