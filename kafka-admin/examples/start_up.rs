//! What a producer checks before it starts: is the topic there, and may it write? Against a cluster in
//! this process, whose user `rudder` may write to one of two topics.

use kafka_admin::{AclOperation, Admin, Auth, Config, ResourceType, Result, Tls, TlsRoots};
use kafka_emulator::{Acl, Emulator};

/// Address, certificate, password, topic: the error says which of them it is. A broker before Kafka 2.3
/// does not tell what is allowed, so there the first record will show.
async fn may_write(config: Config, topic: &str) -> Result<bool> {
    let admin = Admin::connect(config).await?;
    let topic = admin.describe_topics(&[topic]).await?.one()?;
    println!("{} has {} partitions", topic.name, topic.partitions.len());
    Ok(topic.authorized_operations.is_none_or(|allowed| allowed.contains(AclOperation::WRITE)))
}

/// As a program says it before it ends.
pub(crate) async fn check(config: Config, topic: &str) -> String {
    match may_write(config, topic).await {
        Ok(true) => format!("{topic}: ready"),
        Ok(false) => format!("{topic}: may not write"),
        Err(error) => format!("{error}. {}", error.hint().unwrap_or_default()),
    }
}

async fn cluster() -> std::io::Result<Emulator> {
    let allow = |operation, topic| Acl::allow("User:rudder", operation, ResourceType::TOPIC, topic);
    let builder = Emulator::builder().scram_user("rudder", "pencil");
    builder
        .topic("orders", 3)
        .topic("invoices", 1)
        .acl(allow(AclOperation::WRITE, "orders"))
        .acl(allow(AclOperation::READ, "invoices"))
        .start()
        .await
}

#[tokio::main]
pub(crate) async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let cluster = cluster().await?;
    let config = Config::new([cluster.scram_address()])
        .tls(Tls::Roots(TlsRoots::Pem(cluster.ca_pem().into())))
        .auth(Auth::scram_sha_512("rudder", "pencil"));
    let expected = [
        ("orders", "orders: ready"),
        ("invoices", "invoices: may not write"),
        ("order", "order: TOPIC_AUTHORIZATION_FAILED"),
    ];
    for (topic, expected) in expected {
        let said = check(config.clone(), topic).await;
        println!("{said}");
        assert!(said.contains(expected), "{said}");
    }
    Ok(())
}
