//! Which certificate issued which.

use der::{Tag, Tagged};
use rustls::pki_types::CertificateDer;

use super::elements::{Elements, FIRST};

/// Longer chains are not built.
const MAX_CHAIN: usize = 10;

/// Whether this is one certificate, as far as its names are concerned.
pub(super) fn is_certificate(der: &[u8]) -> bool {
    names(der).is_some()
}

/// The certificate and those above it, as far as they are among `others`: each is issued by the next.
pub(super) fn from(
    own: &CertificateDer<'static>,
    others: &[CertificateDer<'static>],
) -> Vec<CertificateDer<'static>> {
    let mut chain = vec![own.clone()];
    while let Some(issuer) = chain.last().and_then(|last| issuer(last, others)) {
        if chain.len() == MAX_CHAIN || chain.contains(issuer) {
            break;
        }
        chain.push(issuer.clone());
    }
    chain
}

fn issuer<'a>(
    certificate: &CertificateDer<'_>,
    others: &'a [CertificateDer<'static>],
) -> Option<&'a CertificateDer<'static>> {
    let (issuer, _) = names(certificate)?;
    others.iter().find(|other| names(other).is_some_and(|(_, subject)| subject == issuer))
}

/// RFC 5280 section 4.1: the issuer and the subject of a certificate.
fn names(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut tbs = Elements::of_sequence(der).ok()?.sequence().ok()?;
    let first = tbs.next().ok()??;
    if first.tag() == FIRST {
        tbs.content(Tag::Integer).ok()?;
    }
    tbs.content(Tag::Sequence).ok()?; // the algorithm of the signature
    let issuer = tbs.content(Tag::Sequence).ok()?;
    tbs.content(Tag::Sequence).ok()?; // how long it is valid
    Some((issuer, tbs.content(Tag::Sequence).ok()?))
}
