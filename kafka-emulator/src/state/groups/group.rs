//! One group.

use kafka_proto::{ErrorCode, Uuid};
use tokio::time::Instant;

use super::Usage;
use super::classic::Classic;
use super::consumer::Consumer;
use super::offsets::{Committer, Offsets};
use super::share::Share;
use super::streams::Streams;
use crate::state::topics::Topics;

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) offsets: Offsets,
    pub(crate) members: Members,
}

/// By which protocol the members are one group.
#[derive(Clone, Debug)]
pub(crate) enum Members {
    /// By JoinGroup, or nobody's: made by a commit.
    Classic(Classic),
    /// By ConsumerGroupHeartbeat.
    Consumer(Consumer),
    /// By ShareGroupHeartbeat. It has starts of its own, and no offsets.
    Share(Share),
    /// By StreamsGroupHeartbeat.
    Streams(Streams),
}

impl Default for Members {
    fn default() -> Self {
        Self::Classic(Classic::default())
    }
}

impl Group {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        match &self.members {
            Members::Classic(classic) => classic.state(),
            Members::Consumer(consumer) => consumer.state(),
            Members::Share(share) => share.state(),
            Members::Streams(streams) => streams.state(),
        }
    }

    /// As Kafka names it.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.members {
            Members::Classic(_) => "classic",
            Members::Consumer(_) => "consumer",
            Members::Share(_) => "share",
            Members::Streams(_) => "streams",
        }
    }

    /// What its members are; empty before the first one.
    pub(crate) fn protocol_type(&self) -> &str {
        match &self.members {
            Members::Classic(classic) => classic.protocol_type(),
            Members::Consumer(_) => "consumer",
            Members::Share(_) => "share",
            Members::Streams(_) => "streams",
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match &self.members {
            Members::Classic(classic) => classic.is_empty(),
            Members::Consumer(consumer) => consumer.is_empty(),
            Members::Share(share) => share.is_empty(),
            Members::Streams(streams) => streams.is_empty(),
        }
    }

    /// Its members, if they are classic ones.
    pub(crate) fn classic(&mut self) -> Option<&mut Classic> {
        match &mut self.members {
            Members::Classic(classic) => Some(classic),
            _ => None,
        }
    }

    /// Its members, if they are consumers by KIP-848.
    pub(crate) fn consumer(&mut self) -> Option<&mut Consumer> {
        match &mut self.members {
            Members::Consumer(consumer) => Some(consumer),
            _ => None,
        }
    }

    /// Its members, if they share partitions.
    pub(crate) fn share(&mut self) -> Option<&mut Share> {
        match &mut self.members {
            Members::Share(share) => Some(share),
            _ => None,
        }
    }

    /// Whether it has nobody, and can become a group of classic members or of consumers.
    pub(crate) fn is_free(&self) -> bool {
        self.is_empty() && !matches!(self.members, Members::Share(_))
    }

    /// Does what time alone has brought about.
    pub(crate) fn settle(&mut self, now: Instant) {
        match &mut self.members {
            Members::Classic(classic) => classic.settle(now),
            Members::Consumer(consumer) => consumer.settle(now),
            Members::Share(share) => share.settle(now),
            Members::Streams(streams) => streams.settle(now),
        }
    }

    /// When time changes the group next.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        match &self.members {
            Members::Classic(classic) => classic.next_deadline(),
            Members::Consumer(consumer) => consumer.next_deadline(),
            Members::Share(share) => share.next_deadline(),
            Members::Streams(streams) => streams.next_deadline(),
        }
    }

    /// Tells requests that wait if the next deadline is nearer than they know.
    pub(crate) fn announce(&mut self) {
        if let Members::Classic(classic) = &mut self.members {
            classic.announce();
        }
    }

    /// Whether it takes offsets of these partitions from that client.
    pub(crate) fn check_commit(
        &mut self,
        by: &Committer<'_>,
        version: i16,
        partitions: &[(Uuid, i32)],
        topics: &Topics,
        now: Instant,
    ) -> Result<(), ErrorCode> {
        match &mut self.members {
            Members::Classic(classic) => classic.check_commit(by, now),
            Members::Consumer(consumer) => consumer.check_commit(by, version, partitions),
            Members::Share(_) => Err(ErrorCode::GROUP_ID_NOT_FOUND),
            Members::Streams(streams) => streams.check_commit(by, version, partitions, topics),
        }
    }

    /// Whether it takes offsets of these partitions from a producer, which need not say whose they are.
    pub(crate) fn check_transactional_commit(
        &self,
        by: &Committer<'_>,
        partitions: &[(Uuid, i32)],
        topics: &Topics,
    ) -> Result<(), ErrorCode> {
        let illegal = |code| match code {
            ErrorCode::STALE_MEMBER_EPOCH => ErrorCode::ILLEGAL_GENERATION,
            code => code,
        };
        match &self.members {
            Members::Share(_) => Err(ErrorCode::GROUP_ID_NOT_FOUND),
            _ if by.is_nobody() || by.generation < 0 && self.is_empty() => Ok(()),
            Members::Classic(classic) => classic.check_transactional_commit(by),
            Members::Consumer(consumer) => {
                consumer.check_commit(by, i16::MAX, partitions).map_err(illegal)
            }
            Members::Streams(streams) => {
                streams.check_commit(by, i16::MAX, partitions, topics).map_err(illegal)
            }
        }
    }

    /// Whether it shows its offsets to that member.
    pub(crate) fn check_fetch(&self, member_id: Option<&str>, epoch: i32) -> Result<(), ErrorCode> {
        match &self.members {
            Members::Classic(_) | Members::Share(_) => Ok(()),
            Members::Consumer(consumer) => consumer.check_fetch(member_id, epoch),
            Members::Streams(streams) => streams.check_fetch(member_id, epoch),
        }
    }

    pub(crate) fn check_offset_delete(&self) -> Result<(), ErrorCode> {
        match &self.members {
            Members::Classic(classic) => classic.check_offset_delete(),
            Members::Consumer(_) | Members::Streams(_) => Ok(()),
            Members::Share(_) => Err(ErrorCode::GROUP_ID_NOT_FOUND),
        }
    }

    pub(crate) fn check_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() { Ok(()) } else { Err(ErrorCode::NON_EMPTY_GROUP) }
    }

    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        match &self.members {
            Members::Classic(classic) => classic.is_subscribed_to(topic),
            Members::Consumer(consumer) => consumer.is_subscribed_to(topic),
            Members::Share(_) => false,
            Members::Streams(streams) => streams.is_subscribed_to(topic),
        }
    }

    pub(crate) fn usage(&self) -> Usage {
        let members = match &self.members {
            Members::Classic(classic) => classic.usage(),
            Members::Consumer(consumer) => consumer.usage(),
            Members::Share(share) => share.usage(),
            Members::Streams(streams) => streams.usage(),
        };
        let offsets = self.offsets.usage();
        Usage {
            text: offsets.text + members.text,
            offsets: offsets.offsets + members.offsets,
            ..members
        }
    }
}
