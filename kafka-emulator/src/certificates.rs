//! A certificate authority for one run, and the brokers' certificate.

use std::sync::Arc;
use std::{fmt, io};

use kafka_auth::Secret;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{CipherSuite, ServerConfig};

/// What the brokers serve TLS with, and what clients verify it against.
pub(crate) struct Certificates {
    /// The authority's certificate.
    pub(crate) ca_pem: String,
    pub(crate) server: Arc<ServerConfig>,
}

/// Makes a new authority, and a certificate for the host, the other names, `localhost` and the loopback addresses.
/// All keys are ECDSA P-256.
pub(crate) fn issue(host: &str, more: &[String]) -> io::Result<Certificates> {
    let authority = authority().map_err(io::Error::other)?;
    let key = key_pair().map_err(io::Error::other)?;
    let leaf = leaf(host, more)
        .and_then(|params| params.signed_by(&key, &authority))
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let server = server(vec![leaf.der().clone()], key)?;
    Ok(Certificates { ca_pem: authority.pem(), server })
}

/// A certificate that somebody else made, with its chain and key in PEM.
pub(crate) fn given(chain_pem: String, key_pem: &Secret) -> io::Result<Certificates> {
    let chain = CertificateDer::pem_slice_iter(chain_pem.as_bytes());
    let chain: Vec<_> = chain.collect::<Result<_, _>>().map_err(|flaw| unusable("chain", flaw))?;
    let key = PrivateKeyDer::from_pem_slice(key_pem.expose().as_bytes());
    let key = key.map_err(|flaw| unusable("key", flaw))?;
    let server = server(chain, key).map_err(|flaw| unusable("chain with its key", flaw))?;
    Ok(Certificates { ca_pem: chain_pem, server })
}

fn unusable(what: &str, flaw: impl fmt::Display) -> io::Error {
    let text = format!("the certificate's {what} cannot be used: {flaw}");
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

pub(crate) fn server(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> io::Result<Arc<ServerConfig>> {
    let mut server = ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(io::Error::other)?;
    server.ignore_client_order = true;
    // As Java does. A client uses each once, and makes good for it by its next connection.
    server.send_tls13_tickets = 1;
    Ok(Arc::new(server))
}

/// TLS 1.3 derives its keys by the hash of the cipher suite, some hundred blocks of it in each
/// handshake and at both ends. Processors have instructions for SHA-256, and few for SHA-384.
pub(crate) fn provider() -> CryptoProvider {
    let mut provider = ring::default_provider();
    let first = CipherSuite::TLS13_AES_128_GCM_SHA256;
    provider.cipher_suites.sort_by_key(|suite| suite.suite() != first);
    provider
}

pub(crate) fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = params(Vec::new(), "Kafka emulator CA")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, key_pair()?)
}

pub(crate) fn leaf(host: &str, more: &[String]) -> Result<CertificateParams, rcgen::Error> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    for name in more.iter().map(String::as_str).chain([host]) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let mut params = params(names, "Kafka emulator broker")?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn params(names: Vec<String>, common_name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    Ok(params)
}

pub(crate) fn key_pair() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(host: &str) -> io::Result<Certificates> {
        super::issue(host, &["kafka".to_owned()])
    }

    #[test]
    fn every_run_has_an_authority_of_its_own() {
        let (one, other) = (issue("localhost").unwrap(), issue("localhost").unwrap());
        assert!(one.ca_pem.starts_with("-----BEGIN CERTIFICATE-----"));
        assert_ne!(one.ca_pem, other.ca_pem);
    }

    #[test]
    fn all_cipher_suites_are_served_and_the_one_with_sha_256_is_preferred() {
        let server = issue("localhost").unwrap().server;
        let suites = &server.crypto_provider().cipher_suites;
        assert_eq!(suites.len(), ring::default_provider().cipher_suites.len());
        assert_eq!(suites[0].suite(), CipherSuite::TLS13_AES_128_GCM_SHA256);
        assert!(server.ignore_client_order);
    }

    #[test]
    fn any_host_name_can_be_advertised_but_not_any_text() {
        assert!(issue("b-1.demo.kafka.us-east-1.amazonaws.com").is_ok());
        assert!(issue("10.1.2.3").is_ok());
        assert!(issue("not a hôst").is_err());
    }

    #[test]
    fn a_certificate_can_be_given_and_what_is_none_is_told() {
        let key = key_pair().unwrap();
        let leaf = leaf("kafka", &[]).unwrap().self_signed(&key).unwrap();
        let key_pem = Secret::new(key.serialize_pem());
        assert_eq!(given(leaf.pem(), &key_pem).unwrap().ca_pem, leaf.pem());
        let other = Secret::new(key_pair().unwrap().serialize_pem());
        for (chain, key) in [(leaf.pem(), &other), (leaf.pem(), &Secret::new("MARKER"))] {
            let error = given(chain, key).err().unwrap().to_string();
            assert!(
                error.starts_with("the certificate's ") && !error.contains("MARKER"),
                "{error}"
            );
        }
        assert!(given(String::new(), &key_pem).is_err());
    }
}
