//! Where clients come in: one listener for the bootstrap servers, and one for each broker.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::hub::{Hub, Ports, Way};
use super::passage::Passage;
use crate::sync::lock;
use crate::{Error, ErrorKind, HostPort, Layer, Result};

/// How many brokers can have a listener.
const MAX_BROKERS: usize = 1_000;
/// How long to wait after the operating system refused a connection, as it does when there are too many
/// open files.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(10);

/// Ends with everything that it started.
pub(super) struct Listeners {
    pub(super) address: SocketAddr,
    all: Arc<All>,
}

/// The listeners, and the tasks behind them.
struct All {
    hub: Arc<Hub>,
    listen: SocketAddr,
    connections: Arc<Semaphore>,
    count: AtomicU64,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    by_target: HashMap<HostPort, u16>,
    /// Aborted when dropped, and their connections with them. None when it has ended.
    tasks: Option<JoinSet<()>>,
}

/// Opens the first listener.
pub(super) fn start(
    hub: Arc<Hub>,
    listen: SocketAddr,
    way: Way,
    connections: usize,
) -> Result<Listeners> {
    let open = Open { tasks: Some(JoinSet::new()), ..Open::default() };
    let all = Arc::new(All {
        hub,
        listen,
        connections: Arc::new(Semaphore::new(connections)),
        count: AtomicU64::new(0),
        open: Mutex::new(open),
    });
    let address = all.serve(&mut lock(&all.open), listen, way)?;
    Ok(Listeners { address, all })
}

impl Listeners {
    pub(super) async fn shutdown(self) {
        let tasks = lock(&self.all.open).tasks.take();
        if let Some(mut tasks) = tasks {
            tasks.shutdown().await;
        }
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        // The tasks know of it only weakly, and of one another not at all.
        lock(&self.all.open).tasks = None;
    }
}

impl Ports for All {
    fn port_of(self: Arc<Self>, broker: i32, target: HostPort) -> Result<u16> {
        let mut open = lock(&self.open);
        if let Some(port) = open.by_target.get(&target) {
            return Ok(*port);
        }
        if open.by_target.len() >= MAX_BROKERS {
            let message = format!("the cluster names more than {MAX_BROKERS} addresses");
            return Err(Error::new(ErrorKind::PeerMisbehaved, Layer::Kafka, message));
        }
        let way = Way { broker: Some(broker), targets: vec![target.clone()] };
        let port = self.serve(&mut open, SocketAddr::new(self.listen.ip(), 0), way)?.port();
        open.by_target.insert(target, port);
        Ok(port)
    }
}

impl All {
    fn serve(self: &Arc<Self>, open: &mut Open, at: SocketAddr, way: Way) -> Result<SocketAddr> {
        let bound = || {
            let socket = std::net::TcpListener::bind(at)?;
            socket.set_nonblocking(true)?;
            let address = socket.local_addr()?;
            Ok((TcpListener::from_std(socket)?, address))
        };
        let not_bound = |error: std::io::Error| {
            Error::config(format!("{at} cannot be listened on: {error}"))
                .hinted("give another address, or port 0 for a free port")
        };
        let (socket, address) = bound().map_err(not_bound)?;
        let Some(tasks) = &mut open.tasks else {
            return Err(Error::config("the relay has ended"));
        };
        tasks.spawn(accept(Arc::downgrade(self), socket, way));
        Ok(address)
    }

    /// One connection too many is closed at once.
    fn admit(
        self: &Arc<Self>,
        tasks: &mut JoinSet<()>,
        way: &Way,
        client: TcpStream,
        peer: SocketAddr,
    ) {
        let Ok(permit) = Arc::clone(&self.connections).try_acquire_owned() else { return };
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let ports: Weak<dyn Ports> = Arc::<Self>::downgrade(self);
        let (way, hub) = (way.clone(), Arc::clone(&self.hub));
        tasks.spawn(async move {
            let _permit = permit;
            let passage = Passage { ports, hub: Arc::clone(&hub), way, number, peer };
            if let Err(error) = passage.run(client).await {
                (hub.on_failure)(peer, &error);
            }
        });
    }
}

/// Accepts until it is aborted, and then its connections are too.
async fn accept(all: Weak<All>, socket: TcpListener, way: Way) {
    let mut tasks = JoinSet::new();
    loop {
        // Connections that have ended leave no trace.
        while tasks.try_join_next().is_some() {}
        let accepted = socket.accept().await;
        let Some(all) = all.upgrade() else { return };
        match accepted {
            Ok((client, peer)) => all.admit(&mut tasks, &way, client, peer),
            Err(_) => sleep(ACCEPT_BACKOFF).await,
        }
    }
}
