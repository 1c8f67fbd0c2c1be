//! Kafka's own message definitions, read into the model: structure only, none of their prose.
//!
//! A definition is a JSON object; a file holds one, or an array of them. Comment lines (`//`)
//! are skipped.

use serde_json::Value as Json;

use crate::releases::Definition;
use kafka_schema::model::{
    Codes, Direction, Field, File, Kind, Literal, MEANINGS, Message, Primitive, Struct, Type,
    Value, Versions,
};
use kafka_schema::names;

/// One [`File`] for each API, header or data type that the texts of a release define.
///
/// What servers keep to themselves (`metadata`, `coordinator-key` and so on) is left out.
pub fn definitions(texts: &[Definition], enums: &Codes) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for (name, text) in texts {
        for definition in json(text).map_err(|error| format!("{name}: {error}"))? {
            let is_ours = definition["type"].as_str().is_none_or(|it| TYPES.contains(&it));
            if is_ours {
                let file = definition_file(&definition, enums);
                add(&mut files, file.map_err(|error| format!("{name}: {error}"))?);
            }
        }
    }
    Ok(files)
}

/// What is on the wire between clients and brokers.
const TYPES: [&str; 4] = ["request", "response", "header", "data"];

fn json(text: &str) -> Result<Vec<Json>, serde_json::Error> {
    let code: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    serde_json::from_str(&code.join("\n")).map(|json| match json {
        Json::Array(all) => all,
        one => vec![one],
    })
}

/// Joins a request and its response; a definition without versions is history.
fn add(files: &mut Vec<File>, mut file: File) {
    if file.versions.is_empty() {
        return;
    }
    match files.iter_mut().find(|known| known.kind == file.kind && known.name == file.name) {
        None => files.push(file),
        Some(known) => {
            if known.listeners.is_empty() {
                known.listeners.append(&mut file.listeners);
            }
            known.unstable |= file.unstable;
            add_structs(known, &mut file);
            known.messages.append(&mut file.messages);
            known.messages.sort_by_key(|message| message.direction as u8);
        }
    }
}

/// Structs of one name and different shape in request and response get a word in front.
fn add_structs(known: &mut File, file: &mut File) {
    let (theirs, ours) = match file.messages[0].direction {
        Direction::Request => ("Response", "Request"),
        _ => ("Request", "Response"),
    };
    // A new name inside a struct makes that struct differ too, so look again after each.
    while let Some(name) = clash(known, file) {
        rename(known, &name, &format!("{theirs}{name}"));
        rename(file, &name, &format!("{ours}{name}"));
    }
    for new in file.structs.drain(..) {
        if known.find(&new.name).is_none() {
            known.structs.push(new);
        }
    }
}

fn clash(known: &File, file: &File) -> Option<String> {
    let differs = |new: &&Struct| known.find(&new.name).is_some_and(|old| old.fields != new.fields);
    file.structs.iter().find(differs).map(|new| new.name.clone())
}

fn rename(file: &mut File, from: &str, to: &str) {
    let below = file.structs.iter_mut().flat_map(|it| it.fields.iter_mut());
    for field in file.messages.iter_mut().flat_map(|it| it.fields.iter_mut()).chain(below) {
        rename_type(&mut field.ty, from, to);
    }
    for structure in file.structs.iter_mut().filter(|it| it.name == from) {
        to.clone_into(&mut structure.name);
    }
}

fn rename_type(ty: &mut Type, from: &str, to: &str) {
    match ty {
        Type::Struct(name) if name == from => to.clone_into(name),
        Type::Array(element) => rename_type(element, from, to),
        _ => {}
    }
}

fn definition_file(json: &Json, enums: &Codes) -> Result<File, String> {
    let name = string(json, "name")?;
    let (kind, direction, name) = match string(json, "type")? {
        "request" => (api(json)?, Direction::Request, name.trim_end_matches("Request")),
        "response" => (api(json)?, Direction::Response, name.trim_end_matches("Response")),
        "header" => (Kind::Header, Direction::Itself, name),
        _ => (Kind::Data, Direction::Itself, name),
    };
    let mut importer = Importer { api: name, enums, structs: Vec::new() };
    for shared in json["commonStructs"].as_array().into_iter().flatten() {
        let fields = importer.fields(shared)?;
        let name = string(shared, "name")?.to_owned();
        importer.structs.push(Struct { name, fields });
    }
    let fields = importer.fields(json)?;
    let flexible = json["flexibleVersions"].as_str().map_or(Ok(None), versions)?;
    Ok(File {
        kind,
        name: name.to_owned(),
        versions: versions(string(json, "validVersions")?)?.unwrap_or(NONE),
        flexible: flexible.map(|range| range.min),
        unstable: json["latestVersionUnstable"] == true,
        listeners: listeners(json),
        doc: None,
        messages: vec![Message { direction, fields }],
        structs: importer.structs,
    })
}

/// No version at all.
const NONE: Versions = Versions { min: 1, max: 0 };

fn api(json: &Json) -> Result<Kind, String> {
    let key = json["apiKey"].as_i64().and_then(|key| i16::try_from(key).ok());
    key.map(Kind::Api).ok_or_else(|| "no apiKey".into())
}

/// ZooKeeper's time is over: only listeners that still exist.
fn listeners(json: &Json) -> Vec<String> {
    let all = json["listeners"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let mut known: Vec<String> =
        all.filter(|name| ["broker", "controller"].contains(name)).map(str::to_owned).collect();
    known.sort();
    known
}

struct Importer<'a> {
    api: &'a str,
    enums: &'a Codes,
    structs: Vec<Struct>,
}

