//! The fields of a certificate (RFC 5280) in DER. What a length or a tag says is checked by `der`; what
//! is odd is `None`, and never a panic.

use std::fmt;
use std::net::IpAddr;

use der::asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, UintRef, UtcTime};
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};

use super::{PeerText, Utc};

/// How many extensions are looked at.
const MAX_EXTENSIONS: usize = 64;
/// How many alternative names are kept.
const MAX_NAMES: usize = 100;

/// RFC 5280 section 4.1.1.
pub(super) struct Envelope<'a> {
    pub(super) body: Body<'a>,
    /// The bytes that are signed.
    pub(super) signed: Vec<u8>,
    /// Without its tag.
    pub(super) algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
}

impl<'a> Envelope<'a> {
    pub(super) fn read(certificate: &'a [u8]) -> Option<Self> {
        let mut fields = elements(sequence(AnyRef::from_der(certificate).ok()?)?);
        let (signed, algorithm) = (fields.next()?, sequence(fields.next()?)?);
        let signature = bits(fields.next()?)?;
        Some(Self {
            body: Body::read(signed)?,
            signed: signed.to_der().ok()?,
            algorithm,
            signature,
        })
    }
}

/// RFC 5280 section 4.1.2, as far as the extensions; names and key without their tags.
pub(super) struct Body<'a> {
    pub(super) issuer: &'a [u8],
    pub(super) not_before: Utc,
    pub(super) not_after: Utc,
    pub(super) subject: &'a [u8],
    pub(super) key: &'a [u8],
    pub(super) extensions: Extensions,
}

impl<'a> Body<'a> {
    fn read(signed: AnyRef<'a>) -> Option<Self> {
        let mut fields = elements(signed.value());
        let first = fields.next()?;
        if first.tag().is_context_specific() {
            // The version, which version 1 leaves out; then the serial number.
            fields.next()?;
        }
        let _algorithm = fields.next()?;
        let issuer = sequence(fields.next()?)?;
        let mut validity = elements(sequence(fields.next()?)?);
        let (not_before, not_after) = (moment(validity.next()?)?, moment(validity.next()?)?);
        let (subject, key) = (sequence(fields.next()?)?, sequence(fields.next()?)?);
        Some(Self {
            issuer,
            not_before,
            not_after,
            subject,
            key,
            extensions: Extensions::read(fields),
        })
    }
}

/// RFC 5280 section 4.2, those that are shown.
#[derive(Default)]
pub(super) struct Extensions {
    pub(super) names: Vec<PeerText>,
    pub(super) is_authority: bool,
    pub(super) issuer_url: Option<PeerText>,
}

impl Extensions {
    /// What cannot be read counts as absent: these are shown, and never trusted.
    fn read(mut rest: Elements<'_>) -> Self {
        let mut found = Self::default();
        let list = rest.find(|element| number(*element) == Some(3));
        let list = list.and_then(|explicit| sequence(elements(explicit.value()).next()?));
        for extension in list.into_iter().flat_map(elements).take(MAX_EXTENSIONS) {
            found.add(extension);
        }
        found
    }

    fn add(&mut self, extension: AnyRef<'_>) -> Option<()> {
        let mut fields = elements(sequence(extension)?);
        let kind = oid(fields.next()?)?;
        // Whether it is critical may stand between.
        let value = fields.find(|field| field.tag() == Tag::OctetString)?;
        let value = sequence(AnyRef::from_der(value.value()).ok()?)?;
        match kind.as_str() {
            "2.5.29.17" => self.names = alternative_names(value),
            "2.5.29.19" => self.is_authority = is_authority(value),
            // id-pe-authorityInfoAccess
            "1.3.6.1.5.5.7.1.1" => self.issuer_url = issuer_url(value),
            _ => {}
        }
        Some(())
    }
}

fn is_authority(constraints: &[u8]) -> bool {
    let first = elements(constraints).next();
    first.is_some_and(|first| first.decode_as::<bool>() == Ok(true))
}

/// RFC 5280 section 4.2.1.6: the DNS names and IP addresses, which are what counts for a server.
fn alternative_names(names: &[u8]) -> Vec<PeerText> {
    elements(names).filter_map(alternative_name).take(MAX_NAMES).collect()
}

