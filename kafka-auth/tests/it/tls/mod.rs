//! TLS settings against a real rustls server in memory, with certificates made on the spot.

mod key_stores;
mod limits;
mod pem;
mod rotation;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kafka_auth::tls::{self, ClientIdentity, TlsError, TlsFault, TlsRoots, classify};
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use test_support::certificates::rcgen::{BasicConstraints, DnType, IsCa};
use test_support::certificates::{
    Authority, Issued, KeyPair, authority, authority_below, date_time_ymd, issue, issue_with,
    named_authority, params, server,
};

fn trusting(authority: &Authority) -> Arc<ClientConfig> {
    tls::client_config(&TlsRoots::Pem(authority.pem().into_bytes()), None).unwrap()
}

/// Shakes hands in memory and passes one byte each way; the client's error, if any.
fn connect(
    client: &Arc<ClientConfig>,
    server: &Arc<ServerConfig>,
    host: &str,
) -> Result<(), rustls::Error> {
    connected(client, server, host).map(drop)
}

/// The same, and both ends.
fn connected(
    client: &Arc<ClientConfig>,
    server: &Arc<ServerConfig>,
    host: &str,
) -> Result<(ClientConnection, ServerConnection), rustls::Error> {
    let mut client = ClientConnection::new(client.clone(), tls::server_name(host).unwrap())?;
    let mut server = ServerConnection::new(server.clone())?;
    client.writer().write_all(b"q").unwrap();
    for _ in 0..10 {
        let to_server = flight(&mut client);
        // The server's own error only matters as the alert it sends.
        let _ = feed(&mut server, &to_server);
        let _ = server.writer().write_all(b"a");
        let to_client = flight(&mut server);
        feed(&mut client, &to_client)?;
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    Ok((client, server))
}

fn flight<S>(connection: &mut rustls::ConnectionCommon<S>) -> Vec<u8> {
    let mut bytes = Vec::new();
    while connection.wants_write() {
        connection.write_tls(&mut bytes).unwrap();
    }
    bytes
}

fn feed<S>(
    connection: &mut rustls::ConnectionCommon<S>,
    mut bytes: &[u8],
) -> Result<(), rustls::Error> {
    while !bytes.is_empty() {
        // Its only error is a peer that fills the buffer.
        let read = connection.read_tls(&mut bytes);
        read.map_err(|error| rustls::Error::General(error.to_string()))?;
        connection.process_new_packets()?;
        let _ = io::copy(&mut connection.reader().take(1 << 10), &mut io::sink());
    }
    Ok(())
}

fn fault(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>, host: &str) -> TlsFault {
    let fault = classify(&connect(client, server, host).unwrap_err());
    assert!(!fault.hint().is_empty() && !fault.to_string().contains('\n'));
    fault
}

/// What a client that expects TLS makes of these bytes.
fn told(bytes: &[u8]) -> TlsFault {
    let config = tls::client_config(&TlsRoots::Public, None).unwrap();
    let name = tls::server_name("localhost").unwrap();
    let mut client = ClientConnection::new(config, name).unwrap();
    flight(&mut client);
    classify(&feed(&mut client, bytes).unwrap_err())
}

fn alert(code: u8) -> TlsFault {
    told(&[21, 3, 3, 0, 2, 2, code])
}

fn load(bytes: &[u8]) -> TlsError {
    let error = TlsRoots::Pem(bytes.to_vec()).load().unwrap_err();
    assert!(error.to_string().starts_with("the given PEM: "), "{error}");
    assert!(!error.to_string().contains('\n'));
    error
}

/// A file in cargo's own folder for this test run.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_pinned_authority_is_enough() {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    assert_eq!(connect(&trusting(&authority), &server, "localhost"), Ok(()));
}

