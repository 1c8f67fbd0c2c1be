//! Trust in a cluster by a key store of Java's.

use kafka_cli::Captured;
use test_support::certificates::{certificates, jks};

use crate::common::{self, Cluster, PASSWORD, Run, USER};

async fn list(cluster: &Cluster, more: &[(&str, &str)]) -> Run {
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &cluster.0.scram_address())
        .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
        .var("KAFKA_SASL_USERNAME", USER)
        .var("KAFKA_SASL_PASSWORD", PASSWORD);
    let captured = more.iter().fold(captured, |captured, (name, value)| captured.var(name, value));
    common::run("topic list", captured).await
}

#[tokio::test]
async fn a_jks_trust_store_is_read_and_its_password_is_never_shown() {
    let cluster = Cluster::start().await;
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cluster.jks");
    let store = jks(&certificates(cluster.0.ca_pem()), "MARKER-of-the-store");
    std::fs::write(&path, store).unwrap();
    let path = path.to_str().unwrap();
    let location = ("KAFKA_SSL_TRUSTSTORE_LOCATION", path);
    let password = |password| ("KAFKA_SSL_TRUSTSTORE_PASSWORD", password);

    list(&cluster, &[location, password("MARKER-of-the-store")]).await.succeeds();
    list(&cluster, &[location, ("KAFKA_SSL_TRUSTSTORE_TYPE", "JKS")]).await.succeeds();
    let run = list(&cluster, &[location, password("MARKER-wrong")]).await.fails(kafka_cli::FAILURE);
    let said = "the password of the key store is wrong, or the file was changed";
    assert!(run.stderr.contains(said), "{run:?}");
    assert!(run.stderr.contains(&format!("keytool -list -keystore {path}")), "{run:?}");
    let line = "topic list -X ssl.truststore.password=MARKER -b localhost:1";
    let run = common::run(line, Captured::default()).await.fails(2);
    assert!(run.stderr.contains("KAFKA_SSL_TRUSTSTORE_PASSWORD"), "{run:?}");
}
