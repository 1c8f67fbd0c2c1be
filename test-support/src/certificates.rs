//! Authorities and certificates, made on the spot. Keys are ECDSA P-256.

use std::sync::Arc;

use rcgen::{BasicConstraints, DnType, IsCa};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use sha1::{Digest, Sha1};

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

/// A JKS trust store that holds these certificates, under this password.
pub fn jks(certificates: &[CertificateDer<'_>], password: &str) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let text =
        |text: &str| [&u16::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat();
    let mut store = [number(0xfeed_feed), number(2), number(certificates.len())].concat();
    for (nth, der) in certificates.iter().enumerate() {
        store.extend(number(2)); // a trusted certificate
        store.extend(text(&format!("ca-{nth}")));
        store.extend([0; 8]); // made in 1970
        store.extend(text("X.509"));
        store.extend([&number(der.len())[..], der].concat());
    }
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let digest = Sha1::digest([&password, &b"Mighty Aphrodite"[..], &store].concat());
    [&store[..], &digest].concat()
}

/// A server that presents this, and wants a certificate of its clients where their authority is given.
pub fn server(issued: &Issued, clients: Option<&Authority>) -> Arc<ServerConfig> {
    server_for(issued, clients.map(|authority| authority.pem()).as_deref())
}

/// The same, with the clients' authorities in PEM.
pub fn server_for(issued: &Issued, clients: Option<&str>) -> Arc<ServerConfig> {
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authorities) => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(certificates(authorities));
            let provider = Arc::new(default_provider());
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes()).unwrap();
    Arc::new(builder.with_single_cert(certificates(&issued.chain), key).unwrap())
}
