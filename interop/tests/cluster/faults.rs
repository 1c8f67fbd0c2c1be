//! The ledger: no outcome is untrue, whatever happens to the brokers.

use std::time::Instant;

use tokio::sync::watch;

use crate::brokers::{BROKERS, Cluster};
use crate::ledger::{Ledger, Plan};
use crate::{connect, seconds, setting};

/// So many calls between two faults, and as many until the brokers are back.
const PACE: usize = 100;

/// `LEDGER_CALLS=20000` for a long run.
pub(crate) async fn every_outcome_is_true_while_controllers_die_and_brokers_stop(
    cluster: &Cluster,
) {
    let calls = setting("LEDGER_CALLS", 600) as usize;
    let plan = Plan { calls, callers: 16, is_mixed: true };
    let config = cluster.admin().request_timeout(seconds(10));
    let admin = connect(config.call_timeout(seconds(40))).await;
    let first = cluster.broker_of(&admin);
    let (answered, mut seen) = watch::channel(0);
    let begun = Instant::now();
    let (ledger, faults) =
        tokio::join!(Ledger::of(&admin, plan, answered), play(cluster, first, calls, &mut seen));
    let took = begun.elapsed();
    let untruths = ledger.untruths(&cluster.truth());
    println!("{calls} calls, {faults} faults, {took:.1?}: {}", ledger.summary());
    println!("{} calls of unknown outcome, {} untruths", ledger.unknown(), untruths.len());
    assert!(untruths.is_empty(), "{} untruths:\n{}", untruths.len(), untruths.join("\n"));
}

/// Faults, one after the other, as long as there are calls; how many there were.
async fn play(
    cluster: &Cluster,
    first: usize,
    calls: usize,
    answered: &mut watch::Receiver<usize>,
) -> usize {
    let mut faults = 0;
    while until(answered, (2 * faults + 1) * PACE, calls).await {
        match faults % 4 {
            0 => cluster.kill(cluster.controller()),
            1 => cluster.stop(first),
            2 => cluster.stop(cluster.controller()),
            _ => cluster.kill(faults % BROKERS),
        }
        until(answered, (2 * faults + 2) * PACE, calls).await;
        cluster.heal();
        faults += 1;
    }
    faults
}

/// Waits for so many answers; `false` if there will not be so many.
async fn until(answered: &mut watch::Receiver<usize>, wanted: usize, calls: usize) -> bool {
    wanted < calls && answered.wait_for(|answered| *answered >= wanted).await.is_ok()
}
