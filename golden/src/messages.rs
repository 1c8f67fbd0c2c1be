// Generated from schema/ by `cargo codegen generate`. Do not edit.

use kafka_proto::{DecodeError, messages};
use serde_json::Value;

use crate::any::{self, AnyBody, AnyMessage};
use crate::json::{Object, ToJson};

/// The body of a request of that API; `None` if there is no such API.
pub fn request(key: i16, version: i16, bytes: &[u8]) -> Option<Result<AnyBody<'_>, DecodeError>> {
    Some(match key {
0 => any::request::<messages::produce::ProduceRequest<'_>>(version, bytes),
1 => any::request::<messages::fetch::FetchRequest<'_>>(version, bytes),
2 => any::request::<messages::list_offsets::ListOffsetsRequest<'_>>(version, bytes),
3 => any::request::<messages::metadata::MetadataRequest<'_>>(version, bytes),
4 => any::request::<messages::leader_and_isr::LeaderAndIsrRequest<'_>>(version, bytes),
5 => any::request::<messages::stop_replica::StopReplicaRequest<'_>>(version, bytes),
6 => any::request::<messages::update_metadata::UpdateMetadataRequest<'_>>(version, bytes),
7 => any::request::<messages::controlled_shutdown::ControlledShutdownRequest<'_>>(version, bytes),
8 => any::request::<messages::offset_commit::OffsetCommitRequest<'_>>(version, bytes),
9 => any::request::<messages::offset_fetch::OffsetFetchRequest<'_>>(version, bytes),
10 => any::request::<messages::find_coordinator::FindCoordinatorRequest<'_>>(version, bytes),
11 => any::request::<messages::join_group::JoinGroupRequest<'_>>(version, bytes),
12 => any::request::<messages::heartbeat::HeartbeatRequest<'_>>(version, bytes),
13 => any::request::<messages::leave_group::LeaveGroupRequest<'_>>(version, bytes),
14 => any::request::<messages::sync_group::SyncGroupRequest<'_>>(version, bytes),
15 => any::request::<messages::describe_groups::DescribeGroupsRequest<'_>>(version, bytes),
16 => any::request::<messages::list_groups::ListGroupsRequest<'_>>(version, bytes),
17 => any::request::<messages::sasl_handshake::SaslHandshakeRequest<'_>>(version, bytes),
18 => any::request::<messages::api_versions::ApiVersionsRequest<'_>>(version, bytes),
19 => any::request::<messages::create_topics::CreateTopicsRequest<'_>>(version, bytes),
20 => any::request::<messages::delete_topics::DeleteTopicsRequest<'_>>(version, bytes),
21 => any::request::<messages::delete_records::DeleteRecordsRequest<'_>>(version, bytes),
22 => any::request::<messages::init_producer_id::InitProducerIdRequest<'_>>(version, bytes),
23 => any::request::<messages::offset_for_leader_epoch::OffsetForLeaderEpochRequest<'_>>(version, bytes),
24 => any::request::<messages::add_partitions_to_txn::AddPartitionsToTxnRequest<'_>>(version, bytes),
25 => any::request::<messages::add_offsets_to_txn::AddOffsetsToTxnRequest<'_>>(version, bytes),
26 => any::request::<messages::end_txn::EndTxnRequest<'_>>(version, bytes),
27 => any::request::<messages::write_txn_markers::WriteTxnMarkersRequest<'_>>(version, bytes),
28 => any::request::<messages::txn_offset_commit::TxnOffsetCommitRequest<'_>>(version, bytes),
29 => any::request::<messages::describe_acls::DescribeAclsRequest<'_>>(version, bytes),
30 => any::request::<messages::create_acls::CreateAclsRequest<'_>>(version, bytes),
31 => any::request::<messages::delete_acls::DeleteAclsRequest<'_>>(version, bytes),
32 => any::request::<messages::describe_configs::DescribeConfigsRequest<'_>>(version, bytes),
33 => any::request::<messages::alter_configs::AlterConfigsRequest<'_>>(version, bytes),
34 => any::request::<messages::alter_replica_log_dirs::AlterReplicaLogDirsRequest<'_>>(version, bytes),
35 => any::request::<messages::describe_log_dirs::DescribeLogDirsRequest<'_>>(version, bytes),
36 => any::request::<messages::sasl_authenticate::SaslAuthenticateRequest<'_>>(version, bytes),
37 => any::request::<messages::create_partitions::CreatePartitionsRequest<'_>>(version, bytes),
38 => any::request::<messages::create_delegation_token::CreateDelegationTokenRequest<'_>>(version, bytes),
39 => any::request::<messages::renew_delegation_token::RenewDelegationTokenRequest<'_>>(version, bytes),
40 => any::request::<messages::expire_delegation_token::ExpireDelegationTokenRequest<'_>>(version, bytes),
41 => any::request::<messages::describe_delegation_token::DescribeDelegationTokenRequest<'_>>(version, bytes),
42 => any::request::<messages::delete_groups::DeleteGroupsRequest<'_>>(version, bytes),
43 => any::request::<messages::elect_leaders::ElectLeadersRequest<'_>>(version, bytes),
44 => any::request::<messages::incremental_alter_configs::IncrementalAlterConfigsRequest<'_>>(version, bytes),
45 => any::request::<messages::alter_partition_reassignments::AlterPartitionReassignmentsRequest<'_>>(version, bytes),
46 => any::request::<messages::list_partition_reassignments::ListPartitionReassignmentsRequest<'_>>(version, bytes),
47 => any::request::<messages::offset_delete::OffsetDeleteRequest<'_>>(version, bytes),
48 => any::request::<messages::describe_client_quotas::DescribeClientQuotasRequest<'_>>(version, bytes),
49 => any::request::<messages::alter_client_quotas::AlterClientQuotasRequest<'_>>(version, bytes),
50 => any::request::<messages::describe_user_scram_credentials::DescribeUserScramCredentialsRequest<'_>>(version, bytes),
51 => any::request::<messages::alter_user_scram_credentials::AlterUserScramCredentialsRequest<'_>>(version, bytes),
52 => any::request::<messages::vote::VoteRequest<'_>>(version, bytes),
53 => any::request::<messages::begin_quorum_epoch::BeginQuorumEpochRequest<'_>>(version, bytes),
54 => any::request::<messages::end_quorum_epoch::EndQuorumEpochRequest<'_>>(version, bytes),
55 => any::request::<messages::describe_quorum::DescribeQuorumRequest<'_>>(version, bytes),
56 => any::request::<messages::alter_partition::AlterPartitionRequest<'_>>(version, bytes),
57 => any::request::<messages::update_features::UpdateFeaturesRequest<'_>>(version, bytes),
58 => any::request::<messages::envelope::EnvelopeRequest<'_>>(version, bytes),
59 => any::request::<messages::fetch_snapshot::FetchSnapshotRequest<'_>>(version, bytes),
60 => any::request::<messages::describe_cluster::DescribeClusterRequest<'_>>(version, bytes),
61 => any::request::<messages::describe_producers::DescribeProducersRequest<'_>>(version, bytes),
62 => any::request::<messages::broker_registration::BrokerRegistrationRequest<'_>>(version, bytes),
63 => any::request::<messages::broker_heartbeat::BrokerHeartbeatRequest<'_>>(version, bytes),
64 => any::request::<messages::unregister_broker::UnregisterBrokerRequest<'_>>(version, bytes),
65 => any::request::<messages::describe_transactions::DescribeTransactionsRequest<'_>>(version, bytes),
66 => any::request::<messages::list_transactions::ListTransactionsRequest<'_>>(version, bytes),
67 => any::request::<messages::allocate_producer_ids::AllocateProducerIdsRequest<'_>>(version, bytes),
68 => any::request::<messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest<'_>>(version, bytes),
69 => any::request::<messages::consumer_group_describe::ConsumerGroupDescribeRequest<'_>>(version, bytes),
70 => any::request::<messages::controller_registration::ControllerRegistrationRequest<'_>>(version, bytes),
71 => any::request::<messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsRequest<'_>>(version, bytes),
72 => any::request::<messages::push_telemetry::PushTelemetryRequest<'_>>(version, bytes),
73 => any::request::<messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest<'_>>(version, bytes),
74 => any::request::<messages::list_config_resources::ListConfigResourcesRequest<'_>>(version, bytes),
75 => any::request::<messages::describe_topic_partitions::DescribeTopicPartitionsRequest<'_>>(version, bytes),
76 => any::request::<messages::share_group_heartbeat::ShareGroupHeartbeatRequest<'_>>(version, bytes),
77 => any::request::<messages::share_group_describe::ShareGroupDescribeRequest<'_>>(version, bytes),
78 => any::request::<messages::share_fetch::ShareFetchRequest<'_>>(version, bytes),
79 => any::request::<messages::share_acknowledge::ShareAcknowledgeRequest<'_>>(version, bytes),
80 => any::request::<messages::add_raft_voter::AddRaftVoterRequest<'_>>(version, bytes),
81 => any::request::<messages::remove_raft_voter::RemoveRaftVoterRequest<'_>>(version, bytes),
82 => any::request::<messages::update_raft_voter::UpdateRaftVoterRequest<'_>>(version, bytes),
83 => any::request::<messages::initialize_share_group_state::InitializeShareGroupStateRequest<'_>>(version, bytes),
84 => any::request::<messages::read_share_group_state::ReadShareGroupStateRequest<'_>>(version, bytes),
85 => any::request::<messages::write_share_group_state::WriteShareGroupStateRequest<'_>>(version, bytes),
86 => any::request::<messages::delete_share_group_state::DeleteShareGroupStateRequest<'_>>(version, bytes),
87 => any::request::<messages::read_share_group_state_summary::ReadShareGroupStateSummaryRequest<'_>>(version, bytes),
88 => any::request::<messages::streams_group_heartbeat::StreamsGroupHeartbeatRequest<'_>>(version, bytes),
89 => any::request::<messages::streams_group_describe::StreamsGroupDescribeRequest<'_>>(version, bytes),
90 => any::request::<messages::describe_share_group_offsets::DescribeShareGroupOffsetsRequest<'_>>(version, bytes),
91 => any::request::<messages::alter_share_group_offsets::AlterShareGroupOffsetsRequest<'_>>(version, bytes),
92 => any::request::<messages::delete_share_group_offsets::DeleteShareGroupOffsetsRequest<'_>>(version, bytes),
93 => any::request::<messages::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateRequest<'_>>(version, bytes),
94 => any::request::<messages::unregister_controller::UnregisterControllerRequest<'_>>(version, bytes),
_ => return None,
})
}

