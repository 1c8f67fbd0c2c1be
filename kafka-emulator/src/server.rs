//! Sockets that listen, and the tasks that serve what connects.

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

/// How long to wait after the operating system refused a connection, as it does when there are
/// too many open files.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(10);

/// One listener of one broker, bound but not yet accepting.
pub(crate) struct Socket {
    pub(crate) at: Endpoint,
    pub(crate) socket: TcpListener,
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
    pub(crate) async fn run(self, socket: Socket, mut stop: watch::Receiver<()>) {
        let mut tasks = JoinSet::new();
        loop {
            tokio::select! {
                _ = stop.changed() => break,
                Some(_) = tasks.join_next() => {}
                accepted = socket.socket.accept() => match accepted {
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
        let _ = stream.set_nodelay(true);
        if !client.at.listener.has_tls() {
            return connection::serve(stream, self.cluster, client, opened).await;
        }
        let deadline = after(opened, self.cluster.limits.login);
        // A client that fails here has been told by a TLS alert.
        if let Ok(Ok(stream)) = timeout_at(deadline, self.tls.accept(stream)).await {
            connection::serve(stream, self.cluster, client, opened).await;
        }
    }
}
