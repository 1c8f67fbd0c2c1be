// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! WriteTxnMarkers (key 27), versions 0 to 2, flexible from 1.
//!
//! Writes the end of a transaction into partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for WriteTxnMarkers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteTxnMarkersRequest<'a> {
    /// Markers.
    pub markers: Array<'a, WritableTxnMarker<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteTxnMarkersRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { markers: r.array("markers"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("markers", &self.markers);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers WriteTxnMarkers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteTxnMarkersResponse<'a> {
    /// Markers.
    pub markers: Array<'a, WritableTxnMarkerResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteTxnMarkersResponse<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { markers: r.array("markers"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("markers", &self.markers);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    WriteTxnMarkersRequest => WriteTxnMarkersResponse: WRITE_TXN_MARKERS, versions 0 to 2, flexible since 1
}

/// One of [`WriteTxnMarkersRequest::markers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WritableTxnMarker<'a> {
    /// Producer id.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Transaction result.
    pub transaction_result: bool,
    /// Topics.
    pub topics: Array<'a, WritableTxnMarkerTopic<'a>>,
    /// Coordinator epoch.
    pub coordinator_epoch: i32,
    /// Transaction version. Since version 2.
    pub transaction_version: i8,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WritableTxnMarker<'a> {
    const MIN_SIZE: usize = 17;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            transaction_result: r.bool("transaction_result"),
            topics: r.array("topics"),
            coordinator_epoch: r.int32("coordinator_epoch"),
            transaction_version: if r.version() >= 2 { r.int8("transaction_version") } else { 0 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        w.bool(self.transaction_result);
        w.array("topics", &self.topics);
        w.int32(self.coordinator_epoch);
        if w.version() >= 2 {
            w.int8(self.transaction_version);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`WritableTxnMarker::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WritableTxnMarkerTopic<'a> {
    /// Name.
    pub name: &'a str,
    /// Partition indexes.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WritableTxnMarkerTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partition_indexes: r.array("partition_indexes"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partition_indexes", &self.partition_indexes);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`WriteTxnMarkersResponse::markers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WritableTxnMarkerResult<'a> {
    /// Producer id.
    pub producer_id: i64,
    /// Topics.
    pub topics: Array<'a, WritableTxnMarkerTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WritableTxnMarkerResult<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            producer_id: r.int64("producer_id"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.producer_id);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`WritableTxnMarkerResult::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WritableTxnMarkerTopicResult<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, WritableTxnMarkerPartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WritableTxnMarkerTopicResult<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`WritableTxnMarkerTopicResult::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WritableTxnMarkerPartitionResult<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WritableTxnMarkerPartitionResult<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}
