//! The client's own certificate and key, for listeners that ask for one (mTLS).

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SigningKey, SingleCertAndKey};
use rustls::{Error, InconsistentKeys};

use super::TlsError;
use super::found::Found;
use super::key::PrivateKey;
use super::pem::Pem;
use super::provider::default_load_key;

/// A client certificate chain and its private key, checked to belong together. Cheap to clone.
///
/// The chain starts with the client's own certificate. The key is PKCS#8, PKCS#1 (RSA) or SEC1
/// (EC), not encrypted, and exactly one. Both may be in one file. `Debug` shows no key.
///
/// What is read and decoded here is wiped. The key itself stays in memory, in the form that the
/// provider keeps it in, as long as the identity is in use; a provider may leave more behind
/// ([`from_pem_with`](Self::from_pem_with)). A PEM text that was handed over is its owner's to wipe.
#[derive(Clone)]
pub struct ClientIdentity(Arc<CertifiedKey>);

impl ClientIdentity {
    /// From PEM texts in memory.
    ///
    /// # Errors
    /// Damaged PEM, no certificate, no key or more than one, a key that does not match.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        Self::certify(default_load_key()?, &Pem::given(chain)?, &Pem::given(key)?)
    }

    /// From PEM texts in memory, for a provider other than
    /// [`default_provider`](super::default_provider): the one that is handed to
    /// [`client_config_with`](super::client_config_with).
    ///
    /// It is given a copy of the decoded key, which rustls' own two providers do not wipe.
    ///
    /// # Errors
    /// As [`ClientIdentity::from_pem`].
    pub fn from_pem_with(
        provider: &CryptoProvider,
        chain: &[u8],
        key: &[u8],
    ) -> Result<Self, TlsError> {
        Self::certify_with(provider, &Pem::given(chain)?, &Pem::given(key)?)
    }

    /// From PEM files; name the same file twice if it holds both.
    ///
    /// # Errors
    /// As [`ClientIdentity::from_pem`], and when a file cannot be read.
    pub fn from_pem_files(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        Self::certify(default_load_key()?, &Pem::read(chain)?, &Pem::read(key)?)
    }

    pub(super) fn resolver(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(SingleCertAndKey::from(self.0.clone()))
    }

    /// [`certify`](Self::certify) with the key as `provider` reads it.
    pub(super) fn certify_with(
        provider: &CryptoProvider,
        chain: &Pem,
        key: &Pem,
    ) -> Result<Self, TlsError> {
        let load =
            |key: &PrivateKeyDer<'_>| provider.key_provider.load_private_key(key.clone_key());
        Self::certify(load, chain, key)
    }

    fn certify(
        load: impl Fn(&PrivateKeyDer<'_>) -> Result<Arc<dyn SigningKey>, Error>,
        chain: &Pem,
        key: &Pem,
    ) -> Result<Self, TlsError> {
        let certificates = chain.certificates()?;
        if certificates.is_empty() {
            let found = Found::in_bytes(chain.text());
            return Err(TlsError::NoCertificate { file: chain.file.clone(), found });
        }
        Self::certified(load, certificates, &only_key(key)?, &chain.file, &key.file)
    }

    /// From what was read of the files that are named.
    pub(super) fn certified(
        load: impl Fn(&PrivateKeyDer<'_>) -> Result<Arc<dyn SigningKey>, Error>,
        certificates: Vec<CertificateDer<'static>>,
        private_key: &PrivateKey,
        chain: &str,
        key: &str,
    ) -> Result<Self, TlsError> {
        let signing_key = load(&private_key.der()).map_err(|error| refused(&error, chain, key))?;
        let certified = CertifiedKey::new(certificates, signing_key);
        match certified.keys_match() {
            // A signing key need not know its public key: then nothing can be compared.
            Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => {
                Ok(Self(Arc::new(certified)))
            }
            Err(error) => Err(refused(&error, chain, key)),
        }
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientIdentity({} certificates, key [redacted])", self.0.cert.len())
    }
}

fn only_key(pem: &Pem) -> Result<PrivateKey, TlsError> {
    let found = Found::in_bytes(pem.text());
    let missing = || TlsError::NoPrivateKey { file: pem.file.clone(), found };
    // The older encrypted form looks like damaged base64 to a PEM reader: say it first.
    if found == Found::EncryptedPrivateKey {
        return Err(missing());
    }
    let mut keys = pem.keys()?;
    match keys.len() {
        1 => keys.pop().ok_or_else(missing),
        0 => Err(missing()),
        count => Err(TlsError::TwoPrivateKeys { file: pem.file.clone(), count }),
    }
}

fn refused(error: &Error, chain: &str, key: &str) -> TlsError {
    let mut reason = error.to_string();
    // webpki's own error is private in rustls: its name in `Debug` is all there is.
    if reason.contains("UnsupportedCertVersion") {
        reason = "it is X.509 version 1, as `openssl x509 -req` makes without -extfile: issue it \
                  with extensions"
            .into();
    }
    match error {
        Error::InconsistentKeys(_) => {
            TlsError::KeyMismatch { chain: chain.into(), key: key.into() }
        }
        Error::InvalidCertificate(_) => TlsError::BadCertificate { file: chain.into(), reason },
        _ => TlsError::BadPrivateKey { file: key.into(), reason },
    }
}
