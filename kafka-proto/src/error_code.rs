// Generated from schema/ by `cargo codegen generate`. Do not edit.

use crate::codes::codes;

codes! {
    /// What went wrong, in Kafka's own code (`Errors`). Zero is success.
    pub struct ErrorCode(i16) {
        /// `UNKNOWN_SERVER_ERROR`.
        UNKNOWN_SERVER_ERROR = -1,
        /// `NONE`.
        NONE = 0,
        /// `OFFSET_OUT_OF_RANGE`.
        OFFSET_OUT_OF_RANGE = 1,
        /// `CORRUPT_MESSAGE`.
        CORRUPT_MESSAGE = 2,
        /// `UNKNOWN_TOPIC_OR_PARTITION`.
        UNKNOWN_TOPIC_OR_PARTITION = 3,
        /// `INVALID_FETCH_SIZE`.
        INVALID_FETCH_SIZE = 4,
        /// `LEADER_NOT_AVAILABLE`.
        LEADER_NOT_AVAILABLE = 5,
        /// `NOT_LEADER_OR_FOLLOWER`.
        NOT_LEADER_OR_FOLLOWER = 6,
        /// `REQUEST_TIMED_OUT`.
        REQUEST_TIMED_OUT = 7,
        /// `BROKER_NOT_AVAILABLE`.
        BROKER_NOT_AVAILABLE = 8,
        /// `REPLICA_NOT_AVAILABLE`.
        REPLICA_NOT_AVAILABLE = 9,
        /// `MESSAGE_TOO_LARGE`.
        MESSAGE_TOO_LARGE = 10,
        /// `STALE_CONTROLLER_EPOCH`.
        STALE_CONTROLLER_EPOCH = 11,
        /// `OFFSET_METADATA_TOO_LARGE`.
        OFFSET_METADATA_TOO_LARGE = 12,
        /// `NETWORK_EXCEPTION`.
        NETWORK_EXCEPTION = 13,
        /// `COORDINATOR_LOAD_IN_PROGRESS`.
        COORDINATOR_LOAD_IN_PROGRESS = 14,
        /// `COORDINATOR_NOT_AVAILABLE`.
        COORDINATOR_NOT_AVAILABLE = 15,
        /// `NOT_COORDINATOR`.
        NOT_COORDINATOR = 16,
        /// `INVALID_TOPIC_EXCEPTION`.
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
        /// `INVALID_GROUP_ID`.
        INVALID_GROUP_ID = 24,
        /// `UNKNOWN_MEMBER_ID`.
        UNKNOWN_MEMBER_ID = 25,
        /// `INVALID_SESSION_TIMEOUT`.
        INVALID_SESSION_TIMEOUT = 26,
        /// `REBALANCE_IN_PROGRESS`.
        REBALANCE_IN_PROGRESS = 27,
        /// `INVALID_COMMIT_OFFSET_SIZE`.
        INVALID_COMMIT_OFFSET_SIZE = 28,
        /// `TOPIC_AUTHORIZATION_FAILED`.
        TOPIC_AUTHORIZATION_FAILED = 29,
        /// `GROUP_AUTHORIZATION_FAILED`.
        GROUP_AUTHORIZATION_FAILED = 30,
        /// `CLUSTER_AUTHORIZATION_FAILED`.
        CLUSTER_AUTHORIZATION_FAILED = 31,
        /// `INVALID_TIMESTAMP`.
        INVALID_TIMESTAMP = 32,
        /// `UNSUPPORTED_SASL_MECHANISM`.
        UNSUPPORTED_SASL_MECHANISM = 33,
        /// `ILLEGAL_SASL_STATE`.
        ILLEGAL_SASL_STATE = 34,
        /// `UNSUPPORTED_VERSION`.
        UNSUPPORTED_VERSION = 35,
        /// `TOPIC_ALREADY_EXISTS`.
        TOPIC_ALREADY_EXISTS = 36,
        /// `INVALID_PARTITIONS`.
        INVALID_PARTITIONS = 37,
        /// `INVALID_REPLICATION_FACTOR`.
        INVALID_REPLICATION_FACTOR = 38,
        /// `INVALID_REPLICA_ASSIGNMENT`.
        INVALID_REPLICA_ASSIGNMENT = 39,
        /// `INVALID_CONFIG`.
        INVALID_CONFIG = 40,
        /// `NOT_CONTROLLER`.
        NOT_CONTROLLER = 41,
        /// `INVALID_REQUEST`.
        INVALID_REQUEST = 42,
        /// `UNSUPPORTED_FOR_MESSAGE_FORMAT`.
        UNSUPPORTED_FOR_MESSAGE_FORMAT = 43,
        /// `POLICY_VIOLATION`.
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
        /// `TRANSACTIONAL_ID_AUTHORIZATION_FAILED`.
        TRANSACTIONAL_ID_AUTHORIZATION_FAILED = 53,
        /// `SECURITY_DISABLED`.
        SECURITY_DISABLED = 54,
        /// `OPERATION_NOT_ATTEMPTED`.
        OPERATION_NOT_ATTEMPTED = 55,
        /// `KAFKA_STORAGE_ERROR`.
        KAFKA_STORAGE_ERROR = 56,
        /// `LOG_DIR_NOT_FOUND`.
        LOG_DIR_NOT_FOUND = 57,
        /// `SASL_AUTHENTICATION_FAILED`.
        SASL_AUTHENTICATION_FAILED = 58,
        /// `UNKNOWN_PRODUCER_ID`.
        UNKNOWN_PRODUCER_ID = 59,
        /// `REASSIGNMENT_IN_PROGRESS`.
        REASSIGNMENT_IN_PROGRESS = 60,
        /// `DELEGATION_TOKEN_AUTH_DISABLED`.
        DELEGATION_TOKEN_AUTH_DISABLED = 61,
        /// `DELEGATION_TOKEN_NOT_FOUND`.
        DELEGATION_TOKEN_NOT_FOUND = 62,
        /// `DELEGATION_TOKEN_OWNER_MISMATCH`.
        DELEGATION_TOKEN_OWNER_MISMATCH = 63,
        /// `DELEGATION_TOKEN_REQUEST_NOT_ALLOWED`.
        DELEGATION_TOKEN_REQUEST_NOT_ALLOWED = 64,
        /// `DELEGATION_TOKEN_AUTHORIZATION_FAILED`.
        DELEGATION_TOKEN_AUTHORIZATION_FAILED = 65,
        /// `DELEGATION_TOKEN_EXPIRED`.
        DELEGATION_TOKEN_EXPIRED = 66,
        /// `INVALID_PRINCIPAL_TYPE`.
        INVALID_PRINCIPAL_TYPE = 67,
        /// `NON_EMPTY_GROUP`.
        NON_EMPTY_GROUP = 68,
        /// `GROUP_ID_NOT_FOUND`.
        GROUP_ID_NOT_FOUND = 69,
        /// `FETCH_SESSION_ID_NOT_FOUND`.
        FETCH_SESSION_ID_NOT_FOUND = 70,
        /// `INVALID_FETCH_SESSION_EPOCH`.
        INVALID_FETCH_SESSION_EPOCH = 71,
        /// `LISTENER_NOT_FOUND`.
        LISTENER_NOT_FOUND = 72,
        /// `TOPIC_DELETION_DISABLED`.
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
        /// `PREFERRED_LEADER_NOT_AVAILABLE`.
        PREFERRED_LEADER_NOT_AVAILABLE = 80,
        /// `GROUP_MAX_SIZE_REACHED`.
        GROUP_MAX_SIZE_REACHED = 81,
        /// `FENCED_INSTANCE_ID`.
        FENCED_INSTANCE_ID = 82,
        /// `ELIGIBLE_LEADERS_NOT_AVAILABLE`.
        ELIGIBLE_LEADERS_NOT_AVAILABLE = 83,
        /// `ELECTION_NOT_NEEDED`.
        ELECTION_NOT_NEEDED = 84,
        /// `NO_REASSIGNMENT_IN_PROGRESS`.
        NO_REASSIGNMENT_IN_PROGRESS = 85,
        /// `GROUP_SUBSCRIBED_TO_TOPIC`.
        GROUP_SUBSCRIBED_TO_TOPIC = 86,
        /// `INVALID_RECORD`.
        INVALID_RECORD = 87,
        /// `UNSTABLE_OFFSET_COMMIT`.
        UNSTABLE_OFFSET_COMMIT = 88,
        /// `THROTTLING_QUOTA_EXCEEDED`.
        THROTTLING_QUOTA_EXCEEDED = 89,
        /// `PRODUCER_FENCED`.
        PRODUCER_FENCED = 90,
        /// `RESOURCE_NOT_FOUND`.
        RESOURCE_NOT_FOUND = 91,
        /// `DUPLICATE_RESOURCE`.
        DUPLICATE_RESOURCE = 92,
        /// `UNACCEPTABLE_CREDENTIAL`.
        UNACCEPTABLE_CREDENTIAL = 93,
        /// `INCONSISTENT_VOTER_SET`.
        INCONSISTENT_VOTER_SET = 94,
        /// `INVALID_UPDATE_VERSION`.
        INVALID_UPDATE_VERSION = 95,
        /// `FEATURE_UPDATE_FAILED`.
        FEATURE_UPDATE_FAILED = 96,
        /// `PRINCIPAL_DESERIALIZATION_FAILURE`.
        PRINCIPAL_DESERIALIZATION_FAILURE = 97,
        /// `SNAPSHOT_NOT_FOUND`.
        SNAPSHOT_NOT_FOUND = 98,
        /// `POSITION_OUT_OF_RANGE`.
        POSITION_OUT_OF_RANGE = 99,
        /// `UNKNOWN_TOPIC_ID`.
        UNKNOWN_TOPIC_ID = 100,
        /// `DUPLICATE_BROKER_REGISTRATION`.
        DUPLICATE_BROKER_REGISTRATION = 101,
        /// `BROKER_ID_NOT_REGISTERED`.
        BROKER_ID_NOT_REGISTERED = 102,
        /// `INCONSISTENT_TOPIC_ID`.
        INCONSISTENT_TOPIC_ID = 103,
        /// `INCONSISTENT_CLUSTER_ID`.
        INCONSISTENT_CLUSTER_ID = 104,
        /// `TRANSACTIONAL_ID_NOT_FOUND`.
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
        /// `MISMATCHED_ENDPOINT_TYPE`.
        MISMATCHED_ENDPOINT_TYPE = 114,
        /// `UNSUPPORTED_ENDPOINT_TYPE`.
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
        /// `INVALID_REGULAR_EXPRESSION`.
        INVALID_REGULAR_EXPRESSION = 128,
        /// `REBOOTSTRAP_REQUIRED`.
        REBOOTSTRAP_REQUIRED = 129,
        /// `STREAMS_INVALID_TOPOLOGY`.
        STREAMS_INVALID_TOPOLOGY = 130,
        /// `STREAMS_INVALID_TOPOLOGY_EPOCH`.
        STREAMS_INVALID_TOPOLOGY_EPOCH = 131,
        /// `STREAMS_TOPOLOGY_FENCED`.
        STREAMS_TOPOLOGY_FENCED = 132,
        /// `SHARE_SESSION_LIMIT_REACHED`.
        SHARE_SESSION_LIMIT_REACHED = 133,
        /// `GROUP_DELETION_FAILED`.
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
