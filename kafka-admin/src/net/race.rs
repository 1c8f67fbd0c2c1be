//! Attempts side by side: the first that succeeds wins.
//!
//! As in RFC 8305, section 5: "one connection attempt to a single address is started first, followed
//! by the others in the list, one at a time", each a delay after the one before it, or as soon as that
//! one has failed. Unlike there the delays do not add up: all attempts have begun when the RFC's delay
//! of one is over, so the only address that works is reached at most that much later than if it were
//! alone, wherever it stands in the list.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

/// RFC 8305, section 5, on the Connection Attempt Delay: "One recommended value for a default delay is
/// 250 milliseconds."
pub(crate) const CONNECTION_ATTEMPT_DELAY: Duration = Duration::from_millis(250);
/// How many addresses are tried at once. With more, each has a share of the time.
pub(crate) const AT_ONCE: usize = 30;

/// How many brokers are asked at the same time: how many there are is a peer's word.
pub(crate) const BROKERS_AT_ONCE: usize = 32;

/// When the attempts of a race begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// After the one before, unless that has failed: then at once.
    pub(crate) delay: Duration,
    /// How many may go on at once; the next begins when one of them has failed.
    pub(crate) at_once: usize,
}

impl Pace {
    /// `count` attempts, spread over this time.
    pub(crate) fn within(time: Duration, count: usize, at_once: usize) -> Self {
        let gaps = count.min(at_once).saturating_sub(1).max(1);
        Self { delay: time / u32::try_from(gaps).unwrap_or(u32::MAX), at_once }
    }

    /// A deadline for the attempt that begins now as number `n` of `count`, such that those which have
    /// to wait for its place get as much time.
    pub(crate) fn deadline(self, n: usize, count: usize, deadline: Instant) -> Instant {
        let rounds = count.saturating_sub(n).div_ceil(self.at_once.max(1)).max(1);
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        now + left / u32::try_from(rounds).unwrap_or(u32::MAX)
    }
}

/// Begins the attempts `0..count` one after the other, and ends with the first that succeeds; the
/// others are dropped.
///
/// # Errors
/// All have failed, or one with an error after which the others are not worth trying: what was said,
/// in the order begun.
pub(crate) async fn race<T, E, F>(
    count: usize,
    pace: Pace,
    mut begin: impl FnMut(usize) -> F,
    is_final: impl Fn(usize, &E) -> bool,
) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let (mut running, mut failed) = (Vec::new(), Vec::new());
    let (mut begun, mut due) = (0, Instant::now());
    loop {
        let has_room = begun < count && running.len() < pace.at_once.max(1);
        if has_room && (running.is_empty() || due <= Instant::now()) {
            running.push((begun, Box::pin(begin(begun))));
            begun += 1;
            // Not from now: timers are late, and what is late must not add up.
            due += pace.delay;
            continue;
        }
        if running.is_empty() {
            break;
        }
        let ended = match has_room {
            true => timeout_at(due, next_of(&mut running)).await.ok(),
            false => Some(next_of(&mut running).await),
        };
        match ended {
            Some((_, Ok(won))) => return Ok(won),
            Some((n, Err(error))) => {
                let ends = is_final(n, &error);
                failed.push((n, error));
                if ends {
                    break;
                }
                due = Instant::now();
            }
            None => {}
        }
    }
    failed.sort_by_key(|(n, _)| *n);
    Err(failed.into_iter().map(|(_, error)| error).collect())
}

/// The outputs of all of these, in their order. So many go on at the same time.
pub(crate) async fn all<F: Future>(at_once: usize, mut futures: Vec<F>) -> Vec<F::Output> {
    if futures.len() == 1
        && let Some(only) = futures.pop()
    {
        return vec![only.await];
    }
    let mut ended = Vec::with_capacity(futures.len());
    let (mut waiting, mut running) = (futures.into_iter().enumerate(), Vec::new());
    loop {
        while running.len() < at_once.max(1) {
            let Some((n, future)) = waiting.next() else { break };
            running.push((n, Box::pin(future)));
        }
        if running.is_empty() {
            break;
        }
        ended.push(next_of(&mut running).await);
    }
    ended.sort_by_key(|(n, _)| *n);
    ended.into_iter().map(|(_, output)| output).collect()
}

