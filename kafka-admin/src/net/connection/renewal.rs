//! A login that lasts for a limited time, and its renewal on the same connection (KIP-368).
//!
//! ```text
//!  login ──────────────▶ due (85 to 95 %) ─────────────▶ over (98 %) ──▶ the broker closes at the
//!        requests flow                    requests flow,             next request but SaslHandshake
//!                                         credentials are fetched     requests wait
//! ```
//! All of it counts from when the login's last message was sent, not from when its answer came: the
//! broker's clock started in between. Requests in front of a renewal take their turn at the broker,
//! one after the other, and must all be read before the end; sessions of seconds leave them time in
//! seconds, not in percent.
//!
//! As in Java nothing happens while nobody asks: an unused connection does not log in again.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use kafka_auth::handshake::Handshake;
use tokio::time::Instant;

use crate::Result;
use crate::net::authenticator::Renewal;
use crate::net::login::LoggedIn;

/// The earliest, in percent of the lifetime.
const FIRST_PERCENT: u32 = 85;
/// Kafka takes one re-authentication per second (`KafkaChannel.MIN_REAUTH_INTERVAL_ONE_SECOND_NANOS`).
const SHORTEST: Duration = Duration::from_secs(1);
/// For the broker to read what was sent before a renewal, as far as 85 % of the lifetime allow.
const QUEUE: Duration = Duration::from_millis(500);

/// When a login has to be renewed, and how.
pub(crate) struct Lease {
    renewal: Renewal,
    due: Instant,
    over: Instant,
    preparing: Option<Preparing>,
}

type Preparing = Pin<Box<dyn Future<Output = Result<Handshake>> + Send>>;

impl Lease {
    /// Of a login that succeeded just now; none if it does not end.
    pub(crate) fn new(renewal: Renewal, login: &LoggedIn) -> Option<Self> {
        let lifetime = login.authenticated.session_lifetime?;
        let (due, over) = times(login.asked, Instant::now(), lifetime, random_percent());
        Some(Self { renewal, due, over, preparing: None })
    }

    /// The same login succeeded again.
    pub(crate) fn renewed(self, login: &LoggedIn) -> Option<Self> {
        Self::new(self.renewal, login)
    }

    /// How to renew it.
    pub(crate) fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// Begins to fetch credentials when it is time.
    pub(crate) fn prepare_when_due(&mut self) {
        if self.preparing.is_none() && Instant::now() >= self.due.min(self.over) {
            self.preparing = Some(Box::pin(self.renewal.prepare()));
        }
    }

    /// Whether a request that is sent now could come too late.
    pub(crate) fn is_over(&self) -> bool {
        Instant::now() >= self.over
    }

    /// The first frames of the new login, once there are credentials; never before they are wanted.
    pub(crate) async fn prepared(&mut self) -> Result<Handshake> {
        poll_fn(|context| self.poll_prepared(context)).await
    }

    /// [`prepared`](Self::prepared), for who waits for something else too.
    pub(crate) fn poll_prepared(&mut self, context: &mut Context<'_>) -> Poll<Result<Handshake>> {
        let Some(preparing) = &mut self.preparing else { return Poll::Pending };
        let result = ready!(preparing.as_mut().poll(context));
        self.preparing = None;
        self.due = Instant::now() + SHORTEST;
        Poll::Ready(result)
    }
}

/// When a login is due for renewal, and when it is as good as over.
fn times(asked: Instant, now: Instant, lifetime: Duration, percent: u32) -> (Instant, Instant) {
    let share = |percent| lifetime / 100 * percent;
    let due = share(percent).min(lifetime.saturating_sub(QUEUE)).max(share(FIRST_PERCENT));
    let over = share(98).min(lifetime.saturating_sub(QUEUE / 2));
    let due = (asked + due).max(now + SHORTEST);
    (due, (asked + over).max(due))
}

/// Java's `ExpiringCredentialRefreshConfig` and KIP-368 choose between 85 and 95 % too, so that
/// clients that started together do not log in together.
fn random_percent() -> u32 {
    FIRST_PERCENT + getrandom::u32().map_or(0, |random| random % 11)
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
        assert_eq!(at(millis(5_000), 95), (millis(4_500), millis(4_750)));
        assert_eq!(at(millis(5_000), 87).0, millis(4_350));
        assert_eq!(at(millis(2_000), 95), (millis(1_700), millis(1_750)));
        assert_eq!(at(millis(60_000), 95), (millis(57_000), millis(58_800)));
    }
}