impl Importer<'_> {
    fn fields(&mut self, json: &Json) -> Result<Vec<Field>, String> {
        let fields = json["fields"].as_array().into_iter().flatten();
        fields.map(|field| self.field(field)).collect()
    }

    fn field(&mut self, json: &Json) -> Result<Field, String> {
        let kafka_name = string(json, "name")?;
        let name = names::snake(kafka_name);
        let ty = self.field_type(json, &name)?;
        let range = |key: &str| json[key].as_str().map_or(Ok(None), versions);
        let json_name = names::lower_first(kafka_name);
        Ok(Field {
            kafka_name: (names::camel(&name) != json_name).then_some(json_name),
            default: default(json, &ty)?,
            ty,
            versions: range("versions")?.ok_or("no versions")?,
            nullable: range("nullableVersions")?,
            tag: json["tag"].as_u64().and_then(|tag| u32::try_from(tag).ok()),
            ignorable: json["ignorable"] == true,
            key: json["mapKey"] == true,
            inflexible: json["flexibleVersions"] == "none",
            doc: None,
            name,
        })
    }

    fn field_type(&mut self, json: &Json, field: &str) -> Result<Type, String> {
        let name = string(json, "type")?;
        let (element, is_array) = match name.strip_prefix("[]") {
            Some(element) => (element, true),
            None => (name, false),
        };
        let ty = match Primitive::NAMES.iter().find(|(known, _)| *known == element) {
            Some((_, primitive)) => Type::Value(self.value(*primitive, element, json, field)),
            None => {
                let fields = self.fields(json)?;
                if !fields.is_empty() {
                    self.lay_out(element, fields)?;
                }
                Type::Struct(element.to_owned())
            }
        };
        Ok(if is_array { Type::Array(Box::new(ty)) } else { ty })
    }

    fn lay_out(&mut self, name: &str, fields: Vec<Field>) -> Result<(), String> {
        match self.structs.iter().find(|known| known.name == name) {
            None => self.structs.push(Struct { name: name.to_owned(), fields }),
            Some(known) if known.fields == fields => {}
            Some(_) => return Err(format!("two structs {name}")),
        }
        Ok(())
    }

    fn value(&self, primitive: Primitive, word: &str, json: &Json, field: &str) -> Value {
        let entity = match json["entityType"].as_str() {
            Some("topicName") => Some("topic"),
            Some("groupId") => Some("group"),
            Some("transactionalId") => Some("transactional_id"),
            Some("brokerId") => Some("broker"),
            Some("producerId") => Some("producer"),
            _ if word == "records" => Some("records"),
            _ if primitive == Primitive::Int16 && field.ends_with("error_code") => Some("error"),
            _ => code(self.api, field),
        };
        let fits = |word: &&str| {
            MEANINGS.contains(&(*word, primitive))
                || self.enums.enums.iter().any(|it| it.name == *word && it.primitive == primitive)
        };
        Value { primitive, meaning: entity.filter(fits).map(str::to_owned) }
    }
}

/// Which of Kafka's enums a number is: its definitions do not say.
fn code(api: &str, field: &str) -> Option<&'static str> {
    let is_acl = matches!(api, "CreateAcls" | "DeleteAcls" | "DescribeAcls");
    Some(match field {
        "operation" if is_acl => "AclOperation",
        "permission_type" if is_acl => "AclPermissionType",
        "resource_type" | "resource_type_filter" if is_acl => "ResourceType",
        "resource_pattern_type" | "pattern_type" | "pattern_type_filter" if is_acl => "PatternType",
        "key_type" if api == "FindCoordinator" => "CoordinatorType",
        "endpoint_type" if api == "DescribeCluster" => "EndpointType",
        "resource_type" if api.contains("Config") => "ConfigResourceType",
        "config_source" | "source" if api == "DescribeConfigs" || api == "CreateTopics" => {
            "ConfigSource"
        }
        "config_type" => "ConfigType",
        "config_operation" => "AlterConfigOperation",
        "election_type" => "ElectionType",
        "mechanism" if api.contains("ScramCredentials") => "ScramMechanism",
        "isolation_level" => "IsolationLevel",
        _ => return None,
    })
}

fn default(json: &Json, ty: &Type) -> Result<Option<Literal>, String> {
    let text = match &json["default"] {
        Json::Null => return Ok(None),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let primitive = match ty {
        Type::Value(value) => Some(value.primitive),
        _ => None,
    };
    Ok(match (text.as_str(), primitive) {
        ("null", _) => Some(Literal::Null),
        ("", _) | ("false", Some(Primitive::Bool)) => None,
        ("true", Some(Primitive::Bool)) => Some(Literal::Bool(true)),
        (text, Some(Primitive::String)) => Some(Literal::Text(text.to_owned())),
        (text, _) => {
            let number = match text.strip_prefix("0x") {
                Some(hex) => i64::from_str_radix(hex, 16),
                None => text.parse(),
            };
            let number = number.map_err(|_| format!("default {text}"))?;
            (number != 0).then_some(Literal::Int(number))
        }
    })
}

/// Kafka writes `3`, `3+`, `3-7` or `none`.
fn versions(text: &str) -> Result<Option<Versions>, String> {
    let number = |text: &str| text.parse::<i16>().map_err(|_| format!("versions {text}"));
    if text == "none" || text.is_empty() {
        return Ok(None);
    }
    if let Some(min) = text.strip_suffix('+') {
        return number(min).map(|min| Some(Versions::from(min)));
    }
    let (min, max) = text.split_once('-').unwrap_or((text, text));
    Ok(Some(Versions { min: number(min)?, max: number(max)? }))
}

fn string<'a>(json: &'a Json, key: &str) -> Result<&'a str, String> {
    json[key].as_str().ok_or_else(|| format!("no {key}"))
}
