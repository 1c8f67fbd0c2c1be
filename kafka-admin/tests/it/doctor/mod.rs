//! Each thing that goes wrong, played by a server that does just that, has its number, within the time
//! for one connection.

mod logins;
mod peers;

use std::time::{Duration, Instant};

use kafka_admin::diagnose::{Checkup, Examination, Severity, Stage, State};
use kafka_admin::{Admin, Config, Diagnosis, Tls, TlsRoots};
use kafka_proto::messages::api_versions::ApiVersionsResponse;
use kafka_proto::{ApiKey, ErrorCode};
use test_support::broker::{broker, peer, says};
use test_support::certificates::{
    authority_below, authority_with, date_time_ymd, issue, rcgen, server,
};
use tokio::net::TcpListener;

use peers::{plaintext, tls_broker, tls_server, trusted, two_brokers, with_login, without_login};

/// For a test in which somebody is silent.
const SHORT: Duration = Duration::from_secs(2);

/// What is found, in no more time than one connection may take, and a little of a busy machine's.
async fn examined(config: Config) -> Examination {
    let began = Instant::now();
    let seen = Checkup::new(config.connect_timeout(SHORT)).run().await;
    assert!(began.elapsed() < SHORT + Duration::from_secs(2), "{:?}", began.elapsed());
    seen
}

#[track_caller]
fn is(seen: &Examination, diagnosis: Diagnosis, stage: Stage) {
    let found = seen.verdict().map(|it| it.diagnosis);
    assert_eq!(found, Some(diagnosis), "{seen:#?}");
    let broken = seen.checks().filter(|(_, check)| check.state() == State::Broken);
    assert!(broken.map(|(_, check)| check.stage).any(|it| it == stage), "{seen:#?}");
}

/// The checkup and every other call have the same number.
async fn found(config: Config, diagnosis: Diagnosis, stage: Stage) -> Examination {
    let seen = examined(config.clone()).await;
    is(&seen, diagnosis, stage);
    let error = Admin::connect(config.connect_timeout(SHORT)).await.unwrap_err();
    assert_eq!(error.diagnosis(), diagnosis, "{error:?}");
    seen
}

fn tls(address: impl ToString) -> Config {
    Config::new([address.to_string()])
}

#[tokio::test]
async fn a_name_without_an_address() {
    found(tls("broker.invalid:9094"), Diagnosis::UNKNOWN_HOST, Stage::Names).await;
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let seen = found(tls(address), Diagnosis::REFUSED, Stage::Tcp).await;
    let tcp = seen.bootstrap[0].check(Stage::Tcp).unwrap();
    assert!(tcp.value("not_reached").unwrap().contains(&address.to_string()), "{tcp:?}");
    let skipped = seen.bootstrap[0].check(Stage::Login).unwrap();
    assert_eq!(skipped.state(), State::Skipped);
}

#[tokio::test]
async fn a_port_that_accepts_and_is_silent() {
    let silent = || {
        peer(|stream| async move {
            std::future::pending::<()>().await;
            drop(stream)
        })
    };
    found(tls(silent().await), Diagnosis::TLS_SILENT, Stage::Tls).await;
    found(plaintext(silent().await), Diagnosis::KAFKA_SILENT, Stage::Kafka).await;
}

#[tokio::test]
async fn an_authority_that_is_not_trusted_and_not_sent() {
    let (authority, _) = trusted();
    let address = tls_broker(&authority, |_| ()).await;
    let seen = found(tls(address), Diagnosis::INCOMPLETE_CHAIN, Stage::Tls).await;
    let check = seen.bootstrap[0].check(Stage::Tls).unwrap();
    assert!(check.value("failing_link_issuer").unwrap().contains("CN=authority"), "{check:?}");
}

#[tokio::test]
async fn an_authority_that_is_sent_and_not_trusted() {
    let (root, _) = trusted();
    let middle = authority_below(&root, "middle", |_| ());
    let mut issued = issue(&middle, &["127.0.0.1"]);
    issued.chain.push_str(&middle.pem());
    let address = tls_server(server(&issued, None)).await;
    let seen = found(tls(address), Diagnosis::UNTRUSTED, Stage::Tls).await;
    let check = seen.bootstrap[0].check(Stage::Tls).unwrap();
    assert_eq!(check.value("certificates"), Some("2"), "{check:?}");
    assert!(check.value("failing_link").unwrap().starts_with("1: "), "{check:?}");
}

