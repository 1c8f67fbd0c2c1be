//! A certificate authority and one server certificate, made for each broker.

use test_support::certificates::rcgen::{
    BasicConstraints, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose,
};
use test_support::certificates::{CertificateParams, authority_with, issue_with};

/// What a TLS listener and its clients need. Keys are ECDSA P-256.
pub(crate) struct Certificates {
    /// What clients trust: the self-signed authority.
    pub(crate) ca_pem: String,
    /// Kafka's `ssl.keystore.type=PEM`: PKCS#8 key, certificate, authority, in one text.
    pub(crate) keystore_pem: String,
}

/// Makes a certificate for `localhost` and `127.0.0.1`.
pub(crate) fn make() -> Certificates {
    let authority = authority_with("interop test authority", as_authority);
    let issued = issue_with(&authority, &["localhost", "127.0.0.1"], as_server);
    let ca_pem = authority.pem();
    let keystore_pem = format!("{}{}{ca_pem}", issued.key, issued.chain);
    Certificates { ca_pem, keystore_pem }
}

fn as_authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
}

fn as_server(params: &mut CertificateParams) {
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
}
