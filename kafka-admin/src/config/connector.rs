//! How sockets are made, where the caller makes them.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use crate::HostPort;
use crate::net::stream::Stream;

type Connecting = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

/// The caller's way to a broker.
#[derive(Clone)]
pub(crate) struct Connector(Arc<dyn Fn(HostPort) -> Connecting + Send + Sync>);

impl Connector {
    pub(super) fn new<C, F, S>(connect: C) -> Self
    where
        C: Fn(HostPort) -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        Self(Arc::new(move |address| {
            let connecting = connect(address);
            Box::pin(async move { connecting.await.map(|socket| Box::new(socket) as Stream) })
        }))
    }

    pub(crate) async fn connect(&self, address: HostPort) -> io::Result<Stream> {
        (self.0)(address).await
    }
}
