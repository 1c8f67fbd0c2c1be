//! Golden bytes: what `examples/golden` and `tests/golden` share.

mod json;
#[rustfmt::skip]
mod to_json;

use std::path::Path;

use kafka_proto::{Message, Reader, Wire, Writer};
use serde_json::Value;

use self::json::ToJson;

/// What became of a file.
pub(crate) struct Outcome {
    /// Lines that are as they should be.
    pub(crate) passed: usize,
    /// What is wrong with the others.
    pub(crate) failures: Vec<String>,
}

/// A message after decoding and encoding.
pub(crate) type Checked = Result<(Value, Vec<u8>), String>;

/// Checks every line of a file.
pub(crate) fn file(path: &Path) -> std::io::Result<Outcome> {
    let text = std::fs::read_to_string(path)?;
    let mut outcome = Outcome { passed: 0, failures: Vec::new() };
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !is_comment(line)) {
        match check_line(line) {
            Ok(()) => outcome.passed += 1,
            Err(error) => outcome.failures.push(format!("line {}: {error}", index + 1)),
        }
    }
    Ok(outcome)
}

fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#') || line.starts_with("api_key\t")
}

fn check_line(line: &str) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [_, name, kind, version, case, json, hex] = columns.as_slice() else {
        return Err(format!("{} columns, not 7", columns.len()));
    };
    let at = format!("{name} {kind} v{version} {case}");
    let version = version.parse().map_err(|_| format!("{at}: not a version"))?;
    let bytes = unhex(hex).ok_or_else(|| format!("{at}: not hex"))?;
    let (name, json) = renamed(name, json);
    let expected: Value = serde_json::from_str(&json).map_err(|error| format!("{at}: {error}"))?;
    let checked = to_json::check(name, kind, version, &bytes)
        .ok_or_else(|| format!("{at}: no such message"))?;
    let (found, encoded) = checked.map_err(|error| format!("{at}: {error}"))?;
    if found != expected {
        return Err(format!("{at}: decoded\n  {found}\n  instead of\n  {expected}"));
    }
    if encoded != bytes {
        return Err(format!("{at}: encoded\n  {}\n  instead of\n  {hex}", to_hex(&encoded)));
    }
    Ok(())
}

/// KIP-1142 (Kafka 4.1) gave API 74 and its fields other names; the bytes stayed.
fn renamed<'a>(name: &'a str, json: &str) -> (&'a str, String) {
    if name != "ListClientMetricsResources" {
        return (name, json.to_owned());
    }
    let json = json.replace("\"clientMetricsResources\"", "\"configResources\"");
    ("ListConfigResources", json.replace("\"name\"", "\"resourceName\""))
}

/// A request or response.
fn message<'a, M: Message<'a> + ToJson>(version: i16, bytes: &'a [u8]) -> Checked {
    let message = M::decode(bytes, version).map_err(|error| error.to_string())?;
    let mut encoded = Vec::new();
    message.encode(&mut encoded, version).map_err(|error| error.to_string())?;
    Ok((message.to_json(version), encoded))
}

/// A header, or data inside other messages.
fn plain<'a, T: Wire<'a> + ToJson>(version: i16, flexible_since: i16, bytes: &'a [u8]) -> Checked {
    let flexible = version >= flexible_since;
    let mut reader = Reader::new(bytes, version, flexible);
    let value = T::read(&mut reader).map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())?;
    let mut encoded = Vec::new();
    let mut writer = Writer::new(&mut encoded, version, flexible);
    value.write(&mut writer);
    writer.finish().map_err(|error| error.to_string())?;
    Ok((value.to_json(version), encoded))
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    hex.as_bytes()
        .chunks(2)
        .map(|pair| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8))
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
