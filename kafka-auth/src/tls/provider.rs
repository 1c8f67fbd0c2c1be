//! Which cryptography TLS uses.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::SigningKey;

use super::TlsError;

/// The provider used where none is handed over: *ring* with the feature `ring` (the default), else
/// aws-lc-rs with the feature `aws-lc-rs`.
///
/// Cargo unites features over a whole program, so both may be on without anybody having asked for
/// it: that another crate enables `aws-lc-rs` changes nothing here. Whoever wants it in such a
/// program hands `rustls::crypto::aws_lc_rs::default_provider()` to
/// [`client_config_with`](super::client_config_with). rustls' process-wide default provider is
/// neither read nor set.
///
/// # Errors
/// [`TlsError::NoProvider`] without either feature.
pub fn default_provider() -> Result<Arc<CryptoProvider>, TlsError> {
    chosen()
}

#[cfg(feature = "ring")]
fn chosen() -> Result<Arc<CryptoProvider>, TlsError> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
fn chosen() -> Result<Arc<CryptoProvider>, TlsError> {
    Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
fn chosen() -> Result<Arc<CryptoProvider>, TlsError> {
    Err(TlsError::NoProvider)
}

/// Reads a private key.
pub(super) type LoadKey = fn(&PrivateKeyDer<'_>) -> Result<Arc<dyn SigningKey>, rustls::Error>;

/// How [`default_provider`] reads a private key, where it is: rustls' `KeyProvider` takes a copy of its
/// own, and does not wipe it.
#[cfg(feature = "ring")]
pub(super) fn default_load_key() -> Result<LoadKey, TlsError> {
    Ok(rustls::crypto::ring::sign::any_supported_type)
}

#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
pub(super) fn default_load_key() -> Result<LoadKey, TlsError> {
    Ok(rustls::crypto::aws_lc_rs::sign::any_supported_type)
}

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
pub(super) fn default_load_key() -> Result<LoadKey, TlsError> {
    Err(TlsError::NoProvider)
}
