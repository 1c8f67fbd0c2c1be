//! Deadlines that do not overflow, whatever duration the caller of this crate gave.

use std::time::Duration;

use tokio::time::Instant;

/// Further away than any connection lives.
const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// The instant `by` after `from`, at most thirty years later.
pub(crate) fn after(from: Instant, by: Duration) -> Instant {
    from + by.min(FAR)
}
