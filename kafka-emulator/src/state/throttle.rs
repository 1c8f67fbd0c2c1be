//! How long who takes more than a quota allows has to wait, by the formulas of Kafka's
//! `ClientQuotaManager` and `ControllerMutationQuotaManager`.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::state::quotas::{Bound, Holder};

/// `quota.window.num` and `quota.window.size.seconds`.
const SAMPLES: usize = 11;
const SAMPLE_MS: i64 = 1000;

/// How many of those who are limited are measured at a time; others go free meanwhile.
const MAX_METERS: usize = 10_000;

/// What those who are limited took of late. In memory there is no name, so that long ones cost nothing.
#[derive(Debug, Default)]
pub(crate) struct Throttles {
    hasher: RandomState,
    meters: Mutex<HashMap<u64, Meter>>,
}

#[derive(Debug)]
enum Meter {
    Rate(Rate),
    Bucket(Bucket),
}

/// Bytes of the last seconds, in samples of one second.
#[derive(Debug, Default)]
struct Rate {
    samples: Vec<Sample>,
    current: usize,
}

#[derive(Clone, Copy, Debug)]
struct Sample {
    started: i64,
    last: i64,
    value: f64,
}

/// Tokens that grow as fast as the quota says (KIP-599).
#[derive(Debug, Default)]
struct Bucket {
    tokens: f64,
    refilled: i64,
}

impl Throttles {
    /// Counts bytes of a request or an answer, and tells for how long to wait.
    pub(crate) fn bytes(&self, broker: i32, bound: &Bound<'_>, bytes: usize, now: i64) -> Duration {
        let rate = || Meter::Rate(Rate::default());
        let key = self.key(broker, bound);
        let measured = self.meter(key, now, rate, |meter| match meter {
            Meter::Rate(rate) => {
                rate.record(bytes as f64, now);
                rate.throttle(bound.limit, now)
            }
            Meter::Bucket(_) => Duration::ZERO,
        });
        measured.unwrap_or_default()
    }

    /// Counts a connection, and tells after how long one that is too many is closed: a second at most. Such a one
    /// does not count.
    pub(crate) fn connection(&self, broker: i32, bound: &Bound<'_>, now: i64) -> Duration {
        let throttle = self.bytes(broker, bound, 1, now);
        if !throttle.is_zero() {
            self.take_back(broker, bound, 1, now);
        }
        throttle.min(Duration::from_millis(SAMPLE_MS as u64))
    }

    /// Takes back what was counted, because it was not sent.
    pub(crate) fn take_back(&self, broker: i32, bound: &Bound<'_>, bytes: usize, now: i64) {
        let key = self.key(broker, bound);
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Meter::Rate(rate)) = meters.get_mut(&key) {
            rate.record(-(bytes as f64), now);
        }
    }

    /// Counts changes of partitions, and tells for how long to wait after them.
    ///
    /// # Errors
    /// There are no tokens left, so a `strict` change does not happen for so long, and does not count.
    pub(crate) fn changes(
        &self,
        bound: &Bound<'_>,
        partitions: usize,
        strict: bool,
        now: i64,
    ) -> Result<Duration, Duration> {
        let bucket = || Meter::Bucket(Bucket::default());
        let key = self.key(0, bound);
        let measured = self.meter(key, now, bucket, |meter| match meter {
            Meter::Bucket(bucket) => {
                bucket.refill(bound.limit, now);
                if strict && bucket.tokens < 0.0 {
                    return Err(bucket.throttle(bound.limit));
                }
                bucket.tokens -= partitions as f64;
                // Who is told of the next change does not wait for this one.
                Ok(if strict { Duration::ZERO } else { bucket.throttle(bound.limit) })
            }
            Meter::Rate(_) => Ok(Duration::ZERO),
        });
        measured.unwrap_or(Ok(Duration::ZERO))
    }

    fn key(&self, broker: i32, bound: &Bound<'_>) -> u64 {
        let Holder { user, client_id } = bound.holder;
        self.hasher.hash_one((broker, bound.key, user, client_id))
    }

    fn meter<R>(
        &self,
        key: u64,
        now: i64,
        new: impl FnOnce() -> Meter,
        read: impl FnOnce(&mut Meter) -> R,
    ) -> Option<R> {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        if meters.len() >= MAX_METERS && !meters.contains_key(&key) {
            meters.retain(|_, meter| !meter.is_idle(now));
            if meters.len() >= MAX_METERS {
                return None;
            }
        }
        Some(read(meters.entry(key).or_insert_with(new)))
    }
}

impl Meter {
    /// Whether it says the same as one that was never used.
    fn is_idle(&self, now: i64) -> bool {
        match self {
            Self::Rate(rate) => rate.samples.iter().all(|it| it.is_obsolete(now)),
            Self::Bucket(bucket) => now - bucket.refilled >= SAMPLES as i64 * SAMPLE_MS,
        }
    }
}

impl Sample {
    fn new(now: i64) -> Self {
        Self { started: now, last: now, value: 0.0 }
    }

    fn is_obsolete(&self, now: i64) -> bool {
        now - self.last >= SAMPLES as i64 * SAMPLE_MS
    }
}

impl Rate {
    /// `SampledStat.record`.
    fn record(&mut self, value: f64, now: i64) {
        if self.samples.is_empty() {
            self.samples.push(Sample::new(now));
        } else if now - self.samples[self.current].started >= SAMPLE_MS {
            self.current = (self.current + 1) % SAMPLES;
            match self.samples.get_mut(self.current) {
                Some(oldest) => *oldest = Sample::new(now),
                None => self.samples.push(Sample::new(now)),
            }
        }
        let sample = &mut self.samples[self.current];
        sample.value += value;
        sample.last = now;
    }

