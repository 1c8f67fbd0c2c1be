//! Requests that wait for what their group will answer.

use std::time::Duration;

use tokio::time::Instant;

use super::{Call, Outcome};
use crate::deadline::after;
use crate::state::groups::{Promise, Reply};
use crate::wait::Wait;

/// How an answer is written.
pub(super) type Write<T> = fn(&Call<'_>, &T) -> Outcome;

/// Answers now or later. A client that hangs up meanwhile is a member as before.
pub(super) fn settle<T: Clone + Send + Sync + 'static>(
    call: &Call<'_>,
    group: &str,
    reply: Reply<T>,
    write: Write<T>,
) -> Outcome {
    match reply {
        Reply::Now(answer) => write(call, &answer),
        Reply::Later(promise) => wait(call, group.to_owned(), promise, write),
    }
}

/// Looks first for the answer, then does what is due, and waits for the rest.
fn wait<T: Clone + Send + Sync + 'static>(
    call: &Call<'_>,
    group: String,
    mut promise: Promise<T>,
    write: Write<T>,
) -> Outcome {
    if let Some(answer) = promise.look() {
        return write(call, &answer);
    }
    let now = Instant::now();
    let until = call.cluster.state.groups.change(|groups| {
        groups.change(&group, now, |_| ());
        groups.next_deadline(&group)
    });
    if let Some(answer) = promise.peek() {
        return write(call, &answer);
    }
    Outcome::Wait(Wait {
        until: until.unwrap_or_else(|| after(now, Duration::MAX)),
        on: vec![promise.changed()],
        then: Box::new(move |call| wait(call, group, promise, write)),
    })
}
