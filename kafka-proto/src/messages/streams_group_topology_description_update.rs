// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! StreamsGroupTopologyDescriptionUpdate (key 93), versions 0 to 0, flexible from 0.
//!
//! Stores the description of a streams topology.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for StreamsGroupTopologyDescriptionUpdate.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StreamsGroupTopologyDescriptionUpdateRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Member id.
    pub member_id: &'a str,
    /// Topology epoch.
    pub topology_epoch: i32,
    /// Topology description.
    pub topology_description: TopologyDescription<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StreamsGroupTopologyDescriptionUpdateRequest<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: r.string("member_id"),
            topology_epoch: r.int32("topology_epoch"),
            topology_description: r.structure("topology_description"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.string("member_id", self.member_id);
        w.int32(self.topology_epoch);
        self.topology_description.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers StreamsGroupTopologyDescriptionUpdate.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StreamsGroupTopologyDescriptionUpdateResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StreamsGroupTopologyDescriptionUpdateResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    StreamsGroupTopologyDescriptionUpdateRequest => StreamsGroupTopologyDescriptionUpdateResponse: STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// What [`StreamsGroupTopologyDescriptionUpdateRequest::topology_description`] holds.
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
