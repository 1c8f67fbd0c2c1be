//! The broker itself, asked by Apache Kafka's own client: it behaves as a public Amazon MSK
//! cluster before anything of ours has spoken to it.

use interop::{Kafka, unique};

use crate::{PASSWORD, kafka};

fn internal(kafka: &Kafka) -> String {
    format!("bootstrap.servers={}\n", kafka.plaintext_address())
}

fn user(kafka: &Kafka, password: &str) -> String {
    let module = "org.apache.kafka.common.security.scram.ScramLoginModule";
    format!(
        "bootstrap.servers={}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
         ssl.truststore.type=PEM\nssl.truststore.location={}\n\
         sasl.jaas.config={module} required username=\"raw\" password=\"{password}\";\n",
        kafka.scram_address(),
        kafka.ca_file().display()
    )
}

#[test]
fn a_scram_user_is_refused_until_an_acl_lets_it_in() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("raw");
    let (admin, user) = (internal(kafka), user(kafka, PASSWORD));
    let refused = |command: &[&str]| kafka.java_client(&user, command).unwrap_err().code;

    kafka.java_client(&admin, &["create-topic", &topic]).unwrap();
    assert_eq!(refused(&["describe-topic", &topic]), 29, "TOPIC_AUTHORIZATION_FAILED");
    assert_eq!(refused(&["create-topic", &unique("raw")]), 29, "TOPIC_AUTHORIZATION_FAILED");
    assert_eq!(
        refused(&["allow", "User:raw", "WRITE", &topic]),
        31,
        "CLUSTER_AUTHORIZATION_FAILED"
    );

    kafka.java_client(&admin, &["allow", "User:raw", "WRITE", &topic]).unwrap();
    let described = kafka.java_client(&user, &["describe-topic", &topic]).unwrap();
    assert!(described.contains(&topic), "{described}");
}

#[test]
fn a_wrong_password_is_refused() {
    let Some(kafka) = kafka() else { return };
    let error = kafka.java_client(&user(kafka, "wrong"), &["describe-topic", "any"]).unwrap_err();
    assert_eq!(error.code, 58, "SASL_AUTHENTICATION_FAILED: {error}");
}

#[test]
fn the_broker_advertises_the_ports_it_was_given() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("raw");
    kafka.java_client(&internal(kafka), &["create-topic", &topic]).unwrap();
    let described = kafka.java_client(&internal(kafka), &["describe-topic", &topic]).unwrap();
    assert!(described.contains(&kafka.plaintext_address()), "{described}");
}
