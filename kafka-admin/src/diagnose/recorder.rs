//! A verifier that keeps what a server presents.

use std::sync::{Arc, OnceLock};

use kafka_auth::tls::{TlsError, default_provider};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::MAX_PRESENTED;

/// Keeps what a server presents, and then refuses it: the handshake with [`ChainRecorder::config`]
/// always fails, so that nothing can ever be sent to a server that was not verified.
#[derive(Debug)]
pub(super) struct ChainRecorder {
    provider: Arc<CryptoProvider>,
    presented: OnceLock<Vec<CertificateDer<'static>>>,
}

impl ChainRecorder {
    /// A recorder for one handshake.
    pub(super) fn new() -> Result<Arc<Self>, TlsError> {
        Ok(Arc::new(Self { provider: default_provider()?, presented: OnceLock::new() }))
    }

    /// The settings to connect with: TLS 1.2 and 1.3 with SNI, no client certificate.
    pub(super) fn config(self: &Arc<Self>) -> Result<Arc<ClientConfig>, TlsError> {
        let builder = ClientConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError::Config(error.to_string()))?;
        let builder = builder.dangerous().with_custom_certificate_verifier(self.clone());
        Ok(Arc::new(builder.with_no_client_auth()))
    }

    /// What the server presented, its own certificate first, and one more than [`MAX_PRESENTED`] at
    /// most. `None` if the handshake did not come that far.
    pub(super) fn presented(&self) -> Option<&[CertificateDer<'static>]> {
        self.presented.get().map(Vec::as_slice)
    }
}

impl ServerCertVerifier for ChainRecorder {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all = std::iter::once(own).chain(others.iter().take(MAX_PRESENTED));
        let all = all.map(|certificate| certificate.clone().into_owned()).collect();
        // A second handshake with the same recorder changes nothing.
        let _ = self.presented.set(all);
        Err(refusal())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refusal())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refusal())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn refusal() -> Error {
    Error::General("this connection was only made to see the certificates".into())
}
