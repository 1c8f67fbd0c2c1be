use std::fmt::Write as _;

use super::field::{Place, negated_gate, newtype};
use kafka_schema::check::min_size;
use kafka_schema::model::{Direction, Field, File, Kind, Literal, Type, Versions};
use kafka_schema::names::ident;

/// One module: a request, its response and their structs.
pub fn file(file: &File) -> String {
    let mut out = module_doc(file);
    out.push_str("#[allow(unused_imports, reason = \"one list for every module\")]\n");
    out.push_str("use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};\n");
    let codes = codes(file);
    if !codes.is_empty() {
        let _ = writeln!(out, "use crate::{{{}}};", codes.join(", "));
    }
    if matches!(file.kind, Kind::Api(_)) {
        out.push_str("use crate::message::api;\n");
    }
    for message in &file.messages {
        let name = type_name(file, message.direction);
        let doc = message_doc(file, message.direction);
        structure(
            &mut out,
            file,
            &Shape { name: &name, fields: &message.fields, doc, within: file.versions },
        );
    }
    out.push_str(&api(file));
    for inner in &file.structs {
        let within = versions_of(file, &inner.name);
        let doc = inner_doc(file, &inner.name);
        structure(&mut out, file, &Shape { name: &inner.name, fields: &inner.fields, doc, within });
    }
    out
}

/// What the message is called in Rust.
pub fn type_name(file: &File, direction: Direction) -> String {
    match direction {
        Direction::Request => format!("{}Request", file.name),
        Direction::Response => format!("{}Response", file.name),
        Direction::Itself => file.name.clone(),
    }
}

struct Shape<'a> {
    name: &'a str,
    fields: &'a [Field],
    doc: String,
    within: Versions,
}

impl<'a> Shape<'a> {
    fn places(&self) -> Vec<Place<'a>> {
        let exists = |field: &&Field| !field.versions.and(self.within).is_empty();
        let place = |field| Place { field, within: self.within };
        self.fields.iter().filter(exists).map(place).collect()
    }
}

fn module_doc(file: &File) -> String {
    let mut out = format!("//! {}", file.name);
    if let Kind::Api(key) = file.kind {
        let _ = write!(out, " (key {key})");
    }
    let Versions { min, max } = file.versions;
    let _ = write!(out, ", versions {min} to {max}");
    match file.flexible {
        Some(since) => {
            let _ = write!(out, ", flexible from {since}.");
        }
        None => out.push_str(", never flexible."),
    }
    if file.unstable {
        let _ = write!(out, " Version {max} is not final.");
    }
    if let Some(doc) = &file.doc {
        let _ = write!(out, "\n//!\n//! {doc}");
    }
    out + "\n\n"
}

fn message_doc(file: &File, direction: Direction) -> String {
    match direction {
        Direction::Request => format!("Asks for {}.", file.name),
        Direction::Response => format!("Answers {}.", file.name),
        Direction::Itself => format!("{}.", file.name),
    }
}

/// Where a struct stands: the first field that holds it.
fn inner_doc(file: &File, name: &str) -> String {
    let messages = file.messages.iter().map(|it| (type_name(file, it.direction), &it.fields));
    let structs = file.structs.iter().map(|it| (it.name.clone(), &it.fields));
    let holds = |field: &&Field| field.ty.structure() == Some(name);
    messages
        .chain(structs)
        .find_map(|(holder, fields)| Some((holder, fields.iter().find(holds)?)))
        .map(|(holder, field)| {
            let place = format!("[`{holder}::{}`]", ident(&field.name));
            match field.ty {
                Type::Array(_) => format!("One of {place}."),
                _ => format!("What {place} holds."),
            }
        })
        .unwrap_or_default()
}

