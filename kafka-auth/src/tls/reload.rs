//! TLS settings that follow their files.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use sha2::{Digest, Sha256};

use super::pem::Pem;
use super::{ClientIdentity, TlsError, TlsRoots, assemble, default_provider};

/// Where a client certificate and its key lie: the same file twice if it holds both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityFiles {
    /// The chain in PEM, the client's own certificate first.
    pub chain: PathBuf,
    /// The private key in PEM, as [`ClientIdentity`] takes it.
    pub key: PathBuf,
}

/// Settings for certificates that are rotated while the program runs: ask
/// [`ReloadingConfig::config`] before each connection instead of keeping one configuration.
///
/// - Files that hold the same bytes give the same configuration, so sessions are still resumed
///   after a file was merely written again.
/// - Other bytes give a new configuration with no sessions: an old one vouches for the old trust.
/// - Files that cannot be used (half written, a key that does not belong to the certificate yet)
///   leave the last good configuration in force; [`ReloadingConfig::fault`] says why.
///
/// Keys are read as [`ClientIdentity::from_pem_with`] does.
///
/// Only files are followed: [`TlsRoots::PemFile`] and [`IdentityFiles`]. The system's own list is
/// read again when one of them changes.
pub struct ReloadingConfig {
    provider: Arc<CryptoProvider>,
    roots: TlsRoots,
    identity: Option<IdentityFiles>,
    current: Mutex<Current>,
}

struct Current {
    config: Arc<ClientConfig>,
    digest: [u8; 32],
    fault: Option<TlsError>,
}

/// What the files hold at one moment.
struct Contents {
    roots: Option<Pem>,
    identity: Option<[Pem; 2]>,
}

impl ReloadingConfig {
    /// Reads the files for the first time.
    ///
    /// # Errors
    /// As [`client_config`](super::client_config) and [`ClientIdentity::from_pem_files`]: to start
    /// with, the files must be good.
    pub fn new(roots: TlsRoots, identity: Option<IdentityFiles>) -> Result<Self, TlsError> {
        Self::with_provider(default_provider()?, roots, identity)
    }

    /// [`ReloadingConfig::new`] with cryptography of the caller's choice.
    ///
    /// # Errors
    /// As [`ReloadingConfig::new`].
    pub fn with_provider(
        provider: Arc<CryptoProvider>,
        roots: TlsRoots,
        identity: Option<IdentityFiles>,
    ) -> Result<Self, TlsError> {
        let contents = Contents::read(&roots, identity.as_ref())?;
        let current = Mutex::new(contents.build(&provider, &roots)?);
        Ok(Self { provider, roots, identity, current })
    }

    /// The configuration for the next connection. Reads the files: a few KiB, and it blocks.
    #[must_use]
    pub fn config(&self) -> Arc<ClientConfig> {
        let mut current = self.lock();
        if let Err(fault) = self.refresh(&mut current) {
            current.fault = Some(fault);
        }
        current.config.clone()
    }

    /// Why the files as [`ReloadingConfig::config`] last saw them are not in use.
    #[must_use]
    pub fn fault(&self) -> Option<TlsError> {
        self.lock().fault.clone()
    }

    fn refresh(&self, current: &mut Current) -> Result<(), TlsError> {
        let contents = Contents::read(&self.roots, self.identity.as_ref())?;
        match contents.digest() == current.digest {
            true => current.fault = None,
            false => *current = contents.build(&self.provider, &self.roots)?,
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Current> {
        // Each change is one assignment: what a panic leaves behind is whole.
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for ReloadingConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { roots, identity, .. } = self;
        f.debug_struct("ReloadingConfig")
            .field("roots", roots)
            .field("identity", identity)
            .finish_non_exhaustive()
    }
}

impl Contents {
    fn read(roots: &TlsRoots, identity: Option<&IdentityFiles>) -> Result<Self, TlsError> {
        let read = |files: &IdentityFiles| Ok([Pem::read(&files.chain)?, Pem::read(&files.key)?]);
        Ok(Self { roots: roots.pem()?, identity: identity.map(read).transpose()? })
    }

    fn build(&self, provider: &Arc<CryptoProvider>, roots: &TlsRoots) -> Result<Current, TlsError> {
        let certify = |[chain, key]: &[Pem; 2]| ClientIdentity::certify_with(provider, chain, key);
        let identity = self.identity.as_ref().map(certify).transpose()?;
        let store = roots.load_from(self.roots.as_ref())?.store;
        let config = assemble(provider.clone(), store, identity.as_ref())?;
        Ok(Current { config, digest: self.digest(), fault: None })
    }

    /// Of all of them: nothing of a private key is kept to compare with.
    fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for pem in self.roots.iter().chain(self.identity.iter().flatten()) {
            hash.update(pem.bytes.len().to_be_bytes());
            hash.update(&pem.bytes);
        }
        // In place: moved, it would leave its last block behind.
        hash.finalize_reset().into()
    }
}
