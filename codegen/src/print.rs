//! The model as notation: what `codegen import` writes.

use std::fmt::Write as _;

use kafka_schema::model::{Direction, Field, File, Kind, Literal, Type, Versions};

/// The text that [`kafka_schema::parse::file`] reads back as `file`.
pub fn file(file: &File) -> String {
    let mut printer = Printer { file, out: heading(file), printed: Vec::new() };
    for message in &file.messages {
        let name = match message.direction {
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::Itself => "fields",
        };
        let _ = write!(printer.out, "\n{name}\n");
        printer.fields(&message.fields, 1);
    }
    printer.out
}

/// The first line of a file.
pub fn heading(file: &File) -> String {
    let kind = match file.kind {
        Kind::Api(key) => format!("api {key}"),
        Kind::Header => "header".into(),
        Kind::Data => "data".into(),
    };
    let mut out = format!("{kind} {} {}", file.name, file.versions);
    if let Some(since) = file.flexible {
        let _ = write!(out, " flexible {since}..");
    }
    if file.unstable {
        out.push_str(" unstable");
    }
    if !file.listeners.is_empty() {
        let _ = write!(out, " on {}", file.listeners.join(","));
    }
    push_doc(&mut out, file.doc.as_deref());
    out.push('\n');
    out
}

struct Printer<'a> {
    file: &'a File,
    out: String,
    printed: Vec<&'a str>,
}

impl<'a> Printer<'a> {
    fn fields(&mut self, fields: &'a [Field], depth: usize) {
        for field in fields {
            let _ = writeln!(self.out, "{}{}", "  ".repeat(depth), line(field));
            if let Some(name) = field.ty.structure().filter(|name| !self.printed.contains(name)) {
                self.printed.push(name);
                if let Some(inner) = self.file.find(name) {
                    self.fields(&inner.fields, depth + 1);
                }
            }
        }
    }
}

/// A field, without its indentation.
pub fn line(field: &Field) -> String {
    let mut out = format!("{}: {}", field.name, type_name(&field.ty));
    match field.nullable {
        None => {}
        Some(range) if range.covers(field.versions) => out.push('?'),
        Some(range) => out.push_str(&format!("?@{range}")),
    }
    if field.versions != Versions::ALL {
        let _ = write!(out, " @{}", field.versions);
    }
    if let Some(tag) = field.tag {
        let _ = write!(out, " #{tag}");
    }
    if let Some(default) = &field.default {
        let _ = write!(out, " = {}", literal(default));
    }
    for (set, word) in
        [(field.ignorable, " ~"), (field.key, " key"), (field.inflexible, " classic")]
    {
        if set {
            out.push_str(word);
        }
    }
    if let Some(name) = &field.kafka_name {
        let _ = write!(out, " as {name}");
    }
    push_doc(&mut out, field.doc.as_deref());
    out
}

fn push_doc(out: &mut String, doc: Option<&str>) {
    if let Some(doc) = doc {
        let _ = write!(out, "  \"{doc}\"");
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Value(value) => {
            value.meaning.clone().unwrap_or_else(|| value.primitive.name().to_owned())
        }
        Type::Struct(name) => name.clone(),
        Type::Array(element) => format!("[{}]", type_name(element)),
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Text(text) => format!("\"{text}\""),
    }
}
