// Generated from schema/ by `cargo codegen generate`. Do not edit.

use crate::api_key::{ApiInfo, NEVER};
use crate::{ApiKey, Visitor};

impl ApiKey {
    /// Appends records to partitions.
    pub const PRODUCE: Self = Self(0);
    /// Reads records of partitions.
    pub const FETCH: Self = Self(1);
    /// Finds offsets of partitions by time.
    pub const LIST_OFFSETS: Self = Self(2);
    /// Names brokers, topics, partitions and leaders.
    pub const METADATA: Self = Self(3);
    /// Told a broker which partitions it leads (ZooKeeper clusters only).
    pub const LEADER_AND_ISR: Self = Self(4);
    /// Told a broker to drop replicas (ZooKeeper clusters only).
    pub const STOP_REPLICA: Self = Self(5);
    /// Told a broker the cluster state (ZooKeeper clusters only).
    pub const UPDATE_METADATA: Self = Self(6);
    /// Announced that a broker stops (ZooKeeper clusters only).
    pub const CONTROLLED_SHUTDOWN: Self = Self(7);
    /// Stores how far a group has read.
    pub const OFFSET_COMMIT: Self = Self(8);
    /// Asks how far a group has read.
    pub const OFFSET_FETCH: Self = Self(9);
    /// Finds the broker in charge of a group, a transactional id or a share partition.
    pub const FIND_COORDINATOR: Self = Self(10);
    /// Joins a classic group.
    pub const JOIN_GROUP: Self = Self(11);
    /// Keeps a member of a classic group alive.
    pub const HEARTBEAT: Self = Self(12);
    /// Takes members out of a classic group.
    pub const LEAVE_GROUP: Self = Self(13);
    /// Hands out the assignment of a classic group.
    pub const SYNC_GROUP: Self = Self(14);
    /// Describes classic groups.
    pub const DESCRIBE_GROUPS: Self = Self(15);
    /// Lists the groups a broker coordinates.
    pub const LIST_GROUPS: Self = Self(16);
    /// Chooses the SASL mechanism of a connection.
    pub const SASL_HANDSHAKE: Self = Self(17);
    /// Asks which APIs and versions a broker has.
    pub const API_VERSIONS: Self = Self(18);
    /// Creates topics.
    pub const CREATE_TOPICS: Self = Self(19);
    /// Deletes topics.
    pub const DELETE_TOPICS: Self = Self(20);
    /// Deletes the oldest records of partitions.
    pub const DELETE_RECORDS: Self = Self(21);
    /// Gets a producer id, and ends what an older producer left open.
    pub const INIT_PRODUCER_ID: Self = Self(22);
    /// Asks where a leader epoch ended.
    pub const OFFSET_FOR_LEADER_EPOCH: Self = Self(23);
    /// Adds partitions to a transaction.
    pub const ADD_PARTITIONS_TO_TXN: Self = Self(24);
    /// Adds a group's offsets to a transaction.
    pub const ADD_OFFSETS_TO_TXN: Self = Self(25);
    /// Commits or aborts a transaction.
    pub const END_TXN: Self = Self(26);
    /// Writes the end of a transaction into partitions.
    pub const WRITE_TXN_MARKERS: Self = Self(27);
    /// Stores a group's offsets as part of a transaction.
    pub const TXN_OFFSET_COMMIT: Self = Self(28);
    /// Lists the ACLs that a filter matches.
    pub const DESCRIBE_ACLS: Self = Self(29);
    /// Creates ACLs.
    pub const CREATE_ACLS: Self = Self(30);
    /// Deletes the ACLs that filters match.
    pub const DELETE_ACLS: Self = Self(31);
    /// Shows configurations.
    pub const DESCRIBE_CONFIGS: Self = Self(32);
    /// Replaces whole configurations. Use IncrementalAlterConfigs instead.
    pub const ALTER_CONFIGS: Self = Self(33);
    /// Moves replicas between the disks of a broker.
    pub const ALTER_REPLICA_LOG_DIRS: Self = Self(34);
    /// Shows what lies on a broker's disks.
    pub const DESCRIBE_LOG_DIRS: Self = Self(35);
    /// Carries the messages of a SASL mechanism.
    pub const SASL_AUTHENTICATE: Self = Self(36);
    /// Adds partitions to topics.
    pub const CREATE_PARTITIONS: Self = Self(37);
    /// Creates a delegation token.
    pub const CREATE_DELEGATION_TOKEN: Self = Self(38);
    /// Prolongs a delegation token.
    pub const RENEW_DELEGATION_TOKEN: Self = Self(39);
    /// Ends a delegation token.
    pub const EXPIRE_DELEGATION_TOKEN: Self = Self(40);
    /// Lists delegation tokens.
    pub const DESCRIBE_DELEGATION_TOKEN: Self = Self(41);
    /// Deletes groups without members.
    pub const DELETE_GROUPS: Self = Self(42);
    /// Elects leaders of partitions.
    pub const ELECT_LEADERS: Self = Self(43);
    /// Changes single configuration values.
    pub const INCREMENTAL_ALTER_CONFIGS: Self = Self(44);
    /// Moves partitions to other brokers.
    pub const ALTER_PARTITION_REASSIGNMENTS: Self = Self(45);
    /// Lists the moves under way.
    pub const LIST_PARTITION_REASSIGNMENTS: Self = Self(46);
    /// Deletes offsets of a group.
    pub const OFFSET_DELETE: Self = Self(47);
    /// Lists quotas.
    pub const DESCRIBE_CLIENT_QUOTAS: Self = Self(48);
    /// Changes quotas.
    pub const ALTER_CLIENT_QUOTAS: Self = Self(49);
    /// Lists SCRAM users with their iterations.
    pub const DESCRIBE_USER_SCRAM_CREDENTIALS: Self = Self(50);
    /// Creates, changes and deletes SCRAM users.
    pub const ALTER_USER_SCRAM_CREDENTIALS: Self = Self(51);
    /// Asks for a vote in the KRaft quorum.
    pub const VOTE: Self = Self(52);
    /// Announces a new KRaft leader.
    pub const BEGIN_QUORUM_EPOCH: Self = Self(53);
    /// Announces that a KRaft leader resigns.
    pub const END_QUORUM_EPOCH: Self = Self(54);
    /// Shows the KRaft quorum.
    pub const DESCRIBE_QUORUM: Self = Self(55);
    /// Changes the in-sync replicas of partitions.
    pub const ALTER_PARTITION: Self = Self(56);
    /// Raises or lowers feature levels.
    pub const UPDATE_FEATURES: Self = Self(57);
    /// Carries a request of a client to the controller.
    pub const ENVELOPE: Self = Self(58);
    /// Reads a snapshot of the KRaft log.
    pub const FETCH_SNAPSHOT: Self = Self(59);
    /// Names cluster and brokers.
    pub const DESCRIBE_CLUSTER: Self = Self(60);
    /// Lists the active producers of partitions.
    pub const DESCRIBE_PRODUCERS: Self = Self(61);
    /// Registers a broker with the controller.
    pub const BROKER_REGISTRATION: Self = Self(62);
    /// Keeps a broker registered.
    pub const BROKER_HEARTBEAT: Self = Self(63);
    /// Removes a broker from the cluster.
    pub const UNREGISTER_BROKER: Self = Self(64);
    /// Describes transactions.
    pub const DESCRIBE_TRANSACTIONS: Self = Self(65);
    /// Lists the transactions a broker coordinates.
    pub const LIST_TRANSACTIONS: Self = Self(66);
    /// Gives a broker a block of producer ids.
    pub const ALLOCATE_PRODUCER_IDS: Self = Self(67);
    /// Joins, keeps alive and leaves a consumer group (KIP-848).
    pub const CONSUMER_GROUP_HEARTBEAT: Self = Self(68);
    /// Describes consumer groups (KIP-848).
    pub const CONSUMER_GROUP_DESCRIBE: Self = Self(69);
    /// Registers a controller.
    pub const CONTROLLER_REGISTRATION: Self = Self(70);
    /// Asks which client metrics are wanted (KIP-714).
    pub const GET_TELEMETRY_SUBSCRIPTIONS: Self = Self(71);
    /// Sends client metrics (KIP-714).
    pub const PUSH_TELEMETRY: Self = Self(72);
    /// Tells the controller on which disks replicas lie (KIP-858).
    pub const ASSIGN_REPLICAS_TO_DIRS: Self = Self(73);
    /// Lists resources that have configurations (KIP-1142; client metrics only in version 0).
    pub const LIST_CONFIG_RESOURCES: Self = Self(74);
    /// Describes topics page by page (KIP-966).
    pub const DESCRIBE_TOPIC_PARTITIONS: Self = Self(75);
    /// Joins, keeps alive and leaves a share group (KIP-932).
    pub const SHARE_GROUP_HEARTBEAT: Self = Self(76);
    /// Describes share groups (KIP-932).
    pub const SHARE_GROUP_DESCRIBE: Self = Self(77);
    /// Acquires records for a share group (KIP-932).
    pub const SHARE_FETCH: Self = Self(78);
    /// Acknowledges records of a share group (KIP-932).
    pub const SHARE_ACKNOWLEDGE: Self = Self(79);
    /// Adds a voter to the KRaft quorum (KIP-853).
    pub const ADD_RAFT_VOTER: Self = Self(80);
    /// Removes a voter from the KRaft quorum (KIP-853).
    pub const REMOVE_RAFT_VOTER: Self = Self(81);
    /// Changes a voter of the KRaft quorum (KIP-853).
    pub const UPDATE_RAFT_VOTER: Self = Self(82);
    /// Creates the state of share partitions.
    pub const INITIALIZE_SHARE_GROUP_STATE: Self = Self(83);
    /// Reads the state of share partitions.
    pub const READ_SHARE_GROUP_STATE: Self = Self(84);
    /// Writes the state of share partitions.
    pub const WRITE_SHARE_GROUP_STATE: Self = Self(85);
    /// Deletes the state of share partitions.
    pub const DELETE_SHARE_GROUP_STATE: Self = Self(86);
    /// Reads a summary of the state of share partitions.
    pub const READ_SHARE_GROUP_STATE_SUMMARY: Self = Self(87);
    /// Joins, keeps alive and leaves a streams group (KIP-1071).
    pub const STREAMS_GROUP_HEARTBEAT: Self = Self(88);
    /// Describes streams groups (KIP-1071).
    pub const STREAMS_GROUP_DESCRIBE: Self = Self(89);
    /// Lists the offsets of share groups.
    pub const DESCRIBE_SHARE_GROUP_OFFSETS: Self = Self(90);
    /// Changes the offsets of a share group.
    pub const ALTER_SHARE_GROUP_OFFSETS: Self = Self(91);
    /// Deletes the offsets of a share group.
    pub const DELETE_SHARE_GROUP_OFFSETS: Self = Self(92);
    /// Stores the description of a streams topology.
    pub const STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE: Self = Self(93);
    /// Removes a controller from the cluster.
    pub const UNREGISTER_CONTROLLER: Self = Self(94);
}

