use std::fmt::Write as _;

use super::field::Place;
use super::message::{type_name, versions_of};
use kafka_schema::model::{Direction, Field, File, Kind, Versions};
use kafka_schema::names::camel;

/// `golden/src/messages.rs`: each message as Kafka's own JSON, and a way to find it by its name.
pub fn file(files: &[File]) -> String {
    let mut out = String::from(
        "use kafka_proto::{DecodeError, messages};\nuse serde_json::Value;\n\nuse crate::any::{self, AnyBody, AnyMessage};\nuse crate::json::{Object, ToJson};\n\n",
    );
    let body = "Result<AnyBody<'_>, DecodeError>";
    let request = ("The body of a request", "request", body);
    by_key(&mut out, request, "request", Direction::Request, files);
    let response = ("The body of a response", "response", body);
    by_key(&mut out, response, "response", Direction::Response, files);
    let frame =
        ("The correlation id of a response frame", "response_frame", "Result<i32, DecodeError>");
    by_key(&mut out, frame, "id_of_response", Direction::Request, files);
    by_name(&mut out, files);
    for file in files {
        let module = super::index::module(file);
        for message in &file.messages {
            let name = type_name(file, message.direction);
            to_json(&mut out, &format!("{module}::{name}"), &message.fields, file.versions);
        }
        for inner in &file.structs {
            let within = versions_of(file, &inner.name);
            to_json(&mut out, &format!("{module}::{}", inner.name), &inner.fields, within);
        }
    }
    out
}

/// A function (what it reads, its name, its result) that leaves the work to one in `any`.
fn by_key(
    out: &mut String,
    (doc, name, result): (&str, &str, &str),
    reader: &str,
    direction: Direction,
    files: &[File],
) {
    let _ = writeln!(
        out,
        "/// {doc} of that API; `None` if there is no such API.\n\
         pub fn {name}(key: i16, version: i16, bytes: &[u8]) -> Option<{result}> {{\n\
         Some(match key {{"
    );
    for file in files {
        let Kind::Api(key) = file.kind else { continue };
        let path = path(file, direction);
        let _ = writeln!(out, "{key} => any::{reader}::<{path}>(version, bytes),");
    }
    out.push_str("_ => return None,\n})\n}\n\n");
}

fn by_name(out: &mut String, files: &[File]) {
    out.push_str(
        "/// The header or data of that name; `None` if there is none.\n\
         #[allow(clippy::type_complexity, reason = \"a decoded message, if there is such a message\")]\n\
         pub fn plain<'a>(name: &str, version: i16, bytes: &'a [u8]) -> \
         Option<Result<Box<dyn AnyMessage<'a> + 'a>, DecodeError>> {\n\
         Some(match name {\n",
    );
    for file in files.iter().filter(|file| !matches!(file.kind, Kind::Api(_))) {
        let (name, path) = (&file.name, path(file, Direction::Itself));
        let since = file.flexible.unwrap_or(i16::MAX);
        let _ = writeln!(out, "\"{name}\" => any::plain::<{path}>(version, {since}, bytes),");
    }
    out.push_str("_ => return None,\n})\n}\n\n");
}

fn path(file: &File, direction: Direction) -> String {
    format!("messages::{}::{}<'_>", super::index::module(file), type_name(file, direction))
}

fn to_json(out: &mut String, path: &str, fields: &[Field], within: Versions) {
    let _ = writeln!(
        out,
        "impl ToJson for messages::{path}<'_> {{\nfn to_json(&self, version: i16) -> Value {{\nlet mut out = Object::new(version);"
    );
    for field in fields.iter().filter(|it| !it.versions.and(within).is_empty()) {
        let place = Place { field, within };
        let json_name = field.kafka_name.clone().unwrap_or_else(|| camel(&field.name));
        let Versions { min, max } = field.versions;
        let name = place.name();
        let _ = match field.tag {
            None => writeln!(out, "out.put(\"{json_name}\", {min}..={max}, &self.{name});"),
            Some(_) => writeln!(
                out,
                "out.put_tagged(\"{json_name}\", {min}..={max}, {}, &self.{name});",
                place.is_set()
            ),
        };
    }
    out.push_str("out.finish(&self.unknown_tagged_fields)\n}\n}\n\n");
}
