//! Sockets that listen, and the tasks that serve what connects.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_rustls::TlsAcceptor;

use crate::broker::Endpoint;
use crate::client::Client;
use crate::cluster::Cluster;
use crate::connection;
use crate::deadline::after;
use crate::state::State;

/// How long to wait after the operating system refused a connection, as it does when there are
/// too many open files.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(10);

/// One listener of one broker, bound but not yet accepting.
pub(crate) struct Socket {
    pub(crate) at: Endpoint,
    pub(crate) socket: TcpListener,
}

/// The tasks of one broker, or of the cluster.
pub(crate) struct Running {
    stop: watch::Sender<()>,
    /// Aborted when dropped, and their connections with them.
    tasks: JoinSet<()>,
}

impl Running {
    pub(crate) fn new() -> Self {
        Self { stop: watch::Sender::new(()), tasks: JoinSet::new() }
    }

    /// Starts a task that is told when to end.
    pub(crate) fn spawn<F>(&mut self, task: impl FnOnce(watch::Receiver<()>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task(self.stop.subscribe()));
    }

    /// Serves on these sockets.
    pub(crate) fn serve(&mut self, server: &Server, sockets: Vec<Socket>) {
        for socket in sockets {
            self.spawn(|stop| server.clone().run(socket, stop));
        }
    }

    /// Ends the tasks, and returns when that is done.
    pub(crate) async fn end(self) {
        let Self { stop, mut tasks } = self;
        drop(stop);
        while tasks.join_next().await.is_some() {}
    }
}

/// What the tasks of all listeners share.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) tls: TlsAcceptor,
    /// One permit for each connection there may be.
    pub(crate) connections: Arc<Semaphore>,
}

impl Server {
    /// Accepts until told to stop, or until the sender is gone; then ends all its connections.
    /// Dropping the future does the same.
    async fn run(self, socket: Socket, mut stop: watch::Receiver<()>) {
        let mut tasks = JoinSet::new();
        let mut pause = socket.at.broker.pause.subscribe();
        loop {
            tokio::select! {
                _ = stop.changed() => break,
                Some(_) = tasks.join_next() => {}
                accepted = accept(&socket.socket, &mut pause) => match accepted {
                    Ok((stream, peer)) => self.admit(&mut tasks, &socket.at, stream, peer),
                    Err(_) => sleep(ACCEPT_BACKOFF).await,
                },
            }
        }
        tasks.shutdown().await;
    }

    /// Starts a task for the connection; one too many is closed at once.
    fn admit(&self, tasks: &mut JoinSet<()>, at: &Endpoint, stream: TcpStream, peer: SocketAddr) {
        let Ok(permit) = Arc::clone(&self.connections).try_acquire_owned() else { return };
        let client = Client::anonymous(at.clone(), peer);
        tasks.spawn(self.clone().serve(stream, client, permit));
    }

    async fn serve(self, stream: TcpStream, client: Client, _permit: OwnedSemaphorePermit) {
        let opened = Instant::now();
        let throttle = self.throttle(&client);
        if !throttle.is_zero() {
            // As Kafka does with an address that connects too often (KIP-612).
            return sleep(throttle).await;
        }
        let _ = stream.set_nodelay(true);
        if !client.at.listener.has_tls() {
            return connection::serve(stream, self.cluster, client, opened).await;
        }
        let deadline = after(opened, self.cluster.limits.login);
        // A client that fails here has been told by a TLS alert.
        if let Ok(Ok(stream)) = timeout_at(deadline, self.tls.accept(stream)).await {
            // Boxed, since each function that it is handed to would have room for it in the task.
            connection::serve(Box::new(stream), self.cluster, client, opened).await;
        }
    }

    /// After how long the connection is closed, if its address makes too many.
    fn throttle(&self, client: &Client) -> Duration {
        let State { quotas, throttles, .. } = &self.cluster.state;
        let bound = quotas.now().connections(client.host());
        let now = self.cluster.clock.milliseconds();
        bound.map_or(Duration::ZERO, |bound| throttles.connection(client.at.broker.id, &bound, now))
    }
}

/// A broker that is paused leaves who connects to the operating system.
async fn accept(
    socket: &TcpListener,
    pause: &mut watch::Receiver<bool>,
) -> io::Result<(TcpStream, SocketAddr)> {
    let _ = pause.wait_for(|is_paused| !is_paused).await;
    socket.accept().await
}
