//! What went wrong in a TLS handshake, in kinds that each have their own next step.

use std::fmt;
use std::io;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, OtherError};

use super::Utc;
use super::verifier::IncompleteChain;
use crate::PeerText;

/// How many of a certificate's names are kept for the error.
const MAX_NAMES: usize = 16;

/// Why a TLS handshake failed. [`classify`] finds it, `Display` says it, [`TlsFault::hint`] says
/// what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFault {
    /// The broker's own certificate is marked as an authority, which no verifier accepts for a
    /// server: typical of `openssl req -x509`.
    AuthorityAsServer,
    /// The broker does not accept our client certificate, or wants one and got none.
    ClientCertificateRefused {
        /// The TLS alert it sent, by its name.
        alert: String,
    },
    /// The connection ended in the middle of the handshake, without a TLS alert.
    Closed,
    /// The broker's certificate is over.
    Expired {
        /// Its last moment and our clock, in seconds since 1970, when known.
        times: Option<Times>,
    },
    /// The broker sent its own certificate only, and whoever issued it is not trusted here: the
    /// intermediate certificate is missing there, or the authority here.
    IncompleteChain {
        /// Who issued the broker's certificate.
        issuer: PeerText,
    },
    /// The broker's certificate is not valid yet.
    NotValidYet {
        /// Its first moment and our clock, in seconds since 1970, when known.
        times: Option<Times>,
    },
    /// Anything else, in the words of rustls.
    Other(PeerText),
    /// What answered does not speak TLS.
    PeerNotTls,
    /// No TLS version or cipher suite that both sides know.
    ProtocolVersion,
    /// The broker's certificate was not issued by an authority that is trusted here.
    UnknownIssuer,
    /// The broker's certificate is for other names.
    WrongName {
        /// The names it is for, at most 16.
        presented: Vec<PeerText>,
    },
}

/// A certificate's limit next to our clock, both in seconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// The end or the beginning of the certificate.
    pub limit: u64,
    /// This machine's clock when it verified.
    pub clock: u64,
}

/// The kind of a rustls error.
#[must_use]
pub fn classify(error: &Error) -> TlsFault {
    match error {
        Error::InvalidCertificate(error) => of_certificate(error),
        Error::AlertReceived(alert) => of_alert(*alert),
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => TlsFault::PeerNotTls,
        Error::PeerIncompatible(_) => TlsFault::ProtocolVersion,
        error => other(error),
    }
}

/// The kind of an I/O error from a TLS stream: the rustls error inside it, or
/// [`TlsFault::Closed`] when the peer hung up. `None` for any other I/O error.
#[must_use]
pub fn classify_io(error: &io::Error) -> Option<TlsFault> {
    if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return Some(classify(inner));
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Some(TlsFault::Closed),
        _ => None,
    }
}

impl TlsFault {
    /// The next step, one sentence for the person at the keyboard.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::AuthorityAsServer => {
                "issue a server certificate from that authority (basicConstraints CA:FALSE), give \
                 it to the broker, and trust the authority here"
            }
            Self::ClientCertificateRefused { .. } => {
                "this listener wants a client certificate (mTLS): configure one from an authority \
                 the broker trusts, or use a SASL port"
            }
            Self::Closed => {
                "usually a plaintext listener or a proxy that drops the connection: check that \
                 this port speaks TLS (on Amazon MSK 9092 does not)"
            }
            Self::Expired { .. } => "renew the broker's certificate, or set this machine's clock",
            Self::IncompleteChain { .. } => {
                "if the issuer is an intermediate authority, put its certificate into the broker's \
                 keystore behind the broker's own; if it is the root, trust its PEM here \
                 (ssl.truststore.location; Amazon MSK needs none)"
            }
            Self::NotValidYet { .. } => {
                "set this machine's clock, or wait until the certificate begins"
            }
            Self::Other(_) => "look into the broker's log for the same moment",
            Self::PeerNotTls => {
                "this port speaks something else: use the broker's TLS port, or turn TLS off for \
                 this one"
            }
            Self::ProtocolVersion => {
                "enable TLS 1.2 or 1.3 with an ECDHE AES-GCM or ChaCha20 suite on the broker; a \
                 broker that misses a client certificate may say this too"
            }
            Self::UnknownIssuer => {
                "trust the PEM of the authority that issued it (the issuer, not the server's own \
                 certificate); Amazon MSK needs no file: leave the setting empty for the public \
                 authorities"
            }
            Self::WrongName { .. } => {
                "dial one of the names in the certificate: bootstrap servers and \
                 advertised.listeners must use them"
            }
        }
    }
}