fn structure(out: &mut String, file: &File, shape: &Shape<'_>) {
    let places = shape.places();
    let plain = places.iter().all(Place::has_plain_default);
    let default = if plain { ", Default" } else { "" };
    let name = shape.name;
    let _ = writeln!(out, "\n/// {}", shape.doc);
    let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq{default})]\npub struct {name}<'a> {{");
    for place in &places {
        let _ = writeln!(out, "{}pub {}: {},", field_doc(place), place.name(), place.rust_type());
    }
    out.push_str("/// Tagged fields that this release does not know.\n");
    out.push_str("pub unknown_tagged_fields: Tags<'a>,\n}\n");
    if !plain {
        default_impl(out, name, &places);
    }
    let min_size = min_size(file, shape.fields, shape.within);
    let _ = writeln!(
        out,
        "\nimpl<'a> Wire<'a> for {name}<'a> {{\nconst MIN_SIZE: usize = {min_size};\n"
    );
    read_impl(out, &places);
    write_impl(out, &places);
    out.push_str("}\n");
}

fn field_doc(place: &Place<'_>) -> String {
    let doc = place.field.doc.clone().unwrap_or_else(|| {
        let mut words = place.field.name.replace('_', " ");
        words[..1].make_ascii_uppercase();
        format!("{words}.")
    });
    let mut out = format!("/// {doc}");
    if place.gate("").is_some() {
        let Versions { min, max } = place.versions();
        let _ = match (min > place.within.min, max < place.within.max) {
            (true, false) => write!(out, " Since version {min}."),
            (false, _) => write!(out, " Until version {max}."),
            (true, true) => write!(out, " Versions {min} to {max}."),
        };
    }
    match &place.field.default {
        None | Some(Literal::Null) => {}
        Some(_) => {
            let _ = write!(out, " Default: `{}`.", place.default());
        }
    }
    out + "\n"
}

