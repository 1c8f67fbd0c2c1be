//! The APIs that brokers serve, a file for each.
//!
//! Each has an `answer`, which does what is asked, and a `refuse`, which says no to a whole
//! request in the layout of its response, as Kafka's `getErrorResponse` does. Both get the request
//! decoded. A request that is not one, or that nobody serves, never reaches them.

mod add_offsets_to_txn;
mod add_partitions_to_txn;
mod add_raft_voter;
mod alter_client_quotas;
mod alter_configs;
mod alter_partition_reassignments;
mod alter_replica_log_dirs;
mod alter_share_group_offsets;
mod alter_user_scram_credentials;
mod api_versions;
mod call;
mod config_change;
mod config_resource;
mod consumer_group_describe;
mod consumer_group_heartbeat;
mod coordinator;
#[cfg(test)]
mod coverage;
mod create_acls;
mod create_delegation_token;
mod create_partitions;
mod create_topics;
mod delegation_token;
mod delete_acls;
mod delete_groups;
mod delete_records;
mod delete_share_group_offsets;
mod delete_topics;
mod describe_acls;
mod describe_client_quotas;
mod describe_cluster;
mod describe_configs;
mod describe_delegation_token;
mod describe_groups;
mod describe_log_dirs;
mod describe_producers;
mod describe_quorum;
mod describe_share_group_offsets;
mod describe_topic_partitions;
mod describe_transactions;
mod describe_user_scram_credentials;
mod elect_leaders;
mod end_txn;
mod expire_delegation_token;
mod fetch;
mod find_coordinator;
mod group_description;
mod group_wait;
mod heartbeat;
mod incremental_alter_configs;
mod init_producer_id;
mod join_group;
mod leave_group;
mod list_config_resources;
mod list_groups;
mod list_offsets;
mod list_partition_reassignments;
mod list_transactions;
mod metadata;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod offset_for_leader_epoch;
mod partition;
mod produce;
mod remove_raft_voter;
mod renew_delegation_token;
#[cfg(test)]
mod rights;
mod sasl_authenticate;
mod sasl_handshake;
mod share_group_describe;
mod share_group_heartbeat;
mod streams_group_describe;
mod streams_group_heartbeat;
mod sync_group;
#[cfg(test)]
mod tests;
mod txn_offset_commit;
mod unregister_broker;
mod unregister_controller;
mod update_features;
mod write_txn_markers;

use std::sync::Arc;

use kafka_auth::handshake::ApiVersions;
use kafka_proto::messages as m;
use kafka_proto::{ApiKey, ErrorCode, Request, decode_request_header};

use crate::client::Client;
use crate::cluster::Cluster;
use crate::profile::{ABSENT, Profile, Versions};
use crate::refusal::Refusal;
use crate::service::Service;
use crate::unserved::Unserved;
pub(crate) use alter_client_quotas::{entity as quota_entity, value as quota_value};
pub(crate) use call::{Call, Outcome, Then};
pub(crate) use partition::now_ms;

/// The longest request that is answered at once, in bytes: some hundred names.
const QUICK_FRAME: usize = 4 * 1024;

/// How many topics, partitions, ACLs and delegation tokens a cluster can have so that listing them is quick.
const QUICK_LIST: usize = 1000;

/// How many ACLs, filters of ACLs, configs, partitions, users or limits one request may carry
/// (`MAX_RECORDS_PER_USER_OP` of Kafka's controller).
const MAX_RECORDS_PER_REQUEST: usize = 10_000;

/// An API, with its versions in each release.
struct Api {
    key: ApiKey,
    effect: Effect,
    versions: Versions,
    answer: fn(&Call<'_>, &[u8]) -> Outcome,
    refuse: fn(&Call<'_>, &[u8], &Refusal) -> Outcome,
}

/// What a request does to the cluster.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing.
    Reads,
    /// Nothing, but its answer may be large.
    Copies,
    /// It may have to wait for its turn. What asks about groups does, because time alone changes them.
    Changes,
}

/// Lists the modules above, each with its request, its effect and its versions in Kafka 4.4, 4.0,
/// 3.9 and 2.8.
macro_rules! apis {
    ($($key:ident $module:ident::$request:ident $effect:ident $versions:expr;)*) => {
        &[$(Api {
            key: ApiKey::$key,
            effect: Effect::$effect,
            versions: Versions($versions),
            answer: |call, body| match decode::<m::$request<'_>>(call, body) {
                Some(request) => $module::answer(call, &request),
                None => Outcome::HangUp,
            },
            refuse: |call, body, refusal| match decode::<m::$request<'_>>(call, body) {
                Some(request) => $module::refuse(call, &request, refusal),
                None => Outcome::HangUp,
            },
        }),*]
    };
}

