//! Which cryptography TLS uses.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

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
