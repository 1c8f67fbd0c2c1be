//! Recognising what a file really is when it is not the PEM that was asked for.

use std::fmt;

/// What was found instead of what was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// PEM certificates and no key.
    Certificates,
    /// A PEM certificate signing request.
    CertificateRequest,
    /// One certificate or key in DER, the binary form.
    Der,
    /// Nothing.
    Empty,
    /// A PEM private key protected by a passphrase.
    EncryptedPrivateKey,
    /// PEM markers that are not at the start of their lines.
    IndentedPem,
    /// A Java key store, JKS or JCEKS.
    JavaKeyStore,
    /// PEM of a kind not listed here.
    OtherPem,
    /// A PKCS#12 key store (`.p12`, `.pfx`), Java's default since version 9.
    Pkcs12,
    /// PEM of PKCS#7, a bag of certificates.
    Pkcs7,
    /// A PEM private key.
    PrivateKey,
    /// A PEM public key.
    PublicKey,
    /// OpenSSL's own `TRUSTED CERTIFICATE` form.
    TrustedCertificate,
    /// Nothing that is known.
    Unknown,
    /// UTF-16 text, as older PowerShell writes it.
    Utf16,
}

impl Found {
    /// Looks at the bytes, by signature and then by the first PEM marker. Never fails.
    pub(super) fn in_bytes(bytes: &[u8]) -> Self {
        match bytes {
            [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Self::JavaKeyStore,
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Self::Utf16,
            [0x30, length, rest @ ..] if is_der_length(*length) => in_sequence(*length, rest),
            _ => in_text(bytes),
        }
    }

    /// What to do when certificates were wanted.
    pub(super) fn certificate_remedy(self, file: &str) -> Option<String> {
        let file = quoted(file);
        Some(match self {
            Self::JavaKeyStore => {
                format!("{BUILD}, or convert it: keytool -list -rfc -keystore {file} > ca.pem")
            }
            Self::Pkcs12 => {
                format!("{BUILD}, or convert it: openssl pkcs12 -in {file} -nokeys -out ca.pem")
            }
            Self::Pkcs7 => format!("convert it: openssl pkcs7 -in {file} -print_certs -out ca.pem"),
            Self::Der => format!("convert it: openssl x509 -inform der -in {file} -out ca.pem"),
            Self::TrustedCertificate => format!("convert it: openssl x509 -in {file} -out ca.pem"),
            Self::Utf16 => UTF16_REMEDY.to_owned(),
            Self::IndentedPem => INDENTED_REMEDY.to_owned(),
            Self::EncryptedPrivateKey | Self::PrivateKey => {
                "this looks like the key file: give the certificates here".to_owned()
            }
            Self::CertificateRequest => {
                "a request is not a certificate: give what the CA issued for it".to_owned()
            }
            _ => return None,
        })
    }

    /// What to do when a private key was wanted.
    pub(super) fn key_remedy(self, file: &str) -> Option<String> {
        let file = quoted(file);
        Some(match self {
            Self::JavaKeyStore => format!(
                "{BUILD}, or convert it: keytool -importkeystore -srckeystore {file} -destkeystore \
                 client.p12 -deststoretype PKCS12 && openssl pkcs12 -in client.p12 -nodes -out client.pem"
            ),
            Self::Pkcs12 => {
                format!("{BUILD}, or convert it: openssl pkcs12 -in {file} -nodes -out client.pem")
            }
            Self::Der => {
                format!("convert it: openssl pkey -inform der -in {file} -out client-key.pem")
            }
            Self::EncryptedPrivateKey => {
                format!("decrypt it: openssl pkey -in {file} -out client-key.pem")
            }
            Self::Utf16 => UTF16_REMEDY.to_owned(),
            Self::IndentedPem => INDENTED_REMEDY.to_owned(),
            Self::Certificates => "this looks like the certificate file: give the key here".into(),
            _ => return None,
        })
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificates => "PEM certificates without a key",
            Self::CertificateRequest => "a certificate signing request",
            Self::Der => "binary DER",
            Self::Empty => "nothing: it is empty",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::IndentedPem => "PEM whose markers do not start their lines",
            Self::JavaKeyStore => "a Java key store (JKS)",
            Self::OtherPem => "PEM of another kind",
            Self::Pkcs12 => "a PKCS#12 key store",
            Self::Pkcs7 => "PKCS#7",
            Self::PrivateKey => "a private key",
            Self::PublicKey => "a public key",
            Self::TrustedCertificate => "a certificate in OpenSSL's own TRUSTED form",
            Self::Unknown => "neither PEM nor a known key store",
            Self::Utf16 => "UTF-16 text",
        })
    }
}

/// What reads it as it is, see `KeyStore`; where PEM is wanted nothing does.
const BUILD: &str = match cfg!(feature = "java-keystores") {
    true => "name it in ssl.truststore.location or ssl.keystore.location",
    false => "read it by the feature java-keystores",
};
const UTF16_REMEDY: &str = "save it as UTF-8 (PowerShell: Out-File -Encoding ascii)";
const INDENTED_REMEDY: &str =
    "put every -----BEGIN and -----END marker at the start of a line of its own";

/// A definite length of one byte, or of one to four following bytes; 0x80 is BER's indefinite
/// form, which some PKCS#12 writers use. Text that begins with the digit 0 (0x30) never has it.
fn is_der_length(length: u8) -> bool {
    (0x80..=0x84).contains(&length)
}

/// PKCS#12 begins SEQUENCE { INTEGER 3 } (RFC 7292 section 4: "version INTEGER {v3(3)}");
/// certificates and PKCS#8 keys begin differently.
fn in_sequence(length: u8, rest: &[u8]) -> Found {
    let content = rest.get(usize::from(length & 0x7f)..).unwrap_or_default();
    if content.starts_with(&[0x02, 0x01, 0x03]) { Found::Pkcs12 } else { Found::Der }
}

/// Takes no copy: it may be a private key.
fn in_text(text: &[u8]) -> Found {
    let mut lines = text.split(|byte| *byte == b'\n');
    match lines.find_map(|line| line.strip_prefix(b"-----BEGIN ")) {
        Some(label) => in_label(label.trim_ascii_end(), text),
        None if text.trim_ascii().is_empty() => Found::Empty,
        None if contains(text, b"-----BEGIN ") => Found::IndentedPem,
        None => Found::Unknown,
    }
}

fn in_label(label: &[u8], text: &[u8]) -> Found {
    let label = std::str::from_utf8(label).unwrap_or_default().trim_end_matches('-');
    match label {
        "CERTIFICATE" => Found::Certificates,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Found::CertificateRequest,
        "ENCRYPTED PRIVATE KEY" => Found::EncryptedPrivateKey,
        "PKCS7" | "CMS" => Found::Pkcs7,
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Found::PublicKey,
        "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => Found::TrustedCertificate,
        // RFC 1421 section 4.6.1.1: OpenSSL's older form encrypts under this header.
        _ if label.ends_with("PRIVATE KEY") && contains(text, b"Proc-Type: 4,ENCRYPTED") => {
            Found::EncryptedPrivateKey
        }
        _ if label.ends_with("PRIVATE KEY") => Found::PrivateKey,
        _ => Found::OtherPem,
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// The file as one word for a POSIX shell.
pub(super) fn quoted(file: &str) -> String {
    let is_word = file.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if !file.is_empty() && is_word {
        return file.to_owned();
    }
    format!("'{}'", file.replace('\'', r"'\''"))
}
