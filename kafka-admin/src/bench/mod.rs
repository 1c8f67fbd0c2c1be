//! What a login costs: complete logins, each on a connection of its own, timed phase by phase.
//!
//! ```no_run
//! # async fn run(config: kafka_admin::Config) -> kafka_admin::Result<()> {
//! use kafka_admin::bench::{HandshakeBench, handshake};
//!
//! let report = handshake(config, HandshakeBench::default().connections(500)).await?;
//! println!("{:.0} logins per second, half of them within {:?}", report.per_second(), report.total.p50);
//! # Ok(())
//! # }
//! ```
//!
//! The logins are real ones: they use this crate's TLS settings, mechanisms, handshake machine and
//! caches, and the broker's connections, its log and its limits. Amazon MSK lets one IAM cluster have
//! 100 new connections per second and broker at most, small brokers 4.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use tokio::task::JoinSet;

mod chart;
mod counted;
mod cpu;
mod probe;
mod report;
mod sample;

pub use chart::Chart;
pub use cpu::process_cpu;
pub use report::{HandshakeReport, Phase};

use crate::{Admin, Config, Error, Result};
use probe::Probe;
use sample::Sample;

/// What to measure. The default is a client that comes back: 100 logins one after the other, with
/// resumed TLS sessions and remembered salted passwords, up to the first Metadata answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct HandshakeBench {
    /// How many connections are measured; 0 counts as 1. One more goes ahead of them unmeasured, for
    /// the caches and the name server. Default: 100.
    pub connections: u32,
    /// How many of them at the same time; 0 counts as 1. Only a runtime with several threads makes
    /// use of several processors. Default: 1.
    pub concurrency: u32,
    /// Resume TLS sessions, as one client does between its connections. Default: true.
    pub resumption: bool,
    /// Remember salted passwords (SCRAM), as one client does between its connections; `false` derives
    /// them for each login. Default: true.
    pub key_cache: bool,
    /// How far each connection goes. Default: [`Until::Metadata`].
    pub until: Until,
}

/// Where a measured connection ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Until {
    /// After the TLS handshake (of a listener without TLS: after the TCP handshake), to compare
    /// logins with.
    Tls,
    /// After the login: ApiVersions, SaslHandshake, SaslAuthenticate.
    Login,
    /// After the first answer to Metadata, when the client can be used.
    #[default]
    Metadata,
}

impl HandshakeBench {
    /// Sets how many connections are measured.
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = connections;
        self
    }

    /// Sets how many of them go on at the same time.
    pub fn concurrency(mut self, concurrency: u32) -> Self {
        self.concurrency = concurrency;
        self
    }

    /// Sets whether TLS sessions are resumed.
    pub fn resumption(mut self, resumption: bool) -> Self {
        self.resumption = resumption;
        self
    }

    /// Sets whether salted passwords are remembered.
    pub fn key_cache(mut self, key_cache: bool) -> Self {
        self.key_cache = key_cache;
        self
    }

    /// Sets how far each connection goes.
    pub fn until(mut self, until: Until) -> Self {
        self.until = until;
        self
    }
}

impl Default for HandshakeBench {
    fn default() -> Self {
        Self {
            connections: 100,
            concurrency: 1,
            resumption: true,
            key_cache: true,
            until: Until::default(),
        }
    }
}

/// Connects as [`Admin::connect`] does, then measures logins at the broker that answered.
///
/// [`HandshakeReport::cpu`] counts this process whole, so nothing else should go on in it.
///
/// # Errors
/// Whatever [`Admin::connect`] says; or the first failure of a measured login, which ends the rest.
pub async fn handshake(config: Config, bench: HandshakeBench) -> Result<HandshakeReport> {
    let address = Admin::connect(config.clone()).await?.session().address.clone();
    let probe = Arc::new(Probe::new(config, address, bench)?);
    probe.run().await?;
    let (cpu, started) = (process_cpu(), Instant::now());
    let samples = all(&probe, bench).await?;
    let elapsed = started.elapsed();
    let cpu = process_cpu().zip(cpu).map(|(after, before)| after.saturating_sub(before));
    HandshakeReport::of(&samples, bench.concurrency.max(1), elapsed, cpu)
}

