//! PEM in every form that people hand over, and what an error says of it.

use std::io;
use std::path::PathBuf;

use kafka_auth::tls::{ClientIdentity, Found, MAX_PEM, PemFlaw, TlsError, TlsRoots};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use test_support::certificates::{authority, issue};

use super::{file, load};

fn nothing_but(bytes: &[u8]) -> Found {
    match load(bytes) {
        TlsError::NoCertificate { found, .. } => found,
        error => panic!("{error}"),
    }
}

#[test]
fn t08_empty_and_blank() {
    for bytes in [&b""[..], b"\r\n \n", b"\xef\xbb\xbf"] {
        assert_eq!(nothing_but(bytes), Found::Empty);
    }
}

#[test]
fn t08_crlf_a_byte_order_mark_and_text_around_the_sections() {
    let pem = authority().pem();
    for text in [
        pem.replace("\r\n", "\n"),
        pem.replace("\r\n", "\n").replace('\n', "\r\n"),
        format!("\u{feff}{pem}"),
        format!("Alias name: root\r\nOwner: CN=x\r\n\r\n{pem}\r\ntrailing words"),
    ] {
        assert_eq!(TlsRoots::Pem(text.into_bytes()).load().unwrap().store.len(), 1);
    }
}

#[test]
fn t08_a_key_instead_of_a_certificate() {
    let issued = issue(&authority(), &["localhost"]);
    assert_eq!(nothing_but(issued.key.as_bytes()), Found::PrivateKey);
    assert!(load(issued.key.as_bytes()).to_string().contains("give the certificates here"));
}

#[test]
fn t08_key_stores_are_named_with_the_command_that_converts_them() {
    let jks = file("trust store.jks", &[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]);
    let error = TlsRoots::PemFile(jks.clone()).load().unwrap_err().to_string();
    assert!(error.contains("found a Java key store (JKS)"), "{error}");
    let command = format!("keytool -list -rfc -keystore '{}' > ca.pem", jks.display());
    assert!(error.ends_with(&command), "{error}");

    for start in [&[0x30, 0x82, 9, 200][..], &[0x30, 0x80], &[0x30, 0x83, 1, 2, 3]] {
        let p12 = [start, &[2, 1, 3, 0x30]].concat();
        let error = load(&p12).to_string();
        assert!(
            error.contains("found a PKCS#12 key store; name it in ssl.truststore.location"),
            "{error}"
        );
        assert!(error.contains(", or convert it: openssl pkcs12 -in"), "{error}");
    }
}

