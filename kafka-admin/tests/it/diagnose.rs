//! What a server presents, and for whom it is good enough.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_admin::diagnose::{
    Certificate, Inspection, IssuerFound, KeyKind, NoBundle, RootSource, TlsFault, Utc, inspect,
    presented,
};
use kafka_admin::{ErrorKind, HostPort, TlsRoots};
use rustls::pki_types::CertificateDer;
use test_support::certificates::rcgen::{
    BasicConstraints, CustomExtension, DnType, IsCa, PKCS_ECDSA_P384_SHA384, PKCS_ED25519,
};
use test_support::certificates::{
    Authority, Issued, KeyPair, authority_below, authority_params, authority_with, certificates,
    date_time_ymd, issue, issue_with, named_authority, params, server,
};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// root, intermediate, leaf
struct Pki {
    root: Authority,
    intermediate: Authority,
    leaf: String,
}

fn pki() -> Pki {
    let root = named_authority("the root");
    let intermediate = below(&root, "the intermediate");
    let leaf = issue(&intermediate, &["b-1.example", "10.0.0.7"]).chain;
    Pki { root, intermediate, leaf }
}

fn below(root: &Authority, name: &str) -> Authority {
    authority_below(root, name, |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)))
}

fn now() -> Utc {
    Utc(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs())
}

fn seen(presented: &[&str], trusted: &[&str]) -> Inspection {
    seen_at(presented, trusted, "b-1.example", now())
}

fn seen_at(presented: &[&str], trusted: &[&str], host: &str, clock: Utc) -> Inspection {
    let roots = match trusted {
        [] => TlsRoots::Public,
        trusted => TlsRoots::Pem(trusted.concat().into_bytes()),
    };
    let presented = certificates(&presented.concat());
    inspect(&presented, host, &roots, clock).unwrap()
}

fn openssl(seen: &Inspection) -> u8 {
    seen.openssl.as_ref().err().map_or(0, |fault| fault.code)
}

#[test]
fn the_intermediate_only_trap() {
    let Pki { root, intermediate, leaf } = &pki();
    let (root, intermediate) = (&*root.pem(), &*intermediate.pem());
    let presented = [leaf, intermediate];
    for (trusted, rustls, code) in [
        (&[root][..], true, 0),
        (&[intermediate], true, 2),
        (&[leaf, intermediate], true, 2),
        (&[intermediate, root], true, 0),
        (&[leaf], false, 20),
        (&[], false, 20),
    ] {
        let seen = seen(&presented, trusted);
        assert_eq!((seen.rustls.is_ok(), openssl(&seen)), (rustls, code), "{seen:?}");
    }
    let fault = seen(&presented, &[intermediate]).openssl.unwrap_err().to_string();
    assert_eq!(
        fault,
        "unable to get issuer certificate (OpenSSL's error 2) at CN=the intermediate"
    );
}

#[test]
fn each_link_says_who_issued_it() {
    let Pki { root, intermediate, leaf } = &pki();
    let (root, intermediate) = (&*root.pem(), &*intermediate.pem());
    let issuers = |presented: &[&str], trusted: &[&str]| {
        let links = seen(presented, trusted).links;
        links.into_iter().map(|link| (link.issuer, link.is_trusted)).collect::<Vec<_>>()
    };
    use IssuerFound::{Itself, Missing, Presented, Trusted, WrongKey};
    assert_eq!(
        issuers(&[leaf, intermediate, root], &[root]),
        [(Presented(1), false), (Trusted, false), (Itself, true)]
    );
    assert_eq!(
        issuers(&[leaf, root, intermediate], &[]),
        [(Presented(2), false), (Itself, false), (Presented(1), false)]
    );
    assert_eq!(issuers(&[leaf], &[root]), [(Missing, false)]);
    let again = named_authority("the root").pem();
    assert_eq!(issuers(&[intermediate], &[&again]), [(WrongKey, false)]);
}

#[test]
fn a_server_without_its_intermediate() {
    let Pki { root, intermediate, .. } = &pki();
    let issued = issue(intermediate, &["localhost"]);
    let seen = seen_at(&[&issued.chain], &[&root.pem()], "localhost", now());
    assert_eq!((seen.links[0].issuer, openssl(&seen)), (IssuerFound::Missing, 20));
}

#[test]
fn a_server_certificate_that_signed_itself() {
    let mut params = params(&["b-1.example"]);
    let key = KeyPair::generate().unwrap();
    let own = params.self_signed(&key).unwrap().pem();
    assert_eq!(openssl(&seen(&[&own], &[])), 18);
    assert_eq!(openssl(&seen(&[&own], &[&own])), 0);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap().pem();
    let seen = seen(&[&authority], &[&authority]);
    assert_eq!(
        (seen.rustls.as_ref().unwrap_err(), openssl(&seen)),
        (&TlsFault::AuthorityAsServer, 0)
    );
}

