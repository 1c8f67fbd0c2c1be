//! What is trusted, as names and keys, and as whole certificates where there are any.

use kafka_auth::tls::TlsError;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;

use super::certificate::{Certificate, Parts};
use crate::TlsRoots;

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
        let loaded = roots.load()?;
        let whole = loaded.certificates.iter().filter_map(Certificate::read).collect();
        Ok(Self { store: loaded.store, whole })
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
    pub(super) fn has_name_of_issuer(&self, of: &Certificate) -> bool {
        self.store.roots.iter().any(|anchor| anchor.subject.as_ref() == of.parts.issuer)
    }

    /// The one that issued it.
    pub(super) fn issuer(&self, of: &Certificate, provider: &CryptoProvider) -> Option<Anchor<'_>> {
        let whole = self.whole.iter().find(|anchor| {
            let Parts { subject, key, .. } = &anchor.parts;
            of.is_issued_by(subject, key, provider)
        });
        if let Some(whole) = whole {
            return Some(Anchor::Whole(whole));
        }
        let mut bare = self.store.roots.iter().filter(|_| self.whole.is_empty());
        bare.any(|it| of.is_issued_by(&it.subject, &it.subject_public_key_info, provider))
            .then_some(Anchor::Bare)
    }
}