#[tokio::test]
async fn a_certificate_before_and_after_its_time() {
    let (authority, roots) = trusted();
    let past = tls_broker(&authority, |it| {
        (it.not_before, it.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    });
    let seen = found(tls(past.await).tls(roots.clone()), Diagnosis::EXPIRED, Stage::Tls).await;
    let check = seen.bootstrap[0].check(Stage::Tls).unwrap();
    assert!(check.value("failing_link_valid").unwrap().contains("2021-01-01"), "{check:?}");
    let future = tls_broker(&authority, |it| {
        (it.not_before, it.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
    });
    found(tls(future.await).tls(roots), Diagnosis::NOT_YET_VALID, Stage::Tls).await;
}

#[tokio::test]
async fn a_certificate_for_another_name_and_an_authoritys_own() {
    let (authority, roots) = trusted();
    let other = tls_server(server(&issue(&authority, &["other.test"]), None)).await;
    let seen = found(tls(other).tls(roots), Diagnosis::WRONG_NAME, Stage::Tls).await;
    assert_eq!(seen.bootstrap[0].check(Stage::Tls).unwrap().value("names"), Some("other.test"));
    let own = authority_with("server", |it| {
        it.subject_alt_names = vec![rcgen::SanType::IpAddress([127, 0, 0, 1].into())];
    });
    let issued =
        test_support::certificates::Issued { chain: own.pem(), key: own.key().serialize_pem() };
    let roots = Tls::Roots(TlsRoots::Pem(own.pem().into_bytes()));
    let address = tls_server(server(&issued, None)).await;
    found(tls(address).tls(roots), Diagnosis::AUTHORITY_AS_SERVER, Stage::Tls).await;
}

#[tokio::test]
async fn a_client_certificate_that_is_wanted() {
    let (authority, roots) = trusted();
    let issued = issue(&authority, &["127.0.0.1"]);
    let address = tls_server(server(&issued, Some(&authority))).await;
    let seen = examined(tls(address).tls(roots)).await;
    assert_eq!(seen.verdict().unwrap().diagnosis, Diagnosis::CLIENT_CERTIFICATE, "{seen:#?}");
}

#[tokio::test]
async fn plaintext_to_tls_and_tls_to_plaintext() {
    let (authority, roots) = trusted();
    let secure = tls_broker(&authority, |_| ()).await;
    is(&examined(plaintext(secure)).await, Diagnosis::TLS_PORT, Stage::Kafka);
    let bare = broker(without_login).await;
    is(&examined(tls(bare).tls(roots)).await, Diagnosis::PLAINTEXT_PORT, Stage::Tls);
    // Nothing that says so: it hangs up at both.
    let closes = peer(|_| std::future::ready(())).await;
    is(&examined(tls(closes)).await, Diagnosis::NOT_TLS, Stage::Tls);
    is(&examined(plaintext(closes)).await, Diagnosis::KAFKA_CLOSED, Stage::Kafka);
}

#[tokio::test]
async fn a_web_server_and_another_service() {
    let http = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    let web = says(http.as_bytes(), false).await;
    found(tls(web), Diagnosis::HTTP, Stage::Tls).await;
    found(plaintext(web), Diagnosis::HTTP, Stage::Kafka).await;
    let ssh = says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", true).await;
    found(plaintext(ssh), Diagnosis::NOT_KAFKA, Stage::Kafka).await;
    let seen = examined(tls(ssh)).await;
    assert_eq!(seen.verdict().unwrap().diagnosis, Diagnosis::NOT_KAFKA, "{seen:#?}");
}

#[tokio::test]
async fn a_listener_that_wants_a_login() {
    let address = broker(|asked| with_login(&asked, &["SCRAM-SHA-512", "PLAIN"])).await;
    let seen = found(plaintext(address), Diagnosis::LOGIN_WANTED, Stage::Mechanism).await;
    let check = seen.bootstrap[0].check(Stage::Mechanism).unwrap();
    assert_eq!(check.value("offered"), Some("SCRAM-SHA-512, PLAIN"));
}

/// The bootstrap server works, and what it advertises does not.
#[tokio::test]
async fn an_advertised_address_that_leads_nowhere() {
    for (host, port, diagnosis) in [
        ("container.invalid", 9092, Diagnosis::ADVERTISED),
        ("127.0.0.1", 1, Diagnosis::ADVERTISED),
        ("127.0.0.1", 0, Diagnosis::NO_ADDRESS),
        ("a b", 9092, Diagnosis::NO_ADDRESS),
    ] {
        let address = broker(move |asked| match asked.api {
            ApiKey::METADATA => two_brokers(&asked, "cluster", host, port),
            _ => without_login(asked),
        });
        let seen = examined(plaintext(address.await)).await;
        let way = seen.brokers.iter().find(|way| way.node == Some(2)).unwrap();
        assert_eq!(way.broken().unwrap().diagnosis, diagnosis, "{seen:#?}");
        assert!(seen.brokers.iter().any(|way| way.node == Some(1) && way.broken().is_none()));
        assert_eq!(seen.verdict().unwrap().diagnosis, diagnosis);
    }
}

#[tokio::test]
async fn an_address_that_leads_to_another_cluster_or_broker() {
    let other = broker(|asked| match asked.api {
        ApiKey::METADATA => two_brokers(&asked, "other", "127.0.0.1", 1),
        _ => without_login(asked),
    });
    let port = i32::from(other.await.port());
    let address = broker(move |asked| match asked.api {
        ApiKey::METADATA => two_brokers(&asked, "this", "127.0.0.1", port),
        ApiKey::API_VERSIONS if asked.version >= 5 => asked.answer(&ApiVersionsResponse {
            error_code: ErrorCode::REBOOTSTRAP_REQUIRED,
            ..Default::default()
        }),
        _ => without_login(asked),
    });
    let seen = examined(plaintext(address.await)).await;
    let of = |node| seen.brokers.iter().find(|way| way.node == Some(node)).unwrap().broken();
    assert_eq!(of(1).unwrap().diagnosis, Diagnosis::ANOTHER_BROKER, "{seen:#?}");
    assert_eq!(of(2).unwrap().diagnosis, Diagnosis::ANOTHER_CLUSTER, "{seen:#?}");
}

#[tokio::test]
async fn a_certificate_that_ends_soon_is_a_warning() {
    let (authority, roots) = trusted();
    let tomorrow = rcgen::date_time_ymd(1970, 1, 1)
        + std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()
        + Duration::from_secs(86_400);
    let address = tls_broker(&authority, |it| it.not_after = tomorrow).await;
    let seen = examined(tls(address).tls(roots)).await;
    let finding = seen.findings().map(|(_, it)| it).find(|it| it.severity == Severity::Warning);
    assert_eq!(finding.unwrap().diagnosis, Diagnosis::EXPIRES_SOON, "{seen:#?}");
    assert!(seen.verdict().is_none(), "{seen:#?}");
}

/// One that works and one that does not: clients get through, and it is told all the same.
#[tokio::test]
async fn of_several_bootstrap_servers_each_is_looked_at() {
    let good = broker(without_login).await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let config = plaintext(gone).bootstrap_servers([gone.to_string(), good.to_string()]);
    let seen = examined(config).await;
    assert_eq!(seen.bootstrap.len(), 2);
    assert!(seen.bootstrap[0].broken().is_some() && seen.bootstrap[1].broken().is_none());
    assert_eq!(seen.brokers.len(), 1, "{seen:#?}");
    assert_eq!(seen.verdict().unwrap().diagnosis, Diagnosis::REFUSED);
}

/// However much a peer says, little of it is kept, and nothing that a terminal obeys.
#[tokio::test]
async fn s24_a_hostile_peer_fills_nothing() {
    let evil: &'static str = format!("\u{1b}[2J\r\n{}", "x".repeat(1_000)).leak();
    let mechanisms: &'static [&'static str] = vec![evil; 50].leak();
    let address = broker(move |asked| with_login(&asked, mechanisms)).await;
    let seen = examined(plaintext(address)).await;
    is(&seen, Diagnosis::LOGIN_WANTED, Stage::Mechanism);
    let text = format!("{:?}", seen.bootstrap);
    assert!(text.len() < 20_000 && !text.contains(['\u{1b}', '\r']), "{}", text.len());
    let many: &'static str = "127.0.0.1";
    let address = broker(move |asked| match asked.api {
        ApiKey::METADATA => {
            let entry = |node_id| kafka_proto::messages::metadata::MetadataResponseBroker {
                node_id,
                host: many,
                port: 1,
                ..Default::default()
            };
            asked.answer(&kafka_proto::messages::metadata::MetadataResponse {
                brokers: (0..10_000).map(entry).collect(),
                ..Default::default()
            })
        }
        _ => without_login(asked),
    });
    let seen = examined(plaintext(address.await)).await;
    assert_eq!(seen.brokers.len(), 100);
    let identity = seen.bootstrap[0].check(Stage::Identity).unwrap();
    assert_eq!(identity.value("brokers"), Some("10000"));
}

/// A TLS port may say nothing at all to who speaks plaintext.
#[tokio::test]
async fn a_tls_port_that_is_silent_to_plaintext_is_known_all_the_same() {
    let (authority, _) = trusted();
    let acceptor = tokio_rustls::TlsAcceptor::from(server(&issue(&authority, &["h"]), None));
    let address = peer(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let mut first = [0];
            let heard = stream.peek(&mut first).await;
            // 22 is the content type of a handshake.
            match heard.is_ok() && first == [22] {
                true => drop(acceptor.accept(stream).await),
                false => std::future::pending::<()>().await,
            }
        }
    });
    is(&examined(plaintext(address.await)).await, Diagnosis::TLS_PORT, Stage::Kafka);
}
