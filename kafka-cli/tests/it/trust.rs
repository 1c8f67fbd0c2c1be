//! `kadm trust` against an emulated cluster, whose authority nobody knows.

use std::path::PathBuf;

use crate::common::{Cluster, run};
use kafka_cli::Captured;

fn path(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

#[tokio::test]
async fn an_authority_that_is_not_public_is_refused_with_the_next_step() {
    let cluster = Cluster::start().await;
    let line = format!("trust -b {}", cluster.0.scram_address());
    let text = run(&line, Captured::default()).await.fails(1);
    assert!(text.stdout.contains("presents") && text.stdout.contains("names   "), "{text:?}");
    assert!(text.stdout.contains("by the public authorities:"), "{text:?}");
    assert!(
        text.stdout.contains("rustls, Go, Java") && text.stdout.contains("REFUSED"),
        "{text:?}"
    );
    assert!(text.stderr.contains("not trusted here"), "{text:?}");
    let json = run(&format!("{line} --format json"), Captured::default()).await.fails(1).json();
    assert_eq!((&json["command"], &json["ok"]), (&"trust".into(), &false.into()));
    assert_eq!(json["rustls"]["ok"], false);
    assert!(json["openssl"]["code"].is_u64() && json["next"].is_string(), "{json}");
    assert_eq!(json["certificates"][0]["key"], "ECDSA P-256");
}

#[tokio::test]
async fn a_ca_file_that_works_for_everybody_is_exported_and_used() {
    let cluster = Cluster::start().await;
    let (ca, bundle) = (path("trust-ca.pem"), path("trust-bundle.pem"));
    std::fs::write(&ca, cluster.0.ca_pem()).unwrap();
    let line = format!("trust -b {}", cluster.0.scram_address());
    let with_ca = format!("{line} --ca {}", ca.display());
    let good = run(&with_ca, Captured::default()).await.succeeds();
    assert_eq!(good.stdout.matches("accepted").count(), 2, "{good:?}");
    assert!(good.stdout.contains("next: give"), "{good:?}");

    let export = format!("{with_ca} --export {} --format json", bundle.display());
    let exported = run(&export, Captured::default()).await.succeeds().json();
    assert_eq!(exported["exported"]["root_from"], "the CA file");
    run(&format!("{line} --ca {}", bundle.display()), Captured::default()).await.succeeds();
    let again = run(&export, Captured::default()).await.fails(1).json();
    assert!(again["error"]["hint"].as_str().unwrap().contains("another file"), "{again}");
}

#[tokio::test]
async fn a_port_without_tls_or_without_anybody_is_said() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let line = format!("trust -b {}", closed.local_addr().unwrap());
    let hangs_up = tokio::spawn(async move { drop(closed.accept().await) });
    let failed = run(&line, Captured::default()).await.fails(1);
    assert!(failed.stderr.contains("during the TLS handshake") && failed.stderr.contains("hint"));
    hangs_up.await.unwrap();
    let failed = run(&line, Captured::default()).await.fails(1);
    assert!(failed.stderr.contains("refuses connections"), "{failed:?}");
}

#[tokio::test]
async fn what_is_no_address_is_a_usage_error() {
    run("trust -b nowhere", Captured::default()).await.fails(2);
    let gone = run("trust -b 127.0.0.1:1 --ca gone.pem", Captured::default()).await.fails(1);
    assert!(gone.stderr.contains("gone.pem: there is no such file"), "{gone:?}");
}
