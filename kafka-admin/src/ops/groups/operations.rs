//! What this client may do with a group.

use kafka_proto::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup,
};
use kafka_proto::{ApiKey, CoordinatorType};

use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{AuthorizedOperations, Error, ErrorKind, Layer, Result};

/// The operations that are allowed on each group, whether it exists or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupOperations;

impl Operation for GroupOperations {
    type Item = String;
    type Key = String;
    type Value = AuthorizedOperations;
    type Request<'a> = DescribeGroupsRequest<'a>;
    const EFFECT: Effect = Effect::Read;
    /// KIP-1043: from v6 on a group that is not there is GROUP_ID_NOT_FOUND, and its operations are
    /// left out.
    const NEWEST: i16 = 5;

    fn key(&self, group: &String) -> String {
        group.clone()
    }

    fn route<'a>(&self, group: &'a String) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, group)
    }

    fn request<'a>(
        &'a self,
        groups: &[&'a String],
        terms: Terms,
    ) -> Result<DescribeGroupsRequest<'a>> {
        if terms.version < 3 {
            return Err(operations_not_told());
        }
        Ok(DescribeGroupsRequest {
            groups: groups.iter().map(|group| group.as_str()).collect(),
            include_authorized_operations: true,
            ..DescribeGroupsRequest::default()
        })
    }

    fn answers(
        &self,
        groups: &[&String],
        response: &DescribeGroupsResponse<'_>,
    ) -> Result<Vec<Result<AuthorizedOperations>>> {
        let results = response.groups.iter().map(|it| (it.group_id, move || operations(&it)));
        Ok(by_name(groups.iter().map(|group| group.as_str()), results))
    }
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
