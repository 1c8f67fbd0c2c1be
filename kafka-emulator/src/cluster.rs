//! What the brokers share: configuration, topics and ACLs.

use std::io;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kafka_proto::Uuid;

use crate::acls::Acls;
use crate::authorizer::{Authorizer, Policy};
use crate::broker::Broker;
use crate::client::Client;
use crate::fault::Faults;
use crate::listener::Listener;
use crate::logins::Logins;
use crate::topics::Topics;
use crate::unserved::Notice;

/// How many partitions the cluster takes, so that nobody fills the memory of its host.
pub(crate) const MAX_PARTITIONS: usize = 100_000;

/// How many ACLs the cluster takes.
pub(crate) const MAX_ACLS: usize = 10_000;

/// How many bytes of text all ACLs may have together, and the configs of all topics.
pub(crate) const MAX_TEXT: usize = 64 * 1024 * 1024;

/// How many ACLs or filters one request may carry (`AclControlManager.MAX_RECORDS_PER_USER_OP`).
pub(crate) const MAX_ACLS_PER_REQUEST: usize = 10_000;

/// An emulated cluster, shared by all connections to all of its brokers.
pub(crate) struct Cluster {
    pub(crate) id: String,
    /// At least one, in the order of their ids.
    pub(crate) brokers: Vec<Arc<Broker>>,
    pub(crate) policy: Policy,
    pub(crate) logins: Logins,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) counts: Counts,
    pub(crate) unserved: Notice,
    state: Mutex<State>,
    /// Whose turn it is to change the state: first come, first served.
    turn: tokio::sync::Mutex<()>,
}

/// How often clients got in.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Every login, re-authentications included.
    pub(crate) logins: AtomicU64,
    pub(crate) reauthentications: AtomicU64,
}

/// Everything about a cluster but its state.
pub(crate) struct Parts {
    pub(crate) id: String,
    pub(crate) brokers: Vec<Arc<Broker>>,
    pub(crate) policy: Policy,
    pub(crate) logins: Logins,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) unserved: Notice,
}

/// How long a client may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// From the connection's start to the end of its login.
    pub(crate) login: Duration,
    /// From one request to the next, and for taking an answer (`connections.max.idle.ms`).
    pub(crate) idle: Duration,
    /// Before a failed login is answered (`connection.failed.authentication.delay.ms`).
    pub(crate) failure_delay: Duration,
    /// Connections to all brokers together.
    pub(crate) connections: usize,
    /// The largest request after the login, in bytes (`socket.request.max.bytes`).
    pub(crate) request: usize,
}

/// What requests change.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) topics: Topics,
    pub(crate) acls: Acls,
}

impl Cluster {
    pub(crate) fn new(parts: Parts, state: State) -> Self {
        let Parts { id, brokers, policy, logins, limits, faults, unserved } = parts;
        let (counts, state) = (Counts::default(), Mutex::new(state));
        let turn = tokio::sync::Mutex::default();
        Self { id, brokers, policy, logins, limits, faults, counts, unserved, state, turn }
    }

    /// The state as it is now. It is the caller's own: whoever reads it holds nobody up.
    pub(crate) fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the state. Others who change something wait meanwhile, so a request changes one item
    /// at a time. Only for threads that may block.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let _turn = self.turn.blocking_lock();
        let mut state = self.state();
        let result = change(&mut state);
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        result
    }

    pub(crate) fn authorizer<'a>(&'a self, acls: &'a Acls, client: &'a Client) -> Authorizer<'a> {
        Authorizer { policy: &self.policy, acls, client }
    }

    /// Every broker with its port on that listener: a client only hears of the kind it came in on.
    pub(crate) fn endpoints(&self, on: Listener) -> impl Iterator<Item = (&Broker, u16)> {
        self.brokers.iter().filter_map(move |broker| Some((broker.as_ref(), broker.port(on)?)))
    }

    /// With KRaft any broker is named, since all of them forward: here always the first.
    pub(crate) fn controller_id(&self) -> i32 {
        self.brokers.first().map_or(-1, |broker| broker.id)
    }

    pub(crate) fn has_broker(&self, id: i32) -> bool {
        self.brokers.iter().any(|broker| broker.id == id)
    }

    pub(crate) fn default_replication_factor(&self) -> i16 {
        default_replication_factor(&self.brokers)
    }
}

/// `default.replication.factor`: three, as MSK's, or as many as there are brokers.
pub(crate) fn default_replication_factor(brokers: &[Arc<Broker>]) -> i16 {
    brokers.len().min(3) as i16
}

/// An id that nobody has yet.
pub(crate) fn random_uuid() -> io::Result<Uuid> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    // RFC 9562, version 4, as `Uuid.randomUuid`.
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Ok(Uuid(bytes))
}

#[cfg(test)]
pub(crate) mod tests {
    use kafka_proto::{AclOperation, ResourceType};

    use super::*;
    use crate::acl::Acl;

    /// A cluster of that many brokers, without topics, ACLs and users.
    pub(crate) fn cluster(brokers: u16) -> Cluster {
        build(brokers, Logins::default())
    }

    /// A cluster of one broker with those logins.
    pub(crate) fn cluster_with(logins: Logins) -> Cluster {
        build(1, logins)
    }

    fn build(brokers: u16, logins: Logins) -> Cluster {
        let broker = |id: u16| {
            Arc::new(Broker {
                id: id.into(),
                host: "localhost".to_owned(),
                ports: vec![(Listener::Scram, 19_096 + id), (Listener::Iam, 29_098 + id)],
            })
        };
        let limits = Limits {
            login: Duration::from_secs(10),
            idle: Duration::from_secs(600),
            failure_delay: Duration::ZERO,
            connections: 8,
            request: kafka_proto::frame::MAX_FRAME,
        };
        let parts = Parts {
            id: "emulated".to_owned(),
            brokers: (1..=brokers).map(broker).collect(),
            policy: Policy::default(),
            logins,
            limits,
            faults: Faults::default(),
            unserved: Notice::default(),
        };
        Cluster::new(parts, State::default())
    }

    /// With a lock around the state this would wait for ever.
    #[test]
    fn whoever_reads_holds_nobody_up_and_sees_no_change() {
        let cluster = cluster(1);
        let before = cluster.state();
        let acl = Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, "t");
        cluster.change(|state| {
            state.acls.insert(acl);
            assert_eq!(cluster.state().acls.len(), 0);
        });
        assert_eq!((before.acls.len(), cluster.state().acls.len()), (0, 1));
    }

    #[test]
    fn clients_hear_only_of_their_own_kind_of_listener() {
        let ports = |kind| cluster(2).endpoints(kind).map(|(_, port)| port).collect::<Vec<_>>();
        assert_eq!(ports(Listener::Scram), [19_097, 19_098]);
        assert_eq!(ports(Listener::Iam), [29_099, 29_100]);
        assert!(ports(Listener::Plaintext).is_empty());
    }
}
