//! TLS settings for Kafka clients, built from PEM: one [`rustls::ClientConfig`] per client.
//!
//! The crypto provider is named explicitly, *ring* unless features or the caller say otherwise
//! ([`default_provider`]), so a second provider in the same program changes nothing. Nothing here
//! opens a connection.
//!
//! ```
//! use kafka_auth::tls::{self, TlsRoots};
//!
//! let config = tls::client_config(&TlsRoots::Public, None)?;
//! let name = tls::server_name("b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com.")?;
//! # let _ = (config, name);
//! # Ok::<(), tls::TlsError>(())
//! ```

mod error;
mod fault;
mod found;
mod identity;
mod key;
#[cfg(feature = "java-keystores")]
mod key_store;
mod name;
mod pem;
mod provider;
mod reload;
mod roots;
mod utc;
mod verifier;

pub use error::{KeyStoreFlaw, MAX_PEM, PemFlaw, TlsError};
pub use fault::{Times, TlsFault, classify, classify_io};
pub use found::Found;
pub use identity::ClientIdentity;
#[cfg(feature = "java-keystores")]
pub use key_store::KeyStore;
pub use name::distinguished_name;
pub use provider::default_provider;
pub use reload::{IdentityFiles, ReloadingConfig};
pub use roots::{LoadedRoots, TlsRoots};
pub use utc::Utc;

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};

/// Builds the one configuration that a client shares between all its connections.
///
/// TLS 1.2 and 1.3, server certificates always verified, session resumption on (rustls keeps
/// the tickets inside the configuration, so build it once and clone the `Arc`), no ALPN.
/// `identity` is the client certificate for listeners with `ssl.client.auth` (mTLS).
///
/// # Errors
/// Whatever [`TlsRoots::load`] and [`default_provider`] say.
pub fn client_config(
    roots: &TlsRoots,
    identity: Option<&ClientIdentity>,
) -> Result<Arc<ClientConfig>, TlsError> {
    client_config_with(default_provider()?, roots, identity)
}

/// [`client_config`] with cryptography of the caller's choice. Make the identity with
/// [`ClientIdentity::from_pem_with`] and the same provider.
///
/// # Errors
/// Whatever [`TlsRoots::load`] says, and [`TlsError::Config`] for a provider that cannot do TLS 1.2
/// and 1.3.
pub fn client_config_with(
    provider: Arc<CryptoProvider>,
    roots: &TlsRoots,
    identity: Option<&ClientIdentity>,
) -> Result<Arc<ClientConfig>, TlsError> {
    assemble(provider, roots.load()?.store, identity)
}

/// The name to verify the broker's certificate against, from the host that was dialled.
///
/// One trailing dot is dropped (certificates never carry it) and so are the brackets around an
/// IPv6 address. An IP address is verified against the certificate's IP names and sends no SNI.
///
/// # Errors
/// [`TlsError::ServerName`] if the host is neither a DNS name nor an IP address.
pub fn server_name(host: &str) -> Result<ServerName<'static>, TlsError> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let name = bare.strip_suffix('.').unwrap_or(bare);
    ServerName::try_from(name.to_owned()).map_err(|_| TlsError::ServerName { host: host.into() })
}

fn assemble(
    provider: Arc<CryptoProvider>,
    roots: RootCertStore,
    identity: Option<&ClientIdentity>,
) -> Result<Arc<ClientConfig>, TlsError> {
    let verifier = verifier::Verifier::new(provider.clone(), roots)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Config(error.to_string()))?
        // rustls's own verifier, in words of ours.
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    Ok(Arc::new(match identity {
        Some(identity) => builder.with_client_cert_resolver(identity.resolver()),
        None => builder.with_no_client_auth(),
    }))
}
