// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! CreateTopics (key 19), versions 0 to 7, flexible from 5.
//!
//! Creates topics.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ConfigSource, ErrorCode};

/// Asks for CreateTopics.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateTopicsRequest<'a> {
    /// The topics to create.
    pub topics: Array<'a, CreatableTopic<'a>>,
    /// How long the broker may take, in milliseconds. Default: `60000`.
    pub timeout_ms: i32,
    /// Check the request and change nothing. Since version 1.
    pub validate_only: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreateTopicsRequest<'_> {
    fn default() -> Self {
        Self {
            topics: Array::default(),
            timeout_ms: 60000,
            validate_only: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CreateTopicsRequest<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: r.array("topics"),
            timeout_ms: r.int32("timeout_ms"),
            validate_only: if r.version() >= 1 { r.bool("validate_only") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.int32(self.timeout_ms);
        if w.version() >= 1 {
            w.bool(self.validate_only);
        } else {
            w.absent("validate_only", self.validate_only);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers CreateTopics.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreateTopicsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 2.
    pub throttle_time_ms: i32,
    /// One for each topic of the request.
    pub topics: Array<'a, CreatableTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreateTopicsResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 2 { r.int32("throttle_time_ms") } else { 0 },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 2 {
            w.int32(self.throttle_time_ms);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    CreateTopicsRequest => CreateTopicsResponse: CREATE_TOPICS, versions 0 to 7, flexible since 5, throttle_time_ms
}

/// One of [`CreateTopicsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatableTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// How many partitions; -1 for the broker's default (since version 4) or with assignments.
    pub num_partitions: i32,
    /// How many copies of each partition; -1 for the broker's default (since version 4) or with assignments.
    pub replication_factor: i16,
    /// Which brokers hold which partition; empty lets the controller choose.
    pub assignments: Array<'a, CreatableReplicaAssignment<'a>>,
    /// Its configuration, where it differs from the broker's.
    pub configs: Array<'a, CreatableTopicConfig<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatableTopic<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            num_partitions: r.int32("num_partitions"),
            replication_factor: r.int16("replication_factor"),
            assignments: r.array("assignments"),
            configs: r.array("configs"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int32(self.num_partitions);
        w.int16(self.replication_factor);
        w.array("assignments", &self.assignments);
        w.array("configs", &self.configs);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreatableTopic::assignments`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatableReplicaAssignment<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The brokers, the preferred leader first.
    pub broker_ids: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatableReplicaAssignment<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            broker_ids: r.array("broker_ids"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.array("broker_ids", &self.broker_ids);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreatableTopic::configs`].
#[derive(Clone, Debug, PartialEq)]
pub struct CreatableTopicConfig<'a> {
    /// For example `retention.ms`.
    pub name: &'a str,
    /// The value as text; null is refused.
    pub value: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreatableTopicConfig<'_> {
    fn default() -> Self {
        Self { name: "", value: Some(""), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for CreatableTopicConfig<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            value: r.nullable_string("value"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.nullable_string("value", self.value);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreateTopicsResponse::topics`].
#[derive(Clone, Debug, PartialEq)]
pub struct CreatableTopicResult<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 7.
    pub topic_id: Uuid,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 1.
    pub error_message: Option<&'a str>,
    /// Why the configuration is not shown, if it is not. Since version 5.
    pub topic_config_error_code: ErrorCode,
    /// How many partitions. Since version 5. Default: `-1`.
    pub num_partitions: i32,
    /// How many copies of each partition. Since version 5. Default: `-1`.
    pub replication_factor: i16,
    /// Its whole configuration; null if the caller may not see it. Since version 5.
    pub configs: Option<Array<'a, CreatableTopicConfigs<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreatableTopicResult<'_> {
    fn default() -> Self {
        Self {
            name: "",
            topic_id: Uuid::ZERO,
            error_code: ErrorCode(0),
            error_message: Some(""),
            topic_config_error_code: ErrorCode(0),
            num_partitions: -1,
            replication_factor: -1,
            configs: Some(Array::default()),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CreatableTopicResult<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            name: r.string("name"),
            topic_id: if r.version() >= 7 { r.uuid("topic_id") } else { Uuid::ZERO },
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 1 {
                r.nullable_string("error_message")
            } else {
                Some("")
            },
            num_partitions: if r.version() >= 5 { r.int32("num_partitions") } else { -1 },
            replication_factor: if r.version() >= 5 { r.int16("replication_factor") } else { -1 },
            configs: if r.version() >= 5 {
                r.nullable_array("configs")
            } else {
                Some(Array::default())
            },
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 5 => {
                    it.topic_config_error_code = ErrorCode(r.int16("topic_config_error_code"))
                }
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        if w.version() >= 7 {
            w.uuid(self.topic_id);
        }
        w.int16(self.error_code.0);
        if w.version() >= 1 {
            w.nullable_string("error_message", self.error_message);
        }
        if w.version() >= 5 {
            w.int32(self.num_partitions);
            w.int16(self.replication_factor);
            w.nullable_array("configs", self.configs.as_ref());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 5 && self.topic_config_error_code.0 != 0, &|w| {
                w.int16(self.topic_config_error_code.0)
            })],
        );
    }
}

/// One of [`CreatableTopicResult::configs`].
#[derive(Clone, Debug, PartialEq)]
pub struct CreatableTopicConfigs<'a> {
    /// For example `retention.ms`.
    pub name: &'a str,
    /// The value as text.
    pub value: Option<&'a str>,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Where the value comes from. Default: `ConfigSource(-1)`.
    pub config_source: ConfigSource,
    /// Whether the value is a secret, which is then null.
    pub is_sensitive: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreatableTopicConfigs<'_> {
    fn default() -> Self {
        Self {
            name: "",
            value: Some(""),
            read_only: false,
            config_source: ConfigSource(-1),
            is_sensitive: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CreatableTopicConfigs<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            value: r.nullable_string("value"),
            read_only: r.bool("read_only"),
            config_source: ConfigSource(r.int8("config_source")),
            is_sensitive: r.bool("is_sensitive"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.nullable_string("value", self.value);
        w.bool(self.read_only);
        w.int8(self.config_source.0);
        w.bool(self.is_sensitive);
        w.tags(&self.unknown_tagged_fields);
    }
}
