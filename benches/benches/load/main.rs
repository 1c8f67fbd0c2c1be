//! What the emulator bears: requests, logins, records, connections, large clusters, and clients without rights.
//!
//! `cargo bench -p benches --bench load` measures all of it, `… -- metadata logins` what is named. See ../../README.md.

mod child;
mod connections;
mod denied;
mod large;
mod logins;
mod metadata;
mod pipe;
mod produce;

use child::{Child, Kind};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How often each figure is taken; the median counts.
const ROUNDS: usize = 3;

const ALL: [&str; 6] = ["metadata", "logins", "connections", "large", "denied", "produce"];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if let ["serve", kind] = args[..] {
        return child::serve(kind.parse()?);
    }
    let wanted = if args.is_empty() { ALL.to_vec() } else { args };
    for what in wanted {
        println!("\n## {what}\n");
        match what {
            "metadata" => metadata::run()?,
            "logins" => logins::run()?,
            "connections" => connections::run()?,
            "large" => large::run()?,
            "denied" => denied::run()?,
            "produce" => produce::run()?,
            other => return Err(format!("there is no {other}; there are {ALL:?}").into()),
        }
    }
    Ok(())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// What was reached, beside what was to be.
fn goal(what: &str, reached: f64, unit: &str, is_met: bool, goal: &str) {
    let verdict = if is_met { "met" } else { "not met" };
    println!("{what}: {reached:.1} {unit}, goal {goal}: {verdict}");
}