#[test]
fn t08_other_forms_are_told_apart() {
    let authority = authority();
    assert_eq!(nothing_but(authority.der()), Found::Der);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(authority.pem().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(nothing_but(&utf16), Found::Utf16);
    let labelled = |label: &str| format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
    for (label, found) in [
        ("CERTIFICATE REQUEST", Found::CertificateRequest),
        ("ENCRYPTED PRIVATE KEY", Found::EncryptedPrivateKey),
        ("PKCS7", Found::Pkcs7),
        ("PUBLIC KEY", Found::PublicKey),
        ("TRUSTED CERTIFICATE", Found::TrustedCertificate),
        ("X509 CRL", Found::OtherPem),
    ] {
        assert_eq!(nothing_but(labelled(label).as_bytes()), found);
    }
    let indented = authority.pem().replace("-----BEGIN", "  -----BEGIN");
    assert_eq!(nothing_but(indented.as_bytes()), Found::IndentedPem);
    assert_eq!(nothing_but(b"<html>404</html>"), Found::Unknown);
    assert_eq!(nothing_but(&[0xff, 0xd8, 0x80]), Found::Unknown);
}

#[test]
fn t08_damaged_pem() {
    let pem = authority().pem();
    let flaw = |text: &str| match load(text.as_bytes()) {
        TlsError::BrokenPem { flaw, .. } => flaw,
        error => panic!("{error}"),
    };
    let middle = pem.len() / 2;
    assert_eq!(flaw(&pem[..middle]), PemFlaw::NoEndLine);
    assert_eq!(flaw(&pem.replace("MII", "M!I")), PemFlaw::BadBase64);
    assert_eq!(
        flaw(&pem.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE---")),
        PemFlaw::BadBeginLine
    );
}

#[test]
fn t08_a_certificate_that_is_none() {
    let error = load(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert!(matches!(error, TlsError::BadCertificate { .. }), "{error}");
}

#[test]
fn t08_one_mebibyte_is_the_limit() {
    let mut bytes = authority().pem().into_bytes();
    bytes.resize(MAX_PEM, b'\n');
    assert!(TlsRoots::Pem(bytes.clone()).load().is_ok());
    bytes.push(b'\n');
    assert!(matches!(load(&bytes), TlsError::TooLarge { .. }));
    let path = file("huge.pem", &bytes);
    let error = TlsRoots::PemFile(path.clone()).load().unwrap_err();
    assert_eq!(error, TlsError::TooLarge { file: path.display().to_string() });
}

#[test]
fn t08_files_that_cannot_be_read() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let error = TlsRoots::PemFile(folder.clone()).load().unwrap_err().to_string();
    assert!(error.starts_with(&folder.display().to_string()) && error.contains("directory"));
    let error = TlsRoots::PemFile(folder.join("none.pem")).load().unwrap_err();
    let reason = io::ErrorKind::NotFound;
    let file = folder.join("none.pem").display().to_string();
    let text =
        format!("{file}: there is no such file; check the path, relative to the working directory");
    assert_eq!(error.to_string(), text, "and not Rust's \"entity not found\"");
    assert_eq!(error, TlsError::Unreadable { file, reason });
}

#[cfg(unix)]
#[test]
fn t08_a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let path = file("locked.pem", authority().pem().as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
    // A superuser reads it all the same.
    if let Err(error) = TlsRoots::PemFile(path.clone()).load() {
        let reason = io::ErrorKind::PermissionDenied;
        assert_eq!(error, TlsError::Unreadable { file: path.display().to_string(), reason });
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn t08_private_keys_of_every_form() {
    let issued = issue(&authority(), &["me"]);
    let chain = issued.chain.as_bytes();
    assert!(ClientIdentity::from_pem(chain, issued.key.as_bytes()).is_ok(), "PKCS#8");
    assert!(ClientIdentity::from_pem(chain, sec1(&issued.key).as_bytes()).is_ok(), "SEC1");

    let both = format!("{}{}", issued.key, issued.chain);
    let both = file("both.pem", both.as_bytes());
    assert!(ClientIdentity::from_pem_files(&both, &both).is_ok());

    // No RSA key can be made here; that it is read as one shows in the error.
    let rsa = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    let error = ClientIdentity::from_pem(chain, rsa.as_bytes()).unwrap_err();
    assert!(matches!(error, TlsError::BadPrivateKey { .. }), "{error}");
}

/// RFC 5958: a PKCS#8 key carries the SEC1 one (RFC 5915) in its OCTET STRING.
fn sec1(pkcs8: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let key = PrivateKeyDer::from_pem_slice(pkcs8.as_bytes()).unwrap();
    let PrivateKeyDer::Pkcs8(key) = key else { panic!("not PKCS#8") };
    let der = key.secret_pkcs8_der();
    let octets = der.windows(2).position(|tag| tag == [0x04, 0x6d]).unwrap();
    let text = STANDARD.encode(&der[octets + 2..octets + 2 + 0x6d]);
    format!("-----BEGIN EC PRIVATE KEY-----\n{text}\n-----END EC PRIVATE KEY-----\n")
}

#[test]
fn t08_no_key_an_encrypted_one_or_two() {
    let issued = issue(&authority(), &["me"]);
    let refused = |key: &str| {
        let error = ClientIdentity::from_pem(issued.chain.as_bytes(), key.as_bytes()).unwrap_err();
        assert!(!error.to_string().contains("MI"), "{error}");
        error
    };
    let found = |key: &str| match refused(key) {
        TlsError::NoPrivateKey { found, .. } => found,
        error => panic!("{error}"),
    };
    assert_eq!(found(""), Found::Empty);
    assert_eq!(found(&issued.chain), Found::Certificates);
    assert_eq!(found(&encrypted("ENCRYPTED PRIVATE KEY", "")), Found::EncryptedPrivateKey);
    let old = encrypted("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n");
    assert_eq!(found(&old), Found::EncryptedPrivateKey);
    assert!(refused(&old).to_string().contains("openssl pkey -in"));
    let two = format!("{0}{0}", issued.key);
    let file = "the given PEM".to_owned();
    assert_eq!(refused(&two), TlsError::TwoPrivateKeys { file, count: 2 });
}

fn encrypted(label: &str, header: &str) -> String {
    format!("-----BEGIN {label}-----\n{header}AAAA\n-----END {label}-----\n")
}
