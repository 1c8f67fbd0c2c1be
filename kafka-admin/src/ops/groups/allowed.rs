//! Waiting until this client may do something with a consumer group.

use std::time::Duration;

use kafka_proto::{AclOperation, ApiKey, ErrorCode};

use super::operations::GroupOperations;
use crate::call::wait::{Look, wait_until};
use crate::clock::from_now;
use crate::escape::Escaped;
use crate::{Admin, AuthorizedOperations, Error, Result};

impl Admin {
    /// Asks until this client may do all of `operations` with the consumer group, at most for
    /// `timeout`, and gives everything that it may do with it.
    ///
    /// The group does not have to exist, and is not created. `*` asks about every group: the ACLs on
    /// all groups decide, those on single ones do not.
    ///
    /// # Errors
    /// When the time is over, the last answer: [`ErrorKind::AuthorizationFailed`](crate::ErrorKind::AuthorizationFailed), or what keeps
    /// the group's coordinator from answering. At once, what waiting does not change, such as a
    /// broker older than Kafka 2.3, which does not tell operations.
    pub async fn wait_until_allowed_on_group(
        &self,
        group: &str,
        operations: &[AclOperation],
        timeout: Duration,
    ) -> Result<AuthorizedOperations> {
        let deadline = from_now(timeout);
        let look = || async move {
            let call = self.call_about(GroupOperations, group.to_owned()).until(deadline);
            match call.await.and_then(|allowed| all_of(operations, allowed)) {
                Ok(allowed) => Ok(Look::Seen(allowed)),
                Err(error) if may_pass(&error) => Ok(Look::NotYet(error)),
                Err(error) => Err(error),
            }
        };
        wait_until(deadline, look).await.map_err(|error| error.about(group_named(group)))
    }
}

fn all_of(
    operations: &[AclOperation],
    allowed: AuthorizedOperations,
) -> Result<AuthorizedOperations> {
    let missing = allowed.missing(operations);
    match missing.is_empty() {
        true => Ok(allowed),
        false => Err(Error::of_code(
            ApiKey::DESCRIBE_GROUPS,
            ErrorCode::GROUP_AUTHORIZATION_FAILED,
            None,
        )
        .about(format!("{missing} missing, allowed: {allowed}"))),
    }
}

/// What a grant on its way to the brokers looks like, and a coordinator that is about to begin: the
/// first group of a cluster lets it create `__consumer_offsets`, which takes seconds.
fn may_pass(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(
            ErrorCode::GROUP_AUTHORIZATION_FAILED
                | ErrorCode::COORDINATOR_NOT_AVAILABLE
                | ErrorCode::COORDINATOR_LOAD_IN_PROGRESS
                | ErrorCode::NOT_COORDINATOR
        )
    )
}

fn group_named(group: &str) -> String {
    format!("group {}", Escaped(group))
}
