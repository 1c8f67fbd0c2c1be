//! `schema/` against the structure that two releases of kafka-clients report of themselves:
//! each field of each version, in order.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::fs;
use std::path::Path;

use kafka_schema::Schema;
use kafka_schema::model::{Direction, Field, File, Kind, Literal, Primitive, Type, Versions};
use serde_json::Value as Json;

/// Names that Kafka 4 changed, for the same bytes: ours are the newer ones.
const RENAMED: &[(&str, &str)] = &[
    ("txnoffsetcommitrequest.generationid", "txnoffsetcommitrequest.generationidormemberepoch"),
    ("voterequest.topics.partitions.candidateepoch", "voterequest.topics.partitions.replicaepoch"),
    ("voterequest.topics.partitions.candidateid", "voterequest.topics.partitions.replicaid"),
    (
        "voterequest.topics.partitions.candidatedirectoryid",
        "voterequest.topics.partitions.replicadirectoryid",
    ),
    // KIP-1142.
    (
        "listclientmetricsresourcesresponse.clientmetricsresources",
        "listclientmetricsresourcesresponse.configresources",
    ),
    (
        "listclientmetricsresourcesresponse.clientmetricsresources.name",
        "listclientmetricsresourcesresponse.configresources.resourcename",
    ),
];

/// Version 0 was unstable in 3.9 and got another field before 4.0.
const NEVER_RELEASED: &str = "ReadShareGroupStateSummaryResponse";

fn facts(release: &str) -> Vec<Json> {
    let name = format!("tests/data/schema-facts-{release}.json");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Checks every version of every message; says how many there were.
fn check(release: &str, ours_is_newer: bool) -> usize {
    let schema = kafka_schema::embedded();
    let mut checked = 0;
    for fact in facts(release) {
        let Some(range) = versions(&fact["validVersions"]) else { continue };
        if ours_is_newer && fact["name"] == NEVER_RELEASED {
            continue;
        }
        let (file, fields) = find(schema, &fact);
        assert!(file.versions.covers(range), "{}: versions", fact["name"]);
        for version in range.min..=range.max {
            let at = At { fact: &fact, range, version, ours_is_newer };
            at.check(file, fields);
            checked += 1;
        }
    }
    checked
}

/// One version of one message.
struct At<'a> {
    fact: &'a Json,
    range: Versions,
    version: i16,
    ours_is_newer: bool,
}

impl At<'_> {
    fn check(&self, file: &File, fields: &[Field]) {
        let name = self.fact["name"].as_str().unwrap();
        let at = format!("{name} v{}", self.version);
        let ours = file.flexible.is_some_and(|since| self.version >= since);
        assert_eq!(ours, self.has(self.fact, "flexibleVersions"), "{at}: flexible");
        let path = name.to_ascii_lowercase();
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        self.their_fields(&self.fact["fields"], &path, self.range, &mut theirs);
        self.our_fields((file, fields), &path, self.range, &mut ours);
        theirs.iter().zip(&ours).for_each(|(theirs, ours)| assert_eq!(ours, theirs, "{at}"));
        assert_eq!(ours.len(), theirs.len(), "{at}: number of fields");
    }

    fn has(&self, json: &Json, key: &str) -> bool {
        versions(&json[key]).is_some_and(|it| it.contains(self.version))
    }

    fn their_fields(&self, fields: &Json, path: &str, within: Versions, out: &mut Vec<Line>) {
        let mut here: Vec<&Json> = list(fields).filter(|it| self.has(it, "versions")).collect();
        here.sort_by_key(|field| field["tag"].as_u64().map_or(0, |tag| tag + 1));
        for field in here {
            let path = format!("{path}.{}", field["name"].as_str().unwrap().to_ascii_lowercase());
            let inner = self.inner(field);
            let range = versions(&field["versions"]).unwrap();
            out.push(Line {
                path: self.renamed(&path),
                ty: their_type(field, !inner.is_null()),
                note: self.note(|| their_note(field)),
                nullable: self.has(field, "nullableVersions"),
                tag: field["tag"].as_u64().filter(|_| self.has(field, "taggedVersions")),
                default: their_default(field),
                ignorable: field["ignorable"] == true && !range.covers(within),
                classic: field["flexibleVersions"] == "none",
            });
            self.their_fields(inner, &path, range.and(within), out);
        }
    }

    /// The fields of a struct, where they are: below the field, or shared.
    fn inner<'f>(&'f self, field: &'f Json) -> &'f Json {
        let name = field["type"].as_str().unwrap().trim_start_matches("[]");
        let shared = list(&self.fact["commonStructs"]).find(|it| it["name"] == name);
        shared.map_or(&field["fields"], |it| &it["fields"])
    }

    fn our_fields(
        &self,
        (file, fields): (&File, &[Field]),
        path: &str,
        within: Versions,
        out: &mut Vec<Line>,
    ) {
        let is_here = |field: &&Field| field.versions.contains(self.version);
        let mut here: Vec<&Field> = fields.iter().filter(is_here).collect();
        here.sort_by_key(|field| field.tag.map_or(0, |tag| tag + 1));
        for field in here {
            let name = field.kafka_name.clone().unwrap_or_else(|| field.name.replace('_', ""));
            let path = format!("{path}.{}", name.to_ascii_lowercase());
            out.push(Line {
                ty: our_type(&field.ty),
                note: self.note(|| our_note(field)),
                nullable: field.nullable.is_some_and(|it| it.contains(self.version)),
                tag: field.tag.map(u64::from),
                default: our_default(field),
                ignorable: field.ignorable && !field.versions.covers(within),
                classic: field.inflexible,
                path: path.clone(),
            });
            if let Some(name) = field.ty.structure() {
                let inner = &file.find(name).unwrap().fields;
                self.our_fields((file, inner), &path, field.versions.and(within), out);
            }
        }
    }

    fn renamed(&self, path: &str) -> String {
        let new = RENAMED.iter().find(|(old, _)| self.ours_is_newer && *old == path);
        new.map_or(path, |(_, new)| new).to_owned()
    }

    /// What is no matter of bytes is as the newest release says.
    fn note(&self, note: impl Fn() -> String) -> String {
        if self.ours_is_newer { String::new() } else { note() }
    }
}

