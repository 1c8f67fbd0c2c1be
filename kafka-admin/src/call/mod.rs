//! One driver for every admin call.
//!
//! ```text
//! Call ──▶ driver: check items, route, ask side by side, match answers, repeat what may be repeated
//!            │ route: broker, controller, coordinator, leader      │ repeat: whether, and where
//!            ▼
//!          net: one question to one broker
//! ```

mod answers;
mod batch;
mod coordinators;
mod driver;
mod operation;
mod questions;
mod repeat;
mod request;
mod route;
mod slots;
mod terms;
pub(crate) mod wait;

use std::borrow::Cow;
use std::time::Duration;

use tokio::time::Instant;

use crate::Result;
use crate::clock::from_now;
use crate::net::cluster::Cluster;

use driver::Running;
use terms::CallTerms;

pub use batch::Batch;
pub use operation::{Operation, Validates};

pub(crate) use answers::{by_name, by_position, checked, one};
pub(crate) use coordinators::FindCoordinator;
pub(crate) use operation::Terms;
pub(crate) use route::Route;

/// A call that is ready to be made: `.await` makes it. The methods here say how, and come before.
///
/// Awaited, a call about several items gives a [`Batch`], and one about a single thing its value.
///
/// ```no_run
/// # async fn run(admin: kafka_admin::Admin) -> kafka_admin::Result<()> {
/// use std::time::Duration;
///
/// let topics = admin.describe_topics(&["orders"]).timeout(Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is made when it is awaited"]
pub struct Call<'a, O: Operation, T = Batch<<O as Operation>::Key, <O as Operation>::Value>> {
    cluster: &'a Cluster,
    operation: O,
    items: Cow<'a, [O::Item]>,
    terms: CallTerms,
    finish: Finish<O, T>,
}

/// What a call gives of the results of its items.
type Finish<O, T> = fn(Batch<<O as Operation>::Key, <O as Operation>::Value>) -> Result<T>;

impl<'a, O: Operation> Call<'a, O> {
    /// A call about several items.
    pub(crate) fn new(cluster: &'a Cluster, operation: O, items: Cow<'a, [O::Item]>) -> Self {
        Self::finished_by(cluster, operation, items, Ok)
    }
}

impl<'a, O: Operation> Call<'a, O, O::Value> {
    /// A call about one thing.
    pub(crate) fn about_one(cluster: &'a Cluster, operation: O, item: O::Item) -> Self {
        Self::finished_by(cluster, operation, Cow::Owned(vec![item]), Batch::one)
    }
}

impl<'a, O: Operation, T> Call<'a, O, T> {
    /// The time that the whole call may take, repetitions included, from now on. Default:
    /// [`Config::call_timeout`](crate::Config::call_timeout).
    pub fn timeout(self, timeout: Duration) -> Self {
        self.until(from_now(timeout))
    }

    /// Whether what exceeds a quota is asked for again when the broker allows it, within the call's
    /// time. Default: [`Config::retry_on_quota`](crate::Config::retry_on_quota).
    pub fn retry_on_quota(mut self, retry: bool) -> Self {
        self.terms.retry_on_quota = retry;
        self
    }

    /// Asks this broker, instead of the one that the call would go to by itself.
    pub fn on_broker(mut self, id: i32) -> Self {
        self.terms.broker = Some(id);
        self
    }

    /// What is asked, for the methods that shape one kind of call.
    pub(crate) fn operation_mut(&mut self) -> &mut O {
        &mut self.operation
    }

    pub(crate) fn until(mut self, deadline: Instant) -> Self {
        self.terms.deadline = deadline;
        self
    }

    /// Changes what is asked for, for operations with choices of their own.
    pub(crate) fn shaped(mut self, shape: impl FnOnce(&mut O)) -> Self {
        shape(&mut self.operation);
        self
    }

    fn finished_by(
        cluster: &'a Cluster,
        operation: O,
        items: Cow<'a, [O::Item]>,
        finish: Finish<O, T>,
    ) -> Self {
        let retry_on_quota = cluster.config().retry_on_quota;
        let terms = CallTerms {
            deadline: cluster.deadline(),
            retry_on_quota,
            broker: None,
            validate_only: false,
        };
        Self { cluster, operation, items, terms, finish }
    }
}

impl<O: Validates, T> Call<'_, O, T> {
    /// Whether to ask only if it would work. Default: no, do it.
    pub fn validate_only(mut self, only: bool) -> Self {
        self.terms.validate_only = only;
        self
    }
}

impl<'a, O: Operation, T: 'a> IntoFuture for Call<'a, O, T> {
    type Output = Result<T>;
    type IntoFuture = Running<'a, T>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { cluster, operation, items, terms, finish } = self;
        Box::pin(
            async move { driver::run(cluster, &operation, &items, terms).await.and_then(finish) },
        )
    }
}