/// Runs as many, and as many at a time, as `bench` says.
async fn all(probe: &Arc<Probe>, bench: HandshakeBench) -> Result<Vec<Sample>> {
    let (left, mut workers) = (Arc::new(AtomicU32::new(bench.connections.max(1))), JoinSet::new());
    for _ in 0..bench.concurrency.max(1) {
        workers.spawn(worker(probe.clone(), left.clone()));
    }
    let mut samples = Vec::new();
    while let Some(ended) = workers.join_next().await {
        samples.extend(ended.map_err(|_| Error::config("a measured login panicked"))??);
    }
    Ok(samples)
}

async fn worker(probe: Arc<Probe>, left: Arc<AtomicU32>) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    while take(&left) {
        samples.push(probe.run().await?);
    }
    Ok(samples)
}

fn take(left: &AtomicU32) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
}

#[cfg(test)]
mod tests {
    use kafka_emulator::Emulator;

    use super::*;
    use crate::{Auth, ErrorKind, Flight, Tls, TlsRoots};

    async fn emulator() -> Emulator {
        Emulator::builder().scram_user("u", "p").start().await.unwrap()
    }

    fn config(emulator: &Emulator, password: &str) -> Config {
        Config::new([emulator.scram_address()])
            .tls(Tls::Roots(TlsRoots::Pem(emulator.ca_pem().as_bytes().to_vec())))
            .auth(Auth::scram_sha_512("u", password))
    }

    #[tokio::test]
    async fn each_phase_is_counted() {
        let emulator = emulator().await;
        let bench = HandshakeBench::default().connections(4).concurrency(2);
        let config = config(&emulator, "p").flight(Flight::Sequential);
        let report = handshake(config, bench).await.unwrap();
        assert_eq!((report.connections, report.concurrency), (4, 2));
        let [tls, sasl, metadata] = [report.tls, report.sasl, report.metadata].map(Option::unwrap);
        let trips = [report.tcp, tls, sasl, metadata].map(|phase| phase.round_trips);
        assert_eq!(trips[..2], [1.0, 1.0]);
        assert_eq!(report.total.round_trips, trips.iter().sum::<f64>());
        assert!(metadata.sent > 0 && metadata.received > 0 && report.total.sent > sasl.sent);
        assert!(report.resumed >= 3, "{report:?}");
        assert!(report.total.p50 <= report.total.p90 && report.total.p90 <= report.total.p99);
    }

    #[tokio::test]
    async fn a_first_login_resumes_nothing_and_may_end_early() {
        let emulator = emulator().await;
        let bench = HandshakeBench::default()
            .connections(2)
            .resumption(false)
            .key_cache(false)
            .until(Until::Login);
        let report = handshake(config(&emulator, "p"), bench).await.unwrap();
        assert_eq!((report.resumed, report.metadata), (0, None));
        let bench = bench.until(Until::Tls);
        let report = handshake(config(&emulator, "p"), bench).await.unwrap();
        assert!(report.sasl.is_none() && report.tls.is_some());
    }

    #[tokio::test]
    async fn tickets_are_waited_for_where_nothing_else_is_read() {
        let emulator = emulator().await;
        let bench = HandshakeBench::default().connections(3).until(Until::Tls);
        let report = handshake(config(&emulator, "p"), bench).await.unwrap();
        assert_eq!(report.resumed, 3);
    }

    #[tokio::test]
    async fn frames_that_do_not_wait_save_round_trips() {
        let emulator = emulator().await;
        let bench = HandshakeBench::default().connections(2);
        let flights = [(Flight::Sequential, 5.0), (Flight::Trailing, 3.0), (Flight::Eager, 2.0)];
        for (flight, round_trips) in flights {
            let report = handshake(config(&emulator, "p").flight(flight), bench).await.unwrap();
            assert_eq!(report.login.unwrap().round_trips, round_trips, "{flight:?}");
        }
    }

    #[tokio::test]
    async fn a_wrong_password_is_said_as_a_client_would() {
        let emulator = emulator().await;
        let error = handshake(config(&emulator, "x"), HandshakeBench::default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AuthenticationFailed);
    }
}
