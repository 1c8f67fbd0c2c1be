//! How often clients may log in by IAM: MSK's limit of new connections in a second.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

/// A bucket of logins for each broker, which fills up again within a second.
#[derive(Debug, Default)]
pub(crate) struct Connects {
    per_second: Option<u32>,
    buckets: Mutex<BTreeMap<i32, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Connects {
    pub(crate) fn new(per_second: Option<u32>) -> Self {
        Self { per_second, buckets: Mutex::default() }
    }

    /// Whether the broker takes one more login now.
    pub(crate) fn take(&self, broker: i32, now: Instant) -> bool {
        let Some(most) = self.per_second.map(f64::from) else { return true };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(broker).or_insert(Bucket { left: most, at: now });
        let filled = now.saturating_duration_since(bucket.at).as_secs_f64() * most;
        bucket.left = (bucket.left + filled).min(most);
        bucket.at = now;
        let is_taken = bucket.left >= 1.0;
        if is_taken {
            bucket.left -= 1.0;
        }
        is_taken
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn so_many_in_a_second_at_each_broker() {
        let (connects, now) = (Connects::new(Some(3)), Instant::now());
        let taken = |broker, now| (0..9).filter(|_| connects.take(broker, now)).count();
        assert_eq!((taken(1, now), taken(2, now)), (3, 3));
        let later = now + Duration::from_secs_f64(0.7);
        assert_eq!(taken(1, later), 2);
        assert_eq!(taken(1, now + Duration::from_secs(60)), 3);
        let unlimited = Connects::new(None);
        assert!((0..999).all(|_| unlimited.take(1, now)));
    }
}
