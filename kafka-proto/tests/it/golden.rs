//! Every message of every version, against bytes and values of Kafka's own Java serializer.

use std::path::Path;

/// How many lines the vectors have: none may be left out.
const KAFKA_4_4: usize = 2560;
const KAFKA_3_9: usize = 484;
const EXTRA: usize = 585;

fn check(release: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(release);
    let mut passed = 0;
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let outcome = ::golden::file(&path).unwrap();
        passed += outcome.passed;
        failures.extend(outcome.failures);
    }
    assert!(failures.is_empty(), "{} failed, the first: {}", failures.len(), failures[0]);
    println!("{release}: {passed} passed, 0 failed");
    passed
}

#[test]
fn kafka_4_4_0() {
    assert_eq!(check("kafka-4.4.0"), KAFKA_4_4);
}

#[test]
fn kafka_3_9_2_versions_that_4_4_0_dropped() {
    assert_eq!(check("kafka-3.9.2"), KAFKA_3_9);
}

#[test]
fn extreme_values_unknown_tags_and_random_messages() {
    assert_eq!(check("extra"), EXTRA);
}
