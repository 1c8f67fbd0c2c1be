//! Requests that wait: for a change of what they are about, and not longer than they may.
//!
//! A handler that cannot answer yet says until when it waits, for which changes, and what is to be
//! done then. Meanwhile there is no thread and no lock, only the task of the connection. The requests
//! behind it wait too, because Kafka answers in the order of requests.
//!
//! A change that comes between a look at the state and the wait must not be missed. So a handler asks
//! for the changes first and looks second.

use std::fmt;
use std::future::poll_fn;

use tokio::time::{Instant, timeout_at};

use crate::state::Changed;

/// A request that cannot be answered yet.
pub(crate) struct Wait<T> {
    pub(crate) until: Instant,
    pub(crate) on: Vec<Changed>,
    /// What is to be done then.
    pub(crate) then: T,
}

impl<T> Wait<T> {
    /// Ends after the first change, and at the latest at the deadline.
    pub(crate) async fn over(self) -> T {
        let Self { until, mut on, then } = self;
        let first = poll_fn(|context| {
            let mut polls = on.iter_mut().map(|changed| changed.as_mut().poll(context));
            polls.find(|poll| poll.is_ready()).unwrap_or(std::task::Poll::Pending)
        });
        let _ = timeout_at(until, first).await;
        then
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("until", &self.until).finish_non_exhaustive()
    }
}
