//! The decoder of `kafka-schema` in a browser: a question as JSON in, an answer as JSON out.
//!
//! | member of a question | what it is |
//! |---|---|
//! | `text` | hex, or a dump of bytes |
//! | `what` | `request`, `response`, `request-body` or `response-body` |
//! | `api`, `version` | the API by name or key and its version; for a request they may be empty |
//! | `secrets` | whether credentials are shown |
//!
//! The answer is what `kadm decode --format json` says of the same bytes: `ok`, `api`, `version`, `header`, `body`, or
//! `error` with `message`, `field`, `offset` and `hint`. `{"list": true}` asks for the APIs and their versions.

mod exports;

use kafka_schema::interpret::{Api, DecodeError};
use kafka_schema::model::{Direction, File, Kind};
use kafka_schema::reading::{Content, next_step, unhex};
use kafka_schema::secrets;
use serde_json::{Map, Value, json};

/// A longer question is refused: a page that hangs helps nobody.
pub const MAX_QUESTION: usize = 8 << 20;

/// Answers a question.
#[must_use]
pub fn answer(question: &str) -> String {
    let question: Value = serde_json::from_str(question).unwrap_or_default();
    let answer = if question["list"] == true { Ok(list()) } else { decode(&question) };
    answer.unwrap_or_else(|error| json!({"ok": false, "error": error})).to_string()
}

fn list() -> Value {
    let apis = kafka_schema::embedded().files.iter().filter_map(|file| match file.kind {
        Kind::Api(key) => Some(json!({
            "name": file.name, "key": key, "min": file.versions.min, "max": file.versions.max,
        })),
        _ => None,
    });
    json!({"apis": apis.collect::<Vec<_>>()})
}

fn decode(question: &Value) -> Result<Value, Value> {
    let text = question["text"].as_str().unwrap_or_default();
    let wrong = |message: &str, field: &str| json!({"message": message, "input": field});
    let bytes = unhex(text).ok_or_else(|| {
        wrong("This is neither hex, two digits a byte, nor a dump of bytes.", "text")
    })?;
    if bytes.is_empty() {
        return Err(wrong("There are no bytes to decode.", "text"));
    }
    let content = content(question).map_err(|(message, field)| wrong(&message, field))?;
    let decoded = content.decode(content.without_length(&bytes));
    let mut message = decoded.map_err(|error| told(&error, content, &bytes))?;
    let hidden = if question["secrets"] == true { 0 } else { secrets::hide(&mut message) };
    Ok(with(message, hidden))
}

fn with(mut message: Map<String, Value>, hidden: usize) -> Value {
    message.insert("ok".into(), true.into());
    message.insert("hidden".into(), hidden.into());
    Value::Object(message)
}

fn told(error: &DecodeError, content: Content, bytes: &[u8]) -> Value {
    json!({
        "message": error.to_string(),
        "field": error.path.to_string(),
        "offset": error.offset,
        "hint": next_step(content, bytes),
        "input": "text",
    })
}

/// What the bytes are taken for; or what is wrong, and in which input.
fn content(question: &Value) -> Result<Content, (String, &'static str)> {
    let direction = match question["what"].as_str() {
        Some("request") => return Ok(Content::Request),
        Some("response" | "response-body") => Direction::Response,
        Some("request-body") => Direction::Request,
        _ => return Err(("Say what it is.".into(), "what")),
    };
    let name = question["api"].as_str().unwrap_or_default();
    let api = known(name).ok_or_else(|| match name {
        "" => ("Say of which API it is: the bytes do not.".to_owned(), "api"),
        name => (format!("There is no API {name}."), "api"),
    })?;
    let version = question["version"].as_str().and_then(|it| it.trim().parse().ok());
    let version = version.filter(|version| api.versions.contains(*version));
    let version = version
        .ok_or_else(|| (format!("{} has the versions {}.", api.name, api.versions), "version"))?;
    Ok(match question["what"].as_str() {
        Some("response") => Content::Response { api, version },
        _ => Content::Body { api, direction, version },
    })
}

fn known(name: &str) -> Option<&'static File> {
    let api = Api::from(name.trim()).find(kafka_schema::embedded());
    api.filter(|file| matches!(file.kind, Kind::Api(_)))
}
