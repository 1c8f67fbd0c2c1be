//! What we want to reach, and whether we do.

use crate::kadm::Start;
use crate::row::Cost;
use crate::server::Way;
use crate::work::Work;

/// At most so many times the processor time of a blocking client, for one item.
const BLOCKING: f64 = 1.1;
/// At least so many times our memory for the best of the others.
const MEMORY: f64 = 3.0;
/// Processor time of `kadm topic list` by SCRAM.
const KADM_MS: f64 = 5.0;

/// Of one way in: the rows as the table has them, ours in front; and one item by ours and by a blocking
/// client.
pub(crate) fn print(way: Way, rows: &[(Work, Vec<Option<Cost>>)], one: &[Option<Cost>]) {
    println!("\n| {way} | ratio | goal | |\n|---|--:|--:|---|");
    for (work, costs) in rows {
        if let Some((ours, best)) =
            ours_and_best(costs, |cost| cost.requests.then_some(cost.cpu_us))
        {
            least(&format!("{work}: CPU, best of the others / ours"), best / ours, 1.0);
        }
    }
    for (work, costs) in rows {
        if let Some((ours, best)) = ours_and_best(costs, |cost| Some(cost.peak_kb)) {
            least(&format!("{work}: memory, best of the others / ours"), best / ours, MEMORY);
        }
    }
    if let [Some(ours), Some(blocking)] = one {
        let ratio = ours.cpu_us / blocking.cpu_us;
        let what =
            format!("ours / a blocking write, read and decode ({:.1} \u{b5}s)", blocking.cpu_us);
        line(&what, ratio, "at most", BLOCKING, ratio <= BLOCKING);
    }
}

pub(crate) fn print_start(start: &Start) {
    println!("\n| kadm topic list, TLS and SCRAM-SHA-512, cold | ms | goal | |\n|---|--:|--:|---|");
    line("CPU", start.cpu_ms, "at most", KADM_MS, start.cpu_ms <= KADM_MS);
    println!("| wall time, median | {:.2} | | |", start.wall_ms);
}

fn ours_and_best(
    costs: &[Option<Cost>],
    figure: impl Fn(&Cost) -> Option<f64>,
) -> Option<(f64, f64)> {
    let (ours, others) = costs.split_first()?;
    let best = others.iter().flatten().filter_map(&figure).reduce(f64::min)?;
    Some((figure(ours.as_ref()?)?, best))
}

fn least(what: &str, ratio: f64, goal: f64) {
    line(what, ratio, "at least", goal, ratio >= goal);
}

fn line(what: &str, figure: f64, bound: &str, goal: f64, met: bool) {
    println!("| {what} | {figure:.2} | {bound} {goal} | {} |", if met { "met" } else { "not met" });
}
