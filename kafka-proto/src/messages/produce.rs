// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Produce (key 0), versions 0 to 13, flexible from 9.
//!
//! Appends records to partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for Produce.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProduceRequest<'a> {
    /// Transactional id. Since version 3.
    pub transactional_id: Option<&'a str>,
    /// Acks.
    pub acks: i16,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Topic data.
    pub topic_data: Array<'a, TopicProduceData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ProduceRequest<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: if r.version() >= 3 {
                r.nullable_string("transactional_id")
            } else {
                None
            },
            acks: r.int16("acks"),
            timeout_ms: r.int32("timeout_ms"),
            topic_data: r.array("topic_data"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.nullable_string("transactional_id", self.transactional_id);
        } else {
            w.absent("transactional_id", self.transactional_id.is_some());
        }
        w.int16(self.acks);
        w.int32(self.timeout_ms);
        w.array("topic_data", &self.topic_data);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers Produce.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProduceResponse<'a> {
    /// Responses.
    pub responses: Array<'a, TopicProduceResponse<'a>>,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// Node endpoints. Since version 10.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ProduceResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            responses: r.array("responses"),
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 10 => it.node_endpoints = r.array("node_endpoints"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("responses", &self.responses);
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        if w.version() < 10 {
            w.absent("node_endpoints", !self.node_endpoints.is_empty());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 10 && !self.node_endpoints.is_empty(), &|w| {
                w.array("node_endpoints", &self.node_endpoints)
            })],
        );
    }
}

api! {
    ProduceRequest => ProduceResponse: PRODUCE, versions 0 to 13, flexible since 9, throttle_time_ms
}

/// One of [`ProduceRequest::topic_data`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicProduceData<'a> {
    /// Name. Until version 12.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 13.
    pub topic_id: Uuid,
    /// Partition data.
    pub partition_data: Array<'a, PartitionProduceData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicProduceData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 12 { r.string("name") } else { "" },
            topic_id: if r.version() >= 13 { r.uuid("topic_id") } else { Uuid::ZERO },
            partition_data: r.array("partition_data"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 12 {
            w.string("name", self.name);
        }
        if w.version() >= 13 {
            w.uuid(self.topic_id);
        }
        w.array("partition_data", &self.partition_data);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TopicProduceData::partition_data`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionProduceData<'a> {
    /// Index.
    pub index: i32,
    /// Records.
    pub records: Option<Opaque<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionProduceData<'_> {
    fn default() -> Self {
        Self { index: 0, records: Some(Opaque(&[])), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for PartitionProduceData<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            index: r.int32("index"),
            records: r.nullable_bytes("records"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.index);
        w.nullable_bytes("records", self.records);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ProduceResponse::responses`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicProduceResponse<'a> {
    /// Name. Until version 12.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 13.
    pub topic_id: Uuid,
    /// Partition responses.
    pub partition_responses: Array<'a, PartitionProduceResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicProduceResponse<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 12 { r.string("name") } else { "" },
            topic_id: if r.version() >= 13 { r.uuid("topic_id") } else { Uuid::ZERO },
            partition_responses: r.array("partition_responses"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 12 {
            w.string("name", self.name);
        }
        if w.version() >= 13 {
            w.uuid(self.topic_id);
        }
        w.array("partition_responses", &self.partition_responses);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TopicProduceResponse::partition_responses`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionProduceResponse<'a> {
    /// Index.
    pub index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Base offset.
    pub base_offset: i64,
    /// Log append time ms. Since version 2. Default: `-1`.
    pub log_append_time_ms: i64,
    /// Log start offset. Since version 5. Default: `-1`.
    pub log_start_offset: i64,
    /// Record errors. Since version 8.
    pub record_errors: Array<'a, BatchIndexAndErrorMessage<'a>>,
    /// The broker's words about it, if it has any. Since version 8.
    pub error_message: Option<&'a str>,
    /// Current leader. Since version 10.
    pub current_leader: LeaderIdAndEpoch<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionProduceResponse<'_> {
    fn default() -> Self {
        Self {
            index: 0,
            error_code: ErrorCode(0),
            base_offset: 0,
            log_append_time_ms: -1,
            log_start_offset: -1,
            record_errors: Array::default(),
            error_message: None,
            current_leader: LeaderIdAndEpoch::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionProduceResponse<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            index: r.int32("index"),
            error_code: ErrorCode(r.int16("error_code")),
            base_offset: r.int64("base_offset"),
            log_append_time_ms: if r.version() >= 2 { r.int64("log_append_time_ms") } else { -1 },
            log_start_offset: if r.version() >= 5 { r.int64("log_start_offset") } else { -1 },
            record_errors: if r.version() >= 8 {
                r.array("record_errors")
            } else {
                Array::default()
            },
            error_message: if r.version() >= 8 { r.nullable_string("error_message") } else { None },
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 10 => it.current_leader = r.structure("current_leader"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.index);
        w.int16(self.error_code.0);
        w.int64(self.base_offset);
        if w.version() >= 2 {
            w.int64(self.log_append_time_ms);
        }
        if w.version() >= 5 {
            w.int64(self.log_start_offset);
        }
        if w.version() >= 8 {
            w.array("record_errors", &self.record_errors);
            w.nullable_string("error_message", self.error_message);
        }
        if w.version() < 10 {
            w.absent("current_leader", self.current_leader != Default::default());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 10 && self.current_leader != Default::default(), &|w| {
                self.current_leader.write(w)
            })],
        );
    }
}

/// One of [`PartitionProduceResponse::record_errors`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BatchIndexAndErrorMessage<'a> {
    /// Batch index.
    pub batch_index: i32,
    /// Batch index error message.
    pub batch_index_error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for BatchIndexAndErrorMessage<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            batch_index: r.int32("batch_index"),
            batch_index_error_message: r.nullable_string("batch_index_error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.batch_index);
        w.nullable_string("batch_index_error_message", self.batch_index_error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`PartitionProduceResponse::current_leader`] holds.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaderIdAndEpoch<'a> {
    /// The broker that leads the partition, or -1. Default: `-1`.
    pub leader_id: i32,
    /// How often the leader changed. Default: `-1`.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for LeaderIdAndEpoch<'_> {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for LeaderIdAndEpoch<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ProduceResponse::node_endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct NodeEndpoint<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Where the broker stands, if that is configured.
    pub rack: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for NodeEndpoint<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.int32("port"),
            rack: r.nullable_string("rack"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.string("host", self.host);
        w.int32(self.port);
        w.nullable_string("rack", self.rack);
        w.tags(&self.unknown_tagged_fields);
    }
}
