//! ACLs.

use kafka_proto::messages as m;
use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::delete_acls::DeleteAclsFilter;
use kafka_proto::{AclPermissionType, PatternType};

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::CREATE_ACLS,
        ask: create_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::DELETE_ACLS,
        ask: delete_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::DESCRIBE_ACLS,
        ask: describe_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
];

fn create_acls(cluster: &Cluster) -> ErrorCode {
    let acl = AclCreation {
        resource_type: On::TOPIC,
        resource_name: "new",
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:new",
        host: "*",
        operation: Op::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let request = m::CreateAclsRequest { creations: vec![acl].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::CreateAclsRequest<'_>>(&frame, 3).results.iter().next().unwrap().error_code
}

pub(super) fn delete_acls(cluster: &Cluster) -> ErrorCode {
    let filter = DeleteAclsFilter {
        resource_type_filter: On::ANY,
        pattern_type_filter: PatternType::ANY,
        operation: Op::ANY,
        permission_type: AclPermissionType::ANY,
        resource_name_filter: None,
        principal_filter: None,
        host_filter: None,
        ..Default::default()
    };
    let request = m::DeleteAclsRequest { filters: vec![filter].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::DeleteAclsRequest<'_>>(&frame, 3).filter_results.iter().next().unwrap().error_code
}

pub(super) fn describe_acls(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeAclsRequest {
        resource_type_filter: On::ANY,
        pattern_type_filter: PatternType::ANY,
        operation: Op::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::DescribeAclsRequest<'_>>(&frame, 3).error_code
}
