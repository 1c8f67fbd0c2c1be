//! Two decoders that share nothing: kafka-proto's generated code and the interpreter accept the
//! same bytes, see the same in them and write the same. `fuzz/` looks for bytes where they do not.
#![allow(unreachable_pub, reason = "the fuzz workspace reaches it")]

use golden::Line;
use golden::input::Input;
use kafka_schema::interpret::{Api, decode_body, encode_body};
use kafka_schema::model::Direction;
use serde_json::Value as Json;

/// A body of any API, version and direction.
pub fn differential(bytes: &[u8]) {
    let Some(Input { api, is_response, version, body }) = Input::read(bytes) else { return };
    let kind = if is_response { "response" } else { "request" };
    agreed(&of(api.key.0, kind, version), version, body);
}

/// A message of an API, without bytes.
pub(crate) fn of(key: i16, kind: &str, version: i16) -> Line {
    Line {
        key,
        name: String::new(),
        kind: kind.to_owned(),
        version,
        case: "bytes".to_owned(),
        json: String::new(),
        bytes: Vec::new(),
    }
}

pub(crate) fn api(line: &Line) -> Api<'_> {
    if line.key < 0 { Api::Name(&line.name) } else { Api::Key(line.key) }
}

pub(crate) fn direction(line: &Line) -> Direction {
    match line.kind.as_str() {
        "request" => Direction::Request,
        "response" => Direction::Response,
        _ => Direction::Itself,
    }
}

/// The values and the bytes made of them; as [`golden::reread`].
fn reread(line: &Line, version: i16, bytes: &[u8]) -> golden::Reread {
    let (schema, api, direction) = (kafka_schema::embedded(), api(line), direction(line));
    let json = decode_body(schema, api, direction, version, bytes).map_err(|it| it.to_string())?;
    let bytes = encode_body(schema, api, direction, version, &json);
    bytes.map(|bytes| (json, bytes)).map_err(|error| error.to_string())
}

pub(crate) fn at(line: &Line) -> String {
    format!("{} {} {} v{} {}", line.key, line.name, line.kind, line.version, line.case)
}

/// Whether both accept `bytes`. Panics if they do not see the same in them.
pub(crate) fn agreed(line: &Line, version: i16, bytes: &[u8]) -> bool {
    let theirs = golden::reread(line, version, bytes);
    let ours = reread(line, version, bytes);
    let is_same = match (&theirs, &ours) {
        (Ok((json, _)), Ok((same, _))) if has_nan(json) => json == same,
        (Ok(theirs), Ok(ours)) => theirs == ours,
        (Err(theirs), Err(ours)) => is_same_place(theirs, ours),
        _ => false,
    };
    let at = || format!("{} read as v{version}: {bytes:02x?}", at(line));
    assert!(is_same, "{}\nkafka-proto: {theirs:?}\ninterpreter: {ours:?}", at());
    ours.is_ok()
}

/// Whether two errors (`path: rule (byte offset)`) are about the same field and offset.
///
/// kafka-proto refuses a count by the size of the smallest element; here the element is read
/// that is not there. What is wrong with the whole has no path here.
fn is_same_place(theirs: &str, ours: &str) -> bool {
    let ((path, offset), (our_path, our_offset)) = (place(theirs), place(ours));
    let is_whole = path == "version" || path.ends_with("message");
    theirs.contains("elements claimed") || offset == our_offset && (is_whole || path == our_path)
}

fn place(error: &str) -> (String, &str) {
    let path = error.split_once(": ").map_or("", |(path, _)| path);
    let offset = error.rsplit_once("(byte ").map_or("", |(_, offset)| offset);
    (path.replace('_', "").to_lowercase(), offset)
}

/// JSON does not say which of the many bit patterns it is.
fn has_nan(json: &Json) -> bool {
    match json {
        Json::String(text) => text == "NaN",
        Json::Array(elements) => elements.iter().any(has_nan),
        Json::Object(fields) => fields.values().any(has_nan),
        _ => false,
    }
}
