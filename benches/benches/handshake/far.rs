//! How many round trips a new client takes, from the first packet to its first Metadata answer.
//!
//! A connection that a client opens to the address that the broker names, after its first one, is
//! not delayed: librdkafka and Java would take longer than shown.

use std::time::Duration;

use tokio::runtime::Runtime;

use crate::broker::Target;
use crate::row::Row;
use crate::{Result, ours, peers};

/// What the link adds to a round trip.
const ROUND_TRIP: Duration = Duration::from_millis(100);
/// Most of it is waiting.
const CLIENTS: u32 = 20;

/// Each subject without the link and with it, both through the proxy.
pub(crate) fn run(runtime: &Runtime, target: &Target) -> Result<()> {
    let near = new_clients(runtime, &target.behind(Duration::ZERO)?)?;
    let far = new_clients(runtime, &target.behind(ROUND_TRIP)?)?;
    println!("| | p50 near, ms | p50 far, ms | p90 far, ms | round trips |");
    println!("|---|--:|--:|--:|--:|");
    for (near, far) in near.iter().zip(&far) {
        let Row { name, p50, p90, .. } = far;
        let round_trips = (p50 - near.p50) / (ROUND_TRIP.as_secs_f64() * 1e3);
        println!("| {name} | {:.0} | {p50:.0} | {p90:.0} | {round_trips:.1} |", near.p50);
    }
    Ok(())
}

fn new_clients(runtime: &Runtime, target: &Target) -> Result<Vec<Row>> {
    let mut rows = runtime.block_on(ours::new_clients(target, CLIENTS))?;
    rows.extend(peers::rows(target, CLIENTS)?);
    Ok(rows)
}
