//! One group.

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::Usage;
use super::offsets::Offsets;

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) offsets: Offsets,
}

impl Group {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        "Empty"
    }

    /// As Kafka names it: classic groups come from JoinGroup or from a commit of nobody's.
    pub(crate) fn kind(&self) -> &'static str {
        "classic"
    }

    /// What its members are; empty before the first one.
    pub(crate) fn protocol_type(&self) -> &str {
        ""
    }

    /// Does what time alone has brought about.
    pub(crate) fn settle(&mut self, _: Instant) {}

    /// Whether it takes offsets of that generation; -1 is from outside of the group.
    pub(crate) fn check_commit(&mut self, generation: i32, now: Instant) -> Result<(), ErrorCode> {
        self.settle(now);
        match generation {
            ..0 => Ok(()),
            _ => Err(ErrorCode::UNKNOWN_MEMBER_ID),
        }
    }

    /// Whether it shows its offsets to that member.
    pub(crate) fn check_fetch(&mut self, _: &str, _: i32, now: Instant) -> Result<(), ErrorCode> {
        self.settle(now);
        Ok(())
    }

    pub(crate) fn check_offset_delete(&mut self, now: Instant) -> Result<(), ErrorCode> {
        self.settle(now);
        Ok(())
    }

    pub(crate) fn check_delete(&mut self, now: Instant) -> Result<(), ErrorCode> {
        self.settle(now);
        Ok(())
    }

    pub(crate) fn is_subscribed_to(&self, _: &str) -> bool {
        false
    }

    pub(crate) fn usage(&self) -> Usage {
        self.offsets.usage()
    }
}
