//! The time of day, which stands still when Tokio's time is paused.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// The wall clock when the cluster started, and Tokio's from then on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    since_1970: Duration,
    started: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { since_1970, started: Instant::now() }
    }
}

impl Clock {
    /// Milliseconds since 1970.
    pub(crate) fn milliseconds(&self) -> i64 {
        let now = self.since_1970 + self.started.elapsed();
        i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
    }

    /// Milliseconds since the cluster started.
    pub(crate) fn running(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// How long it is until then; nothing if it is past.
    pub(crate) fn until(&self, milliseconds: i64) -> Duration {
        let left = milliseconds.saturating_sub(self.milliseconds());
        Duration::from_millis(u64::try_from(left).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_goes_with_the_time_of_tokio() {
        let clock = Clock::default();
        let before = clock.milliseconds();
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(clock.milliseconds() - before, 60_000);
        assert_eq!(clock.until(before + 90_000), Duration::from_secs(30));
        assert_eq!(clock.until(before), Duration::ZERO);
    }
}
