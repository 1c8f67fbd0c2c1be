//! A running emulator.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use kafka_auth::Secret;
use kafka_auth::scram::ScramHash;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::broker::{Broker, Endpoint};
use crate::builder::Builder;
use crate::cluster::Cluster;
use crate::fault::Fault;
use crate::listener::Listener;
use crate::profile::Profile;
use crate::server::{Running, Server, Socket};
use crate::service::Service;
use crate::state::acl::Acl;
use crate::state::log_dirs::LogDirs;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// Held while a broker goes or comes.
pub(crate) type Turn = tokio::sync::Mutex<()>;

/// `broker.session.timeout.ms`: how long a broker may be silent before the cluster fences it.
const BROKER_SESSION: Duration = Duration::from_secs(9);

/// A Kafka cluster in this process that behaves like Amazon MSK.
///
/// It runs in tasks of the Tokio runtime it was started on. Dropping it ends them and closes every
/// connection; [`shutdown`](Self::shutdown) also waits for that.
pub struct Emulator {
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) ca_pem: String,
    pub(crate) server: Server,
    pub(crate) bind_address: IpAddr,
    /// The brokers that run, by id.
    pub(crate) running: Mutex<BTreeMap<i32, Running>>,
    /// What is done for all of them.
    pub(crate) controllers: Mutex<Running>,
    /// Whose turn it is to let a broker go or come.
    pub(crate) turn: Arc<Turn>,
}

impl Emulator {
    /// Settings for a new one.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The first broker's SCRAM listener, as `host:port`; empty if it is off.
    pub fn scram_address(&self) -> String {
        self.addresses(Listener::Scram).into_iter().next().unwrap_or_default()
    }

    /// The first broker's IAM listener, as `host:port`; empty if it is off.
    pub fn iam_address(&self) -> String {
        self.addresses(Listener::Iam).into_iter().next().unwrap_or_default()
    }

    /// The first broker's listener with TLS and without a login, if it is on.
    pub fn tls_address(&self) -> Option<String> {
        self.addresses(Listener::Tls).into_iter().next()
    }

    /// The first broker's listener without TLS and without a login, if it is on.
    pub fn plaintext_address(&self) -> Option<String> {
        self.addresses(Listener::Plaintext).into_iter().next()
    }

    /// The listeners of that kind of all brokers, as `host:port`; none if it is off.
    pub fn addresses(&self, listener: Listener) -> Vec<String> {
        self.cluster.brokers.iter().filter_map(|broker| broker.address(listener)).collect()
    }

    /// The certificate that clients verify the brokers against: a root, in PEM. It is a new one for
    /// every emulator, unless [`Builder::certificate`] gave one: then it is that with its chain.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The cluster's id.
    pub fn cluster_id(&self) -> &str {
        &self.cluster.id
    }

    /// The cluster's ARN, by which IAM policies name it and what is in it.
    pub fn cluster_arn(&self) -> String {
        self.cluster.policy.cluster_arn.to_string()
    }

    /// What kind of cluster it is.
    pub fn service(&self) -> Service {
        self.cluster.policy.service
    }

    /// The release that its brokers are like.
    pub fn profile(&self) -> Profile {
        self.cluster.profile
    }

    /// How many brokers it has, up or not.
    pub fn broker_count(&self) -> usize {
        self.cluster.brokers.len()
    }

    /// Lets a user log in by SCRAM from now on, as `User:name` of the ACLs; one that is there has a new password.
    ///
    /// # Errors
    /// The name or the password cannot be one, or there is no randomness to be had.
    pub async fn add_scram_user(&self, name: &str, password: Secret) -> io::Result<()> {
        let (cluster, name) = (Arc::clone(&self.cluster), name.to_owned());
        let add = move || {
            let hashes = &cluster.logins.hashes;
            cluster.state.users.change(|users| users.add(&name, &password, hashes))
        };
        spawn_blocking(add).await?.map_err(io::Error::other)
    }

