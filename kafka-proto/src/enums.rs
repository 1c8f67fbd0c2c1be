// Generated from schema/ by `cargo codegen generate`. Do not edit.

use crate::codes::codes;

codes! {
    /// What an ACL allows or denies (`AclOperation`).
    pub struct AclOperation(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// In filters: every operation.
        ANY = 1,
        /// Every operation that the resource has.
        ALL = 2,
        /// Read records, commit offsets, be a member of a group. Allows `DESCRIBE`.
        READ = 3,
        /// Write records, use a transactional id. Allows `DESCRIBE`.
        WRITE = 4,
        /// Create a topic; on the cluster: any topic.
        CREATE = 5,
        /// Delete. Allows `DESCRIBE`.
        DELETE = 6,
        /// Add partitions; on the cluster: change ACLs, move partitions. Allows `DESCRIBE`.
        ALTER = 7,
        /// See that it is there, and how it is.
        DESCRIBE = 8,
        /// What brokers do to each other.
        CLUSTER_ACTION = 9,
        /// See configurations.
        DESCRIBE_CONFIGS = 10,
        /// Change configurations. Allows `DESCRIBE_CONFIGS`.
        ALTER_CONFIGS = 11,
        /// On the cluster: be an idempotent producer; since Kafka 2.8 (KIP-679) `WRITE` on any topic is enough.
        IDEMPOTENT_WRITE = 12,
        /// On a user: create delegation tokens for it (KIP-373).
        CREATE_TOKENS = 13,
        /// On a user: see its delegation tokens (KIP-373).
        DESCRIBE_TOKENS = 14,
        /// On a transactional id: take part in two-phase commit (KIP-939).
        TWO_PHASE_COMMIT = 15,
    }
}

codes! {
    /// Whether an ACL allows or denies (`AclPermissionType`).
    pub struct AclPermissionType(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// In filters: both.
        ANY = 1,
        /// Denied; beats every `ALLOW`.
        DENY = 2,
        /// Allowed.
        ALLOW = 3,
    }
}

codes! {
    /// What an ACL is about (`ResourceType`).
    pub struct ResourceType(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// In filters: every kind.
        ANY = 1,
        /// A topic.
        TOPIC = 2,
        /// A group.
        GROUP = 3,
        /// The cluster, whose name is `kafka-cluster`.
        CLUSTER = 4,
        /// A transactional id.
        TRANSACTIONAL_ID = 5,
        /// A delegation token, by its id.
        DELEGATION_TOKEN = 6,
        /// A principal, as `User:name` (KIP-373).
        USER = 7,
    }
}

codes! {
    /// How an ACL names its resource (`PatternType`, KIP-290).
    pub struct PatternType(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// In filters: this very name, whatever the pattern.
        ANY = 1,
        /// In filters: every pattern that applies to the name, `*` and prefixes included.
        MATCH = 2,
        /// This very name; `*` is every name.
        LITERAL = 3,
        /// Every name that starts so.
        PREFIXED = 4,
    }
}

codes! {
    /// What a configuration belongs to (`ConfigResource.Type`).
    pub struct ConfigResourceType(i8) {
        /// A group (KIP-848).
        GROUP = 32,
        /// A subscription to metrics of clients (KIP-714).
        CLIENT_METRICS = 16,
        /// The log levels of a broker (KIP-412).
        BROKER_LOGGER = 8,
        /// A broker by its id; all of them by the empty name.
        BROKER = 4,
        /// A topic.
        TOPIC = 2,
        /// One that this release does not know.
        UNKNOWN = 0,
    }
}

codes! {
    /// Where a configuration value comes from (`ConfigSource`).
    pub struct ConfigSource(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// Set for the topic.
        TOPIC_CONFIG = 1,
        /// Set for this broker while it runs.
        DYNAMIC_BROKER_CONFIG = 2,
        /// Set for all brokers while they run.
        DYNAMIC_DEFAULT_BROKER_CONFIG = 3,
        /// From the broker's file.
        STATIC_BROKER_CONFIG = 4,
        /// Kafka's default: nobody set it.
        DEFAULT_CONFIG = 5,
        /// Set for a logger of the broker.
        DYNAMIC_BROKER_LOGGER_CONFIG = 6,
        /// Set for the subscription to metrics.
        CLIENT_METRICS_CONFIG = 7,
        /// Set for the group.
        GROUP_CONFIG = 8,
    }
}

codes! {
    /// The type of a configuration value (`ConfigType`).
    pub struct ConfigType(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// `true` or `false`.
        BOOLEAN = 1,
        /// Text.
        STRING = 2,
        /// A number of 32 bits.
        INT = 3,
        /// A number of 16 bits.
        SHORT = 4,
        /// A number of 64 bits.
        LONG = 5,
        /// A floating-point number.
        DOUBLE = 6,
        /// Texts with commas between them.
        LIST = 7,
        /// The name of a Java class.
        CLASS = 8,
        /// A secret, never shown.
        PASSWORD = 9,
    }
}

codes! {
    /// What a coordinator coordinates (`CoordinatorType`).
    pub struct CoordinatorType(i8) {
        /// A group, by its id.
        GROUP = 0,
        /// A transactional id.
        TRANSACTION = 1,
        /// A partition of a share group, by `group:topic id:partition` (KIP-932).
        SHARE = 2,
    }
}

codes! {
    /// What answers a DescribeCluster (`EndpointType`, KIP-919).
    pub struct EndpointType(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// Brokers.
        BROKER = 1,
        /// KRaft controllers.
        CONTROLLER = 2,
    }
}

codes! {
    /// What to do to a configuration value (`AlterConfigOp.OpType`).
    pub struct AlterConfigOperation(i8) {
        /// Set the value.
        SET = 0,
        /// Go back to the default.
        DELETE = 1,
        /// Add to a list.
        APPEND = 2,
        /// Take out of a list.
        SUBTRACT = 3,
    }
}

codes! {
    /// Which leader to elect (`ElectionType`, KIP-460).
    pub struct ElectionType(i8) {
        /// The first replica of the assignment, if it is in sync.
        PREFERRED = 0,
        /// Any replica that is up: records may be lost.
        UNCLEAN = 1,
    }
}

codes! {
    /// A SCRAM mechanism by its code (`ScramMechanism`, KIP-554).
    pub struct ScramMechanism(i8) {
        /// One that this release does not know.
        UNKNOWN = 0,
        /// `SCRAM-SHA-256`.
        SCRAM_SHA_256 = 1,
        /// `SCRAM-SHA-512`, the one of Amazon MSK.
        SCRAM_SHA_512 = 2,
    }
}

codes! {
    /// Which records a reader sees (`IsolationLevel`).
    pub struct IsolationLevel(i8) {
        /// All.
        READ_UNCOMMITTED = 0,
        /// None of open or aborted transactions.
        READ_COMMITTED = 1,
    }
}
