// Generated from schema/ by `cargo codegen generate`. Do not edit.

use crate::codes::codes;

codes! {
    /// What an ACL allows or denies (`AclOperation`).
    pub struct AclOperation(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `ANY`.
        ANY = 1,
        /// `ALL`.
        ALL = 2,
        /// `READ`.
        READ = 3,
        /// `WRITE`.
        WRITE = 4,
        /// `CREATE`.
        CREATE = 5,
        /// `DELETE`.
        DELETE = 6,
        /// `ALTER`.
        ALTER = 7,
        /// `DESCRIBE`.
        DESCRIBE = 8,
        /// `CLUSTER_ACTION`.
        CLUSTER_ACTION = 9,
        /// `DESCRIBE_CONFIGS`.
        DESCRIBE_CONFIGS = 10,
        /// `ALTER_CONFIGS`.
        ALTER_CONFIGS = 11,
        /// `IDEMPOTENT_WRITE`.
        IDEMPOTENT_WRITE = 12,
        /// `CREATE_TOKENS`.
        CREATE_TOKENS = 13,
        /// `DESCRIBE_TOKENS`.
        DESCRIBE_TOKENS = 14,
        /// `TWO_PHASE_COMMIT`.
        TWO_PHASE_COMMIT = 15,
    }
}

codes! {
    /// Whether an ACL allows or denies (`AclPermissionType`).
    pub struct AclPermissionType(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `ANY`.
        ANY = 1,
        /// `DENY`.
        DENY = 2,
        /// `ALLOW`.
        ALLOW = 3,
    }
}

codes! {
    /// What an ACL is about (`ResourceType`).
    pub struct ResourceType(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `ANY`.
        ANY = 1,
        /// `TOPIC`.
        TOPIC = 2,
        /// `GROUP`.
        GROUP = 3,
        /// `CLUSTER`.
        CLUSTER = 4,
        /// `TRANSACTIONAL_ID`.
        TRANSACTIONAL_ID = 5,
        /// `DELEGATION_TOKEN`.
        DELEGATION_TOKEN = 6,
        /// `USER`.
        USER = 7,
    }
}

codes! {
    /// How an ACL names its resource (`PatternType`, KIP-290).
    pub struct PatternType(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `ANY`.
        ANY = 1,
        /// `MATCH`.
        MATCH = 2,
        /// `LITERAL`.
        LITERAL = 3,
        /// `PREFIXED`.
        PREFIXED = 4,
    }
}

codes! {
    /// What a configuration belongs to (`ConfigResource.Type`).
    pub struct ConfigResourceType(i8) {
        /// `GROUP`.
        GROUP = 32,
        /// `CLIENT_METRICS`.
        CLIENT_METRICS = 16,
        /// `BROKER_LOGGER`.
        BROKER_LOGGER = 8,
        /// `BROKER`.
        BROKER = 4,
        /// `TOPIC`.
        TOPIC = 2,
        /// `UNKNOWN`.
        UNKNOWN = 0,
    }
}

codes! {
    /// Where a configuration value comes from (`ConfigSource`).
    pub struct ConfigSource(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `TOPIC_CONFIG`.
        TOPIC_CONFIG = 1,
        /// `DYNAMIC_BROKER_CONFIG`.
        DYNAMIC_BROKER_CONFIG = 2,
        /// `DYNAMIC_DEFAULT_BROKER_CONFIG`.
        DYNAMIC_DEFAULT_BROKER_CONFIG = 3,
        /// `STATIC_BROKER_CONFIG`.
        STATIC_BROKER_CONFIG = 4,
        /// `DEFAULT_CONFIG`.
        DEFAULT_CONFIG = 5,
        /// `DYNAMIC_BROKER_LOGGER_CONFIG`.
        DYNAMIC_BROKER_LOGGER_CONFIG = 6,
        /// `CLIENT_METRICS_CONFIG`.
        CLIENT_METRICS_CONFIG = 7,
        /// `GROUP_CONFIG`.
        GROUP_CONFIG = 8,
    }
}

codes! {
    /// The type of a configuration value (`ConfigType`).
    pub struct ConfigType(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `BOOLEAN`.
        BOOLEAN = 1,
        /// `STRING`.
        STRING = 2,
        /// `INT`.
        INT = 3,
        /// `SHORT`.
        SHORT = 4,
        /// `LONG`.
        LONG = 5,
        /// `DOUBLE`.
        DOUBLE = 6,
        /// `LIST`.
        LIST = 7,
        /// `CLASS`.
        CLASS = 8,
        /// `PASSWORD`.
        PASSWORD = 9,
    }
}

codes! {
    /// What a coordinator coordinates (`CoordinatorType`).
    pub struct CoordinatorType(i8) {
        /// `GROUP`.
        GROUP = 0,
        /// `TRANSACTION`.
        TRANSACTION = 1,
        /// `SHARE`.
        SHARE = 2,
    }
}

codes! {
    /// What answers a DescribeCluster (`EndpointType`, KIP-919).
    pub struct EndpointType(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `BROKER`.
        BROKER = 1,
        /// `CONTROLLER`.
        CONTROLLER = 2,
    }
}

codes! {
    /// What to do to a configuration value (`AlterConfigOp.OpType`).
    pub struct AlterConfigOperation(i8) {
        /// `SET`.
        SET = 0,
        /// `DELETE`.
        DELETE = 1,
        /// `APPEND`.
        APPEND = 2,
        /// `SUBTRACT`.
        SUBTRACT = 3,
    }
}

codes! {
    /// Which leader to elect (`ElectionType`, KIP-460).
    pub struct ElectionType(i8) {
        /// `PREFERRED`.
        PREFERRED = 0,
        /// `UNCLEAN`.
        UNCLEAN = 1,
    }
}

codes! {
    /// A SCRAM mechanism by its code (`ScramMechanism`, KIP-554).
    pub struct ScramMechanism(i8) {
        /// `UNKNOWN`.
        UNKNOWN = 0,
        /// `SCRAM_SHA_256`.
        SCRAM_SHA_256 = 1,
        /// `SCRAM_SHA_512`.
        SCRAM_SHA_512 = 2,
    }
}

codes! {
    /// Which records a reader sees (`IsolationLevel`).
    pub struct IsolationLevel(i8) {
        /// `READ_UNCOMMITTED`.
        READ_UNCOMMITTED = 0,
        /// `READ_COMMITTED`.
        READ_COMMITTED = 1,
    }
}
