//! What we want to reach, and whether we do.

use crate::ours::{FIRST, NEW, NEW_PACED, PBKDF2, REPEATED, TLS, TLS_TICKET};
use crate::row::Row;

/// Client CPU of a peer over ours: the least that we want for a new client and for a repeated login.
const PEERS: [(&str, f64, f64); 4] =
    [("librdkafka", 5.0, 20.0), ("Java", 15.0, 60.0), ("franz-go", 1.0, 5.0), ("krafka", 1.0, 1.0)];

pub(crate) fn print(rows: &[Row]) {
    let ours = |name: &str| rows.iter().find(|row| row.name == name);
    let find =
        |name: &str| ours(name).or_else(|| rows.iter().find(|row| row.name.starts_with(name)));
    let cpu = |name: &str| find(name).map_or(f64::NAN, |row| row.cpu);
    println!("\n| client CPU | ratio | goal | |\n|---|--:|--:|---|");
    let most =
        |what: &str, ratio: f64, goal: f64| line(what, ratio, "at most", goal, ratio <= goal);
    let least =
        |what: &str, ratio: f64, goal: f64| line(what, ratio, "at least", goal, ratio >= goal);
    most("first login / (bare TLS + PBKDF2)", cpu(FIRST) / (cpu(TLS) + cpu(PBKDF2)), 1.3);
    most("repeated login / bare TLS", cpu(REPEATED) / cpu(TLS), 1.15);
    most("repeated login / bare TLS that offers a ticket", cpu(REPEATED) / cpu(TLS_TICKET), 1.15);
    for (peer, new, repeated) in PEERS.into_iter().filter(|(peer, ..)| find(peer).is_some()) {
        least(&format!("{peer} / our new client"), cpu(peer) / cpu(NEW), new);
        least(&format!("{peer} / our repeated login"), cpu(peer) / cpu(REPEATED), repeated);
    }
    let peers = rows.iter().filter(|row| PEERS.iter().any(|(peer, ..)| row.name.starts_with(peer)));
    let fastest = peers.map(|row| row.p50).fold(f64::INFINITY, f64::min);
    for name in [NEW, NEW_PACED] {
        let wall = find(name).map_or(f64::NAN, |row| row.p50);
        least(&format!("wall time p50, fastest peer / {name}"), fastest / wall, 1.0);
    }
}

fn line(what: &str, ratio: f64, bound: &str, goal: f64, met: bool) {
    println!("| {what} | {ratio:.2} | {bound} {goal} | {} |", if met { "met" } else { "not met" });
}
