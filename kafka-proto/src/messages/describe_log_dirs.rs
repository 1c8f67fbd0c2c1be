// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeLogDirs (key 35), versions 0 to 5, flexible from 2.
//!
//! Shows what lies on a broker's disks.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeLogDirs.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeLogDirsRequest<'a> {
    /// The topics to show; null for all.
    pub topics: Option<Array<'a, DescribableLogDirTopic<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeLogDirsRequest<'_> {
    fn default() -> Self {
        Self { topics: Some(Array::default()), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for DescribeLogDirsRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { topics: r.nullable_array("topics"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_array("topics", self.topics.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeLogDirs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeLogDirsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success. Since version 3.
    pub error_code: ErrorCode,
    /// One for each log directory of the broker.
    pub results: Array<'a, DescribeLogDirsResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeLogDirsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: if r.version() >= 3 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            results: r.array("results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        if w.version() >= 3 {
            w.int16(self.error_code.0);
        }
        w.array("results", &self.results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeLogDirsRequest => DescribeLogDirsResponse: DESCRIBE_LOG_DIRS, versions 0 to 5, flexible since 2, throttle_time_ms
}

/// One of [`DescribeLogDirsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribableLogDirTopic<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions to show.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribableLogDirTopic<'a> {
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

/// One of [`DescribeLogDirsResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeLogDirsResult<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The directory's absolute path.
    pub log_dir: &'a str,
    /// The topics in it.
    pub topics: Array<'a, DescribeLogDirsTopic<'a>>,
    /// The size of the volume, in bytes; -1 if not known (KIP-827). Since version 4. Default: `-1`.
    pub total_bytes: i64,
    /// What is free on it, in bytes; -1 if not known (KIP-827). Since version 4. Default: `-1`.
    pub usable_bytes: i64,
    /// Whether it takes no new partitions (KIP-1066). Since version 5.
    pub is_cordoned: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeLogDirsResult<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            log_dir: "",
            topics: Array::default(),
            total_bytes: -1,
            usable_bytes: -1,
            is_cordoned: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeLogDirsResult<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            log_dir: r.string("log_dir"),
            topics: r.array("topics"),
            total_bytes: if r.version() >= 4 { r.int64("total_bytes") } else { -1 },
            usable_bytes: if r.version() >= 4 { r.int64("usable_bytes") } else { -1 },
            is_cordoned: if r.version() >= 5 { r.bool("is_cordoned") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.string("log_dir", self.log_dir);
        w.array("topics", &self.topics);
        if w.version() >= 4 {
            w.int64(self.total_bytes);
            w.int64(self.usable_bytes);
        }
        if w.version() >= 5 {
            w.bool(self.is_cordoned);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeLogDirsResult::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeLogDirsTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The replicas in it.
    pub partitions: Array<'a, DescribeLogDirsPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeLogDirsTopic<'a> {
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

/// One of [`DescribeLogDirsTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeLogDirsPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The bytes of its log segments.
    pub partition_size: i64,
    /// How many records it is behind: a current replica behind the high watermark, a future one behind the current.
    pub offset_lag: i64,
    /// Whether it is a copy that AlterReplicaLogDirs makes and that will replace the current one.
    pub is_future_key: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeLogDirsPartition<'a> {
    const MIN_SIZE: usize = 21;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            partition_size: r.int64("partition_size"),
            offset_lag: r.int64("offset_lag"),
            is_future_key: r.bool("is_future_key"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.partition_size);
        w.int64(self.offset_lag);
        w.bool(self.is_future_key);
        w.tags(&self.unknown_tagged_fields);
    }
}
