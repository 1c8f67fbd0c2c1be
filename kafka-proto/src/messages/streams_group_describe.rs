// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! StreamsGroupDescribe (key 89), versions 0 to 1, flexible from 0.
//!
//! Describes streams groups (KIP-1071).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for StreamsGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StreamsGroupDescribeRequest<'a> {
    /// Group ids.
    pub group_ids: Array<'a, &'a str>,
    /// Include authorized operations.
    pub include_authorized_operations: bool,
    /// Include topology description. Since version 1.
    pub include_topology_description: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StreamsGroupDescribeRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_ids: r.array("group_ids"),
            include_authorized_operations: r.bool("include_authorized_operations"),
            include_topology_description: if r.version() >= 1 {
                r.bool("include_topology_description")
            } else {
                false
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("group_ids", &self.group_ids);
        w.bool(self.include_authorized_operations);
        if w.version() >= 1 {
            w.bool(self.include_topology_description);
        } else {
            w.absent("include_topology_description", self.include_topology_description);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers StreamsGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StreamsGroupDescribeResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Groups.
    pub groups: Array<'a, DescribedGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StreamsGroupDescribeResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            groups: r.array("groups"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("groups", &self.groups);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    StreamsGroupDescribeRequest => StreamsGroupDescribeResponse: STREAMS_GROUP_DESCRIBE, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`StreamsGroupDescribeResponse::groups`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedGroup<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Group id.
    pub group_id: &'a str,
    /// Group state.
    pub group_state: &'a str,
    /// Group epoch.
    pub group_epoch: i32,
    /// Assignment epoch.
    pub assignment_epoch: i32,
    /// Topology.
    pub topology: Option<Topology<'a>>,
    /// Members.
    pub members: Array<'a, Member<'a>>,
    /// Authorized operations. Default: `i32::MIN`.
    pub authorized_operations: i32,
    /// Topology description. Since version 1.
    pub topology_description: Option<TopologyDescription<'a>>,
    /// Topology description status. Since version 1.
    pub topology_description_status: i8,
    /// Assignor name. Since version 1.
    pub assignor_name: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribedGroup<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: None,
            group_id: "",
            group_state: "",
            group_epoch: 0,
            assignment_epoch: 0,
            topology: None,
            members: Array::default(),
            authorized_operations: i32::MIN,
            topology_description: None,
            topology_description_status: 0,
            assignor_name: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribedGroup<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            group_id: r.string("group_id"),
            group_state: r.string("group_state"),
            group_epoch: r.int32("group_epoch"),
            assignment_epoch: r.int32("assignment_epoch"),
            topology: r.nullable_structure("topology"),
            members: r.array("members"),
            authorized_operations: r.int32("authorized_operations"),
            topology_description: if r.version() >= 1 {
                r.nullable_structure("topology_description")
            } else {
                None
            },
            topology_description_status: if r.version() >= 1 {
                r.int8("topology_description_status")
            } else {
                0
            },
            assignor_name: if r.version() >= 1 { r.nullable_string("assignor_name") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.string("group_id", self.group_id);
        w.string("group_state", self.group_state);
        w.int32(self.group_epoch);
        w.int32(self.assignment_epoch);
        w.nullable_structure(self.topology.as_ref());
        w.array("members", &self.members);
        w.int32(self.authorized_operations);
        if w.version() >= 1 {
            w.nullable_structure(self.topology_description.as_ref());
            w.int8(self.topology_description_status);
            w.nullable_string("assignor_name", self.assignor_name);
        } else {
            w.absent("topology_description", self.topology_description.is_some());
            w.absent("topology_description_status", self.topology_description_status != 0);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`DescribedGroup::topology`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Topology<'a> {
    /// Epoch.
    pub epoch: i32,
    /// Subtopologies.
    pub subtopologies: Option<Array<'a, Subtopology<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Topology<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            epoch: r.int32("epoch"),
            subtopologies: r.nullable_array("subtopologies"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.epoch);
        w.nullable_array("subtopologies", self.subtopologies.as_ref());
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
    /// Repartition sink topics.
    pub repartition_sink_topics: Array<'a, &'a str>,
    /// State changelog topics.
    pub state_changelog_topics: Array<'a, TopicInfo<'a>>,
    /// Repartition source topics.
    pub repartition_source_topics: Array<'a, TopicInfo<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Subtopology<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopology_id: r.string("subtopology_id"),
            source_topics: r.array("source_topics"),
            repartition_sink_topics: r.array("repartition_sink_topics"),
            state_changelog_topics: r.array("state_changelog_topics"),
            repartition_source_topics: r.array("repartition_source_topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("subtopology_id", self.subtopology_id);
        w.array("source_topics", &self.source_topics);
        w.array("repartition_sink_topics", &self.repartition_sink_topics);
        w.array("state_changelog_topics", &self.state_changelog_topics);
        w.array("repartition_source_topics", &self.repartition_source_topics);
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

/// One of [`TopicInfo::topic_configs`].
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

/// One of [`DescribedGroup::members`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Member<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Member epoch.
    pub member_epoch: i32,
    /// Instance id.
    pub instance_id: Option<&'a str>,
    /// Rack id.
    pub rack_id: Option<&'a str>,
    /// What the client calls itself, for logs and quotas.
    pub client_id: &'a str,
    /// Client host.
    pub client_host: &'a str,
    /// Topology epoch.
    pub topology_epoch: i32,
    /// Process id.
    pub process_id: &'a str,
    /// User endpoint.
    pub user_endpoint: Option<Endpoint<'a>>,
    /// Client tags.
    pub client_tags: Array<'a, KeyValue<'a>>,
    /// Task offsets.
    pub task_offsets: Array<'a, TaskOffset<'a>>,
    /// Task end offsets.
    pub task_end_offsets: Array<'a, TaskOffset<'a>>,
    /// Assignment.
    pub assignment: Assignment<'a>,
    /// Target assignment.
    pub target_assignment: Assignment<'a>,
    /// Is classic.
    pub is_classic: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Member<'a> {
    const MIN_SIZE: usize = 28;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            member_epoch: r.int32("member_epoch"),
            instance_id: r.nullable_string("instance_id"),
            rack_id: r.nullable_string("rack_id"),
            client_id: r.string("client_id"),
            client_host: r.string("client_host"),
            topology_epoch: r.int32("topology_epoch"),
            process_id: r.string("process_id"),
            user_endpoint: r.nullable_structure("user_endpoint"),
            client_tags: r.array("client_tags"),
            task_offsets: r.array("task_offsets"),
            task_end_offsets: r.array("task_end_offsets"),
            assignment: r.structure("assignment"),
            target_assignment: r.structure("target_assignment"),
            is_classic: r.bool("is_classic"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.nullable_string("instance_id", self.instance_id);
        w.nullable_string("rack_id", self.rack_id);
        w.string("client_id", self.client_id);
        w.string("client_host", self.client_host);
        w.int32(self.topology_epoch);
        w.string("process_id", self.process_id);
        w.nullable_structure(self.user_endpoint.as_ref());
        w.array("client_tags", &self.client_tags);
        w.array("task_offsets", &self.task_offsets);
        w.array("task_end_offsets", &self.task_end_offsets);
        self.assignment.write(w);
        self.target_assignment.write(w);
        w.bool(self.is_classic);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`Member::user_endpoint`] holds.
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

/// One of [`Member::task_offsets`].
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

/// What [`Member::assignment`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Assignment<'a> {
    /// Active tasks.
    pub active_tasks: Array<'a, TaskIds<'a>>,
    /// Standby tasks.
    pub standby_tasks: Array<'a, TaskIds<'a>>,
    /// Warmup tasks.
    pub warmup_tasks: Array<'a, TaskIds<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Assignment<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            active_tasks: r.array("active_tasks"),
            standby_tasks: r.array("standby_tasks"),
            warmup_tasks: r.array("warmup_tasks"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("active_tasks", &self.active_tasks);
        w.array("standby_tasks", &self.standby_tasks);
        w.array("warmup_tasks", &self.warmup_tasks);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Assignment::active_tasks`].
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

/// What [`DescribedGroup::topology_description`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopologyDescription<'a> {
    /// Subtopologies.
    pub subtopologies: Array<'a, TopologyDescriptionSubtopology<'a>>,
    /// Global stores.
    pub global_stores: Array<'a, TopologyDescriptionGlobalStore<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopologyDescription<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopologies: r.array("subtopologies"),
            global_stores: r.array("global_stores"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("subtopologies", &self.subtopologies);
        w.array("global_stores", &self.global_stores);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TopologyDescription::subtopologies`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopologyDescriptionSubtopology<'a> {
    /// Subtopology id.
    pub subtopology_id: &'a str,
    /// Nodes.
    pub nodes: Array<'a, TopologyDescriptionNode<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopologyDescriptionSubtopology<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            subtopology_id: r.string("subtopology_id"),
            nodes: r.array("nodes"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("subtopology_id", self.subtopology_id);
        w.array("nodes", &self.nodes);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TopologyDescriptionSubtopology::nodes`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopologyDescriptionNode<'a> {
    /// Name.
    pub name: &'a str,
    /// Node type.
    pub node_type: i8,
    /// Source topics.
    pub source_topics: Array<'a, &'a str>,
    /// Sink topic.
    pub sink_topic: Option<&'a str>,
    /// Stores.
    pub stores: Array<'a, &'a str>,
    /// Successors.
    pub successors: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopologyDescriptionNode<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            node_type: r.int8("node_type"),
            source_topics: r.array("source_topics"),
            sink_topic: r.nullable_string("sink_topic"),
            stores: r.array("stores"),
            successors: r.array("successors"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int8(self.node_type);
        w.array("source_topics", &self.source_topics);
        w.nullable_string("sink_topic", self.sink_topic);
        w.array("stores", &self.stores);
        w.array("successors", &self.successors);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TopologyDescription::global_stores`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopologyDescriptionGlobalStore<'a> {
    /// Source.
    pub source: TopologyDescriptionNode<'a>,
    /// Processor.
    pub processor: TopologyDescriptionNode<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopologyDescriptionGlobalStore<'a> {
    const MIN_SIZE: usize = 15;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            source: r.structure("source"),
            processor: r.structure("processor"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        self.source.write(w);
        self.processor.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}
