//! What an emulator is told before it starts.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_auth::scram::ScramHash;
use kafka_auth::{AuthError, IamIdentity, Secret};
use kafka_proto::frame::MAX_FRAME;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::apis;
use crate::authorizer::Policy;
use crate::broker::{Broker, Endpoint};
use crate::certificates;
use crate::cluster::{Cluster, Limits, Parts, default_replication_factor, random_uuid};
use crate::emulator::Emulator;
use crate::fault::{Fault, Faults};
use crate::listener::Listener;
use crate::logins::Logins;
use crate::placement;
use crate::profile::Profile;
use crate::server::{Running, Server, Socket};
use crate::state::acl::Acl;
use crate::state::acls::Acls;
use crate::state::features::Features;
use crate::state::log::{DEFAULT_LIMIT, Logs};
use crate::state::quorum::Quorum;
use crate::state::topic::Topic;
use crate::state::topics::Topics;
use crate::state::transactions::Transactions;
use crate::state::users::Users;
use crate::state::{MAX_ACLS, MAX_PARTITIONS, MAX_TEXT, Shared, State};
use crate::unserved::{Notice, Unserved};

/// Settings of an [`Emulator`], all with defaults: one broker like MSK with public access, on free
/// ports of 127.0.0.1, without users, topics and ACLs.
#[derive(Debug)]
pub struct Builder {
    brokers: i32,
    host: String,
    bind_address: IpAddr,
    ports: BTreeMap<Listener, u16>,
    cluster_id: Option<String>,
    profile: Profile,
    hashes: Vec<ScramHash>,
    users: Vec<(String, Secret)>,
    identities: Vec<(String, IamIdentity)>,
    region: String,
    session_lifetime: Option<Duration>,
    delegation_tokens: bool,
    static_voters: bool,
    policy: Policy,
    topics: Vec<(String, i32)>,
    acls: Vec<Acl>,
    limits: Limits,
    max_log_bytes: usize,
    faults: Vec<Fault>,
    unserved: Notice,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            brokers: 1,
            host: "localhost".to_owned(),
            bind_address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            ports: BTreeMap::from([(Listener::Scram, 0), (Listener::Iam, 0)]),
            cluster_id: None,
            profile: Profile::default(),
            hashes: vec![ScramHash::Sha512],
            users: Vec::new(),
            identities: Vec::new(),
            region: "us-east-1".to_owned(),
            session_lifetime: None,
            delegation_tokens: false,
            static_voters: false,
            policy: Policy::default(),
            topics: Vec::new(),
            acls: Vec::new(),
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
        }
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

    /// The port of the first broker's listener of that kind, which is turned on by it; further
    /// brokers take free ports. Default 0: a free port.
    #[must_use]
    pub fn port(mut self, listener: Listener, port: u16) -> Self {
        self.ports.insert(listener, port);
        self
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
            self.ports.entry(listener).or_insert(0);
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

    /// An AWS identity that can log in by AWS_MSK_IAM. ACLs have no effect on it: it may do
    /// everything.
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
        self.topics.push((name.into(), partitions));
        self
    }

    /// An ACL that exists from the start; at most 10,000, and none that CreateAcls would refuse.
    #[must_use]
    pub fn acl(mut self, acl: Acl) -> Self {
        self.acls.push(acl);
        self
    }

    /// A fault that is there from the start; see [`Emulator::inject`].
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

    /// Binds the ports, makes the certificates and starts serving. Everything runs in tasks of the
    /// current Tokio runtime, which needs I/O and time enabled.
    ///
    /// # Errors
    /// When a port is taken, a topic or an ACL is one that Kafka would refuse, the host is neither a DNS name nor
    /// an IP address, or there is no randomness to be had.
    pub async fn start(mut self) -> io::Result<Emulator> {
        let (sockets, brokers) = self.bind().await?;
        let bind_address = self.bind_address;
        let users = self.users().await?;
        let certificates = certificates::issue(&self.host)?;
        let tls = TlsAcceptor::from(certificates.server);
        let connections = Arc::new(Semaphore::new(self.limits.connections));
        let cluster = Arc::new(self.cluster(brokers, users)?);
        let server = Server { cluster: Arc::clone(&cluster), tls, connections };
        let mut running = BTreeMap::new();
        for (id, sockets) in sockets {
            let mut broker = Running::new();
            broker.serve(&server, sockets);
            running.insert(id, broker);
        }
        let mut controllers = Running::new();
        controllers.spawn(|stopped| abort_expired(Arc::clone(&cluster), stopped));
        let (running, controllers) = (Mutex::new(running), Mutex::new(controllers));
        let ca_pem = certificates.ca_pem;
        Ok(Emulator { cluster, ca_pem, server, bind_address, running, controllers })
    }

    /// The sockets of each broker, and the brokers.
    async fn bind(&self) -> io::Result<(BTreeMap<i32, Vec<Socket>>, Vec<Arc<Broker>>)> {
        let (mut sockets, mut brokers) = (BTreeMap::new(), Vec::new());
        for id in 1..=self.brokers {
            let (mut bound, mut ports) = (Vec::new(), Vec::new());
            for (listener, port) in &self.ports {
                let port = if id == 1 { *port } else { 0 };
                let socket = TcpListener::bind(SocketAddr::new(self.bind_address, port)).await?;
                ports.push((*listener, socket.local_addr()?.port()));
                bound.push((*listener, socket));
            }
            let pause = watch::Sender::default();
            let broker = Arc::new(Broker { id, host: self.host.clone(), ports, pause });
            let bound = bound.into_iter().map(|(listener, socket)| {
                let at = Endpoint { broker: Arc::clone(&broker), listener };
                Socket { at, socket }
            });
            sockets.insert(id, bound.collect());
            brokers.push(broker);
        }
        Ok((sockets, brokers))
    }

    /// Deriving keys from passwords is slow on purpose, so it is done away from the reactor.
    async fn users(&mut self) -> io::Result<Users> {
        let (given, hashes) = (std::mem::take(&mut self.users), self.hashes.clone());
        spawn_blocking(move || derive(&given, &hashes)).await?.map_err(io::Error::other)
    }

    fn cluster(self, brokers: Vec<Arc<Broker>>, users: Users) -> io::Result<Cluster> {
        let mut hosts = vec![self.host.to_ascii_lowercase()];
        hosts.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        let logins = Logins {
            hashes: self.hashes,
            region: self.region,
            hosts,
            session_lifetime: self.session_lifetime,
            identities: self.identities.into_iter().collect(),
            delegation_tokens: self.delegation_tokens,
        };
        let faults = Faults::default();
        self.faults.into_iter().for_each(|fault| faults.inject(fault));
        let id = match self.cluster_id {
            Some(id) => id,
            None => random_uuid()?.to_string(),
        };
        let parts = Parts {
            id,
            profile: self.profile,
            brokers,
            policy: self.policy,
            logins,
            limits: self.limits,
            faults,
            unserved: self.unserved,
        };
        let (mut topics, mut acls) = (Topics::default(), Acls::default());
        for (name, partitions) in self.topics {
            add_topic(&mut topics, &parts.brokers, name, partitions)?;
        }
        for acl in self.acls {
            add_acl(&mut acls, acl)?;
        }
        let mut controllers = Vec::with_capacity(parts.brokers.len());
        for broker in &parts.brokers {
            controllers.push((broker.id, random_uuid()?));
        }
        let state = State {
            acls: Shared::new(acls),
            logs: Logs::new(self.max_log_bytes),
            groups: Shared::default(),
            configs: Shared::default(),
            features: Shared::new(Features::new(self.static_voters)),
            quorum: Shared::new(Quorum::new(controllers)),
            quotas: Shared::default(),
            registrations: Shared::default(),
            tokens: Shared::default(),
            topics: Shared::new(topics),
            transactions: Transactions::default(),
            users: Shared::new(users),
        };
        Ok(Cluster::new(parts, state))
    }
}

