//! What a client has done so far, in numbers.

use std::sync::Mutex;
use std::time::Duration;

use crate::Admin;
use crate::net::observer::{Observer, Phase};
use crate::sync::lock;

/// What a client has done since it was made, from [`Admin::metrics`]. Counters only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// Connections that were made again to an address that had one before.
    pub reconnects: u64,
    /// How often a call was made again, after an error that allowed it.
    pub retries: u64,
    /// Logins again on the same connection, before a session ended (KIP-368).
    pub renewals: u64,
    /// Requests that are on the way or wait for their turn right now: no counter.
    pub requests_under_way: u64,
    /// How long brokers asked this client to wait (KIP-219), all brokers together.
    pub throttled: Duration,
    /// Looking up names.
    pub dns: PhaseMetrics,
    /// TCP handshakes, or calls of [`Config::connector`](crate::Config::connector).
    pub tcp: PhaseMetrics,
    /// TLS handshakes.
    pub tls: PhaseMetrics,
    /// How many of the TLS handshakes went on with an earlier session.
    pub tls_resumed: u64,
    /// Logins on new connections, from asking for credentials to the broker's last answer. Without a
    /// mechanism it is ApiVersions.
    pub login: PhaseMetrics,
}

/// One phase of connecting, as often as it ended well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhaseMetrics {
    /// How often.
    pub count: u64,
    /// How long all of them took together.
    pub total: Duration,
}

impl Admin {
    /// What this client has done so far. Clones of it share the numbers.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.cluster.metrics()
    }
}

/// Where the parts of a client count.
#[derive(Default)]
pub(crate) struct Counters(Mutex<Metrics>);

impl Counters {
    pub(crate) fn reconnected(&self) {
        lock(&self.0).reconnects += 1;
    }

    pub(crate) fn retried(&self) {
        lock(&self.0).retries += 1;
    }

    pub(crate) fn renewed(&self) {
        lock(&self.0).renewals += 1;
    }

    pub(crate) fn throttled(&self, time: Duration) {
        let mut metrics = lock(&self.0);
        metrics.throttled = metrics.throttled.saturating_add(time);
    }

    pub(crate) fn metrics(&self, requests_under_way: usize) -> Metrics {
        Metrics { requests_under_way: requests_under_way as u64, ..*lock(&self.0) }
    }
}

impl Observer for &Counters {
    fn ended(&mut self, phase: Phase, took: Duration) {
        let mut metrics = lock(&self.0);
        let metrics = match phase {
            Phase::Dns => &mut metrics.dns,
            Phase::Tcp => &mut metrics.tcp,
            Phase::Tls { resumed } => {
                metrics.tls_resumed += u64::from(resumed);
                &mut metrics.tls
            }
            Phase::Login => &mut metrics.login,
        };
        metrics.count += 1;
        metrics.total = metrics.total.saturating_add(took);
    }
}
