//! Golden bytes: what `compare.rs` and `tests/golden.rs` share.

mod json;
pub(crate) mod line;
#[rustfmt::skip]
mod to_json;

use std::path::Path;

use kafka_proto::{Message, Request, Wire, decode_whole, encode_value};
use serde_json::Value;

use self::json::ToJson;
use self::line::Line;

/// What became of a file.
pub(crate) struct Outcome {
    /// Lines that are as they should be.
    pub(crate) passed: usize,
    /// What is wrong with the others.
    pub(crate) failures: Vec<String>,
}

/// A message's bytes.
pub(crate) type Input<'a> = &'a [u8];

/// A message after decoding and encoding.
pub(crate) type Checked = Result<(Value, Vec<u8>), String>;

/// Checks every line of a file.
pub(crate) fn file(path: &Path) -> std::io::Result<Outcome> {
    let text = std::fs::read_to_string(path)?;
    let mut outcome = Outcome { passed: 0, failures: Vec::new() };
    for (number, line) in line::lines(&text) {
        match line.and_then(|line| check(&line)) {
            Ok(()) => outcome.passed += 1,
            Err(error) => outcome.failures.push(format!("line {number}: {error}")),
        }
    }
    Ok(outcome)
}

fn check(line: &Line) -> Result<(), String> {
    let Line { name, kind, version, case, json, bytes, .. } = line;
    let at = format!("{name} {kind} v{version} {case}");
    let expected: Value = serde_json::from_str(json).map_err(|error| format!("{at}: {error}"))?;
    let (found, encoded) =
        reread(line, *version, bytes).map_err(|error| format!("{at}: {error}"))?;
    if found != expected {
        return Err(format!("{at}: decoded\n  {found}\n  instead of\n  {expected}"));
    }
    if encoded != *bytes {
        let (encoded, bytes) = (to_hex(&encoded), to_hex(bytes));
        return Err(format!("{at}: encoded\n  {encoded}\n  instead of\n  {bytes}"));
    }
    Ok(())
}

/// Decodes and encodes `bytes` as if they were the message of that line.
pub(crate) fn reread(line: &Line, version: i16, bytes: &[u8]) -> Checked {
    let checked = match line.kind.as_str() {
        "request" => to_json::request(line.key, version, bytes),
        "response" => to_json::response(line.key, version, bytes),
        _ => to_json::plain(&line.name, version, bytes),
    };
    checked.unwrap_or_else(|| Err("no such message".to_owned()))
}

fn request<'a, R: Request<'a> + ToJson>(version: i16, bytes: Input<'a>) -> Checked {
    response::<R>(version, bytes)
}

fn response<'a, M: Message<'a> + ToJson>(version: i16, bytes: Input<'a>) -> Checked {
    let message = M::decode(bytes, version).map_err(|error| error.to_string())?;
    let mut encoded = Vec::new();
    message.encode(&mut encoded, version).map_err(|error| error.to_string())?;
    Ok((message.to_json(version), encoded))
}

/// A header, or data inside other messages.
fn plain<'a, T: Wire<'a> + ToJson>(version: i16, flexible_since: i16, bytes: Input<'a>) -> Checked {
    let flexible = version >= flexible_since;
    let value: T = decode_whole(bytes, version, flexible).map_err(|error| error.to_string())?;
    let mut encoded = Vec::new();
    encode_value(&mut encoded, version, flexible, &value).map_err(|error| error.to_string())?;
    Ok((value.to_json(version), encoded))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