#[test]
fn t03_a_server_without_its_intermediate_is_told_apart() {
    let root = named_authority("the root");
    let intermediate = &authority_below(&root, "the intermediate", |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    });
    let issued = issue(intermediate, &["localhost"]);
    let client = trusting(&root);
    let fault = fault(&client, &server(&issued, None), "localhost");
    let TlsFault::IncompleteChain { issuer } = &fault else { panic!("{fault:?}") };
    assert!(issuer.as_str().contains("intermediate"), "{issuer}");
    assert!(fault.to_string().contains("sent only its own certificate"), "{fault}");
    assert!(fault.hint().contains("the broker's keystore"), "{}", fault.hint());
    let whole = Issued { chain: issued.chain.clone() + &intermediate.pem(), key: issued.key };
    assert_eq!(connect(&client, &server(&whole, None), "localhost"), Ok(()));
}

#[test]
fn a_pem_replaces_the_public_authorities() {
    let pinned = TlsRoots::Pem(authority().pem().into_bytes()).load().unwrap();
    assert_eq!((pinned.store.len(), pinned.skipped), (1, 0));
    assert!(TlsRoots::Public.load().unwrap().store.len() > 50);
}

#[test]
fn the_whole_showcerts_output_is_accepted_as_roots() {
    let authority = authority();
    let issued = issue(&authority, &["localhost"]);
    let bundle = format!("{}{}{}", issued.chain, issued.key, authority.pem());
    let roots = TlsRoots::PemFile(file("bundle.pem", bundle.as_bytes()));
    let client = tls::client_config(&roots, None).unwrap();
    assert_eq!(connect(&client, &server(&issued, None), "localhost"), Ok(()));
}

#[test]
fn t01_expired_tells_both_clocks() {
    let authority = authority();
    let issued = issue_with(&authority, &["localhost"], |params| {
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 2, 29);
    });
    let fault = fault(&trusting(&authority), &server(&issued, None), "localhost");
    let TlsFault::Expired { times: Some(times) } = &fault else { panic!("{fault:?}") };
    assert!(times.limit < times.clock);
    assert!(fault.to_string().contains("it ended 2020-02-29 00:00:00 UTC, our clock says 2"));
}

#[test]
fn t01_not_yet_valid_tells_both_clocks() {
    let authority = authority();
    let issued = issue_with(&authority, &["localhost"], |params| {
        params.not_before = date_time_ymd(2999, 1, 1);
        params.not_after = date_time_ymd(3000, 1, 1);
    });
    let fault = fault(&trusting(&authority), &server(&issued, None), "localhost");
    assert!(matches!(fault, TlsFault::NotValidYet { times: Some(_) }), "{fault:?}");
    assert!(fault.to_string().contains("it begins 2999-01-01 00:00:00 UTC"));
}

#[test]
fn t02_a_wrong_name_lists_the_presented_ones() {
    let authority = authority();
    let server = server(&issue(&authority, &["b-1.example", "*.b.example"]), None);
    let fault = fault(&trusting(&authority), &server, "b-2.example");
    assert!(matches!(&fault, TlsFault::WrongName { presented } if presented.len() == 2));
    let text = fault.to_string();
    assert!(text.contains("b-1.example") && text.contains("*.b.example"), "{text}");
}

#[test]
fn t02_a_wildcard_covers_one_label() {
    let authority = authority();
    let server = server(&issue(&authority, &["*.b.example"]), None);
    let client = trusting(&authority);
    assert_eq!(connect(&client, &server, "one.b.example"), Ok(()));
    let fault = fault(&client, &server, "two.one.b.example");
    assert!(matches!(fault, TlsFault::WrongName { .. }));
}

#[test]
fn t02_a_trailing_dot_is_dropped_and_not_sent() {
    let authority = authority();
    let server = server(&issue(&authority, &["b-1.example"]), None);
    let (_, server) = connected(&trusting(&authority), &server, "b-1.example.").unwrap();
    assert_eq!(server.server_name(), Some("b-1.example"));
}

#[test]
fn t02_a_common_name_alone_is_no_name() {
    let authority = authority();
    let issued = issue_with(&authority, &[], |params| {
        params.distinguished_name.push(DnType::CommonName, "localhost");
    });
    let fault = fault(&trusting(&authority), &server(&issued, None), "localhost");
    assert_eq!(fault, TlsFault::WrongName { presented: Vec::new() });
}

