//! JSON, written as it comes and without a character that a terminal obeys.

use std::fmt;
use std::io::{self, Write};

use kafka_admin::escape::is_hidden;
use kafka_schema::interpret::DecodeError;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};

use crate::failure::{Applied, Cause, Failure};
use crate::steps::{State, Step};
use crate::stream::Stream;

/// Writes a value. What was lost on the way the stream remembers.
pub(super) fn write(mut stream: &Stream, value: &impl Serialize) {
    let _ = value.serialize(&mut Serializer::with_formatter(&mut stream, EscapingFormatter));
}

/// One line of JSON, with the end of the line.
pub(crate) fn line(value: &impl Serialize) -> Vec<u8> {
    let mut line = Vec::new();
    let _ = value.serialize(&mut Serializer::with_formatter(&mut line, EscapingFormatter));
    line.push(b'\n');
    line
}

/// Compact JSON.
struct EscapingFormatter;

impl Formatter for EscapingFormatter {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        write!(writer, "{}", Fragment(fragment))
    }
}

/// JSON for people, on several lines.
pub(crate) struct Pretty<'a>(pub(crate) &'a Value);

impl fmt::Display for Pretty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Write::write_fmt(&mut Fragments(f), format_args!("{:#}", self.0))
    }
}

/// Escapes what a layout of JSON consists of, save the ends of lines: those inside of strings are
/// escaped already.
struct Fragments<'a, 'b>(&'a mut fmt::Formatter<'b>);

impl fmt::Write for Fragments<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for line in text.split_inclusive('\n') {
            let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
            write!(self.0, "{}{end}", Fragment(line))?;
        }
        Ok(())
    }
}

/// A part of a JSON string. RFC 8259 wants no more than the controls below U+0020 escaped, but DEL, the
/// C1 controls and what turns the direction of writing act on a terminal too.
struct Fragment<'a>(&'a str);

impl fmt::Display for Fragment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(is_hidden) {
            let (shown, from) = rest.split_at(at);
            f.write_str(shown)?;
            let mut chars = from.chars();
            for unit in chars.next().iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(f, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}

/// What went wrong; members that do not apply are left out.
pub(crate) fn error(failure: &Failure) -> Value {
    let mut error = match &failure.cause {
        Cause::Here(kind) => json!({"kind": kind, "retriable": false}),
        Cause::Kafka(error) => kafka_error(error),
        Cause::Found(diagnosis) => {
            json!({"kind": "Found", "layer": diagnosis.class().to_string(), "retriable": false})
        }
        Cause::Bytes(error) => decode_error(error),
    };
    error["diagnosis"] = failure.diagnosis().map(|it| it.to_string()).into();
    error["message"] = failure.message.clone().into();
    error["hint"] = failure.hint.clone().into();
    match failure.applied {
        None => {}
        Some(Applied::All) => error["outcome"] = "applied".into(),
        Some(Applied::Part) => error["outcome"] = "applied in part".into(),
    }
    without_nulls(error)
}

fn kafka_error(error: &kafka_admin::Error) -> Value {
    json!({
        "kind": error.kind().to_string(),
        "layer": error.layer().to_string(),
        "outcome": error.outcome().to_string(),
        "code": error.code().map(|code| code.0),
        "code_name": error.code().and_then(|code| code.name()),
        "broker": error.broker(),
        "api": error.api().map(|api| api.to_string()),
        "request_id": error.request_id(),
        "retriable": error.is_retriable(),
    })
}

fn decode_error(error: &DecodeError) -> Value {
    json!({
        "kind": error.kind.name(),
        "field": error.path.to_string(),
        "offset": error.offset,
        "retriable": false,
    })
}

/// Anything that has a text, as an array of strings.
pub(crate) fn strings(texts: impl IntoIterator<Item = impl ToString>) -> Value {
    texts.into_iter().map(|text| text.to_string()).collect()
}

/// A step of a command.
pub(super) fn step(step: &Step) -> Value {
    let mut value = json!({
        "name": step.name,
        "ok": !matches!(step.state, State::Failed | State::Incomplete),
        "ms": u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
        "detail": step.detail,
    });
    if step.state == State::Skipped {
        value["skipped"] = true.into();
    }
    if let Some(outcome) = &step.outcome {
        value["outcome"] = outcome.clone().into();
    }
    value
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_for_people_is_json_and_harmless() {
        let name = "a\u{1b}\n\u{9b}\u{202e}\u{7f}\u{e0041}b";
        let value = json!({"name": name});
        let text = Pretty(&value).to_string();
        assert!(!text.contains(|c| c != '\n' && is_hidden(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn an_error_has_only_what_applies() {
        let error = error(&Failure::usage("no"));
        assert_eq!(error, json!({"kind": "Usage", "message": "no", "retriable": false}));
    }
}
