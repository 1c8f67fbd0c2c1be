//! What a server presents, which link of the chain fails and why, and for whom.
//!
//! [`presented`] gets the certificates, [`inspect`] judges them. [`Checkup`] looks at the whole way to a
//! cluster.
//!
//! Families of TLS libraries differ in where a chain may end. rustls, Go and Java are content with
//! any certificate they were told to trust. The OpenSSL family (librdkafka, kcat, Python, Node) goes
//! on to a self-signed root unless `X509_V_FLAG_PARTIAL_CHAIN` is set: a CA file with nothing but an
//! intermediate works for the first and fails for the second.

mod anchors;
mod bundle;
mod certificate;
mod checkup;
#[cfg(feature = "msk-iam")]
mod iam;
mod openssl;
mod presented;
mod read;
mod recorder;

pub use bundle::{Bundle, NoBundle, RootSource};
pub use certificate::Certificate;
pub use checkup::{Check, Checkup, Examination, Finding, Severity, Stage, State, Way};
#[cfg(feature = "msk-iam")]
pub use iam::{IamLogin, iam_logins};
pub use openssl::OpensslFault;
pub use presented::presented;
pub use read::KeyKind;

pub use kafka_auth::PeerText;
pub use kafka_auth::tls::{TlsFault, Utc};

use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use kafka_auth::tls::{TlsError, classify, default_provider, server_name};

use crate::{Error, TlsRoots};
use anchors::Anchors;

/// How many of the presented certificates are looked at: twice what rustls follows.
pub const MAX_PRESENTED: usize = 16;

/// What [`inspect`] found out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Inspection {
    /// The certificates in the order they came, the server's own first, at most [`MAX_PRESENTED`].
    pub links: Vec<Link>,
    /// How many more there were that are no certificates.
    pub unreadable: usize,
    /// Whether this library accepts the chain; the word of rustls itself.
    pub rustls: Result<(), TlsFault>,
    /// Whether clients with OpenSSL accept it when they trust the same; a replay of its rules.
    pub openssl: Result<(), OpensslFault>,
    bundle: Result<Bundle, NoBundle>,
}

/// One presented certificate and its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// What it says.
    pub certificate: Certificate,
    /// Who issued it.
    pub issuer: IssuerFound,
    /// Whether it is itself one of the trusted certificates.
    pub is_trusted: bool,
}

/// Where the issuer of a certificate was found. Names and signature have to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssuerFound {
    /// It signed itself: the chain ends here.
    Itself,
    /// One of the trusted authorities.
    Trusted,
    /// The presented certificate of this index.
    Presented(usize),
    /// Somebody has the right name and the wrong key: an authority that was made again, or a
    /// signature of an unknown kind.
    WrongKey,
    /// Nobody at hand has the name: the server left an intermediate out, or the authority is not
    /// trusted here.
    Missing,
}

/// Judges the chain that a server presented, its own certificate first, at the moment `clock`, for who
/// called it by the name `host`.
///
/// # Errors
/// [`ErrorKind::Config`](crate::ErrorKind::Config) if the authorities cannot be loaded, or the host is
/// neither a DNS name nor an IP address. A chain that nobody accepts is a result, and no error.
pub fn inspect(
    presented: &[CertificateDer<'_>],
    host: &str,
    roots: &TlsRoots,
    clock: Utc,
) -> crate::Result<Inspection> {
    judge(presented, host, roots, clock).map_err(Error::of_tls_settings)
}

fn judge(
    presented: &[CertificateDer<'_>],
    host: &str,
    roots: &TlsRoots,
    clock: Utc,
) -> Result<Inspection, TlsError> {
    let (host, provider) = (server_name(host)?, default_provider()?);
    let anchors = Anchors::load(roots)?;
    let looked_at = presented.iter().take(MAX_PRESENTED);
    let certificates: Vec<_> = looked_at.clone().filter_map(Certificate::read).collect();
    let chain = Chain { certificates: &certificates, anchors: &anchors, provider: &provider };
    Ok(Inspection {
        links: chain.links(),
        unreadable: looked_at.len() - certificates.len(),
        rustls: ask_rustls(presented, &host, anchors.store(), &provider, clock)?,
        openssl: chain.ask_openssl(&host, clock),
        bundle: chain.bundle(),
    })
}

impl Inspection {
    /// A CA file for this server that every family of clients accepts: the authorities above its
    /// certificate, up to a self-signed root. [`Bundle::source`] says whose word the root is.
    ///
    /// # Errors
    /// When the root is nowhere at hand: who has it.
    pub fn bundle(&self) -> Result<&Bundle, &NoBundle> {
        self.bundle.as_ref()
    }
}

/// What was presented, and what it is judged by.
#[derive(Clone, Copy)]
struct Chain<'a> {
    certificates: &'a [Certificate],
    anchors: &'a Anchors,
    provider: &'a CryptoProvider,
}

impl<'a> Chain<'a> {
    fn links(self) -> Vec<Link> {
        let mut links = Vec::new();
        for certificate in self.certificates {
            links.push(Link {
                certificate: certificate.clone(),
                issuer: self.issuer_found(certificate),
                is_trusted: self.anchors.contain(certificate),
            });
        }
        links
    }

    fn issuer_found(self, of: &Certificate) -> IssuerFound {
        if of.is_self_signed(self.provider) {
            return IssuerFound::Itself;
        }
        if self.anchors.issuer(of, self.provider).is_some() {
            return IssuerFound::Trusted;
        }
        if let Some(index) = self.certificates.iter().position(|issuer| self.issued(issuer, of)) {
            return IssuerFound::Presented(index);
        }
        match self.has_name_of_issuer(of) {
            true => IssuerFound::WrongKey,
            false => IssuerFound::Missing,
        }
    }

    fn has_name_of_issuer(self, of: &Certificate) -> bool {
        self.certificates.iter().any(|issuer| issuer.parts.subject == of.parts.issuer)
            || self.anchors.has_name_of_issuer(of)
    }

    /// The presented issuer of a certificate.
    fn presented_issuer(self, of: &Certificate) -> Option<&'a Certificate> {
        self.certificates.iter().find(|issuer| self.issued(issuer, of))
    }

    fn issued(self, issuer: &Certificate, of: &Certificate) -> bool {
        of.is_issued_by(&issuer.parts.subject, &issuer.parts.key, self.provider)
    }
}

fn ask_rustls(
    presented: &[CertificateDer<'_>],
    host: &ServerName<'_>,
    store: rustls::RootCertStore,
    provider: &Arc<CryptoProvider>,
    clock: Utc,
) -> Result<Result<(), TlsFault>, TlsError> {
    let Some((own, others)) = presented.split_first() else { return Ok(Err(TlsFault::Closed)) };
    let verifier = WebPkiServerVerifier::builder_with_provider(store.into(), provider.clone())
        .build()
        .map_err(|error| TlsError::Config(error.to_string()))?;
    let now = UnixTime::since_unix_epoch(Duration::from_secs(clock.0));
    let verdict = verifier.verify_server_cert(own, others, host, &[], now);
    Ok(verdict.map(drop).map_err(|error| classify(&error)))
}
