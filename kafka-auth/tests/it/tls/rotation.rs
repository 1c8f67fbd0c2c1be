//! Sessions that are resumed, and certificates that change while the program runs.

use std::path::PathBuf;
use std::sync::Arc;

use kafka_auth::tls::{IdentityFiles, ReloadingConfig, TlsError, TlsFault, TlsRoots, classify};
use rustls::HandshakeKind::{Full, Resumed};
use rustls::crypto::ring::default_provider;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, HandshakeKind, ServerConfig, SupportedProtocolVersion};
use test_support::certificates::{Authority, Issued, authority, certificates, issue, server};

use super::{connect, connected, file, trusting};

fn kind(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>, host: &str) -> HandshakeKind {
    let (client, _) = connected(client, server, host).unwrap();
    client.handshake_kind().unwrap()
}

fn speaking(version: &'static SupportedProtocolVersion, issued: &Issued) -> Arc<ServerConfig> {
    use rustls::pki_types::PrivateKeyDer;
    use rustls::pki_types::pem::PemObject;
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let builder = builder.with_protocol_versions(&[version]).unwrap().with_no_client_auth();
    let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes()).unwrap();
    Arc::new(builder.with_single_cert(certificates(&issued.chain), key).unwrap())
}

#[test]
fn t15_a_session_is_resumed_at_the_broker_that_gave_it() {
    let authority = authority();
    for version in [&TLS12, &TLS13] {
        let issued = issue(&authority, &["b-1.example", "b-2.example"]);
        let brokers = [speaking(version, &issued), speaking(version, &issued)];
        let client = trusting(&authority);
        for expected in [Full, Resumed, Resumed] {
            assert_eq!(kind(&client, &brokers[0], "b-1.example"), expected, "{version:?}");
            assert_eq!(kind(&client, &brokers[1], "b-2.example"), expected, "{version:?}");
        }
        assert_eq!(kind(&client, &brokers[0], "b-1.example."), Resumed, "the dot is no other host");
        assert_eq!(kind(&trusting(&authority), &brokers[0], "b-1.example"), Full, "other settings");
    }
}

#[test]
fn t15_a_broker_that_forgot_its_sessions_costs_a_full_handshake_and_nothing_else() {
    let authority = authority();
    let issued = issue(&authority, &["b-1.example"]);
    let client = trusting(&authority);
    assert_eq!(kind(&client, &server(&issued, None), "b-1.example"), Full);
    let restarted = server(&issued, None);
    assert_eq!(kind(&client, &restarted, "b-1.example"), Full);
    assert_eq!(kind(&client, &restarted, "b-1.example"), Resumed);
}

#[test]
fn t15_sessions_outlive_a_reload_of_the_same_bytes() {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    let ca = file("t15-ca.pem", authority.pem().as_bytes());
    let settings = ReloadingConfig::new(TlsRoots::PemFile(ca), None).unwrap();
    assert_eq!(kind(&settings.config(), &server, "localhost"), Full);
    file("t15-ca.pem", authority.pem().as_bytes());
    assert_eq!(kind(&settings.config(), &server, "localhost"), Resumed);
}

#[test]
fn t14_the_next_connection_trusts_the_new_authority_and_resumes_nothing_of_the_old() {
    let (old, new) = (authority(), authority());
    let [old_server, new_server] =
        [&old, &new].map(|authority| server(&issue(authority, &["localhost"]), None));
    let ca = file("t14-ca.pem", old.pem().as_bytes());
    let settings = ReloadingConfig::new(TlsRoots::PemFile(ca), None).unwrap();
    let before = settings.config();
    assert_eq!(connect(&before, &old_server, "localhost"), Ok(()));

    file("t14-ca.pem", new.pem().as_bytes());
    let after = settings.config();
    assert_eq!(connect(&after, &new_server, "localhost"), Ok(()));
    let refused = connect(&after, &old_server, "localhost").unwrap_err();
    assert_eq!(classify(&refused), TlsFault::UnknownIssuer);
    assert_eq!(connect(&before, &old_server, "localhost"), Ok(()), "who holds it, keeps it");
}

#[test]
fn t14_the_next_connection_presents_the_new_client_certificate() {
    let (old, new) = (authority(), authority());
    let broker = issue(&old, &["localhost"]);
    let ca = TlsRoots::Pem(old.pem().into_bytes());
    let files = identity("t14-next", &issue(&old, &["me"]));
    let settings = ReloadingConfig::new(ca, Some(files)).unwrap();
    let wants = |authority: &Authority| server(&broker, Some(authority));
    assert_eq!(connect(&settings.config(), &wants(&old), "localhost"), Ok(()));

    identity("t14-next", &issue(&new, &["me"]));
    assert_eq!(connect(&settings.config(), &wants(&new), "localhost"), Ok(()));
    let refused = connect(&settings.config(), &wants(&old), "localhost").unwrap_err();
    assert!(matches!(classify(&refused), TlsFault::ClientCertificateRefused { .. }), "{refused}");
}

#[test]
fn t14_files_in_the_middle_of_a_rotation_leave_the_last_good_settings_in_force() {
    let authority = authority();
    let (old, new) = (issue(&authority, &["me"]), issue(&authority, &["me"]));
    let files = identity("t14-middle", &old);
    let settings = ReloadingConfig::new(TlsRoots::Public, Some(files.clone())).unwrap();
    let good = settings.config();
    let fault_after = |chain: &str| {
        std::fs::write(&files.chain, chain).unwrap();
        assert!(Arc::ptr_eq(&settings.config(), &good));
        settings.fault()
    };
    assert!(matches!(fault_after(&new.chain), Some(TlsError::KeyMismatch { .. })));
    assert!(matches!(fault_after(&new.chain[..99]), Some(TlsError::BrokenPem { .. })));
    assert!(matches!(fault_after(""), Some(TlsError::NoCertificate { .. })));
    assert_eq!(fault_after(&old.chain), None);
    std::fs::remove_file(&files.key).unwrap();
    assert!(Arc::ptr_eq(&settings.config(), &good));
    assert!(matches!(settings.fault(), Some(TlsError::Unreadable { .. })));

    identity("t14-middle", &new);
    assert!(!Arc::ptr_eq(&settings.config(), &good));
    assert_eq!(settings.fault(), None);
}

#[test]
fn t14_files_must_be_good_to_start_with_and_show_no_key() {
    let gone = TlsRoots::PemFile(PathBuf::from("gone.pem"));
    assert!(matches!(ReloadingConfig::new(gone, None), Err(TlsError::Unreadable { .. })));
    let settings = ReloadingConfig::new(TlsRoots::Public, None).unwrap();
    assert_eq!(format!("{settings:?}"), "ReloadingConfig { roots: Public, identity: None, .. }");
}

fn identity(name: &str, issued: &Issued) -> IdentityFiles {
    let chain = file(&format!("{name}-chain.pem"), issued.chain.as_bytes());
    let key = file(&format!("{name}-key.pem"), issued.key.as_bytes());
    IdentityFiles { chain, key }
}