    /// Lets a user log in no more. Connections that are there stay.
    pub async fn remove_scram_user(&self, name: &str) {
        let name = name.to_owned();
        let remove = move |cluster: &Cluster| {
            cluster.state.users.change(|users| {
                for hash in [ScramHash::Sha256, ScramHash::Sha512] {
                    users.remove(&name, hash);
                }
            });
        };
        self.change(remove).await;
    }

    /// The topics there are now, by name.
    pub fn topics(&self) -> Vec<Topic> {
        self.cluster.state.topics.now().iter().cloned().collect()
    }

    /// The topic of that name, if there is one.
    pub fn topic(&self, name: &str) -> Option<Topic> {
        self.cluster.state.topics.now().get(name).cloned()
    }

    /// The ACLs there are now, in the order they were created.
    pub fn acls(&self) -> Vec<Acl> {
        self.cluster.state.acls.now().iter().map(|acl| Acl::clone(acl)).collect()
    }

    /// How many logins have succeeded, re-authentications included.
    pub fn logins(&self) -> u64 {
        self.cluster.counts.logins.load(Ordering::Relaxed)
    }

    /// How many of [`logins`](Self::logins) were on a connection that was logged in (KIP-368).
    pub fn reauthentications(&self) -> u64 {
        self.cluster.counts.reauthentications.load(Ordering::Relaxed)
    }

    /// Lets something go wrong with requests that arrive from now on.
    pub fn inject(&self, fault: Fault) {
        self.cluster.faults.inject(fault);
    }

    /// Whether partitions that AlterPartitionReassignments moves stay on the way from now on: what is
    /// added to them is out of sync, and they are listed and can be cancelled. When `hold` is false,
    /// all of them arrive, and later ones arrive at once, as they do by default.
    pub async fn hold_reassignments(&self, hold: bool) {
        let change = move |topics: &mut Topics| topics.hold_moves(hold);
        self.change(move |cluster| cluster.state.topics.change(change)).await;
    }

    /// Whether replicas that AlterReplicaLogDirs moves stay on the way from now on: the broker has them in both
    /// directories, and nothing of them in the new one. When `hold` is false, all of them arrive, and later
    /// ones arrive at once, as they do by default.
    pub async fn hold_log_dir_moves(&self, hold: bool) {
        let change = move |dirs: &mut LogDirs| dirs.hold_moves(hold);
        self.change(move |cluster| cluster.state.log_dirs.change(change)).await;
    }

    /// Stops a broker, as when its process ends: its listeners and connections are closed, the cluster
    /// fences it, and other replicas in sync lead its partitions, or nobody does. The last thing it did is
    /// not lost. One that is stopped stays so.
    ///
    /// # Errors
    /// There is no broker of that id.
    pub async fn stop_broker(&self, id: i32) -> io::Result<()> {
        let broker = self.broker(id)?;
        let _turn = self.turn.lock().await;
        let running = self.running().remove(&id);
        if let Some(running) = running {
            running.end().await;
            broker.pause.send_replace(false);
            self.change(move |cluster| cluster.fence(id)).await;
        }
        Ok(())
    }

    /// Starts a broker that was stopped, on the ports that it had, or wakes one that was paused. Its
    /// replicas are in sync at once, and lead where nobody else does; one that was unregistered is in the
    /// cluster again. One that runs goes on.
    ///
    /// # Errors
    /// There is no broker of that id, or somebody has taken one of its ports.
    pub async fn start_broker(&self, id: i32) -> io::Result<()> {
        let broker = self.broker(id)?;
        let _turn = self.turn.lock().await;
        if self.running().contains_key(&id) {
            self.wake(&broker).await;
            return Ok(());
        }
        let mut sockets = Vec::with_capacity(broker.ports.len());
        for (listener, port) in broker.ports.iter().copied() {
            let socket = TcpListener::bind(SocketAddr::new(self.bind_address, port)).await?;
            let at = Endpoint { broker: Arc::clone(&broker), listener };
            sockets.push(Socket { at, socket });
        }
        self.change(move |cluster| cluster.register(id)).await;
        let mut running = Running::new();
        running.serve(&self.server, sockets);
        self.running().insert(id, running);
        Ok(())
    }

