//! Where Kafka's definitions come from: a jar of kafka-clients, a folder, or files.

use std::error::Error;
use std::fs;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

/// Name and text of a definition's file.
pub type Definition = (String, String);

/// The definitions of each release: a jar and a folder are one each, loose files are one
/// together.
pub fn read(sources: &[&str]) -> Result<Vec<Vec<Definition>>, String> {
    let mut releases = Vec::new();
    let mut loose = Vec::new();
    for source in sources {
        let path = Path::new(source);
        if path.is_dir() {
            releases.push(folder(path)?);
        } else if path.extension().is_some_and(|it| it == "jar") {
            releases.push(jar(path)?);
        } else {
            loose.push(text(path)?);
        }
    }
    if !loose.is_empty() {
        releases.push(loose);
    }
    Ok(releases)
}

fn folder(path: &Path) -> Result<Vec<Definition>, String> {
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| text(path)).collect()
}

fn text(path: &Path) -> Result<Definition, String> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    Ok((shown, text))
}

fn jar(path: &Path) -> Result<Vec<Definition>, String> {
    let shown = path.display();
    let file = fs::File::open(path).map_err(|error| format!("{shown}: {error}"))?;
    let found = definitions(file).map_err(|error| format!("{shown}: not a jar: {error}"))?;
    if found.is_empty() {
        return Err(format!("{shown}: no definitions in {FOLDER}"));
    }
    Ok(found)
}

/// Where a jar has them.
const FOLDER: &str = "common/message/";

/// Far more than any definition has.
const MAX_TEXT: u64 = 1 << 20;

/// The definitions in a jar, sorted by name.
fn definitions(jar: impl Read + Seek) -> Result<Vec<Definition>, Box<dyn Error>> {
    let mut jar = ZipArchive::new(jar)?;
    let mut names: Vec<String> =
        jar.file_names().filter(|it| is_definition(it)).map(Into::into).collect();
    names.sort();
    let mut found = Vec::new();
    for name in names {
        let mut text = String::new();
        jar.by_name(&name)?.take(MAX_TEXT).read_to_string(&mut text)?;
        found.push((name, text));
    }
    Ok(found)
}

fn is_definition(name: &str) -> bool {
    name.starts_with(FOLDER) && name.ends_with(".json")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    const NAME: &str = "common/message/A.json";

    /// A jar with one entry.
    fn jar(name: &str, method: CompressionMethod, text: &str) -> Vec<u8> {
        let mut jar = ZipWriter::new(Cursor::new(Vec::new()));
        jar.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        jar.write_all(text.as_bytes()).unwrap();
        jar.finish().unwrap().into_inner()
    }

    fn read(jar: &[u8]) -> Option<Vec<Definition>> {
        definitions(Cursor::new(jar)).ok()
    }

    #[test]
    fn stored_and_deflated_texts_are_read() {
        let text = "{ \"name\": \"aaaaaaaaaaaaaaaaaaaaaaaa\" }";
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            assert_eq!(read(&jar(NAME, method, text)), Some(vec![(NAME.into(), text.into())]));
        }
    }

    #[test]
    fn other_entries_are_left_alone() {
        for name in ["common/message/README.md", "META-INF/A.json"] {
            assert_eq!(read(&jar(name, CompressionMethod::Stored, "")), Some(Vec::new()));
        }
    }

    #[test]
    fn a_broken_jar_is_refused() {
        let whole = jar(NAME, CompressionMethod::Deflated, "{}");
        for len in 0..whole.len() {
            assert_eq!(read(&whole[..len]), None, "{len} bytes");
        }
    }
}
