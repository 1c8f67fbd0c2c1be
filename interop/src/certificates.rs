//! A certificate authority and one server certificate, made for each broker.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

/// What a TLS listener and its clients need. Keys are ECDSA P-256.
pub(crate) struct Certificates {
    /// What clients trust: the self-signed authority.
    pub(crate) ca_pem: String,
    /// Kafka's `ssl.keystore.type=PEM`: PKCS#8 key, certificate, authority, in one text.
    pub(crate) keystore_pem: String,
}

/// Makes a certificate for `localhost` and `127.0.0.1`.
pub(crate) fn make() -> Result<Certificates, rcgen::Error> {
    let ca_key = KeyPair::generate()?;
    let ca_params = authority();
    let ca_pem = ca_params.self_signed(&ca_key)?.pem();
    let key = KeyPair::generate()?;
    let certificate = server()?.signed_by(&key, &Issuer::new(ca_params, ca_key))?;
    let keystore_pem = format!("{}{}{ca_pem}", key.serialize_pem(), certificate.pem());
    Ok(Certificates { ca_pem, keystore_pem })
}

fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "interop test authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server() -> Result<CertificateParams, rcgen::Error> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}