#[test]
fn a_presented_root_that_is_not_trusted() {
    let Pki { root, intermediate, leaf } = &pki();
    let seen = seen(&[leaf, &intermediate.pem(), &root.pem()], &[]);
    assert_eq!((&seen.rustls, openssl(&seen)), (&Err(TlsFault::UnknownIssuer), 19));
}

#[test]
fn an_expired_root_is_a_matter_for_openssl_only() {
    let root = authority_with("old", |params| {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    });
    let leaf = issue(&root, &["b-1.example"]).chain;
    let seen = seen(&[&leaf], &[&root.pem()]);
    assert_eq!((&seen.rustls, openssl(&seen)), (&Ok(()), 10));
}

#[test]
fn the_other_reasons_of_openssl() {
    let Pki { root, intermediate, leaf } = &pki();
    let (presented, root) = ([leaf, &*intermediate.pem()], root.pem());
    let code = |host, clock| openssl(&seen_at(&presented, &[&root], host, clock));
    assert_eq!(code("b-1.example", now()), 0);
    assert_eq!(code("10.0.0.7", now()), 0);
    assert_eq!(code("b-2.example", now()), 62);
    assert_eq!(code("10.0.0.8", now()), 64);
    assert_eq!(code("b-1.example", Utc(0)), 9);
    let Pki { root, .. } = &pki();
    let none = issue_with(root, &["no authority"], |params| params.is_ca = IsCa::ExplicitNoCa);
    assert_eq!(openssl(&seen(&[], &[&none.chain])), 1);
}

#[test]
fn what_a_certificate_says() {
    let authority = named_authority("authority");
    let names = ["b-1.example", "*.b.example", "10.0.0.7", "::1"];
    let issued = issue_with(&authority, &names, |params| {
        params.distinguished_name = Default::default();
        params.distinguished_name.push(DnType::CountryName, "US");
        params.distinguished_name.push(DnType::OrganizationName, "Evil\r\nCorp");
        params.not_before = date_time_ymd(2024, 2, 29);
        params.not_after = date_time_ymd(2999, 12, 31);
        params.custom_extensions.push(CustomExtension::from_oid_content(
            &[1, 3, 6, 1, 5, 5, 7, 1, 1],
            [&[0x30, 23, 0x30, 21, 6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 2, 0x86, 9][..], b"http://ca"]
                .concat(),
        ));
    });
    let [der] = &certificates(&issued.chain)[..] else { panic!() };
    let certificate = Certificate::read(der).unwrap();
    assert_eq!(certificate.subject.as_str(), r"C=US, O=Evil\r\nCorp");
    assert_eq!(certificate.issuer.as_str(), "CN=authority");
    assert_eq!(certificate.names.iter().map(|name| name.as_str()).collect::<Vec<_>>(), names);
    assert_eq!(certificate.not_before.to_string(), "2024-02-29 00:00:00 UTC");
    assert_eq!(certificate.not_after.to_string(), "2999-12-31 00:00:00 UTC");
    assert_eq!(certificate.issuer_url.as_ref().unwrap().as_str(), "http://ca");
    assert_eq!((&certificate.key, certificate.is_authority), (&KeyKind::EcdsaP256, false));
    assert_eq!(certificates(&certificate.to_pem()), certificates(&issued.chain));
    assert_eq!(certificate.fingerprint().len(), 32 * 3 - 1);
    let authority = certificates(&authority.pem()).remove(0);
    assert!(Certificate::read(&authority).unwrap().is_authority);
}

#[test]
fn keys_of_other_kinds() {
    for (algorithm, kind, text) in [
        (&PKCS_ECDSA_P384_SHA384, KeyKind::EcdsaP384, "ECDSA P-384"),
        (&PKCS_ED25519, KeyKind::Ed25519, "Ed25519"),
    ] {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let certificate = params(&["x"]).self_signed(&key).unwrap();
        let read = Certificate::read(certificate.der()).unwrap();
        assert_eq!((&read.key, read.key.to_string().as_str()), (&kind, text));
    }
}

#[test]
fn a_damaged_certificate_is_read_or_not_and_never_a_panic() {
    let whole = certificates(&pki().leaf).remove(0);
    for cut in 0..whole.len() {
        assert_eq!(Certificate::read(&CertificateDer::from(&whole[..cut])), None, "{cut}");
    }
    for (index, byte) in
        (0..whole.len()).flat_map(|index| [0, 0x1f, 0x7f, 0x83].map(|b| (index, b)))
    {
        let mut damaged = whole.to_vec();
        damaged[index] = byte;
        let read = Certificate::read(&CertificateDer::from(damaged));
        assert!(read.is_none_or(|read| format!("{read:?}{}", read.to_pem()).len() < 4_096));
    }
}

