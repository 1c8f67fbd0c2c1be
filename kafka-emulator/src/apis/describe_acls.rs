//! DescribeAcls: the ACLs that a filter finds, by resource.

use std::sync::Arc;

use kafka_proto::AclOperation;
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsRequest, DescribeAclsResource, DescribeAclsResponse,
};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::acl::{Acl, AclFilter};

pub(super) fn answer(call: &Call<'_>, request: &DescribeAclsRequest<'_>) -> Outcome {
    let filter = filter(request);
    if filter.says_unknown() {
        return Outcome::HangUp;
    }
    if let Err(refusal) = call.require_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &refusal);
    }
    let acls = call.cluster.state.acls.now();
    let found = acls.iter().map(Arc::as_ref).filter(|acl| filter.matches(acl));
    let mut found: Vec<&Acl> = found.collect();
    found.sort_by(|a, b| resource(a).cmp(&resource(b)));
    let resources = found.chunk_by(|a, b| resource(a) == resource(b)).map(description);
    call.reply(&DescribeAclsResponse { resources: resources.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeAclsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeAclsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

fn filter<'q>(request: &DescribeAclsRequest<'q>) -> AclFilter<'q> {
    AclFilter {
        resource_type: request.resource_type_filter,
        resource_name: request.resource_name_filter,
        pattern_type: request.pattern_type_filter,
        principal: request.principal_filter,
        host: request.host_filter,
        operation: request.operation,
        permission_type: request.permission_type,
    }
}

fn resource(acl: &Acl) -> (i8, &str, i8) {
    (acl.resource_type.0, &acl.resource_name, acl.pattern_type.0)
}

/// One resource with its ACLs; there is at least one.
fn description<'a>(acls: &[&'a Acl]) -> DescribeAclsResource<'a> {
    let described = acls.iter().map(|acl| AclDescription {
        principal: &acl.principal,
        host: &acl.host,
        operation: acl.operation,
        permission_type: acl.permission_type,
        ..Default::default()
    });
    let described = described.collect();
    let Some(first) = acls.first() else { return DescribeAclsResource::default() };
    DescribeAclsResource {
        resource_type: first.resource_type,
        resource_name: &first.resource_name,
        pattern_type: first.pattern_type,
        acls: described,
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::{AclPermissionType, PatternType, ResourceType};

    use super::super::tests::{HangUp, ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    const ANY: DescribeAclsFilter = DescribeAclsFilter {
        pattern_type: PatternType::ANY,
        name: None,
        operation: AclOperation::ANY,
    };

    struct DescribeAclsFilter {
        pattern_type: PatternType,
        name: Option<&'static str>,
        operation: AclOperation,
    }

    fn three() -> Cluster {
        let cluster = cluster(1);
        let on = |name, operation| Acl::allow("User:u", operation, ResourceType::TOPIC, name);
        for acl in [
            on("orders", AclOperation::READ),
            on("ord", AclOperation::READ).prefixed(),
            on("orders", AclOperation::WRITE),
        ] {
            cluster.state.acls.change(|acls| acls.insert(acl));
        }
        cluster
    }

    /// Code, and resource with its number of ACLs.
    fn describe(
        client: &Client,
        filter: DescribeAclsFilter,
    ) -> Result<(i16, Vec<(String, usize)>), HangUp> {
        let request = DescribeAclsRequest {
            resource_type_filter: ResourceType::ANY,
            resource_name_filter: filter.name,
            pattern_type_filter: filter.pattern_type,
            principal_filter: None,
            host_filter: None,
            operation: filter.operation,
            permission_type: AclPermissionType::ANY,
            ..Default::default()
        };
        let frame = ask(&three(), client, 2, &request)?;
        let response = read::<DescribeAclsRequest<'_>>(&frame, 2);
        let summary = |it: DescribeAclsResource<'_>| (it.resource_name.to_owned(), it.acls.len());
        Ok((response.error_code.0, response.resources.iter().map(summary).collect()))
    }

    #[test]
    fn acls_are_grouped_by_resource() {
        let all = vec![("ord".to_owned(), 1), ("orders".to_owned(), 2)];
        assert_eq!(describe(&iam(), ANY), Ok((0, all.clone())));
        let matching =
            DescribeAclsFilter { pattern_type: PatternType::MATCH, name: Some("orders"), ..ANY };
        assert_eq!(describe(&iam(), matching), Ok((0, all)));
        let exact = DescribeAclsFilter { name: Some("orders"), ..ANY };
        assert_eq!(describe(&iam(), exact), Ok((0, vec![("orders".to_owned(), 2)])));
    }

    #[test]
    fn describe_on_the_cluster_is_needed() {
        assert_eq!(describe(&user(), ANY), Ok((31, Vec::new())));
    }

    #[test]
    fn unknown_ends_the_connection_and_codes_without_a_name_find_nothing() {
        let unknown = DescribeAclsFilter { operation: AclOperation::UNKNOWN, ..ANY };
        assert_eq!(describe(&user(), unknown), Err(HangUp));
        let nameless = DescribeAclsFilter { operation: AclOperation(99), ..ANY };
        assert_eq!(describe(&iam(), nameless), Ok((0, Vec::new())));
    }
}
