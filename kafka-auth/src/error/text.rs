//! What a peer wrote, made safe to print.

use std::fmt;

use crate::escape::escaped;

/// The longest text of a peer that an error keeps, in characters.
pub const MAX_PEER_TEXT: usize = 512;

/// Text that came from a peer, made safe to print: hidden characters are escaped (see
/// [`escape`](crate::escape)), and no more than [`MAX_PEER_TEXT`] characters are kept.
///
/// ```
/// let text = kafka_auth::PeerText::new("no\r\n\u{1b}[2Jway");
/// assert_eq!(text.as_str(), "no\\r\\n\\u{1b}[2Jway");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerText(String);

impl PeerText {
    /// Escapes and cuts `text`; the last kept character is `…` when something was cut.
    pub fn new(text: &str) -> Self {
        let kept: String = text.chars().take(MAX_PEER_TEXT + 1).collect();
        let mut shown = escaped(kept).into_owned();
        if shown.chars().count() > MAX_PEER_TEXT {
            shown = shown.chars().take(MAX_PEER_TEXT - 1).chain(['…']).collect();
        }
        Self(shown)
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PeerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peers_text_is_cut_at_the_limit_and_not_before() {
        let text = |length| PeerText::new(&"x".repeat(length)).0;
        assert_eq!(text(MAX_PEER_TEXT), "x".repeat(MAX_PEER_TEXT));
        assert_eq!(text(MAX_PEER_TEXT + 1), "x".repeat(MAX_PEER_TEXT - 1) + "…");
        assert_eq!(PeerText::new(&"\n".repeat(300)).0.chars().count(), MAX_PEER_TEXT);
    }

    #[test]
    fn what_is_invisible_in_a_peers_text_is_escaped() {
        let text = PeerText::new("é \"it's\" \u{202e}\u{7f}\0\u{9b}\\");
        assert_eq!(text.as_str(), r#"é "it's" \u{202e}\u{7f}\u{0}\u{9b}\"#);
    }
}
