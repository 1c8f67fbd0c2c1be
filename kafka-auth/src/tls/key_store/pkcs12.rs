//! PKCS#12 (RFC 7292), the part of it that `keytool` and OpenSSL write.

use der::Tag;
use der::asn1::ObjectIdentifier;
use rustls::pki_types::CertificateDer;
use zeroize::Zeroizing;

use super::elements::{Elements, FIRST, context};
use super::fault::Fault;
use super::pbe::{self, Derivation, FOR_MAC, Hash, bmp_string};
use super::work::Work;
use super::{Contents, KeyEntry, StoredKey, chain};
use crate::Secret;
use crate::crypto::same_bytes;
use crate::tls::KeyStoreFlaw;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERT_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const X509_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
const LOCAL_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");
/// RFC 9579.
const PBMAC1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.14");

/// Reads a store. Where there is a password, the MAC is checked.
pub(super) fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Contents, Fault> {
    // RFC 7292 section 4 allows BER; what `keytool` and OpenSSL write is DER.
    if bytes.get(1) == Some(&0x80) {
        return Err(Fault::unsupported("BER with indefinite lengths"));
    }
    let mut work = Work::new();
    let text = password.map_or("", Secret::expose);
    let mut pfx = Elements::of_sequence(bytes)?;
    pfx.number()?;
    let safe = data(&mut pfx.sequence()?)?;
    let fits = match (pfx.next()?, password) {
        (Some(mac), Some(_)) => is_authentic(Elements::new(mac.value())?, safe, text, &mut work)?,
        _ => true,
    };
    let bags = Bags::read(safe, text, &mut work);
    match (fits, bags) {
        (true, bags) => bags.map(Bags::contents),
        // Something could be decrypted, so it is not the password.
        (false, Ok(bags)) if bags.decrypted => Err(Fault::Flaw(KeyStoreFlaw::Changed)),
        (false, _) => Err(Fault::Password),
    }
}

