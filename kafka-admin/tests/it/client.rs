//! The client as a whole: custom connectors, counters, its end, and the client for blocking code.

use std::future::pending;
use std::io;
use std::time::Duration;

use kafka_admin::topics::NewTopic;
use kafka_admin::{
    Admin, Auth, Config, ErrorKind, HostPort, Layer, Outcome, Tls, TlsRoots, blocking,
};
use kafka_emulator::Emulator;
use tokio::net::TcpStream;

async fn emulator() -> Emulator {
    Emulator::builder().scram_user("ops", "right").allow_everyone(true).start().await.unwrap()
}

fn config(emulator: &Emulator, bootstrap: &str) -> Config {
    Config::new([bootstrap])
        .tls(Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into())))
        .auth(Auth::scram_sha_512("ops", "right"))
}

/// A name that no resolver knows, and that is on no certificate.
const NOWHERE: &str = "broker.invalid:9096";

#[tokio::test]
async fn a_connector_leads_where_no_name_does() {
    let emulator = emulator().await;
    let address: HostPort = emulator.scram_address().parse().unwrap();
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = asked.clone();
    let bootstrap = format!("localhost:{}", address.port());
    let config = config(&emulator, &bootstrap).connector(move |broker: HostPort| {
        seen.lock().unwrap().push(broker);
        TcpStream::connect(("127.0.0.1", address.port()))
    });
    let admin = Admin::connect(config).await.unwrap();
    admin.list_topics().await.unwrap();
    assert_eq!(asked.lock().unwrap()[0].to_string(), bootstrap);
    let metrics = admin.metrics();
    assert_eq!((metrics.dns.count, metrics.tcp.count), (0, 1), "{metrics:?}");
}

/// The certificate is verified for the name that was asked for, not for where the connector went.
#[tokio::test]
async fn tls_verifies_the_name_that_the_connector_was_asked_for() {
    let emulator = emulator().await;
    let port = emulator.scram_address().parse::<HostPort>().unwrap().port();
    let config = config(&emulator, NOWHERE)
        .connector(move |_: HostPort| TcpStream::connect(("127.0.0.1", port)));
    let error = Admin::connect(config).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TlsWrongName, "{error}");
}

#[tokio::test]
async fn a_connector_that_fails_is_an_error_of_tcp_with_its_cause() {
    let emulator = emulator().await;
    let config = config(&emulator, NOWHERE).connector(|_: HostPort| async {
        Err::<TcpStream, _>(io::Error::other("the tunnel is down"))
    });
    let error = Admin::connect(config).await.unwrap_err();
    assert_eq!((error.kind(), error.layer()), (ErrorKind::Unreachable, Layer::Tcp), "{error}");
    assert!(error.to_string().contains("the tunnel is down"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn s04_a_connector_that_never_answers_ends_at_the_deadline() {
    let emulator = emulator().await;
    let config = config(&emulator, NOWHERE)
        .connect_timeout(Duration::from_millis(100))
        .connector(|_: HostPort| pending::<io::Result<TcpStream>>());
    let error = Admin::connect(config).await.unwrap_err();
    assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectTimeout, Layer::Tcp), "{error}");
}

#[tokio::test]
async fn phases_and_calls_are_counted() {
    let emulator = emulator().await;
    let admin = Admin::connect(config(&emulator, &emulator.scram_address()));
    let admin = admin.await.unwrap();
    admin.list_topics().await.unwrap();
    let metrics = admin.metrics();
    let counts = [metrics.dns, metrics.tcp, metrics.tls, metrics.login].map(|phase| phase.count);
    assert_eq!(counts, [1; 4]);
    assert!(metrics.login.total > Duration::ZERO);
    assert_eq!((metrics.reconnects, metrics.retries, metrics.renewals), (0, 0, 0));
    assert_eq!((metrics.requests_under_way, metrics.throttled), (0, Duration::ZERO));
}

#[tokio::test]
async fn a_closed_client_sends_nothing_more() {
    let emulator = emulator().await;
    let admin = Admin::connect(config(&emulator, &emulator.scram_address()));
    let admin = admin.await.unwrap();
    let clone = admin.clone();
    admin.close().await;
    for admin in [admin, clone] {
        let error = admin.list_topics().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
        assert!(error.to_string().contains("this client is closed"), "{error}");
        assert!(!error.is_retriable());
    }
}

#[test]
fn the_blocking_client_makes_the_same_calls() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let emulator = runtime.block_on(emulator());
    let config = config(&emulator, &emulator.scram_address());
    let admin = blocking::Admin::connect(config).unwrap();
    let orders = NewTopic::new("orders").partitions(1).replication_factor(1);
    let orders = [orders];
    admin.wait(admin.client().create_topics(&orders).validate_only(true)).unwrap().all().unwrap();
    admin.create_topics(&orders).unwrap().all().unwrap();
    assert!(admin.list_topics().unwrap().iter().any(|topic| topic.name == "orders"));
    assert_eq!(admin.session().mechanism, Some("SCRAM-SHA-512"));
    assert_eq!(admin.metrics().login.count, 1);
    admin.close().unwrap();
    assert_eq!(admin.list_topics().unwrap_err().outcome(), Outcome::NotSent);
}

#[test]
fn async_code_gets_an_error_and_no_panic_from_the_blocking_client() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let emulator = runtime.block_on(emulator());
    let config = config(&emulator, &emulator.scram_address());
    let admin = blocking::Admin::connect(config.clone()).unwrap();
    runtime.block_on(async {
        assert_eq!(admin.list_topics().unwrap_err().kind(), ErrorKind::Config);
        assert_eq!(blocking::Admin::connect(config).unwrap_err().kind(), ErrorKind::Config);
        drop(admin);
    });
}
