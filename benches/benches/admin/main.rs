//! What admin calls cost a client, ours and others', against one emulator in a process of its own.
//!
//! ```text
//! benches/peers/admin/run.sh                     # builds the other clients and kadm, then runs this
//! cargo bench -p benches --bench admin           # with the other clients that are built
//! cargo bench -p benches --bench admin -- ours   # ours alone
//! cargo bench -p benches --bench admin -- 1      # one round, and not three
//! ```
//! Client and server have a core each. The subjects take turns, in several rounds, and the medians of
//! the rounds are shown: compare rows of one run only.

mod blocking;
mod client;
mod goals;
mod kadm;
mod ours;
mod row;
mod server;
mod work;

use std::env;
use std::error::Error;

use client::Client;
use row::{Cost, medians, table};
use server::{Server, Way};
use work::Work;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Unless the command line says another number.
const ROUNDS: u32 = 3;
/// How often kadm is started in a round.
const STARTS: u32 = 50;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("serve") => return server::serve(),
        Some("ours") if env::var_os("PEER_BOOTSTRAP").is_some() => return ours::run(),
        Some("blocking") if env::var_os("PEER_BOOTSTRAP").is_some() => return blocking::run(),
        _ => {}
    }
    // Cargo says whether this is a benchmark, or only to be seen to run, as a part of the tests.
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let rounds = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(ROUNDS).max(1);
    let clients = match args.iter().any(|arg| arg == "ours") {
        true => vec![Client::ours()?],
        false => Client::all()?,
    };
    let server = Server::start()?;
    for way in [Way::Plaintext, Way::Scram] {
        compare(&server, way, &clients, rounds)?;
    }
    if let Some(start) = kadm::topic_list(&server, rounds * STARTS)? {
        goals::print_start(&start);
    }
    Ok(())
}

/// All kinds of work by all clients, a table and the goals.
fn compare(server: &Server, way: Way, clients: &[Client], rounds: u32) -> Result<()> {
    println!("\n{way}: client CPU per call, \u{b5}s (peak memory, MB)\n");
    let mut rows = Vec::new();
    for work in Work::ALL {
        rows.push((work, costs(server, way, work, clients, rounds)?));
    }
    let names: Vec<&str> = clients.iter().map(Client::name).collect();
    print!("{}", table(&names, &rows));
    // In turns with ours, since their ratio is what counts.
    let both = [Client::ours()?, Client::blocking()?];
    let one = costs(server, way, Work::DescribeOne, &both, rounds)?;
    goals::print(way, &rows, &one);
    Ok(())
}

/// The median costs of one kind of work for each client; `None` for those that cannot do it.
fn costs(
    server: &Server,
    way: Way,
    work: Work,
    clients: &[Client],
    count: u32,
) -> Result<Vec<Option<Cost>>> {
    let mut rounds = Vec::new();
    for _ in 0..count {
        let mut round = Vec::new();
        for client in clients {
            round.push(client.run(server, way, work)?);
        }
        rounds.push(round);
    }
    Ok(medians(&rounds))
}
