//! What a certificate says about itself.

use std::fmt;

use kafka_auth::tls::distinguished_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;

use super::read::{Envelope, KeyKind, key_kind, key_parts};
use super::{PeerText, Utc};

/// The largest certificate that is read, in bytes; TLS carries no larger one through rustls.
const MAX_CERTIFICATE: usize = 64 * 1024;

/// A certificate's claims, read without checking any of them. At most 100 parts of each name, and
/// 100 alternative names, are kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is about: `C=US, O=Amazon, CN=Amazon Root CA 1`.
    pub subject: PeerText,
    /// Who issued it.
    pub issuer: PeerText,
    /// The DNS names and IP addresses it is for.
    pub names: Vec<PeerText>,
    /// Its first moment.
    pub not_before: Utc,
    /// Its last moment.
    pub not_after: Utc,
    /// The kind of its key.
    pub key: KeyKind,
    /// Whether it may issue certificates (basicConstraints `CA:TRUE`).
    pub is_authority: bool,
    /// Where the issuer's certificate can be fetched, by its own word (caIssuers).
    pub issuer_url: Option<PeerText>,
    pub(super) parts: Parts,
}

/// The pieces that prove who issued it, as they are.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) der: CertificateDer<'static>,
    pub(super) subject: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) key: Vec<u8>,
    signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl Certificate {
    /// Reads DER. `None` for anything that is not a certificate (RFC 5280 section 4.1) of the years
    /// 1970 to 9999, or larger than 64 KiB. Never panics, whatever the bytes.
    #[must_use]
    pub fn read(der: &CertificateDer<'_>) -> Option<Self> {
        let whole = Some(der.as_ref()).filter(|der| der.len() <= MAX_CERTIFICATE)?;
        let Envelope { body, signed, algorithm, signature } = Envelope::read(whole)?;
        Some(Self {
            subject: distinguished_name(body.subject),
            issuer: distinguished_name(body.issuer),
            names: body.extensions.names,
            not_before: body.not_before,
            not_after: body.not_after,
            key: key_kind(body.key)?,
            is_authority: body.extensions.is_authority,
            issuer_url: body.extensions.issuer_url,
            parts: Parts {
                der: der.clone().into_owned(),
                subject: body.subject.to_vec(),
                issuer: body.issuer.to_vec(),
                key: body.key.to_vec(),
                signed,
                algorithm: algorithm.to_vec(),
                signature: signature.to_vec(),
            },
        })
    }

    /// The certificate as it is.
    #[must_use]
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.parts.der
    }

    /// Whether the clock is between its first and its last moment.
    #[must_use]
    pub fn is_valid_at(&self, clock: Utc) -> bool {
        (self.not_before..=self.not_after).contains(&clock)
    }

    /// Whether its own key signed it: a root.
    pub(super) fn is_self_signed(&self, provider: &CryptoProvider) -> bool {
        self.is_issued_by(&self.parts.subject, &self.parts.key, provider)
    }

    /// Whether who has this name and this key (a SubjectPublicKeyInfo without its tag) issued it.
    pub(super) fn is_issued_by(
        &self,
        subject: &[u8],
        key: &[u8],
        provider: &CryptoProvider,
    ) -> bool {
        let Parts { issuer, signed, algorithm, signature, .. } = &self.parts;
        let Some((kind, key)) = key_parts(key).filter(|_| subject == issuer) else { return false };
        for known in provider.signature_verification_algorithms.all {
            if known.public_key_alg_id().as_ref() == kind
                && known.signature_alg_id().as_ref() == algorithm
                && known.verify_signature(key, signed, signature).is_ok()
            {
                return true;
            }
        }
        false
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({:?} by {:?})", self.subject.as_str(), self.issuer.as_str())
    }
}
