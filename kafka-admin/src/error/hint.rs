//! The next step for a kind of error about which nothing more is known.

use super::ErrorKind;

/// One sentence for the person at the keyboard.
pub(super) fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::Config => "correct that setting; nothing was sent",
        ErrorKind::InvalidRequest => "correct it; nothing was sent",
        ErrorKind::Disconnected => {
            "repeat the call; if it was a write whose outcome is unknown, look first whether it took effect"
        }
        ErrorKind::Timeout => {
            "repeat the call, or allow more time; if it was a write, look first whether it took effect"
        }
        ErrorKind::ResponseMismatch => {
            "look whether it took effect, and check that this address is a Kafka broker"
        }
        ErrorKind::PeerMisbehaved => {
            "check that this address is a Kafka broker and nothing in between changes the bytes"
        }
        ErrorKind::UnsupportedVersion => "leave that option out, or use a newer broker",
        _ => return None,
    })
}
