//! What can be wrong with the TLS settings, before any connection.

use std::fmt;
use std::io::ErrorKind;

use super::Found;
use super::found::quoted;

/// The largest PEM file that is read, in bytes: 1 MiB, four times every public root there is.
pub const MAX_PEM: usize = 1024 * 1024;

/// A fault in the TLS settings. It names the file, what was found in it, and what to do.
///
/// `file` is the path as given, or `the given PEM` for bytes in memory. File contents never
/// appear: the file may hold a private key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsError {
    /// A certificate cannot be used: the PEM is whole, the X.509 inside is not.
    BadCertificate {
        /// Where it came from.
        file: String,
        /// What rustls said.
        reason: String,
    },
    /// The private key is of a kind that cannot be used.
    BadPrivateKey {
        /// Where it came from.
        file: String,
        /// What rustls said.
        reason: String,
    },
    /// A PEM section is damaged.
    BrokenPem {
        /// Where it came from.
        file: String,
        /// What is wrong with it.
        flaw: PemFlaw,
    },
    /// rustls refused the settings as a whole.
    Config(String),
    /// A Java key store cannot be used (feature `java-keystores`).
    KeyStore {
        /// The file.
        file: String,
        /// What is wrong with it.
        flaw: KeyStoreFlaw,
    },
    /// The private key does not belong to the first certificate of the chain.
    KeyMismatch {
        /// Where the certificates came from.
        chain: String,
        /// Where the key came from.
        key: String,
    },
    /// No certificate where at least one is needed.
    NoCertificate {
        /// Where it was looked for.
        file: String,
        /// What is there instead.
        found: Found,
    },
    /// No usable private key where one is needed.
    NoPrivateKey {
        /// Where it was looked for.
        file: String,
        /// What is there instead.
        found: Found,
    },
    /// The host is neither a DNS name nor an IP address.
    ServerName {
        /// The host as given.
        host: String,
    },
    /// This machine's own list of authorities is empty or cannot be read.
    NoNativeRoots {
        /// Why, as far as it is known.
        reason: String,
    },
    /// Built without cryptography: neither feature `ring` nor `aws-lc-rs`.
    NoProvider,
    /// More than [`MAX_PEM`] bytes.
    TooLarge {
        /// The file.
        file: String,
    },
    /// More than one private key: which one is meant is not guessed.
    TwoPrivateKeys {
        /// Where they came from.
        file: String,
        /// How many there are.
        count: usize,
    },
    /// The file cannot be read.
    Unreadable {
        /// The file.
        file: String,
        /// Why, as the operating system says.
        reason: ErrorKind,
    },
}

/// What is wrong with a PEM section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemFlaw {
    /// A `-----BEGIN` line that does not end in five dashes.
    BadBeginLine,
    /// The text between the markers is not base64, or was cut.
    BadBase64,
    /// The `-----END` line is missing: the file was cut.
    NoEndLine,
}

