//! `kadm token` against emulated clusters with delegation tokens and without.

use crate::common::{Cluster, Run, run};
use kafka_cli::Captured;
use kafka_emulator::Emulator;

const PASSWORD: &str = "MARKER-password";

async fn with_tokens() -> Emulator {
    let builder = Emulator::builder().scram_user("ops", PASSWORD).delegation_tokens(true);
    builder.start().await.unwrap()
}

/// As the user `ops`.
async fn ops(emulator: &Emulator, line: &str) -> Run {
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &emulator.scram_address())
        .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
        .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", emulator.ca_pem())
        .var("KAFKA_SASL_USERNAME", "ops")
        .var("KAFKA_SASL_PASSWORD", PASSWORD);
    run(line, captured).await
}

/// What stands behind `name: ` in a line.
fn told(run: &Run, name: &str) -> String {
    let lines = run.stdout.lines();
    let mut values = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    values.next().unwrap().to_owned()
}

#[tokio::test]
async fn tokens_from_creation_to_deletion() {
    let emulator = with_tokens().await;
    let created = ops(&emulator, "token create --renewer a --max-lifetime 2h").await.succeeds();
    assert!(created.stdout.starts_with("created a token of User:ops\n"), "{created:?}");
    let (id, hmac) = (told(&created, "token id"), told(&created, "hmac"));
    let listed = ops(&emulator, "token list").await.succeeds().stdout;
    let row: Vec<_> = listed.lines().nth(1).unwrap().split_whitespace().take(3).collect();
    assert_eq!(row, [id.as_str(), "User:ops", "User:a"]);
    assert!(!listed.contains(&hmac), "the secret is shown once");

    let login = format!(
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"{id}\" \
         password=\"{hmac}\" tokenauth=\"true\";"
    );
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &emulator.scram_address())
        .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
        .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", emulator.ca_pem())
        .var("KAFKA_SASL_JAAS_CONFIG", &login);
    run("topic list", captured).await.succeeds();

    let renewed = ops(&emulator, &format!("token renew {id} --period 1h")).await.succeeds();
    assert!(renewed.stdout.starts_with(&format!("renewed {id}, ends: ")), "{renewed:?}");
    ops(&emulator, &format!("token expire {id} --after 15m")).await.succeeds();
    let asked = ops(&emulator, &format!("token expire {id}")).await.fails(2);
    assert!(asked.stderr.contains("--yes"), "{asked:?}");
    let deleted = ops(&emulator, &format!("token expire {id} --yes")).await.succeeds();
    assert_eq!(deleted.stdout, format!("deleted {id}\n"));
    assert_eq!(ops(&emulator, "token list").await.succeeds().stdout.lines().count(), 1);
    ops(&emulator, &format!("token renew {id}")).await.fails(1);
}

#[tokio::test]
async fn a_cluster_without_tokens_is_told_from_one_without_the_right() {
    let refused = Cluster::start().await.user("token create").await.fails(1);
    assert!(refused.stderr.contains("DELEGATION_TOKEN_AUTH_DISABLED"), "{refused:?}");
    assert!(refused.stderr.contains("delegation.token.secret.key"), "{refused:?}");
    let denied = ops(&with_tokens().await, "token create --owner other").await.fails(1);
    assert!(denied.stderr.contains("DELEGATION_TOKEN_AUTHORIZATION_FAILED"), "{denied:?}");
    ops(&with_tokens().await, "token create --max-lifetime 2").await.fails(2);
}
