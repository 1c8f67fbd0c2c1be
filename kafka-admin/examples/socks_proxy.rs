//! Reaches a cluster through a SOCKS5 proxy, such as `ssh -D 1080 bastion` opens:
//! `cargo run --example socks_proxy -- 127.0.0.1:1080 b-1.demo.example.com:9098`.
//!
//! The proxy looks the brokers' names up, so names that only exist within their network work. TLS
//! verifies those names, and AWS_MSK_IAM signs them.

use std::io;

use kafka_admin::{Admin, Config, HostPort};
use tokio_socks::tcp::Socks5Stream;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [proxy, bootstrap] = arguments.as_slice() else {
        return Err("arguments: PROXY BOOTSTRAP_SERVER".into());
    };
    let proxy = proxy.clone();
    let config = Config::new([bootstrap]).connector(move |broker: HostPort| {
        let proxy = proxy.clone();
        async move {
            let target = (broker.host().to_owned(), broker.port());
            Socks5Stream::connect(proxy.as_str(), target).await.map_err(io::Error::other)
        }
    });
    let admin = Admin::connect(config).await?;
    for topic in admin.list_topics().await? {
        println!("{}", topic.name);
    }
    Ok(())
}
