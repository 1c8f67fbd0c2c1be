//! Trust and identity from files that are PEM or, with the feature `java-keystores`, Java's key stores.

use std::path::Path;

use kafka_auth::tls::{ClientIdentity, TlsRoots};

use super::keys::Keys;
use crate::escape::Escaped;
use crate::{Error, Result};

/// The values of `ssl.truststore.type` and `ssl.keystore.type`. What a file is shows in its bytes, as in
/// Java since version 9, where JKS also reads PKCS#12.
const TYPES: [&str; 3] = ["JKS", "PEM", "PKCS12"];

impl Keys<'_> {
    /// The authorities.
    pub(super) fn roots(&self) -> Result<TlsRoots> {
        self.store_type("ssl.truststore.type")?;
        let password = self.get("ssl.truststore.password");
        if let Some(pem) = self.get("ssl.truststore.certificates") {
            return Ok(TlsRoots::Pem(pem.as_bytes().to_vec()));
        }
        match self.get("ssl.truststore.location") {
            None | Some("probe") => Ok(TlsRoots::Public),
            Some(path) => roots_at(path, password),
        }
    }

    /// The client's certificate and key, if there are any.
    pub(super) fn identity(&self) -> Result<Option<ClientIdentity>> {
        self.store_type("ssl.keystore.type")?;
        let (of_store, of_key) = (self.get("ssl.keystore.password"), self.get("ssl.key.password"));
        let chain = self.get("ssl.keystore.certificate.chain");
        let key = self.get("ssl.keystore.key");
        let store = self.get("ssl.keystore.location");
        let (chain_file, key_file) =
            (self.get("ssl.certificate.location"), self.get("ssl.key.location"));
        let identity = match (chain, key, chain_file.or(store), key_file.or(store)) {
            (Some(chain), Some(key), ..) => {
                ClientIdentity::from_pem(chain.as_bytes(), key.as_bytes())
                    .map_err(Error::of_tls_settings)
            }
            (_, _, Some(chain), Some(key)) => identity_at(chain, key, of_store, of_key),
            (None, None, None, None) => return Ok(None),
            _ => Err(Error::config("a client certificate needs both a certificate and a key")),
        };
        identity.map(Some)
    }

    fn store_type(&self, name: &'static str) -> Result<()> {
        let known = |text: &str| TYPES.iter().any(|known| known.eq_ignore_ascii_case(text));
        match self.get(name).filter(|text| !known(text)) {
            None => Ok(()),
            Some(text) => Err(Error::config(format!("{name}: {} is not read", Escaped(text)))
                .hinted(format!("use {}", TYPES.join(", ")))),
        }
    }
}

#[cfg(feature = "java-keystores")]
fn roots_at(path: &str, password: Option<&str>) -> Result<TlsRoots> {
    match key_store(path, password)? {
        Some(store) => store.roots().map_err(Error::of_tls_settings),
        None => Ok(TlsRoots::PemFile(path.into())),
    }
}

#[cfg(not(feature = "java-keystores"))]
fn roots_at(path: &str, _password: Option<&str>) -> Result<TlsRoots> {
    Ok(TlsRoots::PemFile(path.into()))
}

fn identity_at(
    chain: &str,
    key: &str,
    of_store: Option<&str>,
    of_key: Option<&str>,
) -> Result<ClientIdentity> {
    if chain == key
        && let Some(identity) = stored_identity(chain, of_store, of_key)?
    {
        return Ok(identity);
    }
    ClientIdentity::from_pem_files(Path::new(chain), Path::new(key)).map_err(Error::of_tls_settings)
}

/// With the password of the store, and that of the key where it has its own.
#[cfg(feature = "java-keystores")]
fn stored_identity(
    path: &str,
    of_store: Option<&str>,
    of_key: Option<&str>,
) -> Result<Option<ClientIdentity>> {
    let Some(store) = key_store(path, of_store)? else { return Ok(None) };
    let key = of_key.map(kafka_auth::Secret::new);
    store.identity(key.as_ref()).map(Some).map_err(Error::of_tls_settings)
}

#[cfg(not(feature = "java-keystores"))]
fn stored_identity(
    _path: &str,
    _of_store: Option<&str>,
    _of_key: Option<&str>,
) -> Result<Option<ClientIdentity>> {
    Ok(None)
}

/// `None` where the file is not a key store. One that cannot be read is left to whoever reads PEM, later.
#[cfg(feature = "java-keystores")]
fn key_store(path: &str, password: Option<&str>) -> Result<Option<kafka_auth::tls::KeyStore>> {
    use kafka_auth::tls::{KeyStore, TlsError};
    match KeyStore::read(Path::new(path), password.map(kafka_auth::Secret::new)) {
        Err(TlsError::Unreadable { .. }) => Ok(None),
        read => read.map_err(Error::of_tls_settings),
    }
}
