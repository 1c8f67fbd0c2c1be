//! Groups and coordinators.

use kafka_proto::CoordinatorType;
use kafka_proto::messages as m;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::DESCRIBE_GROUPS,
        ask: describe_groups,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::TRANSACTION, NAME),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| {
            find_coordinator(cluster, CoordinatorType::SHARE, "g:nas3fCkEQJKoEK4uLXJTbw:0")
        },
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
];

fn describe_groups(cluster: &Cluster) -> ErrorCode {
    let names = [NAME];
    let request = m::DescribeGroupsRequest { groups: (&names).into(), ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::DescribeGroupsRequest<'_>>(&frame, 5).groups.iter().next().unwrap().error_code
}

fn find_coordinator(cluster: &Cluster, key_type: CoordinatorType, key: &str) -> ErrorCode {
    let keys = [key];
    let coordinator_keys = (&keys).into();
    let request = m::FindCoordinatorRequest { key_type, coordinator_keys, ..Default::default() };
    let frame = ask(cluster, &user(), 6, &request).unwrap();
    read::<m::FindCoordinatorRequest<'_>>(&frame, 6).coordinators.iter().next().unwrap().error_code
}
