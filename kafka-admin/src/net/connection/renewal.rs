//! A login that lasts for a limited time, and its renewal on the same connection (KIP-368).
//!
//! ```text
//!  login ───────────▶ due ─────────────────────────────▶ over ────▶ the session ends
//!       requests flow      credentials are fetched,          requests wait
//!                          one request at a time
//! ```
//! Kafka takes up the requests of a connection one after the other, and closes it when the session has
//! ended at the moment a request is taken up, unless that is a SaslHandshake
//! (`SocketServer.Processor.processCompletedReceives`). So a renewal never comes too late, but a
//! request does that was sent in time and waited behind slow ones. Therefore nothing is sent any more
//! as soon as a renewal is due and its credentials are there; what is on the way is answered, and then
//! the renewal goes ahead of all that waits. It is due early enough for that, and earlier where answers
//! are slow. While credentials are being fetched, requests are sent only when none is on the way: such
//! a one is taken up as it arrives.
//!
//! All of it counts from when the login's last message was sent, not from when its answer came: the
//! broker's clock started in between.
//!
//! As in Java nothing happens while nobody asks: an unused connection does not log in again.

use std::future::{Future, poll_fn};
use std::ops::RangeInclusive;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use kafka_auth::handshake::Handshake;
use tokio::time::{Instant, sleep_until};

use super::pending::Pending;
use crate::Result;
use crate::clock::later;
use crate::net::authenticator::Renewal;
use crate::net::login::LoggedIn;

/// The earliest and the latest renewal, in percent of a long lifetime.
const PERCENT: RangeInclusive<u32> = 85..=95;
/// Kafka takes one re-authentication per second (`KafkaChannel.MIN_REAUTH_INTERVAL_ONE_SECOND_NANOS`).
const SHORTEST: Duration = Duration::from_secs(1);
/// For the broker to take up what was sent before a renewal was due, as far as half of the lifetime
/// allows.
const BACKLOG: Duration = Duration::from_secs(5);
/// For one request to arrive.
const WAY: Duration = Duration::from_millis(250);

/// When a login has to be renewed, and how.
pub(crate) struct Lease {
    renewal: Renewal,
    /// When a login would be possible again.
    earliest: Instant,
    due: Instant,
    over: Instant,
    /// When to ask for credentials; again, if there were none.
    next_try: Instant,
    preparing: Option<Preparing>,
}

/// What is to be sent next.
#[allow(clippy::large_enum_variant, reason = "it is taken apart at once")]
pub(super) enum Turn {
    Request,
    Renewal(Result<Handshake>),
}

type Preparing = Pin<Box<dyn Future<Output = Result<Handshake>> + Send>>;

impl Lease {
    /// Of a login that succeeded just now; none if it does not end.
    pub(crate) fn new(renewal: Renewal, login: &LoggedIn) -> Option<Self> {
        let lifetime = login.authenticated.session_lifetime?;
        Some(Self::since(login.asked, lifetime, renewal))
    }

    pub(super) fn since(asked: Instant, lifetime: Duration, renewal: Renewal) -> Self {
        let now = Instant::now();
        let (due, over) = times(asked, now, lifetime, random_percent());
        let earliest = now + SHORTEST;
        Self { renewal, earliest, due, over, next_try: earliest, preparing: None }
    }

    /// The same login succeeded again.
    pub(crate) fn renewed(self, login: &LoggedIn) -> Option<Self> {
        Self::new(self.renewal, login)
    }

    /// How to renew it.
    pub(crate) fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// Waits until a request may be sent, or the renewal that goes ahead of it.
    pub(super) async fn turn(&mut self, pending: &Pending) -> Turn {
        while self.is_due(pending) {
            self.prepare_when_due();
            if let Some(turn) = self.next_turn(pending).await {
                return turn;
            }
        }
        Turn::Request
    }

    /// What is sent now may have to wait for all that is on the way, and half as long again.
    pub(super) fn is_due(&self, pending: &Pending) -> bool {
        let now = Instant::now();
        let taken_up = later(now, pending.backlog().saturating_mul(3) / 2);
        now >= self.due || (now >= self.earliest && taken_up >= self.over)
    }

