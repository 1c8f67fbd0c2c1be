//! Clients of other languages live through the same story, on our emulator as Amazon MSK and on Apache Kafka: refused
//! until the administrator gives rights, then records, a group of two, and the loss of what was given. Skipped unless
//! the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cluster;
mod story;

use cluster::Cluster;
use interop::Foreign;
use story::Client;

/// The table of the clients is in this document.
const DOCUMENT: &str = include_str!("../../../COMPARE.md");

/// One module for each kind of cluster.
macro_rules! clients {
    ($($client:ident,)*) => {
        mod on_the_emulator {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $client() {
                let Some(client) = super::$client() else { return };
                let cluster = super::Cluster::emulator(stringify!($client)).await;
                super::compare(&client.live(&cluster));
            })*
        }
        mod on_kafka {
            $(#[test]
            fn $client() {
                let Some(client) = super::$client() else { return };
                let Some(cluster) = super::Cluster::kafka(stringify!($client)) else { return };
                super::compare(&client.live(&cluster));
            })*
        }
    };
}

clients! {
    franz_go,
    java,
    kafka_python,
    kafkajs,
    librdkafka,
}

/// The same line on both, and in the document.
fn compare(row: &str) {
    println!("{row}");
    assert!(DOCUMENT.contains(row), "COMPARE.md does not have this line:\n{row}");
}

fn java() -> Option<Client> {
    Foreign::java().map(|program| Client {
        program,
        iam: "AWS_MSK_IAM",
        wrong_password: "58 SaslAuthenticationException",
        wrong_secret: "58 SaslAuthenticationException",
        group_denied: "30 GroupAuthorizationException",
        protocols: &["classic", "consumer"],
    })
}

fn librdkafka() -> Option<Client> {
    Foreign::librdkafka().map(|program| Client {
        program,
        iam: "OAUTHBEARER",
        wrong_password: "-169 _AUTHENTICATION",
        wrong_secret: "-169 _AUTHENTICATION",
        group_denied: "30 GROUP_AUTHORIZATION_FAILED",
        protocols: &["classic", "consumer"],
    })
}

fn franz_go() -> Option<Client> {
    Foreign::franz_go().map(|program| Client {
        program,
        iam: "AWS_MSK_IAM",
        wrong_password: "58 SASL_AUTHENTICATION_FAILED",
        wrong_secret: "58 SASL_AUTHENTICATION_FAILED",
        group_denied: "30 GROUP_AUTHORIZATION_FAILED",
        protocols: &["classic"],
    })
}

fn kafka_python() -> Option<Client> {
    Foreign::kafka_python().map(|program| Client {
        program,
        iam: "AWS_MSK_IAM",
        wrong_password: "-1 KafkaTimeoutError",
        wrong_secret: "-1 KafkaTimeoutError",
        group_denied: "30 GroupAuthorizationFailedError",
        protocols: &["classic"],
    })
}

fn kafkajs() -> Option<Client> {
    Foreign::kafkajs().map(|program| Client {
        program,
        iam: "AWS_MSK_IAM",
        wrong_password: "-1 KafkaJSSASLAuthenticationError",
        wrong_secret: "58 KafkaJSProtocolError",
        group_denied: "-1 KafkaJSGroupCoordinatorNotFound",
        protocols: &["classic"],
    })
}
