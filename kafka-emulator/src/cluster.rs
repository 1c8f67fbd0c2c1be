//! What the brokers share: configuration and state.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use kafka_auth::handshake::ApiVersions;
use kafka_proto::Uuid;

use crate::authorizer::Policy;
use crate::broker::Broker;
use crate::clock::Clock;
use crate::exchange::Watch;
use crate::fault::Faults;
use crate::listener::Listener;
use crate::logins::Logins;
use crate::profile::{ELIGIBLE_LEADER_REPLICAS, Profile};
use crate::state::State;
use crate::state::log::LogId;
use crate::state::log::policy::Policy as TopicPolicy;
use crate::state::topic::Topic;
use crate::unserved::Notice;

/// An emulated cluster, shared by all connections to all of its brokers.
pub(crate) struct Cluster {
    pub(crate) id: String,
    pub(crate) profile: Profile,
    /// At least one, in the order of their ids.
    pub(crate) brokers: Vec<Arc<Broker>>,
    pub(crate) policy: Policy,
    /// What ApiVersions lists before a login.
    pub(crate) offered: ApiVersions,
    pub(crate) logins: Logins,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) counts: Counts,
    pub(crate) unserved: Notice,
    pub(crate) watch: Watch,
    pub(crate) clock: Clock,
    pub(crate) state: State,
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
    pub(crate) profile: Profile,
    pub(crate) brokers: Vec<Arc<Broker>>,
    pub(crate) policy: Policy,
    pub(crate) offered: ApiVersions,
    pub(crate) logins: Logins,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) unserved: Notice,
    pub(crate) watch: Watch,
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
    /// How long an empty group waits for more members (`group.initial.rebalance.delay.ms`).
    pub(crate) initial_rebalance_delay: Duration,
    /// Connections to all brokers together.
    pub(crate) connections: usize,
    /// The largest request after the login, in bytes (`socket.request.max.bytes`).
    pub(crate) request: usize,
}

impl Cluster {
    pub(crate) fn new(parts: Parts, state: State) -> Self {
        let Parts {
            id,
            profile,
            brokers,
            policy,
            offered,
            logins,
            limits,
            faults,
            unserved,
            watch,
        } = parts;
        let (counts, clock) = (Counts::default(), Clock::default());
        Self {
            id,
            profile,
            brokers,
            policy,
            offered,
            logins,
            limits,
            faults,
            counts,
            unserved,
            watch,
            clock,
            state,
        }
    }

    /// Every broker that is up, with its port on that listener: a client only hears of the kind it came in
    /// on.
    pub(crate) fn endpoints(&self, on: Listener) -> impl Iterator<Item = (&Broker, u16)> {
        let registrations = self.state.registrations.now();
        let up = self.brokers.iter().filter(move |broker| registrations.is_up(broker.id));
        up.filter_map(move |broker| Some((broker.as_ref(), broker.port(on)?)))
    }

    /// The brokers that are known and not up, in the same way.
    pub(crate) fn fenced_endpoints(&self, on: Listener) -> impl Iterator<Item = (&Broker, u16)> {
        let registrations = self.state.registrations.now();
        let fenced = self.brokers.iter().filter(move |broker| registrations.is_fenced(broker.id));
        fenced.filter_map(move |broker| Some((broker.as_ref(), broker.port(on)?)))
    }

    /// The brokers that replicas can be on: first those that are up, then those that are not.
    pub(crate) fn registered(&self) -> Vec<Arc<Broker>> {
        let registrations = self.state.registrations.now();
        let is_known = |broker: &&Arc<Broker>| registrations.is_fenced(broker.id);
        let fenced = self.brokers.iter().filter(is_known).cloned();
        self.up().into_iter().chain(fenced).collect()
    }

    /// The brokers that are up.
    pub(crate) fn up(&self) -> Vec<Arc<Broker>> {
        let registrations = self.state.registrations.now();
        self.brokers.iter().filter(|broker| registrations.is_up(broker.id)).cloned().collect()
    }

    /// With KRaft any broker is named, since all of them forward: here always the first that is up.
    pub(crate) fn controller_id(&self) -> i32 {
        self.up().first().map_or(-1, |broker| broker.id)
    }

    /// Whether the cluster knows that broker, up or not.
    pub(crate) fn has_broker(&self, id: i32) -> bool {
        self.brokers.iter().any(|broker| broker.id == id)
            && self.state.registrations.now().is_registered(id)
    }

    pub(crate) fn is_up(&self, id: i32) -> bool {
        self.has_broker(id) && self.state.registrations.now().is_up(id)
    }

    /// Forgets a broker, which loses the partitions that it leads. Whether the cluster knew it. Only for
    /// threads that may block.
    pub(crate) fn unregister(&self, id: i32) -> bool {
        let is_known = self.has_broker(id)
            && self.state.registrations.change(|registrations| registrations.unregister(id));
        if is_known {
            self.lose(id);
        }
        is_known
    }

    /// Takes a broker that does not serve any more out of what it does, and leaves it in the list of the
    /// cluster. Only for threads that may block.
    pub(crate) fn fence(&self, id: i32) {
        self.state.registrations.change(|registrations| registrations.fence(id));
        self.state.fetch_sessions.forget(id);
        self.lose(id);
    }

