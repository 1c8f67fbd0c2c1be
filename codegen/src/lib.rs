//! Turns `schema/` into kafka-proto's messages.
//!
//! | module | what it does |
//! |---|---|
//! | `source` | lines, words, and errors with `file:line:column` |
//! | `parse` | notation → model; the notation is described there |
//! | `check` | rules a well-formed field can still break |
//! | `emit` | model → Rust |
//! | `import`, `merge`, `print` | Kafka's own definitions → model → notation |
#![allow(missing_docs, unreachable_pub, reason = "a tool, not a library for others")]

pub mod check;
pub mod emit;
pub mod import;
pub mod merge;
pub mod model;
pub mod names;
pub mod parse;
pub mod print;
pub mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
        let enums = codes(root, "enums")?;
        let errors = codes(root, "errors")?;
        let mut files = Vec::new();
        for path in paths(&root.join("schema"))? {
            let shown = shown(root, &path);
            let text = read(&path)?;
            let file = parse::file(&shown, &text, &enums).map_err(|error| error.to_string())?;
            files.push(file);
        }
        Ok(Self { files, enums, errors })
    }

    /// Every generated file.
    pub fn outputs(&self) -> Vec<Output> {
        emit::all(&self.files, &self.enums, &self.errors)
    }
}

/// Writes every generated file and formats it.
pub fn generate(root: &Path) -> Result<(), String> {
    let outputs = Schema::read(root)?.outputs();
    let mut paths = Vec::new();
    for output in &outputs {
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

/// Merges Kafka's definitions, oldest release first, into `schema/`, and says what changed.
pub fn import(root: &Path, files: &[&str]) -> Result<(), String> {
    let enums = codes(root, "enums")?;
    for name in files {
        for new in import::definitions(&read(Path::new(name))?, &enums)? {
            import_file(root, new, &enums)?;
        }
    }
    Ok(())
}

fn import_file(root: &Path, imported: File, enums: &Codes) -> Result<(), String> {
    let before = known_path(root, &imported)?;
    let (old, known) = match &before {
        None => (String::new(), None),
        Some(path) => {
            let text = read(path)?;
            let file = parse::file(&shown(root, path), &text, enums);
            (text, Some(file.map_err(|error| error.to_string())?))
        }
    };
    let file = known.map_or_else(|| imported.clone(), |known| merged(imported.clone(), known));
    let new = print::file(&file);
    let path = root.join("schema").join(file_name(&file));
    if new != old {
        println!("{} {}", if old.is_empty() { "new    " } else { "changed" }, shown(root, &path));
        fs::write(&path, new).map_err(|error| error.to_string())?;
    }
    match before.filter(|before| *before != path) {
        None => Ok(()),
        Some(renamed) => fs::remove_file(renamed).map_err(|error| error.to_string()),
    }
}

/// The file of the same API, whatever its name was then.
fn known_path(root: &Path, file: &File) -> Result<Option<PathBuf>, String> {
    let name = file_name(file);
    let prefix = match file.kind {
        Kind::Api(key) => format!("{key:02}_"),
        Kind::Header | Kind::Data => name,
    };
    let is_it = |path: &PathBuf| {
        path.file_name().and_then(|it| it.to_str()).is_some_and(|it| it.starts_with(&prefix))
    };
    Ok(paths(&root.join("schema"))?.into_iter().find(is_it))
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

fn file_name(file: &File) -> String {
    let name = names::snake(&file.name);
    match file.kind {
        Kind::Api(key) => format!("{key:02}_{name}.kafka"),
        Kind::Header => format!("header_{name}.kafka"),
        Kind::Data => format!("data_{name}.kafka"),
    }
}

fn codes(root: &Path, name: &str) -> Result<Codes, String> {
    let path = root.join("schema").join(format!("{name}.kafka"));
    parse::codes(&shown(root, &path), &read(&path)?).map_err(|error| error.to_string())
}

/// The message files of `schema/`, sorted by name, and so by key.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "kafka"))
        .filter(|path| path.file_stem().is_some_and(|it| it != "enums" && it != "errors"))
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

/// The repository this crate is in.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
