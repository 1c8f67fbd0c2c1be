//! How a call is to be made.

use tokio::time::Instant;

/// How a call is to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct CallTerms {
    pub(super) deadline: Instant,
    pub(super) retry_on_quota: bool,
    /// Who is to answer, whatever the route of the items is.
    pub(super) broker: Option<i32>,
    pub(super) validate_only: bool,
}
