//! One group.

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::Usage;
use super::classic::Classic;
use super::offsets::Offsets;

/// Who commits offsets.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Committer<'a> {
    /// Empty from outside of the group.
    pub(crate) member_id: &'a str,
    pub(crate) instance_id: Option<&'a str>,
    /// Or the member's epoch; -1 from outside of the group.
    pub(crate) generation: i32,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) offsets: Offsets,
    pub(crate) classic: Classic,
}

impl Group {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        self.classic.state()
    }

    /// As Kafka names it: classic groups come from JoinGroup or from a commit of nobody's.
    pub(crate) fn kind(&self) -> &'static str {
        "classic"
    }

    /// What its members are; empty before the first one.
    pub(crate) fn protocol_type(&self) -> &str {
        self.classic.protocol_type()
    }

    /// Does what time alone has brought about.
    pub(crate) fn settle(&mut self, now: Instant) {
        self.classic.settle(now);
    }

    /// When time changes the group next.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.classic.next_deadline()
    }

    /// Tells requests that wait if the next deadline is nearer than they know.
    pub(crate) fn announce(&mut self) {
        self.classic.announce();
    }

    /// Whether it takes offsets from that client.
    pub(crate) fn check_commit(
        &mut self,
        by: &Committer<'_>,
        now: Instant,
    ) -> Result<(), ErrorCode> {
        self.classic.check_commit(by, now)
    }

    pub(crate) fn check_offset_delete(&self) -> Result<(), ErrorCode> {
        self.classic.check_offset_delete()
    }

    pub(crate) fn check_delete(&self) -> Result<(), ErrorCode> {
        self.classic.check_delete()
    }

    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        self.classic.is_subscribed_to(topic)
    }

    pub(crate) fn usage(&self) -> Usage {
        let (offsets, members) = (self.offsets.usage(), self.classic.usage());
        Usage { text: offsets.text + members.text, offsets: offsets.offsets, ..members }
    }
}
