//! What a certificate says about itself.

use std::fmt;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;

use super::der::{
    BIT_STRING, BOOLEAN, Der, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, UTC_TIME,
    dotted,
};
use super::name::{alternative, distinguished};
use crate::PeerText;
use crate::tls::Utc;

/// The largest certificate that is read, in bytes; TLS carries no larger one through rustls.
const MAX_CERTIFICATE: usize = 64 * 1024;
/// How many extensions are looked at.
const MAX_EXTENSIONS: usize = 64;

/// A certificate's claims, read without checking any of them. At most 100 parts of each name, and
/// 100 alternative names, are kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is about: `C=US, O=Amazon, CN=Amazon Root CA 1`.
    pub subject: PeerText,
    /// Who issued it.
    pub issuer: PeerText,
    /// The DNS names and IP addresses it is for.
    pub names: Vec<PeerText>,
    /// Its first moment; what lies before 1970 counts as 1970.
    pub not_before: Utc,
    /// Its last moment.
    pub not_after: Utc,
    /// The kind of its key.
    pub key: KeyKind,
    /// Whether it may issue certificates (basicConstraints `CA:TRUE`).
    pub is_authority: bool,
    /// Where the issuer's certificate can be fetched, by its own word (caIssuers).
    pub issuer_url: Option<PeerText>,
    pub(super) parts: Parts,
}

/// The pieces that prove who issued it, as they are.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) der: CertificateDer<'static>,
    pub(super) subject: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) key: Vec<u8>,
    signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// The kind of a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA, and the length of its modulus in bits.
    Rsa(usize),
    /// ECDSA on NIST's P-256.
    EcdsaP256,
    /// ECDSA on NIST's P-384.
    EcdsaP384,
    /// ECDSA on NIST's P-521.
    EcdsaP521,
    /// Ed25519.
    Ed25519,
    /// Anything else, by its object identifier.
    Other(String),
}

impl Certificate {
    /// Reads DER. `None` for anything that is not a certificate (RFC 5280 section 4.1), or larger
    /// than 64 KiB. Never panics, whatever the bytes.
    #[must_use]
    pub fn read(der: &CertificateDer<'_>) -> Option<Self> {
        let whole = Some(der.as_ref()).filter(|der| der.len() <= MAX_CERTIFICATE)?;
        let mut certificate = Der(whole).list(SEQUENCE)?;
        let signed = certificate.element_of(SEQUENCE)?;
        let algorithm = certificate.content(SEQUENCE)?;
        let signature = bits(certificate.content(BIT_STRING)?)?;
        let mut body = Body::read(signed.content)?;
        let extensions = Extensions::read(&mut body.rest);
        Some(Self {
            subject: distinguished(body.subject),
            issuer: distinguished(body.issuer),
            names: extensions.names,
            not_before: body.not_before,
            not_after: body.not_after,
            key: key_kind(body.key)?,
            is_authority: extensions.is_authority,
            issuer_url: extensions.issuer_url,
            parts: Parts {
                der: der.clone().into_owned(),
                subject: body.subject.to_vec(),
                issuer: body.issuer.to_vec(),
                key: body.key.to_vec(),
                signed: signed.whole.to_vec(),
                algorithm: algorithm.to_vec(),
                signature: signature.to_vec(),
            },
        })
    }

    /// The certificate as it is.
    #[must_use]
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.parts.der
    }

    /// Whether the clock is between its first and its last moment.
    #[must_use]
    pub fn is_valid_at(&self, clock: Utc) -> bool {
        (self.not_before..=self.not_after).contains(&clock)
    }

    /// Whether its own key signed it: a root.
    pub(super) fn is_self_signed(&self, provider: &CryptoProvider) -> bool {
        let Parts { subject, issuer, key, .. } = &self.parts;
        subject == issuer && self.is_signed_by(key, provider)
    }

    /// Whether the key (a SubjectPublicKeyInfo without its tag) signed it.
    pub(super) fn is_signed_by(&self, key: &[u8], provider: &CryptoProvider) -> bool {
        let Parts { signed, algorithm, signature, .. } = &self.parts;
        let Some((kind, key)) = key_parts(key) else { return false };
        let known = provider.signature_verification_algorithms.all.iter();
        let fitting = |known: &&&dyn rustls::pki_types::SignatureVerificationAlgorithm| {
            known.public_key_alg_id().as_ref() == kind
                && known.signature_alg_id().as_ref() == algorithm
        };
        known.filter(fitting).any(|known| known.verify_signature(key, signed, signature).is_ok())
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({:?} by {:?})", self.subject.as_str(), self.issuer.as_str())
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA {bits}"),
            Self::EcdsaP256 => f.write_str("ECDSA P-256"),
            Self::EcdsaP384 => f.write_str("ECDSA P-384"),
            Self::EcdsaP521 => f.write_str("ECDSA P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(oid) => f.write_str(oid),
        }
    }
}

/// RFC 5280 section 4.1.2, as far as the extensions.
struct Body<'a> {
    issuer: &'a [u8],
    not_before: Utc,
    not_after: Utc,
    subject: &'a [u8],
    key: &'a [u8],
    rest: Der<'a>,
}

