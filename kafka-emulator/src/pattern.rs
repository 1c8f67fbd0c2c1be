//! Regular expressions as Kafka has them: RE2's, which match the whole text.
//!
//! The library's words are RE2's but for few. Whatever is matched takes time in proportion to the text and to the
//! size of the expression, which is bounded.

use regex_lite::{Regex, RegexBuilder};

/// The longest expression, in bytes, and the most it may take up when it is ready to match.
const MAX_LENGTH: usize = 1_000;
const MAX_SIZE: usize = 64 * 1024;

/// How deep groups may be within each other.
const MAX_DEPTH: u32 = 50;

/// How often RE2 repeats something at most.
const MAX_REPEAT: u32 = 1_000;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

/// The text is no expression, or has something that is not known here: why, in RE2's words where it has some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(pub(crate) String);

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() > MAX_LENGTH {
            return Err(Malformed(format!("longer than {MAX_LENGTH} bytes")));
        }
        let text = in_other_words(text)?;
        // By itself first, so that it does not close the group around it.
        compile(&text)?;
        compile(&format!(r"\A(?:{text})\z")).map(Self)
    }

    /// Whether it is the whole text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

fn compile(text: &str) -> Result<Regex, Malformed> {
    let mut builder = RegexBuilder::new(text);
    let built = builder.size_limit(MAX_SIZE).nest_limit(MAX_DEPTH).build();
    built.map_err(|error| Malformed(described(&error.to_string())))
}

/// As RE2 says it.
fn described(error: &str) -> String {
    let words = [
        ("without closing ')'", "missing closing )"),
        ("but got end of pattern", "missing closing )"),
        ("without matching '('", "regexp/syntax: internal error"),
        ("min bigger than its max", "invalid repeat count"),
        ("must be applied to a sub-expression", "missing argument to repetition operator"),
        ("no closing bracket", "missing closing ]"),
        ("unclosed character class", "missing closing ]"),
        ("invalid range in character class", "invalid character class range"),
        ("saw end of pattern before it finished", "trailing backslash at end of expression"),
        ("unrecognized escape", "invalid escape sequence"),
        ("backreferences", "invalid escape sequence"),
        ("look-around", "invalid or unsupported Perl syntax"),
    ];
    let known = words.iter().find(|(ours, _)| error.contains(ours));
    known.map_or(error, |(_, theirs)| theirs).to_owned()
}

/// The expression in the words of the library, where RE2 means something else by them.
fn in_other_words(text: &str) -> Result<String, Malformed> {
    let (mut rest, mut out, mut was_repeated) = (text, String::with_capacity(text.len()), false);
    while let Some(c) = rest.chars().next() {
        let repeats = repetition(rest)?;
        let taken = match c {
            _ if repeats > 0 && was_repeated => {
                return Err(Malformed("invalid nested repetition operator".to_owned()));
            }
            _ if repeats > 0 => copy(&mut out, rest, repeats),
            '\\' => escape(&mut out, rest),
            '[' => class(&mut out, rest),
            '(' if rest.starts_with("(?") => {
                check_flags(rest)?;
                copy(&mut out, rest, 1)
            }
            // RE2 takes it for itself.
            '{' => {
                out.push_str(r"\{");
                1
            }
            _ => copy(&mut out, rest, c.len_utf8()),
        };
        was_repeated = repeats > 0;
        rest = &rest[taken..];
    }
    Ok(out)
}

fn copy(out: &mut String, rest: &str, bytes: usize) -> usize {
    out.push_str(&rest[..bytes]);
    bytes
}

/// How many bytes say at the beginning of the text how often something comes; 0 if none do.
fn repetition(rest: &str) -> Result<usize, Malformed> {
    let length = match rest.chars().next() {
        Some('*' | '+' | '?') => 1,
        Some('{') => match counted(rest) {
            Some((length, most)) if most <= MAX_REPEAT => length,
            Some(_) => return Err(Malformed("invalid repeat count".to_owned())),
            None => return Ok(0),
        },
        _ => return Ok(0),
    };
    let is_lazy = rest[length..].starts_with('?');
    Ok(length + usize::from(is_lazy))
}

/// `{2}`, `{2,}` or `{2,3}`: its length, and the largest number.
fn counted(rest: &str) -> Option<(usize, u32)> {
    let end = rest.find('}')?;
    let (least, most) = match rest[1..end].split_once(',') {
        Some((least, "")) => (least, least),
        Some(both) => both,
        None => (&rest[1..end], &rest[1..end]),
    };
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u32::MAX))
    };
    Some((end + 1, number(least)?.max(number(most)?)))
}