static APIS: &[Api] = apis! {
    PRODUCE produce::ProduceRequest Changes [0..=13, 0..=12, 0..=11, 0..=9];
    FETCH fetch::FetchRequest Copies [4..=18, 4..=17, 0..=17, 0..=12];
    LIST_OFFSETS list_offsets::ListOffsetsRequest Reads [1..=11, 1..=10, 0..=9, 0..=6];
    METADATA metadata::MetadataRequest Reads [0..=13, 0..=13, 0..=12, 0..=11];
    OFFSET_COMMIT offset_commit::OffsetCommitRequest Changes [2..=10, 2..=9, 0..=9, 0..=8];
    OFFSET_FETCH offset_fetch::OffsetFetchRequest Changes [1..=10, 1..=9, 0..=9, 0..=7];
    FIND_COORDINATOR find_coordinator::FindCoordinatorRequest Reads [0..=6, 0..=6, 0..=6, 0..=3];
    JOIN_GROUP join_group::JoinGroupRequest Changes [0..=9, 0..=9, 0..=9, 0..=7];
    HEARTBEAT heartbeat::HeartbeatRequest Changes [0..=4, 0..=4, 0..=4, 0..=4];
    LEAVE_GROUP leave_group::LeaveGroupRequest Changes [0..=5, 0..=5, 0..=5, 0..=4];
    SYNC_GROUP sync_group::SyncGroupRequest Changes [0..=5, 0..=5, 0..=5, 0..=5];
    DESCRIBE_GROUPS describe_groups::DescribeGroupsRequest Changes [0..=6, 0..=6, 0..=5, 0..=5];
    LIST_GROUPS list_groups::ListGroupsRequest Changes [0..=5, 0..=5, 0..=5, 0..=4];
    SASL_HANDSHAKE sasl_handshake::SaslHandshakeRequest Reads [0..=1, 0..=1, 0..=1, 0..=1];
    API_VERSIONS api_versions::ApiVersionsRequest Reads [0..=5, 0..=4, 0..=4, 0..=3];
    CREATE_TOPICS create_topics::CreateTopicsRequest Changes [2..=7, 2..=7, 0..=7, 0..=7];
    DELETE_TOPICS delete_topics::DeleteTopicsRequest Changes [1..=6, 1..=6, 0..=6, 0..=6];
    DELETE_RECORDS delete_records::DeleteRecordsRequest Changes [0..=2, 0..=2, 0..=2, 0..=2];
    INIT_PRODUCER_ID init_producer_id::InitProducerIdRequest Changes [0..=5, 0..=5, 0..=5, 0..=4];
    OFFSET_FOR_LEADER_EPOCH offset_for_leader_epoch::OffsetForLeaderEpochRequest Reads
        [2..=4, 2..=4, 0..=4, 0..=4];
    ADD_PARTITIONS_TO_TXN add_partitions_to_txn::AddPartitionsToTxnRequest Changes
        [0..=5, 0..=5, 0..=5, 0..=3];
    ADD_OFFSETS_TO_TXN add_offsets_to_txn::AddOffsetsToTxnRequest Changes [0..=4, 0..=4, 0..=4, 0..=3];
    END_TXN end_txn::EndTxnRequest Changes [0..=5, 0..=5, 0..=4, 0..=3];
    WRITE_TXN_MARKERS write_txn_markers::WriteTxnMarkersRequest Changes [1..=2, 1..=1, 0..=1, 0..=1];
    TXN_OFFSET_COMMIT txn_offset_commit::TxnOffsetCommitRequest Changes [0..=6, 0..=5, 0..=4, 0..=3];
    DESCRIBE_ACLS describe_acls::DescribeAclsRequest Reads [1..=3, 1..=3, 0..=3, 0..=2];
    CREATE_ACLS create_acls::CreateAclsRequest Changes [1..=3, 1..=3, 0..=3, 0..=2];
    DELETE_ACLS delete_acls::DeleteAclsRequest Changes [1..=3, 1..=3, 0..=3, 0..=2];
    DESCRIBE_CONFIGS describe_configs::DescribeConfigsRequest Reads [1..=4, 1..=4, 0..=4, 0..=4];
    ALTER_CONFIGS alter_configs::AlterConfigsRequest Changes [0..=2, 0..=2, 0..=2, 0..=2];
    ALTER_REPLICA_LOG_DIRS alter_replica_log_dirs::AlterReplicaLogDirsRequest Changes
        [1..=2, 1..=2, 0..=2, 0..=2];
    DESCRIBE_LOG_DIRS describe_log_dirs::DescribeLogDirsRequest Reads [1..=5, 1..=4, 0..=4, 0..=2];
    SASL_AUTHENTICATE sasl_authenticate::SaslAuthenticateRequest Reads [0..=2, 0..=2, 0..=2, 0..=2];
    CREATE_PARTITIONS create_partitions::CreatePartitionsRequest Changes [0..=3, 0..=3, 0..=3, 0..=3];
    CREATE_DELEGATION_TOKEN create_delegation_token::CreateDelegationTokenRequest Changes [1..=3, 1..=3, 0..=3, 0..=2];
    RENEW_DELEGATION_TOKEN renew_delegation_token::RenewDelegationTokenRequest Changes [1..=2, 1..=2, 0..=2, 0..=2];
    EXPIRE_DELEGATION_TOKEN expire_delegation_token::ExpireDelegationTokenRequest Changes [1..=2, 1..=2, 0..=2, 0..=2];
    DESCRIBE_DELEGATION_TOKEN describe_delegation_token::DescribeDelegationTokenRequest Reads [1..=3, 1..=3, 0..=3, 0..=2];
    DELETE_GROUPS delete_groups::DeleteGroupsRequest Changes [0..=3, 0..=2, 0..=2, 0..=2];
    ELECT_LEADERS elect_leaders::ElectLeadersRequest Changes [0..=2, 0..=2, 0..=2, 0..=2];
    INCREMENTAL_ALTER_CONFIGS incremental_alter_configs::IncrementalAlterConfigsRequest Changes
        [0..=1, 0..=1, 0..=1, 0..=1];
    ALTER_PARTITION_REASSIGNMENTS alter_partition_reassignments::AlterPartitionReassignmentsRequest Changes
        [0..=1, 0..=0, 0..=0, 0..=0];
    LIST_PARTITION_REASSIGNMENTS list_partition_reassignments::ListPartitionReassignmentsRequest Reads
        [0..=0, 0..=0, 0..=0, 0..=0];
    OFFSET_DELETE offset_delete::OffsetDeleteRequest Changes [0..=0, 0..=0, 0..=0, 0..=0];
    DESCRIBE_CLIENT_QUOTAS describe_client_quotas::DescribeClientQuotasRequest Reads
        [0..=1, 0..=1, 0..=1, 0..=1];
    ALTER_CLIENT_QUOTAS alter_client_quotas::AlterClientQuotasRequest Changes
        [0..=1, 0..=1, 0..=1, 0..=1];
    DESCRIBE_USER_SCRAM_CREDENTIALS describe_user_scram_credentials::DescribeUserScramCredentialsRequest Reads
        [0..=0, 0..=0, 0..=0, 0..=0];
    ALTER_USER_SCRAM_CREDENTIALS alter_user_scram_credentials::AlterUserScramCredentialsRequest Changes
        [0..=0, 0..=0, 0..=0, 0..=0];
    DESCRIBE_QUORUM describe_quorum::DescribeQuorumRequest Reads [0..=2, 0..=2, 0..=2, ABSENT];
    UPDATE_FEATURES update_features::UpdateFeaturesRequest Changes [0..=2, 0..=2, 0..=1, 0..=0];
    DESCRIBE_CLUSTER describe_cluster::DescribeClusterRequest Reads [0..=2, 0..=2, 0..=1, 0..=0];
    DESCRIBE_PRODUCERS describe_producers::DescribeProducersRequest Copies [0..=0, 0..=0, 0..=0, 0..=0];
    UNREGISTER_BROKER unregister_broker::UnregisterBrokerRequest Changes [0..=0, 0..=0, 0..=0, ABSENT];
    DESCRIBE_TRANSACTIONS describe_transactions::DescribeTransactionsRequest Copies
        [0..=0, 0..=0, 0..=0, ABSENT];
    LIST_TRANSACTIONS list_transactions::ListTransactionsRequest Copies [0..=2, 0..=1, 0..=1, ABSENT];
    CONSUMER_GROUP_HEARTBEAT consumer_group_heartbeat::ConsumerGroupHeartbeatRequest Changes
        [0..=1, 0..=1, 0..=0, ABSENT];
    CONSUMER_GROUP_DESCRIBE consumer_group_describe::ConsumerGroupDescribeRequest Changes
        [0..=1, 0..=1, 0..=0, ABSENT];
    LIST_CONFIG_RESOURCES list_config_resources::ListConfigResourcesRequest Reads
        [0..=1, 0..=0, 0..=0, ABSENT];
    DESCRIBE_TOPIC_PARTITIONS describe_topic_partitions::DescribeTopicPartitionsRequest Reads [0..=0, 0..=0, 0..=0, ABSENT];
    SHARE_GROUP_HEARTBEAT share_group_heartbeat::ShareGroupHeartbeatRequest Changes [1..=1, ABSENT, ABSENT, ABSENT];
    SHARE_GROUP_DESCRIBE share_group_describe::ShareGroupDescribeRequest Changes [1..=1, ABSENT, ABSENT, ABSENT];
    ADD_RAFT_VOTER add_raft_voter::AddRaftVoterRequest Changes [0..=1, 0..=0, 0..=0, ABSENT];
    REMOVE_RAFT_VOTER remove_raft_voter::RemoveRaftVoterRequest Changes [0..=0, 0..=0, 0..=0, ABSENT];
    STREAMS_GROUP_HEARTBEAT streams_group_heartbeat::StreamsGroupHeartbeatRequest Changes
        [0..=1, ABSENT, ABSENT, ABSENT];
    STREAMS_GROUP_DESCRIBE streams_group_describe::StreamsGroupDescribeRequest Changes
        [0..=1, ABSENT, ABSENT, ABSENT];
    DESCRIBE_SHARE_GROUP_OFFSETS describe_share_group_offsets::DescribeShareGroupOffsetsRequest Changes
        [0..=1, ABSENT, ABSENT, ABSENT];
    ALTER_SHARE_GROUP_OFFSETS alter_share_group_offsets::AlterShareGroupOffsetsRequest Changes
        [0..=0, ABSENT, ABSENT, ABSENT];
    DELETE_SHARE_GROUP_OFFSETS delete_share_group_offsets::DeleteShareGroupOffsetsRequest Changes
        [0..=0, ABSENT, ABSENT, ABSENT];
    UNREGISTER_CONTROLLER unregister_controller::UnregisterControllerRequest Changes
        [0..=0, ABSENT, ABSENT, ABSENT];
};

