//! What admin calls cost a client, ours and others', against one emulator in a process of its own.
//!
//! ```text
//! benches/peers/admin/run.sh             # builds the other clients, then runs this
//! cargo bench -p benches --bench admin   # with the other clients that are built
//! cargo bench -p benches --bench admin -- ours   # ours alone
//! ```
//! Client and server have a core each. The subjects take turns, in several rounds, and the medians of
//! the rounds are shown: compare rows of one run only.

mod client;
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

const ROUNDS: usize = 5;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("serve") => return server::serve(),
        Some("ours") if env::var_os("PEER_BOOTSTRAP").is_some() => return ours::run(),
        _ => {}
    }
    // Cargo says whether this is a benchmark, or only to be seen to run, as a part of the tests.
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let clients = match args.iter().any(|arg| arg == "ours") {
        true => vec![Client::ours()?],
        false => Client::all()?,
    };
    let server = Server::start()?;
    for way in [Way::Plaintext, Way::Scram] {
        println!("\n{way}: client CPU per call, \u{b5}s (allocations; peak memory, MB)\n");
        let mut rows = Vec::new();
        for work in Work::ALL {
            rows.push((work, costs(&server, way, work, &clients)?));
        }
        let names: Vec<&str> = clients.iter().map(Client::name).collect();
        print!("{}", table(&names, &rows));
    }
    Ok(())
}

/// The median costs of one kind of work for each client; `None` for those that cannot do it.
fn costs(server: &Server, way: Way, work: Work, clients: &[Client]) -> Result<Vec<Option<Cost>>> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut round = Vec::new();
        for client in clients {
            round.push(client.run(server, way, work)?);
        }
        rounds.push(round);
    }
    Ok(medians(&rounds))
}
