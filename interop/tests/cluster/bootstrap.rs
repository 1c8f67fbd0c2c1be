//! The first connection, through lists of servers that are far away, dead or silent. How long it
//! takes is measured in `benches/brokers.rs`; here the time that all of them share is short.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use interop::Proxy;
use kafka_admin::Config;
use kafka_emulator::Listener;

use crate::brokers::{BROKERS, Cluster};
use crate::{connect, seconds};

/// Half of a round trip.
const ONE_WAY: Duration = Duration::from_millis(125);

pub(crate) async fn six_servers_far_away_are_as_good_as_one(cluster: &Cluster) {
    let proxies: Vec<_> = (0..6).map(|n| far_away(cluster, n % BROKERS)).collect();
    let servers = proxies.iter().map(address);
    assert_connects(cluster.admin().bootstrap_servers(servers)).await;
}

pub(crate) async fn servers_that_are_dead_or_silent_do_not_keep_a_client_from_one_that_answers(
    cluster: &Cluster,
) {
    let silent: Vec<_> = (0..4).map(|_| listen()).collect();
    let dead = (0..4).map(|_| local(&listen()));
    let proxy = far_away(cluster, 1);
    let servers = dead.chain(silent.iter().map(local)).chain([address(&proxy)]);
    assert_connects(cluster.admin().bootstrap_servers(servers)).await;
}

async fn assert_connects(config: Config) {
    let admin = connect(config.connect_timeout(seconds(3))).await;
    assert_eq!(admin.describe_cluster().await.unwrap().brokers.len(), BROKERS);
}

fn far_away(cluster: &Cluster, broker: usize) -> Proxy {
    Proxy::start(&cluster.addresses(Listener::Iam)[broker], ONE_WAY).unwrap()
}

fn address(proxy: &Proxy) -> String {
    format!("localhost:{}", proxy.address().port())
}

/// Who connects hears nothing.
fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
}

fn local(listener: &TcpListener) -> String {
    format!("localhost:{}", listener.local_addr().unwrap().port())
}
