//! Getting to see what a server presents.

use std::time::Duration;

use rustls::pki_types::CertificateDer;

use super::recorder::ChainRecorder;
use crate::clock::from_now;
use crate::net::race::{AT_ONCE, CONNECTION_ATTEMPT_DELAY, Pace, race};
use crate::net::transport;
use crate::{Error, ErrorKind, HostPort, Layer, Result};

/// Connects to a TLS port and gives the certificates that it presents, its own first, at most 17.
/// The addresses behind the name race, and `timeout` is for name, TCP and TLS together. The connection
/// ends with the handshake: nothing is sent to a server that was not verified.
///
/// # Errors
/// Those of every connection up to its certificates: the name, TCP, and what is no TLS.
pub async fn presented(
    broker: &HostPort,
    timeout: Duration,
) -> Result<Vec<CertificateDer<'static>>> {
    let recorder = ChainRecorder::new().map_err(Error::of_tls_settings)?;
    let config = recorder.config().map_err(Error::of_tls_settings)?;
    let deadline = from_now(timeout);
    let found = transport::resolve(broker, deadline).await?;
    let pace = Pace::within(CONNECTION_ATTEMPT_DELAY, found.len(), AT_ONCE);
    let mut ips = found.iter();
    let attempt = |n: usize| {
        let (ip, deadline) = (ips.next().copied(), pace.deadline(n, found.len(), deadline));
        let config = &config;
        async move {
            let ip = ip.ok_or_else(|| transport::unknown_host(broker))?;
            let stream = transport::connect(ip, broker.port(), deadline).await?;
            transport::secure(stream, broker, Some(config), deadline).await
        }
    };
    let connected = race(found.len(), pace, attempt, |_, _| recorder.presented().is_some()).await;
    match (recorder.presented(), connected) {
        (Some(presented), _) => Ok(presented.to_vec()),
        (None, Err(errors)) => {
            let error = transport::farthest(errors, broker);
            Err(error.at_broker(&broker.to_string().into()))
        }
        (None, Ok(_)) => Err(Error::new(
            ErrorKind::PeerMisbehaved,
            Layer::Tls,
            format!("{broker} presents no certificate"),
        )),
    }
}
