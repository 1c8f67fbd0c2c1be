//! Query strings as Signature Version 4 encodes them.

use zeroize::Zeroizing;

/// Appends `name=value`, both encoded.
pub(super) fn push(query: &mut String, (name, value): (&str, &str)) {
    percent_encode(query, name);
    query.push('=');
    percent_encode(query, value);
}

/// How many bytes [`push`] appends: buffers with the session token in them must not grow, or an
/// unwiped copy stays behind.
pub(super) fn len((name, value): (&str, &str)) -> usize {
    encoded_len(name) + "=".len() + encoded_len(value)
}

/// A value as it was before [`push`]; `None` when it is no UTF-8 or a `%` has no two digits behind it.
pub(super) fn decoded(value: &str) -> Option<Zeroizing<String>> {
    let mut text = Zeroizing::new(Vec::with_capacity(value.len()));
    let mut rest = value.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let (byte, behind) = match (byte, behind) {
            (b'%', [high, low, behind @ ..]) => (digit(*high)? << 4 | digit(*low)?, behind),
            (b'%', _) => return None,
            _ => (byte, behind),
        };
        text.push(byte);
        rest = behind;
    }
    std::str::from_utf8(&text).ok().map(|text| Zeroizing::new(text.to_owned()))
}

/// "URI encode every byte except the unreserved characters: 'A'-'Z', 'a'-'z', '0'-'9', '-', '.',
/// '_', and '~'."
///
/// A session token is long and hardly anything in it is to be encoded, so that goes run by run.
fn percent_encode(query: &mut String, value: &str) {
    let mut rest = value;
    while !rest.is_empty() {
        let (plain, behind) = rest.split_at(run(rest, is_unreserved));
        query.push_str(plain);
        let (reserved, behind) = behind.split_at(run(behind, |byte| !is_unreserved(byte)));
        for byte in reserved.bytes() {
            query.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
        rest = behind;
    }
}

/// How many bytes of a kind come first. Each of the unreserved ones is a character, so no run ends
/// inside of one.
fn run(text: &str, is_of_kind: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|byte| !is_of_kind(byte)).unwrap_or(text.len())
}

fn encoded_len(value: &str) -> usize {
    let reserved = value.bytes().filter(|byte| !is_unreserved(*byte)).count();
    value.len() + reserved * "2F".len()
}

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
}

/// Looked up, not compared: each byte of a session token is asked about twice.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        table[byte] = c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

fn hex(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit & 15)])
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_nothing_is_guessed() {
        let value = "a b/ü~%=&\u{0}";
        let mut pair = String::new();
        push(&mut pair, ("n", value));
        assert_eq!(pair.len(), len(("n", value)));
        let encoded = pair.strip_prefix("n=").unwrap();
        assert_eq!(decoded(encoded).unwrap().as_str(), value);
        assert_eq!(decoded("%2f%2F+").unwrap().as_str(), "//+");
        for odd in ["%", "%2", "a%g0", "%-1", "%ff"] {
            assert!(decoded(odd).is_none(), "{odd}");
        }
    }
}