/// The body of a response of that API; `None` if there is no such API.
pub fn response(key: i16, version: i16, bytes: &[u8]) -> Option<Result<AnyBody<'_>, DecodeError>> {
    Some(match key {
0 => any::response::<messages::produce::ProduceResponse<'_>>(version, bytes),
1 => any::response::<messages::fetch::FetchResponse<'_>>(version, bytes),
2 => any::response::<messages::list_offsets::ListOffsetsResponse<'_>>(version, bytes),
3 => any::response::<messages::metadata::MetadataResponse<'_>>(version, bytes),
4 => any::response::<messages::leader_and_isr::LeaderAndIsrResponse<'_>>(version, bytes),
5 => any::response::<messages::stop_replica::StopReplicaResponse<'_>>(version, bytes),
6 => any::response::<messages::update_metadata::UpdateMetadataResponse<'_>>(version, bytes),
7 => any::response::<messages::controlled_shutdown::ControlledShutdownResponse<'_>>(version, bytes),
8 => any::response::<messages::offset_commit::OffsetCommitResponse<'_>>(version, bytes),
9 => any::response::<messages::offset_fetch::OffsetFetchResponse<'_>>(version, bytes),
10 => any::response::<messages::find_coordinator::FindCoordinatorResponse<'_>>(version, bytes),
11 => any::response::<messages::join_group::JoinGroupResponse<'_>>(version, bytes),
12 => any::response::<messages::heartbeat::HeartbeatResponse<'_>>(version, bytes),
13 => any::response::<messages::leave_group::LeaveGroupResponse<'_>>(version, bytes),
14 => any::response::<messages::sync_group::SyncGroupResponse<'_>>(version, bytes),
15 => any::response::<messages::describe_groups::DescribeGroupsResponse<'_>>(version, bytes),
16 => any::response::<messages::list_groups::ListGroupsResponse<'_>>(version, bytes),
17 => any::response::<messages::sasl_handshake::SaslHandshakeResponse<'_>>(version, bytes),
18 => any::response::<messages::api_versions::ApiVersionsResponse<'_>>(version, bytes),
19 => any::response::<messages::create_topics::CreateTopicsResponse<'_>>(version, bytes),
20 => any::response::<messages::delete_topics::DeleteTopicsResponse<'_>>(version, bytes),
21 => any::response::<messages::delete_records::DeleteRecordsResponse<'_>>(version, bytes),
22 => any::response::<messages::init_producer_id::InitProducerIdResponse<'_>>(version, bytes),
23 => any::response::<messages::offset_for_leader_epoch::OffsetForLeaderEpochResponse<'_>>(version, bytes),
24 => any::response::<messages::add_partitions_to_txn::AddPartitionsToTxnResponse<'_>>(version, bytes),
25 => any::response::<messages::add_offsets_to_txn::AddOffsetsToTxnResponse<'_>>(version, bytes),
26 => any::response::<messages::end_txn::EndTxnResponse<'_>>(version, bytes),
27 => any::response::<messages::write_txn_markers::WriteTxnMarkersResponse<'_>>(version, bytes),
28 => any::response::<messages::txn_offset_commit::TxnOffsetCommitResponse<'_>>(version, bytes),
29 => any::response::<messages::describe_acls::DescribeAclsResponse<'_>>(version, bytes),
30 => any::response::<messages::create_acls::CreateAclsResponse<'_>>(version, bytes),
31 => any::response::<messages::delete_acls::DeleteAclsResponse<'_>>(version, bytes),
32 => any::response::<messages::describe_configs::DescribeConfigsResponse<'_>>(version, bytes),
33 => any::response::<messages::alter_configs::AlterConfigsResponse<'_>>(version, bytes),
34 => any::response::<messages::alter_replica_log_dirs::AlterReplicaLogDirsResponse<'_>>(version, bytes),
35 => any::response::<messages::describe_log_dirs::DescribeLogDirsResponse<'_>>(version, bytes),
36 => any::response::<messages::sasl_authenticate::SaslAuthenticateResponse<'_>>(version, bytes),
37 => any::response::<messages::create_partitions::CreatePartitionsResponse<'_>>(version, bytes),
38 => any::response::<messages::create_delegation_token::CreateDelegationTokenResponse<'_>>(version, bytes),
39 => any::response::<messages::renew_delegation_token::RenewDelegationTokenResponse<'_>>(version, bytes),
40 => any::response::<messages::expire_delegation_token::ExpireDelegationTokenResponse<'_>>(version, bytes),
41 => any::response::<messages::describe_delegation_token::DescribeDelegationTokenResponse<'_>>(version, bytes),
42 => any::response::<messages::delete_groups::DeleteGroupsResponse<'_>>(version, bytes),
43 => any::response::<messages::elect_leaders::ElectLeadersResponse<'_>>(version, bytes),
44 => any::response::<messages::incremental_alter_configs::IncrementalAlterConfigsResponse<'_>>(version, bytes),
45 => any::response::<messages::alter_partition_reassignments::AlterPartitionReassignmentsResponse<'_>>(version, bytes),
46 => any::response::<messages::list_partition_reassignments::ListPartitionReassignmentsResponse<'_>>(version, bytes),
47 => any::response::<messages::offset_delete::OffsetDeleteResponse<'_>>(version, bytes),
48 => any::response::<messages::describe_client_quotas::DescribeClientQuotasResponse<'_>>(version, bytes),
49 => any::response::<messages::alter_client_quotas::AlterClientQuotasResponse<'_>>(version, bytes),
50 => any::response::<messages::describe_user_scram_credentials::DescribeUserScramCredentialsResponse<'_>>(version, bytes),
51 => any::response::<messages::alter_user_scram_credentials::AlterUserScramCredentialsResponse<'_>>(version, bytes),
52 => any::response::<messages::vote::VoteResponse<'_>>(version, bytes),
53 => any::response::<messages::begin_quorum_epoch::BeginQuorumEpochResponse<'_>>(version, bytes),
54 => any::response::<messages::end_quorum_epoch::EndQuorumEpochResponse<'_>>(version, bytes),
55 => any::response::<messages::describe_quorum::DescribeQuorumResponse<'_>>(version, bytes),
56 => any::response::<messages::alter_partition::AlterPartitionResponse<'_>>(version, bytes),
57 => any::response::<messages::update_features::UpdateFeaturesResponse<'_>>(version, bytes),
58 => any::response::<messages::envelope::EnvelopeResponse<'_>>(version, bytes),
59 => any::response::<messages::fetch_snapshot::FetchSnapshotResponse<'_>>(version, bytes),
60 => any::response::<messages::describe_cluster::DescribeClusterResponse<'_>>(version, bytes),
61 => any::response::<messages::describe_producers::DescribeProducersResponse<'_>>(version, bytes),
62 => any::response::<messages::broker_registration::BrokerRegistrationResponse<'_>>(version, bytes),
63 => any::response::<messages::broker_heartbeat::BrokerHeartbeatResponse<'_>>(version, bytes),
64 => any::response::<messages::unregister_broker::UnregisterBrokerResponse<'_>>(version, bytes),
65 => any::response::<messages::describe_transactions::DescribeTransactionsResponse<'_>>(version, bytes),
66 => any::response::<messages::list_transactions::ListTransactionsResponse<'_>>(version, bytes),
67 => any::response::<messages::allocate_producer_ids::AllocateProducerIdsResponse<'_>>(version, bytes),
68 => any::response::<messages::consumer_group_heartbeat::ConsumerGroupHeartbeatResponse<'_>>(version, bytes),
69 => any::response::<messages::consumer_group_describe::ConsumerGroupDescribeResponse<'_>>(version, bytes),
70 => any::response::<messages::controller_registration::ControllerRegistrationResponse<'_>>(version, bytes),
71 => any::response::<messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsResponse<'_>>(version, bytes),
72 => any::response::<messages::push_telemetry::PushTelemetryResponse<'_>>(version, bytes),
73 => any::response::<messages::assign_replicas_to_dirs::AssignReplicasToDirsResponse<'_>>(version, bytes),
74 => any::response::<messages::list_config_resources::ListConfigResourcesResponse<'_>>(version, bytes),
75 => any::response::<messages::describe_topic_partitions::DescribeTopicPartitionsResponse<'_>>(version, bytes),
76 => any::response::<messages::share_group_heartbeat::ShareGroupHeartbeatResponse<'_>>(version, bytes),
77 => any::response::<messages::share_group_describe::ShareGroupDescribeResponse<'_>>(version, bytes),
78 => any::response::<messages::share_fetch::ShareFetchResponse<'_>>(version, bytes),
79 => any::response::<messages::share_acknowledge::ShareAcknowledgeResponse<'_>>(version, bytes),
80 => any::response::<messages::add_raft_voter::AddRaftVoterResponse<'_>>(version, bytes),
81 => any::response::<messages::remove_raft_voter::RemoveRaftVoterResponse<'_>>(version, bytes),
82 => any::response::<messages::update_raft_voter::UpdateRaftVoterResponse<'_>>(version, bytes),
83 => any::response::<messages::initialize_share_group_state::InitializeShareGroupStateResponse<'_>>(version, bytes),
84 => any::response::<messages::read_share_group_state::ReadShareGroupStateResponse<'_>>(version, bytes),
85 => any::response::<messages::write_share_group_state::WriteShareGroupStateResponse<'_>>(version, bytes),
86 => any::response::<messages::delete_share_group_state::DeleteShareGroupStateResponse<'_>>(version, bytes),
87 => any::response::<messages::read_share_group_state_summary::ReadShareGroupStateSummaryResponse<'_>>(version, bytes),
88 => any::response::<messages::streams_group_heartbeat::StreamsGroupHeartbeatResponse<'_>>(version, bytes),
89 => any::response::<messages::streams_group_describe::StreamsGroupDescribeResponse<'_>>(version, bytes),
90 => any::response::<messages::describe_share_group_offsets::DescribeShareGroupOffsetsResponse<'_>>(version, bytes),
91 => any::response::<messages::alter_share_group_offsets::AlterShareGroupOffsetsResponse<'_>>(version, bytes),
92 => any::response::<messages::delete_share_group_offsets::DeleteShareGroupOffsetsResponse<'_>>(version, bytes),
93 => any::response::<messages::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateResponse<'_>>(version, bytes),
94 => any::response::<messages::unregister_controller::UnregisterControllerResponse<'_>>(version, bytes),
_ => return None,
})
}

/// The correlation id of a response frame of that API; `None` if there is no such API.
pub fn response_frame(key: i16, version: i16, bytes: &[u8]) -> Option<Result<i32, DecodeError>> {
    Some(match key {
0 => any::id_of_response::<messages::produce::ProduceRequest<'_>>(version, bytes),
1 => any::id_of_response::<messages::fetch::FetchRequest<'_>>(version, bytes),
2 => any::id_of_response::<messages::list_offsets::ListOffsetsRequest<'_>>(version, bytes),
3 => any::id_of_response::<messages::metadata::MetadataRequest<'_>>(version, bytes),
4 => any::id_of_response::<messages::leader_and_isr::LeaderAndIsrRequest<'_>>(version, bytes),
5 => any::id_of_response::<messages::stop_replica::StopReplicaRequest<'_>>(version, bytes),
6 => any::id_of_response::<messages::update_metadata::UpdateMetadataRequest<'_>>(version, bytes),
7 => any::id_of_response::<messages::controlled_shutdown::ControlledShutdownRequest<'_>>(version, bytes),
8 => any::id_of_response::<messages::offset_commit::OffsetCommitRequest<'_>>(version, bytes),
9 => any::id_of_response::<messages::offset_fetch::OffsetFetchRequest<'_>>(version, bytes),
10 => any::id_of_response::<messages::find_coordinator::FindCoordinatorRequest<'_>>(version, bytes),
11 => any::id_of_response::<messages::join_group::JoinGroupRequest<'_>>(version, bytes),
12 => any::id_of_response::<messages::heartbeat::HeartbeatRequest<'_>>(version, bytes),
13 => any::id_of_response::<messages::leave_group::LeaveGroupRequest<'_>>(version, bytes),
14 => any::id_of_response::<messages::sync_group::SyncGroupRequest<'_>>(version, bytes),
15 => any::id_of_response::<messages::describe_groups::DescribeGroupsRequest<'_>>(version, bytes),
16 => any::id_of_response::<messages::list_groups::ListGroupsRequest<'_>>(version, bytes),
17 => any::id_of_response::<messages::sasl_handshake::SaslHandshakeRequest<'_>>(version, bytes),
18 => any::id_of_response::<messages::api_versions::ApiVersionsRequest<'_>>(version, bytes),
19 => any::id_of_response::<messages::create_topics::CreateTopicsRequest<'_>>(version, bytes),
20 => any::id_of_response::<messages::delete_topics::DeleteTopicsRequest<'_>>(version, bytes),
21 => any::id_of_response::<messages::delete_records::DeleteRecordsRequest<'_>>(version, bytes),
22 => any::id_of_response::<messages::init_producer_id::InitProducerIdRequest<'_>>(version, bytes),
23 => any::id_of_response::<messages::offset_for_leader_epoch::OffsetForLeaderEpochRequest<'_>>(version, bytes),
24 => any::id_of_response::<messages::add_partitions_to_txn::AddPartitionsToTxnRequest<'_>>(version, bytes),
25 => any::id_of_response::<messages::add_offsets_to_txn::AddOffsetsToTxnRequest<'_>>(version, bytes),
26 => any::id_of_response::<messages::end_txn::EndTxnRequest<'_>>(version, bytes),
27 => any::id_of_response::<messages::write_txn_markers::WriteTxnMarkersRequest<'_>>(version, bytes),
28 => any::id_of_response::<messages::txn_offset_commit::TxnOffsetCommitRequest<'_>>(version, bytes),
29 => any::id_of_response::<messages::describe_acls::DescribeAclsRequest<'_>>(version, bytes),
30 => any::id_of_response::<messages::create_acls::CreateAclsRequest<'_>>(version, bytes),
31 => any::id_of_response::<messages::delete_acls::DeleteAclsRequest<'_>>(version, bytes),
32 => any::id_of_response::<messages::describe_configs::DescribeConfigsRequest<'_>>(version, bytes),
33 => any::id_of_response::<messages::alter_configs::AlterConfigsRequest<'_>>(version, bytes),
34 => any::id_of_response::<messages::alter_replica_log_dirs::AlterReplicaLogDirsRequest<'_>>(version, bytes),
35 => any::id_of_response::<messages::describe_log_dirs::DescribeLogDirsRequest<'_>>(version, bytes),
36 => any::id_of_response::<messages::sasl_authenticate::SaslAuthenticateRequest<'_>>(version, bytes),
37 => any::id_of_response::<messages::create_partitions::CreatePartitionsRequest<'_>>(version, bytes),
38 => any::id_of_response::<messages::create_delegation_token::CreateDelegationTokenRequest<'_>>(version, bytes),
39 => any::id_of_response::<messages::renew_delegation_token::RenewDelegationTokenRequest<'_>>(version, bytes),
40 => any::id_of_response::<messages::expire_delegation_token::ExpireDelegationTokenRequest<'_>>(version, bytes),
41 => any::id_of_response::<messages::describe_delegation_token::DescribeDelegationTokenRequest<'_>>(version, bytes),
42 => any::id_of_response::<messages::delete_groups::DeleteGroupsRequest<'_>>(version, bytes),
43 => any::id_of_response::<messages::elect_leaders::ElectLeadersRequest<'_>>(version, bytes),
44 => any::id_of_response::<messages::incremental_alter_configs::IncrementalAlterConfigsRequest<'_>>(version, bytes),
45 => any::id_of_response::<messages::alter_partition_reassignments::AlterPartitionReassignmentsRequest<'_>>(version, bytes),
46 => any::id_of_response::<messages::list_partition_reassignments::ListPartitionReassignmentsRequest<'_>>(version, bytes),
47 => any::id_of_response::<messages::offset_delete::OffsetDeleteRequest<'_>>(version, bytes),
48 => any::id_of_response::<messages::describe_client_quotas::DescribeClientQuotasRequest<'_>>(version, bytes),
49 => any::id_of_response::<messages::alter_client_quotas::AlterClientQuotasRequest<'_>>(version, bytes),
50 => any::id_of_response::<messages::describe_user_scram_credentials::DescribeUserScramCredentialsRequest<'_>>(version, bytes),
51 => any::id_of_response::<messages::alter_user_scram_credentials::AlterUserScramCredentialsRequest<'_>>(version, bytes),
52 => any::id_of_response::<messages::vote::VoteRequest<'_>>(version, bytes),
53 => any::id_of_response::<messages::begin_quorum_epoch::BeginQuorumEpochRequest<'_>>(version, bytes),
54 => any::id_of_response::<messages::end_quorum_epoch::EndQuorumEpochRequest<'_>>(version, bytes),
55 => any::id_of_response::<messages::describe_quorum::DescribeQuorumRequest<'_>>(version, bytes),
56 => any::id_of_response::<messages::alter_partition::AlterPartitionRequest<'_>>(version, bytes),
57 => any::id_of_response::<messages::update_features::UpdateFeaturesRequest<'_>>(version, bytes),
58 => any::id_of_response::<messages::envelope::EnvelopeRequest<'_>>(version, bytes),
59 => any::id_of_response::<messages::fetch_snapshot::FetchSnapshotRequest<'_>>(version, bytes),
60 => any::id_of_response::<messages::describe_cluster::DescribeClusterRequest<'_>>(version, bytes),
61 => any::id_of_response::<messages::describe_producers::DescribeProducersRequest<'_>>(version, bytes),
62 => any::id_of_response::<messages::broker_registration::BrokerRegistrationRequest<'_>>(version, bytes),
63 => any::id_of_response::<messages::broker_heartbeat::BrokerHeartbeatRequest<'_>>(version, bytes),
64 => any::id_of_response::<messages::unregister_broker::UnregisterBrokerRequest<'_>>(version, bytes),
65 => any::id_of_response::<messages::describe_transactions::DescribeTransactionsRequest<'_>>(version, bytes),
66 => any::id_of_response::<messages::list_transactions::ListTransactionsRequest<'_>>(version, bytes),
67 => any::id_of_response::<messages::allocate_producer_ids::AllocateProducerIdsRequest<'_>>(version, bytes),
68 => any::id_of_response::<messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest<'_>>(version, bytes),
69 => any::id_of_response::<messages::consumer_group_describe::ConsumerGroupDescribeRequest<'_>>(version, bytes),
70 => any::id_of_response::<messages::controller_registration::ControllerRegistrationRequest<'_>>(version, bytes),
71 => any::id_of_response::<messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsRequest<'_>>(version, bytes),
72 => any::id_of_response::<messages::push_telemetry::PushTelemetryRequest<'_>>(version, bytes),
73 => any::id_of_response::<messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest<'_>>(version, bytes),
74 => any::id_of_response::<messages::list_config_resources::ListConfigResourcesRequest<'_>>(version, bytes),
75 => any::id_of_response::<messages::describe_topic_partitions::DescribeTopicPartitionsRequest<'_>>(version, bytes),
76 => any::id_of_response::<messages::share_group_heartbeat::ShareGroupHeartbeatRequest<'_>>(version, bytes),
77 => any::id_of_response::<messages::share_group_describe::ShareGroupDescribeRequest<'_>>(version, bytes),
78 => any::id_of_response::<messages::share_fetch::ShareFetchRequest<'_>>(version, bytes),
79 => any::id_of_response::<messages::share_acknowledge::ShareAcknowledgeRequest<'_>>(version, bytes),
80 => any::id_of_response::<messages::add_raft_voter::AddRaftVoterRequest<'_>>(version, bytes),
81 => any::id_of_response::<messages::remove_raft_voter::RemoveRaftVoterRequest<'_>>(version, bytes),
82 => any::id_of_response::<messages::update_raft_voter::UpdateRaftVoterRequest<'_>>(version, bytes),
83 => any::id_of_response::<messages::initialize_share_group_state::InitializeShareGroupStateRequest<'_>>(version, bytes),
84 => any::id_of_response::<messages::read_share_group_state::ReadShareGroupStateRequest<'_>>(version, bytes),
85 => any::id_of_response::<messages::write_share_group_state::WriteShareGroupStateRequest<'_>>(version, bytes),
86 => any::id_of_response::<messages::delete_share_group_state::DeleteShareGroupStateRequest<'_>>(version, bytes),
87 => any::id_of_response::<messages::read_share_group_state_summary::ReadShareGroupStateSummaryRequest<'_>>(version, bytes),
88 => any::id_of_response::<messages::streams_group_heartbeat::StreamsGroupHeartbeatRequest<'_>>(version, bytes),
89 => any::id_of_response::<messages::streams_group_describe::StreamsGroupDescribeRequest<'_>>(version, bytes),
90 => any::id_of_response::<messages::describe_share_group_offsets::DescribeShareGroupOffsetsRequest<'_>>(version, bytes),
91 => any::id_of_response::<messages::alter_share_group_offsets::AlterShareGroupOffsetsRequest<'_>>(version, bytes),
92 => any::id_of_response::<messages::delete_share_group_offsets::DeleteShareGroupOffsetsRequest<'_>>(version, bytes),
93 => any::id_of_response::<messages::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateRequest<'_>>(version, bytes),
94 => any::id_of_response::<messages::unregister_controller::UnregisterControllerRequest<'_>>(version, bytes),
_ => return None,
})
}