impl fmt::Display for TlsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthorityAsServer => {
                f.write_str("the broker presents an authority's certificate as its own")
            }
            Self::ClientCertificateRefused { alert } => {
                write!(f, "the broker refused the client certificate (TLS alert {alert})")
            }
            Self::Closed => f.write_str("the connection was closed during the TLS handshake"),
            Self::Expired { times } => {
                f.write_str("the broker's certificate has expired")?;
                write_times(f, "ended", *times)
            }
            Self::IncompleteChain { issuer } => {
                write!(f, "the broker sent only its own certificate, issued by {issuer}, ")?;
                f.write_str("which is not trusted here and not among what it sent")
            }
            Self::NotValidYet { times } => {
                f.write_str("the broker's certificate is not valid yet")?;
                write_times(f, "begins", *times)
            }
            Self::Other(text) => write!(f, "TLS: {text}"),
            Self::PeerNotTls => f.write_str("the peer does not speak TLS"),
            Self::ProtocolVersion => {
                f.write_str("no TLS version or cipher suite in common with the broker")
            }
            Self::UnknownIssuer => {
                f.write_str("the broker's certificate comes from an authority not trusted here")
            }
            Self::WrongName { presented } => {
                f.write_str("the broker's certificate is for other names")?;
                write_names(f, presented)
            }
        }
    }
}

fn of_certificate(error: &CertificateError) -> TlsFault {
    match error {
        // A bad signature is an authority that was made again under its old name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsFault::UnknownIssuer,
        CertificateError::Expired => TlsFault::Expired { times: None },
        CertificateError::ExpiredContext { time, not_after } => {
            TlsFault::Expired { times: times(*not_after, *time) }
        }
        CertificateError::NotValidYet => TlsFault::NotValidYet { times: None },
        CertificateError::NotValidYetContext { time, not_before } => {
            TlsFault::NotValidYet { times: times(*not_before, *time) }
        }
        CertificateError::NotValidForName => TlsFault::WrongName { presented: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => wrong_name(presented),
        CertificateError::Other(error) if is_authority_as_server(error) => {
            TlsFault::AuthorityAsServer
        }
        CertificateError::Other(OtherError(error)) => {
            match error.downcast_ref::<IncompleteChain>() {
                Some(IncompleteChain { issuer }) => {
                    TlsFault::IncompleteChain { issuer: issuer.clone() }
                }
                None => other(error),
            }
        }
        error => other(error),
    }
}

/// The alerts of RFC 8446 section 6.2 that a server sends about a client's certificate
/// (decrypt_error when an authority of the same name has another key), and those about the version.
/// handshake_failure means the latter first: an OpenSSL server that misses a client certificate
/// sends it too under TLS 1.2, which the hint says.
fn of_alert(alert: AlertDescription) -> TlsFault {
    match alert {
        AlertDescription::CertificateRequired
        | AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::AccessDenied
        | AlertDescription::DecryptError
        | AlertDescription::NoCertificate => {
            TlsFault::ClientCertificateRefused { alert: format!("{alert:?}") }
        }
        AlertDescription::ProtocolVersion
        | AlertDescription::InsufficientSecurity
        | AlertDescription::HandshakeFailure => TlsFault::ProtocolVersion,
        // RFC 6066 section 3: the server does not recognise the name in SNI.
        AlertDescription::UnrecognisedName => TlsFault::WrongName { presented: Vec::new() },
        alert => other(&Error::AlertReceived(alert)),
    }
}

fn wrong_name(presented: &[String]) -> TlsFault {
    let presented = presented.iter().take(MAX_NAMES).map(|name| PeerText::new(name)).collect();
    TlsFault::WrongName { presented }
}

/// rustls passes this one of webpki's errors on without a variant of its own; its name is all
/// that can be asked without depending on webpki.
fn is_authority_as_server(error: &OtherError) -> bool {
    format!("{:?}", error.0) == "CaUsedAsEndEntity"
}

fn other(error: &impl fmt::Display) -> TlsFault {
    TlsFault::Other(PeerText::new(&error.to_string()))
}

fn times(limit: UnixTime, clock: UnixTime) -> Option<Times> {
    Some(Times { limit: limit.as_secs(), clock: clock.as_secs() })
}

fn write_times(f: &mut fmt::Formatter<'_>, verb: &str, times: Option<Times>) -> fmt::Result {
    match times {
        Some(Times { limit, clock }) => {
            write!(f, ": it {verb} {}, our clock says {}", Utc(limit), Utc(clock))
        }
        None => Ok(()),
    }
}

fn write_names(f: &mut fmt::Formatter<'_>, names: &[PeerText]) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        write!(f, "{}{name}", if index == 0 { ": " } else { ", " })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_is_escaped_and_the_list_is_bounded() {
        let names = vec!["evil\r\n\u{1b}[2J".to_owned(); 1_000];
        let TlsFault::WrongName { presented } = wrong_name(&names) else { panic!() };
        assert_eq!(presented.len(), MAX_NAMES);
        assert!(!format!("{}", TlsFault::WrongName { presented }).contains(['\r', '\n', '\u{1b}']));
    }
}
