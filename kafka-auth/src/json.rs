//! JSON as AWS_MSK_IAM and OAUTHBEARER use it: one flat object of strings (RFC 8259), nothing else.
//! No recursion, so no depth to exhaust.

use zeroize::Zeroizing;

/// The largest text that is read, in bytes.
pub(crate) const MAX_JSON: usize = 64 * 1024;

/// The most members that are read; a request has at most 11.
const MAX_MEMBERS: usize = 16;

/// A name and its value, which may be a session token and is wiped.
pub(crate) type Member = (String, Zeroizing<String>);

/// Writes the members as an object, in the order given and in a buffer of exactly that size, so that
/// no unwiped copy of a secret stays behind.
pub(crate) fn write<'a>(
    members: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Zeroizing<Vec<u8>> {
    // The first member has a brace where the others have a comma.
    let length = members.clone().map(member_len).sum::<usize>().max("{".len()) + "}".len();
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    text.push(b'{');
    for (index, (name, value)) in members.enumerate() {
        if index > 0 {
            text.push(b',');
        }
        write_string(&mut text, name);
        text.push(b':');
        write_string(&mut text, value);
    }
    text.push(b'}');
    debug_assert_eq!(text.len(), length);
    text
}

fn member_len((name, value): (&str, &str)) -> usize {
    string_len(name) + ":".len() + string_len(value) + ",".len()
}

fn string_len(value: &str) -> usize {
    let quotes = r#""""#.len();
    match is_plain(value) {
        true => value.len() + quotes,
        false => value.bytes().map(written_len).sum::<usize>() + quotes,
    }
}

fn write_string(text: &mut Vec<u8>, value: &str) {
    text.push(b'"');
    match is_plain(value) {
        true => text.extend_from_slice(value.as_bytes()),
        false => value.bytes().for_each(|byte| write_byte(text, byte)),
    }
    text.push(b'"');
}

/// Whether nothing is to be escaped. A session token has many hundred bytes: looking at each
/// without a branch, the compiler takes them sixteen at a time.
fn is_plain(value: &str) -> bool {
    value.bytes().fold(true, |plain, byte| plain & (written_len(byte) == 1))
}

/// "The characters that MUST be escaped: quotation mark, reverse solidus, and the control
/// characters (U+0000 through U+001F)."
fn write_byte(text: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' | b'\\' => text.extend([b'\\', byte]),
        0x00..=0x1f => text.extend([b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]),
        _ => text.push(byte),
    }
}

/// How many bytes [`write_byte`] writes.
fn written_len(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' => r#"\""#.len(),
        0x00..=0x1f => r"\u001f".len(),
        _ => 1,
    }
}

fn hex(digit: u8) -> u8 {
    b"0123456789abcdef"[usize::from(digit & 15)]
}

/// Reads an object whose values are all strings and whose names are all different.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Member>, &'static str> {
    if bytes.len() > MAX_JSON {
        return Err("longer than 64 KiB");
    }
    let rest = std::str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    let mut reader = Reader { rest };
    let members = reader.object()?;
    match reader.rest {
        "" => Ok(members),
        _ => Err("something after the JSON object"),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn object(&mut self) -> Result<Vec<Member>, &'static str> {
        let mut members = Vec::new();
        self.skip_space();
        self.expect('{', "not a JSON object")?;
        if self.take('}') {
            return Ok(members);
        }
        loop {
            let name = self.string("a JSON name that is not a string")?;
            self.expect(':', "a JSON name without value")?;
            let value = self.string("a JSON value that is not a string")?;
            if members.iter().any(|(known, _): &Member| *known == *name) {
                return Err("a JSON name twice");
            }
            if members.len() == MAX_MEMBERS {
                return Err("too many JSON names");
            }
            members.push((name.to_string(), value));
            if self.take('}') {
                return Ok(members);
            }
            self.expect(',', "a JSON object without end")?;
        }
    }

    /// A string and the space behind it.
    fn string(&mut self, otherwise: &'static str) -> Result<Zeroizing<String>, &'static str> {
        let inside = self.rest.strip_prefix('"').ok_or(otherwise)?;
        // A string never grows beyond its source, so this never reallocates.
        let mut value = Zeroizing::new(String::with_capacity(closing_quote(inside)));
        let mut chars = inside.chars();
        loop {
            match chars.next().ok_or("a JSON string without end")? {
                '"' => break,
                '\\' => value.push(escaped(&mut chars).ok_or("an impossible JSON escape")?),
                '\0'..='\x1f' => return Err("a control character in a JSON string"),
                c => value.push(c),
            }
        }
        self.rest = chars.as_str();
        self.skip_space();
        Ok(value)
    }

    fn expect(&mut self, c: char, otherwise: &'static str) -> Result<(), &'static str> {
        if self.take(c) { Ok(()) } else { Err(otherwise) }
    }

    /// Takes `c` and the space behind it, if it comes next.
    fn take(&mut self, c: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(c) else { return false };
        self.rest = rest;
        self.skip_space();
        true
    }

    /// "Insignificant whitespace is allowed before or after any of the six structural characters."
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }
}