/// RFC 7292 section 4 and appendix A, RFC 9579 section 4.
fn is_authentic(
    mut mac: Elements<'_>,
    safe: &[u8],
    password: &str,
    work: &mut Work,
) -> Result<bool, Fault> {
    let mut info = mac.sequence()?;
    let mut algorithm = info.sequence()?;
    let expected = info.octets()?;
    let salt = mac.octets()?;
    let iterations = match mac.next()? {
        Some(count) => count.decode_as::<u32>().map_err(|_| Fault::MALFORMED)?,
        None => 1,
    };
    let digest = algorithm.oid()?;
    if digest == PBMAC1 {
        let mut params = algorithm.sequence()?;
        let key = pbe::pbkdf2_key(params.sequence()?, password, None, work)?;
        let hash = Hash::of_hmac(params.sequence()?.oid()?)?;
        return Ok(same_bytes(&hash.hmac(&key, safe), expected));
    }
    let hash = Hash::of_digest(digest)?;
    // OpenSSL has two kinds of an empty password: no characters, and not even the zero behind them.
    let forms = [bmp_string(password), Zeroizing::default()];
    let forms = if password.is_empty() { &forms[..] } else { &forms[..1] };
    for form in forms {
        let from = Derivation { password: form, salt, iterations, purpose: FOR_MAC };
        let key = hash.mac_key(&from, work)?;
        if same_bytes(&hash.hmac(&key, safe), expected) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the bags hold, before keys and certificates are brought together.
#[derive(Default)]
struct Bags {
    keys: Vec<(StoredKey, Option<Vec<u8>>)>,
    certificates: Vec<(CertificateDer<'static>, Option<Vec<u8>>)>,
    /// Whether the password has proved right.
    decrypted: bool,
}

impl Bags {
    /// RFC 7292 section 4.1: parts that are encrypted, and parts that are not.
    fn read(safe: &[u8], password: &str, work: &mut Work) -> Result<Self, Fault> {
        let mut bags = Self::default();
        let mut parts = Elements::of_sequence(safe)?;
        while let Some(part) = parts.next()? {
            let mut part = Elements::new(part.value())?;
            match part.oid()? {
                DATA => bags.add(Elements::new(part.content(FIRST)?)?.octets()?)?,
                ENCRYPTED_DATA => {
                    let part = decrypted(part.content(FIRST)?, password, work)?;
                    // Of wrong passwords, one in 256 has good padding.
                    bags.add(&part).map_err(|_| Fault::Password)?;
                    bags.decrypted = true;
                }
                other => return Err(Fault::unsupported(other)),
            }
        }
        Ok(bags)
    }

    /// RFC 7292 section 4.2. Bags of other kinds (secret keys, revocation lists) are of no use here.
    fn add(&mut self, safe_contents: &[u8]) -> Result<(), Fault> {
        let mut bags = Elements::of_sequence(safe_contents)?;
        while let Some(bag) = bags.next()? {
            let mut bag = Elements::new(bag.value())?;
            let kind = bag.oid()?;
            let value = bag.content(FIRST)?;
            let id = local_key_id(&mut bag)?;
            match kind {
                KEY_BAG => {
                    self.keys.push((StoredKey::Plain(Zeroizing::new(value.to_vec())), id));
                }
                SHROUDED_KEY_BAG => self.keys.push((StoredKey::Encrypted(value.to_vec()), id)),
                CERT_BAG => self.certificates.extend(certificate(value)?.map(|der| (der, id))),
                _ => {}
            }
        }
        Ok(())
    }

    /// A chain is only built where there is one key: which of several is meant is not guessed.
    fn contents(self) -> Contents {
        let chain = match &self.keys[..] {
            [(_, id)] => self.chain(id.as_deref()),
            _ => Vec::new(),
        };
        let certificates = self.all();
        let keys = self.keys.into_iter();
        let keys = keys.map(|(key, _)| KeyEntry { key, chain: chain.clone() }).collect();
        Contents { certificates, keys }
    }

    /// The certificate with the key's id and those above it. Where nothing says which one is the key's, it is
    /// the first.
    fn chain(&self, id: Option<&[u8]>) -> Vec<CertificateDer<'static>> {
        let own = |(_, other): &&(_, Option<Vec<u8>>)| id.is_some() && id == other.as_deref();
        let own = self.certificates.iter().find(own).or(self.certificates.first());
        own.map_or_else(Vec::new, |(own, _)| chain::from(own, &self.all()))
    }

    fn all(&self) -> Vec<CertificateDer<'static>> {
        self.certificates.iter().map(|(der, _)| der.clone()).collect()
    }
}

/// The content of a ContentInfo that is not encrypted.
fn data<'a>(info: &mut Elements<'a>) -> Result<&'a [u8], Fault> {
    match info.oid()? {
        DATA => Elements::new(info.content(FIRST)?)?.octets(),
        other => Err(Fault::unsupported(other)),
    }
}

/// RFC 5652 section 8: an EncryptedData.
fn decrypted(content: &[u8], password: &str, work: &mut Work) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut data = Elements::of_sequence(content)?;
    data.number()?;
    let mut info = data.sequence()?;
    info.oid()?;
    let algorithm = info.sequence()?;
    pbe::decrypt(algorithm, info.content(context(0, false))?, password, work)
}

/// RFC 7292 section 4.2.3. `None` for a certificate of another kind than X.509.
fn certificate(bag: &[u8]) -> Result<Option<CertificateDer<'static>>, Fault> {
    let mut bag = Elements::of_sequence(bag)?;
    if bag.oid()? != X509_CERTIFICATE {
        return Ok(None);
    }
    let der = Elements::new(bag.content(FIRST)?)?.octets()?;
    match chain::is_certificate(der) {
        true => Ok(Some(der.to_vec().into())),
        false => Err(Fault::MALFORMED),
    }
}

/// The attribute that a key and its certificate have in common.
fn local_key_id(bag: &mut Elements<'_>) -> Result<Option<Vec<u8>>, Fault> {
    let Some(attributes) = bag.next()? else { return Ok(None) };
    let mut attributes = Elements::new(attributes.value())?;
    while let Some(attribute) = attributes.next()? {
        let mut attribute = Elements::new(attribute.value())?;
        if attribute.oid()? == LOCAL_KEY_ID {
            return Elements::new(attribute.content(Tag::Set)?)?
                .octets()
                .map(|id| Some(id.to_vec()));
        }
    }
    Ok(None)
}
