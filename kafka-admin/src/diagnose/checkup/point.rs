//! An address that can be dialled again and again.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::time::Instant;

use crate::net::dialer::Dialer;
use crate::net::stream::Stream;
use crate::net::transport::{self, Secured};
use crate::{HostPort, Result};

/// A broker's address, before a connection to it was made.
#[derive(Clone, Copy)]
pub(super) struct Point<'a> {
    pub(super) dialer: &'a Dialer,
    pub(super) address: &'a HostPort,
}

/// The same, and how the first connection was made.
#[derive(Clone, Copy)]
pub(super) struct Reached<'a> {
    pub(super) dialer: &'a Dialer,
    pub(super) address: &'a HostPort,
    /// `None` by the caller's connector.
    pub(super) ip: Option<SocketAddr>,
}

impl Reached<'_> {
    /// Another connection.
    pub(super) async fn again(&self, deadline: Instant) -> Result<Stream> {
        match (self.ip, &self.dialer.config().connector) {
            (Some(ip), _) => transport::connect(ip, self.address.port(), deadline).await,
            (None, Some(connector)) => {
                transport::connect_by(connector, self.dialer.dialled(self.address), deadline).await
            }
            (None, None) => Err(transport::unknown_host(self.address)),
        }
    }

    /// Another connection, with TLS by these settings.
    pub(super) async fn again_by(
        &self,
        tls: &Arc<rustls::ClientConfig>,
        deadline: Instant,
    ) -> Result<Secured> {
        let stream = self.again(deadline).await?;
        transport::secure(stream, self.address, Some(tls), deadline).await
    }
}
