//! Encryption by a password: PBES2 (RFC 8018), the older schemes of PKCS#12 (RFC 7292 appendices B and C),
//! and Java's own for keys in JKS.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use der::asn1::ObjectIdentifier;
use der::{Tag, Tagged};
use hmac::digest::Digest;
use hmac::digest::common::BlockSizeUser;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::elements::Elements;
use super::fault::Fault;
use super::key_protector::{unprotected, utf16};
use super::work::Work;
use crate::Secret;

/// Of 3DES and RC2.
const IV_BYTES: usize = 8;
const FOR_KEY: u8 = 1;
const FOR_IV: u8 = 2;
pub(super) const FOR_MAC: u8 = 3;

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const SHA1_3DES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");
const SHA1_2DES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.4");
const SHA1_RC2_128: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5");
const SHA1_RC2_40: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6");
const AES_128: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES_192: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");
const DES_EDE3: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.3.7");
/// Sun's own, from when strong encryption could not be exported.
const KEY_PROTECTOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.42.2.17.1.1");

type Bytes = Zeroizing<Vec<u8>>;

/// The PKCS#8 key of an EncryptedPrivateKeyInfo (RFC 5958 section 3).
pub(super) fn private_key(
    info: &[u8],
    password: Option<&Secret>,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let mut info = Elements::of_sequence(info)?;
    let mut algorithm = info.sequence()?;
    let encrypted = info.octets()?;
    let password = password.map_or("", Secret::expose);
    let key = match algorithm.oid()? {
        KEY_PROTECTOR => unprotected(encrypted, password)?,
        scheme => decrypt_by(scheme, algorithm, encrypted, password, work)?,
    };
    // What a wrong password makes may have good padding, and is no PKCS#8.
    match Elements::of_sequence(&key).and_then(|mut key| key.number()) {
        Ok(_) => Ok(key),
        Err(_) => Err(Fault::Password),
    }
}

/// What was encrypted by the scheme that an AlgorithmIdentifier names. A wrong password is one whose padding is
/// wrong; of 256 wrong ones, one is not told here.
pub(super) fn decrypt(
    mut algorithm: Elements<'_>,
    encrypted: &[u8],
    password: &str,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let scheme = algorithm.oid()?;
    decrypt_by(scheme, algorithm, encrypted, password, work)
}

/// RFC 7292 appendix B.1: the characters and a zero.
pub(super) fn bmp_string(text: &str) -> Bytes {
    let mut bytes = utf16(text);
    bytes.extend([0, 0]);
    bytes
}

/// What is derived from a password by RFC 7292 appendix B.2.
pub(super) struct Derivation<'a> {
    /// As a BMPString with its zero.
    pub(super) password: &'a [u8],
    pub(super) salt: &'a [u8],
    pub(super) iterations: u32,
    /// What the bytes are for (appendix B.3).
    pub(super) purpose: u8,
}

impl Derivation<'_> {
    fn derive<H: Digest + BlockSizeUser>(
        &self,
        length: usize,
        work: &mut Work,
    ) -> Result<Bytes, Fault> {
        let (block, output) = (H::block_size(), <H as Digest>::output_size());
        let rounds = length.div_ceil(output);
        // Salt and password are as long as the file says, and hashed once a round.
        let first = (self.salt.len() + self.password.len()) / block + 4;
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        work.take(self.iterations, rounds)?;
        work.take(first, rounds)?;
        let mut state = filled(self.salt, block);
        state = joined(&state, &filled(self.password, block));
        let mut derived = Zeroizing::new(Vec::with_capacity(rounds * output));
        for _ in 0..rounds {
            let mut hash =
                H::new().chain_update(vec![self.purpose; block]).chain_update(&*state).finalize();
            for _ in 1..self.iterations {
                hash = H::digest(&hash);
            }
            derived.extend_from_slice(&hash);
            let repeated: Bytes =
                Zeroizing::new(hash.iter().copied().cycle().take(block).collect());
            state.chunks_exact_mut(block).for_each(|part| add_one_and(part, &repeated));
        }
        derived.truncate(length);
        Ok(derived)
    }
}

