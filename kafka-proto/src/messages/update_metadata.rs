// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! UpdateMetadata (key 6), versions 0 to 8, flexible from 6.
//!
//! Told a broker the cluster state (ZooKeeper clusters only).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for UpdateMetadata.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateMetadataRequest<'a> {
    /// The broker to send changes to; in KRaft clusters any broker.
    pub controller_id: i32,
    /// Is k raft controller. Since version 8.
    pub is_k_raft_controller: bool,
    /// Type. Since version 8.
    pub r#type: i8,
    /// Controller epoch.
    pub controller_epoch: i32,
    /// Broker epoch. Since version 5. Default: `-1`.
    pub broker_epoch: i64,
    /// Ungrouped partition states. Until version 4.
    pub ungrouped_partition_states: Array<'a, UpdateMetadataPartitionState<'a>>,
    /// Topic states. Since version 5.
    pub topic_states: Array<'a, UpdateMetadataTopicState<'a>>,
    /// Live brokers.
    pub live_brokers: Array<'a, UpdateMetadataBroker<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdateMetadataRequest<'_> {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_k_raft_controller: false,
            r#type: 0,
            controller_epoch: 0,
            broker_epoch: -1,
            ungrouped_partition_states: Array::default(),
            topic_states: Array::default(),
            live_brokers: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdateMetadataRequest<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            controller_id: r.int32("controller_id"),
            is_k_raft_controller: if r.version() >= 8 {
                r.bool("is_k_raft_controller")
            } else {
                false
            },
            controller_epoch: r.int32("controller_epoch"),
            broker_epoch: if r.version() >= 5 { r.int64("broker_epoch") } else { -1 },
            ungrouped_partition_states: if r.version() <= 4 {
                r.array("ungrouped_partition_states")
            } else {
                Array::default()
            },
            topic_states: if r.version() >= 5 { r.array("topic_states") } else { Array::default() },
            live_brokers: r.array("live_brokers"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 8 => it.r#type = r.int8("type"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.controller_id);
        if w.version() >= 8 {
            w.bool(self.is_k_raft_controller);
        } else {
            w.absent("is_k_raft_controller", self.is_k_raft_controller);
        }
        w.int32(self.controller_epoch);
        if w.version() >= 5 {
            w.int64(self.broker_epoch);
        }
        if w.version() <= 4 {
            w.array("ungrouped_partition_states", &self.ungrouped_partition_states);
        } else {
            w.absent("ungrouped_partition_states", !self.ungrouped_partition_states.is_empty());
        }
        if w.version() >= 5 {
            w.array("topic_states", &self.topic_states);
        } else {
            w.absent("topic_states", !self.topic_states.is_empty());
        }
        w.array("live_brokers", &self.live_brokers);
        if w.version() < 8 {
            w.absent("type", self.r#type != 0);
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 8 && self.r#type != 0, &|w| w.int8(self.r#type))],
        );
    }
}

/// Answers UpdateMetadata.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UpdateMetadataResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UpdateMetadataResponse<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { error_code: ErrorCode(r.int16("error_code")), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    UpdateMetadataRequest => UpdateMetadataResponse: UPDATE_METADATA, versions 0 to 8, flexible since 6
}

/// One of [`UpdateMetadataRequest::ungrouped_partition_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UpdateMetadataPartitionState<'a> {
    /// The topic. Until version 4.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Controller epoch.
    pub controller_epoch: i32,
    /// Leader.
    pub leader: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Isr.
    pub isr: Array<'a, i32>,
    /// Zk version.
    pub zk_version: i32,
    /// Replicas.
    pub replicas: Array<'a, i32>,
    /// Those of them that are offline. Since version 4.
    pub offline_replicas: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UpdateMetadataPartitionState<'a> {
    const MIN_SIZE: usize = 24;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: if r.version() <= 4 { r.string("topic_name") } else { "" },
            partition_index: r.int32("partition_index"),
            controller_epoch: r.int32("controller_epoch"),
            leader: r.int32("leader"),
            leader_epoch: r.int32("leader_epoch"),
            isr: r.array("isr"),
            zk_version: r.int32("zk_version"),
            replicas: r.array("replicas"),
            offline_replicas: if r.version() >= 4 {
                r.array("offline_replicas")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 4 {
            w.string("topic_name", self.topic_name);
        }
        w.int32(self.partition_index);
        w.int32(self.controller_epoch);
        w.int32(self.leader);
        w.int32(self.leader_epoch);
        w.array("isr", &self.isr);
        w.int32(self.zk_version);
        w.array("replicas", &self.replicas);
        if w.version() >= 4 {
            w.array("offline_replicas", &self.offline_replicas);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`UpdateMetadataRequest::topic_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UpdateMetadataTopicState<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 7.
    pub topic_id: Uuid,
    /// Partition states.
    pub partition_states: Array<'a, UpdateMetadataPartitionState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UpdateMetadataTopicState<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            topic_id: if r.version() >= 7 { r.uuid("topic_id") } else { Uuid::ZERO },
            partition_states: r.array("partition_states"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        if w.version() >= 7 {
            w.uuid(self.topic_id);
        }
        w.array("partition_states", &self.partition_states);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`UpdateMetadataRequest::live_brokers`].
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateMetadataBroker<'a> {
    /// Id.
    pub id: i32,
    /// V0 host. Until version 0.
    pub v0_host: &'a str,
    /// V0 port. Until version 0.
    pub v0_port: i32,
    /// Endpoints. Since version 1.
    pub endpoints: Array<'a, UpdateMetadataEndpoint<'a>>,
    /// Where the broker stands, if that is configured. Since version 2.
    pub rack: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdateMetadataBroker<'_> {
    fn default() -> Self {
        Self {
            id: 0,
            v0_host: "",
            v0_port: 0,
            endpoints: Array::default(),
            rack: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdateMetadataBroker<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            id: r.int32("id"),
            v0_host: if r.version() <= 0 { r.string("v0_host") } else { "" },
            v0_port: if r.version() <= 0 { r.int32("v0_port") } else { 0 },
            endpoints: if r.version() >= 1 { r.array("endpoints") } else { Array::default() },
            rack: if r.version() >= 2 { r.nullable_string("rack") } else { Some("") },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.id);
        if w.version() <= 0 {
            w.string("v0_host", self.v0_host);
            w.int32(self.v0_port);
        }
        if w.version() >= 1 {
            w.array("endpoints", &self.endpoints);
        }
        if w.version() >= 2 {
            w.nullable_string("rack", self.rack);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`UpdateMetadataBroker::endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UpdateMetadataEndpoint<'a> {
    /// The port to connect to.
    pub port: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// Listener. Since version 3.
    pub listener: &'a str,
    /// Security protocol.
    pub security_protocol: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UpdateMetadataEndpoint<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            port: r.int32("port"),
            host: r.string("host"),
            listener: if r.version() >= 3 { r.string("listener") } else { "" },
            security_protocol: r.int16("security_protocol"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.port);
        w.string("host", self.host);
        if w.version() >= 3 {
            w.string("listener", self.listener);
        }
        w.int16(self.security_protocol);
        w.tags(&self.unknown_tagged_fields);
    }
}