/// The header or data of that name; `None` if there is none.
#[allow(clippy::type_complexity, reason = "a decoded message, if there is such a message")]
pub fn plain<'a>(
    name: &str,
    version: i16,
    bytes: &'a [u8],
) -> Option<Result<Box<dyn AnyMessage<'a> + 'a>, DecodeError>> {
    Some(match name {
        "AbortedTxn" => any::plain::<messages::aborted_txn::AbortedTxn<'_>>(version, 32767, bytes),
        "ConsumerProtocolAssignment" => any::plain::<
            messages::consumer_protocol_assignment::ConsumerProtocolAssignment<'_>,
        >(version, 32767, bytes),
        "ConsumerProtocolSubscription" => any::plain::<
            messages::consumer_protocol_subscription::ConsumerProtocolSubscription<'_>,
        >(version, 32767, bytes),
        "ControlRecordTypeSchema" => any::plain::<
            messages::control_record_type_schema::ControlRecordTypeSchema<'_>,
        >(version, 32767, bytes),
        "DefaultPrincipalData" => any::plain::<
            messages::default_principal_data::DefaultPrincipalData<'_>,
        >(version, 0, bytes),
        "EndTxnMarker" => {
            any::plain::<messages::end_txn_marker::EndTxnMarker<'_>>(version, 32767, bytes)
        }
        "KRaftVersionRecord" => {
            any::plain::<messages::k_raft_version_record::KRaftVersionRecord<'_>>(version, 0, bytes)
        }
        "LeaderChangeMessage" => any::plain::<
            messages::leader_change_message::LeaderChangeMessage<'_>,
        >(version, 0, bytes),
        "SnapshotFooterRecord" => any::plain::<
            messages::snapshot_footer_record::SnapshotFooterRecord<'_>,
        >(version, 0, bytes),
        "SnapshotHeaderRecord" => any::plain::<
            messages::snapshot_header_record::SnapshotHeaderRecord<'_>,
        >(version, 0, bytes),
        "VotersRecord" => {
            any::plain::<messages::voters_record::VotersRecord<'_>>(version, 0, bytes)
        }
        "RequestHeader" => {
            any::plain::<messages::request_header::RequestHeader<'_>>(version, 2, bytes)
        }
        "ResponseHeader" => {
            any::plain::<messages::response_header::ResponseHeader<'_>>(version, 1, bytes)
        }
        _ => return None,
    })
}

