//! Whether the port speaks TLS, and whom its certificates convince.

use bytes::BytesMut;
use kafka_auth::handshake::{Flight, Handshake};
use tokio::time::Instant;

use super::Examiner;
use super::certificates;
use super::finding::{Check, Finding, Stage};
use super::point::Reached;
use crate::diagnose::recorder::ChainRecorder;
use crate::net::opening::Opening;
use crate::net::stream::Stream;
use crate::net::transport::{self, Secured};
use crate::{Diagnosis, Error, ErrorKind, Layer, Result};

impl Examiner {
    /// The stream as Kafka gets it.
    pub(super) async fn tls(
        &self,
        point: &Reached<'_>,
        stream: Stream,
        checks: &mut Vec<Check>,
        deadline: Instant,
    ) -> Option<Stream> {
        let Some(tls) = self.dialer.tls() else {
            checks.push(Check::skipped(Stage::Tls, "set to plaintext"));
            return Some(stream);
        };
        let (mut check, began) = (Check::of(Stage::Tls), Instant::now());
        let share = transport::share(deadline, 2);
        let secured = transport::secure(stream, point.address, Some(tls), share).await;
        let secured = match secured {
            Ok(secured) => Some(self.judge(point, secured, &mut check)),
            Err(error) => {
                self.explain(point, error, &mut check, deadline).await;
                None
            }
        };
        check.took = began.elapsed();
        checks.push(check);
        secured
    }

    fn judge(&self, point: &Reached<'_>, secured: Secured, check: &mut Check) -> Stream {
        if let Secured::Tls(stream) = &secured {
            let (_, session) = stream.get_ref();
            if let Some(version) = session.protocol_version().and_then(|it| it.as_str()) {
                check.fact("version", version);
            }
            if let Some(suite) =
                session.negotiated_cipher_suite().and_then(|it| it.suite().as_str())
            {
                check.fact("cipher_suite", suite);
            }
            let chain = session.peer_certificates().unwrap_or_default();
            certificates::accepted(chain, point.address.host(), self.roots.as_ref(), check);
        }
        secured.into_stream()
    }

    /// What the handshake's error means, by another look.
    async fn explain(
        &self,
        point: &Reached<'_>,
        error: Error,
        check: &mut Check,
        deadline: Instant,
    ) {
        let share = transport::share(deadline, 2);
        match error.kind() {
            ErrorKind::TlsExpired
            | ErrorKind::TlsNotYetValid
            | ErrorKind::TlsUntrusted
            | ErrorKind::TlsWrongName
            | ErrorKind::TlsFailed => {
                if let Ok(chain) = presented(point, share).await {
                    let (host, roots) = (point.address.host(), self.roots.as_ref());
                    certificates::refused(&chain, host, roots, check);
                }
                check.broken(&error);
            }
            ErrorKind::PeerNotTls | ErrorKind::ConnectTimeout | ErrorKind::Disconnected => {
                check.find(self.without_tls(point, &error, share).await);
            }
            _ => check.broken(&error),
        }
    }

    /// Asks for Kafka without TLS, and sends no more than that.
    async fn without_tls(&self, point: &Reached<'_>, error: &Error, deadline: Instant) -> Finding {
        match self.versions_in_plaintext(point, deadline).await {
            Ok(()) => Finding::warning(
                Diagnosis::PLAINTEXT_PORT,
                format!("{} speaks Kafka without TLS", point.address),
            )
            .breaking()
            .hinted(
                "set security.protocol=PLAINTEXT, with a login SASL_PLAINTEXT, or use a TLS port",
            ),
            Err(other) => match other.kind() {
                ErrorKind::PeerIsHttp | ErrorKind::PeerNotKafka => Finding::broken(&other),
                _ => Finding::broken(error),
            },
        }
    }

    async fn versions_in_plaintext(&self, point: &Reached<'_>, deadline: Instant) -> Result<()> {
        let stream = point.again(deadline).await?;
        let mut opening = Opening { stream, received: BytesMut::new(), tls: false };
        let authenticator = self.dialer.authenticator();
        let handshake = Handshake::new(authenticator.introduction(Flight::Sequential), None)
            .map_err(|error| Error::of_auth(error, point.address, None))?;
        authenticator.run(handshake, &mut opening, point.address, deadline).await.map(drop)
    }
}

/// Whether the port that was asked in plaintext speaks TLS.
pub(super) async fn speaks_tls(point: &Reached<'_>, deadline: Instant) -> bool {
    presented(point, deadline).await.is_ok()
}

async fn presented(
    point: &Reached<'_>,
    deadline: Instant,
) -> Result<Vec<rustls::pki_types::CertificateDer<'static>>> {
    let recorder = ChainRecorder::new().map_err(Error::of_tls_settings)?;
    let config = recorder.config().map_err(Error::of_tls_settings)?;
    let ended = point.again_by(&config, deadline).await.map(drop);
    match recorder.presented() {
        Some(chain) => Ok(chain.to_vec()),
        None => ended.and(Err(Error::new(
            ErrorKind::PeerMisbehaved,
            Layer::Tls,
            "it presents no certificate",
        ))),
    }
}
