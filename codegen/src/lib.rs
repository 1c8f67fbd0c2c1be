//! Turns `kafka-schema/schema/` into kafka-proto's messages, and Kafka's own definitions into the
//! schema.
//!
//! | module | what it does |
//! |---|---|
//! | `emit` | model → Rust |
//! | `releases`, `import`, `merge`, `print` | Kafka's own definitions → model → notation |
//! | `update`, `changes` | what an import does to `schema/`, and what it says of it |
#![allow(missing_docs, unreachable_pub, reason = "a tool of this repository")]

pub mod changes;
pub mod emit;
pub mod import;
pub mod merge;
pub mod print;
pub mod releases;
pub mod update;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kafka_schema::model::{File, Kind};
use kafka_schema::{Schema, names};

pub use crate::update::import;

use crate::emit::Output;

/// Where the schema is, seen from the repository.
pub const SCHEMA: &str = "kafka-schema/schema";

/// Reads and checks the schema of the repository at `root`.
pub fn read_schema(root: &Path) -> Result<Schema, String> {
    let mut texts = Vec::new();
    for path in paths(&root.join(SCHEMA))? {
        texts.push((shown(root, &path), read(&path)?));
    }
    Schema::parse(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// Every generated file.
pub fn outputs(schema: &Schema) -> Vec<Output> {
    emit::all(&schema.files, &schema.enums, &schema.errors)
}

/// Writes every generated file and formats it.
pub fn generate(root: &Path) -> Result<(), String> {
    write(root, &outputs(&read_schema(root)?))
}

fn write(root: &Path, outputs: &[Output]) -> Result<(), String> {
    let mut paths = Vec::new();
    for output in outputs {
        let path = root.join(&output.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        fs::write(&path, &output.text).map_err(|error| format!("{}: {error}", output.path))?;
        paths.push(path);
    }
    format(root, &paths)
}

fn format(root: &Path, paths: &[PathBuf]) -> Result<(), String> {
    let config = root.join("rustfmt.toml");
    let status = Command::new("rustfmt").arg("--config-path").arg(config).args(paths).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("rustfmt: {status}")),
        Err(error) => Err(format!("rustfmt: {error}")),
    }
}

/// The files of `schema/`, sorted by name, and so by key.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "kafka"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// What a message's file in `schema/` is called.
pub fn file_name(file: &File) -> String {
    let name = names::snake(&file.name);
    match file.kind {
        Kind::Api(key) => format!("{key:02}_{name}.kafka"),
        Kind::Header => format!("header_{name}.kafka"),
        Kind::Data => format!("data_{name}.kafka"),
    }
}

/// The repository this crate is in.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