/// By key, ascending.
pub(crate) static API_INFOS: &[ApiInfo] = &[
    ApiInfo::new(0, "Produce", (0, 13), 9).on_broker(),
    ApiInfo::new(1, "Fetch", (0, 18), 12).on_broker().on_controller(),
    ApiInfo::new(2, "ListOffsets", (0, 11), 6).on_broker(),
    ApiInfo::new(3, "Metadata", (0, 13), 9).on_broker(),
    ApiInfo::new(4, "LeaderAndIsr", (0, 7), 4),
    ApiInfo::new(5, "StopReplica", (0, 4), 2),
    ApiInfo::new(6, "UpdateMetadata", (0, 8), 6),
    ApiInfo::new(7, "ControlledShutdown", (0, 3), 3).on_controller(),
    ApiInfo::new(8, "OffsetCommit", (0, 10), 8).on_broker(),
    ApiInfo::new(9, "OffsetFetch", (0, 10), 6).on_broker(),
    ApiInfo::new(10, "FindCoordinator", (0, 6), 3).on_broker(),
    ApiInfo::new(11, "JoinGroup", (0, 9), 6).on_broker(),
    ApiInfo::new(12, "Heartbeat", (0, 4), 4).on_broker(),
    ApiInfo::new(13, "LeaveGroup", (0, 5), 4).on_broker(),
    ApiInfo::new(14, "SyncGroup", (0, 5), 4).on_broker(),
    ApiInfo::new(15, "DescribeGroups", (0, 6), 5).on_broker(),
    ApiInfo::new(16, "ListGroups", (0, 5), 3).on_broker(),
    ApiInfo::new(17, "SaslHandshake", (0, 1), NEVER).on_broker().on_controller(),
    ApiInfo::new(18, "ApiVersions", (0, 5), 3).on_broker().on_controller(),
    ApiInfo::new(19, "CreateTopics", (0, 7), 5).on_broker().on_controller(),
    ApiInfo::new(20, "DeleteTopics", (0, 6), 4).on_broker().on_controller(),
    ApiInfo::new(21, "DeleteRecords", (0, 2), 2).on_broker(),
    ApiInfo::new(22, "InitProducerId", (0, 6), 2).on_broker().unstable(),
    ApiInfo::new(23, "OffsetForLeaderEpoch", (0, 4), 4).on_broker(),
    ApiInfo::new(24, "AddPartitionsToTxn", (0, 5), 3).on_broker(),
    ApiInfo::new(25, "AddOffsetsToTxn", (0, 4), 3).on_broker(),
    ApiInfo::new(26, "EndTxn", (0, 5), 3).on_broker(),
    ApiInfo::new(27, "WriteTxnMarkers", (0, 2), 1).on_broker(),
    ApiInfo::new(28, "TxnOffsetCommit", (0, 6), 3).on_broker(),
    ApiInfo::new(29, "DescribeAcls", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(30, "CreateAcls", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(31, "DeleteAcls", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(32, "DescribeConfigs", (0, 4), 4).on_broker().on_controller(),
    ApiInfo::new(33, "AlterConfigs", (0, 2), 2).on_broker().on_controller(),
    ApiInfo::new(34, "AlterReplicaLogDirs", (0, 2), 2).on_broker(),
    ApiInfo::new(35, "DescribeLogDirs", (0, 5), 2).on_broker(),
    ApiInfo::new(36, "SaslAuthenticate", (0, 2), 2).on_broker().on_controller(),
    ApiInfo::new(37, "CreatePartitions", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(38, "CreateDelegationToken", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(39, "RenewDelegationToken", (0, 2), 2).on_broker().on_controller(),
    ApiInfo::new(40, "ExpireDelegationToken", (0, 2), 2).on_broker().on_controller(),
    ApiInfo::new(41, "DescribeDelegationToken", (0, 3), 2).on_broker().on_controller(),
    ApiInfo::new(42, "DeleteGroups", (0, 3), 2).on_broker(),
    ApiInfo::new(43, "ElectLeaders", (0, 2), 2).on_broker().on_controller(),
    ApiInfo::new(44, "IncrementalAlterConfigs", (0, 1), 1).on_broker().on_controller(),
    ApiInfo::new(45, "AlterPartitionReassignments", (0, 1), 0).on_broker().on_controller(),
    ApiInfo::new(46, "ListPartitionReassignments", (0, 0), 0).on_broker().on_controller(),
    ApiInfo::new(47, "OffsetDelete", (0, 0), NEVER).on_broker(),
    ApiInfo::new(48, "DescribeClientQuotas", (0, 1), 1).on_broker(),
    ApiInfo::new(49, "AlterClientQuotas", (0, 1), 1).on_broker().on_controller(),
    ApiInfo::new(50, "DescribeUserScramCredentials", (0, 0), 0).on_broker().on_controller(),
    ApiInfo::new(51, "AlterUserScramCredentials", (0, 0), 0).on_broker().on_controller(),
    ApiInfo::new(52, "Vote", (0, 2), 0).on_controller(),
    ApiInfo::new(53, "BeginQuorumEpoch", (0, 1), 1).on_controller(),
    ApiInfo::new(54, "EndQuorumEpoch", (0, 1), 1).on_controller(),
    ApiInfo::new(55, "DescribeQuorum", (0, 2), 0).on_broker().on_controller(),
    ApiInfo::new(56, "AlterPartition", (0, 3), 0).on_controller(),
    ApiInfo::new(57, "UpdateFeatures", (0, 2), 0).on_broker().on_controller(),
    ApiInfo::new(58, "Envelope", (0, 0), 0).on_controller(),
    ApiInfo::new(59, "FetchSnapshot", (0, 1), 0).on_controller(),
    ApiInfo::new(60, "DescribeCluster", (0, 2), 0).on_broker().on_controller(),
    ApiInfo::new(61, "DescribeProducers", (0, 0), 0).on_broker(),
    ApiInfo::new(62, "BrokerRegistration", (0, 4), 0).on_controller(),
    ApiInfo::new(63, "BrokerHeartbeat", (0, 2), 0).on_controller(),
    ApiInfo::new(64, "UnregisterBroker", (0, 0), 0).on_broker().on_controller(),
    ApiInfo::new(65, "DescribeTransactions", (0, 0), 0).on_broker(),
    ApiInfo::new(66, "ListTransactions", (0, 2), 0).on_broker(),
    ApiInfo::new(67, "AllocateProducerIds", (0, 0), 0).on_controller(),
    ApiInfo::new(68, "ConsumerGroupHeartbeat", (0, 1), 0).on_broker(),
    ApiInfo::new(69, "ConsumerGroupDescribe", (0, 1), 0).on_broker(),
    ApiInfo::new(70, "ControllerRegistration", (0, 0), 0).on_controller(),
    ApiInfo::new(71, "GetTelemetrySubscriptions", (0, 0), 0).on_broker(),
    ApiInfo::new(72, "PushTelemetry", (0, 0), 0).on_broker(),
    ApiInfo::new(73, "AssignReplicasToDirs", (0, 0), 0).on_controller(),
    ApiInfo::new(74, "ListConfigResources", (0, 1), 0).on_broker(),
    ApiInfo::new(75, "DescribeTopicPartitions", (0, 0), 0).on_broker(),
    ApiInfo::new(76, "ShareGroupHeartbeat", (0, 1), 0).on_broker(),
    ApiInfo::new(77, "ShareGroupDescribe", (0, 1), 0).on_broker(),
    ApiInfo::new(78, "ShareFetch", (0, 2), 0).on_broker(),
    ApiInfo::new(79, "ShareAcknowledge", (0, 2), 0).on_broker(),
    ApiInfo::new(80, "AddRaftVoter", (0, 1), 0).on_broker().on_controller(),
    ApiInfo::new(81, "RemoveRaftVoter", (0, 0), 0).on_broker().on_controller(),
    ApiInfo::new(82, "UpdateRaftVoter", (0, 0), 0).on_controller(),
    ApiInfo::new(83, "InitializeShareGroupState", (0, 0), 0).on_broker(),
    ApiInfo::new(84, "ReadShareGroupState", (0, 0), 0).on_broker(),
    ApiInfo::new(85, "WriteShareGroupState", (0, 1), 0).on_broker(),
    ApiInfo::new(86, "DeleteShareGroupState", (0, 0), 0).on_broker(),
    ApiInfo::new(87, "ReadShareGroupStateSummary", (0, 1), 0).on_broker(),
    ApiInfo::new(88, "StreamsGroupHeartbeat", (0, 1), 0).on_broker(),
    ApiInfo::new(89, "StreamsGroupDescribe", (0, 1), 0).on_broker(),
    ApiInfo::new(90, "DescribeShareGroupOffsets", (0, 1), 0).on_broker(),
    ApiInfo::new(91, "AlterShareGroupOffsets", (0, 0), 0).on_broker(),
    ApiInfo::new(92, "DeleteShareGroupOffsets", (0, 0), 0).on_broker(),
    ApiInfo::new(93, "StreamsGroupTopologyDescriptionUpdate", (0, 0), 0).on_broker(),
    ApiInfo::new(94, "UnregisterController", (0, 0), 0).on_broker().on_controller(),
];

/// Calls the visitor with the request of that API.
pub(crate) fn visit<'a, V: Visitor<'a>>(key: ApiKey, visitor: V) -> Option<V::Output> {
    Some(match key {
        ApiKey::PRODUCE => visitor.visit::<super::ProduceRequest<'a>>(),
        ApiKey::FETCH => visitor.visit::<super::FetchRequest<'a>>(),
        ApiKey::LIST_OFFSETS => visitor.visit::<super::ListOffsetsRequest<'a>>(),
        ApiKey::METADATA => visitor.visit::<super::MetadataRequest<'a>>(),
        ApiKey::LEADER_AND_ISR => visitor.visit::<super::LeaderAndIsrRequest<'a>>(),
        ApiKey::STOP_REPLICA => visitor.visit::<super::StopReplicaRequest<'a>>(),
        ApiKey::UPDATE_METADATA => visitor.visit::<super::UpdateMetadataRequest<'a>>(),
        ApiKey::CONTROLLED_SHUTDOWN => visitor.visit::<super::ControlledShutdownRequest<'a>>(),
        ApiKey::OFFSET_COMMIT => visitor.visit::<super::OffsetCommitRequest<'a>>(),
        ApiKey::OFFSET_FETCH => visitor.visit::<super::OffsetFetchRequest<'a>>(),
        ApiKey::FIND_COORDINATOR => visitor.visit::<super::FindCoordinatorRequest<'a>>(),
        ApiKey::JOIN_GROUP => visitor.visit::<super::JoinGroupRequest<'a>>(),
        ApiKey::HEARTBEAT => visitor.visit::<super::HeartbeatRequest<'a>>(),
        ApiKey::LEAVE_GROUP => visitor.visit::<super::LeaveGroupRequest<'a>>(),
        ApiKey::SYNC_GROUP => visitor.visit::<super::SyncGroupRequest<'a>>(),
        ApiKey::DESCRIBE_GROUPS => visitor.visit::<super::DescribeGroupsRequest<'a>>(),
        ApiKey::LIST_GROUPS => visitor.visit::<super::ListGroupsRequest<'a>>(),
        ApiKey::SASL_HANDSHAKE => visitor.visit::<super::SaslHandshakeRequest<'a>>(),
        ApiKey::API_VERSIONS => visitor.visit::<super::ApiVersionsRequest<'a>>(),
        ApiKey::CREATE_TOPICS => visitor.visit::<super::CreateTopicsRequest<'a>>(),
        ApiKey::DELETE_TOPICS => visitor.visit::<super::DeleteTopicsRequest<'a>>(),
        ApiKey::DELETE_RECORDS => visitor.visit::<super::DeleteRecordsRequest<'a>>(),
        ApiKey::INIT_PRODUCER_ID => visitor.visit::<super::InitProducerIdRequest<'a>>(),
        ApiKey::OFFSET_FOR_LEADER_EPOCH => {
            visitor.visit::<super::OffsetForLeaderEpochRequest<'a>>()
        }
        ApiKey::ADD_PARTITIONS_TO_TXN => visitor.visit::<super::AddPartitionsToTxnRequest<'a>>(),
        ApiKey::ADD_OFFSETS_TO_TXN => visitor.visit::<super::AddOffsetsToTxnRequest<'a>>(),
        ApiKey::END_TXN => visitor.visit::<super::EndTxnRequest<'a>>(),
        ApiKey::WRITE_TXN_MARKERS => visitor.visit::<super::WriteTxnMarkersRequest<'a>>(),
        ApiKey::TXN_OFFSET_COMMIT => visitor.visit::<super::TxnOffsetCommitRequest<'a>>(),
        ApiKey::DESCRIBE_ACLS => visitor.visit::<super::DescribeAclsRequest<'a>>(),
        ApiKey::CREATE_ACLS => visitor.visit::<super::CreateAclsRequest<'a>>(),
        ApiKey::DELETE_ACLS => visitor.visit::<super::DeleteAclsRequest<'a>>(),
        ApiKey::DESCRIBE_CONFIGS => visitor.visit::<super::DescribeConfigsRequest<'a>>(),
        ApiKey::ALTER_CONFIGS => visitor.visit::<super::AlterConfigsRequest<'a>>(),
        ApiKey::ALTER_REPLICA_LOG_DIRS => visitor.visit::<super::AlterReplicaLogDirsRequest<'a>>(),
        ApiKey::DESCRIBE_LOG_DIRS => visitor.visit::<super::DescribeLogDirsRequest<'a>>(),
        ApiKey::SASL_AUTHENTICATE => visitor.visit::<super::SaslAuthenticateRequest<'a>>(),
        ApiKey::CREATE_PARTITIONS => visitor.visit::<super::CreatePartitionsRequest<'a>>(),
        ApiKey::CREATE_DELEGATION_TOKEN => {
            visitor.visit::<super::CreateDelegationTokenRequest<'a>>()
        }
        ApiKey::RENEW_DELEGATION_TOKEN => visitor.visit::<super::RenewDelegationTokenRequest<'a>>(),
        ApiKey::EXPIRE_DELEGATION_TOKEN => {
            visitor.visit::<super::ExpireDelegationTokenRequest<'a>>()
        }
        ApiKey::DESCRIBE_DELEGATION_TOKEN => {
            visitor.visit::<super::DescribeDelegationTokenRequest<'a>>()
        }
        ApiKey::DELETE_GROUPS => visitor.visit::<super::DeleteGroupsRequest<'a>>(),
        ApiKey::ELECT_LEADERS => visitor.visit::<super::ElectLeadersRequest<'a>>(),
        ApiKey::INCREMENTAL_ALTER_CONFIGS => {
            visitor.visit::<super::IncrementalAlterConfigsRequest<'a>>()
        }
        ApiKey::ALTER_PARTITION_REASSIGNMENTS => {
            visitor.visit::<super::AlterPartitionReassignmentsRequest<'a>>()
        }
        ApiKey::LIST_PARTITION_REASSIGNMENTS => {
            visitor.visit::<super::ListPartitionReassignmentsRequest<'a>>()
        }
        ApiKey::OFFSET_DELETE => visitor.visit::<super::OffsetDeleteRequest<'a>>(),
        ApiKey::DESCRIBE_CLIENT_QUOTAS => visitor.visit::<super::DescribeClientQuotasRequest<'a>>(),
        ApiKey::ALTER_CLIENT_QUOTAS => visitor.visit::<super::AlterClientQuotasRequest<'a>>(),
        ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS => {
            visitor.visit::<super::DescribeUserScramCredentialsRequest<'a>>()
        }
        ApiKey::ALTER_USER_SCRAM_CREDENTIALS => {
            visitor.visit::<super::AlterUserScramCredentialsRequest<'a>>()
        }
        ApiKey::VOTE => visitor.visit::<super::VoteRequest<'a>>(),
        ApiKey::BEGIN_QUORUM_EPOCH => visitor.visit::<super::BeginQuorumEpochRequest<'a>>(),
        ApiKey::END_QUORUM_EPOCH => visitor.visit::<super::EndQuorumEpochRequest<'a>>(),
        ApiKey::DESCRIBE_QUORUM => visitor.visit::<super::DescribeQuorumRequest<'a>>(),
        ApiKey::ALTER_PARTITION => visitor.visit::<super::AlterPartitionRequest<'a>>(),
        ApiKey::UPDATE_FEATURES => visitor.visit::<super::UpdateFeaturesRequest<'a>>(),
        ApiKey::ENVELOPE => visitor.visit::<super::EnvelopeRequest<'a>>(),
        ApiKey::FETCH_SNAPSHOT => visitor.visit::<super::FetchSnapshotRequest<'a>>(),
        ApiKey::DESCRIBE_CLUSTER => visitor.visit::<super::DescribeClusterRequest<'a>>(),
        ApiKey::DESCRIBE_PRODUCERS => visitor.visit::<super::DescribeProducersRequest<'a>>(),
        ApiKey::BROKER_REGISTRATION => visitor.visit::<super::BrokerRegistrationRequest<'a>>(),
        ApiKey::BROKER_HEARTBEAT => visitor.visit::<super::BrokerHeartbeatRequest<'a>>(),
        ApiKey::UNREGISTER_BROKER => visitor.visit::<super::UnregisterBrokerRequest<'a>>(),
        ApiKey::DESCRIBE_TRANSACTIONS => visitor.visit::<super::DescribeTransactionsRequest<'a>>(),
        ApiKey::LIST_TRANSACTIONS => visitor.visit::<super::ListTransactionsRequest<'a>>(),
        ApiKey::ALLOCATE_PRODUCER_IDS => visitor.visit::<super::AllocateProducerIdsRequest<'a>>(),
        ApiKey::CONSUMER_GROUP_HEARTBEAT => {
            visitor.visit::<super::ConsumerGroupHeartbeatRequest<'a>>()
        }
        ApiKey::CONSUMER_GROUP_DESCRIBE => {
            visitor.visit::<super::ConsumerGroupDescribeRequest<'a>>()
        }
        ApiKey::CONTROLLER_REGISTRATION => {
            visitor.visit::<super::ControllerRegistrationRequest<'a>>()
        }
        ApiKey::GET_TELEMETRY_SUBSCRIPTIONS => {
            visitor.visit::<super::GetTelemetrySubscriptionsRequest<'a>>()
        }
        ApiKey::PUSH_TELEMETRY => visitor.visit::<super::PushTelemetryRequest<'a>>(),
        ApiKey::ASSIGN_REPLICAS_TO_DIRS => {
            visitor.visit::<super::AssignReplicasToDirsRequest<'a>>()
        }
        ApiKey::LIST_CONFIG_RESOURCES => visitor.visit::<super::ListConfigResourcesRequest<'a>>(),
        ApiKey::DESCRIBE_TOPIC_PARTITIONS => {
            visitor.visit::<super::DescribeTopicPartitionsRequest<'a>>()
        }
        ApiKey::SHARE_GROUP_HEARTBEAT => visitor.visit::<super::ShareGroupHeartbeatRequest<'a>>(),
        ApiKey::SHARE_GROUP_DESCRIBE => visitor.visit::<super::ShareGroupDescribeRequest<'a>>(),
        ApiKey::SHARE_FETCH => visitor.visit::<super::ShareFetchRequest<'a>>(),
        ApiKey::SHARE_ACKNOWLEDGE => visitor.visit::<super::ShareAcknowledgeRequest<'a>>(),
        ApiKey::ADD_RAFT_VOTER => visitor.visit::<super::AddRaftVoterRequest<'a>>(),
        ApiKey::REMOVE_RAFT_VOTER => visitor.visit::<super::RemoveRaftVoterRequest<'a>>(),
        ApiKey::UPDATE_RAFT_VOTER => visitor.visit::<super::UpdateRaftVoterRequest<'a>>(),
        ApiKey::INITIALIZE_SHARE_GROUP_STATE => {
            visitor.visit::<super::InitializeShareGroupStateRequest<'a>>()
        }
        ApiKey::READ_SHARE_GROUP_STATE => visitor.visit::<super::ReadShareGroupStateRequest<'a>>(),
        ApiKey::WRITE_SHARE_GROUP_STATE => {
            visitor.visit::<super::WriteShareGroupStateRequest<'a>>()
        }
        ApiKey::DELETE_SHARE_GROUP_STATE => {
            visitor.visit::<super::DeleteShareGroupStateRequest<'a>>()
        }
        ApiKey::READ_SHARE_GROUP_STATE_SUMMARY => {
            visitor.visit::<super::ReadShareGroupStateSummaryRequest<'a>>()
        }
        ApiKey::STREAMS_GROUP_HEARTBEAT => {
            visitor.visit::<super::StreamsGroupHeartbeatRequest<'a>>()
        }
        ApiKey::STREAMS_GROUP_DESCRIBE => visitor.visit::<super::StreamsGroupDescribeRequest<'a>>(),
        ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS => {
            visitor.visit::<super::DescribeShareGroupOffsetsRequest<'a>>()
        }
        ApiKey::ALTER_SHARE_GROUP_OFFSETS => {
            visitor.visit::<super::AlterShareGroupOffsetsRequest<'a>>()
        }
        ApiKey::DELETE_SHARE_GROUP_OFFSETS => {
            visitor.visit::<super::DeleteShareGroupOffsetsRequest<'a>>()
        }
        ApiKey::STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE => {
            visitor.visit::<super::StreamsGroupTopologyDescriptionUpdateRequest<'a>>()
        }
        ApiKey::UNREGISTER_CONTROLLER => visitor.visit::<super::UnregisterControllerRequest<'a>>(),
        _ => return None,
    })
}
