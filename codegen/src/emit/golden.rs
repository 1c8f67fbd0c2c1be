use std::fmt::Write as _;

use super::field::Place;
use super::message::{type_name, versions_of};
use crate::model::{Direction, Field, File, Kind, Versions};
use crate::names::camel;

/// `to_json.rs`: each message as Kafka's own JSON, and a way to find it by its name.
pub fn file(files: &[File]) -> String {
    let mut out = String::from(
        "use serde_json::Value;\n\nuse super::json::{Object, ToJson};\nuse super::Checked;\nuse kafka_proto::messages;\n\n",
    );
    dispatch(&mut out, files);
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

fn dispatch(out: &mut String, files: &[File]) {
    out.push_str("/// Decodes and encodes the message of that name.\npub(super) fn check(name: &str, kind: &str, version: i16, bytes: &[u8]) -> Option<Checked> {\n");
    out.push_str("Some(match (name, kind) {\n");
    for file in files {
        for message in &file.messages {
            let name = type_name(file, message.direction);
            let path = format!("messages::{}::{name}<'_>", super::index::module(file));
            let _ = match (file.kind, message.direction) {
                (_, Direction::Request) => writeln!(
                    out,
                    "(\"{}\", \"request\") => super::request::<{path}>(version, bytes),",
                    file.name
                ),
                (_, Direction::Response) => writeln!(
                    out,
                    "(\"{}\", \"response\") => super::response::<{path}>(version, bytes),",
                    file.name
                ),
                (kind, _) => {
                    let kind = if kind == Kind::Header { "header" } else { "data" };
                    let since = file.flexible.unwrap_or(i16::MAX);
                    writeln!(
                        out,
                        "(\"{}\", \"{kind}\") => super::plain::<{path}>(version, {since}, bytes),",
                        file.name
                    )
                }
            };
        }
    }
    out.push_str("_ => return None,\n})\n}\n\n");
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
