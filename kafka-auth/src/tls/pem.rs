//! Reading PEM: the only module that knows `rustls-pemfile`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_pemfile::{Error, Item, read_one_from_slice};
use zeroize::Zeroizing;

use super::error::{MAX_PEM, PemFlaw, TlsError};

/// The certificates and unencrypted private keys of a PEM text, in its order.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    pub(super) keys: Vec<PrivateKeyDer<'static>>,
}

/// A PEM text and where it came from.
pub(super) struct Pem {
    pub(super) file: String,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

impl Pem {
    /// Reads a file of at most [`MAX_PEM`] bytes, whatever its length claims to be.
    pub(super) fn read(path: &Path) -> Result<Self, TlsError> {
        let file = path.display().to_string();
        let mut bytes = Zeroizing::new(Vec::new());
        File::open(path)
            .and_then(|opened| opened.take(MAX_PEM as u64 + 1).read_to_end(&mut bytes))
            .map_err(|error| TlsError::Unreadable { file: file.clone(), reason: error.kind() })?;
        Self { file, bytes }.bounded()
    }

    /// Takes bytes that are already in memory, under the same limit.
    pub(super) fn given(bytes: &[u8]) -> Result<Self, TlsError> {
        Self { file: "the given PEM".into(), bytes: Zeroizing::new(bytes.to_vec()) }.bounded()
    }

    pub(super) fn sections(&self) -> Result<Sections, TlsError> {
        let broken = |error| TlsError::BrokenPem { file: self.file.clone(), flaw: flaw(&error) };
        let mut sections = Sections::default();
        let mut rest = self.text();
        while let Some((item, after)) = read_one_from_slice(rest).map_err(broken)? {
            rest = after;
            match item {
                Item::X509Certificate(certificate) => sections.certificates.push(certificate),
                Item::Pkcs1Key(key) => sections.keys.push(key.into()),
                Item::Pkcs8Key(key) => sections.keys.push(key.into()),
                Item::Sec1Key(key) => sections.keys.push(key.into()),
                _ => {}
            }
        }
        Ok(sections)
    }

    /// The bytes behind a UTF-8 byte order mark, which would hide the first marker.
    pub(super) fn text(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes)
    }

    fn bounded(self) -> Result<Self, TlsError> {
        if self.bytes.len() > MAX_PEM {
            return Err(TlsError::TooLarge { file: self.file });
        }
        Ok(self)
    }
}

/// Keeps the kind only: the library's errors quote the text.
fn flaw(error: &Error) -> PemFlaw {
    match error {
        Error::MissingSectionEnd { .. } => PemFlaw::NoEndLine,
        Error::IllegalSectionStart { .. } => PemFlaw::BadBeginLine,
        _ => PemFlaw::BadBase64,
    }
}
