//! Which permission each API needs, in Kafka's words and in those of Amazon MSK's IAM.

use std::sync::LazyLock;

use kafka_auth::{IAM_PREFIX, iam_actions};
use kafka_proto::{AclOperation as Op, ApiKey, ErrorCode, ResourceType as On};

/// One permission, as Kafka's ACLs call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    operation: Op,
    on: On,
}

/// What a request to this API may need, one permission for each kind of resource that it is about: a
/// Produce without a transaction does not need the one on the transactional id. Empty for an API that
/// brokers never refuse for lack of an ACL, such as ApiVersions.
pub fn needed(api: ApiKey) -> impl Iterator<Item = Permission> {
    let needs = NEEDS.iter().find(|(known, _)| *known == api).map_or(&[][..], |(_, needs)| *needs);
    needs.iter().map(|(operation, on)| Permission { operation: *operation, on: *on })
}

/// What each API of a broker needs, from Kafka's `KafkaApis`, `ControllerApis` and `AclApis`. Where an
/// API needs several, the code of the refusal says which resource it is about, and there is one row
/// per resource.
const NEEDS: &[(ApiKey, &[(Op, On)])] = &[
    (ApiKey::PRODUCE, &[(Op::WRITE, On::TOPIC), (Op::WRITE, On::TRANSACTIONAL_ID)]),
    (ApiKey::FETCH, &[(Op::READ, On::TOPIC), (Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::LIST_OFFSETS, &[(Op::DESCRIBE, On::TOPIC)]),
    (ApiKey::METADATA, &[(Op::DESCRIBE, On::TOPIC)]),
    (ApiKey::OFFSET_COMMIT, &[(Op::READ, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::OFFSET_FETCH, &[(Op::DESCRIBE, On::GROUP), (Op::DESCRIBE, On::TOPIC)]),
    (
        ApiKey::FIND_COORDINATOR,
        &[
            (Op::DESCRIBE, On::GROUP),
            (Op::DESCRIBE, On::TRANSACTIONAL_ID),
            (Op::CLUSTER_ACTION, On::CLUSTER),
        ],
    ),
    (ApiKey::JOIN_GROUP, &[(Op::READ, On::GROUP)]),
    (ApiKey::HEARTBEAT, &[(Op::READ, On::GROUP)]),
    (ApiKey::LEAVE_GROUP, &[(Op::READ, On::GROUP)]),
    (ApiKey::SYNC_GROUP, &[(Op::READ, On::GROUP)]),
    (ApiKey::DESCRIBE_GROUPS, &[(Op::DESCRIBE, On::GROUP)]),
    // Whoever lacks DESCRIBE on the cluster gets the groups that it may describe.
    (ApiKey::LIST_GROUPS, &[(Op::DESCRIBE, On::CLUSTER), (Op::DESCRIBE, On::GROUP)]),
    (ApiKey::CREATE_TOPICS, &[(Op::CREATE, On::TOPIC)]),
    (ApiKey::DELETE_TOPICS, &[(Op::DELETE, On::TOPIC)]),
    (ApiKey::DELETE_RECORDS, &[(Op::DELETE, On::TOPIC)]),
    (
        ApiKey::INIT_PRODUCER_ID,
        &[(Op::WRITE, On::TRANSACTIONAL_ID), (Op::IDEMPOTENT_WRITE, On::CLUSTER)],
    ),
    (
        ApiKey::OFFSET_FOR_LEADER_EPOCH,
        &[(Op::DESCRIBE, On::TOPIC), (Op::CLUSTER_ACTION, On::CLUSTER)],
    ),
    (
        ApiKey::ADD_PARTITIONS_TO_TXN,
        &[
            (Op::WRITE, On::TRANSACTIONAL_ID),
            (Op::WRITE, On::TOPIC),
            (Op::CLUSTER_ACTION, On::CLUSTER),
        ],
    ),
    (ApiKey::ADD_OFFSETS_TO_TXN, &[(Op::WRITE, On::TRANSACTIONAL_ID), (Op::READ, On::GROUP)]),
    (ApiKey::END_TXN, &[(Op::WRITE, On::TRANSACTIONAL_ID)]),
    (ApiKey::WRITE_TXN_MARKERS, &[(Op::ALTER, On::CLUSTER)]),
    (
        ApiKey::TXN_OFFSET_COMMIT,
        &[(Op::WRITE, On::TRANSACTIONAL_ID), (Op::READ, On::GROUP), (Op::READ, On::TOPIC)],
    ),
    (ApiKey::DESCRIBE_ACLS, &[(Op::DESCRIBE, On::CLUSTER)]),
    (ApiKey::CREATE_ACLS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::DELETE_ACLS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::DESCRIBE_CONFIGS, CONFIGS_READ),
    (ApiKey::ALTER_CONFIGS, CONFIGS_WRITE),
    (ApiKey::INCREMENTAL_ALTER_CONFIGS, CONFIGS_WRITE),
    (ApiKey::ALTER_REPLICA_LOG_DIRS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::DESCRIBE_LOG_DIRS, &[(Op::DESCRIBE, On::CLUSTER)]),
    (ApiKey::CREATE_PARTITIONS, &[(Op::ALTER, On::TOPIC)]),
    // One's own token needs none.
    (ApiKey::CREATE_DELEGATION_TOKEN, &[(Op::CREATE_TOKENS, On::USER)]),
    (ApiKey::DESCRIBE_DELEGATION_TOKEN, &[(Op::DESCRIBE, On::DELEGATION_TOKEN)]),
    (ApiKey::DELETE_GROUPS, &[(Op::DELETE, On::GROUP)]),
    (ApiKey::ELECT_LEADERS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::ALTER_PARTITION_REASSIGNMENTS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::LIST_PARTITION_REASSIGNMENTS, &[(Op::DESCRIBE, On::CLUSTER)]),
    (ApiKey::OFFSET_DELETE, &[(Op::DELETE, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::DESCRIBE_CLIENT_QUOTAS, &[(Op::DESCRIBE_CONFIGS, On::CLUSTER)]),
    (ApiKey::ALTER_CLIENT_QUOTAS, &[(Op::ALTER_CONFIGS, On::CLUSTER)]),
    (ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS, &[(Op::DESCRIBE, On::CLUSTER)]),
    (ApiKey::ALTER_USER_SCRAM_CREDENTIALS, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::DESCRIBE_QUORUM, &[(Op::DESCRIBE, On::CLUSTER)]),
    (ApiKey::UPDATE_FEATURES, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::DESCRIBE_PRODUCERS, &[(Op::READ, On::TOPIC)]),
    (ApiKey::UNREGISTER_BROKER, &[(Op::ALTER, On::CLUSTER)]),
    (
        ApiKey::DESCRIBE_TRANSACTIONS,
        &[(Op::DESCRIBE, On::TRANSACTIONAL_ID), (Op::DESCRIBE, On::TOPIC)],
    ),
    (ApiKey::LIST_TRANSACTIONS, &[(Op::DESCRIBE, On::TRANSACTIONAL_ID)]),
    (ApiKey::CONSUMER_GROUP_HEARTBEAT, MEMBER),
    (ApiKey::CONSUMER_GROUP_DESCRIBE, GROUP_SEEN),
    (ApiKey::LIST_CONFIG_RESOURCES, &[(Op::DESCRIBE_CONFIGS, On::CLUSTER)]),
    (ApiKey::DESCRIBE_TOPIC_PARTITIONS, &[(Op::DESCRIBE, On::TOPIC)]),
    (ApiKey::SHARE_GROUP_HEARTBEAT, MEMBER),
    (ApiKey::SHARE_GROUP_DESCRIBE, GROUP_SEEN),
    (ApiKey::SHARE_FETCH, &[(Op::READ, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::SHARE_ACKNOWLEDGE, &[(Op::READ, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::ADD_RAFT_VOTER, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::REMOVE_RAFT_VOTER, &[(Op::ALTER, On::CLUSTER)]),
    (ApiKey::INITIALIZE_SHARE_GROUP_STATE, &[(Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::READ_SHARE_GROUP_STATE, &[(Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::WRITE_SHARE_GROUP_STATE, &[(Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::DELETE_SHARE_GROUP_STATE, &[(Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::READ_SHARE_GROUP_STATE_SUMMARY, &[(Op::CLUSTER_ACTION, On::CLUSTER)]),
    (ApiKey::STREAMS_GROUP_HEARTBEAT, MEMBER),
    (ApiKey::STREAMS_GROUP_DESCRIBE, GROUP_SEEN),
    (ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS, GROUP_SEEN),
    (ApiKey::ALTER_SHARE_GROUP_OFFSETS, &[(Op::READ, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::DELETE_SHARE_GROUP_OFFSETS, &[(Op::DELETE, On::GROUP), (Op::READ, On::TOPIC)]),
    (ApiKey::STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE, &[(Op::READ, On::GROUP)]),
    (ApiKey::UNREGISTER_CONTROLLER, &[(Op::ALTER, On::CLUSTER)]),
];

const CONFIGS_READ: &[(Op, On)] = &[
    (Op::DESCRIBE_CONFIGS, On::TOPIC),
    (Op::DESCRIBE_CONFIGS, On::CLUSTER),
    (Op::DESCRIBE_CONFIGS, On::GROUP),
];
const CONFIGS_WRITE: &[(Op, On)] = &[
    (Op::ALTER_CONFIGS, On::TOPIC),
    (Op::ALTER_CONFIGS, On::CLUSTER),
    (Op::ALTER_CONFIGS, On::GROUP),
];
const GROUP_SEEN: &[(Op, On)] = &[(Op::DESCRIBE, On::GROUP), (Op::DESCRIBE, On::TOPIC)];
const MEMBER: &[(Op, On)] = &[(Op::READ, On::GROUP), (Op::DESCRIBE, On::TOPIC)];

/// The next step for every permission in [`NEEDS`], each written once.
static HINTS: LazyLock<Vec<(Permission, String)>> = LazyLock::new(|| {
    let needs = NEEDS.iter().flat_map(|(_, needs)| *needs);
    let permissions = needs.map(|(operation, on)| Permission { operation: *operation, on: *on });
    permissions.map(|permission| (permission, permission.sentence())).collect()
});

impl Permission {
    /// The permission that such an ACL gives.
    #[must_use]
    pub fn new(operation: Op, resource_type: On) -> Self {
        Self { operation, on: resource_type }
    }

    /// The operation that an ACL has to allow.
    #[must_use]
    pub fn operation(self) -> Op {
        self.operation
    }

    /// The kind of resource that the ACL has to be on.
    #[must_use]
    pub fn resource_type(self) -> On {
        self.on
    }

    /// The IAM action of Amazon MSK that stands for the permission, without its prefix
    /// `kafka-cluster:`, then those that it does not work without. Empty where Amazon documents none.
    #[must_use]
    pub fn iam_actions(self) -> &'static [&'static str] {
        iam_actions(self.operation, self.on)
    }

    /// What is missing when `api` answers with `code`; `None` when the code is no refusal, or the API
    /// does not ask for a permission on that kind of resource.
    pub(crate) fn missing(api: ApiKey, code: ErrorCode) -> Option<Self> {
        let (_, needs) = NEEDS.iter().find(|(known, _)| *known == api)?;
        let kinds = kinds_of(code);
        let (operation, on) = *needs.iter().find(|(_, on)| kinds.contains(on))?;
        Some(Self { operation, on })
    }

    /// The next step after a refusal, for users under ACLs and for IAM identities apart.
    pub(crate) fn hint(self) -> Option<&'static str> {
        let (_, hint) = HINTS.iter().find(|(permission, _)| *permission == self)?;
        Some(hint)
    }

    /// A DENY wins over every ALLOW, and the answer to a caller who meets one is the same.
    fn sentence(self) -> String {
        let Self { operation, on } = self;
        let (resource, note) = described(on);
        let iam = match self.iam_actions() {
            [] => "Amazon documents no IAM action for it".to_owned(),
            actions => format!(
                "an AWS_MSK_IAM identity (port 9098, public 9198) needs {IAM_PREFIX}{} in its policy",
                actions.join(" and ")
            ),
        };
        format!(
            "a user under ACLs needs one that allows {operation} on {resource}, and none that denies \
             it to the user, to User:* or to this client's address; {iam}{note}"
        )
    }
}

/// The kinds of resources that a refusal is about.
fn kinds_of(code: ErrorCode) -> &'static [On] {
    match code {
        ErrorCode::TOPIC_AUTHORIZATION_FAILED => &[On::TOPIC],
        ErrorCode::GROUP_AUTHORIZATION_FAILED => &[On::GROUP],
        ErrorCode::CLUSTER_AUTHORIZATION_FAILED => &[On::CLUSTER],
        ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED => &[On::TRANSACTIONAL_ID],
        ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED => &[On::DELEGATION_TOKEN, On::USER],
        _ => &[],
    }
}

/// The resource in a sentence, and what else there is to know about it.
fn described(on: On) -> (&'static str, &'static str) {
    match on {
        On::TOPIC => ("this topic", "; Kafka answers the same when there is no such topic"),
        On::GROUP => ("this group", ""),
        On::CLUSTER => ("the cluster", ""),
        On::TRANSACTIONAL_ID => ("this transactional id", ""),
        On::DELEGATION_TOKEN => ("this token", ""),
        _ => ("the token's owner", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a broker never refuses for lack of an ACL, and why.
    const NEVER_REFUSED: &[(ApiKey, &str)] = &[
        (ApiKey::SASL_HANDSHAKE, "comes before anybody is known"),
        (ApiKey::SASL_AUTHENTICATE, "comes before anybody is known"),
        (ApiKey::API_VERSIONS, "comes before anybody is known"),
        (ApiKey::GET_TELEMETRY_SUBSCRIPTIONS, "is about the client itself"),
        (ApiKey::PUSH_TELEMETRY, "is about the client itself"),
        (ApiKey::RENEW_DELEGATION_TOKEN, "belongs to the token's owner and renewers, not to ACLs"),
        (ApiKey::EXPIRE_DELEGATION_TOKEN, "belongs to the token's owner and renewers, not to ACLs"),
        (ApiKey::DESCRIBE_CLUSTER, "tells less instead: no authorized operations"),
    ];

    const REFUSALS: [(ErrorCode, On); 5] = [
        (ErrorCode::TOPIC_AUTHORIZATION_FAILED, On::TOPIC),
        (ErrorCode::GROUP_AUTHORIZATION_FAILED, On::GROUP),
        (ErrorCode::CLUSTER_AUTHORIZATION_FAILED, On::CLUSTER),
        (ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED, On::TRANSACTIONAL_ID),
        (ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED, On::USER),
    ];

    #[test]
    fn every_api_of_a_broker_has_a_row_or_a_reason() {
        for api in ApiKey::all().filter(|info| info.on_broker) {
            let rows = NEEDS.iter().filter(|(key, _)| *key == api.key).count();
            let reasons = NEVER_REFUSED.iter().filter(|(key, _)| *key == api.key).count();
            assert_eq!(rows + reasons, 1, "{}", api.name);
        }
        for (api, needs) in NEEDS {
            assert!(api.info().is_some_and(|info| info.on_broker), "{api} is not a broker's");
            assert!(!needs.is_empty(), "{api}");
        }
    }

    #[test]
    fn every_refusal_of_every_api_has_a_hint_about_its_own_resource() {
        for (api, needs) in NEEDS {
            for (operation, on) in *needs {
                let refusal = REFUSALS.iter().find(|(_, kind)| kind == on);
                let code = refusal
                    .map_or(ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED, |(code, _)| *code);
                let missing = Permission::missing(*api, code).unwrap();
                assert_eq!((missing.operation, missing.on), (*operation, *on), "{api}");
                let hint = missing.hint().unwrap();
                assert!(hint.contains(&format!("allows {operation} on ")), "{api}: {hint}");
                assert!(!hint.contains("::"), "{hint}");
            }
        }
    }

    #[test]
    fn a_refused_describe_acls_asks_for_describe_and_not_for_alter() {
        let code = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
        let read = Permission::missing(ApiKey::DESCRIBE_ACLS, code).unwrap().hint().unwrap();
        assert!(read.contains("DESCRIBE on the cluster") && !read.contains("Alter"), "{read}");
        assert!(read.contains("kafka-cluster:DescribeCluster in its policy"), "{read}");
        let write = Permission::missing(ApiKey::CREATE_ACLS, code).unwrap().hint().unwrap();
        assert!(write.contains("kafka-cluster:AlterCluster and DescribeCluster"), "{write}");
    }

    #[test]
    fn what_is_no_refusal_misses_no_permission() {
        assert_eq!(Permission::missing(ApiKey::DESCRIBE_ACLS, ErrorCode::INVALID_REQUEST), None);
        let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        assert_eq!(Permission::missing(ApiKey::CREATE_ACLS, code), None);
    }
}
