//! What differs between two states of a file, a line each: `CreatableTopic.name: + topic @8..`.

use crate::print;
use kafka_schema::model::{Direction, Field, File};

/// Every heading and field that was added, removed or changed; texts of our own do not count.
pub fn between(old: &File, new: &File) -> Vec<String> {
    let mut out = Vec::new();
    let (before, after) = (heading(old), heading(new));
    if before != after {
        out.push(format!("{before} → {after}"));
    }
    let (before, after) = (places(old), places(new));
    for place in merged_names(before.iter().map(|it| &it.0), after.iter().map(|it| &it.0)) {
        let fields = |places: &[(String, &[Field])]| {
            let found = places.iter().find(|(name, _)| *name == place);
            found.map_or(Vec::new(), |(_, fields)| fields.iter().map(said).collect())
        };
        compare(&place, &fields(&before), &fields(&after), &mut out);
    }
    out
}

fn heading(file: &File) -> String {
    print::heading(&File { doc: None, ..file.clone() }).trim_end().to_owned()
}

/// What has fields: messages and structs.
fn places(file: &File) -> Vec<(String, &[Field])> {
    let messages = file.messages.iter().map(|it| (word(it.direction).to_owned(), &*it.fields));
    messages.chain(file.structs.iter().map(|it| (it.name.clone(), &*it.fields))).collect()
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Response => "response",
        Direction::Itself => "fields",
    }
}

/// A field's name, and the rest of its line.
type Said = (String, String);

fn said(field: &Field) -> Said {
    let line = print::line(&Field { doc: None, ..field.clone() });
    let rest = line.strip_prefix(&field.name).and_then(|rest| rest.strip_prefix(": "));
    (field.name.clone(), rest.unwrap_or(&line).to_owned())
}

fn compare(place: &str, old: &[Said], new: &[Said], out: &mut Vec<String>) {
    let find = |fields: &[Said], name: &str| {
        fields.iter().find(|(known, _)| known == name).map(|(_, rest)| rest.clone())
    };
    for name in merged_names(old.iter().map(|it| &it.0), new.iter().map(|it| &it.0)) {
        match (find(old, &name), find(new, &name)) {
            (None, Some(after)) => out.push(format!("{place}.{name}: added, {after}")),
            (Some(before), None) => out.push(format!("{place}.{name}: removed, was {before}")),
            (Some(before), Some(after)) if before != after => {
                out.push(format!("{place}.{name}: {before} → {after}"));
            }
            _ => {}
        }
    }
}

/// The new names in their order, then those that are gone.
fn merged_names<'a>(
    old: impl Iterator<Item = &'a String>,
    new: impl Iterator<Item = &'a String>,
) -> Vec<String> {
    let mut names: Vec<String> = new.cloned().collect();
    for name in old {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
