//! What no broker takes for the id of a group.

use crate::{Error, Result};

/// What a string of Kafka's protocol holds.
const MAX_ID: usize = i16::MAX as usize;

/// Refuses what cannot be sent. Any text that is not empty is a group's id, and the empty one has
/// offsets on some old clusters.
pub(super) fn validate_group_id(id: &str) -> Result<()> {
    match id.len() > MAX_ID {
        true => Err(Error::invalid("the id of a group has at most 32767 bytes")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_sent_is_no_id() {
        for id in ["", "a", "a\0b", "ä ", &"x".repeat(MAX_ID)] {
            validate_group_id(id).unwrap();
        }
        assert!(validate_group_id(&"x".repeat(MAX_ID + 1)).is_err());
    }
}
