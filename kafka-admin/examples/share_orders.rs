//! The README's example, against a cluster in this process.

use kafka_admin::share::{self, Share};
use kafka_admin::topics::NewTopic;
use kafka_admin::{Config, Result};

async fn share_orders(admin: Config, password: &str) -> Result<()> {
    let servers = share::user_bootstrap(&admin).unwrap_or_default(); // 9198 becomes 9196
    let rudder = share::user_login(&admin, servers, "rudder", password);
    let orders = NewTopic::new("orders").partitions(3);
    let share = Share::new(orders, "rudder").produce().prove_as(rudder);
    let shared = share.run(admin, |progress| println!("{progress}")).await?;
    println!("rudder may {}", shared.proof.expect("a login was given").operations);
    Ok(())
}

/// An MSK cluster with public access, except that its ports are free ones.
async fn cluster() -> std::io::Result<kafka_emulator::Emulator> {
    kafka_emulator::Emulator::builder()
        .scram_user("rudder", "pencil")
        .iam_identity("AKIDEXAMPLE", "secret", None, "arn:aws:iam::123456789012:user/ops")
        .start()
        .await
}

/// How the account's own people reach it: by IAM, on port 9198.
fn administrator(cluster: &kafka_emulator::Emulator) -> Config {
    let address = |text: &str| text.parse().expect("an address");
    let roots = kafka_admin::TlsRoots::Pem(cluster.ca_pem().into());
    let secret = kafka_admin::Secret::new("secret");
    Config::new(["localhost:9198"])
        .tls(kafka_admin::Tls::Roots(roots))
        .aws_credentials(kafka_admin::AwsCredentials::new("AKIDEXAMPLE", secret))
        .aws_region("us-east-1")
        .dial_instead(address("localhost:9198"), address(&cluster.iam_address()))
        .dial_instead(address("localhost:9196"), address(&cluster.scram_address()))
}

#[tokio::main]
pub(crate) async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let cluster = cluster().await?;
    share_orders(administrator(&cluster), "pencil").await?;
    Ok(())
}
