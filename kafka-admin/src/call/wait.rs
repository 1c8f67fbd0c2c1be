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
