//! Where Kafka's definitions come from: a jar of kafka-clients, a folder, or files.

use std::fs;
use std::path::{Path, PathBuf};

/// Name and text of a definition's file.
pub type Definition = (String, String);

/// The definitions of each release: a jar and a folder are one each, loose files are one
/// together.
pub fn releases(sources: &[&str]) -> Result<Vec<Vec<Definition>>, String> {
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
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let found = entries(&bytes).ok_or_else(|| format!("{}: not a jar", path.display()))?;
    if found.is_empty() {
        return Err(format!("{}: no definitions in {FOLDER}", path.display()));
    }
    Ok(found)
}

/// Where a jar has them.
const FOLDER: &str = "common/message/";

/// Far more than any definition has.
const MAX_TEXT: usize = 1 << 20;

/// The definitions in a zip archive, by its directory, which is at its end.
///
/// Method 0 (stored) and 8 (deflate) only, and no zip64: so it is with every jar of Kafka's.
fn entries(zip: &[u8]) -> Option<Vec<Definition>> {
    // The end record is followed by a comment of at most 65,535 bytes.
    let tail = zip.len().saturating_sub(22 + 0xffff);
    let end = tail + zip.get(tail..)?.windows(4).rposition(|it| it == b"PK\x05\x06")?;
    let mut at = u32_at(zip, end + 16)?;
    let mut found = Vec::new();
    for _ in 0..u16_at(zip, end + 10)? {
        let entry = zip.get(at..).filter(|entry| entry.starts_with(b"PK\x01\x02"))?;
        let name_len = u16_at(entry, 28)?;
        let name = std::str::from_utf8(entry.get(46..46 + name_len)?).ok()?;
        if name.starts_with(FOLDER) && name.ends_with(".json") {
            found.push((name.to_owned(), content(zip, entry)?));
        }
        at += 46 + name_len + u16_at(entry, 30)? + u16_at(entry, 32)?;
    }
    found.sort();
    Some(found)
}

/// The text of a directory's entry. Its local header has lengths of its own.
fn content(zip: &[u8], entry: &[u8]) -> Option<String> {
    let local = zip.get(u32_at(entry, 42)?..).filter(|it| it.starts_with(b"PK\x03\x04"))?;
    let start = 30 + u16_at(local, 26)? + u16_at(local, 28)?;
    let data = local.get(start..start + u32_at(entry, 20)?)?;
    let bytes = match u16_at(entry, 10)? {
        0 => data.to_vec(),
        8 => miniz_oxide::inflate::decompress_to_vec_with_limit(data, MAX_TEXT).ok()?,
        _ => return None,
    };
    String::from_utf8(bytes).ok()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(bytes[0]) | usize::from(bytes[1]) << 8)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16_at(bytes, at)? | u16_at(bytes, at + 2)? << 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip archive with one entry, and a comment behind it.
    fn zip(name: &str, method: u8, data: &[u8]) -> Vec<u8> {
        let len = |len: usize| (len as u32).to_le_bytes();
        let short = |len: usize| (len as u16).to_le_bytes();
        let mut out = b"PK\x03\x04".to_vec();
        out.extend([&[0; 4][..], &[method], &[0; 9], &len(data.len()), &[0; 4]].concat());
        out.extend([&short(name.len())[..], &short(3), name.as_bytes(), b"abc", data].concat());
        let directory = out.len();
        out.extend([b"PK\x01\x02", &[0; 6][..], &[method], &[0; 9], &len(data.len())].concat());
        out.extend([&[0; 4][..], &short(name.len()), &[0; 16], name.as_bytes()].concat());
        let end = [b"PK\x05\x06", &[0; 6][..], &[1, 0], &[0; 4], &len(directory), &[2, 0]].concat();
        out.extend(end);
        out.extend(b"hi");
        out
    }

    const NAME: &str = "common/message/A.json";

    #[test]
    fn stored_and_deflated_texts_are_read() {
        let text = "{ \"name\": \"aaaaaaaaaaaaaaaaaaaaaaaa\" }";
        let deflated = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6);
        let expected = Some(vec![(NAME.to_owned(), text.to_owned())]);
        assert_eq!(entries(&zip(NAME, 0, text.as_bytes())), expected);
        assert_eq!(entries(&zip(NAME, 8, &deflated)), expected);
    }

    #[test]
    fn other_entries_are_left_alone() {
        assert_eq!(entries(&zip("common/message/README.md", 99, b"")), Some(Vec::new()));
        assert_eq!(entries(&zip("META-INF/A.json", 99, b"")), Some(Vec::new()));
    }

    #[test]
    fn a_broken_jar_is_refused() {
        let whole = zip(NAME, 8, &miniz_oxide::deflate::compress_to_vec(b"{}", 6));
        // The last four bytes are the length of the comment, and the comment.
        for len in 0..whole.len() - 4 {
            assert_eq!(entries(&whole[..len]), None, "{len} bytes");
        }
        assert_eq!(entries(&zip(NAME, 9, b"")), None);
        assert_eq!(entries(&zip(NAME, 8, b"\xff\xff")), None);
    }
}
