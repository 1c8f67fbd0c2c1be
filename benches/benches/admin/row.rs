//! The figures.

use std::fmt::Write;

use crate::work::Work;

/// What one call costs a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// User and system time of the whole process, in microseconds.
    pub(crate) cpu_us: f64,
    /// Whether it asked the broker each time, and not its own memory.
    pub(crate) requests: bool,
    /// The most memory that the process had, in KB.
    pub(crate) peak_kb: f64,
}

/// The median of each figure over all rounds, for each client.
pub(crate) fn medians(rounds: &[Vec<Option<Cost>>]) -> Vec<Option<Cost>> {
    let clients = rounds.first().map_or(0, Vec::len);
    (0..clients).map(|client| median_of(rounds, client)).collect()
}

fn median_of(rounds: &[Vec<Option<Cost>>], client: usize) -> Option<Cost> {
    let costs: Vec<Cost> = rounds.iter().filter_map(|round| *round.get(client)?).collect();
    let cpu_us = median(costs.iter().map(|cost| cost.cpu_us).collect())?;
    let peak_kb = median(costs.iter().map(|cost| cost.peak_kb).collect())?;
    Some(Cost { cpu_us, peak_kb, requests: costs.first()?.requests })
}

/// The middle one; of an even number the upper.
pub(crate) fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

/// Markdown: a line for each kind of work, a column for each client.
pub(crate) fn table(clients: &[&str], rows: &[(Work, Vec<Option<Cost>>)]) -> String {
    let mut table = String::from("|");
    for client in clients {
        let _ = write!(table, " | {client}");
    }
    let _ = writeln!(table, " |\n|---{}|", "|--:".repeat(clients.len()));
    for (work, costs) in rows {
        let _ = write!(table, "| {work}");
        for cost in costs {
            let _ = write!(table, " | {}", cost.as_ref().map_or_else(|| "-".to_owned(), cell));
        }
        table += " |\n";
    }
    table
}

fn cell(cost: &Cost) -> String {
    let cached = if cost.requests { "" } else { ", cached" };
    format!("{:.1} ({:.0}{cached})", cost.cpu_us, cost.peak_kb / 1024.0)
}