/// One field, as both sides say it.
#[derive(Debug, PartialEq)]
struct Line {
    path: String,
    ty: String,
    note: String,
    nullable: bool,
    tag: Option<u64>,
    default: String,
    /// Only where a version that has the struct lacks the field.
    ignorable: bool,
    classic: bool,
}

fn find<'a>(schema: &'a Schema, fact: &Json) -> (&'a File, &'a [Field]) {
    let direction = match fact["type"].as_str().unwrap() {
        "request" => Direction::Request,
        "response" => Direction::Response,
        _ => Direction::Itself,
    };
    let is_it = |file: &&File| match file.kind {
        Kind::Api(key) => fact["apiKey"].as_i64() == Some(key.into()),
        _ => fact["name"] == file.name.as_str(),
    };
    let file = schema.files.iter().find(is_it).unwrap_or_else(|| panic!("no {}", fact["name"]));
    let message = file.messages.iter().find(|it| it.direction == direction).unwrap();
    (file, &message.fields)
}

fn their_type(field: &Json, is_struct: bool) -> String {
    let text = field["type"].as_str().unwrap();
    let element = text.trim_start_matches("[]");
    let array = &text[..text.len() - element.len()];
    format!("{array}{}", if is_struct { "struct" } else { element })
}

/// What the number or text stands for, and whether it is the key of a Java map.
fn their_note(field: &Json) -> String {
    format!("{} {}", field["entityType"].as_str().unwrap_or("-"), field["mapKey"] == true)
}

/// Kafka leaves out what its type says anyway.
fn their_default(field: &Json) -> String {
    let text = match &field["default"] {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).unwrap().to_string(),
        None if text == "0" || text == "false" => String::new(),
        None => text,
    }
}

fn our_type(ty: &Type) -> String {
    match ty {
        Type::Array(element) => format!("[]{}", our_type(element)),
        Type::Struct(_) => "struct".into(),
        Type::Value(value) if value.meaning.as_deref() == Some("records") => "records".into(),
        Type::Value(value) => primitive_name(value.primitive).into(),
    }
}

fn our_note(field: &Field) -> String {
    let entity = match meaning(&field.ty) {
        Some("topic") => "topicName",
        Some("group") => "groupId",
        Some("transactional_id") => "transactionalId",
        Some("broker") => "brokerId",
        Some("producer") => "producerId",
        _ => "-",
    };
    format!("{entity} {}", field.key)
}

fn meaning(ty: &Type) -> Option<&str> {
    match ty {
        Type::Array(element) => meaning(element),
        Type::Struct(_) => None,
        Type::Value(value) => value.meaning.as_deref(),
    }
}

fn primitive_name(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::Int8 => "int8",
        Primitive::Int16 => "int16",
        Primitive::Uint16 => "uint16",
        Primitive::Int32 => "int32",
        Primitive::Int64 => "int64",
        Primitive::Float64 => "float64",
        Primitive::Uuid => "uuid",
        Primitive::String => "string",
        Primitive::Bytes => "bytes",
    }
}

fn our_default(field: &Field) -> String {
    match &field.default {
        None => String::new(),
        Some(Literal::Null) => "null".into(),
        Some(Literal::Bool(value)) => value.to_string(),
        Some(Literal::Int(value)) => value.to_string(),
        Some(Literal::Text(text)) => text.clone(),
    }
}

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

/// `3`, `3+`, `3-7`, or `none`.
fn versions(json: &Json) -> Option<Versions> {
    let text = json.as_str().filter(|text| *text != "none")?;
    let number = |text: &str| text.parse().unwrap();
    Some(match (text.strip_suffix('+'), text.split_once('-')) {
        (Some(min), _) => Versions::from(number(min)),
        (None, Some((min, max))) => Versions { min: number(min), max: number(max) },
        (None, None) => Versions { min: number(text), max: number(text) },
    })
}

#[test]
fn kafka_4_4_0() {
    assert_eq!(check("4.4.0", false), 640);
}

#[test]
fn kafka_3_9_2() {
    assert_eq!(check("3.9.2", true), 665);
}
