//! What is wrong with settings, and where.

use std::path::Path;

use crate::failure::Failure;
use crate::near::question;

/// Where settings come from.
pub(crate) enum Origin<'a> {
    File(&'a Path),
    /// A key of `--set`.
    Flag(&'a str),
    /// As serde says it, for tests.
    #[cfg(test)]
    Raw,
}

impl Origin<'_> {
    pub(crate) fn flaw(&self, content: &str, error: &toml::de::Error) -> Failure {
        let start = error.span().map_or(0, |span| span.start).min(content.len());
        let line = content.get(..start).unwrap_or_default().matches('\n').count();
        let text = plain(error.message());
        let message = match self {
            Self::File(path) => {
                let key = content.lines().nth(line).and_then(key);
                let key = key.filter(|_| !is_about_a_key(error.message()));
                let key = key.map_or_else(String::new, |key| format!(", {key}"));
                format!("{}, line {}{key}: {text}", path.display(), line + 1)
            }
            Self::Flag(key) => format!("--set {key}: {text}"),
            #[cfg(test)]
            Self::Raw => error.message().to_owned(),
        };
        Failure::usage(message).hint("every key with an example: kadm emulator --example-config")
    }
}

/// The key in front of the first `=`.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_bare = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (is_bare && !key.is_empty()).then_some(key)
}

fn is_about_a_key(message: &str) -> bool {
    message.starts_with("unknown field")
}

/// serde says "unknown field `a`, expected one of `b`, `c`".
fn plain(message: &str) -> String {
    if !is_about_a_key(message) {
        return message.replace('\n', " ").trim().to_owned();
    }
    let mut words = message.split('`').skip(1).step_by(2);
    let unknown = words.next().unwrap_or_default();
    let nearest = match unknown {
        "password" => "; passwords are read from files: password_file".to_owned(),
        "secret_access_key" => "; secrets are read from files: secret_access_key_file".to_owned(),
        "session_token" => "; secrets are read from files: session_token_file".to_owned(),
        _ => question(unknown, words),
    };
    format!("there is no key {unknown}{nearest}")
}
