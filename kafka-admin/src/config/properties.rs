//! `.properties` text, as `java.util.Properties` reads it.

use std::fmt;

use zeroize::Zeroizing;

use super::key::{ConfigKey, no_effect};

/// Keys and values of a client configuration, Java's or librdkafka's; a later value of a key
/// replaces an earlier one.
///
/// `Debug` shows the keys only, and values are wiped when dropped: one of them may be a password.
///
/// ```
/// use kafka_admin::Properties;
///
/// let mut properties = Properties::parse("sasl.mechanism = AWS_MSK_IAM # a value, to the end\n");
/// assert_eq!(properties.get("sasl.mechanism"), Some("AWS_MSK_IAM # a value, to the end"));
/// properties.set("sasl.mechanism", "SCRAM-SHA-512");
/// assert_eq!(properties.iter().count(), 1);
/// ```
#[derive(Clone, Default)]
pub struct Properties {
    pairs: Vec<(String, Zeroizing<String>)>,
}

impl Properties {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the text of a file: comments begin with `#` or `!`, key and value are parted by `=`, `:`
    /// or white space, `\` escapes and, at the end of a line, joins the next one.
    ///
    /// Every text is a valid file, as in Java. librdkafka does not know `\`: double it in values.
    pub fn parse(text: &str) -> Self {
        logical_lines(text).iter().map(|line| pair(line)).collect()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Sets the value of a key.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.set_value(key.into(), Zeroizing::new(value.into()));
    }

    /// Takes a key out, and says what its value was.
    pub fn remove(&mut self, key: &str) -> Option<Zeroizing<String>> {
        let position = self.pairs.iter().position(|(name, _)| name == key)?;
        Some(self.pairs.remove(position).1)
    }

    /// Lays these over what is here, as a nearer source over a farther one: a key wins under any of its
    /// names, and makes void what answers the same question in another way, such as
    /// `sasl.jaas.config` a user and a password from farther away. Known keys end up under their first
    /// names, see [`ConfigKey`].
    pub fn overlay(&mut self, nearer: Self) {
        for key in nearer.iter().filter_map(|(name, _)| ConfigKey::find(name)) {
            for replaced in key.replaces {
                self.remove(replaced);
            }
        }
        for (name, value) in nearer.pairs {
            let name = ConfigKey::find(&name).map_or(name, |key| key.name.to_owned());
            self.set_value(name, value);
        }
    }

    /// A sentence for each key that is not in [`ConfigKey::all`], with the key that it looks like if
    /// there is one. They are among the warnings of [`Config::from_properties`](crate::Config::from_properties);
    /// when that fails, they may be the cause.
    pub fn without_effect(&self) -> Vec<String> {
        let unknown = self.iter().filter(|(name, _)| ConfigKey::find(name).is_none());
        unknown.map(|(name, _)| no_effect(name)).collect()
    }

    /// Keys and values in the order of their first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    fn set_value(&mut self, key: String, value: Zeroizing<String>) {
        match self.pairs.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => self.pairs.push((key, value)),
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut properties = Self::new();
        pairs.into_iter().for_each(|(key, value)| properties.set(key, value));
        properties
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(key, _)| key)).finish()
    }
}

/// Joins continued lines, and drops comments and blank ones.
fn logical_lines(text: &str) -> Vec<Zeroizing<String>> {
    let mut lines: Vec<Zeroizing<String>> = Vec::new();
    let mut continues = false;
    for line in natural_lines(text) {
        let line = line.trim_start_matches([' ', '\t', '\u{c}']);
        if !continues && (line.is_empty() || line.starts_with(['#', '!'])) {
            continue;
        }
        let (content, next) = match line.strip_suffix('\\') {
            Some(content) if ends_in_odd_backslashes(line) => (content, true),
            _ => (line, false),
        };
        match lines.last_mut().filter(|_| continues) {
            Some(last) => *last = joined(last, content),
            None => lines.push(Zeroizing::new(content.into())),
        }
        continues = next;
    }
    lines
}

/// A string that grows in place leaves its old memory behind, unwiped.
fn joined(line: &str, more: &str) -> Zeroizing<String> {
    let mut joined = Zeroizing::new(String::with_capacity(line.len() + more.len()));
    joined.push_str(line);
    joined.push_str(more);
    joined
}