/// Key or MAC key by PBKDF2, from the content of its parameters. `length` is what the parameters do not say.
pub(super) fn pbkdf2_key(
    mut derivation: Elements<'_>,
    password: &str,
    length: Option<usize>,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let function = derivation.oid()?;
    if function != PBKDF2 {
        return Err(Fault::unsupported(function));
    }
    let mut params = derivation.sequence()?;
    let salt = params.octets()?;
    let iterations = params.number()?;
    let mut hash = Hash::Sha1;
    let mut told = None;
    while let Some(next) = params.next()? {
        match next.tag() {
            Tag::Integer => told = Some(next.decode_as::<u16>().map_err(|_| Fault::MALFORMED)?),
            Tag::Sequence => hash = Hash::of_hmac(Elements::new(next.value())?.oid()?)?,
            _ => return Err(Fault::MALFORMED),
        }
    }
    let length = length.or(told.map(usize::from)).filter(|length| (1..=64).contains(length));
    let mut key = Zeroizing::new(vec![0; length.ok_or(Fault::MALFORMED)?]);
    work.take(iterations, 2 * key.len().div_ceil(hash.output()))?;
    hash.pbkdf2(password.as_bytes(), salt, iterations, &mut key);
    Ok(key)
}

/// The hashes that these files are made with.
#[derive(Clone, Copy)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    const ALL: [Self; 5] = [Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    pub(super) fn of_digest(oid: ObjectIdentifier) -> Result<Self, Fault> {
        Self::named(oid, |hash| match hash {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha224 => "2.16.840.1.101.3.4.2.4",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    pub(super) fn of_hmac(oid: ObjectIdentifier) -> Result<Self, Fault> {
        Self::named(oid, |hash| match hash {
            Self::Sha1 => "1.2.840.113549.2.7",
            Self::Sha224 => "1.2.840.113549.2.8",
            Self::Sha256 => "1.2.840.113549.2.9",
            Self::Sha384 => "1.2.840.113549.2.10",
            Self::Sha512 => "1.2.840.113549.2.11",
        })
    }

    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Bytes {
        match self {
            Self::Sha1 => crate::crypto::hmac::<Sha1>(key, message),
            Self::Sha224 => crate::crypto::hmac::<Sha224>(key, message),
            Self::Sha256 => crate::crypto::hmac::<Sha256>(key, message),
            Self::Sha384 => crate::crypto::hmac::<Sha384>(key, message),
            Self::Sha512 => crate::crypto::hmac::<Sha512>(key, message),
        }
    }

    /// As many bytes as the hash has, for a MAC.
    pub(super) fn mac_key(self, from: &Derivation<'_>, work: &mut Work) -> Result<Bytes, Fault> {
        match self {
            Self::Sha1 => from.derive::<Sha1>(self.output(), work),
            Self::Sha224 => from.derive::<Sha224>(self.output(), work),
            Self::Sha256 => from.derive::<Sha256>(self.output(), work),
            Self::Sha384 => from.derive::<Sha384>(self.output(), work),
            Self::Sha512 => from.derive::<Sha512>(self.output(), work),
        }
    }

    fn named(oid: ObjectIdentifier, name: fn(Self) -> &'static str) -> Result<Self, Fault> {
        let text = oid.to_string();
        Self::ALL
            .into_iter()
            .find(|hash| name(*hash) == text)
            .ok_or_else(|| Fault::unsupported(oid))
    }

    fn output(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, key: &mut [u8]) {
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, iterations, key),
            Self::Sha224 => pbkdf2_hmac::<Sha224>(password, salt, iterations, key),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, iterations, key),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, iterations, key),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, iterations, key),
        }
    }
}

fn decrypt_by(
    scheme: ObjectIdentifier,
    mut algorithm: Elements<'_>,
    encrypted: &[u8],
    password: &str,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let params = algorithm.sequence()?;
    match scheme {
        PBES2 => pbes2(params, encrypted, password, work),
        SHA1_3DES => pbes1::<des::TdesEde3>(params, encrypted, password, 24, work),
        SHA1_2DES => pbes1::<des::TdesEde2>(params, encrypted, password, 16, work),
        SHA1_RC2_128 => pbes1::<rc2::Rc2>(params, encrypted, password, 16, work),
        SHA1_RC2_40 => pbes1::<rc2::Rc2>(params, encrypted, password, 5, work),
        other => Err(Fault::unsupported(other)),
    }
}

/// RFC 8018 section 6.2.
fn pbes2(
    mut params: Elements<'_>,
    encrypted: &[u8],
    password: &str,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let derivation = params.sequence()?;
    let mut encryption = params.sequence()?;
    let cipher = encryption.oid()?;
    let length = match cipher {
        AES_128 => 16,
        AES_192 | DES_EDE3 => 24,
        AES_256 => 32,
        other => return Err(Fault::unsupported(other)),
    };
    let key = pbkdf2_key(derivation, password, Some(length), work)?;
    let iv = encryption.octets()?;
    match cipher {
        AES_128 => decrypted::<aes::Aes128>(&key, iv, encrypted),
        AES_192 => decrypted::<aes::Aes192>(&key, iv, encrypted),
        AES_256 => decrypted::<aes::Aes256>(&key, iv, encrypted),
        _ => decrypted::<des::TdesEde3>(&key, iv, encrypted),
    }
}

