//! Reading PEM: the only module that knows `rustls-pemfile`.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls_pemfile::{Error, Item, read_one_from_slice};
use zeroize::Zeroizing;

use super::error::{MAX_PEM, PemFlaw, TlsError};
use super::key::{Parts, PrivateKey};

/// A PEM text and where it came from.
pub(super) struct Pem {
    pub(super) file: String,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

impl Pem {
    /// Reads a file of at most [`MAX_PEM`] bytes, whatever its length claims to be.
    pub(super) fn read(path: &Path) -> Result<Self, TlsError> {
        let file = path.display().to_string();
        let bytes = File::open(path)
            .and_then(|opened| read_wiped(&opened, opened.metadata()?.len()))
            .map_err(|error| TlsError::Unreadable { file: file.clone(), reason: error.kind() })?;
        Self { file, bytes }.bounded()
    }

    /// Takes bytes that are already in memory, under the same limit.
    pub(super) fn given(bytes: &[u8]) -> Result<Self, TlsError> {
        Self { file: "the given PEM".into(), bytes: Zeroizing::new(bytes.to_vec()) }.bounded()
    }

    /// The certificates, in the text's order.
    pub(super) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let mut certificates = Vec::new();
        for mut rest in self.parts()?.others {
            while let Some((item, after)) =
                read_one_from_slice(rest).map_err(|error| self.broken(flaw(&error)))?
            {
                rest = after;
                if let Item::X509Certificate(certificate) = item {
                    certificates.push(certificate);
                }
            }
        }
        Ok(certificates)
    }

    /// The unencrypted private keys, in the text's order.
    pub(super) fn keys(&self) -> Result<Vec<PrivateKey>, TlsError> {
        let keys = self.parts()?.keys;
        keys.iter().map(|key| key.decode().map_err(|flaw| self.broken(flaw))).collect()
    }

    /// The bytes behind a UTF-8 byte order mark, which would hide the first marker.
    pub(super) fn text(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes)
    }

    fn parts(&self) -> Result<Parts<'_>, TlsError> {
        Parts::of(self.text()).map_err(|flaw| self.broken(flaw))
    }

    fn broken(&self, flaw: PemFlaw) -> TlsError {
        TlsError::BrokenPem { file: self.file.clone(), flaw }
    }

    fn bounded(self) -> Result<Self, TlsError> {
        if self.bytes.len() > MAX_PEM {
            return Err(TlsError::TooLarge { file: self.file });
        }
        Ok(self)
    }
}

/// Reads to the end, or to more than [`MAX_PEM`] bytes. `expected` is the length that the file claims:
/// a buffer that has to grow all the same is wiped, not moved.
fn read_wiped(mut file: impl Read, expected: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let expected = usize::try_from(expected).unwrap_or(MAX_PEM).min(MAX_PEM);
    let mut bytes = Zeroizing::new(vec![0; expected + 1]);
    let mut filled = 0;
    while filled <= MAX_PEM {
        if filled == bytes.len() {
            let mut larger = Zeroizing::new(vec![0; 2 * filled]);
            larger[..filled].copy_from_slice(&bytes);
            bytes = larger;
        }
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Keeps the kind only: the library's errors quote the text.
fn flaw(error: &Error) -> PemFlaw {
    match error {
        Error::MissingSectionEnd { .. } => PemFlaw::NoEndLine,
        Error::IllegalSectionStart { .. } => PemFlaw::BadBeginLine,
        _ => PemFlaw::BadBase64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_be_longer_or_shorter_than_it_claims() {
        let bytes: Vec<u8> = (0..10_000).map(|nth: u32| nth.to_le_bytes()[0]).collect();
        for claimed in [0, 1, 9_999, 10_000, 10_001, u64::MAX] {
            assert_eq!(*read_wiped(&bytes[..], claimed).unwrap(), bytes, "{claimed}");
        }
        for claimed in [0, u64::MAX] {
            let endless = read_wiped(io::repeat(b'x'), claimed).unwrap();
            assert!((MAX_PEM + 1..=2 * MAX_PEM + 2).contains(&endless.len()), "{claimed}");
        }
    }
}
