//! The names in certificates, as people read them.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Reader, SliceReader, Tag, Tagged};

use crate::PeerText;

/// How many parts of a name are kept.
const MAX_PARTS: usize = 100;

/// The text of a distinguished name (RFC 5280 section 4.1.2.4, the content of its outermost SEQUENCE),
/// in the order of the certificate as OpenSSL shows it: `C=US, O=Amazon, CN=Amazon Root CA 1`. What
/// cannot be read is left out, and so is what comes after 100 parts.
#[must_use]
pub fn distinguished_name(name: &[u8]) -> PeerText {
    let sets = elements(name).take_while(|set| set.tag() == Tag::Set);
    let parts = sets.flat_map(|set| elements(set.value())).filter_map(attribute);
    PeerText::new(&parts.take(MAX_PARTS).collect::<Vec<_>>().join(", "))
}

/// The elements of DER that follow each other, as far as they can be read.
pub(super) fn elements(content: &[u8]) -> impl Iterator<Item = AnyRef<'_>> {
    let mut reader = SliceReader::new(content).ok();
    std::iter::from_fn(move || reader.as_mut()?.decode().ok())
}

fn attribute(part: AnyRef<'_>) -> Option<String> {
    let mut part = elements(part.value());
    let kind = part.next()?.decode_as::<ObjectIdentifier>().ok()?;
    let value = part.next()?;
    let text = match value.tag() {
        Tag::BmpString => utf16(value.value()),
        _ => String::from_utf8_lossy(value.value()).into_owned(),
    };
    Some(format!("{}={text}", label(&kind.to_string())))
}

/// RFC 4514 section 3, and the number for all others.
fn label(kind: &str) -> &str {
    match kind {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        other => other,
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units =
        bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BMP_STRING: u8 = 0x1e;
    const OID: u8 = 0x06;
    const SEQUENCE: u8 = 0x30;
    const SET: u8 = 0x31;

    fn name(kind: &[u8], tag: u8, value: &[u8]) -> String {
        let oid = [&[OID, kind.len() as u8], kind].concat();
        let value = [&[tag, value.len() as u8], value].concat();
        let part = [oid, value].concat();
        let part = [&[SEQUENCE, part.len() as u8][..], &part].concat();
        distinguished_name(&[&[SET, part.len() as u8][..], &part].concat()).to_string()
    }

    #[test]
    fn a_part_of_each_kind() {
        assert_eq!(name(&[0x55, 4, 3], 12, "é".as_bytes()), "CN=é");
        assert_eq!(name(&[0x55, 4, 5], 19, b"7"), "2.5.4.5=7");
        assert_eq!(name(&[0x55, 4, 10], BMP_STRING, &[0, b'A', 0xd8, 0]), "O=A\u{fffd}");
        assert_eq!(name(&[0x55, 4, 10], 12, b"a\r\n\x1b"), r"O=a\r\n\u{1b}");
        assert_eq!(distinguished_name(&[SET, 9]).to_string(), "");
    }

    #[test]
    fn an_element_that_is_cut_or_odd_is_none() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 1],
            &[0x30, 0x80],
            &[0x30, 0x84, 0, 0, 0, 0],
            &[0x30, 0x83, 0xff, 0xff, 0xff],
            &[0x1f, 1, 0],
        ] {
            assert_eq!(elements(bytes).count(), 0, "{bytes:?}");
        }
    }
}