    /// `None` when it is time to ask for credentials.
    async fn next_turn(&mut self, pending: &Pending) -> Option<Turn> {
        let mut drained = pin!(pending.drained());
        let mut next_try = pin!(sleep_until(self.next_try.min(self.over)));
        poll_fn(|context| {
            if let Poll::Ready(prepared) = self.poll_prepared(context) {
                return Poll::Ready(Some(Turn::Renewal(prepared)));
            }
            if !self.is_over() && drained.as_mut().poll(context).is_ready() {
                return Poll::Ready(Some(Turn::Request));
            }
            match self.preparing {
                Some(_) => Poll::Pending,
                None => next_try.as_mut().poll(context).map(|()| None),
            }
        })
        .await
    }

    fn prepare_when_due(&mut self) {
        if self.preparing.is_none() && Instant::now() >= self.next_try.min(self.over) {
            self.preparing = Some(Box::pin(self.renewal.prepare()));
        }
    }

    /// Whether a request that is sent now could come too late.
    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.over
    }

    /// The first frames of the new login, once there are credentials; never before they are wanted.
    pub(super) fn poll_prepared(&mut self, context: &mut Context<'_>) -> Poll<Result<Handshake>> {
        let Some(preparing) = &mut self.preparing else { return Poll::Pending };
        let result = ready!(preparing.as_mut().poll(context));
        self.preparing = None;
        self.next_try = Instant::now() + SHORTEST;
        Poll::Ready(result)
    }
}

/// When a login is due for renewal, and when it is as good as over.
fn times(asked: Instant, now: Instant, lifetime: Duration, percent: u32) -> (Instant, Instant) {
    let share = |percent| lifetime / 100 * percent;
    let latest = share(*PERCENT.end()).min(lifetime - BACKLOG.min(lifetime / 2));
    let due = latest * percent / *PERCENT.end();
    let over = share(98).min(lifetime.saturating_sub(WAY));
    let due = (asked + due).max(now + SHORTEST);
    (due, (asked + over).max(due))
}

/// Java's `ExpiringCredentialRefreshConfig` and KIP-368 choose between 85 and 95 % too, so that
/// clients that started together do not log in together.
fn random_percent() -> u32 {
    let choices = PERCENT.end() - PERCENT.start() + 1;
    PERCENT.start() + getrandom::u32().map_or(0, |random| random % choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// After a login whose answer took so long.
    fn due_and_over(answer: Duration, lifetime: Duration, percent: u32) -> (Duration, Duration) {
        let asked = Instant::now();
        let (due, over) = times(asked, asked + answer, lifetime, percent);
        (due - asked, over - asked)
    }

    #[test]
    fn h05_renewal_is_due_at_85_to_95_percent_but_at_most_once_a_second() {
        for _ in 0..100 {
            assert!((85..=95).contains(&random_percent()));
        }
        let at_once = |lifetime, percent| due_and_over(millis(0), lifetime, percent);
        assert_eq!(at_once(millis(100_000), 85), (millis(85_000), millis(98_000)));
        assert_eq!(at_once(millis(1), 95), (millis(1_000), millis(1_000)));
        assert_eq!(at_once(millis(1_000), 85), (millis(1_000), millis(1_000)));
    }

    #[test]
    fn h05_a_lifetime_at_its_limit_does_not_overflow() {
        let year = Duration::from_secs(365 * 86_400);
        let (due, over) = due_and_over(millis(0), year, 95);
        assert!(due < over && over < year);
    }

    #[test]
    fn h06_a_session_counts_from_the_question_and_not_from_its_late_answer() {
        let late = due_and_over(millis(800), millis(100_000), 95);
        assert_eq!(late, (millis(95_000), millis(98_000)));
        // But a second after the answer is a second after all that the broker counts from.
        assert_eq!(due_and_over(millis(800), millis(2_000), 85).0, millis(1_800));
    }

    #[test]
    fn h06_short_sessions_leave_time_for_the_requests_in_front_of_a_renewal() {
        let at = |lifetime, percent| due_and_over(millis(0), lifetime, percent);
        assert_eq!(at(millis(5_000), 95), (millis(2_500), millis(4_750)));
        assert_eq!(at(millis(1_900), 95).0, millis(1_000));
        assert_eq!(at(millis(60_000), 95), (millis(55_000), millis(58_800)));
        assert_eq!(at(millis(9_500), 85).0, millis(4_250));
    }
}
