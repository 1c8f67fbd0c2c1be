// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Every message, a module for each API, and their structs.
//!
//! | key | API | versions | flexible |
//! |---|---|---|---|
//! | 0 | [Produce](produce) | 0..13 | 9.. |
//! | 1 | [Fetch](fetch) | 0..18 | 12.. |
//! | 2 | [ListOffsets](list_offsets) | 0..11 | 6.. |
//! | 3 | [Metadata](metadata) | 0..13 | 9.. |
//! | 4 | [LeaderAndIsr](leader_and_isr) | 0..7 | 4.. |
//! | 5 | [StopReplica](stop_replica) | 0..4 | 2.. |
//! | 6 | [UpdateMetadata](update_metadata) | 0..8 | 6.. |
//! | 7 | [ControlledShutdown](controlled_shutdown) | 0..3 | 3.. |
//! | 8 | [OffsetCommit](offset_commit) | 0..10 | 8.. |
//! | 9 | [OffsetFetch](offset_fetch) | 0..10 | 6.. |
//! | 10 | [FindCoordinator](find_coordinator) | 0..6 | 3.. |
//! | 11 | [JoinGroup](join_group) | 0..9 | 6.. |
//! | 12 | [Heartbeat](heartbeat) | 0..4 | 4.. |
//! | 13 | [LeaveGroup](leave_group) | 0..5 | 4.. |
//! | 14 | [SyncGroup](sync_group) | 0..5 | 4.. |
//! | 15 | [DescribeGroups](describe_groups) | 0..6 | 5.. |
//! | 16 | [ListGroups](list_groups) | 0..5 | 3.. |
//! | 17 | [SaslHandshake](sasl_handshake) | 0..1 | never |
//! | 18 | [ApiVersions](api_versions) | 0..5 | 3.. |
//! | 19 | [CreateTopics](create_topics) | 0..7 | 5.. |
//! | 20 | [DeleteTopics](delete_topics) | 0..6 | 4.. |
//! | 21 | [DeleteRecords](delete_records) | 0..2 | 2.. |
//! | 22 | [InitProducerId](init_producer_id) | 0..6 | 2.. |
//! | 23 | [OffsetForLeaderEpoch](offset_for_leader_epoch) | 0..4 | 4.. |
//! | 24 | [AddPartitionsToTxn](add_partitions_to_txn) | 0..5 | 3.. |
//! | 25 | [AddOffsetsToTxn](add_offsets_to_txn) | 0..4 | 3.. |
//! | 26 | [EndTxn](end_txn) | 0..5 | 3.. |
//! | 27 | [WriteTxnMarkers](write_txn_markers) | 0..2 | 1.. |
//! | 28 | [TxnOffsetCommit](txn_offset_commit) | 0..6 | 3.. |
//! | 29 | [DescribeAcls](describe_acls) | 0..3 | 2.. |
//! | 30 | [CreateAcls](create_acls) | 0..3 | 2.. |
//! | 31 | [DeleteAcls](delete_acls) | 0..3 | 2.. |
//! | 32 | [DescribeConfigs](describe_configs) | 0..4 | 4.. |
//! | 33 | [AlterConfigs](alter_configs) | 0..2 | 2.. |
//! | 34 | [AlterReplicaLogDirs](alter_replica_log_dirs) | 0..2 | 2.. |
//! | 35 | [DescribeLogDirs](describe_log_dirs) | 0..5 | 2.. |
//! | 36 | [SaslAuthenticate](sasl_authenticate) | 0..2 | 2.. |
//! | 37 | [CreatePartitions](create_partitions) | 0..3 | 2.. |
//! | 38 | [CreateDelegationToken](create_delegation_token) | 0..3 | 2.. |
//! | 39 | [RenewDelegationToken](renew_delegation_token) | 0..2 | 2.. |
//! | 40 | [ExpireDelegationToken](expire_delegation_token) | 0..2 | 2.. |
//! | 41 | [DescribeDelegationToken](describe_delegation_token) | 0..3 | 2.. |
//! | 42 | [DeleteGroups](delete_groups) | 0..3 | 2.. |
//! | 43 | [ElectLeaders](elect_leaders) | 0..2 | 2.. |
//! | 44 | [IncrementalAlterConfigs](incremental_alter_configs) | 0..1 | 1.. |
//! | 45 | [AlterPartitionReassignments](alter_partition_reassignments) | 0..1 | 0.. |
//! | 46 | [ListPartitionReassignments](list_partition_reassignments) | 0 | 0.. |
//! | 47 | [OffsetDelete](offset_delete) | 0 | never |
//! | 48 | [DescribeClientQuotas](describe_client_quotas) | 0..1 | 1.. |
//! | 49 | [AlterClientQuotas](alter_client_quotas) | 0..1 | 1.. |
//! | 50 | [DescribeUserScramCredentials](describe_user_scram_credentials) | 0 | 0.. |
//! | 51 | [AlterUserScramCredentials](alter_user_scram_credentials) | 0 | 0.. |
//! | 52 | [Vote](vote) | 0..2 | 0.. |
//! | 53 | [BeginQuorumEpoch](begin_quorum_epoch) | 0..1 | 1.. |
//! | 54 | [EndQuorumEpoch](end_quorum_epoch) | 0..1 | 1.. |
//! | 55 | [DescribeQuorum](describe_quorum) | 0..2 | 0.. |
//! | 56 | [AlterPartition](alter_partition) | 0..3 | 0.. |
//! | 57 | [UpdateFeatures](update_features) | 0..2 | 0.. |
//! | 58 | [Envelope](envelope) | 0 | 0.. |
//! | 59 | [FetchSnapshot](fetch_snapshot) | 0..1 | 0.. |
//! | 60 | [DescribeCluster](describe_cluster) | 0..2 | 0.. |
//! | 61 | [DescribeProducers](describe_producers) | 0 | 0.. |
//! | 62 | [BrokerRegistration](broker_registration) | 0..4 | 0.. |
//! | 63 | [BrokerHeartbeat](broker_heartbeat) | 0..2 | 0.. |
//! | 64 | [UnregisterBroker](unregister_broker) | 0 | 0.. |
//! | 65 | [DescribeTransactions](describe_transactions) | 0 | 0.. |
//! | 66 | [ListTransactions](list_transactions) | 0..2 | 0.. |
//! | 67 | [AllocateProducerIds](allocate_producer_ids) | 0 | 0.. |
//! | 68 | [ConsumerGroupHeartbeat](consumer_group_heartbeat) | 0..1 | 0.. |
//! | 69 | [ConsumerGroupDescribe](consumer_group_describe) | 0..1 | 0.. |
//! | 70 | [ControllerRegistration](controller_registration) | 0 | 0.. |
//! | 71 | [GetTelemetrySubscriptions](get_telemetry_subscriptions) | 0 | 0.. |
//! | 72 | [PushTelemetry](push_telemetry) | 0 | 0.. |
//! | 73 | [AssignReplicasToDirs](assign_replicas_to_dirs) | 0 | 0.. |
//! | 74 | [ListConfigResources](list_config_resources) | 0..1 | 0.. |
//! | 75 | [DescribeTopicPartitions](describe_topic_partitions) | 0 | 0.. |
//! | 76 | [ShareGroupHeartbeat](share_group_heartbeat) | 0..1 | 0.. |
//! | 77 | [ShareGroupDescribe](share_group_describe) | 0..1 | 0.. |
//! | 78 | [ShareFetch](share_fetch) | 0..2 | 0.. |
//! | 79 | [ShareAcknowledge](share_acknowledge) | 0..2 | 0.. |
//! | 80 | [AddRaftVoter](add_raft_voter) | 0..1 | 0.. |
//! | 81 | [RemoveRaftVoter](remove_raft_voter) | 0 | 0.. |
//! | 82 | [UpdateRaftVoter](update_raft_voter) | 0 | 0.. |
//! | 83 | [InitializeShareGroupState](initialize_share_group_state) | 0 | 0.. |
//! | 84 | [ReadShareGroupState](read_share_group_state) | 0 | 0.. |
//! | 85 | [WriteShareGroupState](write_share_group_state) | 0..1 | 0.. |
//! | 86 | [DeleteShareGroupState](delete_share_group_state) | 0 | 0.. |
//! | 87 | [ReadShareGroupStateSummary](read_share_group_state_summary) | 0..1 | 0.. |
//! | 88 | [StreamsGroupHeartbeat](streams_group_heartbeat) | 0..1 | 0.. |
//! | 89 | [StreamsGroupDescribe](streams_group_describe) | 0..1 | 0.. |
//! | 90 | [DescribeShareGroupOffsets](describe_share_group_offsets) | 0..1 | 0.. |
//! | 91 | [AlterShareGroupOffsets](alter_share_group_offsets) | 0 | 0.. |
//! | 92 | [DeleteShareGroupOffsets](delete_share_group_offsets) | 0 | 0.. |
//! | 93 | [StreamsGroupTopologyDescriptionUpdate](streams_group_topology_description_update) | 0 | 0.. |
//! | 94 | [UnregisterController](unregister_controller) | 0 | 0.. |