/// What ApiVersions lists before a login. Each connection needs it, so a cluster makes it once.
pub(crate) fn offered(profile: Profile, service: Service) -> ApiVersions {
    served_in(profile, service).map(|api| (api.key, api.versions.of(profile).clone())).collect()
}

/// The APIs that the release and the kind of cluster have.
fn served_in(profile: Profile, service: Service) -> impl Iterator<Item = &'static Api> {
    let has = move |api: &&Api| !api.versions.of(profile).is_empty() && service.offers(api.key);
    APIS.iter().filter(has)
}

/// The API that a frame (without its length) asks for.
pub(crate) fn key_of(frame: &[u8]) -> Option<ApiKey> {
    frame.first_chunk().map(|bytes| ApiKey(i16::from_be_bytes(*bytes)))
}

/// The name that a client gives its software in ApiVersions (KIP-511), if the frame is one and the
/// name is valid.
pub(crate) fn software_of(frame: &[u8]) -> Option<Arc<str>> {
    if key_of(frame) != Some(ApiKey::API_VERSIONS) {
        return None;
    }
    let (header, body) = decode_request_header(frame).ok()?;
    api_versions::software(body, header.request_api_version)
}

/// Whether a request is answered in less time than it takes to hand it to another thread and back.
pub(crate) fn is_quick(cluster: &Cluster, frame: &[u8]) -> bool {
    let api = key_of(frame).and_then(find);
    let is_read = api.is_none_or(|api| api.effect == Effect::Reads);
    let (topics, acls) = (cluster.state.topics.now(), cluster.state.acls.now());
    let tokens = cluster.state.tokens.now().len();
    let listed = topics.len() + topics.partitions() + acls.len() + tokens;
    is_read && frame.len() <= QUICK_FRAME && listed <= QUICK_LIST
}

