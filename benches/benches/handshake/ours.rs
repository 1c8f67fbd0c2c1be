//! Our own rows.

use std::hint::black_box;
use std::time::{Duration, Instant};

use kafka_admin::bench::{HandshakeBench, HandshakeReport, Until, handshake, process_cpu};
use kafka_admin::{Admin, Auth, Config, Flight, Tls, TlsRoots};
use kafka_auth::scram::ScramHash;
use kafka_auth::{SaltedPassword, Secret};

use crate::broker::Target;
use crate::row::{Row, open_connections};
use crate::{CLIENTS, PASSWORD, Result, USER};

pub(crate) const NEW: &str = "ours, a new client";
pub(crate) const NEW_PACED: &str = "ours, a new client, paced flight";
pub(crate) const FIRST: &str = "ours, a first login";
pub(crate) const REPEATED: &str = "ours, a repeated login";
pub(crate) const REPEATED_PACED: &str = "ours, a repeated login, paced flight";
pub(crate) const TLS: &str = "bare TLS handshake";
pub(crate) const TLS_TICKET: &str = "bare TLS handshake, offering a ticket";
pub(crate) const PBKDF2: &str = "PBKDF2 once";

/// A process's time is counted in steps of 10 ms.
pub(crate) const LOGINS: u32 = 1_000;

pub(crate) const SALT: &[u8] = b"a salt of 16 byt";
pub(crate) const ROUNDS: u32 = 4_096;

/// Lets the broker's virtual machine compile what logins need.
pub(crate) async fn warm(target: &Target, logins: u32) -> Result<()> {
    let bench = HandshakeBench::default().connections(logins).concurrency(4).resumption(false);
    handshake(config(target), bench).await?;
    Ok(())
}

/// One round.
pub(crate) async fn rows(target: &Target) -> Result<Vec<Row>> {
    let repeated = HandshakeBench::default().connections(LOGINS);
    let first = repeated.resumption(false).key_cache(false);
    let mut rows = new_clients(target, CLIENTS).await?;
    for (name, bench, flight) in [
        (FIRST, first.until(Until::Login), Flight::Trailing),
        (REPEATED, repeated.until(Until::Login), Flight::Trailing),
        (REPEATED_PACED, repeated.until(Until::Login), Flight::PACED),
        (TLS, first.until(Until::Tls), Flight::Trailing),
        (TLS_TICKET, repeated.until(Until::Tls), Flight::Trailing),
    ] {
        let config = config(target).flight(flight);
        rows.push(row(name, &handshake(config, bench).await?));
    }
    rows.push(pbkdf2()?);
    Ok(rows)
}

/// So many new clients in a row, in two flights.
pub(crate) async fn new_clients(target: &Target, clients: u32) -> Result<Vec<Row>> {
    let paced = config(target).flight(Flight::PACED);
    Ok(vec![
        connect_all(NEW, &config(target), clients).await?,
        connect_all(NEW_PACED, &paced, clients).await?,
    ])
}

/// [`Admin::connect`], which ends with the first Metadata answer, by the public API alone.
async fn connect_all(name: &str, config: &Config, clients: u32) -> Result<Row> {
    for _ in 0..clients {
        Admin::connect(config.clone()).await?;
    }
    let (mut times, opened, cpu) = (Vec::new(), open_connections(), cpu()?);
    for _ in 0..clients {
        let started = Instant::now();
        Admin::connect(config.clone()).await?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let used = self::cpu()?.saturating_sub(cpu).as_secs_f64() * 1e3;
    let connections = (open_connections() - opened) / f64::from(clients);
    Ok(Row { connections: Some(connections), ..Row::of(name, used, times) })
}

pub(crate) fn row(name: &str, report: &HandshakeReport) -> Row {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    Row {
        name: name.into(),
        cpu: report.cpu_per_login().map_or(f64::NAN, millis),
        p50: millis(report.total.p50),
        p90: millis(report.total.p90),
        connections: None,
        resumed: Some(f64::from(report.resumed) / f64::from(report.connections)),
    }
}

/// The same work as a client's derivation: 4,096 rounds for one block.
pub(crate) fn pbkdf2() -> Result<Row> {
    let password = Secret::new(PASSWORD);
    timed(PBKDF2, || {
        black_box(SaltedPassword::derive(ScramHash::Sha512, &password, SALT, ROUNDS));
    })
}

/// What something costs that is done in one go.
pub(crate) fn timed(name: &str, mut work: impl FnMut()) -> Result<Row> {
    let (mut times, before) = (Vec::new(), cpu()?);
    for _ in 0..CLIENTS {
        let started = Instant::now();
        work();
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let used = cpu()?.saturating_sub(before).as_secs_f64() * 1e3;
    Ok(Row::of(name, used, times))
}

pub(crate) fn config(target: &Target) -> Config {
    Config::new([target.address.as_str()])
        .tls(Tls::Roots(TlsRoots::PemFile(target.ca_file.clone())))
        .auth(Auth::scram_sha_512(USER, PASSWORD))
}

fn cpu() -> Result<Duration> {
    process_cpu().ok_or_else(|| "/proc/self/stat does not tell the processor time".into())
}
