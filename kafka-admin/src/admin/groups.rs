//! Consumer groups: what this client may do with one.

use std::time::Duration;

use kafka_proto::messages::describe_groups::{DescribeGroupsRequest, DescribedGroup};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::{AclOperation, ApiKey, Array, ErrorCode};
use tokio::time::Instant;

use super::{Admin, checked};
use crate::call::items::by_name;
use crate::call::{Ask, Route};
use crate::clock::from_now;
use crate::escape::Escaped;
use crate::net::backoff::Backoff;
use crate::{AuthorizedOperations, Error, ErrorKind, Layer, Result};

/// The newest DescribeGroups that says what may be done with a group that is not there. KIP-1043:
/// from v6 on such a group is GROUP_ID_NOT_FOUND, and its operations are left out.
const TELLS_OF_ABSENT_GROUPS: i16 = 5;

impl Admin {
    /// Asks until this client may do all of `operations` with the consumer group, at most for
    /// `timeout`, and gives everything that it may do with it.
    ///
    /// The group does not have to exist, and is not created. `*` asks about every group: the ACLs on
    /// all groups decide, those on single ones do not.
    ///
    /// # Errors
    /// When the time is over, the last answer: [`ErrorKind::GroupAuthorizationFailed`], or what keeps
    /// the group's coordinator from answering. At once, what waiting does not change, such as a
    /// broker older than Kafka 2.3, which does not tell operations.
    pub async fn wait_until_allowed_on_group(
        &self,
        group: &str,
        operations: &[AclOperation],
        timeout: Duration,
    ) -> Result<AuthorizedOperations> {
        let deadline = from_now(timeout);
        let (mut backoff, mut last) = (Backoff::polls(), None);
        loop {
            let allowed = self.operations_on_group(group, deadline).await;
            let error = match allowed.and_then(|allowed| all_of(operations, allowed)) {
                Ok(allowed) => return Ok(allowed),
                Err(error) => error.about(group_named(group)).after_look(last),
            };
            if !may_pass(&error) || !backoff.wait(deadline).await {
                return Err(error);
            }
            last = Some(error);
        }
    }

    async fn operations_on_group(
        &self,
        group: &str,
        deadline: Instant,
    ) -> Result<AuthorizedOperations> {
        let coordinator = self.coordinator_of_group(group, deadline).await?;
        let request = DescribeGroupsRequest {
            groups: Array::from(vec![group]),
            include_authorized_operations: true,
            ..DescribeGroupsRequest::default()
        };
        let build = |version| match version {
            3.. => Ok(request.clone()),
            _ => Err(operations_not_told()),
        };
        let ask = Ask::read(Route::Broker(coordinator), deadline).up_to(TELLS_OF_ABSENT_GROUPS);
        let answer = self.cluster.call(ask, build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        let results = response.groups.iter().map(|it| (it.group_id, move || operations(&it)));
        one(answer.blame_each(by_name(&[group], results)))
    }

    async fn coordinator_of_group(&self, group: &str, deadline: Instant) -> Result<i32> {
        let build = |version| {
            // The key type 0 is a group. From v4 on keys are in another field (KIP-699).
            Ok(match version {
                ..4 => FindCoordinatorRequest { key: group, ..FindCoordinatorRequest::default() },
                _ => FindCoordinatorRequest {
                    coordinator_keys: Array::from(vec![group]),
                    ..FindCoordinatorRequest::default()
                },
            })
        };
        let answer = self.cluster.call(Ask::read(Route::Any, deadline), build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        if answer.version() < 4 {
            let found = node(response.error_code, response.node_id);
            return found.map_err(|error| answer.blame(error));
        }
        let results = response.coordinators.iter();
        let results = results.map(|it| (it.key, move || node(it.error_code, it.node_id)));
        one(answer.blame_each(by_name(&[group], results)))
    }
}

fn one<T>(mut results: Vec<Result<T>>) -> Result<T> {
    results.pop().unwrap_or_else(|| Err(Error::missing_item()))
}

fn node(code: ErrorCode, id: i32) -> Result<i32> {
    checked(ApiKey::FIND_COORDINATOR, code, None).map(|()| id)
}

fn operations(group: &DescribedGroup<'_>) -> Result<AuthorizedOperations> {
    checked(ApiKey::DESCRIBE_GROUPS, group.error_code, None)?;
    AuthorizedOperations::from_bits(group.authorized_operations).ok_or_else(operations_not_told)
}

fn operations_not_told() -> Error {
    Error::new(
        ErrorKind::UnsupportedVersion,
        Layer::Api,
        "this broker does not tell which operations are allowed (DescribeGroups before v3)",
    )
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
