//! Bytes as people have them.

use std::io::Read;
use std::path::Path;

use super::Decode;
use crate::failure::{Failure, Result};
use crate::outside::Outside;

/// What is read at most: a dump of the largest frame a broker takes by default, 100 MiB
/// (`socket.request.max.bytes`), has up to five characters a byte.
const MAX_INPUT: u64 = 512 << 20;

/// The bytes that the arguments name.
pub(super) fn bytes(args: &Decode, outside: &Outside<'_>) -> Result<Vec<u8>> {
    let input = match args.file.as_deref() {
        _ if !args.hex.is_empty() => args.hex.join(" ").into_bytes(),
        Some(path) if path != Path::new("-") => file(path)?,
        None if outside.terminals().stdin => {
            return Err(Failure::usage("there is nothing to decode")
                .hint("give hex as an argument or by standard input, or --file FILE"));
        }
        _ => all(std::io::stdin().lock(), "standard input")?,
    };
    let bytes = if is_text(&input) { unhex(&String::from_utf8_lossy(&input))? } else { input };
    if bytes.is_empty() { Err(Failure::usage("there are no bytes to decode")) } else { Ok(bytes) }
}

fn file(path: &Path) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path);
    all(file.map_err(|error| Failure::cannot_read(&name, error))?, &name)
}

fn all(input: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match input.take(MAX_INPUT + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_INPUT => {
            Err(Failure::local(format!("{name} has more than {MAX_INPUT} bytes")))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::cannot_read(name, error)),
    }
}

/// Frames have zeros in them: keys, versions and lengths are small.
fn is_text(input: &[u8]) -> bool {
    input.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

/// Hex, plain or as a dump.
fn unhex(text: &str) -> Result<Vec<u8>> {
    kafka_schema::reading::unhex(text).ok_or_else(|| {
        Failure::usage("this is neither hex, two digits a byte, nor a dump of bytes")
            .hint("xxd -p FILE makes hex; bytes that are no text are taken as they are")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_hex_is_said() {
        for text in ["00 0g", "000", "0 0", "password"] {
            assert!(unhex(text).unwrap_err().message.contains("neither hex"), "{text}");
        }
        assert!(is_text(b"00 \n") && !is_text(b"\0\0\0\x10\0\x12"));
    }
}