impl ToJson for messages::produce::ProduceRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 3..=32767, &self.transactional_id);
        out.put("acks", 0..=32767, &self.acks);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("topicData", 0..=32767, &self.topic_data);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::ProduceResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("responses", 0..=32767, &self.responses);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put_tagged(
            "nodeEndpoints",
            10..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::TopicProduceData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=12, &self.name);
        out.put("topicId", 13..=32767, &self.topic_id);
        out.put("partitionData", 0..=32767, &self.partition_data);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::PartitionProduceData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("index", 0..=32767, &self.index);
        out.put("records", 0..=32767, &self.records);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::TopicProduceResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=12, &self.name);
        out.put("topicId", 13..=32767, &self.topic_id);
        out.put("partitionResponses", 0..=32767, &self.partition_responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::PartitionProduceResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("index", 0..=32767, &self.index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("baseOffset", 0..=32767, &self.base_offset);
        out.put("logAppendTimeMs", 2..=32767, &self.log_append_time_ms);
        out.put("logStartOffset", 5..=32767, &self.log_start_offset);
        out.put("recordErrors", 8..=32767, &self.record_errors);
        out.put("errorMessage", 8..=32767, &self.error_message);
        out.put_tagged(
            "currentLeader",
            10..=32767,
            self.current_leader != Default::default(),
            &self.current_leader,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::BatchIndexAndErrorMessage<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("batchIndex", 8..=32767, &self.batch_index);
        out.put("batchIndexErrorMessage", 8..=32767, &self.batch_index_error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::LeaderIdAndEpoch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 10..=32767, &self.leader_id);
        out.put("leaderEpoch", 10..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::produce::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 10..=32767, &self.node_id);
        out.put("host", 10..=32767, &self.host);
        out.put("port", 10..=32767, &self.port);
        out.put("rack", 10..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::FetchRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put_tagged("clusterId", 12..=32767, self.cluster_id.is_some(), &self.cluster_id);
        out.put("replicaId", 0..=14, &self.replica_id);
        out.put_tagged(
            "replicaState",
            15..=32767,
            self.replica_state != Default::default(),
            &self.replica_state,
        );
        out.put("maxWaitMs", 0..=32767, &self.max_wait_ms);
        out.put("minBytes", 0..=32767, &self.min_bytes);
        out.put("maxBytes", 3..=32767, &self.max_bytes);
        out.put("isolationLevel", 4..=32767, &self.isolation_level);
        out.put("sessionId", 7..=32767, &self.session_id);
        out.put("sessionEpoch", 7..=32767, &self.session_epoch);
        out.put("topics", 0..=32767, &self.topics);
        out.put("forgottenTopicsData", 7..=32767, &self.forgotten_topics_data);
        out.put("rackId", 11..=32767, &self.rack_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::FetchResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 7..=32767, &self.error_code);
        out.put("sessionId", 7..=32767, &self.session_id);
        out.put("responses", 0..=32767, &self.responses);
        out.put_tagged(
            "nodeEndpoints",
            16..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::ReplicaState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("replicaId", 15..=32767, &self.replica_id);
        out.put("replicaEpoch", 15..=32767, &self.replica_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::FetchTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=12, &self.topic);
        out.put("topicId", 13..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::FetchPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("currentLeaderEpoch", 9..=32767, &self.current_leader_epoch);
        out.put("fetchOffset", 0..=32767, &self.fetch_offset);
        out.put("lastFetchedEpoch", 12..=32767, &self.last_fetched_epoch);
        out.put("logStartOffset", 5..=32767, &self.log_start_offset);
        out.put("partitionMaxBytes", 0..=32767, &self.partition_max_bytes);
        out.put_tagged(
            "replicaDirectoryId",
            17..=32767,
            !self.replica_directory_id.is_zero(),
            &self.replica_directory_id,
        );
        out.put_tagged(
            "highWatermark",
            18..=32767,
            self.high_watermark != i64::MAX,
            &self.high_watermark,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::ForgottenTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 7..=12, &self.topic);
        out.put("topicId", 13..=32767, &self.topic_id);
        out.put("partitions", 7..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::FetchableTopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=12, &self.topic);
        out.put("topicId", 13..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("highWatermark", 0..=32767, &self.high_watermark);
        out.put("lastStableOffset", 4..=32767, &self.last_stable_offset);
        out.put("logStartOffset", 5..=32767, &self.log_start_offset);
        out.put_tagged(
            "divergingEpoch",
            12..=32767,
            self.diverging_epoch != Default::default(),
            &self.diverging_epoch,
        );
        out.put_tagged(
            "currentLeader",
            12..=32767,
            self.current_leader != Default::default(),
            &self.current_leader,
        );
        out.put_tagged(
            "snapshotId",
            12..=32767,
            self.snapshot_id != Default::default(),
            &self.snapshot_id,
        );
        out.put("abortedTransactions", 4..=32767, &self.aborted_transactions);
        out.put("preferredReadReplica", 11..=32767, &self.preferred_read_replica);
        out.put("records", 0..=32767, &self.records);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::EpochEndOffset<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("epoch", 12..=32767, &self.epoch);
        out.put("endOffset", 12..=32767, &self.end_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::LeaderIdAndEpoch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 12..=32767, &self.leader_id);
        out.put("leaderEpoch", 12..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::SnapshotId<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("endOffset", 0..=32767, &self.end_offset);
        out.put("epoch", 0..=32767, &self.epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::AbortedTransaction<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("producerId", 4..=32767, &self.producer_id);
        out.put("firstOffset", 4..=32767, &self.first_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 16..=32767, &self.node_id);
        out.put("host", 16..=32767, &self.host);
        out.put("port", 16..=32767, &self.port);
        out.put("rack", 16..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("replicaId", 0..=32767, &self.replica_id);
        out.put("isolationLevel", 2..=32767, &self.isolation_level);
        out.put("topics", 0..=32767, &self.topics);
        out.put("timeoutMs", 10..=32767, &self.timeout_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 2..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("currentLeaderEpoch", 4..=32767, &self.current_leader_epoch);
        out.put("timestamp", 0..=32767, &self.timestamp);
        out.put("maxNumOffsets", 0..=0, &self.max_num_offsets);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsTopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_offsets::ListOffsetsPartitionResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("oldStyleOffsets", 0..=0, &self.old_style_offsets);
        out.put("timestamp", 1..=32767, &self.timestamp);
        out.put("offset", 1..=32767, &self.offset);
        out.put("leaderEpoch", 4..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("allowAutoTopicCreation", 4..=32767, &self.allow_auto_topic_creation);
        out.put(
            "includeClusterAuthorizedOperations",
            8..=10,
            &self.include_cluster_authorized_operations,
        );
        out.put(
            "includeTopicAuthorizedOperations",
            8..=32767,
            &self.include_topic_authorized_operations,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 3..=32767, &self.throttle_time_ms);
        out.put("brokers", 0..=32767, &self.brokers);
        out.put("clusterId", 2..=32767, &self.cluster_id);
        out.put("controllerId", 1..=32767, &self.controller_id);
        out.put("topics", 0..=32767, &self.topics);
        out.put("clusterAuthorizedOperations", 8..=10, &self.cluster_authorized_operations);
        out.put("errorCode", 13..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("name", 0..=32767, &self.name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataResponseBroker<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 0..=32767, &self.node_id);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("rack", 1..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("name", 0..=32767, &self.name);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("isInternal", 1..=32767, &self.is_internal);
        out.put("partitions", 0..=32767, &self.partitions);
        out.put("topicAuthorizedOperations", 8..=32767, &self.topic_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::metadata::MetadataResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 7..=32767, &self.leader_epoch);
        out.put("replicaNodes", 0..=32767, &self.replica_nodes);
        out.put("isrNodes", 0..=32767, &self.isr_nodes);
        out.put("offlineReplicas", 5..=32767, &self.offline_replicas);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.put("isKRaftController", 7..=32767, &self.is_k_raft_controller);
        out.put("controllerEpoch", 0..=32767, &self.controller_epoch);
        out.put("brokerEpoch", 2..=32767, &self.broker_epoch);
        out.put("type", 5..=32767, &self.r#type);
        out.put("ungroupedPartitionStates", 0..=1, &self.ungrouped_partition_states);
        out.put("topicStates", 2..=32767, &self.topic_states);
        out.put("liveLeaders", 0..=32767, &self.live_leaders);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("partitionErrors", 0..=4, &self.partition_errors);
        out.put("topics", 5..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrPartitionState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=1, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("controllerEpoch", 0..=32767, &self.controller_epoch);
        out.put("leader", 0..=32767, &self.leader);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("isr", 0..=32767, &self.isr);
        out.put("partitionEpoch", 0..=32767, &self.partition_epoch);
        out.put("replicas", 0..=32767, &self.replicas);
        out.put("addingReplicas", 3..=32767, &self.adding_replicas);
        out.put("removingReplicas", 3..=32767, &self.removing_replicas);
        out.put("isNew", 1..=32767, &self.is_new);
        out.put("leaderRecoveryState", 6..=32767, &self.leader_recovery_state);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrTopicState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 2..=32767, &self.topic_name);
        out.put("topicId", 5..=32767, &self.topic_id);
        out.put("partitionStates", 2..=32767, &self.partition_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrLiveLeader<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("hostName", 0..=32767, &self.host_name);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrPartitionError<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=4, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_and_isr::LeaderAndIsrTopicError<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 5..=32767, &self.topic_id);
        out.put("partitionErrors", 5..=32767, &self.partition_errors);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.put("isKRaftController", 4..=32767, &self.is_k_raft_controller);
        out.put("controllerEpoch", 0..=32767, &self.controller_epoch);
        out.put("brokerEpoch", 1..=32767, &self.broker_epoch);
        out.put("deletePartitions", 0..=2, &self.delete_partitions);
        out.put("ungroupedPartitions", 0..=0, &self.ungrouped_partitions);
        out.put("topics", 1..=2, &self.topics);
        out.put("topicStates", 3..=32767, &self.topic_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("partitionErrors", 0..=32767, &self.partition_errors);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaPartitionV0<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=0, &self.topic_name);
        out.put("partitionIndex", 0..=0, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaTopicV1<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 1..=2, &self.name);
        out.put("partitionIndexes", 1..=2, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaTopicState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 3..=32767, &self.topic_name);
        out.put("partitionStates", 3..=32767, &self.partition_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaPartitionState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 3..=32767, &self.partition_index);
        out.put("leaderEpoch", 3..=32767, &self.leader_epoch);
        out.put("deletePartition", 3..=32767, &self.delete_partition);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::stop_replica::StopReplicaPartitionError<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.put("isKRaftController", 8..=32767, &self.is_k_raft_controller);
        out.put_tagged("type", 8..=32767, self.r#type != 0, &self.r#type);
        out.put("controllerEpoch", 0..=32767, &self.controller_epoch);
        out.put("brokerEpoch", 5..=32767, &self.broker_epoch);
        out.put("ungroupedPartitionStates", 0..=4, &self.ungrouped_partition_states);
        out.put("topicStates", 5..=32767, &self.topic_states);
        out.put("liveBrokers", 0..=32767, &self.live_brokers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataPartitionState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=4, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("controllerEpoch", 0..=32767, &self.controller_epoch);
        out.put("leader", 0..=32767, &self.leader);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("isr", 0..=32767, &self.isr);
        out.put("zkVersion", 0..=32767, &self.zk_version);
        out.put("replicas", 0..=32767, &self.replicas);
        out.put("offlineReplicas", 4..=32767, &self.offline_replicas);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataTopicState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 5..=32767, &self.topic_name);
        out.put("topicId", 7..=32767, &self.topic_id);
        out.put("partitionStates", 5..=32767, &self.partition_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataBroker<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("id", 0..=32767, &self.id);
        out.put("v0Host", 0..=0, &self.v0_host);
        out.put("v0Port", 0..=0, &self.v0_port);
        out.put("endpoints", 1..=32767, &self.endpoints);
        out.put("rack", 2..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_metadata::UpdateMetadataEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("port", 1..=32767, &self.port);
        out.put("host", 1..=32767, &self.host);
        out.put("listener", 3..=32767, &self.listener);
        out.put("securityProtocol", 1..=32767, &self.security_protocol);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controlled_shutdown::ControlledShutdownRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("brokerEpoch", 2..=32767, &self.broker_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controlled_shutdown::ControlledShutdownResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("remainingPartitions", 0..=32767, &self.remaining_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controlled_shutdown::RemainingPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("generationIdOrMemberEpoch", 1..=32767, &self.generation_id_or_member_epoch);
        out.put("memberId", 1..=32767, &self.member_id);
        out.put("groupInstanceId", 7..=32767, &self.group_instance_id);
        out.put("retentionTimeMs", 2..=4, &self.retention_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 3..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=9, &self.name);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitRequestPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("committedOffset", 0..=32767, &self.committed_offset);
        out.put("committedLeaderEpoch", 6..=32767, &self.committed_leader_epoch);
        out.put("commitTimestamp", 1..=1, &self.commit_timestamp);
        out.put("committedMetadata", 0..=32767, &self.committed_metadata);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=9, &self.name);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_commit::OffsetCommitResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=7, &self.group_id);
        out.put("topics", 0..=7, &self.topics);
        out.put("groups", 8..=32767, &self.groups);
        out.put("requireStable", 7..=32767, &self.require_stable);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 3..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=7, &self.topics);
        out.put("errorCode", 2..=7, &self.error_code);
        out.put("groups", 8..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=7, &self.name);
        out.put("partitionIndexes", 0..=7, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchRequestGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 8..=32767, &self.group_id);
        out.put("memberId", 9..=32767, &self.member_id);
        out.put("memberEpoch", 9..=32767, &self.member_epoch);
        out.put("topics", 8..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchRequestTopics<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 8..=9, &self.name);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("partitionIndexes", 8..=32767, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=7, &self.name);
        out.put("partitions", 0..=7, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=7, &self.partition_index);
        out.put("committedOffset", 0..=7, &self.committed_offset);
        out.put("committedLeaderEpoch", 5..=7, &self.committed_leader_epoch);
        out.put("metadata", 0..=7, &self.metadata);
        out.put("errorCode", 0..=7, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponseGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 8..=32767, &self.group_id);
        out.put("topics", 8..=32767, &self.topics);
        out.put("errorCode", 8..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponseTopics<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 8..=9, &self.name);
        out.put("topicId", 10..=32767, &self.topic_id);
        out.put("partitions", 8..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_fetch::OffsetFetchResponsePartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 8..=32767, &self.partition_index);
        out.put("committedOffset", 8..=32767, &self.committed_offset);
        out.put("committedLeaderEpoch", 8..=32767, &self.committed_leader_epoch);
        out.put("metadata", 8..=32767, &self.metadata);
        out.put("errorCode", 8..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::find_coordinator::FindCoordinatorRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 0..=3, &self.key);
        out.put("keyType", 1..=32767, &self.key_type);
        out.put("coordinatorKeys", 4..=32767, &self.coordinator_keys);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::find_coordinator::FindCoordinatorResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=3, &self.error_code);
        out.put("errorMessage", 1..=3, &self.error_message);
        out.put("nodeId", 0..=3, &self.node_id);
        out.put("host", 0..=3, &self.host);
        out.put("port", 0..=3, &self.port);
        out.put("coordinators", 4..=32767, &self.coordinators);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::find_coordinator::Coordinator<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 4..=32767, &self.key);
        out.put("nodeId", 4..=32767, &self.node_id);
        out.put("host", 4..=32767, &self.host);
        out.put("port", 4..=32767, &self.port);
        out.put("errorCode", 4..=32767, &self.error_code);
        out.put("errorMessage", 4..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::join_group::JoinGroupRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("sessionTimeoutMs", 0..=32767, &self.session_timeout_ms);
        out.put("rebalanceTimeoutMs", 1..=32767, &self.rebalance_timeout_ms);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("groupInstanceId", 5..=32767, &self.group_instance_id);
        out.put("protocolType", 0..=32767, &self.protocol_type);
        out.put("protocols", 0..=32767, &self.protocols);
        out.put("reason", 8..=32767, &self.reason);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::join_group::JoinGroupResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 2..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("generationId", 0..=32767, &self.generation_id);
        out.put("protocolType", 7..=32767, &self.protocol_type);
        out.put("protocolName", 0..=32767, &self.protocol_name);
        out.put("leader", 0..=32767, &self.leader);
        out.put("skipAssignment", 9..=32767, &self.skip_assignment);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("members", 0..=32767, &self.members);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::join_group::JoinGroupRequestProtocol<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("metadata", 0..=32767, &self.metadata);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::join_group::JoinGroupResponseMember<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("groupInstanceId", 5..=32767, &self.group_instance_id);
        out.put("metadata", 0..=32767, &self.metadata);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::heartbeat::HeartbeatRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("generationId", 0..=32767, &self.generation_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("groupInstanceId", 3..=32767, &self.group_instance_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::heartbeat::HeartbeatResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leave_group::LeaveGroupRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=2, &self.member_id);
        out.put("members", 3..=32767, &self.members);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leave_group::LeaveGroupResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("members", 3..=32767, &self.members);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leave_group::MemberIdentity<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 3..=32767, &self.member_id);
        out.put("groupInstanceId", 3..=32767, &self.group_instance_id);
        out.put("reason", 5..=32767, &self.reason);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leave_group::MemberResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 3..=32767, &self.member_id);
        out.put("groupInstanceId", 3..=32767, &self.group_instance_id);
        out.put("errorCode", 3..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sync_group::SyncGroupRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("generationId", 0..=32767, &self.generation_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("groupInstanceId", 3..=32767, &self.group_instance_id);
        out.put("protocolType", 5..=32767, &self.protocol_type);
        out.put("protocolName", 5..=32767, &self.protocol_name);
        out.put("assignments", 0..=32767, &self.assignments);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sync_group::SyncGroupResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("protocolType", 5..=32767, &self.protocol_type);
        out.put("protocolName", 5..=32767, &self.protocol_name);
        out.put("assignment", 0..=32767, &self.assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sync_group::SyncGroupRequestAssignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("assignment", 0..=32767, &self.assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_groups::DescribeGroupsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groups", 0..=32767, &self.groups);
        out.put("includeAuthorizedOperations", 3..=32767, &self.include_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_groups::DescribeGroupsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_groups::DescribedGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 6..=32767, &self.error_message);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("groupState", 0..=32767, &self.group_state);
        out.put("protocolType", 0..=32767, &self.protocol_type);
        out.put("protocolData", 0..=32767, &self.protocol_data);
        out.put("members", 0..=32767, &self.members);
        out.put("authorizedOperations", 3..=32767, &self.authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_groups::DescribedGroupMember<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("groupInstanceId", 4..=32767, &self.group_instance_id);
        out.put("clientId", 0..=32767, &self.client_id);
        out.put("clientHost", 0..=32767, &self.client_host);
        out.put("memberMetadata", 0..=32767, &self.member_metadata);
        out.put("memberAssignment", 0..=32767, &self.member_assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_groups::ListGroupsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("statesFilter", 4..=32767, &self.states_filter);
        out.put("typesFilter", 5..=32767, &self.types_filter);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_groups::ListGroupsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_groups::ListedGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("protocolType", 0..=32767, &self.protocol_type);
        out.put("groupState", 4..=32767, &self.group_state);
        out.put("groupType", 5..=32767, &self.group_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sasl_handshake::SaslHandshakeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("mechanism", 0..=32767, &self.mechanism);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sasl_handshake::SaslHandshakeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("mechanisms", 0..=32767, &self.mechanisms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::api_versions::ApiVersionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clientSoftwareName", 3..=32767, &self.client_software_name);
        out.put("clientSoftwareVersion", 3..=32767, &self.client_software_version);
        out.put("clusterId", 5..=32767, &self.cluster_id);
        out.put("nodeId", 5..=32767, &self.node_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::api_versions::ApiVersionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("apiKeys", 0..=32767, &self.api_keys);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put_tagged(
            "supportedFeatures",
            3..=32767,
            !self.supported_features.is_empty(),
            &self.supported_features,
        );
        out.put_tagged(
            "finalizedFeaturesEpoch",
            3..=32767,
            self.finalized_features_epoch != -1,
            &self.finalized_features_epoch,
        );
        out.put_tagged(
            "finalizedFeatures",
            3..=32767,
            !self.finalized_features.is_empty(),
            &self.finalized_features,
        );
        out.put_tagged(
            "zkMigrationReady",
            3..=32767,
            self.zk_migration_ready,
            &self.zk_migration_ready,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::api_versions::ApiVersion<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("apiKey", 0..=32767, &self.api_key);
        out.put("minVersion", 0..=32767, &self.min_version);
        out.put("maxVersion", 0..=32767, &self.max_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::api_versions::SupportedFeatureKey<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 3..=32767, &self.name);
        out.put("minVersion", 3..=32767, &self.min_version);
        out.put("maxVersion", 3..=32767, &self.max_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::api_versions::FinalizedFeatureKey<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 3..=32767, &self.name);
        out.put("maxVersionLevel", 3..=32767, &self.max_version_level);
        out.put("minVersionLevel", 3..=32767, &self.min_version_level);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreateTopicsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("validateOnly", 1..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreateTopicsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 2..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreatableTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("numPartitions", 0..=32767, &self.num_partitions);
        out.put("replicationFactor", 0..=32767, &self.replication_factor);
        out.put("assignments", 0..=32767, &self.assignments);
        out.put("configs", 0..=32767, &self.configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreatableReplicaAssignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("brokerIds", 0..=32767, &self.broker_ids);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreatableTopicConfig<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreatableTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("topicId", 7..=32767, &self.topic_id);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 1..=32767, &self.error_message);
        out.put_tagged(
            "topicConfigErrorCode",
            5..=32767,
            self.topic_config_error_code.0 != 0,
            &self.topic_config_error_code,
        );
        out.put("numPartitions", 5..=32767, &self.num_partitions);
        out.put("replicationFactor", 5..=32767, &self.replication_factor);
        out.put("configs", 5..=32767, &self.configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_topics::CreatableTopicConfigs<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 5..=32767, &self.name);
        out.put("value", 5..=32767, &self.value);
        out.put("readOnly", 5..=32767, &self.read_only);
        out.put("configSource", 5..=32767, &self.config_source);
        out.put("isSensitive", 5..=32767, &self.is_sensitive);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_topics::DeleteTopicsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 6..=32767, &self.topics);
        out.put("topicNames", 0..=5, &self.topic_names);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_topics::DeleteTopicsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 1..=32767, &self.throttle_time_ms);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_topics::DeleteTopicState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 6..=32767, &self.name);
        out.put("topicId", 6..=32767, &self.topic_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_topics::DeletableTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("topicId", 6..=32767, &self.topic_id);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 5..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("offset", 0..=32767, &self.offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_records::DeleteRecordsPartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("lowWatermark", 0..=32767, &self.low_watermark);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::init_producer_id::InitProducerIdRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("transactionTimeoutMs", 0..=32767, &self.transaction_timeout_ms);
        out.put("producerId", 3..=32767, &self.producer_id);
        out.put("producerEpoch", 3..=32767, &self.producer_epoch);
        out.put("enable2Pc", 6..=32767, &self.enable2_pc);
        out.put("keepPreparedTxn", 6..=32767, &self.keep_prepared_txn);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::init_producer_id::InitProducerIdResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("ongoingTxnProducerId", 6..=32767, &self.ongoing_txn_producer_id);
        out.put("ongoingTxnProducerEpoch", 6..=32767, &self.ongoing_txn_producer_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::OffsetForLeaderEpochRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("replicaId", 3..=32767, &self.replica_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::OffsetForLeaderEpochResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 2..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::OffsetForLeaderTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::OffsetForLeaderPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("currentLeaderEpoch", 2..=32767, &self.current_leader_epoch);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::OffsetForLeaderTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_for_leader_epoch::EpochEndOffset<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("partition", 0..=32767, &self.partition);
        out.put("leaderEpoch", 1..=32767, &self.leader_epoch);
        out.put("endOffset", 0..=32767, &self.end_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactions", 4..=32767, &self.transactions);
        out.put("v3AndBelowTransactionalId", 0..=3, &self.v3_and_below_transactional_id);
        out.put("v3AndBelowProducerId", 0..=3, &self.v3_and_below_producer_id);
        out.put("v3AndBelowProducerEpoch", 0..=3, &self.v3_and_below_producer_epoch);
        out.put("v3AndBelowTopics", 0..=3, &self.v3_and_below_topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 4..=32767, &self.error_code);
        out.put("resultsByTransaction", 4..=32767, &self.results_by_transaction);
        out.put("resultsByTopicV3AndBelow", 0..=3, &self.results_by_topic_v3_and_below);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnTransaction<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 4..=32767, &self.transactional_id);
        out.put("producerId", 4..=32767, &self.producer_id);
        out.put("producerEpoch", 4..=32767, &self.producer_epoch);
        out.put("verifyOnly", 4..=32767, &self.verify_only);
        out.put("topics", 4..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 4..=32767, &self.transactional_id);
        out.put("topicResults", 4..=32767, &self.topic_results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("resultsByPartition", 0..=32767, &self.results_by_partition);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_partitions_to_txn::AddPartitionsToTxnPartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("partitionErrorCode", 0..=32767, &self.partition_error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_offsets_to_txn::AddOffsetsToTxnRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("groupId", 0..=32767, &self.group_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_offsets_to_txn::AddOffsetsToTxnResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_txn::EndTxnRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("committed", 0..=32767, &self.committed);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_txn::EndTxnResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("producerId", 5..=32767, &self.producer_id);
        out.put("producerEpoch", 5..=32767, &self.producer_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WriteTxnMarkersRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("markers", 0..=32767, &self.markers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WriteTxnMarkersResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("markers", 0..=32767, &self.markers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WritableTxnMarker<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("transactionResult", 0..=32767, &self.transaction_result);
        out.put("topics", 0..=32767, &self.topics);
        out.put("coordinatorEpoch", 0..=32767, &self.coordinator_epoch);
        out.put("transactionVersion", 2..=32767, &self.transaction_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WritableTxnMarkerTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitionIndexes", 0..=32767, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WritableTxnMarkerResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WritableTxnMarkerTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_txn_markers::WritableTxnMarkerPartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("generationIdOrMemberEpoch", 3..=32767, &self.generation_id_or_member_epoch);
        out.put("memberId", 3..=32767, &self.member_id);
        out.put("groupInstanceId", 3..=32767, &self.group_instance_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=5, &self.name);
        out.put("topicId", 6..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitRequestPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("committedOffset", 0..=32767, &self.committed_offset);
        out.put("committedLeaderEpoch", 2..=32767, &self.committed_leader_epoch);
        out.put("committedMetadata", 0..=32767, &self.committed_metadata);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=5, &self.name);
        out.put("topicId", 6..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::txn_offset_commit::TxnOffsetCommitResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_acls::DescribeAclsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceTypeFilter", 0..=32767, &self.resource_type_filter);
        out.put("resourceNameFilter", 0..=32767, &self.resource_name_filter);
        out.put("patternTypeFilter", 1..=32767, &self.pattern_type_filter);
        out.put("principalFilter", 0..=32767, &self.principal_filter);
        out.put("hostFilter", 0..=32767, &self.host_filter);
        out.put("operation", 0..=32767, &self.operation);
        out.put("permissionType", 0..=32767, &self.permission_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_acls::DescribeAclsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("resources", 0..=32767, &self.resources);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_acls::DescribeAclsResource<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("patternType", 1..=32767, &self.pattern_type);
        out.put("acls", 0..=32767, &self.acls);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_acls::AclDescription<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("principal", 0..=32767, &self.principal);
        out.put("host", 0..=32767, &self.host);
        out.put("operation", 0..=32767, &self.operation);
        out.put("permissionType", 0..=32767, &self.permission_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_acls::CreateAclsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("creations", 0..=32767, &self.creations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_acls::CreateAclsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_acls::AclCreation<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("resourcePatternType", 1..=32767, &self.resource_pattern_type);
        out.put("principal", 0..=32767, &self.principal);
        out.put("host", 0..=32767, &self.host);
        out.put("operation", 0..=32767, &self.operation);
        out.put("permissionType", 0..=32767, &self.permission_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_acls::AclCreationResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_acls::DeleteAclsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("filters", 0..=32767, &self.filters);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_acls::DeleteAclsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("filterResults", 0..=32767, &self.filter_results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_acls::DeleteAclsFilter<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceTypeFilter", 0..=32767, &self.resource_type_filter);
        out.put("resourceNameFilter", 0..=32767, &self.resource_name_filter);
        out.put("patternTypeFilter", 1..=32767, &self.pattern_type_filter);
        out.put("principalFilter", 0..=32767, &self.principal_filter);
        out.put("hostFilter", 0..=32767, &self.host_filter);
        out.put("operation", 0..=32767, &self.operation);
        out.put("permissionType", 0..=32767, &self.permission_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_acls::DeleteAclsFilterResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("matchingAcls", 0..=32767, &self.matching_acls);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_acls::DeleteAclsMatchingAcl<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("patternType", 1..=32767, &self.pattern_type);
        out.put("principal", 0..=32767, &self.principal);
        out.put("host", 0..=32767, &self.host);
        out.put("operation", 0..=32767, &self.operation);
        out.put("permissionType", 0..=32767, &self.permission_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resources", 0..=32767, &self.resources);
        out.put("includeSynonyms", 1..=32767, &self.include_synonyms);
        out.put("includeDocumentation", 3..=32767, &self.include_documentation);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsResource<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("configurationKeys", 0..=32767, &self.configuration_keys);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("configs", 0..=32767, &self.configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsResourceResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("value", 0..=32767, &self.value);
        out.put("readOnly", 0..=32767, &self.read_only);
        out.put("isDefault", 0..=0, &self.is_default);
        out.put("configSource", 1..=32767, &self.config_source);
        out.put("isSensitive", 0..=32767, &self.is_sensitive);
        out.put("synonyms", 1..=32767, &self.synonyms);
        out.put("configType", 3..=32767, &self.config_type);
        out.put("documentation", 3..=32767, &self.documentation);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_configs::DescribeConfigsSynonym<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 1..=32767, &self.name);
        out.put("value", 1..=32767, &self.value);
        out.put("source", 1..=32767, &self.source);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_configs::AlterConfigsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resources", 0..=32767, &self.resources);
        out.put("validateOnly", 0..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_configs::AlterConfigsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_configs::AlterConfigsResource<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("configs", 0..=32767, &self.configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_configs::AlterableConfig<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_configs::AlterConfigsResourceResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDirsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("dirs", 0..=32767, &self.dirs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDirsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDir<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("path", 0..=32767, &self.path);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDirTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDirTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_replica_log_dirs::AlterReplicaLogDirPartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribeLogDirsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribeLogDirsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 3..=32767, &self.error_code);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribableLogDirTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribeLogDirsResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("logDir", 0..=32767, &self.log_dir);
        out.put("topics", 0..=32767, &self.topics);
        out.put("totalBytes", 4..=32767, &self.total_bytes);
        out.put("usableBytes", 4..=32767, &self.usable_bytes);
        out.put("isCordoned", 5..=32767, &self.is_cordoned);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribeLogDirsTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_log_dirs::DescribeLogDirsPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("partitionSize", 0..=32767, &self.partition_size);
        out.put("offsetLag", 0..=32767, &self.offset_lag);
        out.put("isFutureKey", 0..=32767, &self.is_future_key);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sasl_authenticate::SaslAuthenticateRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("authBytes", 0..=32767, &self.auth_bytes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::sasl_authenticate::SaslAuthenticateResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("authBytes", 0..=32767, &self.auth_bytes);
        out.put("sessionLifetimeMs", 1..=32767, &self.session_lifetime_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_partitions::CreatePartitionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("validateOnly", 0..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_partitions::CreatePartitionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_partitions::CreatePartitionsTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("count", 0..=32767, &self.count);
        out.put("assignments", 0..=32767, &self.assignments);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_partitions::CreatePartitionsAssignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerIds", 0..=32767, &self.broker_ids);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_partitions::CreatePartitionsTopicResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_delegation_token::CreateDelegationTokenRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("ownerPrincipalType", 3..=32767, &self.owner_principal_type);
        out.put("ownerPrincipalName", 3..=32767, &self.owner_principal_name);
        out.put("renewers", 0..=32767, &self.renewers);
        out.put("maxLifetimeMs", 0..=32767, &self.max_lifetime_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_delegation_token::CreateDelegationTokenResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("principalType", 0..=32767, &self.principal_type);
        out.put("principalName", 0..=32767, &self.principal_name);
        out.put("tokenRequesterPrincipalType", 3..=32767, &self.token_requester_principal_type);
        out.put("tokenRequesterPrincipalName", 3..=32767, &self.token_requester_principal_name);
        out.put("issueTimestampMs", 0..=32767, &self.issue_timestamp_ms);
        out.put("expiryTimestampMs", 0..=32767, &self.expiry_timestamp_ms);
        out.put("maxTimestampMs", 0..=32767, &self.max_timestamp_ms);
        out.put("tokenId", 0..=32767, &self.token_id);
        out.put("hmac", 0..=32767, &self.hmac);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::create_delegation_token::CreatableRenewers<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("principalType", 0..=32767, &self.principal_type);
        out.put("principalName", 0..=32767, &self.principal_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::renew_delegation_token::RenewDelegationTokenRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("hmac", 0..=32767, &self.hmac);
        out.put("renewPeriodMs", 0..=32767, &self.renew_period_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::renew_delegation_token::RenewDelegationTokenResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("expiryTimestampMs", 0..=32767, &self.expiry_timestamp_ms);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::expire_delegation_token::ExpireDelegationTokenRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("hmac", 0..=32767, &self.hmac);
        out.put("expiryTimePeriodMs", 0..=32767, &self.expiry_time_period_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::expire_delegation_token::ExpireDelegationTokenResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("expiryTimestampMs", 0..=32767, &self.expiry_timestamp_ms);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_delegation_token::DescribeDelegationTokenRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("owners", 0..=32767, &self.owners);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_delegation_token::DescribeDelegationTokenResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("tokens", 0..=32767, &self.tokens);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_delegation_token::DescribeDelegationTokenOwner<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("principalType", 0..=32767, &self.principal_type);
        out.put("principalName", 0..=32767, &self.principal_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_delegation_token::DescribedDelegationToken<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("principalType", 0..=32767, &self.principal_type);
        out.put("principalName", 0..=32767, &self.principal_name);
        out.put("tokenRequesterPrincipalType", 3..=32767, &self.token_requester_principal_type);
        out.put("tokenRequesterPrincipalName", 3..=32767, &self.token_requester_principal_name);
        out.put("issueTimestamp", 0..=32767, &self.issue_timestamp);
        out.put("expiryTimestamp", 0..=32767, &self.expiry_timestamp);
        out.put("maxTimestamp", 0..=32767, &self.max_timestamp);
        out.put("tokenId", 0..=32767, &self.token_id);
        out.put("hmac", 0..=32767, &self.hmac);
        out.put("renewers", 0..=32767, &self.renewers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_delegation_token::DescribedDelegationTokenRenewer<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("principalType", 0..=32767, &self.principal_type);
        out.put("principalName", 0..=32767, &self.principal_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_groups::DeleteGroupsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupsNames", 0..=32767, &self.groups_names);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_groups::DeleteGroupsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_groups::DeletableGroupResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 3..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::elect_leaders::ElectLeadersRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("electionType", 1..=32767, &self.election_type);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::elect_leaders::ElectLeadersResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 1..=32767, &self.error_code);
        out.put("replicaElectionResults", 0..=32767, &self.replica_election_results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::elect_leaders::TopicPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::elect_leaders::ReplicaElectionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitionResult", 0..=32767, &self.partition_result);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::elect_leaders::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionId", 0..=32767, &self.partition_id);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::incremental_alter_configs::IncrementalAlterConfigsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resources", 0..=32767, &self.resources);
        out.put("validateOnly", 0..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::incremental_alter_configs::IncrementalAlterConfigsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::incremental_alter_configs::AlterConfigsResource<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("configs", 0..=32767, &self.configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::incremental_alter_configs::AlterableConfig<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("configOperation", 0..=32767, &self.config_operation);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::incremental_alter_configs::AlterConfigsResourceResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("resourceType", 0..=32767, &self.resource_type);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::AlterPartitionReassignmentsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("allowReplicationFactorChange", 1..=32767, &self.allow_replication_factor_change);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::AlterPartitionReassignmentsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("allowReplicationFactorChange", 1..=32767, &self.allow_replication_factor_change);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::ReassignableTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::ReassignablePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("replicas", 0..=32767, &self.replicas);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::ReassignableTopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition_reassignments::ReassignablePartitionResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_partition_reassignments::ListPartitionReassignmentsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_partition_reassignments::ListPartitionReassignmentsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_partition_reassignments::ListPartitionReassignmentsTopics<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitionIndexes", 0..=32767, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_partition_reassignments::OngoingTopicReassignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_partition_reassignments::OngoingPartitionReassignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("replicas", 0..=32767, &self.replicas);
        out.put("addingReplicas", 0..=32767, &self.adding_replicas);
        out.put("removingReplicas", 0..=32767, &self.removing_replicas);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteRequestPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::offset_delete::OffsetDeleteResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::DescribeClientQuotasRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("components", 0..=32767, &self.components);
        out.put("strict", 0..=32767, &self.strict);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::DescribeClientQuotasResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("entries", 0..=32767, &self.entries);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::ComponentData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entityType", 0..=32767, &self.entity_type);
        out.put("matchType", 0..=32767, &self.match_type);
        out.put("match", 0..=32767, &self.r#match);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::EntryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entity", 0..=32767, &self.entity);
        out.put("values", 0..=32767, &self.values);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::EntityData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entityType", 0..=32767, &self.entity_type);
        out.put("entityName", 0..=32767, &self.entity_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_client_quotas::ValueData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 0..=32767, &self.key);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::AlterClientQuotasRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entries", 0..=32767, &self.entries);
        out.put("validateOnly", 0..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::AlterClientQuotasResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("entries", 0..=32767, &self.entries);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::RequestEntryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entity", 0..=32767, &self.entity);
        out.put("ops", 0..=32767, &self.ops);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::EntityData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("entityType", 0..=32767, &self.entity_type);
        out.put("entityName", 0..=32767, &self.entity_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::OpData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 0..=32767, &self.key);
        out.put("value", 0..=32767, &self.value);
        out.put("remove", 0..=32767, &self.remove);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_client_quotas::ResponseEntryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("entity", 0..=32767, &self.entity);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_user_scram_credentials::DescribeUserScramCredentialsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("users", 0..=32767, &self.users);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson
    for messages::describe_user_scram_credentials::DescribeUserScramCredentialsResponse<'_>
{
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_user_scram_credentials::UserName<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_user_scram_credentials::DescribeUserScramCredentialsResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("user", 0..=32767, &self.user);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("credentialInfos", 0..=32767, &self.credential_infos);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_user_scram_credentials::CredentialInfo<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("mechanism", 0..=32767, &self.mechanism);
        out.put("iterations", 0..=32767, &self.iterations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_user_scram_credentials::AlterUserScramCredentialsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("deletions", 0..=32767, &self.deletions);
        out.put("upsertions", 0..=32767, &self.upsertions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_user_scram_credentials::AlterUserScramCredentialsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_user_scram_credentials::ScramCredentialDeletion<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("mechanism", 0..=32767, &self.mechanism);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_user_scram_credentials::ScramCredentialUpsertion<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("mechanism", 0..=32767, &self.mechanism);
        out.put("iterations", 0..=32767, &self.iterations);
        out.put("salt", 0..=32767, &self.salt);
        out.put("saltedPassword", 0..=32767, &self.salted_password);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_user_scram_credentials::AlterUserScramCredentialsResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("user", 0..=32767, &self.user);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::VoteRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("voterId", 1..=32767, &self.voter_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::VoteResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("topics", 0..=32767, &self.topics);
        out.put_tagged(
            "nodeEndpoints",
            1..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("replicaEpoch", 0..=32767, &self.replica_epoch);
        out.put("replicaId", 0..=32767, &self.replica_id);
        out.put("replicaDirectoryId", 1..=32767, &self.replica_directory_id);
        out.put("voterDirectoryId", 1..=32767, &self.voter_directory_id);
        out.put("lastOffsetEpoch", 0..=32767, &self.last_offset_epoch);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("preVote", 2..=32767, &self.pre_vote);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("voteGranted", 0..=32767, &self.vote_granted);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::vote::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 1..=32767, &self.node_id);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::BeginQuorumEpochRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("voterId", 1..=32767, &self.voter_id);
        out.put("topics", 0..=32767, &self.topics);
        out.put("leaderEndpoints", 1..=32767, &self.leader_endpoints);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::BeginQuorumEpochResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("topics", 0..=32767, &self.topics);
        out.put_tagged(
            "nodeEndpoints",
            1..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("voterDirectoryId", 1..=32767, &self.voter_directory_id);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::LeaderEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 1..=32767, &self.name);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::begin_quorum_epoch::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 1..=32767, &self.node_id);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::EndQuorumEpochRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("topics", 0..=32767, &self.topics);
        out.put("leaderEndpoints", 1..=32767, &self.leader_endpoints);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::EndQuorumEpochResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("topics", 0..=32767, &self.topics);
        out.put_tagged(
            "nodeEndpoints",
            1..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("preferredSuccessors", 0..=0, &self.preferred_successors);
        out.put("preferredCandidates", 1..=32767, &self.preferred_candidates);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::ReplicaInfo<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("candidateId", 1..=32767, &self.candidate_id);
        out.put("candidateDirectoryId", 1..=32767, &self.candidate_directory_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::LeaderEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 1..=32767, &self.name);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_quorum_epoch::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 1..=32767, &self.node_id);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::DescribeQuorumRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::DescribeQuorumResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 2..=32767, &self.error_message);
        out.put("topics", 0..=32767, &self.topics);
        out.put("nodes", 2..=32767, &self.nodes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 2..=32767, &self.error_message);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("highWatermark", 0..=32767, &self.high_watermark);
        out.put("currentVoters", 0..=32767, &self.current_voters);
        out.put("observers", 0..=32767, &self.observers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::ReplicaState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("replicaId", 0..=32767, &self.replica_id);
        out.put("replicaDirectoryId", 2..=32767, &self.replica_directory_id);
        out.put("logEndOffset", 0..=32767, &self.log_end_offset);
        out.put("lastFetchTimestamp", 1..=32767, &self.last_fetch_timestamp);
        out.put("lastCaughtUpTimestamp", 1..=32767, &self.last_caught_up_timestamp);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::Node<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 2..=32767, &self.node_id);
        out.put("listeners", 2..=32767, &self.listeners);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_quorum::Listener<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 2..=32767, &self.name);
        out.put("host", 2..=32767, &self.host);
        out.put("port", 2..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::AlterPartitionRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("brokerEpoch", 0..=32767, &self.broker_epoch);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::AlterPartitionResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=1, &self.topic_name);
        out.put("topicId", 2..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("newIsr", 0..=2, &self.new_isr);
        out.put("newIsrWithEpochs", 3..=32767, &self.new_isr_with_epochs);
        out.put("leaderRecoveryState", 1..=32767, &self.leader_recovery_state);
        out.put("partitionEpoch", 0..=32767, &self.partition_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::BrokerState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 3..=32767, &self.broker_id);
        out.put("brokerEpoch", 3..=32767, &self.broker_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=1, &self.topic_name);
        out.put("topicId", 2..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_partition::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("isr", 0..=32767, &self.isr);
        out.put("leaderRecoveryState", 1..=32767, &self.leader_recovery_state);
        out.put("partitionEpoch", 0..=32767, &self.partition_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_features::UpdateFeaturesRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("featureUpdates", 0..=32767, &self.feature_updates);
        out.put("validateOnly", 1..=32767, &self.validate_only);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_features::UpdateFeaturesResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("results", 0..=1, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_features::FeatureUpdateKey<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("feature", 0..=32767, &self.feature);
        out.put("maxVersionLevel", 0..=32767, &self.max_version_level);
        out.put("allowDowngrade", 0..=0, &self.allow_downgrade);
        out.put("upgradeType", 1..=32767, &self.upgrade_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_features::UpdatableFeatureResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("feature", 0..=32767, &self.feature);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::envelope::EnvelopeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("requestData", 0..=32767, &self.request_data);
        out.put("requestPrincipal", 0..=32767, &self.request_principal);
        out.put("clientHostAddress", 0..=32767, &self.client_host_address);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::envelope::EnvelopeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("responseData", 0..=32767, &self.response_data);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::FetchSnapshotRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put_tagged("clusterId", 0..=32767, self.cluster_id.is_some(), &self.cluster_id);
        out.put("replicaId", 0..=32767, &self.replica_id);
        out.put("maxBytes", 0..=32767, &self.max_bytes);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::FetchSnapshotResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("topics", 0..=32767, &self.topics);
        out.put_tagged(
            "nodeEndpoints",
            1..=32767,
            !self.node_endpoints.is_empty(),
            &self.node_endpoints,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::RequestTopicSnapshot<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::RequestPartitionSnapshot<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("currentLeaderEpoch", 0..=32767, &self.current_leader_epoch);
        out.put("snapshotId", 0..=32767, &self.snapshot_id);
        out.put("position", 0..=32767, &self.position);
        out.put_tagged(
            "replicaDirectoryId",
            1..=32767,
            !self.replica_directory_id.is_zero(),
            &self.replica_directory_id,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::SnapshotId<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("endOffset", 0..=32767, &self.end_offset);
        out.put("epoch", 0..=32767, &self.epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::ResponseTopicSnapshot<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::ResponsePartitionSnapshot<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("index", 0..=32767, &self.index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("snapshotId", 0..=32767, &self.snapshot_id);
        out.put_tagged(
            "currentLeader",
            0..=32767,
            self.current_leader != Default::default(),
            &self.current_leader,
        );
        out.put("size", 0..=32767, &self.size);
        out.put("position", 0..=32767, &self.position);
        out.put("unalignedRecords", 0..=32767, &self.unaligned_records);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::LeaderIdAndEpoch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::fetch_snapshot::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 1..=32767, &self.node_id);
        out.put("host", 1..=32767, &self.host);
        out.put("port", 1..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_cluster::DescribeClusterRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put(
            "includeClusterAuthorizedOperations",
            0..=32767,
            &self.include_cluster_authorized_operations,
        );
        out.put("endpointType", 1..=32767, &self.endpoint_type);
        out.put("includeFencedBrokers", 2..=32767, &self.include_fenced_brokers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_cluster::DescribeClusterResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("endpointType", 1..=32767, &self.endpoint_type);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.put("brokers", 0..=32767, &self.brokers);
        out.put("clusterAuthorizedOperations", 0..=32767, &self.cluster_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_cluster::DescribeClusterBroker<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("rack", 0..=32767, &self.rack);
        out.put("isFenced", 2..=32767, &self.is_fenced);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::DescribeProducersRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::DescribeProducersResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::TopicRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitionIndexes", 0..=32767, &self.partition_indexes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::TopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::PartitionResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("activeProducers", 0..=32767, &self.active_producers);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_producers::ProducerState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("lastSequence", 0..=32767, &self.last_sequence);
        out.put("lastTimestamp", 0..=32767, &self.last_timestamp);
        out.put("coordinatorEpoch", 0..=32767, &self.coordinator_epoch);
        out.put("currentTxnStartOffset", 0..=32767, &self.current_txn_start_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_registration::BrokerRegistrationRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("incarnationId", 0..=32767, &self.incarnation_id);
        out.put("listeners", 0..=32767, &self.listeners);
        out.put("features", 0..=32767, &self.features);
        out.put("rack", 0..=32767, &self.rack);
        out.put("isMigratingZkBroker", 1..=32767, &self.is_migrating_zk_broker);
        out.put("logDirs", 2..=32767, &self.log_dirs);
        out.put("previousBrokerEpoch", 3..=32767, &self.previous_broker_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_registration::BrokerRegistrationResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("brokerEpoch", 0..=32767, &self.broker_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_registration::Listener<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("securityProtocol", 0..=32767, &self.security_protocol);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_registration::Feature<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("minSupportedVersion", 0..=32767, &self.min_supported_version);
        out.put("maxSupportedVersion", 0..=32767, &self.max_supported_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_heartbeat::BrokerHeartbeatRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("brokerEpoch", 0..=32767, &self.broker_epoch);
        out.put("currentMetadataOffset", 0..=32767, &self.current_metadata_offset);
        out.put("wantFence", 0..=32767, &self.want_fence);
        out.put("wantShutDown", 0..=32767, &self.want_shut_down);
        out.put_tagged(
            "offlineLogDirs",
            1..=32767,
            !self.offline_log_dirs.is_empty(),
            &self.offline_log_dirs,
        );
        out.put_tagged(
            "cordonedLogDirs",
            2..=32767,
            self.cordoned_log_dirs.is_some(),
            &self.cordoned_log_dirs,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::broker_heartbeat::BrokerHeartbeatResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("isCaughtUp", 0..=32767, &self.is_caught_up);
        out.put("isFenced", 0..=32767, &self.is_fenced);
        out.put("shouldShutDown", 0..=32767, &self.should_shut_down);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::unregister_broker::UnregisterBrokerRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::unregister_broker::UnregisterBrokerResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_transactions::DescribeTransactionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalIds", 0..=32767, &self.transactional_ids);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_transactions::DescribeTransactionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("transactionStates", 0..=32767, &self.transaction_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_transactions::TransactionState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("transactionState", 0..=32767, &self.transaction_state);
        out.put("transactionTimeoutMs", 0..=32767, &self.transaction_timeout_ms);
        out.put("transactionStartTimeMs", 0..=32767, &self.transaction_start_time_ms);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("producerEpoch", 0..=32767, &self.producer_epoch);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_transactions::TopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_transactions::ListTransactionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("stateFilters", 0..=32767, &self.state_filters);
        out.put("producerIdFilters", 0..=32767, &self.producer_id_filters);
        out.put("durationFilter", 1..=32767, &self.duration_filter);
        out.put("transactionalIdPattern", 2..=32767, &self.transactional_id_pattern);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_transactions::ListTransactionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("unknownStateFilters", 0..=32767, &self.unknown_state_filters);
        out.put("transactionStates", 0..=32767, &self.transaction_states);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_transactions::TransactionState<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("transactionalId", 0..=32767, &self.transactional_id);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("transactionState", 0..=32767, &self.transaction_state);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::allocate_producer_ids::AllocateProducerIdsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("brokerEpoch", 0..=32767, &self.broker_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::allocate_producer_ids::AllocateProducerIdsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("producerIdStart", 0..=32767, &self.producer_id_start);
        out.put("producerIdLen", 0..=32767, &self.producer_id_len);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("instanceId", 0..=32767, &self.instance_id);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("rebalanceTimeoutMs", 0..=32767, &self.rebalance_timeout_ms);
        out.put("subscribedTopicNames", 0..=32767, &self.subscribed_topic_names);
        out.put("subscribedTopicRegex", 1..=32767, &self.subscribed_topic_regex);
        out.put("serverAssignor", 0..=32767, &self.server_assignor);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_heartbeat::ConsumerGroupHeartbeatResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("heartbeatIntervalMs", 0..=32767, &self.heartbeat_interval_ms);
        out.put("assignment", 0..=32767, &self.assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_heartbeat::TopicPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_heartbeat::Assignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::ConsumerGroupDescribeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupIds", 0..=32767, &self.group_ids);
        out.put("includeAuthorizedOperations", 0..=32767, &self.include_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::ConsumerGroupDescribeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::DescribedGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("groupState", 0..=32767, &self.group_state);
        out.put("groupEpoch", 0..=32767, &self.group_epoch);
        out.put("assignmentEpoch", 0..=32767, &self.assignment_epoch);
        out.put("assignorName", 0..=32767, &self.assignor_name);
        out.put("members", 0..=32767, &self.members);
        out.put("authorizedOperations", 0..=32767, &self.authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::Member<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("instanceId", 0..=32767, &self.instance_id);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("clientId", 0..=32767, &self.client_id);
        out.put("clientHost", 0..=32767, &self.client_host);
        out.put("subscribedTopicNames", 0..=32767, &self.subscribed_topic_names);
        out.put("subscribedTopicRegex", 0..=32767, &self.subscribed_topic_regex);
        out.put("assignment", 0..=32767, &self.assignment);
        out.put("targetAssignment", 0..=32767, &self.target_assignment);
        out.put("memberType", 1..=32767, &self.member_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::Assignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_group_describe::TopicPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controller_registration::ControllerRegistrationRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.put("incarnationId", 0..=32767, &self.incarnation_id);
        out.put("zkMigrationReady", 0..=32767, &self.zk_migration_ready);
        out.put("listeners", 0..=32767, &self.listeners);
        out.put("features", 0..=32767, &self.features);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controller_registration::ControllerRegistrationResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controller_registration::Listener<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("securityProtocol", 0..=32767, &self.security_protocol);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::controller_registration::Feature<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("minSupportedVersion", 0..=32767, &self.min_supported_version);
        out.put("maxSupportedVersion", 0..=32767, &self.max_supported_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clientInstanceId", 0..=32767, &self.client_instance_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("clientInstanceId", 0..=32767, &self.client_instance_id);
        out.put("subscriptionId", 0..=32767, &self.subscription_id);
        out.put("acceptedCompressionTypes", 0..=32767, &self.accepted_compression_types);
        out.put("pushIntervalMs", 0..=32767, &self.push_interval_ms);
        out.put("telemetryMaxBytes", 0..=32767, &self.telemetry_max_bytes);
        out.put("deltaTemporality", 0..=32767, &self.delta_temporality);
        out.put("requestedMetrics", 0..=32767, &self.requested_metrics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::push_telemetry::PushTelemetryRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clientInstanceId", 0..=32767, &self.client_instance_id);
        out.put("subscriptionId", 0..=32767, &self.subscription_id);
        out.put("terminating", 0..=32767, &self.terminating);
        out.put("compressionType", 0..=32767, &self.compression_type);
        out.put("metrics", 0..=32767, &self.metrics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::push_telemetry::PushTelemetryResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("brokerId", 0..=32767, &self.broker_id);
        out.put("brokerEpoch", 0..=32767, &self.broker_epoch);
        out.put("directories", 0..=32767, &self.directories);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::AssignReplicasToDirsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("directories", 0..=32767, &self.directories);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::RequestDirectoryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("id", 0..=32767, &self.id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::RequestTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::RequestPartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::ResponseDirectoryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("id", 0..=32767, &self.id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::ResponseTopicData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::assign_replicas_to_dirs::ResponsePartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_config_resources::ListConfigResourcesRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceTypes", 1..=32767, &self.resource_types);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_config_resources::ListConfigResourcesResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("configResources", 0..=32767, &self.config_resources);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::list_config_resources::ConfigResource<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("resourceName", 0..=32767, &self.resource_name);
        out.put("resourceType", 1..=32767, &self.resource_type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::DescribeTopicPartitionsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("responsePartitionLimit", 0..=32767, &self.response_partition_limit);
        out.put("cursor", 0..=32767, &self.cursor);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::DescribeTopicPartitionsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("topics", 0..=32767, &self.topics);
        out.put("nextCursor", 0..=32767, &self.next_cursor);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::TopicRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::Cursor<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::DescribeTopicPartitionsResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("name", 0..=32767, &self.name);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("isInternal", 0..=32767, &self.is_internal);
        out.put("partitions", 0..=32767, &self.partitions);
        out.put("topicAuthorizedOperations", 0..=32767, &self.topic_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_topic_partitions::DescribeTopicPartitionsResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("replicaNodes", 0..=32767, &self.replica_nodes);
        out.put("isrNodes", 0..=32767, &self.isr_nodes);
        out.put("eligibleLeaderReplicas", 0..=32767, &self.eligible_leader_replicas);
        out.put("lastKnownElr", 0..=32767, &self.last_known_elr);
        out.put("offlineReplicas", 0..=32767, &self.offline_replicas);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_heartbeat::ShareGroupHeartbeatRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("subscribedTopicNames", 0..=32767, &self.subscribed_topic_names);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_heartbeat::ShareGroupHeartbeatResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("heartbeatIntervalMs", 0..=32767, &self.heartbeat_interval_ms);
        out.put("assignment", 0..=32767, &self.assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_heartbeat::Assignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_heartbeat::TopicPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::ShareGroupDescribeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupIds", 0..=32767, &self.group_ids);
        out.put("includeAuthorizedOperations", 0..=32767, &self.include_authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::ShareGroupDescribeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::DescribedGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("groupState", 0..=32767, &self.group_state);
        out.put("groupEpoch", 0..=32767, &self.group_epoch);
        out.put("assignmentEpoch", 0..=32767, &self.assignment_epoch);
        out.put("assignorName", 0..=32767, &self.assignor_name);
        out.put("members", 0..=32767, &self.members);
        out.put("authorizedOperations", 0..=32767, &self.authorized_operations);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::Member<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("clientId", 0..=32767, &self.client_id);
        out.put("clientHost", 0..=32767, &self.client_host);
        out.put("subscribedTopicNames", 0..=32767, &self.subscribed_topic_names);
        out.put("assignment", 0..=32767, &self.assignment);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::Assignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicPartitions", 0..=32767, &self.topic_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_group_describe::TopicPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::ShareFetchRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("shareSessionEpoch", 0..=32767, &self.share_session_epoch);
        out.put("maxWaitMs", 0..=32767, &self.max_wait_ms);
        out.put("minBytes", 0..=32767, &self.min_bytes);
        out.put("maxBytes", 0..=32767, &self.max_bytes);
        out.put("maxRecords", 1..=32767, &self.max_records);
        out.put("batchSize", 1..=32767, &self.batch_size);
        out.put("shareAcquireMode", 2..=32767, &self.share_acquire_mode);
        out.put("isRenewAck", 2..=32767, &self.is_renew_ack);
        out.put("topics", 0..=32767, &self.topics);
        out.put("forgottenTopicsData", 0..=32767, &self.forgotten_topics_data);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::ShareFetchResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("acquisitionLockTimeoutMs", 1..=32767, &self.acquisition_lock_timeout_ms);
        out.put("responses", 0..=32767, &self.responses);
        out.put("nodeEndpoints", 0..=32767, &self.node_endpoints);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::FetchTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::FetchPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("partitionMaxBytes", 0..=0, &self.partition_max_bytes);
        out.put("acknowledgementBatches", 0..=32767, &self.acknowledgement_batches);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::AcknowledgementBatch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("acknowledgeTypes", 0..=32767, &self.acknowledge_types);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::ForgottenTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::ShareFetchableTopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("acknowledgeErrorCode", 0..=32767, &self.acknowledge_error_code);
        out.put("acknowledgeErrorMessage", 0..=32767, &self.acknowledge_error_message);
        out.put("currentLeader", 0..=32767, &self.current_leader);
        out.put("records", 0..=32767, &self.records);
        out.put("acquiredRecords", 0..=32767, &self.acquired_records);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::LeaderIdAndEpoch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::AcquiredRecords<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("deliveryCount", 0..=32767, &self.delivery_count);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_fetch::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 0..=32767, &self.node_id);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("rack", 0..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::ShareAcknowledgeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("shareSessionEpoch", 0..=32767, &self.share_session_epoch);
        out.put("isRenewAck", 2..=32767, &self.is_renew_ack);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::ShareAcknowledgeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("acquisitionLockTimeoutMs", 2..=32767, &self.acquisition_lock_timeout_ms);
        out.put("responses", 0..=32767, &self.responses);
        out.put("nodeEndpoints", 0..=32767, &self.node_endpoints);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::AcknowledgeTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::AcknowledgePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("acknowledgementBatches", 0..=32767, &self.acknowledgement_batches);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::AcknowledgementBatch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("acknowledgeTypes", 0..=32767, &self.acknowledge_types);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::ShareAcknowledgeTopicResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("currentLeader", 0..=32767, &self.current_leader);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::LeaderIdAndEpoch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::share_acknowledge::NodeEndpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("nodeId", 0..=32767, &self.node_id);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.put("rack", 0..=32767, &self.rack);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_raft_voter::AddRaftVoterRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("timeoutMs", 0..=32767, &self.timeout_ms);
        out.put("voterId", 0..=32767, &self.voter_id);
        out.put("voterDirectoryId", 0..=32767, &self.voter_directory_id);
        out.put("listeners", 0..=32767, &self.listeners);
        out.put("ackWhenCommitted", 1..=32767, &self.ack_when_committed);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_raft_voter::AddRaftVoterResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::add_raft_voter::Listener<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::remove_raft_voter::RemoveRaftVoterRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("voterId", 0..=32767, &self.voter_id);
        out.put("voterDirectoryId", 0..=32767, &self.voter_directory_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::remove_raft_voter::RemoveRaftVoterResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_raft_voter::UpdateRaftVoterRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("clusterId", 0..=32767, &self.cluster_id);
        out.put("currentLeaderEpoch", 0..=32767, &self.current_leader_epoch);
        out.put("voterId", 0..=32767, &self.voter_id);
        out.put("voterDirectoryId", 0..=32767, &self.voter_directory_id);
        out.put("listeners", 0..=32767, &self.listeners);
        out.put("kRaftVersionFeature", 0..=32767, &self.k_raft_version_feature);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_raft_voter::UpdateRaftVoterResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put_tagged(
            "currentLeader",
            0..=32767,
            self.current_leader != Default::default(),
            &self.current_leader,
        );
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_raft_voter::Listener<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_raft_voter::KRaftVersionFeature<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("minSupportedVersion", 0..=32767, &self.min_supported_version);
        out.put("maxSupportedVersion", 0..=32767, &self.max_supported_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::update_raft_voter::CurrentLeader<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::InitializeShareGroupStateRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::InitializeShareGroupStateResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::InitializeStateData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("stateEpoch", 0..=32767, &self.state_epoch);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::InitializeStateResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::initialize_share_group_state::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::ReadShareGroupStateRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::ReadShareGroupStateResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::ReadStateData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::ReadStateResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("stateEpoch", 0..=32767, &self.state_epoch);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.put("stateBatches", 0..=32767, &self.state_batches);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state::StateBatch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("deliveryState", 0..=32767, &self.delivery_state);
        out.put("deliveryCount", 0..=32767, &self.delivery_count);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::WriteShareGroupStateRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::WriteShareGroupStateResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::WriteStateData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("stateEpoch", 0..=32767, &self.state_epoch);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.put("deliveryCompleteCount", 1..=32767, &self.delivery_complete_count);
        out.put("stateBatches", 0..=32767, &self.state_batches);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::StateBatch<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("deliveryState", 0..=32767, &self.delivery_state);
        out.put("deliveryCount", 0..=32767, &self.delivery_count);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::WriteStateResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::write_share_group_state::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::DeleteShareGroupStateRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::DeleteShareGroupStateResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::DeleteStateData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::DeleteStateResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_state::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::ReadShareGroupStateSummaryRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::ReadShareGroupStateSummaryResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("results", 0..=32767, &self.results);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::ReadStateSummaryData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::PartitionData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::ReadStateSummaryResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::read_share_group_state_summary::PartitionResult<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partition", 0..=32767, &self.partition);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("stateEpoch", 0..=32767, &self.state_epoch);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.put("deliveryCompleteCount", 1..=32767, &self.delivery_complete_count);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::StreamsGroupHeartbeatRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("endpointInformationEpoch", 0..=32767, &self.endpoint_information_epoch);
        out.put("instanceId", 0..=32767, &self.instance_id);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("rebalanceTimeoutMs", 0..=32767, &self.rebalance_timeout_ms);
        out.put("topology", 0..=32767, &self.topology);
        out.put("activeTasks", 0..=32767, &self.active_tasks);
        out.put("standbyTasks", 0..=32767, &self.standby_tasks);
        out.put("warmupTasks", 0..=32767, &self.warmup_tasks);
        out.put("processId", 0..=32767, &self.process_id);
        out.put("userEndpoint", 0..=32767, &self.user_endpoint);
        out.put("clientTags", 0..=32767, &self.client_tags);
        out.put("taskOffsets", 0..=32767, &self.task_offsets);
        out.put("taskEndOffsets", 0..=32767, &self.task_end_offsets);
        out.put("shutdownApplication", 0..=32767, &self.shutdown_application);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::StreamsGroupHeartbeatResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("heartbeatIntervalMs", 0..=32767, &self.heartbeat_interval_ms);
        out.put("acceptableRecoveryLagLegacy", 0..=0, &self.acceptable_recovery_lag_legacy);
        out.put("taskOffsetIntervalMs", 0..=32767, &self.task_offset_interval_ms);
        out.put("acceptableRecoveryLag", 1..=32767, &self.acceptable_recovery_lag);
        out.put("status", 0..=32767, &self.status);
        out.put("activeTasks", 0..=32767, &self.active_tasks);
        out.put("standbyTasks", 0..=32767, &self.standby_tasks);
        out.put("warmupTasks", 0..=32767, &self.warmup_tasks);
        out.put("topologyDescriptionRequired", 1..=32767, &self.topology_description_required);
        out.put("endpointInformationEpoch", 0..=32767, &self.endpoint_information_epoch);
        out.put("partitionsByUserEndpoint", 0..=32767, &self.partitions_by_user_endpoint);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::Topology<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("epoch", 0..=32767, &self.epoch);
        out.put("subtopologies", 0..=32767, &self.subtopologies);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::Subtopology<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("sourceTopics", 0..=32767, &self.source_topics);
        out.put("sourceTopicRegex", 0..=32767, &self.source_topic_regex);
        out.put("stateChangelogTopics", 0..=32767, &self.state_changelog_topics);
        out.put("repartitionSinkTopics", 0..=32767, &self.repartition_sink_topics);
        out.put("repartitionSourceTopics", 0..=32767, &self.repartition_source_topics);
        out.put("copartitionGroups", 0..=32767, &self.copartition_groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::TopicInfo<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.put("replicationFactor", 0..=32767, &self.replication_factor);
        out.put("topicConfigs", 0..=32767, &self.topic_configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::KeyValue<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 0..=32767, &self.key);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::CopartitionGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("sourceTopics", 0..=32767, &self.source_topics);
        out.put("sourceTopicRegex", 0..=32767, &self.source_topic_regex);
        out.put("repartitionSourceTopics", 0..=32767, &self.repartition_source_topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::TaskIds<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::Endpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::TaskOffset<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("partition", 0..=32767, &self.partition);
        out.put("offset", 0..=32767, &self.offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::Status<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("statusCode", 0..=32767, &self.status_code);
        out.put("statusDetail", 0..=32767, &self.status_detail);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::EndpointToPartitions<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("userEndpoint", 0..=32767, &self.user_endpoint);
        out.put("activePartitions", 0..=32767, &self.active_partitions);
        out.put("standbyPartitions", 0..=32767, &self.standby_partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_heartbeat::TopicPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::StreamsGroupDescribeRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupIds", 0..=32767, &self.group_ids);
        out.put("includeAuthorizedOperations", 0..=32767, &self.include_authorized_operations);
        out.put("includeTopologyDescription", 1..=32767, &self.include_topology_description);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::StreamsGroupDescribeResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::DescribedGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("groupState", 0..=32767, &self.group_state);
        out.put("groupEpoch", 0..=32767, &self.group_epoch);
        out.put("assignmentEpoch", 0..=32767, &self.assignment_epoch);
        out.put("topology", 0..=32767, &self.topology);
        out.put("members", 0..=32767, &self.members);
        out.put("authorizedOperations", 0..=32767, &self.authorized_operations);
        out.put("topologyDescription", 1..=32767, &self.topology_description);
        out.put("topologyDescriptionStatus", 1..=32767, &self.topology_description_status);
        out.put("assignorName", 1..=32767, &self.assignor_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::Topology<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("epoch", 0..=32767, &self.epoch);
        out.put("subtopologies", 0..=32767, &self.subtopologies);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::Subtopology<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("sourceTopics", 0..=32767, &self.source_topics);
        out.put("repartitionSinkTopics", 0..=32767, &self.repartition_sink_topics);
        out.put("stateChangelogTopics", 0..=32767, &self.state_changelog_topics);
        out.put("repartitionSourceTopics", 0..=32767, &self.repartition_source_topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TopicInfo<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.put("replicationFactor", 0..=32767, &self.replication_factor);
        out.put("topicConfigs", 0..=32767, &self.topic_configs);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::KeyValue<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("key", 0..=32767, &self.key);
        out.put("value", 0..=32767, &self.value);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::Member<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("memberId", 0..=32767, &self.member_id);
        out.put("memberEpoch", 0..=32767, &self.member_epoch);
        out.put("instanceId", 0..=32767, &self.instance_id);
        out.put("rackId", 0..=32767, &self.rack_id);
        out.put("clientId", 0..=32767, &self.client_id);
        out.put("clientHost", 0..=32767, &self.client_host);
        out.put("topologyEpoch", 0..=32767, &self.topology_epoch);
        out.put("processId", 0..=32767, &self.process_id);
        out.put("userEndpoint", 0..=32767, &self.user_endpoint);
        out.put("clientTags", 0..=32767, &self.client_tags);
        out.put("taskOffsets", 0..=32767, &self.task_offsets);
        out.put("taskEndOffsets", 0..=32767, &self.task_end_offsets);
        out.put("assignment", 0..=32767, &self.assignment);
        out.put("targetAssignment", 0..=32767, &self.target_assignment);
        out.put("isClassic", 0..=32767, &self.is_classic);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::Endpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TaskOffset<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("partition", 0..=32767, &self.partition);
        out.put("offset", 0..=32767, &self.offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::Assignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("activeTasks", 0..=32767, &self.active_tasks);
        out.put("standbyTasks", 0..=32767, &self.standby_tasks);
        out.put("warmupTasks", 0..=32767, &self.warmup_tasks);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TaskIds<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TopologyDescription<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologies", 1..=32767, &self.subtopologies);
        out.put("globalStores", 1..=32767, &self.global_stores);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TopologyDescriptionSubtopology<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 1..=32767, &self.subtopology_id);
        out.put("nodes", 1..=32767, &self.nodes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TopologyDescriptionNode<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 1..=32767, &self.name);
        out.put("nodeType", 1..=32767, &self.node_type);
        out.put("sourceTopics", 1..=32767, &self.source_topics);
        out.put("sinkTopic", 1..=32767, &self.sink_topic);
        out.put("stores", 1..=32767, &self.stores);
        out.put("successors", 1..=32767, &self.successors);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_describe::TopologyDescriptionGlobalStore<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("source", 1..=32767, &self.source);
        out.put("processor", 1..=32767, &self.processor);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("groups", 0..=32767, &self.groups);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsRequestGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsResponseGroup<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::describe_share_group_offsets::DescribeShareGroupOffsetsResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson
    for messages::describe_share_group_offsets::DescribeShareGroupOffsetsResponsePartition<'_>
{
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.put("leaderEpoch", 0..=32767, &self.leader_epoch);
        out.put("lag", 1..=32767, &self.lag);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsRequestPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("startOffset", 0..=32767, &self.start_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::alter_share_group_offsets::AlterShareGroupOffsetsResponsePartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("partitionIndex", 0..=32767, &self.partition_index);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_offsets::DeleteShareGroupOffsetsRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("groupId", 0..=32767, &self.group_id);
        out.put("topics", 0..=32767, &self.topics);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_offsets::DeleteShareGroupOffsetsResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.put("responses", 0..=32767, &self.responses);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_offsets::DeleteShareGroupOffsetsRequestTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::delete_share_group_offsets::DeleteShareGroupOffsetsResponseTopic<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topicName", 0..=32767, &self.topic_name);
        out.put("topicId", 0..=32767, &self.topic_id);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateRequest<'_> {
fn to_json(&self, version: i16) -> Value {
let mut out = Object::new(version);
out.put("groupId", 0..=32767, &self.group_id);
out.put("memberId", 0..=32767, &self.member_id);
out.put("topologyEpoch", 0..=32767, &self.topology_epoch);
out.put("topologyDescription", 0..=32767, &self.topology_description);
out.finish(&self.unknown_tagged_fields)
}
}

impl ToJson for messages::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateResponse<'_> {
fn to_json(&self, version: i16) -> Value {
let mut out = Object::new(version);
out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
out.put("errorCode", 0..=32767, &self.error_code);
out.put("errorMessage", 0..=32767, &self.error_message);
out.finish(&self.unknown_tagged_fields)
}
}

impl ToJson for messages::streams_group_topology_description_update::TopologyDescription<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologies", 0..=32767, &self.subtopologies);
        out.put("globalStores", 0..=32767, &self.global_stores);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson
    for messages::streams_group_topology_description_update::TopologyDescriptionSubtopology<'_>
{
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("subtopologyId", 0..=32767, &self.subtopology_id);
        out.put("nodes", 0..=32767, &self.nodes);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::streams_group_topology_description_update::TopologyDescriptionNode<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("nodeType", 0..=32767, &self.node_type);
        out.put("sourceTopics", 0..=32767, &self.source_topics);
        out.put("sinkTopic", 0..=32767, &self.sink_topic);
        out.put("stores", 0..=32767, &self.stores);
        out.put("successors", 0..=32767, &self.successors);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson
    for messages::streams_group_topology_description_update::TopologyDescriptionGlobalStore<'_>
{
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("source", 0..=32767, &self.source);
        out.put("processor", 0..=32767, &self.processor);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::unregister_controller::UnregisterControllerRequest<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("controllerId", 0..=32767, &self.controller_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::unregister_controller::UnregisterControllerResponse<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("throttleTimeMs", 0..=32767, &self.throttle_time_ms);
        out.put("errorCode", 0..=32767, &self.error_code);
        out.put("errorMessage", 0..=32767, &self.error_message);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::aborted_txn::AbortedTxn<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("producerId", 0..=32767, &self.producer_id);
        out.put("firstOffset", 0..=32767, &self.first_offset);
        out.put("lastOffset", 0..=32767, &self.last_offset);
        out.put("lastStableOffset", 0..=32767, &self.last_stable_offset);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_protocol_assignment::ConsumerProtocolAssignment<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("assignedPartitions", 0..=32767, &self.assigned_partitions);
        out.put("userData", 0..=32767, &self.user_data);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_protocol_assignment::TopicPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 0..=32767, &self.topic);
        out.put("partitions", 0..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_protocol_subscription::ConsumerProtocolSubscription<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topics", 0..=32767, &self.topics);
        out.put("userData", 0..=32767, &self.user_data);
        out.put("ownedPartitions", 1..=32767, &self.owned_partitions);
        out.put("generationId", 2..=32767, &self.generation_id);
        out.put("rackId", 3..=32767, &self.rack_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::consumer_protocol_subscription::TopicPartition<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("topic", 1..=32767, &self.topic);
        out.put("partitions", 1..=32767, &self.partitions);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::control_record_type_schema::ControlRecordTypeSchema<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("type", 0..=32767, &self.r#type);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::default_principal_data::DefaultPrincipalData<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("type", 0..=32767, &self.r#type);
        out.put("name", 0..=32767, &self.name);
        out.put("tokenAuthenticated", 0..=32767, &self.token_authenticated);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::end_txn_marker::EndTxnMarker<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("coordinatorEpoch", 0..=32767, &self.coordinator_epoch);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::k_raft_version_record::KRaftVersionRecord<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("version", 0..=32767, &self.version);
        out.put("kRaftVersion", 0..=32767, &self.k_raft_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_change_message::LeaderChangeMessage<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("version", 0..=32767, &self.version);
        out.put("leaderId", 0..=32767, &self.leader_id);
        out.put("voters", 0..=32767, &self.voters);
        out.put("grantingVoters", 0..=32767, &self.granting_voters);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::leader_change_message::Voter<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("voterId", 0..=32767, &self.voter_id);
        out.put("voterDirectoryId", 1..=32767, &self.voter_directory_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::snapshot_footer_record::SnapshotFooterRecord<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("version", 0..=32767, &self.version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::snapshot_header_record::SnapshotHeaderRecord<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("version", 0..=32767, &self.version);
        out.put("lastContainedLogTimestamp", 0..=32767, &self.last_contained_log_timestamp);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::voters_record::VotersRecord<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("version", 0..=32767, &self.version);
        out.put("voters", 0..=32767, &self.voters);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::voters_record::Voter<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("voterId", 0..=32767, &self.voter_id);
        out.put("voterDirectoryId", 0..=32767, &self.voter_directory_id);
        out.put("endpoints", 0..=32767, &self.endpoints);
        out.put("kRaftVersionFeature", 0..=32767, &self.k_raft_version_feature);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::voters_record::Endpoint<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("name", 0..=32767, &self.name);
        out.put("host", 0..=32767, &self.host);
        out.put("port", 0..=32767, &self.port);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::voters_record::KRaftVersionFeature<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("minSupportedVersion", 0..=32767, &self.min_supported_version);
        out.put("maxSupportedVersion", 0..=32767, &self.max_supported_version);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::request_header::RequestHeader<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("requestApiKey", 0..=32767, &self.request_api_key);
        out.put("requestApiVersion", 0..=32767, &self.request_api_version);
        out.put("correlationId", 0..=32767, &self.correlation_id);
        out.put("clientId", 1..=32767, &self.client_id);
        out.finish(&self.unknown_tagged_fields)
    }
}

impl ToJson for messages::response_header::ResponseHeader<'_> {
    fn to_json(&self, version: i16) -> Value {
        let mut out = Object::new(version);
        out.put("correlationId", 0..=32767, &self.correlation_id);
        out.finish(&self.unknown_tagged_fields)
    }
}
