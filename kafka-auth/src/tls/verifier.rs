//! rustls's verifier of servers, which also tells an incomplete chain from an unknown authority.

use std::fmt;
use std::sync::Arc;

use der::asn1::AnyRef;
use der::{Decode, Tagged};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};

use super::TlsError;
use super::name::{distinguished_name, elements};
use crate::PeerText;

/// What rustls decides is never changed; a refusal is only told more closely.
#[derive(Debug)]
pub(super) struct Verifier(Arc<WebPkiServerVerifier>);

/// The server sent its own certificate without that of its issuer, which is not trusted here either.
#[derive(Debug)]
pub(super) struct IncompleteChain {
    pub(super) issuer: PeerText,
}

impl Verifier {
    pub(super) fn new(
        provider: Arc<CryptoProvider>,
        roots: RootCertStore,
    ) -> Result<Arc<Self>, TlsError> {
        let builder = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        let verifier = builder.build().map_err(|error| TlsError::Config(error.to_string()))?;
        Ok(Arc::new(Self(verifier)))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.0.verify_server_cert(own, others, name, ocsp, now);
        match verified {
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
                if others.is_empty() =>
            {
                Err(lone(own).unwrap_or_else(|| CertificateError::UnknownIssuer.into()))
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// A certificate that names itself as its issuer lacks none.
fn lone(own: &CertificateDer<'_>) -> Option<Error> {
    let (issuer, subject) = names(own)?;
    let error = OtherError(Arc::new(IncompleteChain { issuer: distinguished_name(issuer) }));
    (subject != issuer).then(|| CertificateError::Other(error).into())
}

/// The names of issuer and subject (RFC 5280 section 4.1), in DER.
fn names<'a>(certificate: &'a CertificateDer<'_>) -> Option<(&'a [u8], &'a [u8])> {
    let certificate = AnyRef::from_der(certificate).ok()?;
    let signed = elements(certificate.value()).next()?;
    // Serial number, algorithm, issuer, validity, subject; a version may come first.
    let mut fields = elements(signed.value()).filter(|field| !field.tag().is_context_specific());
    Some((fields.nth(2)?.value(), fields.nth(1)?.value()))
}

impl std::error::Error for IncompleteChain {}

impl fmt::Display for IncompleteChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the certificate of its issuer is missing: {}", self.issuer)
    }
}
