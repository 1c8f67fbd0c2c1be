// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Metadata (key 3), versions 0 to 13, flexible from 9.
//!
//! Names brokers, topics, partitions and leaders.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for Metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataRequest<'a> {
    /// The topics to describe; null for all, which in version 0 is an empty list. An empty list is none since version 1.
    pub topics: Option<Array<'a, MetadataRequestTopic<'a>>>,
    /// Whether asking may create a missing topic. Since version 4. Default: `true`.
    pub allow_auto_topic_creation: bool,
    /// Whether to say what the caller may do with the cluster (KIP-430). Versions 8 to 10.
    pub include_cluster_authorized_operations: bool,
    /// Whether to say what the caller may do with each topic (KIP-430). Since version 8.
    pub include_topic_authorized_operations: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MetadataRequest<'_> {
    fn default() -> Self {
        Self {
            topics: Some(Array::default()),
            allow_auto_topic_creation: true,
            include_cluster_authorized_operations: false,
            include_topic_authorized_operations: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for MetadataRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: if r.version() >= 1 {
                r.nullable_array("topics")
            } else {
                Some(r.array("topics"))
            },
            allow_auto_topic_creation: if r.version() >= 4 {
                r.bool("allow_auto_topic_creation")
            } else {
                true
            },
            include_cluster_authorized_operations: if (8..=10).contains(&r.version()) {
                r.bool("include_cluster_authorized_operations")
            } else {
                false
            },
            include_topic_authorized_operations: if r.version() >= 8 {
                r.bool("include_topic_authorized_operations")
            } else {
                false
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.nullable_array("topics", self.topics.as_ref());
        } else {
            w.required_array("topics", self.topics.as_ref());
        }
        if w.version() >= 4 {
            w.bool(self.allow_auto_topic_creation);
        } else {
            w.absent("allow_auto_topic_creation", !self.allow_auto_topic_creation);
        }
        if (8..=10).contains(&w.version()) {
            w.bool(self.include_cluster_authorized_operations);
        } else {
            w.absent(
                "include_cluster_authorized_operations",
                self.include_cluster_authorized_operations,
            );
        }
        if w.version() >= 8 {
            w.bool(self.include_topic_authorized_operations);
        } else {
            w.absent(
                "include_topic_authorized_operations",
                self.include_topic_authorized_operations,
            );
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers Metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 3.
    pub throttle_time_ms: i32,
    /// The brokers that are up.
    pub brokers: Array<'a, MetadataResponseBroker<'a>>,
    /// The cluster's id. Since version 2.
    pub cluster_id: Option<&'a str>,
    /// The broker to send changes to; in KRaft clusters any broker. Since version 1. Default: `-1`.
    pub controller_id: i32,
    /// The topics asked for, or all that the caller may describe.
    pub topics: Array<'a, MetadataResponseTopic<'a>>,
    /// A bit for each `AclOperation` the caller may use on the cluster; `i32::MIN` if not asked for (KIP-430). Versions 8 to 10. Default: `i32::MIN`.
    pub cluster_authorized_operations: i32,
    /// What went wrong; zero is success. Since version 13.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MetadataResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            brokers: Array::default(),
            cluster_id: None,
            controller_id: -1,
            topics: Array::default(),
            cluster_authorized_operations: i32::MIN,
            error_code: ErrorCode(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for MetadataResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 3 { r.int32("throttle_time_ms") } else { 0 },
            brokers: r.array("brokers"),
            cluster_id: if r.version() >= 2 { r.nullable_string("cluster_id") } else { None },
            controller_id: if r.version() >= 1 { r.int32("controller_id") } else { -1 },
            topics: r.array("topics"),
            cluster_authorized_operations: if (8..=10).contains(&r.version()) {
                r.int32("cluster_authorized_operations")
            } else {
                i32::MIN
            },
            error_code: if r.version() >= 13 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.int32(self.throttle_time_ms);
        }
        w.array("brokers", &self.brokers);
        if w.version() >= 2 {
            w.nullable_string("cluster_id", self.cluster_id);
        }
        if w.version() >= 1 {
            w.int32(self.controller_id);
        }
        w.array("topics", &self.topics);
        if (8..=10).contains(&w.version()) {
            w.int32(self.cluster_authorized_operations);
        } else {
            w.absent(
                "cluster_authorized_operations",
                self.cluster_authorized_operations != i32::MIN,
            );
        }
        if w.version() >= 13 {
            w.int16(self.error_code.0);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    MetadataRequest => MetadataResponse: METADATA, versions 0 to 13, flexible since 9, throttle_time_ms
}

/// One of [`MetadataRequest::topics`].
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataRequestTopic<'a> {
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// The topic's name; null to ask by id (since version 12).
    pub name: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MetadataRequestTopic<'_> {
    fn default() -> Self {
        Self { topic_id: Uuid::ZERO, name: Some(""), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for MetadataRequestTopic<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: if r.version() >= 10 { r.uuid("topic_id") } else { Uuid::ZERO },
            name: if r.version() >= 10 {
                r.nullable_string("name")
            } else {
                Some(r.string("name"))
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 10 {
            w.uuid(self.topic_id);
        }
        if w.version() >= 10 {
            w.nullable_string("name", self.name);
        } else {
            w.required_string("name", self.name);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`MetadataResponse::brokers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct MetadataResponseBroker<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Where the broker stands, if that is configured. Since version 1.
    pub rack: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for MetadataResponseBroker<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.int32("port"),
            rack: if r.version() >= 1 { r.nullable_string("rack") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.string("host", self.host);
        w.int32(self.port);
        if w.version() >= 1 {
            w.nullable_string("rack", self.rack);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`MetadataResponse::topics`].
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataResponseTopic<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The topic's name; null if an unknown id was asked for.
    pub name: Option<&'a str>,
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// Whether Kafka keeps it for itself. Since version 1.
    pub is_internal: bool,
    /// Its partitions, in no order.
    pub partitions: Array<'a, MetadataResponsePartition<'a>>,
    /// A bit for each `AclOperation` the caller may use on the topic; `i32::MIN` if not asked for (KIP-430). Since version 8. Default: `i32::MIN`.
    pub topic_authorized_operations: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MetadataResponseTopic<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            name: Some(""),
            topic_id: Uuid::ZERO,
            is_internal: false,
            partitions: Array::default(),
            topic_authorized_operations: i32::MIN,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for MetadataResponseTopic<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            name: if r.version() >= 12 {
                r.nullable_string("name")
            } else {
                Some(r.string("name"))
            },
            topic_id: if r.version() >= 10 { r.uuid("topic_id") } else { Uuid::ZERO },
            is_internal: if r.version() >= 1 { r.bool("is_internal") } else { false },
            partitions: r.array("partitions"),
            topic_authorized_operations: if r.version() >= 8 {
                r.int32("topic_authorized_operations")
            } else {
                i32::MIN
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        if w.version() >= 12 {
            w.nullable_string("name", self.name);
        } else {
            w.required_string("name", self.name);
        }
        if w.version() >= 10 {
            w.uuid(self.topic_id);
        }
        if w.version() >= 1 {
            w.bool(self.is_internal);
        }
        w.array("partitions", &self.partitions);
        if w.version() >= 8 {
            w.int32(self.topic_authorized_operations);
        } else {
            w.absent("topic_authorized_operations", self.topic_authorized_operations != i32::MIN);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`MetadataResponseTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct MetadataResponsePartition<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed. Since version 7. Default: `-1`.
    pub leader_epoch: i32,
    /// The brokers that hold the partition.
    pub replica_nodes: Array<'a, i32>,
    /// Those of them that are in sync.
    pub isr_nodes: Array<'a, i32>,
    /// Those of them that are offline. Since version 5.
    pub offline_replicas: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MetadataResponsePartition<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Array::default(),
            isr_nodes: Array::default(),
            offline_replicas: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for MetadataResponsePartition<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            partition_index: r.int32("partition_index"),
            leader_id: r.int32("leader_id"),
            leader_epoch: if r.version() >= 7 { r.int32("leader_epoch") } else { -1 },
            replica_nodes: r.array("replica_nodes"),
            isr_nodes: r.array("isr_nodes"),
            offline_replicas: if r.version() >= 5 {
                r.array("offline_replicas")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.int32(self.partition_index);
        w.int32(self.leader_id);
        if w.version() >= 7 {
            w.int32(self.leader_epoch);
        }
        w.array("replica_nodes", &self.replica_nodes);
        w.array("isr_nodes", &self.isr_nodes);
        if w.version() >= 5 {
            w.array("offline_replicas", &self.offline_replicas);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}
