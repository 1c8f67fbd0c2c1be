//! What an emulator is told before it starts.

mod start;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use kafka_auth::scram::ScramHash;
use kafka_auth::{IamIdentity, Secret};
use kafka_proto::frame::MAX_FRAME;
use tokio::sync::Semaphore;

use crate::authorizer::Policy;
use crate::cluster::Limits;
use crate::exchange::{Exchange, Watch};
use crate::fault::Fault;
use crate::listener::Listener;
use crate::profile::Profile;
use crate::service::Service;
use crate::state::acl::Acl;
use crate::state::log::DEFAULT_LIMIT;
use crate::unserved::{Notice, Unserved};

/// Settings of an [`Emulator`](crate::Emulator), all with defaults: one broker like MSK with public access, on free
/// ports of 127.0.0.1, without users, topics and ACLs.
#[derive(Debug)]
pub struct Builder {
    brokers: i32,
    host: String,
    bind_address: IpAddr,
    /// Of each listener that is on, the ports of the brokers in their order; without one, a free port.
    ports: BTreeMap<Listener, Vec<u16>>,
    certificate: Option<Certificate>,
    names: Vec<String>,
    cluster_id: Option<String>,
    profile: Profile,
    iam_connects: Option<u32>,
    hashes: Vec<ScramHash>,
    users: Vec<(String, Secret)>,
    identities: Vec<(String, IamIdentity)>,
    /// Documents by the ARN of their identity.
    iam_policies: Vec<(String, String)>,
    cluster_arn: Option<String>,
    region: String,
    session_lifetime: Option<Duration>,
    delegation_tokens: bool,
    static_voters: bool,
    log_dirs: u8,
    policy: Policy,
    topics: Vec<StartTopic>,
    topic_configs: Vec<(String, String, String)>,
    acls: Vec<Acl>,
    quotas: Vec<Quota>,
    limits: Limits,
    max_log_bytes: usize,
    faults: Vec<Fault>,
    unserved: Notice,
    watch: Watch,
}

/// A certificate that was given.
#[derive(Debug)]
struct Certificate {
    chain_pem: String,
    key_pem: Secret,
}

/// A topic that is there from the start.
#[derive(Debug)]
struct StartTopic {
    name: String,
    partitions: i32,
}