#[test]
fn t03_an_unknown_authority() {
    let server = server(&issue(&authority(), &["localhost"]), None);
    // Of the same name, with another key.
    assert_eq!(fault(&trusting(&authority()), &server, "localhost"), TlsFault::UnknownIssuer);
    let public = tls::client_config(&TlsRoots::Public, None).unwrap();
    let unknown = fault(&public, &server, "localhost");
    assert!(matches!(unknown, TlsFault::IncompleteChain { .. }), "{unknown:?}");
    assert!(unknown.to_string().contains("issued by CN=authority,"), "{unknown}");
}

#[test]
fn t03_a_self_signed_server_certificate_that_calls_itself_an_authority() {
    let mut params = params(&["localhost"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let chain = params.self_signed(&key).unwrap().pem();
    let client = tls::client_config(&TlsRoots::Pem(chain.clone().into_bytes()), None).unwrap();
    let server = server(&Issued { chain, key: key.serialize_pem() }, None);
    assert_eq!(fault(&client, &server, "localhost"), TlsFault::AuthorityAsServer);
}

#[test]
fn t04_ip_addresses() {
    let authority = authority();
    let with = server(&issue(&authority, &["127.0.0.1", "::1"]), None);
    let client = trusting(&authority);
    for host in ["127.0.0.1", "::1", "[::1]"] {
        let (_, server) = connected(&client, &with, host).unwrap();
        assert_eq!(server.server_name(), None, "RFC 6066 section 3: no address in SNI");
    }
    let without = server(&issue(&authority, &["localhost"]), None);
    assert!(matches!(fault(&client, &without, "127.0.0.1"), TlsFault::WrongName { .. }));
}

#[test]
fn t05_version_alerts() {
    // RFC 8446 section 6.2: protocol_version(70), insufficient_security(71),
    // handshake_failure(40).
    for code in [70, 71, 40] {
        assert_eq!(alert(code), TlsFault::ProtocolVersion);
    }
}

#[test]
fn t05_a_tls_1_0_server_hello_is_a_version_fault() {
    let mut hello = vec![2, 0, 0, 38, 3, 1];
    hello.extend_from_slice(&[7; 32]);
    hello.extend_from_slice(&[0, 0xc0, 0x13, 0]);
    let mut record = vec![22, 3, 1, 0, hello.len() as u8];
    record.append(&mut hello);
    assert_eq!(told(&record), TlsFault::ProtocolVersion);
}

#[test]
fn t06_a_peer_that_hangs_up() {
    for kind in [io::ErrorKind::UnexpectedEof, io::ErrorKind::ConnectionReset] {
        assert_eq!(tls::classify_io(&kind.into()), Some(TlsFault::Closed));
    }
    assert_eq!(tls::classify_io(&io::ErrorKind::TimedOut.into()), None);
    let inside = io::Error::new(io::ErrorKind::InvalidData, rustls::Error::DecryptError);
    assert!(matches!(tls::classify_io(&inside), Some(TlsFault::Other(_))));
}

#[test]
fn t07_a_listener_that_wants_a_client_certificate() {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), Some(&authority));
    let none = fault(&trusting(&authority), &server, "localhost");
    let refused = TlsFault::ClientCertificateRefused { alert: "CertificateRequired".to_owned() };
    assert_eq!(none, refused);

    let roots = TlsRoots::Pem(authority.pem().into_bytes());
    let config = |issued: &Issued| {
        let identity =
            ClientIdentity::from_pem(issued.chain.as_bytes(), issued.key.as_bytes()).unwrap();
        tls::client_config(&roots, Some(&identity)).unwrap()
    };
    assert_eq!(connect(&config(&issue(&authority, &["me"])), &server, "localhost"), Ok(()));

    for name in ["other", "authority"] {
        let stranger = issue(&named_authority(name), &["me"]);
        let fault = fault(&config(&stranger), &server, "localhost");
        assert!(matches!(fault, TlsFault::ClientCertificateRefused { .. }), "{name}: {fault:?}");
    }
}

