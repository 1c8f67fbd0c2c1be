//! Credentials that are fetched once for many logins.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{AwsCredentials, AwsCredentialsProvider, CredentialsFuture};
use crate::error::AuthError;
use crate::work::{Waiter, Work, Worker};

/// Credentials that end sooner than this are fetched again.
pub const DEFAULT_REFRESH_BEFORE: Duration = Duration::from_secs(300);
/// Credentials that end sooner than this are refused: a broker would say `Session too short`.
pub const DEFAULT_REFUSE_BELOW: Duration = Duration::from_secs(60);

/// Credentials that a broker refused are fetched again once in so long.
const FORGET_EVERY: Duration = Duration::from_secs(10);

/// Asks another provider, and keeps its credentials until shortly before they end.
///
/// However many logins ask at once, the provider is asked once and all get its answer, an error
/// too. When whoever asks it is dropped or panics, the next one asks anew. When the provider fails
/// while the last credentials are still good, those are given.
///
/// Credentials without an end are not kept: nothing would tell when they were rotated.
///
/// [`forget`](AwsCredentialsProvider::forget) is heeded once in 10 s: a broker that refuses whatever it
/// is given, such as for a policy that does not allow it, costs no more fetches than that.
///
/// ```
/// use std::time::SystemTime;
///
/// use kafka_auth::credentials::CachedCredentials;
/// use kafka_auth::{AwsCredentials, Secret};
///
/// # let provider = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
/// let shared = CachedCredentials::new(provider, SystemTime::now);
/// ```
pub struct CachedCredentials<P> {
    provider: P,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
    refresh_before: Duration,
    refuse_below: Duration,
    state: Mutex<Held>,
}

/// What the provider said: everybody who waits gets a clone.
type Resolved = Result<AwsCredentials, AuthError>;

#[derive(Default)]
struct Held {
    held: Option<AwsCredentials>,
    forgotten: Option<SystemTime>,
    work: Option<Work<Resolved>>,
}

/// What there is to do for credentials.
enum Begin {
    Known(AwsCredentials),
    Resolve(Worker<Resolved>),
    Wait(Waiter<Resolved>),
}

impl<P: AwsCredentialsProvider> CachedCredentials<P> {
    /// Puts a cache in front of `provider`. `clock` tells the time: `SystemTime::now` outside of
    /// tests.
    pub fn new(provider: P, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            provider,
            clock: Box::new(clock),
            refresh_before: DEFAULT_REFRESH_BEFORE,
            refuse_below: DEFAULT_REFUSE_BELOW,
            state: Mutex::default(),
        }
    }

    /// Sets how much time must be left for the credentials not to be fetched again, instead of
    /// [`DEFAULT_REFRESH_BEFORE`]. A provider with a cache of its own should renew before that.
    pub fn refresh_before(mut self, left: Duration) -> Self {
        self.refresh_before = left;
        self
    }

    /// Sets how much time fresh credentials must have left to be used at all, instead of
    /// [`DEFAULT_REFUSE_BELOW`].
    pub fn refuse_below(mut self, left: Duration) -> Self {
        self.refuse_below = left;
        self
    }

    fn begin(&self) -> Begin {
        let mut state = self.state();
        if let Some(held) = state.held.as_ref().filter(|held| self.lasts(held)) {
            return Begin::Known(held.clone());
        }
        if let Some(work) = state.work.as_ref().filter(|work| work.is_underway()) {
            return Begin::Wait(work.join());
        }
        let (worker, work) = Work::start();
        state.work = Some(work);
        Begin::Resolve(worker)
    }

    async fn resolve(&self, worker: Worker<Resolved>) -> Resolved {
        let fresh = self.provider.credentials().await;
        let resolved = self.settle(fresh);
        worker.finish(resolved.clone());
        resolved
    }

    /// Keeps fresh credentials that are good; without them, those held, while they are.
    fn settle(&self, fresh: Resolved) -> Resolved {
        let checked = fresh.and_then(|fresh| self.check(fresh));
        let mut state = self.state();
        state.work = None;
        let held = state.held.take().and_then(|held| self.check(held).ok());
        let settled = checked.or_else(|error| held.ok_or(error));
        state.held = settled.as_ref().ok().filter(|good| good.expires.is_some()).cloned();
        settled
    }

    fn lasts(&self, credentials: &AwsCredentials) -> bool {
        let left = credentials.expires.map(|end| end.duration_since((self.clock)()));
        left.is_some_and(|left| left.is_ok_and(|left| left >= self.refresh_before))
    }

    fn check(&self, credentials: AwsCredentials) -> Resolved {
        let Some(end) = credentials.expires else { return Ok(credentials) };
        match end.duration_since((self.clock)()) {
            Ok(left) if left >= self.refuse_below => Ok(credentials),
            Ok(left) => Err(AuthError::CredentialsTooShort {
                seconds_left: left.as_secs(),
                seconds_needed: self.refuse_below.as_secs(),
            }),
            Err(past) => {
                Err(AuthError::CredentialsExpired { seconds_ago: past.duration().as_secs() })
            }
        }
    }
}

impl<P> CachedCredentials<P> {
    fn state(&self) -> MutexGuard<'_, Held> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P: AwsCredentialsProvider> AwsCredentialsProvider for CachedCredentials<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async move {
            loop {
                match self.begin() {
                    Begin::Known(held) => return Ok(held),
                    Begin::Resolve(worker) => return self.resolve(worker).await,
                    Begin::Wait(waiter) => {
                        if let Some(resolved) = waiter.await {
                            return resolved;
                        }
                    }
                }
            }
        })
    }

    fn forget(&self) {
        let now = (self.clock)();
        let mut state = self.state();
        // A clock that was set back says nothing.
        let since = state.forgotten.and_then(|last| now.duration_since(last).ok());
        if since.is_some_and(|since| since < FORGET_EVERY) {
            return;
        }
        state.forgotten = Some(now);
        state.held = None;
        drop(state);
        self.provider.forget();
    }
}

impl<P> fmt::Debug for CachedCredentials<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCredentials")
            .field("held", &self.state().held)
            .field("refresh_before", &self.refresh_before)
            .field("refuse_below", &self.refuse_below)
            .finish_non_exhaustive()
    }
}