/// A backslash and what it stands before: RE2 takes characters that are no letters for themselves, and all
/// between `\Q` and `\E`.
fn escape(out: &mut String, rest: &str) -> usize {
    if let Some(quoted) = rest.strip_prefix(r"\Q") {
        let end = quoted.find(r"\E");
        let literal = &quoted[..end.unwrap_or(quoted.len())];
        out.push_str(&regex_lite::escape(literal));
        return 2 + literal.len() + if end.is_some() { 2 } else { 0 };
    }
    match rest[1..].chars().next() {
        Some(c) if c.is_ascii_punctuation() => {
            out.push_str(&regex_lite::escape(c.encode_utf8(&mut [0; 4])));
            2
        }
        Some(c) => copy(out, rest, 1 + c.len_utf8()),
        None => copy(out, rest, 1),
    }
}

/// A class in brackets: RE2 knows none within it but by name, and nothing that is done with two.
fn class(out: &mut String, rest: &str) -> usize {
    let mut taken = copy(out, rest, if rest.starts_with("[^") { 2 } else { 1 });
    let mut is_first = true;
    while let Some(c) = rest[taken..].chars().next() {
        let here = &rest[taken..];
        taken += match c {
            ']' if !is_first => return taken + copy(out, here, 1),
            '[' if here.starts_with("[:") && here.contains(":]") => {
                copy(out, here, here.find(":]").map_or(1, |end| end + 2))
            }
            '\\' => match here[1..].chars().next() {
                Some(next) => copy(out, here, 1 + next.len_utf8()),
                None => copy(out, here, 1),
            },
            '[' | ']' | '&' | '~' => {
                out.push('\\');
                copy(out, here, 1)
            }
            _ => copy(out, here, c.len_utf8()),
        };
        is_first = false;
    }
    taken
}

/// RE2 has no flags but these.
fn check_flags(rest: &str) -> Result<(), Malformed> {
    let flags = rest[2..].split([':', ')']).next().unwrap_or_default();
    let is_name = flags.starts_with(['P', '<']);
    let is_known = flags.chars().all(|c| "imsU-".contains(c)) && !flags.is_empty();
    match is_name || is_known || rest.starts_with("(?:") {
        true => Ok(()),
        false => Err(Malformed("invalid or unsupported Perl syntax".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_is_matched() {
        for (pattern, yes, no) in [
            ("ab", "ab", "abc"),
            ("a.*", "abc", "ba"),
            (".*c", "abc", "ab"),
            ("a|b+", "bb", "ab"),
            ("(ab)*c?", "ababc", "abac"),
            ("[a-c_-]+", "a_-c", "ad"),
            ("[^a-c]x", "dx", "ax"),
            (r"a\.b", "a.b", "axb"),
            ("[]a]", "]", "b"),
            ("((a*)*)*", "aaa", "aab"),
            ("", "", "a"),
            ("^a$", "a", "aa"),
            (r"\d{2,3}", "123", "1"),
            ("(?i)orders-.*", "Orders-EU", "carts"),
            ("[[:alpha:]]+", "abc", "a1"),
            // What the library does not take as RE2 does.
            ("a{", "a{", "a"),
            ("a{,2}", "a{,2}", "aa"),
            ("[a[b&&~~]+", "[a&~b", "c"),
            (r"\<a\>", "<a>", "a"),
            (r"\Qa.b*\E+", "a.b**", "axb"),
            (r"\Qa.b", "a.b", "axb"),
            ("a*?b", "aab", "aa"),
        ] {
            let parsed = Pattern::parse(pattern).unwrap();
            assert!(parsed.matches(yes) && !parsed.matches(no), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused_in_the_words_of_re2() {
        for (text, why) in [
            ("(", "missing closing )"),
            ("(?i", "missing closing )"),
            (")", "regexp/syntax: internal error"),
            ("a)(b", "regexp/syntax: internal error"),
            ("[", "missing closing ]"),
            ("[a", "missing closing ]"),
            ("[b-a]", "invalid character class range"),
            ("*", "missing argument to repetition operator"),
            ("+a", "missing argument to repetition operator"),
            ("a**", "invalid nested repetition operator"),
            ("a{2}{3}", "invalid nested repetition operator"),
            ("a{1001}", "invalid repeat count"),
            ("a{2,1}", "invalid repeat count"),
            (r"\", "trailing backslash at end of expression"),
            (r"\y", "invalid escape sequence"),
            (r"(a)\1", "invalid escape sequence"),
            ("(?=a)", "invalid or unsupported Perl syntax"),
            ("(?x)a b", "invalid or unsupported Perl syntax"),
        ] {
            assert_eq!(Pattern::parse(text).unwrap_err(), Malformed(why.to_owned()), "{text}");
        }
        for text in ["(".repeat(900), "a".repeat(1_001), "(a{900}){900}".to_owned()] {
            Pattern::parse(&text).unwrap_err();
        }
        Pattern::parse(r"\pL").unwrap_err();
    }

    #[test]
    fn nothing_takes_long() {
        let pattern = Pattern::parse(&format!("{}b", "(a*)*".repeat(40))).unwrap();
        assert!(!pattern.matches(&"a".repeat(1_000)));
    }
}