/// The next attempt that ends, and how; of several, the one begun first.
async fn next_of<F: Future>(running: &mut Vec<(usize, Pin<Box<F>>)>) -> (usize, F::Output) {
    poll_fn(|context| {
        for place in 0..running.len() {
            let Some((n, attempt)) = running.get_mut(place) else { break };
            let n = *n;
            if let Poll::Ready(output) = attempt.as_mut().poll(context) {
                drop(running.remove(place));
                return Poll::Ready((n, output));
            }
        }
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::time::sleep;

    use super::*;

    const fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// What an address does, counted from when its attempt begins.
    #[derive(Debug, Clone, Copy)]
    enum Does {
        Answers(Duration),
        Refuses(Duration),
        /// Until its deadline.
        Nothing,
    }

    async fn attempt(does: Does, deadline: Instant) -> Result<(), &'static str> {
        match does {
            Does::Answers(after) => sleep(after).await,
            Does::Refuses(after) => {
                sleep(after).await;
                return Err("refused");
            }
            Does::Nothing => {
                tokio::time::sleep_until(deadline).await;
                return Err("silent");
            }
        }
        Ok(())
    }

    /// How long it takes to reach one of these, and how many attempts there were at once, at most.
    async fn reach(addresses: &[Does]) -> (Option<Duration>, usize) {
        let (start, count) = (Instant::now(), addresses.len());
        let pace = Pace::within(CONNECTION_ATTEMPT_DELAY, count, AT_ONCE);
        let (now, most) = (Cell::new(0usize), Cell::new(0usize));
        let begin = |n: usize| {
            let deadline = pace.deadline(n, count, start + millis(10_000));
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            let (now, does) = (&now, addresses[n]);
            async move {
                let ended = attempt(does, deadline).await;
                now.set(now.get() - 1);
                ended
            }
        };
        let reached = race(count, pace, begin, |_, _| false).await;
        (reached.is_ok().then(|| start.elapsed()), most.get())
    }

    #[tokio::test(start_paused = true)]
    async fn of_up_to_thirty_addresses_the_only_good_one_is_at_most_250_ms_late() {
        let others = [
            Does::Nothing,
            Does::Refuses(millis(0)),
            Does::Refuses(millis(40)),
            Does::Refuses(millis(3_000)),
            Does::Answers(millis(9_000)),
        ];
        for count in [1, 2, 3, 6, 30] {
            for (place, other) in (0..count).flat_map(|n| others.map(|other| (n, other))) {
                for alone in [1, 250, 1_050, 4_000].map(millis) {
                    let mut addresses = vec![other; count];
                    addresses[place] = Does::Answers(alone);
                    let (reached, most) = reach(&addresses).await;
                    let took = reached.unwrap();
                    let told = format!("{place} of {count}, {other:?}, {alone:?}: {took:?}");
                    // Timers have a resolution of a millisecond.
                    assert!(took <= alone + CONNECTION_ATTEMPT_DELAY + millis(1), "{told}");
                    assert!(most <= AT_ONCE, "{told}");
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_address_is_left_alone_while_the_first_may_still_answer() {
        let begun = Cell::new(0);
        let begin = |_| {
            begun.set(begun.get() + 1);
            attempt(Does::Answers(millis(100)), Instant::now())
        };
        let pace = Pace::within(CONNECTION_ATTEMPT_DELAY, 2, AT_ONCE);
        race(2, pace, begin, |_, _| false).await.unwrap();
        assert_eq!(begun.get(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn more_silent_addresses_than_places_share_the_time() {
        let mut addresses = vec![Does::Nothing; 100];
        addresses[99] = Does::Answers(millis(1_000));
        let (reached, most) = reach(&addresses).await;
        assert!(reached.is_some());
        assert_eq!(most, AT_ONCE);
    }

    #[tokio::test(start_paused = true)]
    async fn all_silent_ends_at_the_deadline_and_none_at_all_at_once() {
        let start = Instant::now();
        assert_eq!(reach(&[Does::Nothing; 30]).await.0, None);
        assert!(start.elapsed() <= millis(10_001));
        assert_eq!(reach(&[]).await.0, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_final_error_ends_it_and_errors_come_in_the_order_begun() {
        let does = [Does::Refuses(millis(900)), Does::Refuses(millis(1)), Does::Nothing];
        let (start, pace) = (Instant::now(), Pace { delay: millis(10), at_once: 3 });
        let begin = |n: usize| async move {
            attempt(does[n], start + millis(5_000)).await.map_err(|error| (n, error))
        };
        let ended = race(3, pace, begin, |n, _| n == 0).await;
        assert_eq!(ended.unwrap_err(), [(0, "refused"), (1, "refused")]);
        assert_eq!(start.elapsed(), millis(900));
    }
}
