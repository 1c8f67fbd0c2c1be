//! What a chain of certificates says, and which link of it fails.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls::pki_types::CertificateDer;

use super::finding::{Check, Finding};
use crate::diagnose::{Certificate, Inspection, IssuerFound, TlsFault, Utc, inspect};
use crate::{Diagnosis, TlsRoots};

/// How many names of a certificate are shown.
const MAX_NAMES: usize = 8;
/// A certificate that ends within so many days ends soon.
const SOON: u64 = 14;
const DAY: u64 = 86_400;

/// A chain that this client accepts, and perhaps not everybody, or not for long.
pub(super) fn accepted(
    chain: &[CertificateDer<'_>],
    host: &str,
    roots: Option<&TlsRoots>,
    check: &mut Check,
) {
    let (now, Some(seen)) = (now(), seen(chain, host, roots)) else { return };
    show(&seen, check);
    if let Some(first) = seen.links.iter().map(|it| &it.certificate).min_by_key(|it| it.not_after) {
        let days = first.not_after.0.saturating_sub(now.0) / DAY;
        check.fact("days_left", days);
        if days < SOON {
            let message = format!("{} ends in {days} days, at {}", first.subject, first.not_after);
            check.find(Finding::warning(Diagnosis::EXPIRES_SOON, message).hinted("renew it"));
        }
    }
    if let (Ok(()), Err(fault)) = (&seen.rustls, &seen.openssl) {
        let hint = "give those clients a CA file that ends in the self-signed root";
        let message = format!("clients with OpenSSL refuse the certificate: {fault}");
        check.find(Finding::warning(Diagnosis::OPENSSL, message).hinted(hint));
    }
}

/// A chain that this client refuses: which link of it.
pub(super) fn refused(
    chain: &[CertificateDer<'_>],
    host: &str,
    roots: Option<&TlsRoots>,
    check: &mut Check,
) {
    let Some(seen) = seen(chain, host, roots) else { return };
    show(&seen, check);
    check.fact("clock", now());
    if let Some((place, link)) = failing(&seen) {
        check.fact("failing_link", format!("{place}: {}", link.subject));
        check.fact("failing_link_issuer", &link.issuer);
        check.fact("failing_link_valid", format!("{} to {}", link.not_before, link.not_after));
    }
}

fn seen(chain: &[CertificateDer<'_>], host: &str, roots: Option<&TlsRoots>) -> Option<Inspection> {
    inspect(chain, host, roots.unwrap_or(&TlsRoots::Public), now()).ok()
}

fn show(seen: &Inspection, check: &mut Check) {
    check.fact("certificates", seen.links.len());
    let Some(own) = seen.links.first().map(|link| &link.certificate) else { return };
    check.fact("subject", &own.subject);
    check.fact("issuer", &own.issuer);
    let names: Vec<_> = own.names.iter().take(MAX_NAMES).map(|name| name.as_str()).collect();
    let more = own.names.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    check.fact("names", format!("{}{more}", names.join(", ")));
    check.fact("not_after", own.not_after);
}

/// The link to blame: what is out of date, what nobody vouches for, else the broker's own.
fn failing(seen: &Inspection) -> Option<(usize, &Certificate)> {
    let links = || seen.links.iter().map(|link| (link, &link.certificate)).enumerate();
    let found = match seen.rustls.as_ref().err()? {
        TlsFault::Expired { .. } | TlsFault::NotValidYet { .. } => {
            links().find(|(_, (_, certificate))| !certificate.is_valid_at(now()))
        }
        TlsFault::UnknownIssuer | TlsFault::IncompleteChain { .. } => {
            links().find(|(_, (link, _))| {
                matches!(link.issuer, IssuerFound::Missing | IssuerFound::WrongKey)
                    || link.issuer == IssuerFound::Itself && !link.is_trusted
            })
        }
        _ => None,
    };
    let (place, (_, certificate)) = found.or_else(|| links().next())?;
    Some((place, certificate))
}

fn now() -> Utc {
    // A clock before 1970 is one that everything refuses.
    Utc(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}
