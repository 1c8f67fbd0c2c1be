//! Query strings as Signature Version 4 encodes them.

/// Appends `name=value`, both encoded.
pub(super) fn push(query: &mut String, (name, value): (&str, &str)) {
    percent_encode(query, name);
    query.push('=');
    percent_encode(query, value);
}

/// How many bytes [`push`] appends: buffers with the session token in them must not grow, or an
/// unwiped copy stays behind.
pub(super) fn len((name, value): (&str, &str)) -> usize {
    let encoded = |byte: u8| if is_unreserved(byte) { 1 } else { "%2F".len() };
    name.bytes().chain(value.bytes()).map(encoded).sum::<usize>() + "=".len()
}

/// "URI encode every byte except the unreserved characters: 'A'-'Z', 'a'-'z', '0'-'9', '-', '.',
/// '_', and '~'."
fn percent_encode(query: &mut String, value: &str) {
    for byte in value.bytes() {
        if is_unreserved(byte) {
            query.push(char::from(byte));
        } else {
            query.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn hex(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit & 15)])
}