mod apis;

pub(crate) use self::apis::{API_INFOS, visit};

pub mod aborted_txn;
pub mod add_offsets_to_txn;
pub mod add_partitions_to_txn;
pub mod add_raft_voter;
pub mod allocate_producer_ids;
pub mod alter_client_quotas;
pub mod alter_configs;
pub mod alter_partition;
pub mod alter_partition_reassignments;
pub mod alter_replica_log_dirs;
pub mod alter_share_group_offsets;
pub mod alter_user_scram_credentials;
pub mod api_versions;
pub mod assign_replicas_to_dirs;
pub mod begin_quorum_epoch;
pub mod broker_heartbeat;
pub mod broker_registration;
pub mod consumer_group_describe;
pub mod consumer_group_heartbeat;
pub mod consumer_protocol_assignment;
pub mod consumer_protocol_subscription;
pub mod control_record_type_schema;
pub mod controlled_shutdown;
pub mod controller_registration;
pub mod create_acls;
pub mod create_delegation_token;
pub mod create_partitions;
pub mod create_topics;
pub mod default_principal_data;
pub mod delete_acls;
pub mod delete_groups;
pub mod delete_records;
pub mod delete_share_group_offsets;
pub mod delete_share_group_state;
pub mod delete_topics;
pub mod describe_acls;
pub mod describe_client_quotas;
pub mod describe_cluster;
pub mod describe_configs;
pub mod describe_delegation_token;
pub mod describe_groups;
pub mod describe_log_dirs;
pub mod describe_producers;
pub mod describe_quorum;
pub mod describe_share_group_offsets;
pub mod describe_topic_partitions;
pub mod describe_transactions;
pub mod describe_user_scram_credentials;
pub mod elect_leaders;
pub mod end_quorum_epoch;
pub mod end_txn;
pub mod end_txn_marker;
pub mod envelope;
pub mod expire_delegation_token;
pub mod fetch;
pub mod fetch_snapshot;
pub mod find_coordinator;
pub mod get_telemetry_subscriptions;
pub mod heartbeat;
pub mod incremental_alter_configs;
pub mod init_producer_id;
pub mod initialize_share_group_state;
pub mod join_group;
pub mod k_raft_version_record;
pub mod leader_and_isr;
pub mod leader_change_message;
pub mod leave_group;
pub mod list_config_resources;
pub mod list_groups;
pub mod list_offsets;
pub mod list_partition_reassignments;
pub mod list_transactions;
pub mod metadata;
pub mod offset_commit;
pub mod offset_delete;
pub mod offset_fetch;
pub mod offset_for_leader_epoch;
pub mod produce;
pub mod push_telemetry;
pub mod read_share_group_state;
pub mod read_share_group_state_summary;
pub mod remove_raft_voter;
pub mod renew_delegation_token;
pub mod request_header;
pub mod response_header;
pub mod sasl_authenticate;
pub mod sasl_handshake;
pub mod share_acknowledge;
pub mod share_fetch;
pub mod share_group_describe;
pub mod share_group_heartbeat;
pub mod snapshot_footer_record;
pub mod snapshot_header_record;
pub mod stop_replica;
pub mod streams_group_describe;
pub mod streams_group_heartbeat;
pub mod streams_group_topology_description_update;
pub mod sync_group;
pub mod txn_offset_commit;
pub mod unregister_broker;
pub mod unregister_controller;
pub mod update_features;
pub mod update_metadata;
pub mod update_raft_voter;
pub mod vote;
pub mod voters_record;
pub mod write_share_group_state;
pub mod write_txn_markers;

