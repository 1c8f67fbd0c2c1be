//! Private keys in a PEM text. `rustls-pemfile` does not wipe what it copies, so it never sees them.

use base64ct::{Base64, Base64Unpadded, Encoding};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use zeroize::Zeroizing;

use super::error::PemFlaw;

/// A private key in DER, wiped when dropped.
pub(super) struct PrivateKey {
    form: Form,
    der: Zeroizing<Vec<u8>>,
}

/// A PEM text taken apart.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) keys: Vec<KeyText<'a>>,
    /// What is around the private keys, in the text's order.
    pub(super) others: Vec<&'a [u8]>,
}

/// A private key as it stands in the text.
pub(super) struct KeyText<'a> {
    form: Form,
    base64: &'a [u8],
}

/// How the DER is laid out, which the label says.
#[derive(Clone, Copy)]
enum Form {
    /// RFC 5958.
    Pkcs8,
    /// RFC 8017, RSA only.
    Pkcs1,
    /// RFC 5915, elliptic curves only.
    Sec1,
}

impl Form {
    const ALL: [Self; 3] = [Self::Pkcs8, Self::Pkcs1, Self::Sec1];

    fn label(self) -> &'static str {
        match self {
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Pkcs1 => "RSA PRIVATE KEY",
            Self::Sec1 => "EC PRIVATE KEY",
        }
    }

    /// The form that a line begins. A line that is wrong in another way than its label is left to
    /// `rustls-pemfile`, which says what.
    fn begun_by(line: &[u8]) -> Option<Self> {
        let label = line.strip_prefix(b"-----BEGIN ")?.trim_ascii_end().strip_suffix(b"-----")?;
        Self::ALL.into_iter().find(|form| form.label().as_bytes() == label)
    }

    fn is_ended_by(self, line: &[u8]) -> bool {
        let label = line.strip_prefix(b"-----END ");
        let dashes = label.and_then(|label| label.strip_prefix(self.label().as_bytes()));
        dashes.is_some_and(|dashes| dashes.starts_with(b"-----"))
    }
}

impl<'a> Parts<'a> {
    /// # Errors
    /// [`PemFlaw::NoEndLine`] when a private key has no end.
    pub(super) fn of(text: &'a [u8]) -> Result<Self, PemFlaw> {
        let mut parts = Self::default();
        let mut rest = text;
        while let Some((before, form, behind)) = split_at_line(rest, Form::begun_by) {
            let end = |line: &[u8]| form.is_ended_by(line).then_some(());
            let (base64, (), behind) = split_at_line(behind, end).ok_or(PemFlaw::NoEndLine)?;
            parts.others.push(before);
            parts.keys.push(KeyText { form, base64 });
            rest = behind;
        }
        parts.others.push(rest);
        Ok(parts)
    }
}

impl KeyText<'_> {
    /// The key, in buffers that never grow.
    pub(super) fn decode(&self) -> Result<PrivateKey, PemFlaw> {
        let mut digits = Zeroizing::new(Vec::with_capacity(self.base64.len()));
        digits.extend(self.base64.iter().filter(|byte| !byte.is_ascii_whitespace()));
        let mut der = Zeroizing::new(vec![0; digits.len()]);
        let decoded = match digits.contains(&b'=') {
            true => Base64::decode(&digits[..], &mut der),
            false => Base64Unpadded::decode(&digits[..], &mut der),
        };
        let length = decoded.map_err(|_| PemFlaw::BadBase64)?.len();
        der.truncate(length);
        Ok(PrivateKey { form: self.form, der })
    }
}

impl PrivateKey {
    /// A key that a key store held.
    #[cfg(feature = "java-keystores")]
    pub(super) fn pkcs8(der: Zeroizing<Vec<u8>>) -> Self {
        Self { form: Form::Pkcs8, der }
    }

    /// The key where it is.
    pub(super) fn der(&self) -> PrivateKeyDer<'_> {
        let der = &self.der[..];
        match self.form {
            Form::Pkcs8 => PrivatePkcs8KeyDer::from(der).into(),
            Form::Pkcs1 => PrivatePkcs1KeyDer::from(der).into(),
            Form::Sec1 => PrivateSec1KeyDer::from(der).into(),
        }
    }
}

/// What stands before the first line that `wanted` takes, what it took it for, and what stands behind.
fn split_at_line<T>(text: &[u8], wanted: impl Fn(&[u8]) -> Option<T>) -> Option<(&[u8], T, &[u8])> {
    let mut offset = 0;
    for line in text.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        if let Some(taken) = wanted(line) {
            let (before, rest) = text.split_at_checked(offset)?;
            return Some((before, taken, rest.strip_prefix(line)?));
        }
        offset += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\nAQID\n-----END EC PRIVATE KEY-----\n";

    fn decoded(base64: &str) -> Result<Vec<u8>, PemFlaw> {
        KeyText { form: Form::Pkcs8, base64: base64.as_bytes() }
            .decode()
            .map(|key| key.der.to_vec())
    }

    #[test]
    fn keys_are_taken_out_and_the_rest_keeps_its_order() {
        let text = format!("a\n{KEY}b\r\n{KEY}c");
        let parts = Parts::of(text.as_bytes()).unwrap();
        assert_eq!(parts.others, [&b"a\n"[..], b"b\r\n", b"c"]);
        let keys: Vec<_> = parts.keys.iter().map(|key| key.decode().unwrap()).collect();
        assert_eq!(keys.len(), 2);
        assert!(
            matches!(keys[0].der(), PrivateKeyDer::Sec1(der) if der.secret_sec1_der() == [1, 2, 3])
        );
    }

    #[test]
    fn other_labels_and_lines_are_no_keys() {
        for text in [
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAQID\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY----\nAQID\n",
            " -----BEGIN PRIVATE KEY-----\nAQID\n",
            "-----BEGIN PRIVATE KEY------\nAQID\n",
        ] {
            let parts = Parts::of(text.as_bytes()).unwrap();
            assert_eq!((parts.keys.len(), parts.others), (0, vec![text.as_bytes()]), "{text}");
        }
    }

    #[test]
    fn a_key_ends_with_its_own_label() {
        for end in ["", "-----END PRIVATE KEY-----\n", "-----END EC PRIVATE KEY----\n"] {
            let text = format!("-----BEGIN EC PRIVATE KEY-----\nAQID\n{end}");
            assert_eq!(Parts::of(text.as_bytes()).err(), Some(PemFlaw::NoEndLine), "{end}");
        }
    }

    #[test]
    fn base64_is_read_however_it_is_broken_into_lines_and_refused_if_it_is_none() {
        for base64 in ["AQIDBA==", "AQ\nID\r\nBA==\n", " A Q I D\tB A = = ", "AQIDBA"] {
            assert_eq!(decoded(base64).unwrap(), [1, 2, 3, 4], "{base64}");
        }
        assert!(decoded("").unwrap().is_empty());
        for base64 in ["A", "AQIDBA=", "AQ==ID", "AQ!D", "Proc-Type: 4,ENCRYPTED", "=", "AQIDBB=="]
        {
            assert_eq!(decoded(base64), Err(PemFlaw::BadBase64), "{base64}");
        }
    }
}
