// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! StreamsGroupHeartbeat (key 88), versions 0 to 1, flexible from 0.
//!
//! Joins, keeps alive and leaves a streams group (KIP-1071).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for StreamsGroupHeartbeat.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamsGroupHeartbeatRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Member id.
    pub member_id: &'a str,
    /// Member epoch.
    pub member_epoch: i32,
    /// Endpoint information epoch.
    pub endpoint_information_epoch: i32,
    /// Instance id.
    pub instance_id: Option<&'a str>,
    /// Rack id.
    pub rack_id: Option<&'a str>,
    /// Rebalance timeout ms. Default: `-1`.
    pub rebalance_timeout_ms: i32,
    /// Topology.
    pub topology: Option<Topology<'a>>,
    /// Active tasks.
    pub active_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Standby tasks.
    pub standby_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Warmup tasks.
    pub warmup_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Process id.
    pub process_id: Option<&'a str>,
    /// User endpoint.
    pub user_endpoint: Option<Endpoint<'a>>,
    /// Client tags.
    pub client_tags: Option<Array<'a, KeyValue<'a>>>,
    /// Task offsets.
    pub task_offsets: Option<Array<'a, TaskOffset<'a>>>,
    /// Task end offsets.
    pub task_end_offsets: Option<Array<'a, TaskOffset<'a>>>,
    /// Shutdown application.
    pub shutdown_application: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for StreamsGroupHeartbeatRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            member_id: "",
            member_epoch: 0,
            endpoint_information_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            topology: None,
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            process_id: None,
            user_endpoint: None,
            client_tags: None,
            task_offsets: None,
            task_end_offsets: None,
            shutdown_application: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for StreamsGroupHeartbeatRequest<'a> {
    const MIN_SIZE: usize = 27;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: r.string("member_id"),
            member_epoch: r.int32("member_epoch"),
            endpoint_information_epoch: r.int32("endpoint_information_epoch"),
            instance_id: r.nullable_string("instance_id"),
            rack_id: r.nullable_string("rack_id"),
            rebalance_timeout_ms: r.int32("rebalance_timeout_ms"),
            topology: r.nullable_structure("topology"),
            active_tasks: r.nullable_array("active_tasks"),
            standby_tasks: r.nullable_array("standby_tasks"),
            warmup_tasks: r.nullable_array("warmup_tasks"),
            process_id: r.nullable_string("process_id"),
            user_endpoint: r.nullable_structure("user_endpoint"),
            client_tags: r.nullable_array("client_tags"),
            task_offsets: r.nullable_array("task_offsets"),
            task_end_offsets: r.nullable_array("task_end_offsets"),
            shutdown_application: r.bool("shutdown_application"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.int32(self.endpoint_information_epoch);
        w.nullable_string("instance_id", self.instance_id);
        w.nullable_string("rack_id", self.rack_id);
        w.int32(self.rebalance_timeout_ms);
        w.nullable_structure(self.topology.as_ref());
        w.nullable_array("active_tasks", self.active_tasks.as_ref());
        w.nullable_array("standby_tasks", self.standby_tasks.as_ref());
        w.nullable_array("warmup_tasks", self.warmup_tasks.as_ref());
        w.nullable_string("process_id", self.process_id);
        w.nullable_structure(self.user_endpoint.as_ref());
        w.nullable_array("client_tags", self.client_tags.as_ref());
        w.nullable_array("task_offsets", self.task_offsets.as_ref());
        w.nullable_array("task_end_offsets", self.task_end_offsets.as_ref());
        w.bool(self.shutdown_application);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers StreamsGroupHeartbeat.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamsGroupHeartbeatResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Member id.
    pub member_id: &'a str,
    /// Member epoch.
    pub member_epoch: i32,
    /// Heartbeat interval ms.
    pub heartbeat_interval_ms: i32,
    /// Acceptable recovery lag legacy. Until version 0.
    pub acceptable_recovery_lag_legacy: i32,
    /// Task offset interval ms.
    pub task_offset_interval_ms: i32,
    /// Acceptable recovery lag. Since version 1. Default: `-1`.
    pub acceptable_recovery_lag: i64,
    /// Status.
    pub status: Option<Array<'a, Status<'a>>>,
    /// Active tasks.
    pub active_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Standby tasks.
    pub standby_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Warmup tasks.
    pub warmup_tasks: Option<Array<'a, TaskIds<'a>>>,
    /// Topology description required. Since version 1.
    pub topology_description_required: bool,
    /// Endpoint information epoch.
    pub endpoint_information_epoch: i32,
    /// Partitions by user endpoint.
    pub partitions_by_user_endpoint: Option<Array<'a, EndpointToPartitions<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for StreamsGroupHeartbeatResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: None,
            member_id: "",
            member_epoch: 0,
            heartbeat_interval_ms: 0,
            acceptable_recovery_lag_legacy: 0,
            task_offset_interval_ms: 0,
            acceptable_recovery_lag: -1,
            status: Some(Array::default()),
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            topology_description_required: false,
            endpoint_information_epoch: 0,
            partitions_by_user_endpoint: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for StreamsGroupHeartbeatResponse<'a> {
    const MIN_SIZE: usize = 34;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            member_id: r.string("member_id"),
            member_epoch: r.int32("member_epoch"),
            heartbeat_interval_ms: r.int32("heartbeat_interval_ms"),
            acceptable_recovery_lag_legacy: if r.version() <= 0 {
                r.int32("acceptable_recovery_lag_legacy")
            } else {
                0
            },
            task_offset_interval_ms: r.int32("task_offset_interval_ms"),
            acceptable_recovery_lag: if r.version() >= 1 {
                r.int64("acceptable_recovery_lag")
            } else {
                -1
            },
            status: r.nullable_array("status"),
            active_tasks: r.nullable_array("active_tasks"),
            standby_tasks: r.nullable_array("standby_tasks"),
            warmup_tasks: r.nullable_array("warmup_tasks"),
            topology_description_required: if r.version() >= 1 {
                r.bool("topology_description_required")
            } else {
                false
            },
            endpoint_information_epoch: r.int32("endpoint_information_epoch"),
            partitions_by_user_endpoint: r.nullable_array("partitions_by_user_endpoint"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.int32(self.heartbeat_interval_ms);
        if w.version() <= 0 {
            w.int32(self.acceptable_recovery_lag_legacy);
        } else {
            w.absent("acceptable_recovery_lag_legacy", self.acceptable_recovery_lag_legacy != 0);
        }
        w.int32(self.task_offset_interval_ms);
        if w.version() >= 1 {
            w.int64(self.acceptable_recovery_lag);
        }
        w.nullable_array("status", self.status.as_ref());
        w.nullable_array("active_tasks", self.active_tasks.as_ref());
        w.nullable_array("standby_tasks", self.standby_tasks.as_ref());
        w.nullable_array("warmup_tasks", self.warmup_tasks.as_ref());
        if w.version() >= 1 {
            w.bool(self.topology_description_required);
        } else {
            w.absent("topology_description_required", self.topology_description_required);
        }
        w.int32(self.endpoint_information_epoch);
        w.nullable_array("partitions_by_user_endpoint", self.partitions_by_user_endpoint.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    StreamsGroupHeartbeatRequest => StreamsGroupHeartbeatResponse: STREAMS_GROUP_HEARTBEAT, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// What [`StreamsGroupHeartbeatRequest::topology`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Topology<'a> {
    /// Epoch.
    pub epoch: i32,
    /// Subtopologies.
    pub subtopologies: Array<'a, Subtopology<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Topology<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            epoch: r.int32("epoch"),
            subtopologies: r.array("subtopologies"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.epoch);
        w.array("subtopologies", &self.subtopologies);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Topology::subtopologies`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Subtopology<'a> {
    /// Subtopology id.
    pub subtopology_id: &'a str,
    /// Source topics.
    pub source_topics: Array<'a, &'a str>,
    /// Source topic regex.
    pub source_topic_regex: Array<'a, &'a str>,
    /// State changelog topics.
    pub state_changelog_topics: Array<'a, TopicInfo<'a>>,
    /// Repartition sink topics.
    pub repartition_sink_topics: Array<'a, &'a str>,
    /// Repartition source topics.
    pub repartition_source_topics: Array<'a, TopicInfo<'a>>,
    /// Copartition groups.
    pub copartition_groups: Array<'a, CopartitionGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Subtopology<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopology_id: r.string("subtopology_id"),
            source_topics: r.array("source_topics"),
            source_topic_regex: r.array("source_topic_regex"),
            state_changelog_topics: r.array("state_changelog_topics"),
            repartition_sink_topics: r.array("repartition_sink_topics"),
            repartition_source_topics: r.array("repartition_source_topics"),
            copartition_groups: r.array("copartition_groups"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("subtopology_id", self.subtopology_id);
        w.array("source_topics", &self.source_topics);
        w.array("source_topic_regex", &self.source_topic_regex);
        w.array("state_changelog_topics", &self.state_changelog_topics);
        w.array("repartition_sink_topics", &self.repartition_sink_topics);
        w.array("repartition_source_topics", &self.repartition_source_topics);
        w.array("copartition_groups", &self.copartition_groups);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Subtopology::state_changelog_topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicInfo<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: i32,
    /// How many copies of each partition.
    pub replication_factor: i16,
    /// Topic configs.
    pub topic_configs: Array<'a, KeyValue<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicInfo<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partitions: r.int32("partitions"),
            replication_factor: r.int16("replication_factor"),
            topic_configs: r.array("topic_configs"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int32(self.partitions);
        w.int16(self.replication_factor);
        w.array("topic_configs", &self.topic_configs);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StreamsGroupHeartbeatRequest::client_tags`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KeyValue<'a> {
    /// Key.
    pub key: &'a str,
    /// Value.
    pub value: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for KeyValue<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { key: r.string("key"), value: r.string("value"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("key", self.key);
        w.string("value", self.value);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Subtopology::copartition_groups`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CopartitionGroup<'a> {
    /// Source topics.
    pub source_topics: Array<'a, i16>,
    /// Source topic regex.
    pub source_topic_regex: Array<'a, i16>,
    /// Repartition source topics.
    pub repartition_source_topics: Array<'a, i16>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CopartitionGroup<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            source_topics: r.array("source_topics"),
            source_topic_regex: r.array("source_topic_regex"),
            repartition_source_topics: r.array("repartition_source_topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("source_topics", &self.source_topics);
        w.array("source_topic_regex", &self.source_topic_regex);
        w.array("repartition_source_topics", &self.repartition_source_topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StreamsGroupHeartbeatRequest::active_tasks`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TaskIds<'a> {
    /// Subtopology id.
    pub subtopology_id: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TaskIds<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopology_id: r.string("subtopology_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("subtopology_id", self.subtopology_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`StreamsGroupHeartbeatRequest::user_endpoint`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Endpoint<'a> {
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Endpoint<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { host: r.string("host"), port: r.uint16("port"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("host", self.host);
        w.uint16(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StreamsGroupHeartbeatRequest::task_offsets`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TaskOffset<'a> {
    /// Subtopology id.
    pub subtopology_id: &'a str,
    /// Partition.
    pub partition: i32,
    /// Offset.
    pub offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TaskOffset<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopology_id: r.string("subtopology_id"),
            partition: r.int32("partition"),
            offset: r.int64("offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("subtopology_id", self.subtopology_id);
        w.int32(self.partition);
        w.int64(self.offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StreamsGroupHeartbeatResponse::status`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Status<'a> {
    /// Status code.
    pub status_code: i8,
    /// Status detail.
    pub status_detail: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Status<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            status_code: r.int8("status_code"),
            status_detail: r.string("status_detail"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.status_code);
        w.string("status_detail", self.status_detail);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StreamsGroupHeartbeatResponse::partitions_by_user_endpoint`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EndpointToPartitions<'a> {
    /// User endpoint.
    pub user_endpoint: Endpoint<'a>,
    /// Active partitions.
    pub active_partitions: Array<'a, TopicPartition<'a>>,
    /// Standby partitions.
    pub standby_partitions: Array<'a, TopicPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EndpointToPartitions<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            user_endpoint: r.structure("user_endpoint"),
            active_partitions: r.array("active_partitions"),
            standby_partitions: r.array("standby_partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        self.user_endpoint.write(w);
        w.array("active_partitions", &self.active_partitions);
        w.array("standby_partitions", &self.standby_partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`EndpointToPartitions::active_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicPartition<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicPartition<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: r.string("topic"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic", self.topic);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}