/// Does what a frame of an authenticated client asks for.
pub(crate) fn answer(cluster: &Cluster, client: &Client, frame: &[u8]) -> Outcome {
    serve(cluster, client, frame, |api, call, body| (api.answer)(call, body))
}

/// Refuses what a frame asks for.
pub(crate) fn refuse(
    cluster: &Cluster,
    client: &Client,
    frame: &[u8],
    refusal: &Refusal,
) -> Outcome {
    serve(cluster, client, frame, |api, call, body| (api.refuse)(call, body, refusal))
}

/// Goes on with a request that has waited.
pub(crate) fn resume(cluster: &Cluster, client: &Client, frame: &[u8], then: Then) -> Outcome {
    serve(cluster, client, frame, |_, call, _| then(call))
}

/// Finds the API of a frame. An unknown API or version ends the connection, except that ApiVersions
/// has an answer for versions it does not know.
fn serve(
    cluster: &Cluster,
    client: &Client,
    frame: &[u8],
    by: impl FnOnce(&Api, &Call<'_>, &[u8]) -> Outcome,
) -> Outcome {
    let Ok((header, body)) = decode_request_header(frame) else { return Outcome::HangUp };
    let (key, version) = (ApiKey(header.request_api_key), header.request_api_version);
    let call = Call::new(cluster, client, &header, frame.len());
    let profile = cluster.profile;
    let api = find(key).filter(|api| cluster.policy.service.offers(api.key));
    match api {
        Some(api) if api.versions.of(profile).contains(&version) => by(api, &call, body),
        _ if key == ApiKey::API_VERSIONS => api_versions::unsupported(&call),
        _ => {
            let served = api.map(|api| api.versions.of(profile)).filter(|it| !it.is_empty());
            let served = served.map(|versions| (*versions.start(), *versions.end()));
            let software = client.software.clone();
            cluster.unserved.tell(&Unserved { api: key, version, served, software });
            Outcome::HangUp
        }
    }
}

fn find(key: ApiKey) -> Option<&'static Api> {
    APIS.iter().find(|api| api.key == key)
}

/// The request in a body. Like Kafka it ignores what is behind it.
fn decode<'q, R: Request<'q>>(call: &Call<'_>, body: &'q [u8]) -> Option<R> {
    R::decode_front(body, call.version()).ok().map(|(request, _)| request)
}

/// Refuses a request with too many ACLs or filters of ACLs.
fn check_size(items: usize) -> Result<(), Refusal> {
    if items <= MAX_RECORDS_PER_REQUEST { Ok(()) } else { Err(too_large()) }
}

/// `BoundedListTooLongException`.
fn too_large() -> Refusal {
    let text = "Unable to perform excessively large batch operation.";
    Refusal::new(ErrorCode::POLICY_VIOLATION, text)
}

/// Whether a request with that `timeoutMs` has no time at all. Kafka's controller then lets its event
/// expire before it begins, and nothing happens.
fn is_too_late(timeout_ms: i32) -> bool {
    timeout_ms <= 0
}

fn timed_out() -> Refusal {
    Refusal::of(ErrorCode::REQUEST_TIMED_OUT)
}
