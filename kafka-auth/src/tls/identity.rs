//! The client's own certificate and key, for listeners that ask for one (mTLS).

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};

use super::found::Found;
use super::pem::Pem;
use super::{TlsError, default_provider};

/// A client certificate chain and its private key, checked to belong together. Cheap to clone.
///
/// The chain starts with the client's own certificate. The key is PKCS#8, PKCS#1 (RSA) or SEC1
/// (EC), not encrypted, and exactly one. Both may be in one file. The PEM text is wiped after
/// reading; `Debug` shows no key.
#[derive(Clone)]
pub struct ClientIdentity(Arc<CertifiedKey>);

impl ClientIdentity {
    /// From PEM texts in memory.
    ///
    /// # Errors
    /// Damaged PEM, no certificate, no key or more than one, a key that does not match.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        Self::from_pem_with(&*default_provider()?, chain, key)
    }

    /// From PEM texts in memory, for a provider other than [`default_provider`]: the one that is
    /// handed to [`client_config_with`](super::client_config_with).
    ///
    /// # Errors
    /// As [`ClientIdentity::from_pem`].
    pub fn from_pem_with(
        provider: &CryptoProvider,
        chain: &[u8],
        key: &[u8],
    ) -> Result<Self, TlsError> {
        Self::certify(provider, &Pem::given(chain)?, &Pem::given(key)?)
    }

    /// From PEM files; name the same file twice if it holds both.
    ///
    /// # Errors
    /// As [`ClientIdentity::from_pem`], and when a file cannot be read.
    pub fn from_pem_files(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        Self::certify(&*default_provider()?, &Pem::read(chain)?, &Pem::read(key)?)
    }

    pub(super) fn resolver(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(SingleCertAndKey::from(self.0.clone()))
    }

    pub(super) fn certify(
        provider: &CryptoProvider,
        chain: &Pem,
        key: &Pem,
    ) -> Result<Self, TlsError> {
        let certificates = chain.sections()?.certificates;
        if certificates.is_empty() {
            let found = Found::in_bytes(chain.text());
            return Err(TlsError::NoCertificate { file: chain.file.clone(), found });
        }
        CertifiedKey::from_der(certificates, only_key(key)?, provider)
            .map(|certified| Self(Arc::new(certified)))
            .map_err(|error| refused(&error, chain, key))
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientIdentity({} certificates, key [redacted])", self.0.cert.len())
    }
}

fn only_key(pem: &Pem) -> Result<PrivateKeyDer<'static>, TlsError> {
    let found = Found::in_bytes(pem.text());
    let missing = || TlsError::NoPrivateKey { file: pem.file.clone(), found };
    // The older encrypted form looks like damaged base64 to a PEM reader: say it first.
    if found == Found::EncryptedPrivateKey {
        return Err(missing());
    }
    let mut keys = pem.sections()?.keys;
    match keys.len() {
        1 => keys.pop().ok_or_else(missing),
        0 => Err(missing()),
        count => Err(TlsError::TwoPrivateKeys { file: pem.file.clone(), count }),
    }
}

fn refused(error: &rustls::Error, chain: &Pem, key: &Pem) -> TlsError {
    let mut reason = error.to_string();
    // webpki's own error is private in rustls: its name in `Debug` is all there is.
    if reason.contains("UnsupportedCertVersion") {
        reason = "it is X.509 version 1, as `openssl x509 -req` makes without -extfile: issue it \
                  with extensions"
            .into();
    }
    match error {
        rustls::Error::InconsistentKeys(_) => {
            TlsError::KeyMismatch { chain: chain.file.clone(), key: key.file.clone() }
        }
        rustls::Error::InvalidCertificate(_) => {
            TlsError::BadCertificate { file: chain.file.clone(), reason }
        }
        _ => TlsError::BadPrivateKey { file: key.file.clone(), reason },
    }
}
