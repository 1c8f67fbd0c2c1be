//! Members of classic groups, and what they ask and are answered.

use std::sync::Arc;
use std::time::Duration;

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::ticket::Ticket;

/// The type of protocols that consumers have.
pub(crate) const CONSUMER: &str = "consumer";

/// What a client says that wants to join.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joining<'a> {
    /// Empty before the first answer.
    pub(crate) member_id: &'a str,
    pub(crate) instance_id: Option<&'a str>,
    pub(crate) client_id: &'a str,
    pub(crate) client_host: &'a str,
    pub(crate) session: Duration,
    pub(crate) rebalance: Duration,
    pub(crate) protocol_type: &'a str,
    pub(crate) protocols: &'a [Protocol],
    /// The end of an id that nobody has.
    pub(crate) unique: &'a str,
    /// Whether it comes back with the id that it is given (KIP-394).
    pub(crate) returns: bool,
    /// Whether a leader can be told that its assignment is known (KIP-814).
    pub(crate) skips: bool,
    /// How long an empty group waits for more members (`group.initial.rebalance.delay.ms`).
    pub(crate) initial_delay: Duration,
}

/// An assignor with what it needs to know about the member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Protocol {
    pub(crate) name: Arc<str>,
    pub(crate) metadata: Arc<[u8]>,
}

/// The answer to JoinGroup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) code: ErrorCode,
    pub(crate) generation: i32,
    pub(crate) protocol_type: Option<Arc<str>>,
    pub(crate) protocol: Option<Arc<str>>,
    pub(crate) leader: Arc<str>,
    pub(crate) skip_assignment: bool,
    pub(crate) member_id: Arc<str>,
    /// All of them for the leader, none for the others.
    pub(crate) members: Vec<Peer>,
}

impl Joined {
    pub(crate) fn refused(code: ErrorCode, member_id: &str) -> Self {
        Self {
            code,
            generation: -1,
            protocol_type: None,
            protocol: None,
            leader: Arc::from(""),
            skip_assignment: false,
            member_id: Arc::from(member_id),
            members: Vec::new(),
        }
    }
}

/// A member as the leader hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) member_id: Arc<str>,
    pub(crate) instance_id: Option<Arc<str>>,
    pub(crate) metadata: Arc<[u8]>,
}

/// What a member says that asks for its assignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Syncing<'a> {
    pub(crate) member_id: &'a str,
    pub(crate) instance_id: Option<&'a str>,
    pub(crate) generation: i32,
    pub(crate) protocol_type: Option<&'a str>,
    pub(crate) protocol: Option<&'a str>,
    /// Of each member by its id; only the leader's count.
    pub(crate) assignments: &'a [(&'a str, &'a [u8])],
}

/// The answer to SyncGroup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Synced {
    pub(crate) code: ErrorCode,
    pub(crate) protocol_type: Option<Arc<str>>,
    pub(crate) protocol: Option<Arc<str>>,
    pub(crate) assignment: Arc<[u8]>,
}

impl Synced {
    pub(crate) fn refused(code: ErrorCode) -> Self {
        Self { code, protocol_type: None, protocol: None, assignment: Arc::default() }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: Arc<str>,
    pub(crate) instance_id: Option<Arc<str>>,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) session: Duration,
    pub(crate) rebalance: Duration,
    pub(crate) protocols: Arc<[Protocol]>,
    pub(crate) assignment: Arc<[u8]>,
    /// Before its first answer.
    pub(crate) is_new: bool,
    /// Whether it has asked for its assignment in this generation.
    pub(crate) has_synced: bool,
    pub(crate) joining: Option<Ticket<Joined>>,
    pub(crate) syncing: Option<Ticket<Synced>>,
    /// When it is given up; never while it waits for an answer.
    pub(crate) expires: Option<Instant>,
}

impl Member {
    pub(crate) fn new(joining: &Joining<'_>, id: Arc<str>, now: Instant) -> Self {
        Self {
            id,
            instance_id: joining.instance_id.map(Arc::from),
            client_id: Arc::from(joining.client_id),
            client_host: Arc::from(joining.client_host),
            session: joining.session,
            rebalance: joining.rebalance,
            protocols: Arc::from(joining.protocols),
            assignment: Arc::default(),
            is_new: true,
            has_synced: false,
            joining: None,
            syncing: None,
            expires: Some(now + NEW_MEMBER_TIMEOUT),
        }
    }

    /// Starts its session anew.
    pub(crate) fn renew(&mut self, now: Instant) {
        self.expires = Some(now + self.session);
    }

    pub(crate) fn supports(&self, protocol: &str) -> bool {
        self.protocols.iter().any(|it| it.name.as_ref() == protocol)
    }

    /// What the assignor of that name needs to know.
    pub(crate) fn metadata(&self, protocol: &str) -> Arc<[u8]> {
        let found = self.protocols.iter().find(|it| it.name.as_ref() == protocol);
        found.map(|it| Arc::clone(&it.metadata)).unwrap_or_default()
    }

    /// Whether it waits for an answer, and so is alive.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.is_new && (self.joining.is_some() || self.syncing.is_some())
    }

    pub(crate) fn answer_join(&mut self, joined: Joined) {
        if let Some(ticket) = self.joining.take() {
            ticket.answer(joined);
        }
    }

    /// Whether it had asked.
    pub(crate) fn answer_sync(&mut self, synced: Synced) -> bool {
        let ticket = self.syncing.take();
        ticket.map(|ticket| ticket.answer(synced)).is_some()
    }

    /// Lets its requests look again.
    pub(crate) fn wake(&self) {
        self.joining.iter().for_each(Ticket::wake);
        self.syncing.iter().for_each(Ticket::wake);
    }

    /// How many bytes it carries.
    pub(crate) fn text(&self) -> usize {
        let protocols = self.protocols.iter().map(|it| it.name.len() + it.metadata.len());
        let instance = self.instance_id.as_ref().map_or(0, |id| id.len());
        let names = self.id.len() + self.client_id.len() + self.client_host.len();
        names + instance + protocols.sum::<usize>() + self.assignment.len()
    }
}

/// How long a member may wait for its first answer (`group.new.member.join.timeout.ms`).
const NEW_MEMBER_TIMEOUT: Duration = Duration::from_secs(300);
