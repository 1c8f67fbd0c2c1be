//! The names in a certificate.

use std::net::IpAddr;

use super::der::{BMP_STRING, Der, OID, SEQUENCE, SET, dotted};
use crate::PeerText;

/// How many parts of a distinguished name, and how many alternative names, are kept.
pub(super) const MAX_NAMES: usize = 100;

/// RFC 5280 section 4.1.2.4, in the order of the certificate as OpenSSL shows it:
/// `C=US, O=Amazon, CN=Amazon Root CA 1`.
pub(super) fn distinguished(name: &[u8]) -> PeerText {
    let sets = Der(name).take_while(|set| set.tag == SET);
    let parts = sets.flat_map(|set| Der(set.content)).filter_map(|part| attribute(part.content));
    PeerText::new(&parts.take(MAX_NAMES).collect::<Vec<_>>().join(", "))
}

/// RFC 5280 section 4.2.1.6: the DNS names and IP addresses, which are what counts for a server.
pub(super) fn alternative(extension: &[u8]) -> Vec<PeerText> {
    let names = Der(extension).list(SEQUENCE).into_iter().flatten();
    names.filter_map(|name| general(name.tag, name.content)).take(MAX_NAMES).collect()
}

/// An `rfc822Name` and others have no part in naming a server.
fn general(tag: u8, content: &[u8]) -> Option<PeerText> {
    match tag {
        0x82 => Some(PeerText::new(&String::from_utf8_lossy(content))),
        0x87 => {
            let four = <[u8; 4]>::try_from(content).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(content).map(IpAddr::from));
            address.ok().map(|address| PeerText::new(&address.to_string()))
        }
        _ => None,
    }
}

fn attribute(part: &[u8]) -> Option<String> {
    let mut part = Der(part);
    let kind = part.content(OID)?;
    let value = part.element()?;
    let text = match value.tag {
        BMP_STRING => utf16(value.content),
        _ => String::from_utf8_lossy(value.content).into_owned(),
    };
    Some(format!("{}={text}", label(kind)))
}

/// RFC 4514 section 3, and the number for all others.
fn label(kind: &[u8]) -> String {
    let short = match kind {
        [0x55, 4, 3] => "CN",
        [0x55, 4, 6] => "C",
        [0x55, 4, 7] => "L",
        [0x55, 4, 8] => "ST",
        [0x55, 4, 9] => "STREET",
        [0x55, 4, 10] => "O",
        [0x55, 4, 11] => "OU",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25] => "DC",
        other => return dotted(other).unwrap_or_else(|| "?".into()),
    };
    short.into()
}

fn utf16(bytes: &[u8]) -> String {
    let units =
        bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_each_kind() {
        let name = |kind: &[u8], tag, value: &[u8]| {
            let oid = [&[OID, kind.len() as u8], kind].concat();
            let value = [&[tag, value.len() as u8], value].concat();
            let part = [oid, value].concat();
            let part = [&[SEQUENCE, part.len() as u8][..], &part].concat();
            distinguished(&[&[SET, part.len() as u8][..], &part].concat()).to_string()
        };
        assert_eq!(name(&[0x55, 4, 3], 12, "é".as_bytes()), "CN=é");
        assert_eq!(name(&[0x55, 4, 5], 19, b"7"), "2.5.4.5=7");
        assert_eq!(name(&[0x55, 4, 10], BMP_STRING, &[0, b'A', 0xd8, 0]), "O=A\u{fffd}");
        assert_eq!(name(&[0x55, 4, 10], 12, b"a\r\n\x1b"), r"O=a\r\n\u{1b}");
        assert_eq!(distinguished(&[SET, 9]).to_string(), "");
    }

    #[test]
    fn dns_names_and_addresses_of_both_families() {
        let names = [
            &[SEQUENCE, 30, 0x82, 1, b'a', 0x87, 4, 127, 0, 0, 1, 0x81, 1, b'm', 0x87, 16][..],
            &[0; 15],
            &[1],
        ];
        let names: Vec<_> = alternative(&names.concat()).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a", "127.0.0.1", "::1"]);
    }
}
