//! Brokers that are away, stopped, or killed in the middle of it.

use std::time::Duration;

use interop::unique;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};

use crate::brokers::{BROKERS, Cluster};
use crate::ledger::{Item, Ledger, Plan};
use crate::{connect, create, seconds, setting};

/// Long enough for every call that fails at once.
const A_MOMENT: Duration = Duration::from_secs(1);
/// 40 reads a second.
const READ_EVERY: Duration = Duration::from_millis(25);

pub(crate) async fn a_call_made_while_no_broker_is_there_succeeds_when_they_are_back(
    cluster: &Cluster,
) {
    let admin = connect(cluster.admin().call_timeout(seconds(120))).await;
    (0..BROKERS).for_each(|broker| cluster.kill(broker));
    let name = unique("patient");
    let mut creating = std::pin::pin!(create(&admin, &name, 2));
    let given_up = timeout(A_MOMENT, &mut creating).await;
    assert!(given_up.is_err(), "it did not wait: {given_up:?}");
    let healing = async { cluster.heal() };
    let (created, ()) = tokio::join!(creating, healing);
    created.unwrap();
    assert_eq!(cluster.truth().get(&Item::Topic(name.clone())), Some(&2));
}

/// The bound is generous, the figure is measured in `benches/brokers.rs`. `READS_SECONDS=60` for more.
pub(crate) async fn reads_go_on_while_one_of_three_brokers_is_stopped(cluster: &Cluster) {
    let admin = connect(cluster.admin().call_timeout(seconds(5))).await;
    admin.list_topics().await.unwrap();
    cluster.stop(cluster.broker_of(&admin));
    let (mut reads, mut ticks) = (JoinSet::new(), interval(READ_EVERY));
    for _ in 0..40 * setting("READS_SECONDS", 5) {
        ticks.tick().await;
        let admin = admin.clone();
        reads.spawn(async move { admin.describe_cluster().await.map(drop) });
    }
    let (all, answers) = (reads.len(), reads.join_all().await);
    let failed: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    let count = failed.len();
    assert!(failed.is_empty(), "{count} of {all} reads failed, the last with {:?}", failed.last());
}

/// `WRITES=5000` for more.
pub(crate) async fn a_killed_broker_leaves_one_outcome_unknown_at_most(cluster: &Cluster) {
    let plan = Plan { calls: setting("WRITES", 600) as usize, callers: 64, is_mixed: false };
    let admin = connect(cluster.admin()).await;
    let (answered, mut seen) = watch::channel(0);
    let first = cluster.broker_of(&admin);
    let kill = async {
        seen.wait_for(|answered| *answered >= plan.calls / 3).await.unwrap();
        cluster.kill(first);
    };
    let (ledger, ()) = tokio::join!(Ledger::of(&admin, plan, answered), kill);
    cluster.heal();
    let untruths = ledger.untruths(&cluster.truth());
    println!("{} writes: {}", plan.calls, ledger.summary());
    println!("{} calls of unknown outcome, {} untruths", ledger.unknown(), untruths.len());
    assert!(untruths.is_empty(), "{} untruths:\n{}", untruths.len(), untruths.join("\n"));
    assert!(ledger.unknown() <= 1, "{} calls of unknown outcome", ledger.unknown());
}
