//! Authorities and certificates, made on the spot. Keys are ECDSA P-256.

use std::sync::Arc;

use rcgen::{BasicConstraints, DnType, IsCa};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// For tests that change what a certificate says.
pub use rcgen;
pub use rcgen::{CertificateParams, KeyPair, date_time_ymd};

/// An authority and its key.
pub type Authority = rcgen::CertifiedIssuer<'static, KeyPair>;

/// A certificate with its key, both in PEM.
pub struct Issued {
    /// The certificate, and those that a test puts behind it.
    pub chain: String,
    /// The PKCS#8 key.
    pub key: String,
}

/// A self-signed authority, `CN=authority`.
pub fn authority() -> Authority {
    named_authority("authority")
}

/// A self-signed authority of this common name.
pub fn named_authority(name: &str) -> Authority {
    authority_with(name, |_| ())
}

/// The same, changed as told.
pub fn authority_with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Authority {
    let mut params = authority_params(name);
    change(&mut params);
    Authority::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An authority that `root` signed, changed as told.
pub fn authority_below(
    root: &Authority,
    name: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> Authority {
    let mut params = authority_params(name);
    change(&mut params);
    Authority::signed_by(params, KeyPair::generate().unwrap(), root).unwrap()
}

/// What an authority of this common name says of itself, for any number of them below it.
pub fn authority_params(name: &str) -> CertificateParams {
    let mut params = params(&[]);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// A certificate for these host names and addresses.
pub fn issue(authority: &Authority, names: &[&str]) -> Issued {
    issue_with(authority, names, |_| ())
}

/// The same, changed as told.
pub fn issue_with(
    authority: &Authority,
    names: &[&str],
    change: impl FnOnce(&mut CertificateParams),
) -> Issued {
    let mut params = params(names);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let chain = params.signed_by(&key, authority).unwrap().pem();
    Issued { chain, key: key.serialize_pem() }
}

/// What a certificate for these host names and addresses says.
pub fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    CertificateParams::new(names).unwrap()
}

/// All certificates of a PEM text.
pub fn certificates(pem: &str) -> Vec<CertificateDer<'static>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).map(Result::unwrap).collect()
}

/// A server that presents this, and wants a certificate of its clients where their authority is given.
pub fn server(issued: &Issued, clients: Option<&Authority>) -> Arc<ServerConfig> {
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der().clone()).unwrap();
            let provider = Arc::new(default_provider());
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes()).unwrap();
    Arc::new(builder.with_single_cert(certificates(&issued.chain), key).unwrap())
}
