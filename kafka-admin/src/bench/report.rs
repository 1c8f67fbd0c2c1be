//! From samples to figures.

use std::time::Duration;

use super::sample::{Leg, Sample};
use crate::{Error, Result};

/// What the measured logins cost.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct HandshakeReport {
    /// How many connections were measured.
    pub connections: u32,
    /// How many at the same time.
    pub concurrency: u32,
    /// How many of them resumed a TLS session.
    pub resumed: u32,
    /// The time for all of them.
    pub elapsed: Duration,
    /// The processor time of this whole process for all of them, closing the connections included, to
    /// 10 ms. A broker in the same process is in it. `None` where the system does not tell (only
    /// Linux does).
    pub cpu: Option<Duration>,
    /// All phases of a connection together.
    pub total: Phase,
    /// Looking the name up, and the TCP handshake. The kernel's bytes are not counted.
    pub tcp: Phase,
    /// The TLS handshake; `None` without TLS.
    pub tls: Option<Phase>,
    /// ApiVersions, SaslHandshake and SaslAuthenticate; `None` if the measurement ended before. With a
    /// [`Flight`](crate::Flight) that does not wait, and TLS, the first Metadata too.
    pub sasl: Option<Phase>,
    /// The first Metadata answer, unless it came with the login; `None` if the measurement ended before.
    pub metadata: Option<Phase>,
    /// `sasl` and `metadata` together: from the end of TLS until the client can be used.
    pub login: Option<Phase>,
}

/// One part of a login.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Phase {
    /// Half of the connections took no longer.
    pub p50: Duration,
    /// 90 % of the connections took no longer.
    pub p90: Duration,
    /// 99 % of the connections took no longer; below 100 connections it is the longest time.
    pub p99: Duration,
    /// Bytes written to the socket, TLS's own included, on average.
    pub sent: u64,
    /// Bytes read from the socket, on average.
    pub received: u64,
    /// How often the client waited for the other side after it had sent something, on average.
    pub round_trips: f64,
}

impl HandshakeReport {
    /// Logins per second, over all that went on at the same time.
    pub fn per_second(&self) -> f64 {
        f64::from(self.connections) / self.elapsed.as_secs_f64().max(f64::EPSILON)
    }

    /// [`cpu`](Self::cpu) for one login.
    pub fn cpu_per_login(&self) -> Option<Duration> {
        Some(self.cpu? / self.connections.max(1))
    }

    pub(super) fn of(
        samples: &[Sample],
        concurrency: u32,
        elapsed: Duration,
        cpu: Option<Duration>,
    ) -> Result<Self> {
        let phase = |leg: fn(&Sample) -> Option<Leg>| Phase::of(samples.iter().filter_map(leg));
        let none = || Error::config("nothing was measured");
        Ok(Self {
            connections: u32::try_from(samples.len()).unwrap_or(u32::MAX),
            concurrency,
            resumed: samples.iter().map(|sample| u32::from(sample.resumed)).sum(),
            elapsed,
            cpu,
            total: phase(|sample| Some(sample.total())).ok_or_else(none)?,
            tcp: phase(|sample| Some(sample.tcp)).ok_or_else(none)?,
            tls: phase(|sample| sample.tls),
            sasl: phase(|sample| sample.sasl),
            metadata: phase(|sample| sample.metadata),
            login: phase(Sample::login),
        })
    }
}

impl Phase {
    fn of(legs: impl Iterator<Item = Leg>) -> Option<Self> {
        let legs: Vec<_> = legs.collect();
        let mut times: Vec<_> = legs.iter().map(|leg| leg.took).collect();
        times.sort_unstable();
        let count = u64::try_from(legs.len()).ok().filter(|count| *count > 0)?;
        let mean = |part: fn(&Leg) -> u64| (legs.iter().map(part).sum::<u64>() + count / 2) / count;
        let round_trips: u64 = legs.iter().map(|leg| leg.count.round_trips).sum();
        Some(Self {
            p50: rank(&times, 50)?,
            p90: rank(&times, 90)?,
            p99: rank(&times, 99)?,
            sent: mean(|leg| leg.count.sent),
            received: mean(|leg| leg.count.received),
            round_trips: round_trips as f64 / count as f64,
        })
    }
}

/// The smallest time that `percent` of all do not exceed (nearest rank).
fn rank(sorted: &[Duration], percent: usize) -> Option<Duration> {
    sorted.get((sorted.len() * percent).div_ceil(100).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_times_that_were_measured() {
        let times: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        let millis = |percent| rank(&times, percent).map(|time| time.as_millis());
        assert_eq!([50, 90, 99].map(millis), [Some(50), Some(90), Some(99)]);
        assert_eq!(rank(&times[..1], 99), Some(Duration::from_millis(1)));
        assert_eq!(rank(&[], 50), None);
    }
}
