//! `kadm demo`, the program itself, as a newcomer runs it.

use std::process::{Command, Output};

use serde_json::Value;

const PASSWORD: &str = "demo-password-of-rudder";

fn demo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kadm")).arg("demo").args(args).output().unwrap()
}

#[test]
fn tells_the_story_in_a_screenful() {
    let output = demo(&[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    for told in [
        "TOPIC_AUTHORIZATION_FAILED (29)",
        "CLUSTER_AUTHORIZATION_FAILED (31)",
        "AWS_MSK_IAM as",
        "created orders, 3 partitions",
        "SCRAM-SHA-512 as rudder",
        "WRITE, DESCRIBE",
        "Everything turned out as told",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(text.lines().count() <= 24 && text.lines().all(|line| line.len() <= 140), "{text}");
    assert!(text.is_ascii() && !text.contains(PASSWORD), "{text}");
}

#[test]
fn as_json_it_is_one_object() {
    let output = demo(&["--format", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!text.contains(PASSWORD), "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&told["command"], &told["ok"]), (&"demo".into(), &true.into()));
    let steps = told["steps"].as_array().unwrap();
    let names: Vec<_> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    let story = ["cluster", "login", "refused-29", "refused-31"];
    assert_eq!(names[..4], story);
    assert_eq!(names[4..], ["connect", "login", "check", "topic", "acls", "wait", "proof"]);
    assert!(steps.iter().all(|step| step["ok"] == true && step["ms"].is_u64()), "{text}");
    assert_eq!(told["proof"]["authorized_operations"], serde_json::json!(["WRITE", "DESCRIBE"]));
    assert_eq!(output.status.code(), Some(0));
}
