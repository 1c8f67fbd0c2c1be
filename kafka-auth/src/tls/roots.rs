//! Which authorities a broker's certificate may come from.

use std::path::PathBuf;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;

use super::TlsError;
use super::found::Found;
use super::pem::Pem;

/// The authorities to trust. A PEM *pins*: only its certificates are trusted, not the public ones.
///
/// Amazon MSK's certificates come from public authorities, so [`TlsRoots::Public`] (the default)
/// is right for it and no file is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsRoots {
    /// Mozilla's list, compiled in (`webpki-roots`). The machine's own store is not read.
    #[default]
    Public,
    /// The certificates of a PEM file, at most [`MAX_PEM`](super::MAX_PEM) bytes.
    PemFile(PathBuf),
    /// The certificates of a PEM text in memory, under the same limit.
    Pem(Vec<u8>),
    /// What this machine trusts (`rustls-native-certs`): the system's store, or the files that
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Read anew by every [`TlsRoots::load`].
    #[cfg(feature = "native-roots")]
    Native,
}

/// What [`TlsRoots::load`] found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoadedRoots {
    /// The authorities, ready for rustls.
    pub store: RootCertStore,
    /// How many PEM certificates were left out because rustls cannot read them. One odd
    /// certificate in a bundle of 150 does not disable the other 149.
    pub skipped: usize,
    /// The certificates themselves. None of the public ones: of those only names and keys are
    /// compiled in.
    pub certificates: Vec<CertificateDer<'static>>,
}

impl TlsRoots {
    /// Reads and checks the authorities. Private keys and other sections in the PEM are ignored.
    ///
    /// # Errors
    /// The file cannot be read or is too large, the PEM is damaged, or no certificate in it can
    /// be used: never a fall back to the public authorities.
    pub fn load(&self) -> Result<LoadedRoots, TlsError> {
        self.load_from(self.pem()?.as_ref())
    }

    /// [`TlsRoots::load`] with the PEM that [`TlsRoots::pem`] read.
    pub(super) fn load_from(&self, pem: Option<&Pem>) -> Result<LoadedRoots, TlsError> {
        match pem {
            Some(pem) => pinned(pem),
            #[cfg(feature = "native-roots")]
            None if *self == Self::Native => native(),
            None => Ok(public()),
        }
    }

    /// The PEM that pins, if one does.
    pub(super) fn pem(&self) -> Result<Option<Pem>, TlsError> {
        match self {
            Self::PemFile(path) => Pem::read(path).map(Some),
            Self::Pem(bytes) => Pem::given(bytes).map(Some),
            _ => Ok(None),
        }
    }
}

impl LoadedRoots {
    fn parse(certificates: Vec<CertificateDer<'static>>) -> Self {
        let mut store = RootCertStore::empty();
        let (_, skipped) = store.add_parsable_certificates(certificates.iter().cloned());
        Self { store, skipped, certificates }
    }
}

fn public() -> LoadedRoots {
    let store = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    LoadedRoots { store, skipped: 0, certificates: Vec::new() }
}

fn pinned(pem: &Pem) -> Result<LoadedRoots, TlsError> {
    let certificates = pem.certificates()?;
    if certificates.is_empty() {
        return Err(TlsError::NoCertificate {
            file: pem.file.clone(),
            found: Found::in_bytes(pem.text()),
        });
    }
    let loaded = LoadedRoots::parse(certificates);
    match loaded.store.is_empty() {
        true => Err(unusable(pem)),
        false => Ok(loaded),
    }
}

#[cfg(feature = "native-roots")]
fn native() -> Result<LoadedRoots, TlsError> {
    let found = rustls_native_certs::load_native_certs();
    let reason = match found.errors.first() {
        Some(error) => error.to_string(),
        None => "it is empty".into(),
    };
    let loaded = LoadedRoots::parse(found.certs);
    match loaded.store.is_empty() {
        true => Err(TlsError::NoNativeRoots { reason }),
        false => Ok(loaded),
    }
}

fn unusable(pem: &Pem) -> TlsError {
    TlsError::BadCertificate { file: pem.file.clone(), reason: "not X.509".into() }
}
