//! Kafka's definitions into `schema/`: what is written, and what is said of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::import::definitions;
use crate::{SCHEMA, changes, emit, file_name, merge, print, read_schema, releases};
use kafka_schema::Schema;
use kafka_schema::model::{File, Kind};

/// Merges Kafka's definitions into `schema/`, the oldest release first, and says what changed:
/// a line for each file, and below it one for each heading or field.
///
/// A source is a jar, or a folder of definitions; files given one by one are one release.
pub fn import(root: &Path, sources: &[&str]) -> Result<String, String> {
    let Schema { files: before, enums, .. } = read_schema(root)?;
    let mut after = before.clone();
    for release in releases::read(sources)? {
        add(&mut after, definitions(&release, &enums)?);
    }
    after.sort_by_cached_key(file_name);
    let report = write(&root.join(SCHEMA), &before, &after).map_err(|it| it.to_string())?;
    crate::write(root, &[emit::embedded(&after)])?;
    Ok(report)
}

/// Only Kafka's clients define APIs: what is new elsewhere is what a server keeps on its disk.
fn add(files: &mut Vec<File>, release: Vec<File>) {
    let is_clients = release.iter().any(|file| matches!(file.kind, Kind::Api(_)));
    for imported in release {
        match files.iter_mut().find(|known| is_same(known, &imported)) {
            Some(known) => *known = merged(imported, known.clone()),
            None if is_clients => files.push(imported),
            None => {}
        }
    }
}

/// An API keeps its key, whatever its name was then.
fn is_same(a: &File, b: &File) -> bool {
    a.kind == b.kind && (matches!(a.kind, Kind::Api(_)) || a.name == b.name)
}

/// The one with the higher versions is the newer release.
fn merged(mut imported: File, mut known: File) -> File {
    let age = |file: &File| (file.versions.max, file.versions.min);
    if age(&imported) >= age(&known) {
        merge::merge(&mut imported, &known);
        imported
    } else {
        merge::merge(&mut known, &imported);
        known
    }
}

fn write(schema: &Path, before: &[File], after: &[File]) -> std::io::Result<String> {
    let mut report = String::new();
    for new in after {
        let (name, text) = (file_name(new), print::file(new));
        let old = before.iter().find(|old| is_same(old, new));
        if old.is_some_and(|old| print::file(old) == text) {
            continue;
        }
        let verb = if old.is_some() { "changed" } else { "new" };
        let _ = writeln!(report, "{verb} schema/{name}");
        for change in old.iter().flat_map(|old| changes::between(old, new)) {
            let _ = writeln!(report, "  {change}");
        }
        fs::write(schema.join(&name), text)?;
        // It was renamed.
        if let Some(old) = old.map(file_name).filter(|old| *old != name) {
            fs::remove_file(schema.join(old))?;
        }
    }
    Ok(report)
}
