//! The end of a client: no new connections, and when the last one has ended.

use std::convert::Infallible;
use std::sync::Mutex;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::sync::lock;
use crate::{Error, ErrorKind, Layer, Outcome, Result};

/// Held by each connection until it has ended.
pub(crate) type Open = mpsc::Sender<Infallible>;

/// Whether a client may connect, and which connections there are.
pub(crate) struct Closing {
    /// Taken away when the client is closed.
    open: Mutex<Option<Open>>,
    ended: tokio::sync::Mutex<mpsc::Receiver<Infallible>>,
}

impl Default for Closing {
    fn default() -> Self {
        let (open, ended) = mpsc::channel(1);
        Self { open: Mutex::new(Some(open)), ended: tokio::sync::Mutex::new(ended) }
    }
}

impl Closing {
    /// For a new connection.
    ///
    /// # Errors
    /// The client is closed.
    pub(crate) fn open(&self) -> Result<Open> {
        lock(&self.open).clone().ok_or_else(closed)
    }

    /// From now on there are no new connections.
    pub(crate) fn close(&self) {
        lock(&self.open).take();
    }

    /// Waits until all connections have ended.
    pub(crate) async fn ended(&self, deadline: Instant) {
        let _ = timeout_at(deadline, async { self.ended.lock().await.recv().await }).await;
    }
}

fn closed() -> Error {
    Error::new(ErrorKind::InvalidRequest, Layer::Config, "this client is closed")
        .hinted("connect again for another call")
        .outcome_is(Outcome::NotSent)
}
