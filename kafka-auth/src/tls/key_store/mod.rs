//! Java's key stores: JKS and PKCS#12, as `keytool` and OpenSSL write them.

mod chain;
mod elements;
mod fault;
mod jks;
mod key_protector;
mod pbe;
mod pkcs12;
mod work;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use zeroize::Zeroizing;

use super::found::Found;
use super::key::PrivateKey;
use super::pem::Pem;
use super::provider::default_load_key;
use super::{ClientIdentity, KeyStoreFlaw, TlsError, TlsRoots};
use crate::Secret;

use work::Work;

/// A key store of Java: JKS, or PKCS#12 (`.p12`, `.pfx`) with the encryption of today (PBES2) or of
/// the last century (3DES, RC2). JCEKS and files with BER's indefinite lengths are not read.
///
/// `Debug` shows neither keys nor passwords. Keys stay encrypted until [`identity`](Self::identity),
/// which wipes what it decrypts, as [`ClientIdentity`] does.
///
/// A file may be of at most [`MAX_PEM`](super::MAX_PEM) bytes, and may ask for as much work as a million
/// iterations each for the certificates, for one key and for the check of the password. That takes a few
/// seconds, and it blocks; what `keytool` and OpenSSL write takes milliseconds.
pub struct KeyStore {
    file: String,
    contents: Contents,
    password: Option<Secret>,
}

/// What a key store holds, when its password is known to be right.
#[derive(Default)]
struct Contents {
    certificates: Vec<CertificateDer<'static>>,
    keys: Vec<KeyEntry>,
}

/// A private key and its certificates, its own first.
struct KeyEntry {
    key: StoredKey,
    chain: Vec<CertificateDer<'static>>,
}

/// A PKCS#8 key as it lies in the file.
enum StoredKey {
    /// A PKCS#12 keyBag.
    Plain(Zeroizing<Vec<u8>>),
    /// RFC 5958 section 3: an EncryptedPrivateKeyInfo.
    Encrypted(Vec<u8>),
}

impl KeyStore {
    /// Reads a file; `None` when it is of another kind, such as PEM. What the file is decides, not its name.
    ///
    /// Without a password a JKS file is read as Java reads it, with nothing to show that it is
    /// unchanged; a PKCS#12 file must then be one that is not encrypted, or that is with the empty password.
    ///
    /// # Errors
    /// The file cannot be read or is too large, the password is wrong or missing, or the file is damaged.
    pub fn read(path: &Path, password: Option<Secret>) -> Result<Option<Self>, TlsError> {
        let stored = Pem::read(path)?;
        let read = match Found::in_bytes(&stored.bytes) {
            Found::JavaKeyStore => jks::read(&stored.bytes, password.as_ref()),
            Found::Pkcs12 => pkcs12::read(&stored.bytes, password.as_ref()),
            _ => return Ok(None),
        };
        let file = stored.file;
        match read {
            Ok(contents) => Ok(Some(Self { file, contents, password })),
            Err(fault) => Err(fault.of_store(file, password.is_some())),
        }
    }

    /// All certificates in it, whether or not they belong to a key, as authorities.
    ///
    /// # Errors
    /// [`KeyStoreFlaw::NoCertificate`].
    pub fn roots(&self) -> Result<TlsRoots, TlsError> {
        let chains = self.contents.keys.iter().flat_map(|entry| &entry.chain);
        let mut all: Vec<_> = self.contents.certificates.iter().chain(chains).collect();
        all.sort_by(|one, other| one.as_ref().cmp(other.as_ref()));
        all.dedup();
        match all.is_empty() {
            true => Err(self.flawed(KeyStoreFlaw::NoCertificate)),
            false => Ok(TlsRoots::Pem(all.into_iter().map(pem).collect::<String>().into_bytes())),
        }
    }

    /// The private key and its chain. `key_password` is the key's own password where it has one
    /// (`ssl.key.password`); else it is the store's.
    ///
    /// # Errors
    /// No private key or more than one, a key without a certificate or with another one's, a password that does
    /// not fit the key.
    pub fn identity(&self, key_password: Option<&Secret>) -> Result<ClientIdentity, TlsError> {
        let load = default_load_key()?;
        self.identity_with(load, key_password)
    }

    /// [`KeyStore::identity`] for a provider of the caller's choice, as [`ClientIdentity::from_pem_with`].
    ///
    /// # Errors
    /// As [`KeyStore::identity`].
    pub fn identity_for(
        &self,
        provider: &CryptoProvider,
        key_password: Option<&Secret>,
    ) -> Result<ClientIdentity, TlsError> {
        let load =
            |key: &PrivateKeyDer<'_>| provider.key_provider.load_private_key(key.clone_key());
        self.identity_with(load, key_password)
    }

    fn identity_with(
        &self,
        load: impl Fn(&PrivateKeyDer<'_>) -> Result<Arc<dyn SigningKey>, rustls::Error>,
        key_password: Option<&Secret>,
    ) -> Result<ClientIdentity, TlsError> {
        let entry = self.only_key()?;
        let key = self.decrypted(&entry.key, key_password)?;
        ClientIdentity::certified(load, entry.chain.clone(), &key, &self.file, &self.file)
    }

    fn only_key(&self) -> Result<&KeyEntry, TlsError> {
        match &self.contents.keys[..] {
            [] => Err(self.flawed(KeyStoreFlaw::NoPrivateKey)),
            [entry] if entry.chain.is_empty() => Err(self.flawed(KeyStoreFlaw::NoCertificate)),
            [entry] => Ok(entry),
            keys => Err(TlsError::TwoPrivateKeys { file: self.file.clone(), count: keys.len() }),
        }
    }

    fn decrypted(
        &self,
        key: &StoredKey,
        key_password: Option<&Secret>,
    ) -> Result<PrivateKey, TlsError> {
        let password = key_password.or(self.password.as_ref());
        let der = match key {
            StoredKey::Plain(der) => Ok(der.clone()),
            StoredKey::Encrypted(info) => pbe::private_key(info, password, &mut Work::new()),
        };
        der.map(PrivateKey::pkcs8)
            .map_err(|fault| fault.of_key(self.file.clone(), password.is_some()))
    }

    fn flawed(&self, flaw: KeyStoreFlaw) -> TlsError {
        TlsError::KeyStore { file: self.file.clone(), flaw }
    }
}

impl fmt::Debug for KeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, contents, .. } = self;
        f.debug_struct("KeyStore")
            .field("file", file)
            .field("certificates", &contents.certificates.len())
            .field("keys", &contents.keys.len())
            .finish_non_exhaustive()
    }
}

/// RFC 7468 section 2: lines of 64 characters.
fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = STANDARD.encode(certificate);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