/// RFC 7292 appendix C.
fn pbes1<C: KeyInit + BlockCipherDecrypt>(
    mut params: Elements<'_>,
    encrypted: &[u8],
    password: &str,
    key_length: usize,
    work: &mut Work,
) -> Result<Bytes, Fault> {
    let salt = params.octets()?;
    let iterations = params.number()?;
    let password = bmp_string(password);
    let from = |purpose| Derivation { password: &password, salt, iterations, purpose };
    let key = from(FOR_KEY).derive::<Sha1>(key_length, work)?;
    let iv = from(FOR_IV).derive::<Sha1>(IV_BYTES, work)?;
    decrypted::<C>(&key, &iv, encrypted)
}

fn decrypted<C: KeyInit + BlockCipherDecrypt>(
    key: &[u8],
    iv: &[u8],
    encrypted: &[u8],
) -> Result<Bytes, Fault> {
    let cipher = Decryptor::<C>::new_from_slices(key, iv).map_err(|_| Fault::MALFORMED)?;
    let mut bytes = Zeroizing::new(encrypted.to_vec());
    let length = cipher.decrypt_padded::<Pkcs7>(&mut bytes).map_err(|_| Fault::Password)?.len();
    bytes.truncate(length);
    Ok(bytes)
}

/// Repeated up to a whole number of blocks; nothing stays nothing.
fn filled(bytes: &[u8], block: usize) -> Bytes {
    let length = bytes.len().div_ceil(block) * block;
    Zeroizing::new(bytes.iter().copied().cycle().take(length).collect())
}

fn joined(one: &[u8], other: &[u8]) -> Bytes {
    Zeroizing::new([one, other].concat())
}

/// `I_j = (I_j + B + 1) mod 2^v`, big-endian.
fn add_one_and(part: &mut [u8], addend: &[u8]) {
    let mut carry = 1u16;
    for (byte, more) in part.iter_mut().zip(addend).rev() {
        carry += u16::from(*byte) + u16::from(*more);
        *byte = carry.to_be_bytes()[1];
        carry >>= 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::KeyStoreFlaw;

    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 2;
    const OCTETS: u8 = 4;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
        element(SEQUENCE, &parts.concat())
    }

    fn named(name: &ObjectIdentifier) -> Vec<u8> {
        element(6, name.as_bytes())
    }

    fn decrypted_with(algorithm: &[u8]) -> Result<Bytes, Fault> {
        decrypt(Elements::of_sequence(algorithm)?, &[0; 16], "pw", &mut Work::new())
    }

    /// These return at once: no test would wait for what they ask for.
    #[test]
    fn endless_work_is_refused_before_it_is_begun() {
        let too_much = Some(Fault::Flaw(KeyStoreFlaw::TooMuchWork));
        let salt = element(OCTETS, b"salt");
        for count in [&[0x7f, 0xff, 0xff, 0xff][..], &[0, 0xff, 0xff, 0xff, 0xff], &[0]] {
            let params = sequence(&[salt.clone(), element(INTEGER, count)]);
            let old = sequence(&[named(&SHA1_RC2_40), params.clone()]);
            assert_eq!(decrypted_with(&old).err(), too_much);
            let derivation = sequence(&[named(&PBKDF2), params]);
            let cipher = sequence(&[named(&AES_256), element(OCTETS, &[0; 16])]);
            let new = sequence(&[named(&PBES2), sequence(&[derivation, cipher])]);
            assert_eq!(decrypted_with(&new).err(), too_much);
        }
    }

    #[test]
    fn what_is_not_known_is_named() {
        let scrypt = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11591.4.11");
        let derivation = sequence(&[named(&scrypt), sequence(&[])]);
        let cipher = sequence(&[named(&AES_256), element(OCTETS, &[0; 16])]);
        let scheme = sequence(&[named(&PBES2), sequence(&[derivation, cipher])]);
        assert_eq!(decrypted_with(&scheme).err(), Some(Fault::unsupported(scrypt)));
        let rc4 = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.1");
        let scheme = sequence(&[named(&rc4), sequence(&[])]);
        assert_eq!(decrypted_with(&scheme).err(), Some(Fault::unsupported(rc4)));
    }

    #[test]
    fn a_number_that_is_negative_or_too_long_is_malformed() {
        for count in [&[0xff][..], &[1, 0, 0, 0, 0], &[]] {
            let params = sequence(&[element(OCTETS, b"salt"), element(INTEGER, count)]);
            let scheme = sequence(&[named(&SHA1_3DES), params]);
            assert_eq!(decrypted_with(&scheme).err(), Some(Fault::MALFORMED), "{count:?}");
        }
    }
}