pub use self::aborted_txn::AbortedTxn;
pub use self::add_offsets_to_txn::AddOffsetsToTxnRequest;
pub use self::add_offsets_to_txn::AddOffsetsToTxnResponse;
pub use self::add_partitions_to_txn::AddPartitionsToTxnRequest;
pub use self::add_partitions_to_txn::AddPartitionsToTxnResponse;
pub use self::add_raft_voter::AddRaftVoterRequest;
pub use self::add_raft_voter::AddRaftVoterResponse;
pub use self::allocate_producer_ids::AllocateProducerIdsRequest;
pub use self::allocate_producer_ids::AllocateProducerIdsResponse;
pub use self::alter_client_quotas::AlterClientQuotasRequest;
pub use self::alter_client_quotas::AlterClientQuotasResponse;
pub use self::alter_configs::AlterConfigsRequest;
pub use self::alter_configs::AlterConfigsResponse;
pub use self::alter_partition::AlterPartitionRequest;
pub use self::alter_partition::AlterPartitionResponse;
pub use self::alter_partition_reassignments::AlterPartitionReassignmentsRequest;
pub use self::alter_partition_reassignments::AlterPartitionReassignmentsResponse;
pub use self::alter_replica_log_dirs::AlterReplicaLogDirsRequest;
pub use self::alter_replica_log_dirs::AlterReplicaLogDirsResponse;
pub use self::alter_share_group_offsets::AlterShareGroupOffsetsRequest;
pub use self::alter_share_group_offsets::AlterShareGroupOffsetsResponse;
pub use self::alter_user_scram_credentials::AlterUserScramCredentialsRequest;
pub use self::alter_user_scram_credentials::AlterUserScramCredentialsResponse;
pub use self::api_versions::ApiVersionsRequest;
pub use self::api_versions::ApiVersionsResponse;
pub use self::assign_replicas_to_dirs::AssignReplicasToDirsRequest;
pub use self::assign_replicas_to_dirs::AssignReplicasToDirsResponse;
pub use self::begin_quorum_epoch::BeginQuorumEpochRequest;
pub use self::begin_quorum_epoch::BeginQuorumEpochResponse;
pub use self::broker_heartbeat::BrokerHeartbeatRequest;
pub use self::broker_heartbeat::BrokerHeartbeatResponse;
pub use self::broker_registration::BrokerRegistrationRequest;
pub use self::broker_registration::BrokerRegistrationResponse;
pub use self::consumer_group_describe::ConsumerGroupDescribeRequest;
pub use self::consumer_group_describe::ConsumerGroupDescribeResponse;
pub use self::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest;
pub use self::consumer_group_heartbeat::ConsumerGroupHeartbeatResponse;
pub use self::consumer_protocol_assignment::ConsumerProtocolAssignment;
pub use self::consumer_protocol_subscription::ConsumerProtocolSubscription;
pub use self::control_record_type_schema::ControlRecordTypeSchema;
pub use self::controlled_shutdown::ControlledShutdownRequest;
pub use self::controlled_shutdown::ControlledShutdownResponse;
pub use self::controller_registration::ControllerRegistrationRequest;
pub use self::controller_registration::ControllerRegistrationResponse;
pub use self::create_acls::CreateAclsRequest;
pub use self::create_acls::CreateAclsResponse;
pub use self::create_delegation_token::CreateDelegationTokenRequest;
pub use self::create_delegation_token::CreateDelegationTokenResponse;
pub use self::create_partitions::CreatePartitionsRequest;
pub use self::create_partitions::CreatePartitionsResponse;
pub use self::create_topics::CreateTopicsRequest;
pub use self::create_topics::CreateTopicsResponse;
pub use self::default_principal_data::DefaultPrincipalData;
pub use self::delete_acls::DeleteAclsRequest;
pub use self::delete_acls::DeleteAclsResponse;
pub use self::delete_groups::DeleteGroupsRequest;
pub use self::delete_groups::DeleteGroupsResponse;
pub use self::delete_records::DeleteRecordsRequest;
pub use self::delete_records::DeleteRecordsResponse;
pub use self::delete_share_group_offsets::DeleteShareGroupOffsetsRequest;
pub use self::delete_share_group_offsets::DeleteShareGroupOffsetsResponse;
pub use self::delete_share_group_state::DeleteShareGroupStateRequest;
pub use self::delete_share_group_state::DeleteShareGroupStateResponse;
pub use self::delete_topics::DeleteTopicsRequest;
pub use self::delete_topics::DeleteTopicsResponse;
pub use self::describe_acls::DescribeAclsRequest;
pub use self::describe_acls::DescribeAclsResponse;
pub use self::describe_client_quotas::DescribeClientQuotasRequest;
pub use self::describe_client_quotas::DescribeClientQuotasResponse;
pub use self::describe_cluster::DescribeClusterRequest;
pub use self::describe_cluster::DescribeClusterResponse;
pub use self::describe_configs::DescribeConfigsRequest;
pub use self::describe_configs::DescribeConfigsResponse;
pub use self::describe_delegation_token::DescribeDelegationTokenRequest;
pub use self::describe_delegation_token::DescribeDelegationTokenResponse;
pub use self::describe_groups::DescribeGroupsRequest;
pub use self::describe_groups::DescribeGroupsResponse;
pub use self::describe_log_dirs::DescribeLogDirsRequest;
pub use self::describe_log_dirs::DescribeLogDirsResponse;
pub use self::describe_producers::DescribeProducersRequest;
pub use self::describe_producers::DescribeProducersResponse;
pub use self::describe_quorum::DescribeQuorumRequest;
pub use self::describe_quorum::DescribeQuorumResponse;
pub use self::describe_share_group_offsets::DescribeShareGroupOffsetsRequest;
pub use self::describe_share_group_offsets::DescribeShareGroupOffsetsResponse;
pub use self::describe_topic_partitions::DescribeTopicPartitionsRequest;
pub use self::describe_topic_partitions::DescribeTopicPartitionsResponse;
pub use self::describe_transactions::DescribeTransactionsRequest;
pub use self::describe_transactions::DescribeTransactionsResponse;
pub use self::describe_user_scram_credentials::DescribeUserScramCredentialsRequest;
pub use self::describe_user_scram_credentials::DescribeUserScramCredentialsResponse;
pub use self::elect_leaders::ElectLeadersRequest;
pub use self::elect_leaders::ElectLeadersResponse;
pub use self::end_quorum_epoch::EndQuorumEpochRequest;
pub use self::end_quorum_epoch::EndQuorumEpochResponse;
pub use self::end_txn::EndTxnRequest;
pub use self::end_txn::EndTxnResponse;
pub use self::end_txn_marker::EndTxnMarker;
pub use self::envelope::EnvelopeRequest;
pub use self::envelope::EnvelopeResponse;
pub use self::expire_delegation_token::ExpireDelegationTokenRequest;
pub use self::expire_delegation_token::ExpireDelegationTokenResponse;
pub use self::fetch::FetchRequest;
pub use self::fetch::FetchResponse;
pub use self::fetch_snapshot::FetchSnapshotRequest;
pub use self::fetch_snapshot::FetchSnapshotResponse;
pub use self::find_coordinator::FindCoordinatorRequest;
pub use self::find_coordinator::FindCoordinatorResponse;
pub use self::get_telemetry_subscriptions::GetTelemetrySubscriptionsRequest;
pub use self::get_telemetry_subscriptions::GetTelemetrySubscriptionsResponse;
pub use self::heartbeat::HeartbeatRequest;
pub use self::heartbeat::HeartbeatResponse;
pub use self::incremental_alter_configs::IncrementalAlterConfigsRequest;
pub use self::incremental_alter_configs::IncrementalAlterConfigsResponse;
pub use self::init_producer_id::InitProducerIdRequest;
pub use self::init_producer_id::InitProducerIdResponse;
pub use self::initialize_share_group_state::InitializeShareGroupStateRequest;
pub use self::initialize_share_group_state::InitializeShareGroupStateResponse;
pub use self::join_group::JoinGroupRequest;
pub use self::join_group::JoinGroupResponse;
pub use self::k_raft_version_record::KRaftVersionRecord;
pub use self::leader_and_isr::LeaderAndIsrRequest;
pub use self::leader_and_isr::LeaderAndIsrResponse;
pub use self::leader_change_message::LeaderChangeMessage;
pub use self::leave_group::LeaveGroupRequest;
pub use self::leave_group::LeaveGroupResponse;
pub use self::list_config_resources::ListConfigResourcesRequest;
pub use self::list_config_resources::ListConfigResourcesResponse;
pub use self::list_groups::ListGroupsRequest;
pub use self::list_groups::ListGroupsResponse;
pub use self::list_offsets::ListOffsetsRequest;
pub use self::list_offsets::ListOffsetsResponse;
pub use self::list_partition_reassignments::ListPartitionReassignmentsRequest;
pub use self::list_partition_reassignments::ListPartitionReassignmentsResponse;
pub use self::list_transactions::ListTransactionsRequest;
pub use self::list_transactions::ListTransactionsResponse;
pub use self::metadata::MetadataRequest;
pub use self::metadata::MetadataResponse;
pub use self::offset_commit::OffsetCommitRequest;
pub use self::offset_commit::OffsetCommitResponse;
pub use self::offset_delete::OffsetDeleteRequest;
pub use self::offset_delete::OffsetDeleteResponse;
pub use self::offset_fetch::OffsetFetchRequest;
pub use self::offset_fetch::OffsetFetchResponse;
pub use self::offset_for_leader_epoch::OffsetForLeaderEpochRequest;
pub use self::offset_for_leader_epoch::OffsetForLeaderEpochResponse;
pub use self::produce::ProduceRequest;
pub use self::produce::ProduceResponse;
pub use self::push_telemetry::PushTelemetryRequest;
pub use self::push_telemetry::PushTelemetryResponse;
pub use self::read_share_group_state::ReadShareGroupStateRequest;
pub use self::read_share_group_state::ReadShareGroupStateResponse;
pub use self::read_share_group_state_summary::ReadShareGroupStateSummaryRequest;
pub use self::read_share_group_state_summary::ReadShareGroupStateSummaryResponse;
pub use self::remove_raft_voter::RemoveRaftVoterRequest;
pub use self::remove_raft_voter::RemoveRaftVoterResponse;
pub use self::renew_delegation_token::RenewDelegationTokenRequest;
pub use self::renew_delegation_token::RenewDelegationTokenResponse;
pub use self::request_header::RequestHeader;
pub use self::response_header::ResponseHeader;
pub use self::sasl_authenticate::SaslAuthenticateRequest;
pub use self::sasl_authenticate::SaslAuthenticateResponse;
pub use self::sasl_handshake::SaslHandshakeRequest;
pub use self::sasl_handshake::SaslHandshakeResponse;
pub use self::share_acknowledge::ShareAcknowledgeRequest;
pub use self::share_acknowledge::ShareAcknowledgeResponse;
pub use self::share_fetch::ShareFetchRequest;
pub use self::share_fetch::ShareFetchResponse;
pub use self::share_group_describe::ShareGroupDescribeRequest;
pub use self::share_group_describe::ShareGroupDescribeResponse;
pub use self::share_group_heartbeat::ShareGroupHeartbeatRequest;
pub use self::share_group_heartbeat::ShareGroupHeartbeatResponse;
pub use self::snapshot_footer_record::SnapshotFooterRecord;
pub use self::snapshot_header_record::SnapshotHeaderRecord;
pub use self::stop_replica::StopReplicaRequest;
pub use self::stop_replica::StopReplicaResponse;
pub use self::streams_group_describe::StreamsGroupDescribeRequest;
pub use self::streams_group_describe::StreamsGroupDescribeResponse;
pub use self::streams_group_heartbeat::StreamsGroupHeartbeatRequest;
pub use self::streams_group_heartbeat::StreamsGroupHeartbeatResponse;
pub use self::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateRequest;
pub use self::streams_group_topology_description_update::StreamsGroupTopologyDescriptionUpdateResponse;
pub use self::sync_group::SyncGroupRequest;
pub use self::sync_group::SyncGroupResponse;
pub use self::txn_offset_commit::TxnOffsetCommitRequest;
pub use self::txn_offset_commit::TxnOffsetCommitResponse;
pub use self::unregister_broker::UnregisterBrokerRequest;
pub use self::unregister_broker::UnregisterBrokerResponse;
pub use self::unregister_controller::UnregisterControllerRequest;
pub use self::unregister_controller::UnregisterControllerResponse;
pub use self::update_features::UpdateFeaturesRequest;
pub use self::update_features::UpdateFeaturesResponse;
pub use self::update_metadata::UpdateMetadataRequest;
pub use self::update_metadata::UpdateMetadataResponse;
pub use self::update_raft_voter::UpdateRaftVoterRequest;
pub use self::update_raft_voter::UpdateRaftVoterResponse;
pub use self::vote::VoteRequest;
pub use self::vote::VoteResponse;
pub use self::voters_record::VotersRecord;
pub use self::write_share_group_state::WriteShareGroupStateRequest;
pub use self::write_share_group_state::WriteShareGroupStateResponse;
pub use self::write_txn_markers::WriteTxnMarkersRequest;
pub use self::write_txn_markers::WriteTxnMarkersResponse;
