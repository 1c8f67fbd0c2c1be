//! Other people's text, made safe to print.
//!
//! Names of topics, groups, principals and hosts are chosen by whoever may write them, and end on the
//! terminals of others. This is the one rule for what is shown of them: errors of this crate
//! ([`PeerText`](crate::PeerText)) and everything that prints names go by it.

use std::borrow::Cow;
use std::fmt;

/// Text whose `Display` shows every [hidden](is_hidden) character as an escape.
///
/// A backslash is shown as it is, because principals have them (`User:CN=a\,b`). So an escaped text
/// is for reading, it cannot be parsed back, and escaping it again changes nothing.
///
/// ```
/// use kafka_auth::escape::Escaped;
///
/// assert_eq!(Escaped("orders\u{1b}[2J\r\u{202e}").to_string(), r"orders\u{1b}[2J\r\u{202e}");
/// assert_eq!(Escaped(r"User:CN=Zoë\, Ltd").to_string(), r"User:CN=Zoë\, Ltd");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(is_hidden) {
            let (shown, from) = rest.split_at(at);
            f.write_str(shown)?;
            let mut chars = from.chars();
            chars.next().map_or(Ok(()), |hidden| write!(f, "{}", hidden.escape_default()))?;
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}

/// The same as [`Escaped`], for text that is kept. Text without hidden characters is not copied.
pub fn escaped<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    match text.into() {
        text if text.contains(is_hidden) => Cow::Owned(Escaped(&text).to_string()),
        text => text,
    }
}

/// Whether a character acts on the terminal instead of being seen: it controls it, breaks the line,
/// turns the direction of what follows (bidi), or has no width and no look of its own.
///
/// These are Unicode's control characters (C0, DEL, C1), its line and paragraph separators, and the
/// characters with the property `Default_Ignorable_Code_Point`, which contains all bidi controls.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_and_bidi_character_is_hidden() {
        let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
        let bidi = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        let others = "\u{2028}\u{2029}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{e0041}";
        for c in controls.chain(bidi.chars()).chain(others.chars()) {
            let text = Escaped(&format!("a{c}b")).to_string();
            assert!(text.starts_with("a\\") && text.ends_with('b'), "{text}");
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text}");
        }
    }

    #[test]
    fn what_can_be_seen_stays_as_it_is() {
        for text in ["", "orders", "é \"it's\"", "注文", "заказы", "आदेश", r"User:CN=a\,b", "😀"]
        {
            assert_eq!(Escaped(text).to_string(), text);
            assert!(matches!(escaped(text), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn escaping_twice_changes_nothing() {
        let once = escaped("\u{202e}a\n\\");
        assert_eq!(escaped(once.as_ref()), once);
        assert_eq!(once, r"\u{202e}a\n\");
    }
}