    /// Pauses a broker, as SIGSTOP does: its connections stay open, the operating system takes new ones, and
    /// nobody answers. After 9 s (`broker.session.timeout.ms`) the cluster fences it.
    ///
    /// # Errors
    /// There is no broker of that id that runs.
    pub async fn pause_broker(&self, id: i32) -> io::Result<()> {
        let broker = self.broker(id)?;
        let _turn = self.turn.lock().await;
        if !self.running().contains_key(&id) {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("broker {id} is stopped")));
        }
        if !broker.pause.send_replace(true) {
            let (cluster, turn) = (Arc::clone(&self.cluster), Arc::clone(&self.turn));
            let mut tasks = self.controllers.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.spawn(|stopped| fence_silent(cluster, broker, turn, stopped));
        }
        Ok(())
    }

    /// Lets a broker that was paused go on: it answers what was asked meanwhile, and is in the cluster again.
    ///
    /// # Errors
    /// There is no broker of that id.
    pub async fn resume_broker(&self, id: i32) -> io::Result<()> {
        let broker = self.broker(id)?;
        let _turn = self.turn.lock().await;
        self.wake(&broker).await;
        Ok(())
    }

    /// Closes every listener and connection, and returns when that is done.
    pub async fn shutdown(self) {
        let Self { running, controllers, .. } = self;
        for (_, running) in running.into_inner().unwrap_or_else(PoisonError::into_inner) {
            running.end().await;
        }
        controllers.into_inner().unwrap_or_else(PoisonError::into_inner).end().await;
    }

    async fn wake(&self, broker: &Broker) {
        let id = broker.id;
        if broker.pause.send_replace(false) {
            self.change(move |cluster| cluster.register(id)).await;
        }
    }

    fn broker(&self, id: i32) -> io::Result<Arc<Broker>> {
        let broker = self.cluster.brokers.iter().find(|broker| broker.id == id).cloned();
        let absent = || io::Error::new(io::ErrorKind::NotFound, format!("no broker {id}"));
        broker.ok_or_else(absent)
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<i32, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes of the state block, so they are made by a thread of their own.
    async fn change(&self, change: impl FnOnce(&Cluster) + Send + 'static) {
        let cluster = Arc::clone(&self.cluster);
        // The task ends early only when it panics or the runtime is gone.
        let _ = spawn_blocking(move || change(&cluster)).await;
    }
}