/// Looks for transactions that take too long, as often as Kafka does
/// (`transaction.abort.timed.out.transaction.cleanup.interval.ms`).
async fn abort_expired(cluster: Arc<Cluster>, mut stopped: watch::Receiver<()>) {
    while timeout(Duration::from_secs(10), stopped.changed()).await.is_err() {
        let cluster = Arc::clone(&cluster);
        let _ = spawn_blocking(move || cluster.state.abort_expired(apis::now_ms())).await;
    }
}

fn derive(given: &[(String, Secret)], hashes: &[ScramHash]) -> Result<Users, AuthError> {
    let mut users = Users::default();
    for (name, password) in given {
        users.add(name, password, hashes)?;
    }
    Ok(users)
}

fn add_topic(
    topics: &mut Topics,
    brokers: &[Arc<Broker>],
    name: String,
    partitions: i32,
) -> io::Result<()> {
    crate::state::topic::validate_name(&name).map_err(invalid)?;
    let count = usize::try_from(partitions).unwrap_or(0);
    if count == 0 || topics.partitions() + count > MAX_PARTITIONS {
        return Err(invalid(format!("topic {name} cannot have {partitions} partitions")));
    }
    if topics.contains(&name) {
        return Err(invalid(format!("there are two topics {name}")));
    }
    let replicas = default_replication_factor(brokers) as usize;
    let partitions = placement::spread(brokers, topics.len(), count, replicas);
    topics.insert(Topic { name, id: random_uuid()?, partitions, configs: BTreeMap::new() });
    Ok(())
}

fn add_acl(acls: &mut Acls, acl: Acl) -> io::Result<()> {
    acl.check().map_err(|flaw| invalid(format!("{acl:?}: {flaw}")))?;
    if acls.len() >= MAX_ACLS || acls.text() + acl.text() > MAX_TEXT {
        return Err(invalid(format!("there are more than {MAX_ACLS} ACLs")));
    }
    acls.insert(acl);
    Ok(())
}

fn invalid(text: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

#[cfg(test)]
mod tests {
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
    async fn a_port_that_is_taken_is_an_error() {
        let first = Builder::new().start().await.unwrap();
        let port = first.scram_address().rsplit(':').next().unwrap().parse().unwrap();
        let error = Builder::new().port(Listener::Scram, port).start().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
