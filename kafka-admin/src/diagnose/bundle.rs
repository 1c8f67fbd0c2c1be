//! A CA file that every family of clients accepts.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::anchors::Anchor;
#[cfg(feature = "native-roots")]
use super::anchors::Anchors;
use super::{Certificate, Chain, PeerText};
#[cfg(feature = "native-roots")]
use crate::TlsRoots;

/// The longest bundle, in certificates.
const MAX_BUNDLE: usize = 16;

/// The authorities above a server's certificate, the last one a self-signed root.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bundle {
    /// From the issuer of the server's certificate to the root; at least one.
    pub authorities: Vec<Certificate>,
    /// Where the root came from.
    pub source: RootSource,
}

/// Whose word it is that a root is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootSource {
    /// The caller's: it is among the trusted certificates.
    Given,
    /// This machine's: it is in the system's list (feature `native-roots`).
    Machine,
    /// The server's own, which proves nothing: compare [`Certificate::fingerprint`] with what the
    /// authority publishes.
    Server,
}

/// There is no root to end a bundle with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoBundle {
    /// The authority whose certificate is missing.
    pub missing: PeerText,
    /// Where it can be fetched, by the word of the certificate below it.
    pub url: Option<PeerText>,
    /// Whether it is one of the public authorities that are compiled in: of those there are only
    /// names and keys.
    pub is_public: bool,
}

impl Bundle {
    /// PEM, a line of text with the name above each certificate.
    #[must_use]
    pub fn to_pem(&self) -> String {
        self.authorities.iter().map(Certificate::to_pem).collect()
    }
}

impl Certificate {
    /// PEM with the name above it.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let text = STANDARD.encode(&self.parts.der);
        let mut pem = format!("# {}\n-----BEGIN CERTIFICATE-----\n", self.subject);
        for (index, c) in text.chars().enumerate() {
            if index > 0 && index % 64 == 0 {
                pem.push('\n');
            }
            pem.push(c);
        }
        pem + "\n-----END CERTIFICATE-----\n"
    }

    /// SHA-256 of the certificate as authorities publish it: `1B:A5:…`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.parts.der);
        let bytes: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        bytes.join(":")
    }
}

impl fmt::Display for NoBundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { missing, url, is_public } = self;
        write!(f, "the certificate of {missing} is not at hand")?;
        if *is_public {
            f.write_str(": of the public authorities only names and keys are compiled in")?;
        }
        match url {
            Some(url) => write!(f, "; the certificate below it says it is at {url}"),
            None => Ok(()),
        }
    }
}

impl Chain<'_> {
    pub(super) fn bundle(self) -> Result<Bundle, NoBundle> {
        let Some(own) = self.certificates.first() else { return Err(nobody()) };
        let mut authorities = Vec::new();
        let (mut last, mut source) = (own.clone(), self.source(own));
        while !last.is_self_signed(self.provider) {
            let issuer = self.issuer_anywhere(&last).filter(|_| authorities.len() < MAX_BUNDLE);
            (last, source) = issuer.ok_or_else(|| self.missing(&last))?;
            authorities.push(last.clone());
        }
        if authorities.is_empty() {
            authorities.push(last);
        }
        Ok(Bundle { authorities, source })
    }

    fn source(self, presented: &Certificate) -> RootSource {
        match self.anchors.contain(presented) {
            true => RootSource::Given,
            false => RootSource::Server,
        }
    }

    fn issuer_anywhere(self, of: &Certificate) -> Option<(Certificate, RootSource)> {
        if let Some(Anchor::Whole(issuer)) = self.anchors.issuer(of, self.provider) {
            return Some((issuer.clone(), RootSource::Given));
        }
        // The machine's word about a root counts for more than the server's.
        let machine = machine_issuer(of, self).map(|issuer| (issuer, RootSource::Machine));
        let presented =
            || self.presented_issuer(of).map(|issuer| (issuer.clone(), self.source(issuer)));
        machine.or_else(presented)
    }

    fn missing(self, below: &Certificate) -> NoBundle {
        NoBundle {
            missing: below.issuer.clone(),
            url: below.issuer_url.clone(),
            is_public: matches!(self.anchors.issuer(below, self.provider), Some(Anchor::Bare)),
        }
    }
}

fn nobody() -> NoBundle {
    NoBundle { missing: PeerText::new("the server"), url: None, is_public: false }
}

#[cfg(feature = "native-roots")]
fn machine_issuer(of: &Certificate, chain: Chain<'_>) -> Option<Certificate> {
    // A machine without a list of its own is no reason to fail.
    let anchors = Anchors::load(&TlsRoots::Native).ok()?;
    match anchors.issuer(of, chain.provider) {
        Some(Anchor::Whole(issuer)) => Some(issuer.clone()),
        _ => None,
    }
}

#[cfg(not(feature = "native-roots"))]
fn machine_issuer(_: &Certificate, _: Chain<'_>) -> Option<Certificate> {
    None
}
