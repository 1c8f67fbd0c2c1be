//! Turns `schema/` into kafka-proto's messages.
//!
//! | module | what it does |
//! |---|---|
//! | `source` | lines, words, and errors with `file:line:column` |
//! | `parse` | notation → model; the notation is described there |
//! | `check` | rules a well-formed field can still break |
//! | `emit` | model → Rust |
//! | `jar`, `import`, `merge`, `print` | Kafka's own definitions → model → notation |
//! | `update`, `changes` | what an import does to `schema/`, and what it says of it |
//! | `embedded` | `schema/` for use at run time |
//! | `interpret` | a decoder and encoder that reads the model as a table |
#![allow(missing_docs, unreachable_pub, reason = "a tool, and a library for kadm alone")]

pub mod changes;
pub mod check;
pub mod embedded;
pub mod emit;
pub mod import;
pub mod interpret;
pub mod jar;
pub mod merge;
pub mod model;
pub mod names;
pub mod parse;
pub mod print;
pub mod source;
pub mod update;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use crate::embedded::embedded;
pub use crate::update::import;

use crate::emit::Output;
use crate::model::{Codes, File, Kind};

/// All of `schema/`.
#[derive(Debug)]
pub struct Schema {
    pub files: Vec<File>,
    pub enums: Codes,
    pub errors: Codes,
}

impl Schema {
    /// Reads and checks `schema/` below `root`.
    pub fn read(root: &Path) -> Result<Self, String> {
        let mut texts = Vec::new();
        for path in paths(&root.join("schema"))? {
            texts.push((shown(root, &path), read(&path)?));
        }
        Self::parse(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// Checks the files of a `schema/`: path and text of each.
    pub fn parse<'t>(
        texts: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    ) -> Result<Self, String> {
        let enums = codes(texts.clone(), "enums")?;
        let errors = codes(texts.clone(), "errors")?;
        let messages =
            texts.filter(|(name, _)| !is_codes(name, "enums") && !is_codes(name, "errors"));
        let files: Result<_, _> =
            messages.map(|(name, text)| parse::file(name, text, &enums)).collect();
        Ok(Self { files: files.map_err(|error| error.to_string())?, enums, errors })
    }

    /// Every generated file.
    pub fn outputs(&self) -> Vec<Output> {
        let mut outputs = emit::all(&self.files, &self.enums, &self.errors);
        outputs.push(embedded::list(&self.files));
        outputs
    }
}

fn codes<'t>(
    mut texts: impl Iterator<Item = (&'t str, &'t str)>,
    which: &str,
) -> Result<Codes, String> {
    let (name, text) =
        texts.find(|(name, _)| is_codes(name, which)).ok_or_else(|| format!("no {which}.kafka"))?;
    parse::codes(name, text).map_err(|error| error.to_string())
}

/// Whether it is `enums.kafka` or `errors.kafka`.
fn is_codes(name: &str, which: &str) -> bool {
    Path::new(name).file_stem().is_some_and(|stem| stem == which)
}

/// Writes every generated file and formats it.
pub fn generate(root: &Path) -> Result<(), String> {
    write(root, &Schema::read(root)?.outputs())
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