#[test]
fn t07_every_certificate_alert_is_about_the_client_certificate() {
    for code in [41, 42, 43, 44, 45, 46, 48, 49, 51, 116] {
        let fault = alert(code);
        assert!(matches!(fault, TlsFault::ClientCertificateRefused { .. }), "{code}: {fault:?}");
    }
    assert!(matches!(alert(112), TlsFault::WrongName { .. }));
    assert!(matches!(alert(80), TlsFault::Other(_)));
}

#[test]
fn f05_f07_f08_peers_that_do_not_speak_tls() {
    for bytes in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n",
        &[0, 0, 0, 10, 0, 0, 0, 1, 0, 35, 0, 0, 0, 0],
    ] {
        assert_eq!(told(bytes), TlsFault::PeerNotTls, "{bytes:?}");
    }
}

#[test]
fn t09_a_key_of_another_certificate() {
    let (ours, other) = (issue(&authority(), &["me"]), issue(&authority(), &["you"]));
    let error = ClientIdentity::from_pem(ours.chain.as_bytes(), other.key.as_bytes()).unwrap_err();
    assert!(matches!(error, TlsError::KeyMismatch { .. }), "{error}");
}

#[test]
fn t10_one_odd_certificate_in_a_bundle_is_skipped_and_counted() {
    let odd = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let bundle: String = (0..3).map(|_| authority().pem()).chain([odd.to_owned()]).collect();
    let roots = TlsRoots::Pem(bundle.into_bytes()).load().unwrap();
    assert_eq!((roots.store.len(), roots.skipped), (3, 1));
}

#[test]
fn t11_no_process_wide_provider_is_installed() {
    tls::client_config(&TlsRoots::Public, None).unwrap();
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[cfg(feature = "ring")]
#[test]
fn t11_ring_is_used_whatever_else_is_linked() {
    let provider = tls::default_provider().unwrap();
    assert_eq!(format!("{:?}", provider.secure_random), "Ring");
}

#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
#[test]
fn t11_aws_lc_is_used_where_it_alone_is_asked_for() {
    let provider = tls::default_provider().unwrap();
    assert_eq!(format!("{:?}", provider.secure_random), "AwsLcRs");
}

#[cfg(feature = "aws-lc-rs")]
#[test]
fn t11_a_provider_that_is_handed_over_is_used() {
    let authority = authority();
    let (server, ours) = (issue(&authority, &["localhost"]), issue(&authority, &["me"]));
    let server = self::server(&server, Some(&authority));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let identity =
        ClientIdentity::from_pem_with(&provider, ours.chain.as_bytes(), ours.key.as_bytes())
            .unwrap();
    let roots = TlsRoots::Pem(authority.pem().into_bytes());
    let client = tls::client_config_with(provider, &roots, Some(&identity)).unwrap();
    assert_eq!(format!("{:?}", client.crypto_provider().secure_random), "AwsLcRs");
    assert_eq!(connect(&client, &server, "localhost"), Ok(()));
}

#[cfg(feature = "native-roots")]
#[test]
fn this_machines_authorities_are_read_or_the_reason_is_told() {
    match TlsRoots::Native.load() {
        Ok(roots) => assert!(!roots.store.is_empty()),
        Err(error) => assert!(matches!(error, TlsError::NoNativeRoots { .. }), "{error}"),
    }
}

#[test]
fn names_that_are_none_are_refused() {
    for host in ["", ".", "a b", "a\r\nb", "b-1.example:9098", "[::1", "a..b"] {
        assert_eq!(
            tls::server_name(host),
            Err(TlsError::ServerName { host: host.to_owned() }),
            "{host}"
        );
    }
}

#[test]
fn debug_shows_no_key() {
    let issued = issue(&authority(), &["me"]);
    let identity =
        ClientIdentity::from_pem(issued.chain.as_bytes(), issued.key.as_bytes()).unwrap();
    assert_eq!(format!("{identity:?}"), "ClientIdentity(1 certificates, key [redacted])");
}
