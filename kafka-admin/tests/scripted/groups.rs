//! What a client may do with a consumer group, asked in the versions that tell it.

use std::time::Duration;

use kafka_admin::{AclOperation, Admin, ErrorKind};
use kafka_proto::messages::describe_groups::{DescribeGroupsResponse, DescribedGroup};
use kafka_proto::messages::find_coordinator::{Coordinator, FindCoordinatorResponse};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

/// A broker with these versions of DescribeGroups, which says that READ is allowed where its version
/// can, and otherwise what Kafka says of a group that is not there.
async fn with_versions(min: i16, max: i16) -> Admin {
    let mut apis = all_apis();
    apis.retain(|(key, ..)| *key != ApiKey::DESCRIBE_GROUPS);
    apis.push((ApiKey::DESCRIBE_GROUPS, min, max));
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&apis)),
        ApiKey::FIND_COORDINATOR => asked.answer(&FindCoordinatorResponse {
            coordinators: vec![Coordinator { key: "g", node_id: 1, ..Default::default() }].into(),
            error_message: None,
            ..Default::default()
        }),
        ApiKey::DESCRIBE_GROUPS => described(&asked),
        _ => asked.ordinary(),
    })
    .await;
    connected(address).await.unwrap()
}

fn described(asked: &Asked) -> Do {
    let group = match asked.version {
        ..3 => DescribedGroup { group_id: "g", ..Default::default() },
        3..6 => {
            DescribedGroup { group_id: "g", authorized_operations: 0x108, ..Default::default() }
        }
        _ => DescribedGroup {
            group_id: "g",
            error_code: ErrorCode::GROUP_ID_NOT_FOUND,
            ..Default::default()
        },
    };
    asked.answer(&DescribeGroupsResponse { groups: vec![group].into(), ..Default::default() })
}

async fn ask(admin: &Admin) -> kafka_admin::Result<String> {
    let read = [AclOperation::READ];
    let allowed = admin.wait_until_allowed_on_group("g", &read, Duration::from_millis(300)).await;
    allowed.map(|allowed| allowed.to_string())
}

/// KIP-1043: v6 says GROUP_ID_NOT_FOUND of a group that is not there, and no operations.
#[tokio::test]
async fn describe_groups_is_asked_in_v5_at_most() {
    for (min, max) in [(0, 3), (0, 5), (0, 6), (5, 7)] {
        assert_eq!(ask(&with_versions(min, max).await).await.unwrap(), "READ, DESCRIBE");
    }
}

#[tokio::test]
async fn a_broker_that_cannot_tell_is_named_as_such() {
    for (min, max) in [(0, 2), (6, 6)] {
        let error = ask(&with_versions(min, max).await).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnsupportedVersion, "{error}");
    }
}

/// The first answer is a refusal, and then the broker says nothing more.
#[tokio::test]
async fn running_out_of_time_does_not_hide_what_is_missing() {
    let mut asked_before = false;
    let address = broker(move |asked| match asked.api {
        ApiKey::FIND_COORDINATOR if asked_before => Do::Nothing,
        ApiKey::FIND_COORDINATOR => {
            asked_before = true;
            asked.answer(&FindCoordinatorResponse {
                coordinators: vec![Coordinator {
                    key: "g",
                    node_id: -1,
                    error_code: ErrorCode::GROUP_AUTHORIZATION_FAILED,
                    ..Default::default()
                }]
                .into(),
                error_message: None,
                ..Default::default()
            })
        }
        _ => asked.ordinary(),
    })
    .await;
    let error = ask(&connected(address).await.unwrap()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_AUTHORIZATION_FAILED), "{error}");
}
