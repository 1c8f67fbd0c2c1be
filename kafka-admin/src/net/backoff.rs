//! How long to wait before the next try.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Full jitter: a random time up to a bound that doubles with every try, so that many clients that
/// failed together do not come back together.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    /// Never less.
    min: Duration,
    bound: Duration,
    max: Duration,
}

impl Backoff {
    /// Between requests: Java's `retry.backoff.ms` 100 and `retry.backoff.max.ms` 1000.
    pub(crate) fn requests() -> Self {
        Self { min: Duration::ZERO, bound: Duration::from_millis(100), max: Duration::from_secs(1) }
    }

    /// Between looks at something that changes within milliseconds.
    pub(crate) fn polls() -> Self {
        Self {
            min: Duration::ZERO,
            bound: Duration::from_millis(10),
            max: Duration::from_millis(500),
        }
    }

    /// Between logins that the broker limits: never less than a second, which is Amazon's advice
    /// (`reconnect.backoff.ms=1000`).
    pub(crate) fn logins() -> Self {
        let [min, bound, max] = [1, 2, 10].map(Duration::from_secs);
        Self { min, bound, max }
    }

    /// Waits for the next try; `false` at once when that would be after the deadline.
    pub(crate) async fn wait(&mut self, deadline: Instant) -> bool {
        let next = Instant::now() + self.next();
        if next >= deadline {
            return false;
        }
        sleep_until(next).await;
        true
    }

    /// The time until the next try.
    pub(crate) fn next(&mut self) -> Duration {
        let delay = self.min + (self.bound - self.min).mul_f64(random_fraction());
        self.bound = (self.bound * 2).min(self.max);
        delay
    }
}

/// From 0 to 1. Without a random source it is the whole bound: late is better than never.
fn random_fraction() -> f64 {
    getrandom::u32().map_or(1.0, |bits| f64::from(bits) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_to_its_bound() {
        let mut backoff = Backoff::requests();
        for _ in 0..20 {
            assert!(backoff.next() <= Duration::from_secs(1));
        }
        assert_eq!(backoff.bound, Duration::from_secs(1));
    }

    #[test]
    fn i09_a_limited_login_waits_for_a_second_at_least_and_then_longer() {
        for _ in 0..100 {
            let mut backoff = Backoff::logins();
            assert!((1..=2).contains(&backoff.next().as_secs()));
            assert!(backoff.next() >= Duration::from_secs(1));
            assert_eq!(backoff.bound, Duration::from_secs(8));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn does_not_wait_past_the_deadline() {
        let mut backoff = Backoff::requests();
        assert!(!backoff.wait(Instant::now()).await);
        assert!(backoff.wait(Instant::now() + Duration::from_secs(5)).await);
    }
}