/// An `rfc822Name` and others have no part in naming a server.
fn alternative_name(name: AnyRef<'_>) -> Option<PeerText> {
    match (number(name)?, name.value()) {
        (2, dns) => Some(PeerText::new(&String::from_utf8_lossy(dns))),
        (7, address) => {
            let four = <[u8; 4]>::try_from(address).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(address).map(IpAddr::from));
            address.ok().map(|address| PeerText::new(&address.to_string()))
        }
        _ => None,
    }
}

/// RFC 5280 section 4.2.2.1: the first `id-ad-caIssuers` that is a URI.
fn issuer_url(descriptions: &[u8]) -> Option<PeerText> {
    for description in elements(descriptions) {
        let mut fields = elements(description.value());
        let (Some(method), Some(location)) = (fields.next(), fields.next()) else { continue };
        if oid(method).as_deref() == Some("1.3.6.1.5.5.7.48.2") && number(location) == Some(6) {
            return Some(PeerText::new(&String::from_utf8_lossy(location.value())));
        }
    }
    None
}

/// RFC 5280 section 4.1.2.5.
fn moment(time: AnyRef<'_>) -> Option<Utc> {
    let since_1970 = match time.tag() {
        Tag::UtcTime => time.decode_as::<UtcTime>().ok()?.to_unix_duration(),
        _ => time.decode_as::<GeneralizedTime>().ok()?.to_unix_duration(),
    };
    Some(Utc(since_1970.as_secs()))
}

/// The algorithm and the key of a SubjectPublicKeyInfo.
pub(super) fn key_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = elements(key);
    let algorithm = sequence(fields.next()?)?;
    Some((algorithm, bits(fields.next()?)?))
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

pub(super) fn key_kind(key: &[u8]) -> Option<KeyKind> {
    let (algorithm, key) = key_parts(key)?;
    let mut fields = elements(algorithm);
    let kind = oid(fields.next()?)?;
    let curve = fields.next().and_then(oid);
    Some(match (kind.as_str(), curve) {
        ("1.2.840.113549.1.1.1", _) => KeyKind::Rsa(modulus_bits(key)?),
        ("1.2.840.10045.2.1", Some(curve)) => ecdsa(curve),
        ("1.3.101.112", _) => KeyKind::Ed25519,
        _ => KeyKind::Other(kind),
    })
}

/// RFC 5480 section 2.1.1.1.
fn ecdsa(curve: String) -> KeyKind {
    match curve.as_str() {
        "1.2.840.10045.3.1.7" => KeyKind::EcdsaP256,
        "1.3.132.0.34" => KeyKind::EcdsaP384,
        "1.3.132.0.35" => KeyKind::EcdsaP521,
        _ => KeyKind::Other(curve),
    }
}

/// RFC 8017 appendix A.1.1: the modulus comes first.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let modulus = elements(sequence(AnyRef::from_der(key).ok()?)?).next()?;
    let digits = modulus.decode_as::<UintRef<'_>>().ok()?.as_bytes();
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}

/// The elements of DER that follow each other, as far as they can be read.
struct Elements<'a>(Option<SliceReader<'a>>);

fn elements(content: &[u8]) -> Elements<'_> {
    Elements(SliceReader::new(content).ok())
}

impl<'a> Iterator for Elements<'a> {
    type Item = AnyRef<'a>;

    fn next(&mut self) -> Option<AnyRef<'a>> {
        self.0.as_mut()?.decode().ok()
    }
}

/// The content of a SEQUENCE.
fn sequence(element: AnyRef<'_>) -> Option<&[u8]> {
    (element.tag() == Tag::Sequence).then(|| element.value())
}

/// The content of a BIT STRING of whole bytes: nothing in a certificate that is read here is another.
fn bits(element: AnyRef<'_>) -> Option<&[u8]> {
    element.decode_as::<BitStringRef<'_>>().ok()?.as_bytes()
}

fn oid(element: AnyRef<'_>) -> Option<String> {
    Some(element.decode_as::<ObjectIdentifier>().ok()?.to_string())
}

/// The number of a context-specific tag.
fn number(element: AnyRef<'_>) -> Option<u32> {
    let tag = element.tag();
    tag.is_context_specific().then(|| tag.number().value())
}
