//! Vectors against kafka-proto.

use std::path::Path;

use kafka_proto::DecodeError;
use serde_json::Value;

use crate::any::AnyMessage;
use crate::line::{self, Line};
use crate::{plain, request, response, to_hex};

/// What became of a file.
pub struct Outcome {
    /// Lines that are as they should be.
    pub passed: usize,
    /// What is wrong with the others.
    pub failures: Vec<String>,
}

/// The values in a message and its bytes, after decoding and encoding.
pub type Reread = Result<(Value, Vec<u8>), String>;

/// Checks every line of a file.
pub fn file(path: &Path) -> std::io::Result<Outcome> {
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
pub fn reread(line: &Line, version: i16, bytes: &[u8]) -> Reread {
    let decoded = line.decode(version, bytes).ok_or("no such message")?;
    let message = decoded.map_err(|error| error.to_string())?;
    let encoded = message.encode().map_err(|error| error.to_string())?;
    Ok((message.to_json(), encoded))
}

impl Line {
    /// Decodes `bytes` as if they were the message of this line; `None` if there is none like it.
    #[allow(clippy::type_complexity, reason = "a decoded message, if there is such a message")]
    pub fn decode<'a>(
        &self,
        version: i16,
        bytes: &'a [u8],
    ) -> Option<Result<Box<dyn AnyMessage<'a> + 'a>, DecodeError>> {
        match self.kind.as_str() {
            "request" => Some(request(self.key, version, bytes)?.map(|body| body as _)),
            "response" => Some(response(self.key, version, bytes)?.map(|body| body as _)),
            _ => plain(&self.name, version, bytes),
        }
    }
}