impl<'a> Body<'a> {
    fn read(content: &'a [u8]) -> Option<Self> {
        let mut body = Der(content);
        // The version, which version 1 leaves out.
        body.content(0xa0);
        body.content(INTEGER)?;
        body.content(SEQUENCE)?;
        let issuer = body.content(SEQUENCE)?;
        let mut validity = body.list(SEQUENCE)?;
        let (not_before, not_after) = (moment(&mut validity)?, moment(&mut validity)?);
        let (subject, key) = (body.content(SEQUENCE)?, body.content(SEQUENCE)?);
        Some(Self { issuer, not_before, not_after, subject, key, rest: body })
    }
}

#[derive(Default)]
struct Extensions {
    names: Vec<PeerText>,
    is_authority: bool,
    issuer_url: Option<PeerText>,
}

impl Extensions {
    /// What cannot be read counts as absent: these are shown, and never trusted.
    fn read(rest: &mut Der<'_>) -> Self {
        let mut found = Self::default();
        // The unique identifiers of version 2.
        rest.content(0x81);
        rest.content(0x82);
        let list = rest.list(0xa3).and_then(|mut explicit| explicit.list(SEQUENCE));
        for extension in list.into_iter().flatten().take(MAX_EXTENSIONS) {
            found.add(Der(extension.content));
        }
        found
    }

    fn add(&mut self, mut extension: Der<'_>) -> Option<()> {
        let kind = extension.content(OID)?;
        extension.content(BOOLEAN);
        let value = extension.content(OCTET_STRING)?;
        match kind {
            [0x55, 0x1d, 17] => self.names = alternative(value),
            [0x55, 0x1d, 19] => self.is_authority = authority(value).unwrap_or(false),
            // id-pe-authorityInfoAccess
            [0x2b, 6, 1, 5, 5, 7, 1, 1] => self.issuer_url = issuer_url(value),
            _ => {}
        }
        Some(())
    }
}

fn authority(value: &[u8]) -> Option<bool> {
    Some(Der(value).list(SEQUENCE)?.content(BOOLEAN)? == [0xff])
}

/// RFC 5280 section 4.2.2.1: the first `id-ad-caIssuers` that is a URI.
fn issuer_url(value: &[u8]) -> Option<PeerText> {
    let url = |description: &[u8]| {
        let mut description = Der(description);
        let method = description.content(OID)?;
        let url = description.content(0x86)?;
        (method == [0x2b, 6, 1, 5, 5, 7, 0x30, 2])
            .then(|| PeerText::new(&String::from_utf8_lossy(url)))
    };
    Der(value).list(SEQUENCE)?.find_map(|description| url(description.content))
}

/// RFC 5280 section 4.1.2.5: `YYMMDDHHMMSSZ` until 2049, `YYYYMMDDHHMMSSZ` from 2050.
fn moment(validity: &mut Der<'_>) -> Option<Utc> {
    let element = validity.element()?;
    let digits = element.content.strip_suffix(b"Z")?;
    let (year, rest) = match (element.tag, digits.len()) {
        (UTC_TIME, 12) => (century(decimal(digits.get(..2)?)?), digits.get(2..)?),
        (GENERALIZED_TIME, 14) => (decimal(digits.get(..4)?)?, digits.get(4..)?),
        _ => return None,
    };
    let mut pairs = rest.chunks_exact(2).map(decimal);
    let mut next = || pairs.next().flatten();
    let (date, time) = ([year, next()?, next()?], [next()?, next()?, next()?]);
    match year < 1970 {
        true => Some(Utc(0)),
        false => Utc::at(date, time),
    }
}

fn century(year: u64) -> u64 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

fn decimal(digits: &[u8]) -> Option<u64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    digits.iter().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
}

/// The algorithm and the key of a SubjectPublicKeyInfo.
fn key_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut key = Der(key);
    Some((key.content(SEQUENCE)?, bits(key.content(BIT_STRING)?)?))
}

fn key_kind(key: &[u8]) -> Option<KeyKind> {
    let (kind, key) = key_parts(key)?;
    let mut parts = Der(kind);
    let oid = parts.content(OID)?;
    Some(match (oid, parts.content(OID)) {
        ([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], _) => KeyKind::Rsa(modulus_bits(key)?),
        ([0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], Some(curve)) => ecdsa(curve),
        ([0x2b, 0x65, 0x70], _) => KeyKind::Ed25519,
        _ => KeyKind::Other(dotted(oid)?),
    })
}

/// RFC 5480 section 2.1.1.1.
fn ecdsa(curve: &[u8]) -> KeyKind {
    match curve {
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] => KeyKind::EcdsaP256,
        [0x2b, 0x81, 4, 0, 34] => KeyKind::EcdsaP384,
        [0x2b, 0x81, 4, 0, 35] => KeyKind::EcdsaP521,
        other => KeyKind::Other(dotted(other).unwrap_or_else(|| "?".into())),
    }
}

/// RFC 8017 appendix A.1.1: the modulus comes first, with a zero byte if its highest bit is set.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let modulus = Der(key).list(SEQUENCE)?.content(INTEGER)?;
    let start = modulus.iter().position(|byte| *byte != 0)?;
    let digits = modulus.get(start..)?;
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}

/// A whole number of bytes: nothing in a certificate that is read here has another length.
fn bits(content: &[u8]) -> Option<&[u8]> {
    content.strip_prefix(&[0])
}
