//! Where passwords come from: a file, standard input, a person at a terminal. Never an argument.

use std::io::BufRead;
use std::path::Path;
use std::process::{Command, Stdio};

use kafka_admin::Secret;

use crate::failure::{Failure, Result};
use crate::outside::Outside;

/// Reads a password from a file, or for `-` from standard input: there a line, or, from a person,
/// without showing what is typed.
pub(crate) fn from_file(path: &Path, whose: &str, outside: &Outside<'_>) -> Result<Secret> {
    let text = match (path == Path::new("-"), outside.terminals().stdin) {
        (true, true) => ask(whose)?,
        (true, false) => line_of(&mut std::io::stdin().lock())?,
        (false, _) => std::fs::read_to_string(path).map_err(|error| {
            Failure::local(format!("the password file {} cannot be read: {error}", path.display()))
        })?,
    };
    let password = without_line_end(&text);
    match password.is_empty() {
        true => Err(Failure::local(format!("the password of {whose} is empty"))),
        false => Ok(Secret::new(password)),
    }
}

/// Asks the person at the terminal, if there is one.
pub(crate) fn from_person(whose: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    match outside.terminals().stdin {
        true => from_file(Path::new("-"), whose, outside).map(Some),
        false => Ok(None),
    }
}

fn line_of(input: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    match input.read_line(&mut line) {
        Ok(_) => Ok(line),
        Err(error) => Err(Failure::local(format!("standard input cannot be read: {error}"))),
    }
}

/// Only the end of the line is not a part of it: passwords may end in blanks.
fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// Reads with echo off. The shell does it, because it restores the terminal when it is interrupted;
/// the password comes back through a pipe.
fn ask(whose: &str) -> Result<String> {
    eprint!("password of {whose}: ");
    let script = r#"old=$(stty -g) || exit 1; trap 'stty "$old"' EXIT; trap 'exit 130' INT TERM HUP
        stty -echo && IFS= read -r line && printf '%s' "$line""#;
    let answer = Command::new("sh")
        .args(["-c", script])
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .output();
    eprintln!();
    match answer {
        Ok(answer) if answer.status.success() => {
            String::from_utf8(answer.stdout).map_err(|_| Failure::local("the password is not UTF-8"))
        }
        _ => Err(Failure::local("the password could not be asked for without showing it")
            .hint("put it in a file for --password-file, or pipe it to standard input with --password-file -")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    #[test]
    fn a_line_end_is_not_a_part_of_the_password() {
        assert_eq!(without_line_end("p w \r\n"), "p w ");
        assert_eq!(without_line_end("pw\n\n"), "pw\n");
        assert_eq!(without_line_end("pw"), "pw");
    }

    #[test]
    fn standard_input_gives_a_line_for_each_password() {
        let mut input = b"first\nsecond\n".as_slice();
        assert_eq!(line_of(&mut input).unwrap(), "first\n");
        assert_eq!(line_of(&mut input).unwrap(), "second\n");
        assert_eq!(line_of(&mut input).unwrap(), "");
    }

    #[test]
    fn a_missing_file_is_named() {
        let mut captured = Captured::default();
        let failure =
            from_file(Path::new("/nowhere/pw"), "rudder", &captured.outside()).unwrap_err();
        assert!(failure.message.contains("/nowhere/pw"));
        assert!(from_person("rudder", &captured.outside()).unwrap().is_none());
    }
}