#[test]
fn a_damaged_chain_is_refused_by_everybody() {
    let Pki { root, leaf, .. } = &pki();
    let whole = certificates(leaf).remove(0);
    for index in (0..whole.len()).step_by(7) {
        let mut damaged = whole.to_vec();
        damaged[index] ^= 0x10;
        let roots = TlsRoots::Pem(root.pem().into_bytes());
        let seen = inspect(&[damaged.into()], "b-1.example", &roots, now()).unwrap();
        assert!(seen.rustls.is_err() && seen.openssl.is_err());
        assert_eq!(seen.links.len() + seen.unreadable, 1);
    }
}

#[test]
fn a_bundle_ends_in_a_root_and_says_whose_word_it_is() {
    let Pki { root, intermediate, leaf } = &pki();
    let (root, intermediate) = (root.pem(), intermediate.pem());
    let both = [leaf.as_str(), &intermediate];
    let given = seen(&both, &[&root]);
    let bundle = given.bundle().unwrap();
    assert_eq!((bundle.authorities.len(), bundle.source), (2, RootSource::Given));
    let works = seen(&both, &[&bundle.to_pem()]);
    assert_eq!((works.rustls.is_ok(), openssl(&works)), (true, 0));
    let forgetful = seen(&[leaf], &[&bundle.to_pem()]);
    assert_eq!((forgetful.rustls.is_ok(), openssl(&forgetful)), (true, 0));

    let shown = seen(&[leaf, &intermediate, &root], &[&intermediate]);
    assert_eq!(shown.bundle().unwrap().source, RootSource::Server);
    let stuck = seen(&both, &[&intermediate]);
    let NoBundle { missing, is_public, .. } = stuck.bundle().unwrap_err();
    assert_eq!((missing.as_str(), *is_public), ("CN=the root", false));
}

#[test]
fn more_certificates_than_anybody_follows_are_left_out() {
    let Pki { root, intermediate, leaf } = &pki();
    let crowd = [leaf.as_str(), &intermediate.pem().repeat(40)].concat();
    let seen = seen(&[&crowd], &[&root.pem()]);
    assert_eq!((seen.links.len(), openssl(&seen)), (16, 0));
}

#[test]
fn two_authorities_that_issue_each_other_end_somewhere() {
    let one = named_authority("one");
    let two = below(&one, "two");
    let crossed = authority_params("one").signed_by(one.key(), &two).unwrap().pem();
    let leaf = issue(&two, &["b-1.example"]).chain;
    let seen = seen(&[&leaf, &two.pem(), &crossed], &[]);
    assert_eq!(openssl(&seen), 22);
    assert!(seen.rustls.is_err() && seen.bundle().is_err());
}

/// It shakes hands with one client, and gives what the client said after that.
async fn serve(issued: &Issued) -> (HostPort, tokio::task::JoinHandle<Vec<u8>>) {
    let config = server(issued, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut said = Vec::new();
        if let Ok(mut stream) = TlsAcceptor::from(config).accept(tcp).await {
            let _ = stream.read_to_end(&mut said).await;
        }
        said
    });
    (format!("127.0.0.1:{port}").parse().unwrap(), served)
}

const SECONDS: Duration = Duration::from_secs(10);

#[tokio::test]
async fn what_a_server_presents_is_seen_and_nothing_is_sent_to_it() {
    let Pki { intermediate, .. } = &pki();
    let issued = issue(intermediate, &["localhost"]);
    let issued = Issued { chain: issued.chain + &intermediate.pem(), key: issued.key };
    let (address, served) = serve(&issued).await;
    assert_eq!(presented(&address, SECONDS).await.unwrap(), certificates(&issued.chain));
    assert_eq!(served.await.unwrap(), b"");
}

#[tokio::test]
async fn a_port_without_certificates_fails_as_every_connection_does() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("127.0.0.1:{}", listener.local_addr().unwrap().port()).parse().unwrap();
    let hangs_up = tokio::spawn(async move {
        drop(listener.accept().await);
        listener
    });
    let error = presented(&address, SECONDS).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.broker()),
        (ErrorKind::PeerNotTls, Some(&*address.to_string()))
    );
    let silent = hangs_up.await.unwrap();
    let error = presented(&address, Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectTimeout);
    drop(silent);
    let error = presented(&address, SECONDS).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}
