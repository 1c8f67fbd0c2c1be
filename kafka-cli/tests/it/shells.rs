//! Completion as the shells themselves make it. Nobody has run the script for PowerShell: there is none here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines whose end is to be completed, and the candidates.
const LINES: [(&str, &[&str]); 4] = [
    ("kadm topic desc", &["describe"]),
    ("kadm topic create --par", &["--partitions"]),
    ("kadm group offsets ", &["alter", "delete", "list"]),
    ("kadm completion z", &["zsh"]),
];

/// Without a shell there is nothing to run, unless `KADM_SHELLS=required`, as in CI.
fn is_there(shell: &str) -> bool {
    let found = Command::new(shell).arg("--version").output().is_ok();
    let required = std::env::var("KADM_SHELLS").is_ok_and(|value| value == "required");
    assert!(found || !required, "{shell} is not installed");
    found
}

/// Runs a shell that finds kadm, for a minute at most, and gives what it printed.
fn printed(shell: &str, arguments: &[&str], variables: &[(&str, &Path)]) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_kadm")).parent().unwrap().display();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap());
    let output = Command::new("timeout")
        .args(["60", shell])
        .args(arguments)
        .env("PATH", path)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{shell}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The first words of lines.
fn words(lines: &str) -> BTreeSet<&str> {
    lines.lines().filter_map(|line| line.split(['\t', ' ']).find(|word| !word.is_empty())).collect()
}

fn expected(candidates: &[&'static str]) -> BTreeSet<&'static str> {
    candidates.iter().copied().collect()
}

#[test]
fn bash_offers_what_kadm_says() {
    if !is_there("bash") {
        return;
    }
    for (line, candidates) in LINES {
        let script = format!(
            "source <(kadm completion bash); COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; _kadm; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let offered = printed("bash", &["--norc", "-c", &script], &[]);
        assert_eq!(words(&offered), expected(candidates), "{line}");
    }
}

#[test]
fn fish_offers_what_kadm_says() {
    if !is_there("fish") {
        return;
    }
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fish");
    std::fs::create_dir_all(&home).unwrap();
    for (line, candidates) in LINES {
        let script = format!("kadm completion fish | source; complete -C '{line}'");
        let offered = printed("fish", &["--no-config", "-c", &script], &[("HOME", &home)]);
        assert_eq!(words(&offered), expected(candidates), "{line}");
    }
}

/// Zsh completes only where somebody types: a script types the lines and presses Tab.
#[test]
fn zsh_offers_what_kadm_says() {
    if !is_there("zsh") {
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/capture.zsh");
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("zsh-candidates");
    let _ = std::fs::remove_file(&out);
    let lines = LINES.map(|(line, _)| line);
    printed("zsh", &[&["-f", script][..], &lines].concat(), &[("OUT", &out)]);
    let offered = std::fs::read_to_string(&out).unwrap();
    for (line, candidates) in LINES {
        let of_line = offered.lines().filter_map(|row| row.strip_prefix(line)?.strip_prefix('\t'));
        assert_eq!(of_line.collect::<BTreeSet<_>>(), expected(candidates), "{line}: {offered}");
    }
}