/// How far the next quote is that no backslash precedes; everything, if there is none.
fn closing_quote(inside: &str) -> usize {
    let mut escaped = false;
    let end = inside.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    end.unwrap_or(inside.len())
}

fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        c @ ('"' | '\\' | '/') => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(chars),
        _ => return None,
    })
}

/// "To escape an extended character that is not in the Basic Multilingual Plane, the character is
/// represented as a 12-character sequence, encoding the UTF-16 surrogate pair."
fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let first = unit(chars)?;
    match first {
        0xd800..=0xdbff => {
            let (backslash, u) = (chars.next()?, chars.next()?);
            let second = unit(chars)?;
            let pair = char::decode_utf16([first, second]).next()?.ok()?;
            ((backslash, u) == ('\\', 'u')).then_some(pair)
        }
        _ => char::from_u32(first.into()),
    }
}

fn unit(chars: &mut std::str::Chars<'_>) -> Option<u16> {
    (0..4).try_fold(0, |unit: u16, _| {
        let digit = chars.next()?.to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(json: &str) -> Result<String, &'static str> {
        read(json.as_bytes()).map(|members| members[0].1.to_string())
    }

    #[test]
    fn what_is_written_is_read_back_by_us_and_by_serde_json() {
        let awkward = "a\"b\\c/d\u{0}\u{1f}\u{7f}é🦀\r\n";
        let text = write([("k", awkward), ("l", "")].into_iter());
        let ours = read(&text).unwrap();
        assert_eq!((&*ours[0].1, &*ours[1].1), (&awkward.to_owned(), &String::new()));
        let theirs: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(theirs, serde_json::json!({"k": awkward, "l": ""}));
        assert_eq!(*write(std::iter::empty()), b"{}");
        for nothing_plain in ["\"", "\\\"", "\n", "\u{0}\u{1f}"] {
            let text = write([("k", nothing_plain)].into_iter());
            assert_eq!(read(&text).unwrap()[0].1.as_str(), nothing_plain);
        }
    }

    /// A string that grew would leave an unwiped copy of a session token behind.
    #[test]
    fn a_value_is_read_into_a_buffer_of_its_size() {
        for (inside, plain) in [("x".repeat(100), true), ("x\\\"".repeat(40), false)] {
            let members = read(format!("{{\"a\":\"{inside}\"}}").as_bytes()).unwrap();
            let value = &members[0].1;
            assert_eq!(value.capacity(), inside.len(), "as long as its source");
            assert_eq!(value.len() == inside.len(), plain);
        }
    }

    #[test]
    fn every_escape_of_rfc_8259_is_read() {
        let json = r#" { "k" : "\"\\\/\b\f\n\r\t\u00e9\ud83e\udd80" } "#;
        assert_eq!(read_one(json).unwrap(), "\"\\/\u{8}\u{c}\n\r\té🦀");
    }

    #[test]
    fn whatever_is_not_a_flat_object_of_strings_is_refused() {
        for json in [
            "",
            " ",
            "{",
            "}",
            "[]",
            "\"a\"",
            "null",
            "{}x",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1}",
            "{\"a\":null}",
            "{\"a\":[]}",
            "{\"a\":{}}",
            "{\"a\":\"b\",}",
            "{\"a\":\"b\"",
            "{,\"a\":\"b\"}",
            "{\"a\":\"b\" \"c\":\"d\"}",
            "{'a':'b'}",
            "{\"a\":\"b}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\u+123\"}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\"}",
            "{\"a\":\"\\ud800\\u0041\"}",
            "{\"a\":\"\\ud800xxdc00\"}",
            "{\"a\":\"1\",\"a\":\"2\"}",
            "\u{feff}{}",
            "{}\0",
            "// c\n{}",
        ] {
            assert!(read(json.as_bytes()).is_err(), "{json}");
        }
        assert!(read(b"{\"a\":\"\xff\"}").is_err());
        assert_eq!(read(b"{}").unwrap(), []);
    }

    #[test]
    fn the_size_is_bounded() {
        let text = |size: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(size - 8));
        assert!(read(text(MAX_JSON).as_bytes()).is_ok());
        assert_eq!(read(text(MAX_JSON + 1).as_bytes()), Err("longer than 64 KiB"));
    }
}