/// What is wrong with a Java key store, or with the password for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyStoreFlaw {
    /// The password fits, and what it protects was changed after it was written.
    Changed,
    /// The password does not fit the private key, which may have one of its own.
    KeyPassword {
        /// Whether there was one at all.
        given: bool,
    },
    /// The file is cut, or is not what its first bytes say.
    Malformed,
    /// No certificate where at least one is needed.
    NoCertificate,
    /// No private key where one is needed.
    NoPrivateKey,
    /// The password does not fit. In a JKS file without a private key that is all that can be said when
    /// the content was changed.
    Password {
        /// Whether there was one at all.
        given: bool,
    },
    /// It asks for more iterations than are made: as many as would take seconds.
    TooMuchWork,
    /// A kind of store or of encryption that is not read: its name, or its object identifier.
    Unsupported(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadCertificate { file, reason } => {
                write!(f, "{file}: no certificate in it can be used: {reason}")
            }
            Self::BadPrivateKey { file, reason } => {
                write!(f, "{file}: the private key cannot be used: {reason}")
            }
            Self::BrokenPem { file, flaw } => write!(f, "{file}: damaged PEM: {flaw}"),
            Self::Config(reason) => write!(f, "TLS settings refused: {reason}"),
            Self::KeyStore { file, flaw } => {
                write!(f, "{file}: {flaw}")?;
                advise(f, flaw.remedy(file))
            }
            Self::KeyMismatch { chain, key } => {
                write!(f, "the private key in {key} does not belong to the first certificate in ")?;
                write!(f, "{chain}: put the client's own certificate first, then its issuers")
            }
            Self::NoCertificate { file, found } => {
                write!(f, "{file}: expected PEM certificates, found {found}")?;
                advise(f, found.certificate_remedy(file))
            }
            Self::NoPrivateKey { file, found } => {
                write!(f, "{file}: expected an unencrypted PEM private key, found {found}")?;
                advise(f, found.key_remedy(file))
            }
            Self::NoNativeRoots { reason } => {
                write!(f, "this machine's own list of authorities cannot be used: {reason}")
            }
            Self::NoProvider => f.write_str(
                "built without cryptography for TLS: enable the feature ring or aws-lc-rs, or hand \
                 a provider over",
            ),
            Self::ServerName { host } => {
                write!(f, "not a host name or IP address for TLS: {host:?}")
            }
            Self::TooLarge { file } => {
                write!(f, "{file}: larger than 1 MiB, which no PEM of certificates is")
            }
            Self::TwoPrivateKeys { file, count } => {
                write!(f, "{file}: {count} private keys; keep the one that is meant")
            }
            Self::Unreadable { file, reason: ErrorKind::NotFound } => {
                write!(f, "{file}: there is no such file")?;
                advise(f, unreadable_remedy(ErrorKind::NotFound))
            }
            Self::Unreadable { file, reason } => {
                write!(f, "{file}: cannot be read: {reason}")?;
                advise(f, unreadable_remedy(*reason))
            }
        }
    }
}

impl std::error::Error for TlsError {}

impl fmt::Display for PemFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadBeginLine => "a -----BEGIN line does not end in -----",
            Self::BadBase64 => {
                "the base64 between the -----BEGIN and -----END lines is cut or wrong"
            }
            Self::NoEndLine => "an -----END line is missing, the text was cut",
        })
    }
}

impl KeyStoreFlaw {
    fn remedy(&self, file: &str) -> Option<String> {
        let file = quoted(file);
        Some(match self {
            Self::Password { given: true } => {
                format!("try it with the tool that asks for it: keytool -list -keystore {file}")
            }
            Self::Password { given: false } => {
                "give it: ssl.truststore.password, or ssl.keystore.password".to_owned()
            }
            Self::KeyPassword { .. } => {
                "give the key's own password: ssl.key.password, else it is the store's".to_owned()
            }
            Self::NoCertificate | Self::NoPrivateKey => {
                format!("see what is in it: keytool -list -keystore {file}")
            }
            Self::Unsupported(_) => format!(
                "write it anew: keytool -importkeystore -srckeystore {file} -destkeystore new.p12 \
                 -deststoretype PKCS12"
            ),
            Self::Changed | Self::Malformed | Self::TooMuchWork => return None,
        })
    }
}

impl fmt::Display for KeyStoreFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "the key store was changed: its password fits, its checksum does not",
            Self::KeyPassword { given: true } => "the password does not fit the private key",
            Self::KeyPassword { given: false } => "the private key needs a password",
            Self::Malformed => "the key store is cut or damaged",
            Self::NoCertificate => "the key store has no certificate of use here",
            Self::NoPrivateKey => "the key store has certificates and no private key",
            Self::Password { given: true } => {
                "the password of the key store is wrong, or the file was changed"
            }
            Self::Password { given: false } => "the key store needs a password",
            Self::TooMuchWork => "the key store asks for millions of iterations: it is not opened",
            Self::Unsupported(what) => {
                return write!(f, "the key store has {what}, which is not read");
            }
        })
    }
}

fn advise(f: &mut fmt::Formatter<'_>, remedy: Option<String>) -> fmt::Result {
    remedy.map_or(Ok(()), |remedy| write!(f, "; {remedy}"))
}

fn unreadable_remedy(reason: ErrorKind) -> Option<String> {
    let remedy = match reason {
        ErrorKind::IsADirectory => "name one PEM file",
        ErrorKind::NotFound => "check the path, relative to the working directory",
        ErrorKind::PermissionDenied => "check the owner and mode of the file and its folders",
        _ => return None,
    };
    Some(remedy.to_owned())
}