/// A limit that is there from the start.
#[derive(Debug)]
struct Quota {
    /// Kinds with names, as AlterClientQuotas has them.
    entity: Vec<(String, Option<String>)>,
    key: String,
    value: f64,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            brokers: 1,
            host: "localhost".to_owned(),
            bind_address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            ports: BTreeMap::from([(Listener::Scram, vec![]), (Listener::Iam, vec![])]),
            certificate: None,
            names: Vec::new(),
            cluster_id: None,
            profile: Profile::default(),
            iam_connects: None,
            hashes: vec![ScramHash::Sha512],
            users: Vec::new(),
            identities: Vec::new(),
            iam_policies: Vec::new(),
            cluster_arn: None,
            region: "us-east-1".to_owned(),
            session_lifetime: None,
            delegation_tokens: false,
            static_voters: false,
            log_dirs: 1,
            policy: Policy::default(),
            topics: Vec::new(),
            topic_configs: Vec::new(),
            acls: Vec::new(),
            quotas: Vec::new(),
            limits: Limits {
                login: Duration::from_secs(10),
                idle: Duration::from_secs(600),
                failure_delay: Duration::ZERO,
                initial_rebalance_delay: Duration::ZERO,
                connections: 1024,
                request: MAX_FRAME,
            },
            max_log_bytes: DEFAULT_LIMIT,
            faults: Vec::new(),
            unserved: Notice::default(),
            watch: Watch::default(),
        }
    }

    /// Makes the cluster one of that kind: its listeners, what everybody may do without ACLs, the hashes of SCRAM,
    /// MSK's limit of 100 logins by IAM in a second at each broker, and what MSK Serverless refuses. Other settings
    /// change that when they come after it. Default: [`Service::MskPublic`] without the limit.
    #[must_use]
    pub fn service(mut self, service: Service) -> Self {
        self.policy.service = service;
        self.iam_connects = service.iam_connects();
        self.ports = service.listeners().iter().map(|listener| (*listener, Vec::new())).collect();
        self.policy.allow_everyone = service.allows_everyone();
        if let Some(most) = service.max_connections() {
            self.limits.connections = most;
        }
        self.scram_sha_256(service == Service::Kafka)
    }

    /// How many may log in by IAM in a second at each broker; one more is told `Too many connects`. Default: as
    /// many as come, and as [`service`](Self::service) says.
    #[must_use]
    pub fn iam_connects_per_second(mut self, logins: u32) -> Self {
        self.iam_connects = Some(logins);
        self
    }

    /// Takes the ports that clients expect of that kind of cluster, for the first broker: 9092 for plaintext, 9094
    /// for TLS, 9096 for SCRAM and 9098 for IAM; with public access 9194, 9196 and 9198. Only listeners that are on
    /// and have no port yet take one.
    #[must_use]
    pub fn service_ports(mut self) -> Self {
        for (listener, ports) in &mut self.ports {
            if ports.is_empty() {
                ports.push(self.policy.service.port(*listener));
            }
        }
        self
    }

    /// How many brokers there are; their ids count from 1. Default 1, at least 1, at most 100.
    /// They share topics, ACLs and users; each has listeners of its own.
    #[must_use]
    pub fn brokers(mut self, count: u8) -> Self {
        self.brokers = i32::from(count.clamp(1, 100));
        self
    }

    /// The host that brokers are advertised under and that their certificate is for. IAM logins
    /// must be signed for it, `localhost`, `127.0.0.1` or `::1`. Default `localhost`.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// The address to listen on. Default 127.0.0.1: nobody outside of this machine can connect.
    #[must_use]
    pub fn bind_address(mut self, address: IpAddr) -> Self {
        self.bind_address = address;
        self
    }

    /// Another name of the brokers, beside [`host`](Self::host): their certificate is for it too, and IAM logins
    /// may be signed for it. Nobody is sent to it.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }

    /// Serves TLS with this certificate, with those that issued it behind it, and its key, all in PEM. Whether it
    /// is for the brokers' names is up to whoever made it. Default: a new one, by an authority of its own.
    #[must_use]
    pub fn certificate(mut self, chain_pem: impl Into<String>, key_pem: Secret) -> Self {
        self.certificate = Some(Certificate { chain_pem: chain_pem.into(), key_pem });
        self
    }

    /// The port of the first broker's listener of that kind, which is turned on by it; further
    /// brokers take free ports. Default 0: a free port.
    #[must_use]
    pub fn port(self, listener: Listener, port: u16) -> Self {
        self.broker_ports(listener, [port])
    }

    /// The ports of all brokers' listeners of that kind, in the order of their ids; the listener is turned on by
    /// it. Brokers without one, and those with 0, take free ports.
    #[must_use]
    pub fn broker_ports(
        mut self,
        listener: Listener,
        ports: impl IntoIterator<Item = u16>,
    ) -> Self {
        self.ports.insert(listener, ports.into_iter().collect());
        self
    }

    /// Turns the listeners of that kind off.
    #[must_use]
    pub fn without_listener(self, listener: Listener) -> Self {
        self.listener(listener, false)
    }

    /// Whether there are listeners with TLS and without a login. Default false.
    #[must_use]
    pub fn tls_listener(self, on: bool) -> Self {
        self.listener(Listener::Tls, on)
    }

    /// Whether there are listeners without TLS and without a login. Default false.
    #[must_use]
    pub fn plaintext_listener(self, on: bool) -> Self {
        self.listener(Listener::Plaintext, on)
    }

    fn listener(mut self, listener: Listener, on: bool) -> Self {
        if on {
            self.ports.entry(listener).or_default();
        } else {
            self.ports.remove(&listener);
        }
        self
    }

    /// The cluster's id. Default: a random one.
    #[must_use]
    pub fn cluster_id(mut self, id: impl Into<String>) -> Self {
        self.cluster_id = Some(id.into());
        self
    }

    /// The release of Apache Kafka that the brokers are like. Default: Kafka 4.4.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// A user who can log in by SCRAM, as `User:name` of the ACLs.
    #[must_use]
    pub fn scram_user(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        self.users.push((name.into(), Secret::new(password)));
        self
    }

    /// Offers SCRAM-SHA-256 behind SCRAM-SHA-512, which MSK does not. Default false.
    #[must_use]
    pub fn scram_sha_256(mut self, on: bool) -> Self {
        self.hashes.retain(|hash| *hash == ScramHash::Sha512);
        if on {
            self.hashes.push(ScramHash::Sha256);
        }
        self
    }

    /// Whether there are delegation tokens, as with `delegation.token.secret.key`. Default false, as on
    /// MSK: their APIs then answer DELEGATION_TOKEN_AUTH_DISABLED (61).
    #[must_use]
    pub fn delegation_tokens(mut self, on: bool) -> Self {
        self.delegation_tokens = on;
        self
    }

    /// Whether the controllers are listed as voters (`controller.quorum.voters`), as in clusters that were
    /// made before Kafka 3.9: `kraft.version` is then 0, and voters cannot be added or removed until
    /// UpdateFeatures raises it. Default false.
    #[must_use]
    pub fn static_voters(mut self, on: bool) -> Self {
        self.static_voters = on;
        self
    }

    /// How many directories each broker has for its replicas (`log.dirs`), each with a disk of 100 GiB of its own.
    /// Default 1, as on MSK, at least 1. Partitions take turns.
    #[must_use]
    pub fn log_dirs(mut self, count: u8) -> Self {
        self.log_dirs = count.max(1);
        self
    }

    /// An AWS identity that can log in by AWS_MSK_IAM. ACLs have no effect on it: it may do
    /// everything, or what its [`iam_policy`](Self::iam_policy) says.
    #[must_use]
    pub fn iam_identity(
        mut self,
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: Option<&str>,
        arn: impl Into<String>,
    ) -> Self {
        let identity = IamIdentity::new(Secret::new(secret_access_key), arn)
            .session_token(session_token.map(Secret::new));
        self.identities.push((access_key_id.into(), identity));
        self
    }

    /// What the identity of that ARN may do, as a policy document of IAM in JSON; another document for the same
    /// identity adds to it. Actions are those of `kafka-cluster:`, resources the ARNs of this cluster
    /// ([`cluster_arn`](Self::cluster_arn)) and of its topics, groups and transactional ids; both with `*` and `?`.
    /// An explicit Deny wins, and without an Allow nothing is allowed, not even `kafka-cluster:Connect`: then the
    /// login fails. Who is denied is answered as by an ACL. Conditions, NotAction and NotResource are refused.
    /// Default: every identity may do everything.
    #[must_use]
    pub fn iam_policy(mut self, arn: impl Into<String>, document: impl Into<String>) -> Self {
        self.iam_policies.push((arn.into(), document.into()));
        self
    }

    /// The cluster's own ARN. Default
    /// `arn:aws:kafka:<region>:111122223333:cluster/emulator/00000000-0000-4000-8000-000000000000-1`.
    #[must_use]
    pub fn cluster_arn(mut self, arn: impl Into<String>) -> Self {
        self.cluster_arn = Some(arn.into());
        self
    }

    /// The region IAM logins must be signed for. Default `us-east-1`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// How long a login lasts (`connections.max.reauth.ms`, KIP-368): afterwards the connection is
    /// closed at the next request, unless that is a SaslHandshake. Default: for ever.
    #[must_use]
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.session_lifetime = Some(lifetime);
        self
    }

    /// `allow.everyone.if.no.acl.found`. Default false, as public access to MSK demands.
    #[must_use]
    pub fn allow_everyone(mut self, allow: bool) -> Self {
        self.policy.allow_everyone = allow;
        self
    }

    /// A principal, as `User:name`, that may do everything (`super.users`; MSK has none).
    #[must_use]
    pub fn super_user(mut self, principal: impl Into<String>) -> Self {
        self.policy.super_users.insert(principal.into());
        self
    }

    /// A topic that exists from the start, with as many replicas as there are brokers, at most
    /// three. At least one partition, at most 100,000 in all topics.
    #[must_use]
    pub fn topic(mut self, name: impl Into<String>, partitions: i32) -> Self {
        self.topics.push(StartTopic { name: name.into(), partitions });
        self
    }

    /// A config of a topic that exists from the start, such as `retention.ms`; none that CreateTopics would
    /// refuse.
    #[must_use]
    pub fn topic_config(
        mut self,
        topic: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.topic_configs.push((topic.into(), name.into(), value.into()));
        self
    }

    /// An ACL that exists from the start; at most 10,000, and none that CreateAcls would refuse.
    #[must_use]
    pub fn acl(mut self, acl: Acl) -> Self {
        self.acls.push(acl);
        self
    }

    /// A limit that is there from the start; none that AlterClientQuotas would refuse. The entity has `user`,
    /// `client-id`, both, or `ip`, each with a name, or without one for all that have no limit of their own.
    ///
    /// ```
    /// # use kafka_emulator::Emulator;
    /// let builder = Emulator::builder().quota([("user", Some("rudder"))], "producer_byte_rate", 1e6);
    /// # drop(builder);
    /// ```
    #[must_use]
    pub fn quota<'n>(
        mut self,
        entity: impl IntoIterator<Item = (&'n str, Option<&'n str>)>,
        key: impl Into<String>,
        value: f64,
    ) -> Self {
        let entity = entity.into_iter().map(|(kind, name)| (kind.into(), name.map(str::to_owned)));
        self.quotas.push(Quota { entity: entity.collect(), key: key.into(), value });
        self
    }

    /// A fault that is there from the start; see [`Emulator::inject`](crate::Emulator::inject).
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Calls `hook` when a logged-in client is closed because it asked for what the emulator does not
    /// serve: once for each API and each client software, and at most 100 times in all. It is called
    /// on the connection's way, so it must be quick. Default: nothing is called.
    ///
    /// ```
    /// # use kafka_emulator::Emulator;
    /// let builder = Emulator::builder().on_unserved(|unserved| eprintln!("{unserved}"));
    /// # drop(builder);
    /// ```
    #[must_use]
    pub fn on_unserved(mut self, hook: impl Fn(&Unserved) + Send + Sync + 'static) -> Self {
        self.unserved = Notice::new(Box::new(hook));
        self
    }

    /// Calls `hook` with every request when it was answered or closed. It is called on the connection's way, so it
    /// must be quick, and what it keeps is kept in memory: a request has up to
    /// [`max_request_size`](Self::max_request_size). Default: nothing is called.
    #[must_use]
    pub fn on_request(mut self, hook: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        self.watch = Watch::new(Box::new(hook));
        self
    }

    /// How long a client may take from connecting to the end of its login. Default 10 s.
    #[must_use]
    pub fn login_deadline(mut self, deadline: Duration) -> Self {
        self.limits.login = deadline;
        self
    }

    /// How long the answer to a failed login takes (`connection.failed.authentication.delay.ms`).
    /// Default none; Kafka's is 100 ms.
    #[must_use]
    pub fn failure_delay(mut self, delay: Duration) -> Self {
        self.limits.failure_delay = delay;
        self
    }

    /// How long the first member of a classic group waits for others, and again for each that comes
    /// (`group.initial.rebalance.delay.ms`). Default none; Kafka's is 3 s.
    #[must_use]
    pub fn initial_rebalance_delay(mut self, delay: Duration) -> Self {
        self.limits.initial_rebalance_delay = delay;
        self
    }

    /// How many connections all brokers take together; one more is closed at once. Default 1,024.
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.min(Semaphore::MAX_PERMITS);
        self
    }

    /// How large a request may be after the login, in bytes (`socket.request.max.bytes`); a client
    /// that sends a larger one is closed. Default and maximum 100 MiB.
    #[must_use]
    pub fn max_request_size(mut self, bytes: usize) -> Self {
        self.limits.request = bytes.min(MAX_FRAME);
        self
    }

    /// How many bytes of records all partitions keep together, a few hundred for each batch included; the
    /// oldest batches go when there are more, as if their retention were over. Default 256 MiB.
    #[must_use]
    pub fn max_log_bytes(mut self, bytes: usize) -> Self {
        self.max_log_bytes = bytes;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let builder = Builder::new().scram_user("rudder", "hunter2").iam_identity(
            "AKID",
            "s3cret",
            Some("t0ken"),
            "arn",
        );
        let shown = format!("{builder:?}");
        assert!(shown.contains("rudder"));
        assert!(["hunter2", "s3cret", "t0ken"].iter().all(|secret| !shown.contains(secret)));
    }

    #[tokio::test]
    async fn what_cannot_work_is_an_error() {
        let start = async |builder: Builder| builder.start().await.map(drop);
        assert!(start(Builder::new().topic("a b", 1)).await.is_err());
        assert!(start(Builder::new().topic("a", 0)).await.is_err());
        assert!(start(Builder::new().host("not a hôst")).await.is_err());
        assert!(start(Builder::new().host("b-1.demo.amazonaws.com")).await.is_ok());
    }

    #[tokio::test]
    async fn what_apis_would_refuse_is_an_error_in_their_words() {
        let fails = async |builder: Builder| builder.start().await.unwrap_err().to_string();
        let topic = || Builder::new().topic("t", 1);
        let unknown = fails(topic().topic_config("t", "retention", "1")).await;
        assert_eq!(unknown, "topic t: Unknown topic config name: retention");
        assert_eq!(
            fails(topic().topic_config("u", "retention.ms", "1")).await,
            "there is no topic u"
        );
        let user = [("user", Some("u"))];
        let zero = fails(topic().quota(user, "producer_byte_rate", 0.0)).await;
        assert_eq!(zero, "quota of user=u: Quota producer_byte_rate must be greater than 0");
        let key = fails(topic().quota(user, "rate", 1.0)).await;
        assert_eq!(key, "quota of user=u: Invalid configuration key rate");
        let kind = fails(topic().quota([("usr", None)], "producer_byte_rate", 1.0)).await;
        assert!(kind.ends_with("Unhandled client quota entity type: usr"), "{kind}");
    }

    #[tokio::test]
    async fn listeners_go_on_and_off_and_have_the_ports_they_are_given() {
        let free = async || {
            let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            socket.local_addr().unwrap().port()
        };
        let port = free().await;
        let builder = Builder::new().brokers(2).without_listener(Listener::Scram).name("kafka");
        let emulator = builder.broker_ports(Listener::Tls, [0, port]).start().await.unwrap();
        assert_eq!(emulator.addresses(Listener::Scram), [""; 0]);
        assert_eq!(emulator.scram_address(), "");
        assert_eq!(emulator.addresses(Listener::Tls)[1], format!("localhost:{port}"));
        assert!(!emulator.addresses(Listener::Tls)[0].ends_with(":0"));
    }

    #[tokio::test]
    async fn a_port_that_is_taken_is_an_error() {
        let first = Builder::new().start().await.unwrap();
        let port = first.scram_address().rsplit(':').next().unwrap().parse().unwrap();
        let error = Builder::new().port(Listener::Scram, port).start().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
