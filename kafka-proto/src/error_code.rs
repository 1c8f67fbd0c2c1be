// Generated from schema/ by `cargo codegen generate`. Do not edit.

use crate::codes::codes;

codes! {
    /// What went wrong, in Kafka's own code (`Errors`). Zero is success.
    pub struct ErrorCode(i16) {
        /// The broker failed in a way it has no code for; its log says more.
        UNKNOWN_SERVER_ERROR = -1,
        /// Success.
        NONE = 0,
        /// `OFFSET_OUT_OF_RANGE`.
        OFFSET_OUT_OF_RANGE = 1,
        /// `CORRUPT_MESSAGE`.
        CORRUPT_MESSAGE = 2,
        /// Not there, or not known to this broker yet.
        UNKNOWN_TOPIC_OR_PARTITION = 3,
        /// `INVALID_FETCH_SIZE`.
        INVALID_FETCH_SIZE = 4,
        /// The partition has no leader right now.
        LEADER_NOT_AVAILABLE = 5,
        /// Another broker leads the partition now.
        NOT_LEADER_OR_FOLLOWER = 6,
        /// Not done in time; it may still happen.
        REQUEST_TIMED_OUT = 7,
        /// The broker is not up.
        BROKER_NOT_AVAILABLE = 8,
        /// `REPLICA_NOT_AVAILABLE`.
        REPLICA_NOT_AVAILABLE = 9,
        /// `MESSAGE_TOO_LARGE`.
        MESSAGE_TOO_LARGE = 10,
        /// `STALE_CONTROLLER_EPOCH`.
        STALE_CONTROLLER_EPOCH = 11,
        /// `OFFSET_METADATA_TOO_LARGE`.
        OFFSET_METADATA_TOO_LARGE = 12,
        /// The connection broke.
        NETWORK_EXCEPTION = 13,
        /// The coordinator is still starting.
        COORDINATOR_LOAD_IN_PROGRESS = 14,
        /// There is no coordinator right now.
        COORDINATOR_NOT_AVAILABLE = 15,
        /// Another broker is the coordinator now.
        NOT_COORDINATOR = 16,
        /// The name cannot be a topic's, or the topic cannot be used so.
        INVALID_TOPIC_EXCEPTION = 17,
        /// `RECORD_LIST_TOO_LARGE`.
        RECORD_LIST_TOO_LARGE = 18,
        /// `NOT_ENOUGH_REPLICAS`.
        NOT_ENOUGH_REPLICAS = 19,
        /// `NOT_ENOUGH_REPLICAS_AFTER_APPEND`.
        NOT_ENOUGH_REPLICAS_AFTER_APPEND = 20,
        /// `INVALID_REQUIRED_ACKS`.
        INVALID_REQUIRED_ACKS = 21,
        /// `ILLEGAL_GENERATION`.
        ILLEGAL_GENERATION = 22,
        /// `INCONSISTENT_GROUP_PROTOCOL`.
        INCONSISTENT_GROUP_PROTOCOL = 23,
        /// The name cannot be a group's.
        INVALID_GROUP_ID = 24,
        /// The group has no such member.
        UNKNOWN_MEMBER_ID = 25,
        /// `INVALID_SESSION_TIMEOUT`.
        INVALID_SESSION_TIMEOUT = 26,
        /// The group is being assigned anew.
        REBALANCE_IN_PROGRESS = 27,
        /// `INVALID_COMMIT_OFFSET_SIZE`.
        INVALID_COMMIT_OFFSET_SIZE = 28,
        /// An ACL for the topic is missing.
        TOPIC_AUTHORIZATION_FAILED = 29,
        /// An ACL for the group is missing.
        GROUP_AUTHORIZATION_FAILED = 30,
        /// An ACL for the cluster is missing.
        CLUSTER_AUTHORIZATION_FAILED = 31,
        /// `INVALID_TIMESTAMP`.
        INVALID_TIMESTAMP = 32,
        /// The listener has other mechanisms; SaslHandshake lists them.
        UNSUPPORTED_SASL_MECHANISM = 33,
        /// Not the request that the login expects here.
        ILLEGAL_SASL_STATE = 34,
        /// The broker does not have that version, or not that API.
        UNSUPPORTED_VERSION = 35,
        /// There is a topic of that name.
        TOPIC_ALREADY_EXISTS = 36,
        /// No such number of partitions is possible.
        INVALID_PARTITIONS = 37,
        /// Below 1, or more than there are brokers.
        INVALID_REPLICATION_FACTOR = 38,
        /// The brokers named for the partitions do not fit.
        INVALID_REPLICA_ASSIGNMENT = 39,
        /// A configuration value is not valid.
        INVALID_CONFIG = 40,
        /// Another node is the controller now.
        NOT_CONTROLLER = 41,
        /// The request contradicts itself or the protocol.
        INVALID_REQUEST = 42,
        /// `UNSUPPORTED_FOR_MESSAGE_FORMAT`.
        UNSUPPORTED_FOR_MESSAGE_FORMAT = 43,
        /// A policy of the cluster forbids it.
        POLICY_VIOLATION = 44,
        /// `OUT_OF_ORDER_SEQUENCE_NUMBER`.
        OUT_OF_ORDER_SEQUENCE_NUMBER = 45,
        /// `DUPLICATE_SEQUENCE_NUMBER`.
        DUPLICATE_SEQUENCE_NUMBER = 46,
        /// `INVALID_PRODUCER_EPOCH`.
        INVALID_PRODUCER_EPOCH = 47,
        /// `INVALID_TXN_STATE`.
        INVALID_TXN_STATE = 48,
        /// `INVALID_PRODUCER_ID_MAPPING`.
        INVALID_PRODUCER_ID_MAPPING = 49,
        /// `INVALID_TRANSACTION_TIMEOUT`.
        INVALID_TRANSACTION_TIMEOUT = 50,
        /// `CONCURRENT_TRANSACTIONS`.
        CONCURRENT_TRANSACTIONS = 51,
        /// `TRANSACTION_COORDINATOR_FENCED`.
        TRANSACTION_COORDINATOR_FENCED = 52,
        /// An ACL for the transactional id is missing.
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED = 53,
        /// The broker has no authorizer, so there are no ACLs.
        SECURITY_DISABLED = 54,
        /// Not tried, because another part of the request failed.
        OPERATION_NOT_ATTEMPTED = 55,
        /// A disk of the broker failed.
        KAFKA_STORAGE_ERROR = 56,
        /// The broker has no such log directory.
        LOG_DIR_NOT_FOUND = 57,
        /// The login failed; the message may say why.
        SASL_AUTHENTICATION_FAILED = 58,
        /// `UNKNOWN_PRODUCER_ID`.
        UNKNOWN_PRODUCER_ID = 59,
        /// The partition is being moved.
        REASSIGNMENT_IN_PROGRESS = 60,
        /// The cluster has no delegation tokens.
        DELEGATION_TOKEN_AUTH_DISABLED = 61,
        /// There is no such token.
        DELEGATION_TOKEN_NOT_FOUND = 62,
        /// The token belongs to somebody else.
        DELEGATION_TOKEN_OWNER_MISMATCH = 63,
        /// Not over a connection without login, or logged in by a token.
        DELEGATION_TOKEN_REQUEST_NOT_ALLOWED = 64,
        /// An ACL for the token is missing.
        DELEGATION_TOKEN_AUTHORIZATION_FAILED = 65,
        /// The token has ended.
        DELEGATION_TOKEN_EXPIRED = 66,
        /// Not a kind of principal that can be used here.
        INVALID_PRINCIPAL_TYPE = 67,
        /// The group has members.
        NON_EMPTY_GROUP = 68,
        /// There is no such group.
        GROUP_ID_NOT_FOUND = 69,
        /// `FETCH_SESSION_ID_NOT_FOUND`.
        FETCH_SESSION_ID_NOT_FOUND = 70,
        /// `INVALID_FETCH_SESSION_EPOCH`.
        INVALID_FETCH_SESSION_EPOCH = 71,
        /// The leader has no listener of that name.
        LISTENER_NOT_FOUND = 72,
        /// `delete.topic.enable` is false.
        TOPIC_DELETION_DISABLED = 73,
        /// `FENCED_LEADER_EPOCH`.
        FENCED_LEADER_EPOCH = 74,
        /// `UNKNOWN_LEADER_EPOCH`.
        UNKNOWN_LEADER_EPOCH = 75,
        /// `UNSUPPORTED_COMPRESSION_TYPE`.
        UNSUPPORTED_COMPRESSION_TYPE = 76,
        /// `STALE_BROKER_EPOCH`.
        STALE_BROKER_EPOCH = 77,
        /// `OFFSET_NOT_AVAILABLE`.
        OFFSET_NOT_AVAILABLE = 78,
        /// `MEMBER_ID_REQUIRED`.
        MEMBER_ID_REQUIRED = 79,
        /// The preferred leader is not up or not in sync.
        PREFERRED_LEADER_NOT_AVAILABLE = 80,
        /// `GROUP_MAX_SIZE_REACHED`.
        GROUP_MAX_SIZE_REACHED = 81,
        /// `FENCED_INSTANCE_ID`.
        FENCED_INSTANCE_ID = 82,
        /// No replica may lead.
        ELIGIBLE_LEADERS_NOT_AVAILABLE = 83,
        /// The leader is already the one that would be elected.
        ELECTION_NOT_NEEDED = 84,
        /// There is no move to cancel.
        NO_REASSIGNMENT_IN_PROGRESS = 85,
        /// The group still reads the topic.
        GROUP_SUBSCRIBED_TO_TOPIC = 86,
        /// `INVALID_RECORD`.
        INVALID_RECORD = 87,
        /// `UNSTABLE_OFFSET_COMMIT`.
        UNSTABLE_OFFSET_COMMIT = 88,
        /// Too many changes; wait for the throttle time.
        THROTTLING_QUOTA_EXCEEDED = 89,
        /// `PRODUCER_FENCED`.
        PRODUCER_FENCED = 90,
        /// There is no such thing, for example no such SCRAM user.
        RESOURCE_NOT_FOUND = 91,
        /// The same thing twice in one request.
        DUPLICATE_RESOURCE = 92,
        /// Iterations, salt or name of a SCRAM credential are not allowed.
        UNACCEPTABLE_CREDENTIAL = 93,
        /// `INCONSISTENT_VOTER_SET`.
        INCONSISTENT_VOTER_SET = 94,
        /// No such feature level is possible.
        INVALID_UPDATE_VERSION = 95,
        /// The features could not be changed.
        FEATURE_UPDATE_FAILED = 96,
        /// `PRINCIPAL_DESERIALIZATION_FAILURE`.
        PRINCIPAL_DESERIALIZATION_FAILURE = 97,
        /// `SNAPSHOT_NOT_FOUND`.
        SNAPSHOT_NOT_FOUND = 98,
        /// `POSITION_OUT_OF_RANGE`.
        POSITION_OUT_OF_RANGE = 99,
        /// There is no topic of that id, or not on this broker yet.
        UNKNOWN_TOPIC_ID = 100,
        /// `DUPLICATE_BROKER_REGISTRATION`.
        DUPLICATE_BROKER_REGISTRATION = 101,
        /// `BROKER_ID_NOT_REGISTERED`.
        BROKER_ID_NOT_REGISTERED = 102,
        /// `INCONSISTENT_TOPIC_ID`.
        INCONSISTENT_TOPIC_ID = 103,
        /// The id is another cluster's.
        INCONSISTENT_CLUSTER_ID = 104,
        /// There is no such transactional id.
        TRANSACTIONAL_ID_NOT_FOUND = 105,
        /// `FETCH_SESSION_TOPIC_ID_ERROR`.
        FETCH_SESSION_TOPIC_ID_ERROR = 106,
        /// `INELIGIBLE_REPLICA`.
        INELIGIBLE_REPLICA = 107,
        /// `NEW_LEADER_ELECTED`.
        NEW_LEADER_ELECTED = 108,
        /// `OFFSET_MOVED_TO_TIERED_STORAGE`.
        OFFSET_MOVED_TO_TIERED_STORAGE = 109,
        /// `FENCED_MEMBER_EPOCH`.
        FENCED_MEMBER_EPOCH = 110,
        /// `UNRELEASED_INSTANCE_ID`.
        UNRELEASED_INSTANCE_ID = 111,
        /// `UNSUPPORTED_ASSIGNOR`.
        UNSUPPORTED_ASSIGNOR = 112,
        /// `STALE_MEMBER_EPOCH`.
        STALE_MEMBER_EPOCH = 113,
        /// A controller was asked as a broker, or the other way round.
        MISMATCHED_ENDPOINT_TYPE = 114,
        /// Not a kind of endpoint.
        UNSUPPORTED_ENDPOINT_TYPE = 115,
        /// `UNKNOWN_CONTROLLER_ID`.
        UNKNOWN_CONTROLLER_ID = 116,
        /// `UNKNOWN_SUBSCRIPTION_ID`.
        UNKNOWN_SUBSCRIPTION_ID = 117,
        /// `TELEMETRY_TOO_LARGE`.
        TELEMETRY_TOO_LARGE = 118,
        /// `INVALID_REGISTRATION`.
        INVALID_REGISTRATION = 119,
        /// `TRANSACTION_ABORTABLE`.
        TRANSACTION_ABORTABLE = 120,
        /// `INVALID_RECORD_STATE`.
        INVALID_RECORD_STATE = 121,
        /// `SHARE_SESSION_NOT_FOUND`.
        SHARE_SESSION_NOT_FOUND = 122,
        /// `INVALID_SHARE_SESSION_EPOCH`.
        INVALID_SHARE_SESSION_EPOCH = 123,
        /// `FENCED_STATE_EPOCH`.
        FENCED_STATE_EPOCH = 124,
        /// `INVALID_VOTER_KEY`.
        INVALID_VOTER_KEY = 125,
        /// `DUPLICATE_VOTER`.
        DUPLICATE_VOTER = 126,
        /// `VOTER_NOT_FOUND`.
        VOTER_NOT_FOUND = 127,
        /// The regular expression is not valid.
        INVALID_REGULAR_EXPRESSION = 128,
        /// The client has to start over from its bootstrap servers (KIP-1102).
        REBOOTSTRAP_REQUIRED = 129,
        /// `STREAMS_INVALID_TOPOLOGY`.
        STREAMS_INVALID_TOPOLOGY = 130,
        /// `STREAMS_INVALID_TOPOLOGY_EPOCH`.
        STREAMS_INVALID_TOPOLOGY_EPOCH = 131,
        /// `STREAMS_TOPOLOGY_FENCED`.
        STREAMS_TOPOLOGY_FENCED = 132,
        /// `SHARE_SESSION_LIMIT_REACHED`.
        SHARE_SESSION_LIMIT_REACHED = 133,
        /// The group could not be deleted.
        GROUP_DELETION_FAILED = 134,
        /// `STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED`.
        STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED = 135,
        /// `CONTROLLER_ID_NOT_REGISTERED`.
        CONTROLLER_ID_NOT_REGISTERED = 136,
    }
}

impl ErrorCode {
    /// Whether Java's client tries again by itself (`RetriableException`).
    #[must_use]
    pub fn is_retriable(self) -> bool {
        matches!(
            self.0,
            2 | 3
                | 5
                | 6
                | 7
                | 9
                | 13
                | 14
                | 15
                | 16
                | 19
                | 20
                | 41
                | 51
                | 56
                | 70
                | 71
                | 72
                | 74
                | 75
                | 78
                | 80
                | 83
                | 84
                | 88
                | 89
                | 100
                | 103
                | 106
                | 122
                | 123
                | 133
        )
    }

    /// Whether trying again makes sense only with fresh metadata (`RefreshRetriableException`).
    #[must_use]
    pub fn is_refresh_retriable(self) -> bool {
        matches!(self.0, 3 | 5 | 6 | 9 | 13 | 15 | 16 | 56 | 72 | 74 | 80 | 83 | 84 | 100 | 103)
    }

    /// Whether cached metadata is out of date (`InvalidMetadataException`).
    #[must_use]
    pub fn is_invalid_metadata(self) -> bool {
        matches!(self.0, 3 | 5 | 6 | 9 | 13 | 56 | 72 | 74 | 80 | 83 | 84 | 100 | 103)
    }
}
