// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! FetchSnapshot (key 59), versions 0 to 1, flexible from 0.
//!
//! Reads a snapshot of the KRaft log.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for FetchSnapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchSnapshotRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// Replica id. Default: `-1`.
    pub replica_id: i32,
    /// Max bytes. Default: `i32::MAX`.
    pub max_bytes: i32,
    /// Topics.
    pub topics: Array<'a, RequestTopicSnapshot<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for FetchSnapshotRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: None,
            replica_id: -1,
            max_bytes: i32::MAX,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for FetchSnapshotRequest<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            replica_id: r.int32("replica_id"),
            max_bytes: r.int32("max_bytes"),
            topics: r.array("topics"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 => it.cluster_id = r.nullable_string("cluster_id"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.replica_id);
        w.int32(self.max_bytes);
        w.array("topics", &self.topics);
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, self.cluster_id.is_some(), &|w| {
                w.nullable_string("cluster_id", self.cluster_id)
            })],
        );
    }
}

/// Answers FetchSnapshot.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchSnapshotResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Topics.
    pub topics: Array<'a, ResponseTopicSnapshot<'a>>,
    /// Node endpoints. Since version 1.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchSnapshotResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            topics: r.array("topics"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 1 => it.node_endpoints = r.array("node_endpoints"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.array("topics", &self.topics);
        if w.version() < 1 {
            w.absent("node_endpoints", !self.node_endpoints.is_empty());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 1 && !self.node_endpoints.is_empty(), &|w| {
                w.array("node_endpoints", &self.node_endpoints)
            })],
        );
    }
}

api! {
    FetchSnapshotRequest => FetchSnapshotResponse: FETCH_SNAPSHOT, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`FetchSnapshotRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestTopicSnapshot<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, RequestPartitionSnapshot<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestTopicSnapshot<'a> {
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

/// One of [`RequestTopicSnapshot::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestPartitionSnapshot<'a> {
    /// Partition.
    pub partition: i32,
    /// Current leader epoch.
    pub current_leader_epoch: i32,
    /// Snapshot id.
    pub snapshot_id: SnapshotId<'a>,
    /// Position.
    pub position: i64,
    /// Replica directory id. Since version 1.
    pub replica_directory_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionSnapshot<'a> {
    const MIN_SIZE: usize = 30;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            partition: r.int32("partition"),
            current_leader_epoch: r.int32("current_leader_epoch"),
            snapshot_id: r.structure("snapshot_id"),
            position: r.int64("position"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 1 => it.replica_directory_id = r.uuid("replica_directory_id"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int32(self.current_leader_epoch);
        self.snapshot_id.write(w);
        w.int64(self.position);
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 1 && !self.replica_directory_id.is_zero(), &|w| {
                w.uuid(self.replica_directory_id)
            })],
        );
    }
}

/// What [`RequestPartitionSnapshot::snapshot_id`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SnapshotId<'a> {
    /// End offset.
    pub end_offset: i64,
    /// Epoch.
    pub epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SnapshotId<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            end_offset: r.int64("end_offset"),
            epoch: r.int32("epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.end_offset);
        w.int32(self.epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchSnapshotResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseTopicSnapshot<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, ResponsePartitionSnapshot<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseTopicSnapshot<'a> {
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

/// One of [`ResponseTopicSnapshot::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponsePartitionSnapshot<'a> {
    /// Index.
    pub index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Snapshot id.
    pub snapshot_id: SnapshotId<'a>,
    /// Current leader.
    pub current_leader: LeaderIdAndEpoch<'a>,
    /// Size.
    pub size: i64,
    /// Position.
    pub position: i64,
    /// Unaligned records.
    pub unaligned_records: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponsePartitionSnapshot<'a> {
    const MIN_SIZE: usize = 37;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            index: r.int32("index"),
            error_code: ErrorCode(r.int16("error_code")),
            snapshot_id: r.structure("snapshot_id"),
            size: r.int64("size"),
            position: r.int64("position"),
            unaligned_records: r.bytes("unaligned_records"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 => it.current_leader = r.structure("current_leader"),
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
        self.snapshot_id.write(w);
        w.int64(self.size);
        w.int64(self.position);
        w.bytes("unaligned_records", self.unaligned_records);
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, self.current_leader != Default::default(), &|w| self.current_leader.write(w))],
        );
    }
}

/// What [`ResponsePartitionSnapshot::current_leader`] holds.
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

/// One of [`FetchSnapshotResponse::node_endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct NodeEndpoint<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for NodeEndpoint<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.uint16("port"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.string("host", self.host);
        w.uint16(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}