/// Lines end in LF, CR, or both.
fn natural_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn ends_in_odd_backslashes(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn pair(line: &str) -> (String, String) {
    let end = end_of_key(line);
    let (key, rest) = line.split_at(end);
    let white = [' ', '\t', '\u{c}'];
    let rest = rest.trim_start_matches(white);
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(white);
    (unescaped(key), unescaped(value))
}

fn end_of_key(line: &str) -> usize {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if !escaped && matches!(c, '=' | ':' | ' ' | '\t' | '\u{c}') {
            return at;
        }
        escaped = !escaped && c == '\\';
    }
    line.len()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => plain.extend(escape(&mut rest)),
            c => plain.push(c),
        }
    }
    plain
}

/// What stands for a backslash and what follows it. A `\u` that is not four hex digits stays as it is.
fn escape(rest: &mut std::str::Chars<'_>) -> Option<char> {
    match rest.next()? {
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        'f' => Some('\u{c}'),
        'u' => Some(unicode(rest).unwrap_or('u')),
        other => Some(other),
    }
}

fn unicode(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let code = u32::from_str_radix(rest.as_str().get(..4)?, 16).ok()?;
    let c = char::from_u32(code)?;
    rest.nth(3);
    Some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        Properties::parse(text).iter().map(|(k, v)| (k.into(), v.into())).collect()
    }

    #[test]
    fn the_examples_of_java_util_properties() {
        assert_eq!(pairs("Truth = Beauty"), pairs(" Truth:Beauty"));
        assert_eq!(pairs("Truth                    :Beauty"), [("Truth".into(), "Beauty".into())]);
        let fruits = "fruits                           apple, banana, pear, \\\n                                  cantaloupe, watermelon, \\\n                                  kiwi, mango";
        let expected = "apple, banana, pear, cantaloupe, watermelon, kiwi, mango";
        assert_eq!(pairs(fruits), [("fruits".into(), expected.into())]);
        assert_eq!(pairs("cheeses"), [("cheeses".into(), String::new())]);
    }

    #[test]
    fn comments_blank_lines_and_line_ends() {
        let text = "# c\r\n! d\r\n\r\n \t\r\na=1\r\nb=2\\\r\n";
        assert_eq!(pairs(text), [("a".into(), "1".into()), ("b".into(), "2".into())]);
        assert_eq!(pairs("a=1\\\r\n2"), [("a".into(), "12".into())]);
        assert_eq!(pairs("a=1\\\n# not a comment"), [("a".into(), "1# not a comment".into())]);
    }

    #[test]
    fn escapes() {
        assert_eq!(pairs(r"a\=b\ c=\tx\\y\u0041\q"), [("a=b c".into(), "\tx\\yAq".into())]);
        assert_eq!(pairs("a=x\\\\\nb=2"), [("a".into(), "x\\".into()), ("b".into(), "2".into())]);
        assert_eq!(pairs(r"a=\uZZ"), [("a".into(), "uZZ".into())]);
        assert_eq!(pairs("a=\\ué"), [("a".into(), "ué".into())]);
    }

    #[test]
    fn the_last_value_of_a_key_wins() {
        assert_eq!(pairs("a=1\nb=2\na=3"), [("a".into(), "3".into()), ("b".into(), "2".into())]);
    }

    #[test]
    fn a_nearer_source_replaces_what_says_the_same_in_other_words() {
        let mut farther = Properties::parse(
            "ssl.truststore.location=/a.pem\nsasl.username=u\nsasl.password=p\nsasl.mechanism=PLAIN",
        );
        farther.overlay(Properties::parse(
            "ssl.ca.pem=PEM\nsasl.jaas.config=J\nsasl.mechanisms=SCRAM-SHA-512",
        ));
        let keys: Vec<_> = farther.iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["sasl.mechanism", "ssl.truststore.certificates", "sasl.jaas.config"]);
        assert_eq!(farther.get("sasl.mechanism"), Some("SCRAM-SHA-512"));
    }

    #[test]
    fn what_one_source_says_in_two_ways_is_kept() {
        let mut farther = Properties::parse("sasl.username=far");
        farther.overlay(Properties::parse("sasl.username=near\nsasl.jaas.config=J"));
        assert_eq!(farther.get("sasl.username"), Some("near"));
    }

    #[test]
    fn i10_debug_shows_keys_only() {
        let properties = Properties::parse("sasl.password=MARKER");
        assert_eq!(format!("{properties:?}"), r#"{"sasl.password"}"#);
    }
}
