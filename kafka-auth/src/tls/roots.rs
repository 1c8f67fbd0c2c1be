//! Which authorities a broker's certificate may come from.

use std::path::PathBuf;

use rustls::RootCertStore;

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
}

impl TlsRoots {
    /// Reads and checks the authorities. Private keys and other sections in the PEM are ignored.
    ///
    /// # Errors
    /// The file cannot be read or is too large, the PEM is damaged, or no certificate in it can
    /// be used: never a fall back to the public authorities.
    pub fn load(&self) -> Result<LoadedRoots, TlsError> {
        match self {
            Self::Public => Ok(public()),
            Self::PemFile(path) => pinned(&Pem::read(path)?),
            Self::Pem(bytes) => pinned(&Pem::given(bytes)?),
        }
    }
}

fn public() -> LoadedRoots {
    let store = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    LoadedRoots { store, skipped: 0 }
}

fn pinned(pem: &Pem) -> Result<LoadedRoots, TlsError> {
    let certificates = pem.sections()?.certificates;
    if certificates.is_empty() {
        return Err(TlsError::NoCertificate {
            file: pem.file.clone(),
            found: Found::in_bytes(pem.text()),
        });
    }
    let mut store = RootCertStore::empty();
    let (added, skipped) = store.add_parsable_certificates(certificates);
    if added == 0 {
        return Err(unusable(pem));
    }
    Ok(LoadedRoots { store, skipped })
}

fn unusable(pem: &Pem) -> TlsError {
    TlsError::BadCertificate { file: pem.file.clone(), reason: "not X.509".into() }
}