/// Fences a broker that is still paused when its session is over.
async fn fence_silent(
    cluster: Arc<Cluster>,
    broker: Arc<Broker>,
    turn: Arc<Turn>,
    mut stopped: watch::Receiver<()>,
) {
    tokio::select! {
        _ = stopped.changed() => return,
        () = broker.awake() => return,
        () = sleep(BROKER_SESSION) => {}
    }
    let _turn = turn.lock().await;
    let is_paused = *broker.pause.borrow();
    if is_paused {
        let _ = spawn_blocking(move || cluster.fence(broker.id)).await;
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("cluster_id", &self.cluster.id)
            .field("brokers", &self.cluster.brokers)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, duplex};
    use tokio::net::TcpStream;
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::client::Client;
    use crate::connection;

    /// ApiVersions v0, correlation id 7, no client id.
    const API_VERSIONS: [u8; 14] = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 255, 255];

    async fn two_brokers() -> (Emulator, String) {
        let builder = Emulator::builder().brokers(2).plaintext_listener(true).topic("t", 2);
        let emulator = builder.start().await.unwrap();
        let second = emulator.addresses(Listener::Plaintext).remove(1);
        (emulator, second)
    }

    /// Whether the broker answers on this connection.
    async fn answers(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> bool {
        let sent = stream.write_all(&API_VERSIONS).await;
        let Ok(length) = stream.read_u32().await else { return false };
        let mut answer = vec![0; length as usize];
        sent.is_ok() && stream.read_exact(&mut answer).await.is_ok()
    }

    #[tokio::test]
    async fn users_come_and_go() {
        let emulator = Emulator::builder().start().await.unwrap();
        let names = || {
            let users = emulator.cluster.state.users.now();
            users.names().map(str::to_owned).collect::<Vec<_>>()
        };
        emulator.add_scram_user("u", Secret::new("pw")).await.unwrap();
        assert_eq!(names(), ["u"]);
        for _ in 0..2 {
            emulator.remove_scram_user("u").await;
            assert_eq!(names(), [""; 0]);
        }
    }

    fn leaders(emulator: &Emulator) -> Vec<i32> {
        let topics = emulator.cluster.state.topics.now();
        topics.all_led(topics.get("t").unwrap()).map(|led| led.leader).collect()
    }

    #[tokio::test]
    async fn a_broker_stops_and_starts_on_the_same_ports() {
        let (emulator, second) = two_brokers().await;
        let mut stream = TcpStream::connect(&second).await.unwrap();
        assert!(answers(&mut stream).await);
        assert_eq!(leaders(&emulator), [1, 2]);
        for _ in 0..2 {
            emulator.stop_broker(2).await.unwrap();
            assert!(!answers(&mut stream).await);
            assert!(TcpStream::connect(&second).await.is_err());
            assert_eq!(leaders(&emulator), [1, 1]);
        }
        for _ in 0..2 {
            emulator.start_broker(2).await.unwrap();
            assert!(answers(&mut TcpStream::connect(&second).await.unwrap()).await);
        }
        assert_eq!(leaders(&emulator), [1, 1]);
        let absent = emulator.stop_broker(3).await.unwrap_err();
        assert_eq!(absent.kind(), io::ErrorKind::NotFound);
        emulator.shutdown().await;
    }

    #[tokio::test]
    async fn a_broker_whose_port_is_taken_does_not_start() {
        let (emulator, second) = two_brokers().await;
        emulator.stop_broker(2).await.unwrap();
        let port: u16 = second.rsplit(':').next().unwrap().parse().unwrap();
        let taken = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port)).await.unwrap();
        let error = emulator.start_broker(2).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
        assert!(!emulator.cluster.is_up(2));
        drop(taken);
        emulator.start_broker(2).await.unwrap();
        assert!(emulator.cluster.is_up(2));
    }

    /// Nothing is answered until it goes on; nobody waits for that here, as time is paused.
    #[tokio::test(start_paused = true)]
    async fn a_paused_broker_keeps_its_connections_and_is_fenced_after_its_session() {
        let (emulator, _) = two_brokers().await;
        let (mut stream, server) = duplex(1024);
        let at = Endpoint { broker: emulator.broker(2).unwrap(), listener: Listener::Plaintext };
        let client = Client::anonymous(at, ([127, 0, 0, 1], 50_000).into());
        let cluster = Arc::clone(&emulator.cluster);
        tokio::spawn(connection::serve(server, cluster, client, Instant::now()));
        emulator.pause_broker(2).await.unwrap();
        stream.write_all(&API_VERSIONS).await.unwrap();
        assert_eq!(leaders(&emulator), [1, 2]);
        let silent = timeout(Duration::from_secs(20), stream.read_u8()).await;
        assert!(silent.is_err(), "{silent:?}");
        assert!(!emulator.cluster.is_up(2));
        emulator.resume_broker(2).await.unwrap();
        assert!(emulator.cluster.is_up(2));
        let length = stream.read_u32().await.unwrap();
        stream.read_exact(&mut vec![0; length as usize]).await.unwrap();
        assert!(answers(&mut stream).await);
        assert_eq!(leaders(&emulator), [1, 1]);
    }
}
