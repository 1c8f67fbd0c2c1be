//! Sessions of seconds, renewed in band (KIP-368) while more is asked than the broker can do at once.

use std::time::Duration;

use interop::{Proxy, unique};
use kafka_emulator::Listener;
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::brokers::{Cluster, through};
use crate::{connect, create, setting};

/// 45 calls a second.
const CALL_EVERY: Duration = Duration::from_micros(22_222);

/// `SESSION_SECONDS=60` for more than two renewals.
pub(crate) async fn sessions_are_renewed_under_a_full_queue(cluster: &Cluster) {
    let addresses = cluster.addresses(Listener::Scram);
    let proxies = addresses.iter().map(|it| Proxy::start(it, Duration::ZERO).unwrap());
    let proxies: Vec<_> = proxies.collect();
    let admin = connect(addresses.iter().zip(&proxies).fold(cluster.user(), through)).await;
    assert_eq!(admin.session().lifetime, Some(cluster.session()));
    let seconds = (cluster.session() * 13 / 5).as_secs() as u32;
    let (mut calls, mut ticks) = (JoinSet::new(), interval(CALL_EVERY));
    for _ in 0..45 * setting("SESSION_SECONDS", seconds) {
        ticks.tick().await;
        let (admin, name) = (admin.clone(), unique("session"));
        calls.spawn(async move { create(&admin, &name, 1).await });
    }
    let (all, answers) = (calls.len(), calls.join_all().await);
    let failed: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    let connections: Vec<_> = proxies.iter().map(Proxy::connections).collect();
    println!("{all} calls, {} failed, connections {connections:?}", failed.len());
    let (count, last) = (failed.len(), failed.last());
    assert!(failed.is_empty(), "{count} of {all} calls failed, the last with {last:?}");
    assert!(connections.iter().all(|count| *count <= 1), "a session was lost: {connections:?}");
}