fn default_impl(out: &mut String, name: &str, places: &[Place<'_>]) {
    let _ = writeln!(out, "\nimpl Default for {name}<'_> {{\nfn default() -> Self {{\nSelf {{");
    for place in places {
        let _ = writeln!(out, "{}: {},", place.name(), place.default());
    }
    out.push_str("unknown_tagged_fields: Tags::default(),\n}\n}\n}\n");
}

fn read_impl(out: &mut String, places: &[Place<'_>]) {
    let (tagged, plain): (Vec<_>, Vec<_>) = places.iter().partition(|it| it.field.tag.is_some());
    out.push_str("#[inline(always)]\nfn read(r: &mut Reader<'a, '_>) -> Self {\n");
    out.push_str(if tagged.is_empty() { "Self {\n" } else { "let mut it = Self {\n" });
    for place in plain {
        let read = match place.gate("r.version()") {
            None => place.read(),
            Some(gate) => {
                format!("if {gate} {{ {} }} else {{ {} }}", place.read(), place.default())
            }
        };
        let _ = writeln!(out, "{}: {read},", place.name());
    }
    if tagged.is_empty() {
        return out.push_str("unknown_tagged_fields: r.tags(),\n}\n}\n\n");
    }
    out.push_str("..Self::default()\n};\nit.unknown_tagged_fields = r.tagged_fields(|tag, r| {\nmatch tag {\n");
    for place in tagged {
        let tag = place.field.tag.unwrap_or_default();
        let gate = place.gate("r.version()").map_or(String::new(), |gate| format!(" if {gate}"));
        let _ = writeln!(out, "{tag}{gate} => it.{} = {},", place.name(), place.read());
    }
    out.push_str("_ => return false,\n}\ntrue\n});\nit\n}\n\n");
}

fn write_impl(out: &mut String, places: &[Place<'_>]) {
    let (tagged, plain): (Vec<_>, Vec<_>) = places.iter().partition(|it| it.field.tag.is_some());
    out.push_str("#[inline(always)]\nfn write(&self, w: &mut Writer) {\n");
    // Neighbours of the same versions share a condition.
    for group in plain.chunk_by(|a, b| a.gate("v") == b.gate("v")) {
        write_group(out, group);
    }
    write_tags(out, &tagged);
    out.push_str("}\n");
}

fn write_group(out: &mut String, group: &[&Place<'_>]) {
    let writes: Vec<String> = group.iter().map(|it| it.write()).collect();
    let writes = writes.join("\n");
    let Some(gate) = group.first().and_then(|it| it.gate("w.version()")) else {
        return out.push_str(&format!("{writes}\n"));
    };
    let _ = write!(out, "if {gate} {{ {writes} }}");
    let absent: Vec<String> = group.iter().filter_map(|it| absent(it)).collect();
    match absent.is_empty() {
        true => out.push('\n'),
        false => out.push_str(&format!(" else {{ {} }}\n", absent.join("\n"))),
    }
}

/// The statement for a version that lacks the field.
fn absent(place: &Place<'_>) -> Option<String> {
    let statement = || format!("w.absent(\"{}\", {});", place.field.name, place.is_set());
    (!place.field.ignorable).then(statement)
}

fn write_tags(out: &mut String, tagged: &[&Place<'_>]) {
    if tagged.is_empty() {
        return out.push_str("w.tags(&self.unknown_tagged_fields);\n");
    }
    for place in tagged {
        let gate = negated_gate(place.field.versions, place.within, "w.version()");
        if let Some((gate, absent)) = gate.zip(absent(place)) {
            let _ = writeln!(out, "if {gate} {{ {absent} }}");
        }
    }
    out.push_str("w.tagged_fields(&self.unknown_tagged_fields, &[\n");
    for place in tagged {
        let gate = place.gate("w.version()").map_or(String::new(), |gate| format!("{gate} && "));
        let (tag, set) = (place.field.tag.unwrap_or_default(), place.is_set());
        let _ = writeln!(out, "({tag}, {gate}{set}, &|w| {}),", place.write_tagged());
    }
    out.push_str("]);\n");
}

/// Ties request and response to each other, to their key and to their versions.
fn api(file: &File) -> String {
    let Kind::Api(_) = file.kind else { return String::new() };
    let request = type_name(file, Direction::Request);
    let response = type_name(file, Direction::Response);
    let Versions { min, max } = file.versions;
    let flexible = file.flexible.map_or("i16::MAX".into(), |since| since.to_string());
    let key = kafka_schema::names::snake(&file.name).to_ascii_uppercase();
    let throttled = if is_throttled(file) { ", throttle_time_ms" } else { "" };
    format!(
        "\napi! {{\n    {request} => {response}: {key}, versions {min} to {max}, \
         flexible since {flexible}{throttled}\n}}\n"
    )
}

/// Whether the response says how long to wait.
fn is_throttled(file: &File) -> bool {
    let responses = file.messages.iter().filter(|it| it.direction == Direction::Response);
    responses.flat_map(|it| &it.fields).any(|field| field.name == "throttle_time_ms")
}

/// The versions in which a struct is on the wire: those of the fields that hold it.
pub fn versions_of(file: &File, name: &str) -> Versions {
    let own = |fields: &[Field], within: Versions| {
        fields
            .iter()
            .filter(|field| field.ty.structure() == Some(name))
            .map(|field| field.versions.and(within))
            .reduce(Versions::span)
    };
    let top = file.messages.iter().filter_map(|it| own(&it.fields, file.versions));
    let below = file
        .structs
        .iter()
        .filter(|it| it.name != name && it.fields.iter().any(|it| it.ty.structure() == Some(name)))
        .filter_map(|it| own(&it.fields, versions_of(file, &it.name)));
    top.chain(below)
        .filter(|range| !range.is_empty())
        .reduce(Versions::span)
        .unwrap_or(file.versions)
}

/// The code types a module names.
fn codes(file: &File) -> Vec<String> {
    let below = file.structs.iter().flat_map(|it| &it.fields);
    let fields = file.messages.iter().flat_map(|it| &it.fields).chain(below);
    let mut names: Vec<String> = fields
        .filter_map(|field| match innermost(&field.ty) {
            Type::Value(value) => newtype(value).map(str::to_owned),
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Array(element) => innermost(element),
        other => other,
    }
}
