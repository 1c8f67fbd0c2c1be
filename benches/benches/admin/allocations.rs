//! How often our client allocates for one call, and how many bytes.
//!
//! ```text
//! cargo bench -p benches --bench admin-allocations
//! ```
//! A program of its own, since to count allocations takes time too. These figures do not depend on what
//! else the machine does.

#[allow(dead_code, reason = "the rest is the other benchmark's")]
mod ours;
#[allow(dead_code, reason = "the rest is the other benchmark's")]
mod server;
#[allow(dead_code, reason = "the rest is the other benchmark's")]
mod work;

use std::env;
use std::error::Error;

use kafka_admin::{Admin, Config, Tls};
use server::{Server, Way};
use tokio::runtime::{Builder, Runtime};
use work::Work;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "serve") {
        return server::serve();
    }
    // Cargo says whether this is a benchmark, or only to be seen to run, as a part of the tests.
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let server = Server::start()?;
    println!(
        "\nOurs: allocations per call (KB)\n\n| | {} | {} |\n|---|--:|--:|",
        Way::Plaintext,
        Way::Scram
    );
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let connect = |way| runtime.block_on(Admin::connect(config(way, &server)));
    let clients = [connect(Way::Plaintext)?, connect(Way::Scram)?];
    for work in Work::ALL {
        let [plaintext, scram] = clients.each_ref().map(|admin| counted(&runtime, admin, work));
        println!("| {work} | {plaintext} | {scram} |");
    }
    Ok(())
}

fn config(way: Way, server: &Server) -> Config {
    let plaintext = Config::new([server.address(way)]).tls(Tls::Disabled);
    match way {
        Way::Plaintext => plaintext,
        Way::Scram => ours::secured(plaintext, server.large.ca_file.clone()),
    }
}

fn counted(runtime: &Runtime, admin: &Admin, work: Work) -> String {
    let calls = work.calls() / 10;
    let repeat = || runtime.block_on(ours::repeat(admin, work, calls)).expect("a call that works");
    // What grows once does not count.
    repeat();
    let counted = allocation_counter::measure(repeat);
    let per_call = |count: u64| count as f64 / f64::from(calls);
    let kilobytes = per_call(counted.bytes_total) / 1024.0;
    format!("{:.1} ({kilobytes:.1})", per_call(counted.count_total))
}
