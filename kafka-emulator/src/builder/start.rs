//! How an emulator starts from its settings.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_auth::scram::ScramHash;
use kafka_auth::{AuthError, Secret};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::{Builder, Certificate, Quota, StartTopic};
use crate::apis::{self, quota_entity, quota_value};
use crate::authorizer::Policy;
use crate::broker::{Broker, Endpoint};
use crate::certificates;
use crate::cluster::{Cluster, Parts, default_replication_factor, random_uuid};
use crate::configs::topic as topic_config;
use crate::connects::Connects;
use crate::emulator::Emulator;
use crate::fault::Faults;
use crate::iam_policy::ClusterArn;
use crate::logins::Logins;
use crate::placement;
use crate::refusal::Refusal;
use crate::server::{Running, Server, Socket};
use crate::state::acl::Acl;
use crate::state::acls::Acls;
use crate::state::features::Features;
use crate::state::fetch_sessions::FetchSessions;
use crate::state::log::Logs;
use crate::state::log_dirs::LogDirs;
use crate::state::quorum::Quorum;
use crate::state::quotas::Quotas;
use crate::state::throttle::Throttles;
use crate::state::topic::Topic;
use crate::state::topics::Topics;
use crate::state::transactions::Transactions;
use crate::state::users::Users;
use crate::state::{MAX_ACLS, MAX_PARTITIONS, MAX_TEXT, Shared, State};

impl Builder {
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
        let certificates = match self.certificate.take() {
            Some(Certificate { chain_pem, key_pem }) => certificates::given(chain_pem, &key_pem)?,
            None => certificates::issue(&self.host, &self.names)?,
        };
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
        controllers.spawn(|stopped| retain(Arc::clone(&cluster), stopped));
        let (running, controllers) = (Mutex::new(running), Mutex::new(controllers));
        let ca_pem = certificates.ca_pem;
        let turn = Arc::default();
        Ok(Emulator { cluster, ca_pem, server, bind_address, running, controllers, turn })
    }

    /// The sockets of each broker, and the brokers.
    async fn bind(&self) -> io::Result<(BTreeMap<i32, Vec<Socket>>, Vec<Arc<Broker>>)> {
        let (mut sockets, mut brokers) = (BTreeMap::new(), Vec::new());
        for id in 1..=self.brokers {
            let (mut bound, mut ports) = (Vec::new(), Vec::new());
            for (listener, given) in &self.ports {
                let port = given.get(id as usize - 1).copied().unwrap_or(0);
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

    /// The rights of everybody but users under ACLs.
    fn policy(&self) -> io::Result<Policy> {
        let mut policy = self.policy.clone();
        let region = &self.region;
        let arn = self.cluster_arn.clone().unwrap_or_else(|| {
            format!("arn:aws:kafka:{region}:111122223333:cluster/emulator/00000000-0000-4000-8000-000000000000-1")
        });
        let parsed = ClusterArn::parse(&arn);
        policy.cluster_arn =
            parsed.ok_or_else(|| invalid(format!("{arn} is no ARN of a cluster")))?;
        for (arn, document) in &self.iam_policies {
            let added = policy.iam.entry(arn.clone()).or_default().add(document);
            added.map_err(|flaw| invalid(format!("the policy of {arn}: {flaw}")))?;
        }
        Ok(policy)
    }

    fn cluster(self, brokers: Vec<Arc<Broker>>, users: Users) -> io::Result<Cluster> {
        let policy = self.policy()?;
        let mut hosts = vec![self.host.to_ascii_lowercase()];
        hosts.extend(self.names.iter().map(|name| name.to_ascii_lowercase()));
        hosts.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        let logins = Logins {
            hashes: self.hashes,
            region: self.region,
            hosts,
            session_lifetime: self.session_lifetime,
            identities: self.identities.into_iter().collect(),
            delegation_tokens: self.delegation_tokens,
            connects: Connects::new(self.iam_connects),
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
            offered: apis::offered(self.profile, policy.service),
            policy,
            logins,
            limits: self.limits,
            faults,
            unserved: self.unserved,
            watch: self.watch,
        };
        let (mut topics, mut acls) = (Topics::default(), Acls::default());
        for topic in self.topics {
            add_topic(&mut topics, &parts.brokers, topic, &self.topic_configs)?;
        }
        if let Some((topic, ..)) = self.topic_configs.iter().find(|it| !topics.contains(&it.0)) {
            return Err(invalid(format!("there is no topic {topic}")));
        }
        let mut quotas = Quotas::default();
        for quota in &self.quotas {
            add_quota(&mut quotas, quota).map_err(|flaw| invalid(quota.described(&flaw)))?;
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
            log_dirs: Shared::new(LogDirs::new(self.log_dirs.into())),
            groups: Shared::default(),
            configs: Shared::default(),
            features: Shared::new(Features::new(self.static_voters)),
            fetch_sessions: FetchSessions::default(),
            quorum: Shared::new(Quorum::new(controllers)),
            quotas: Shared::new(quotas),
            registrations: Shared::default(),
            throttles: Throttles::default(),
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

/// Looks for records that are too old when Kafka does: half a minute after the start, and then every five
/// (`log.retention.check.interval.ms`).
async fn retain(cluster: Arc<Cluster>, mut stopped: watch::Receiver<()>) {
    let mut wait = Duration::from_secs(30);
    while timeout(wait, stopped.changed()).await.is_err() {
        let cluster = Arc::clone(&cluster);
        let _ = spawn_blocking(move || cluster.retain()).await;
        wait = Duration::from_secs(300);
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
    topic: StartTopic,
    configs: &[(String, String, String)],
) -> io::Result<()> {
    let StartTopic { name, partitions } = topic;
    crate::state::topic::validate_name(&name).map_err(invalid)?;
    let count = usize::try_from(partitions).unwrap_or(0);
    if count == 0 || topics.partitions() + count > MAX_PARTITIONS {
        return Err(invalid(format!("topic {name} cannot have {partitions} partitions")));
    }
    if topics.contains(&name) {
        return Err(invalid(format!("there are two topics {name}")));
    }
    let own = configs.iter().filter(|(topic, ..)| *topic == name);
    let configs = topic_config::validate(own.map(|it| (it.1.as_str(), Some(it.2.as_str()))));
    let configs = configs.map_err(|flaw| invalid(format!("topic {name}: {}", text(&flaw))))?;
    let replicas = default_replication_factor(brokers) as usize;
    let partitions = placement::spread(brokers, topics.len(), count, replicas);
    topics.insert(Topic { name, id: random_uuid()?, partitions, configs });
    Ok(())
}

fn add_quota(quotas: &mut Quotas, quota: &Quota) -> Result<(), Refusal> {
    let parts = quota.entity.iter().map(|(kind, name)| (kind.as_str(), name.as_deref()));
    let entity = quota_entity(parts)?;
    let change = quota_value(&entity, &quota.key, quota.value)?;
    quotas.change(&entity, &[change])
}

impl Quota {
    fn described(&self, flaw: &Refusal) -> String {
        let parts = self.entity.iter();
        let parts = parts.map(|(kind, name)| format!("{kind}={}", name.as_deref().unwrap_or("*")));
        format!("quota of {}: {}", parts.collect::<Vec<_>>().join(" "), text(flaw))
    }
}

fn text(flaw: &Refusal) -> String {
    flaw.message().unwrap_or_default().to_owned()
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
