//! What is trusted, as names and keys, and as whole certificates where there are any.

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;

use super::Certificate;
use crate::tls::{TlsError, TlsRoots};

/// The trusted authorities.
pub(super) struct Anchors {
    store: RootCertStore,
    whole: Vec<Certificate>,
}

/// One of them.
#[derive(Clone, Copy)]
pub(super) enum Anchor<'a> {
    Whole(&'a Certificate),
    /// A name and a key, from the list that is compiled in: all of those are self-signed roots.
    Bare,
}

impl Anchors {
    pub(super) fn load(roots: &TlsRoots) -> Result<Self, TlsError> {
        let loaded = roots.load_whole()?;
        let whole = loaded.certificates.iter().filter_map(Certificate::read).collect();
        Ok(Self { store: loaded.roots.store, whole })
    }

    pub(super) fn store(&self) -> RootCertStore {
        self.store.clone()
    }

    /// Whether the certificate is one of them.
    pub(super) fn contain(&self, certificate: &Certificate) -> bool {
        let parts = &certificate.parts;
        match self.whole.is_empty() {
            false => self.whole.iter().any(|anchor| anchor == certificate),
            true => self.store.roots.iter().any(|anchor| {
                anchor.subject.as_ref() == parts.subject
                    && anchor.subject_public_key_info.as_ref() == parts.key
            }),
        }
    }

    /// Whether one of them has the name of the issuer.
    pub(super) fn name(&self, of: &Certificate) -> bool {
        self.store.roots.iter().any(|anchor| anchor.subject.as_ref() == of.parts.issuer)
    }

    /// The one that issued it.
    pub(super) fn issuer(&self, of: &Certificate, provider: &CryptoProvider) -> Option<Anchor<'_>> {
        let issued = |subject: &[u8], key: &[u8]| {
            subject == of.parts.issuer && of.is_signed_by(key, provider)
        };
        let whole =
            self.whole.iter().find(|anchor| issued(&anchor.parts.subject, &anchor.parts.key));
        let bare = || {
            let mut roots = self.store.roots.iter().filter(|_| self.whole.is_empty());
            roots.find(|anchor| issued(&anchor.subject, &anchor.subject_public_key_info))
        };
        whole.map(Anchor::Whole).or_else(|| bare().map(|_| Anchor::Bare))
    }
}
