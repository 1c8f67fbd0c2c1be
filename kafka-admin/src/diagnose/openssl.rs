//! What OpenSSL's `X509_verify_cert` makes of a chain, without its partial-chain flag.
//!
//! Its rules as of 1.1.0 to 3.x (`build_chain` in `crypto/x509/x509_vfy.c`): look for the issuer
//! among the trusted certificates first; once one of those is in the chain, only those continue it;
//! the end is a trusted self-signed certificate. Revocation, policies, security levels and the older
//! common name rule are not replayed.

use std::fmt;

use rustls::client::verify_server_name;
use rustls::pki_types::ServerName;
use rustls::server::ParsedCertificate;

use super::anchors::Anchor;
use super::{Certificate, Chain, PeerText, Utc};

/// The longest chain that is built; OpenSSL's own limit is 100.
const MAX_DEPTH: usize = 32;

/// Why clients with OpenSSL refuse a chain, in its own words and number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpensslFault {
    /// `X509_V_ERR_…`, as in `Verify return code: 2`.
    pub code: u8,
    /// OpenSSL's text for it.
    pub reason: &'static str,
    /// The certificate it is about.
    pub subject: PeerText,
}

impl fmt::Display for OpensslFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, reason, subject } = self;
        write!(f, "{reason} (OpenSSL's error {code}) at {subject}")
    }
}

impl<'a> Chain<'a> {
    pub(super) fn ask_openssl(self, host: &ServerName<'_>, clock: Utc) -> Result<(), OpensslFault> {
        let own = self.certificates.first().ok_or_else(no_certificate)?;
        let path = self.openssl_path(own)?;
        check_authorities(&path)?;
        check_name(own, host)?;
        path.iter().try_for_each(|certificate| check_validity(certificate, clock))
    }

    fn openssl_path(self, own: &'a Certificate) -> Result<Vec<&'a Certificate>, OpensslFault> {
        let mut path = vec![own];
        let mut trusted = false;
        let mut last = own;
        while path.len() < MAX_DEPTH {
            if last.is_self_signed(self.provider) {
                return self.ended_in_root(path, last);
            }
            last = match self.anchors.issuer(last, self.provider) {
                Some(Anchor::Bare) => return Ok(path),
                Some(Anchor::Whole(issuer)) => {
                    trusted = true;
                    issuer
                }
                None if trusted => return Err(fault(2, last)),
                None => self.presented_issuer(last).ok_or_else(|| fault(20, last))?,
            };
            path.push(last);
        }
        Err(fault(22, last))
    }

    fn ended_in_root(
        self,
        path: Vec<&'a Certificate>,
        root: &Certificate,
    ) -> Result<Vec<&'a Certificate>, OpensslFault> {
        match (self.anchors.contain(root), path.len()) {
            (true, _) => Ok(path),
            (false, 1) => Err(fault(18, root)),
            (false, _) => Err(fault(19, root)),
        }
    }
}

fn check_authorities(path: &[&Certificate]) -> Result<(), OpensslFault> {
    match path.iter().skip(1).find(|issuer| !issuer.is_authority) {
        Some(issuer) => Err(fault(79, issuer)),
        None => Ok(()),
    }
}

fn check_name(own: &Certificate, host: &ServerName<'_>) -> Result<(), OpensslFault> {
    let parsed = ParsedCertificate::try_from(own.der());
    let fits = parsed.and_then(|own| verify_server_name(&own, host)).is_ok();
    match host {
        _ if fits => Ok(()),
        ServerName::IpAddress(_) => Err(fault(64, own)),
        _ => Err(fault(62, own)),
    }
}

fn check_validity(certificate: &Certificate, clock: Utc) -> Result<(), OpensslFault> {
    match clock {
        clock if clock < certificate.not_before => Err(fault(9, certificate)),
        clock if clock > certificate.not_after => Err(fault(10, certificate)),
        _ => Ok(()),
    }
}

fn no_certificate() -> OpensslFault {
    OpensslFault { code: 1, reason: reason(1), subject: PeerText::new("") }
}

fn fault(code: u8, certificate: &Certificate) -> OpensslFault {
    OpensslFault { code, reason: reason(code), subject: certificate.subject.clone() }
}

/// `crypto/x509/x509_txt.c`
fn reason(code: u8) -> &'static str {
    match code {
        2 => "unable to get issuer certificate",
        9 => "certificate is not yet valid",
        10 => "certificate has expired",
        18 => "self-signed certificate",
        19 => "self-signed certificate in certificate chain",
        20 => "unable to get local issuer certificate",
        22 => "certificate chain too long",
        62 => "hostname mismatch",
        64 => "IP address mismatch",
        79 => "invalid CA certificate",
        _ => "unspecified certificate verification error",
    }
}