    /// `QuotaUtils.throttleTime`.
    fn throttle(&mut self, limit: f64, now: i64) -> Duration {
        let window = self.window(now);
        let rate = self.samples.iter().map(|it| it.value).sum::<f64>() * 1000.0 / window;
        milliseconds(if rate > limit { (rate - limit) / limit * window } else { 0.0 })
    }

    /// `Rate.windowSize`: as if the first seconds had been idle.
    fn window(&mut self, now: i64) -> f64 {
        for sample in self.samples.iter_mut().filter(|it| it.is_obsolete(now)) {
            *sample = Sample::new(now);
        }
        let oldest = self.samples.iter().map(|it| it.started).min().unwrap_or(now);
        let elapsed = now - oldest;
        let missing = (SAMPLES as i64 - 1 - elapsed / SAMPLE_MS).max(0);
        (elapsed + missing * SAMPLE_MS).max(1) as f64
    }
}

impl Bucket {
    /// `TokenBucket.refill`.
    fn refill(&mut self, limit: f64, now: i64) {
        let seconds = (now - self.refilled) as f64 / 1000.0;
        self.tokens = (self.tokens + limit * seconds).min(limit * SAMPLES as f64);
        self.refilled = now;
    }

    fn throttle(&self, limit: f64) -> Duration {
        milliseconds(-self.tokens / limit * 1000.0)
    }
}

/// Rounded as Java does it, and never longer than fits into an answer.
fn milliseconds(time: f64) -> Duration {
    let time = (time + 0.5).floor().clamp(0.0, f64::from(i32::MAX));
    Duration::from_millis(time as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(limit: f64) -> Bound<'static> {
        let holder = Holder { user: "u", client_id: "" };
        Bound { key: "producer_byte_rate", holder, limit }
    }

    fn ms(time: u64) -> Duration {
        Duration::from_millis(time)
    }

    #[test]
    fn the_first_request_counts_as_if_ten_seconds_had_been_idle() {
        let throttles = Throttles::default();
        // 50,000 bytes in 10 s are 5,000 a second, four times too much.
        assert_eq!(throttles.bytes(1, &bound(1000.0), 50_000, 7), ms(40_000));
        let throttles = Throttles::default();
        assert_eq!(throttles.bytes(1, &bound(1000.0), 10_000, 7), ms(0));
        assert_eq!(throttles.bytes(1, &bound(1000.0), 1, 7), ms(1));
    }

    #[test]
    fn what_is_long_ago_does_not_count() {
        let throttles = Throttles::default();
        assert_eq!(throttles.bytes(1, &bound(1000.0), 50_000, 0), ms(40_000));
        assert_eq!(throttles.bytes(1, &bound(1000.0), 0, 10_500), ms(39_500));
        assert_eq!(throttles.bytes(1, &bound(1000.0), 0, 21_500), ms(0));
    }

    #[test]
    fn each_broker_counts_for_itself_and_what_was_not_sent_does_not_count() {
        let throttles = Throttles::default();
        assert_eq!(throttles.bytes(1, &bound(1000.0), 20_000, 0), ms(10_000));
        assert_eq!(throttles.bytes(2, &bound(1000.0), 10_000, 0), ms(0));
        throttles.take_back(1, &bound(1000.0), 20_000, 0);
        assert_eq!(throttles.bytes(1, &bound(1000.0), 10_000, 0), ms(0));
    }

    #[test]
    fn kip_612_ten_seconds_of_connections_may_come_at_once() {
        let throttles = Throttles::default();
        let at = |now| throttles.connection(1, &bound(1.0), now);
        assert!((0..10).all(|_| at(0) == ms(0)));
        assert_eq!((at(0), at(0), at(900)), (ms(1000), ms(1000), ms(100)));
        assert_eq!(at(12_000), ms(0));
    }

    #[test]
    fn kip_599_a_burst_is_taken_and_then_paid_for() {
        let throttles = Throttles::default();
        let (bound, now) = (bound(2.0), 1_000_000);
        // A full bucket has 22 tokens, and one request may take more than there are.
        assert_eq!(throttles.changes(&bound, 30, true, now), Ok(ms(0)));
        assert_eq!(throttles.changes(&bound, 1, true, now), Err(ms(4000)));
        assert_eq!(throttles.changes(&bound, 1, true, now + 3000), Err(ms(1000)));
        assert_eq!(throttles.changes(&bound, 1, true, now + 4000), Ok(ms(0)));
        assert_eq!(throttles.changes(&bound, 1, false, now + 4000), Ok(ms(1000)));
    }

    #[test]
    fn no_more_are_measured_than_fit() {
        let throttles = Throttles::default();
        for index in 0..MAX_METERS {
            let user = index.to_string();
            let holder = Holder { user: &user, client_id: "" };
            let bound = Bound { holder, ..bound(1.0) };
            assert!(throttles.bytes(1, &bound, 100, 0) > ms(0));
        }
        let holder = Holder { user: "one more", client_id: "" };
        let bound = Bound { holder, ..bound(1.0) };
        assert_eq!(throttles.bytes(1, &bound, 100, 0), ms(0));
        assert!(throttles.bytes(1, &bound, 100, 20_000) > ms(0));
        assert_eq!(throttles.meters.lock().unwrap().len(), 1);
    }
}