    /// A broker serves, perhaps again: the cluster knows it, and its replicas are in sync. Only for threads
    /// that may block.
    pub(crate) fn register(&self, id: i32) {
        self.state.registrations.change(|registrations| registrations.register(id));
        let rules = self.rules();
        self.state.topics.change(|topics| topics.regain(id, rules));
        self.state.quorum.change(|quorum| quorum.elect(|id| self.is_up(id)));
    }

    /// Deletes what is older than `retention.ms` of its topic.
    pub(crate) fn retain(&self) {
        let (topics, now) = (self.state.topics.now(), self.clock.milliseconds());
        for topic in topics.iter() {
            let policy = TopicPolicy::of(topic, self.profile);
            if !policy.allows_deletion || policy.retention_ms < 0 {
                continue;
            }
            for partition in (0..).take(topic.partitions.len()) {
                let id = LogId { topic: topic.id, partition };
                self.state.logs.expire(id, now.saturating_sub(policy.retention_ms));
            }
        }
    }

    /// Others lead from now on what that broker leads.
    fn lose(&self, id: i32) {
        let rules = self.rules();
        self.state.topics.change(|topics| topics.lose(id, rules));
        self.state.quorum.change(|quorum| quorum.elect(|id| self.is_up(id)));
    }

    /// Of each topic, whether replicas stay eligible (KIP-966), and how many are to be in sync.
    fn rules(&self) -> impl Fn(&Topic) -> (bool, usize) {
        let (profile, features) = (self.profile, self.state.features.now());
        let has_eligible = features.level_of(profile, ELIGIBLE_LEADER_REPLICAS) > 0;
        move |topic| (has_eligible, TopicPolicy::of(topic, profile).min_insync_replicas)
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
    // Nor does `Uuid.randomUuid` make one whose text begins with a hyphen, which command lines take for
    // a flag.
    if bytes[0] >> 2 == 0b11_1110 {
        bytes[0] &= 0x7f;
    }
    Ok(Uuid(bytes))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::state::Shared;
    use crate::state::log::batch::{self, Framed};
    use crate::state::log::validate;
    use crate::state::quorum::Quorum;

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
                pause: Default::default(),
            })
        };
        let limits = Limits {
            login: Duration::from_secs(10),
            idle: Duration::from_secs(600),
            failure_delay: Duration::ZERO,
            initial_rebalance_delay: Duration::ZERO,
            connections: 8,
            request: kafka_proto::frame::MAX_FRAME,
        };
        let parts = Parts {
            id: "emulated".to_owned(),
            profile: Profile::default(),
            brokers: (1..=brokers).map(broker).collect(),
            policy: Policy::default(),
            offered: crate::apis::offered(Profile::default(), Policy::default().service),
            logins,
            limits,
            faults: Faults::default(),
            unserved: Notice::default(),
            watch: Watch::default(),
        };
        let controllers = (1..=brokers).map(|id| (id.into(), Uuid([id as u8; 16])));
        let quorum = Shared::new(Quorum::new(controllers));
        Cluster::new(parts, State { quorum, ..State::default() })
    }

    #[test]
    fn clients_hear_only_of_their_own_kind_of_listener() {
        let ports = |kind| cluster(2).endpoints(kind).map(|(_, port)| port).collect::<Vec<_>>();
        assert_eq!(ports(Listener::Scram), [19_097, 19_098]);
        assert_eq!(ports(Listener::Iam), [29_099, 29_100]);
        assert!(ports(Listener::Plaintext).is_empty());
    }

    fn append(cluster: &Cluster, topic: &Topic, timestamp: i64) {
        let state = &cluster.state;
        let log = state.logs.open(&state.topics, LogId { topic: topic.id, partition: 0 }).unwrap();
        let policy = TopicPolicy::of(topic, cluster.profile);
        let bytes = batch::tests::Parts::of(timestamp, &["a", "b"]).bytes();
        let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
        let checked = validate::check(framed, &policy, timestamp, "t-0").unwrap();
        state.logs.append(&log, checked, &policy).unwrap();
    }

    #[test]
    fn a_log_goes_when_its_youngest_record_is_too_old() {
        // (configs, whether the records go that are older than a second)
        let table: [(&[(&str, &str)], bool); 5] = [
            (&[("retention.ms", "1000")], true),
            (&[("retention.ms", "3600000")], false),
            (&[("retention.ms", "-1")], false),
            (&[("retention.ms", "1000"), ("cleanup.policy", "compact")], false),
            (&[("retention.ms", "1000"), ("cleanup.policy", "compact,delete")], true),
        ];
        for (configs, go) in table {
            let cluster = cluster(1);
            let configs = configs.iter().map(|(key, value)| ((*key).into(), (*value).into()));
            let topic = Topic {
                name: "t".to_owned(),
                id: Uuid([1; 16]),
                partitions: vec![vec![1]],
                configs: configs.collect(),
            };
            cluster.state.topics.change(|topics| topics.insert(topic.clone()));
            let now = cluster.clock.milliseconds();
            let span = || {
                let span = cluster.state.logs.span(LogId { topic: topic.id, partition: 0 });
                (span.start, span.end)
            };
            append(&cluster, &topic, now - 10_000);
            cluster.retain();
            let start = if go { 2 } else { 0 };
            assert_eq!(span(), (start, 2), "{:?}", topic.configs);
            // One that is young keeps those before it.
            append(&cluster, &topic, now - 9_000);
            append(&cluster, &topic, now);
            cluster.retain();
            assert_eq!(span(), (start, 6), "{:?}", topic.configs);
        }
    }
}
