// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ShareFetch (key 78), versions 0 to 2, flexible from 0.
//!
//! Acquires records for a share group (KIP-932).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ShareFetch.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareFetchRequest<'a> {
    /// Group id.
    pub group_id: Option<&'a str>,
    /// Member id.
    pub member_id: Option<&'a str>,
    /// Share session epoch.
    pub share_session_epoch: i32,
    /// Max wait ms.
    pub max_wait_ms: i32,
    /// Min bytes.
    pub min_bytes: i32,
    /// Max bytes. Default: `i32::MAX`.
    pub max_bytes: i32,
    /// Max records. Since version 1.
    pub max_records: i32,
    /// Batch size. Since version 1.
    pub batch_size: i32,
    /// Share acquire mode. Since version 2.
    pub share_acquire_mode: i8,
    /// Is renew ack. Since version 2.
    pub is_renew_ack: bool,
    /// Topics.
    pub topics: Array<'a, FetchTopic<'a>>,
    /// Forgotten topics data.
    pub forgotten_topics_data: Array<'a, ForgottenTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ShareFetchRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(""),
            share_session_epoch: 0,
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: i32::MAX,
            max_records: 0,
            batch_size: 0,
            share_acquire_mode: 0,
            is_renew_ack: false,
            topics: Array::default(),
            forgotten_topics_data: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ShareFetchRequest<'a> {
    const MIN_SIZE: usize = 21;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.nullable_string("group_id"),
            member_id: r.nullable_string("member_id"),
            share_session_epoch: r.int32("share_session_epoch"),
            max_wait_ms: r.int32("max_wait_ms"),
            min_bytes: r.int32("min_bytes"),
            max_bytes: r.int32("max_bytes"),
            max_records: if r.version() >= 1 { r.int32("max_records") } else { 0 },
            batch_size: if r.version() >= 1 { r.int32("batch_size") } else { 0 },
            share_acquire_mode: if r.version() >= 2 { r.int8("share_acquire_mode") } else { 0 },
            is_renew_ack: if r.version() >= 2 { r.bool("is_renew_ack") } else { false },
            topics: r.array("topics"),
            forgotten_topics_data: r.array("forgotten_topics_data"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("group_id", self.group_id);
        w.nullable_string("member_id", self.member_id);
        w.int32(self.share_session_epoch);
        w.int32(self.max_wait_ms);
        w.int32(self.min_bytes);
        w.int32(self.max_bytes);
        if w.version() >= 1 {
            w.int32(self.max_records);
            w.int32(self.batch_size);
        } else {
            w.absent("max_records", self.max_records != 0);
            w.absent("batch_size", self.batch_size != 0);
        }
        if w.version() >= 2 {
            w.int8(self.share_acquire_mode);
            w.bool(self.is_renew_ack);
        } else {
            w.absent("is_renew_ack", self.is_renew_ack);
        }
        w.array("topics", &self.topics);
        w.array("forgotten_topics_data", &self.forgotten_topics_data);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ShareFetch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareFetchResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Acquisition lock timeout ms. Since version 1.
    pub acquisition_lock_timeout_ms: i32,
    /// Responses.
    pub responses: Array<'a, ShareFetchableTopicResponse<'a>>,
    /// Node endpoints.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareFetchResponse<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            acquisition_lock_timeout_ms: if r.version() >= 1 {
                r.int32("acquisition_lock_timeout_ms")
            } else {
                0
            },
            responses: r.array("responses"),
            node_endpoints: r.array("node_endpoints"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        if w.version() >= 1 {
            w.int32(self.acquisition_lock_timeout_ms);
        } else {
            w.absent("acquisition_lock_timeout_ms", self.acquisition_lock_timeout_ms != 0);
        }
        w.array("responses", &self.responses);
        w.array("node_endpoints", &self.node_endpoints);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ShareFetchRequest => ShareFetchResponse: SHARE_FETCH, versions 0 to 2, flexible since 0, throttle_time_ms
}

/// One of [`ShareFetchRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchTopic<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, FetchPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchTopic<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Partition max bytes. Until version 0.
    pub partition_max_bytes: i32,
    /// Acknowledgement batches.
    pub acknowledgement_batches: Array<'a, AcknowledgementBatch<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchPartition<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            partition_max_bytes: if r.version() <= 0 { r.int32("partition_max_bytes") } else { 0 },
            acknowledgement_batches: r.array("acknowledgement_batches"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        if w.version() <= 0 {
            w.int32(self.partition_max_bytes);
        } else {
            w.absent("partition_max_bytes", self.partition_max_bytes != 0);
        }
        w.array("acknowledgement_batches", &self.acknowledgement_batches);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchPartition::acknowledgement_batches`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AcknowledgementBatch<'a> {
    /// First offset.
    pub first_offset: i64,
    /// Last offset.
    pub last_offset: i64,
    /// Acknowledge types.
    pub acknowledge_types: Array<'a, i8>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AcknowledgementBatch<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            first_offset: r.int64("first_offset"),
            last_offset: r.int64("last_offset"),
            acknowledge_types: r.array("acknowledge_types"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.first_offset);
        w.int64(self.last_offset);
        w.array("acknowledge_types", &self.acknowledge_types);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareFetchRequest::forgotten_topics_data`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ForgottenTopic<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ForgottenTopic<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareFetchResponse::responses`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareFetchableTopicResponse<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareFetchableTopicResponse<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareFetchableTopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Acknowledge error code.
    pub acknowledge_error_code: ErrorCode,
    /// Acknowledge error message.
    pub acknowledge_error_message: Option<&'a str>,
    /// Current leader.
    pub current_leader: LeaderIdAndEpoch<'a>,
    /// Records.
    pub records: Option<Opaque<'a>>,
    /// Acquired records.
    pub acquired_records: Array<'a, AcquiredRecords<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionData<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: ErrorCode(0),
            error_message: None,
            acknowledge_error_code: ErrorCode(0),
            acknowledge_error_message: None,
            current_leader: LeaderIdAndEpoch::default(),
            records: Some(Opaque(&[])),
            acquired_records: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 22;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            acknowledge_error_code: ErrorCode(r.int16("acknowledge_error_code")),
            acknowledge_error_message: r.nullable_string("acknowledge_error_message"),
            current_leader: r.structure("current_leader"),
            records: if r.version() <= 0 {
                r.nullable_bytes("records")
            } else {
                Some(r.bytes("records"))
            },
            acquired_records: r.array("acquired_records"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.int16(self.acknowledge_error_code.0);
        w.nullable_string("acknowledge_error_message", self.acknowledge_error_message);
        self.current_leader.write(w);
        if w.version() <= 0 {
            w.nullable_bytes("records", self.records);
        } else {
            w.required_bytes("records", self.records);
        }
        w.array("acquired_records", &self.acquired_records);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`PartitionData::current_leader`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderIdAndEpoch<'a> {
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
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

/// One of [`PartitionData::acquired_records`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AcquiredRecords<'a> {
    /// First offset.
    pub first_offset: i64,
    /// Last offset.
    pub last_offset: i64,
    /// Delivery count.
    pub delivery_count: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AcquiredRecords<'a> {
    const MIN_SIZE: usize = 19;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            first_offset: r.int64("first_offset"),
            last_offset: r.int64("last_offset"),
            delivery_count: r.int16("delivery_count"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.first_offset);
        w.int64(self.last_offset);
        w.int16(self.delivery_count);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareFetchResponse::node_endpoints`].
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
