//! Waiting for something that brokers learn of one after the other.

use tokio::time::Instant;

use crate::net::backoff::Backoff;
use crate::{Error, Result};

/// What a look at it found.
pub(crate) enum Look<T> {
    /// It is there.
    Seen(T),
    /// It may still come: what is missing.
    NotYet(Error),
}

/// Looks until it is there.
///
/// # Errors
/// When the time is over, what the last look found missing; at once, a look that failed.
pub(crate) async fn wait_until<T, F: Future<Output = Result<Look<T>>>>(
    deadline: Instant,
    mut look: impl FnMut() -> F,
) -> Result<T> {
    let (mut backoff, mut last) = (Backoff::polls(), None);
    loop {
        match look().await {
            Ok(Look::Seen(seen)) => return Ok(seen),
            Ok(Look::NotYet(missing)) if !backoff.wait(deadline).await => return Err(missing),
            Ok(Look::NotYet(missing)) => last = Some(missing),
            Err(error) => return Err(error.after_look(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_missing_is_looked_for_until_the_time_is_over() {
        let started = Instant::now();
        let (deadline, mut looks) = (started + Duration::from_secs(10), 0);
        let look = || {
            looks += 1;
            async { Ok::<Look<()>, Error>(Look::NotYet(Error::invalid("still missing"))) }
        };
        let error = wait_until(deadline, look).await.unwrap_err();
        assert!(error.to_string().contains("still missing"), "{error}");
        let waited = started.elapsed();
        assert!(waited > Duration::from_secs(9) && waited <= Duration::from_secs(10), "{waited:?}");
        assert!(looks > 10, "{looks}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_late_is_seen() {
        let (deadline, mut looks) = (Instant::now() + Duration::from_secs(10), 0);
        let look = || {
            looks += 1;
            let found =
                if looks < 3 { Look::NotYet(Error::invalid("x")) } else { Look::Seen(looks) };
            async { Ok(found) }
        };
        assert_eq!(wait_until(deadline, look).await.unwrap(), 3);
    }
}
