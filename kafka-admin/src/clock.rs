//! Points in time that any caller's `Duration` leads to.

use std::time::Duration;

use tokio::time::Instant;

/// Thirty years: nobody waits so long, and no clock ends so soon. `Instant + Duration` panics where
/// the clock ends, and `Duration::MAX` is how callers say "without a limit".
const LONGEST: Duration = Duration::from_secs(30 * 365 * 86_400);

/// When something ends that begins now and may take so long.
pub(crate) fn from_now(time: Duration) -> Instant {
    later(Instant::now(), time)
}

/// So much later than a moment of this process's life.
pub(crate) fn later(moment: Instant, time: Duration) -> Instant {
    moment + time.min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_duration_overflows() {
        let now = Instant::now();
        assert_eq!(later(now, Duration::ZERO), now);
        assert_eq!(later(now, Duration::from_secs(60)), now + Duration::from_secs(60));
        assert_eq!(later(now, Duration::MAX), now + LONGEST);
        assert!(from_now(Duration::MAX) >= now + LONGEST);
    }
}
