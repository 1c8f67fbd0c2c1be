//! JKS, Java's own format, which no standard describes: `sun.security.provider.JavaKeyStore` writes it.

use rustls::pki_types::CertificateDer;
use sha1::{Digest, Sha1};

use super::fault::Fault;
use super::key_protector::{DIGEST_BYTES, utf16};
use super::pbe;
use super::work::Work;
use super::{Contents, KeyEntry, StoredKey};
use crate::Secret;
use crate::crypto::same_bytes;
use crate::tls::KeyStoreFlaw;

const JKS: u32 = 0xfeed_feed;
const PRIVATE_KEY: u32 = 1;
const CERTIFICATE: u32 = 2;

/// Reads a store, and checks its digest where there is a password.
pub(super) fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Contents, Fault> {
    let mut fields = Fields(bytes);
    if fields.number()? != JKS {
        return Err(Fault::unsupported("JCEKS"));
    }
    let typed = match fields.number()? {
        1 => false,
        2 => true,
        _ => return Err(Fault::unsupported("this version of JKS")),
    };
    let mut contents = Contents::default();
    for _ in 0..fields.number()? {
        fields.entry(typed, &mut contents)?;
    }
    let digest = fields.0;
    match (digest.len(), password) {
        (DIGEST_BYTES, Some(password)) => {
            let stored = &bytes[..bytes.len() - DIGEST_BYTES];
            check(stored, digest, password, &contents).map(|()| contents)
        }
        (DIGEST_BYTES, None) => Ok(contents),
        _ => Err(Fault::MALFORMED),
    }
}

/// The digest of password and content tells neither of them wrong. A key has a digest of its own: if the
/// password fits that one, the content was changed.
fn check(
    stored: &[u8],
    digest: &[u8],
    password: &Secret,
    contents: &Contents,
) -> Result<(), Fault> {
    let made = Sha1::new()
        .chain_update(&*utf16(password.expose()))
        .chain_update(b"Mighty Aphrodite")
        .chain_update(stored)
        .finalize();
    if same_bytes(&made, digest) {
        return Ok(());
    }
    let fits = |entry: &KeyEntry| match &entry.key {
        StoredKey::Encrypted(info) => {
            pbe::private_key(info, Some(password), &mut Work::new()).is_ok()
        }
        StoredKey::Plain(_) => false,
    };
    match contents.keys.first().is_some_and(fits) {
        true => Err(Fault::Flaw(KeyStoreFlaw::Changed)),
        false => Err(Fault::Password),
    }
}

/// What `java.io.DataOutputStream` wrote.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn entry(&mut self, typed: bool, contents: &mut Contents) -> Result<(), Fault> {
        let kind = self.number()?;
        self.text()?; // the alias
        self.take(8)?; // when it was made
        match kind {
            PRIVATE_KEY => {
                let key = StoredKey::Encrypted(self.block()?.to_vec());
                let mut chain = Vec::new();
                for _ in 0..self.number()? {
                    chain.extend(self.certificate(typed)?);
                }
                contents.keys.push(KeyEntry { key, chain });
            }
            CERTIFICATE => contents.certificates.extend(self.certificate(typed)?),
            _ => return Err(Fault::MALFORMED),
        }
        Ok(())
    }

    /// `None` for a certificate of another kind than X.509.
    fn certificate(&mut self, typed: bool) -> Result<Option<CertificateDer<'static>>, Fault> {
        let kind = if typed { self.text()? } else { b"X.509" };
        let der = self.block()?;
        match kind == b"X.509" {
            true if super::chain::is_certificate(der) => Ok(Some(der.to_vec().into())),
            true => Err(Fault::MALFORMED),
            false => Ok(None),
        }
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let bytes = self.take(4)?.try_into().map_err(|_| Fault::MALFORMED)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn text(&mut self) -> Result<&'a [u8], Fault> {
        let bytes = self.take(2)?.try_into().map_err(|_| Fault::MALFORMED)?;
        self.take(u16::from_be_bytes(bytes).into())
    }

    fn block(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.number()?;
        self.take(usize::try_from(length).map_err(|_| Fault::MALFORMED)?)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Fault::MALFORMED)?;
        self.0 = rest;
        Ok(taken)
    }
}
