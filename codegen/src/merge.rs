//! Two releases' definitions of one API, as one: every version that either has.

use kafka_schema::model::{Field, File, Message, Versions};

/// Adds to `new` the versions and fields that only `old` has, and the texts of our own.
///
/// A field that only `old` has, in versions that `new` still knows, was renamed: `new` names it.
pub fn merge(new: &mut File, old: &File) {
    let valid = new.versions;
    for message in &old.messages {
        let known = new.messages.iter_mut().find(|it| it.direction == message.direction);
        match known {
            Some(Message { fields, .. }) => merge_fields(fields, &message.fields, valid),
            None => new.messages.push(message.clone()),
        }
    }
    for structure in &old.structs {
        match new.structs.iter_mut().find(|it| it.name == structure.name) {
            Some(known) => merge_fields(&mut known.fields, &structure.fields, valid),
            None => new.structs.push(structure.clone()),
        }
    }
    keep_only_used(new);
    new.versions = valid.span(old.versions);
    new.flexible = new.flexible.or(old.flexible);
    new.doc = new.doc.take().or_else(|| old.doc.clone());
    if new.listeners.is_empty() {
        new.listeners.clone_from(&old.listeners);
    }
}

fn merge_fields(new: &mut Vec<Field>, old: &[Field], valid: Versions) {
    let mut place = 0;
    for field in old {
        match new.iter().position(|known| known.name == field.name) {
            Some(index) => {
                place = index + 1;
                merge_field(&mut new[index], field, valid);
            }
            None if field.versions.and(valid).is_empty() => {
                new.insert(place, field.clone());
                place += 1;
            }
            None => {}
        }
    }
}

fn merge_field(new: &mut Field, old: &Field, valid: Versions) {
    // A field that every version left has is never left out; the older ones still say.
    new.ignorable |= old.ignorable && old.versions.min > 0 && new.versions.covers(valid);
    // What the newer release says of a version it does not have any more is not binding.
    if old.versions.min < valid.min {
        new.versions.min = new.versions.min.min(old.versions.min);
    }
    let before = old.nullable.filter(|before| before.min < valid.min);
    if let (Some(range), Some(before)) = (&mut new.nullable, before) {
        range.min = range.min.min(before.min);
    }
    new.doc = new.doc.take().or_else(|| old.doc.clone());
}

/// A renamed struct leaves its old name behind.
fn keep_only_used(file: &mut File) {
    let mut used: Vec<String> = Vec::new();
    let mut open: Vec<&Field> = file.messages.iter().flat_map(|it| &it.fields).collect();
    while let Some(field) = open.pop() {
        let Some(name) = field.ty.structure().filter(|name| !used.iter().any(|it| it == name))
        else {
            continue;
        };
        used.push(name.to_owned());
        open.extend(file.find(name).into_iter().flat_map(|it| &it.fields));
    }
    file.structs.retain(|it| used.contains(&it.name));
}
