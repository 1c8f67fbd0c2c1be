// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Fetch (key 1), versions 0 to 18, flexible from 12.
//!
//! Reads records of partitions.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ErrorCode, IsolationLevel};

/// Asks for Fetch.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchRequest<'a> {
    /// The cluster's id. Since version 12.
    pub cluster_id: Option<&'a str>,
    /// Replica id. Until version 14. Default: `-1`.
    pub replica_id: i32,
    /// Replica state. Since version 15.
    pub replica_state: ReplicaState<'a>,
    /// Max wait ms.
    pub max_wait_ms: i32,
    /// Min bytes.
    pub min_bytes: i32,
    /// Max bytes. Since version 3. Default: `i32::MAX`.
    pub max_bytes: i32,
    /// Isolation level. Since version 4.
    pub isolation_level: IsolationLevel,
    /// Session id. Since version 7.
    pub session_id: i32,
    /// Session epoch. Since version 7. Default: `-1`.
    pub session_epoch: i32,
    /// Topics.
    pub topics: Array<'a, FetchTopic<'a>>,
    /// Forgotten topics data. Since version 7.
    pub forgotten_topics_data: Array<'a, ForgottenTopic<'a>>,
    /// Rack id. Since version 11.
    pub rack_id: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for FetchRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: None,
            replica_id: -1,
            replica_state: ReplicaState::default(),
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: i32::MAX,
            isolation_level: IsolationLevel(0),
            session_id: 0,
            session_epoch: -1,
            topics: Array::default(),
            forgotten_topics_data: Array::default(),
            rack_id: "",
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for FetchRequest<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            replica_id: if r.version() <= 14 { r.int32("replica_id") } else { -1 },
            max_wait_ms: r.int32("max_wait_ms"),
            min_bytes: r.int32("min_bytes"),
            max_bytes: if r.version() >= 3 { r.int32("max_bytes") } else { i32::MAX },
            isolation_level: if r.version() >= 4 {
                IsolationLevel(r.int8("isolation_level"))
            } else {
                IsolationLevel(0)
            },
            session_id: if r.version() >= 7 { r.int32("session_id") } else { 0 },
            session_epoch: if r.version() >= 7 { r.int32("session_epoch") } else { -1 },
            topics: r.array("topics"),
            forgotten_topics_data: if r.version() >= 7 {
                r.array("forgotten_topics_data")
            } else {
                Array::default()
            },
            rack_id: if r.version() >= 11 { r.string("rack_id") } else { "" },
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 12 => it.cluster_id = r.nullable_string("cluster_id"),
                1 if r.version() >= 15 => it.replica_state = r.structure("replica_state"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 14 {
            w.int32(self.replica_id);
        } else {
            w.absent("replica_id", self.replica_id != -1);
        }
        w.int32(self.max_wait_ms);
        w.int32(self.min_bytes);
        if w.version() >= 3 {
            w.int32(self.max_bytes);
        }
        if w.version() >= 4 {
            w.int8(self.isolation_level.0);
        }
        if w.version() >= 7 {
            w.int32(self.session_id);
            w.int32(self.session_epoch);
        }
        w.array("topics", &self.topics);
        if w.version() >= 7 {
            w.array("forgotten_topics_data", &self.forgotten_topics_data);
        } else {
            w.absent("forgotten_topics_data", !self.forgotten_topics_data.is_empty());
        }
        if w.version() >= 11 {
            w.string("rack_id", self.rack_id);
        }
        if w.version() < 15 {
            w.absent("replica_state", self.replica_state != Default::default());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[
                (0, w.version() >= 12 && self.cluster_id.is_some(), &|w| {
                    w.nullable_string("cluster_id", self.cluster_id)
                }),
                (1, w.version() >= 15 && self.replica_state != Default::default(), &|w| {
                    self.replica_state.write(w)
                }),
            ],
        );
    }
}

/// Answers Fetch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success. Since version 7.
    pub error_code: ErrorCode,
    /// Session id. Since version 7.
    pub session_id: i32,
    /// Responses.
    pub responses: Array<'a, FetchableTopicResponse<'a>>,
    /// Node endpoints. Since version 16.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: if r.version() >= 7 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            session_id: if r.version() >= 7 { r.int32("session_id") } else { 0 },
            responses: r.array("responses"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 16 => it.node_endpoints = r.array("node_endpoints"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        if w.version() >= 7 {
            w.int16(self.error_code.0);
            w.int32(self.session_id);
        } else {
            w.absent("session_id", self.session_id != 0);
        }
        w.array("responses", &self.responses);
        if w.version() < 16 {
            w.absent("node_endpoints", !self.node_endpoints.is_empty());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 16 && !self.node_endpoints.is_empty(), &|w| {
                w.array("node_endpoints", &self.node_endpoints)
            })],
        );
    }
}

api! {
    FetchRequest => FetchResponse: FETCH, versions 0 to 18, flexible since 12, throttle_time_ms
}

/// What [`FetchRequest::replica_state`] holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicaState<'a> {
    /// Replica id. Default: `-1`.
    pub replica_id: i32,
    /// Replica epoch. Default: `-1`.
    pub replica_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ReplicaState<'_> {
    fn default() -> Self {
        Self { replica_id: -1, replica_epoch: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for ReplicaState<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            replica_id: r.int32("replica_id"),
            replica_epoch: r.int64("replica_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.replica_id);
        w.int64(self.replica_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchTopic<'a> {
    /// Topic. Until version 12.
    pub topic: &'a str,
    /// The topic's id, all zeros if it has none. Since version 13.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, FetchPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: if r.version() <= 12 { r.string("topic") } else { "" },
            topic_id: if r.version() >= 13 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 12 {
            w.string("topic", self.topic);
        }
        if w.version() >= 13 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct FetchPartition<'a> {
    /// Partition.
    pub partition: i32,
    /// Current leader epoch. Since version 9. Default: `-1`.
    pub current_leader_epoch: i32,
    /// Fetch offset.
    pub fetch_offset: i64,
    /// Last fetched epoch. Since version 12. Default: `-1`.
    pub last_fetched_epoch: i32,
    /// Log start offset. Since version 5. Default: `-1`.
    pub log_start_offset: i64,
    /// Partition max bytes.
    pub partition_max_bytes: i32,
    /// Replica directory id. Since version 17.
    pub replica_directory_id: Uuid,
    /// High watermark. Since version 18. Default: `i64::MAX`.
    pub high_watermark: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for FetchPartition<'_> {
    fn default() -> Self {
        Self {
            partition: 0,
            current_leader_epoch: -1,
            fetch_offset: 0,
            last_fetched_epoch: -1,
            log_start_offset: -1,
            partition_max_bytes: 0,
            replica_directory_id: Uuid::ZERO,
            high_watermark: i64::MAX,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for FetchPartition<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            partition: r.int32("partition"),
            current_leader_epoch: if r.version() >= 9 {
                r.int32("current_leader_epoch")
            } else {
                -1
            },
            fetch_offset: r.int64("fetch_offset"),
            last_fetched_epoch: if r.version() >= 12 { r.int32("last_fetched_epoch") } else { -1 },
            log_start_offset: if r.version() >= 5 { r.int64("log_start_offset") } else { -1 },
            partition_max_bytes: r.int32("partition_max_bytes"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 17 => it.replica_directory_id = r.uuid("replica_directory_id"),
                1 if r.version() >= 18 => it.high_watermark = r.int64("high_watermark"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        if w.version() >= 9 {
            w.int32(self.current_leader_epoch);
        }
        w.int64(self.fetch_offset);
        if w.version() >= 12 {
            w.int32(self.last_fetched_epoch);
        } else {
            w.absent("last_fetched_epoch", self.last_fetched_epoch != -1);
        }
        if w.version() >= 5 {
            w.int64(self.log_start_offset);
        }
        w.int32(self.partition_max_bytes);
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[
                (0, w.version() >= 17 && !self.replica_directory_id.is_zero(), &|w| {
                    w.uuid(self.replica_directory_id)
                }),
                (1, w.version() >= 18 && self.high_watermark != i64::MAX, &|w| {
                    w.int64(self.high_watermark)
                }),
            ],
        );
    }
}

/// One of [`FetchRequest::forgotten_topics_data`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ForgottenTopic<'a> {
    /// Topic. Until version 12.
    pub topic: &'a str,
    /// The topic's id, all zeros if it has none. Since version 13.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ForgottenTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: if r.version() <= 12 { r.string("topic") } else { "" },
            topic_id: if r.version() >= 13 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 12 {
            w.string("topic", self.topic);
        }
        if w.version() >= 13 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchResponse::responses`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FetchableTopicResponse<'a> {
    /// Topic. Until version 12.
    pub topic: &'a str,
    /// The topic's id, all zeros if it has none. Since version 13.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FetchableTopicResponse<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: if r.version() <= 12 { r.string("topic") } else { "" },
            topic_id: if r.version() >= 13 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 12 {
            w.string("topic", self.topic);
        }
        if w.version() >= 13 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchableTopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// High watermark.
    pub high_watermark: i64,
    /// Last stable offset. Since version 4. Default: `-1`.
    pub last_stable_offset: i64,
    /// Log start offset. Since version 5. Default: `-1`.
    pub log_start_offset: i64,
    /// Diverging epoch. Since version 12.
    pub diverging_epoch: EpochEndOffset<'a>,
    /// Current leader. Since version 12.
    pub current_leader: LeaderIdAndEpoch<'a>,
    /// Snapshot id. Since version 12.
    pub snapshot_id: SnapshotId<'a>,
    /// Aborted transactions. Since version 4.
    pub aborted_transactions: Option<Array<'a, AbortedTransaction<'a>>>,
    /// Preferred read replica. Since version 11. Default: `-1`.
    pub preferred_read_replica: i32,
    /// Records.
    pub records: Option<Opaque<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionData<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: ErrorCode(0),
            high_watermark: 0,
            last_stable_offset: -1,
            log_start_offset: -1,
            diverging_epoch: EpochEndOffset::default(),
            current_leader: LeaderIdAndEpoch::default(),
            snapshot_id: SnapshotId::default(),
            aborted_transactions: Some(Array::default()),
            preferred_read_replica: -1,
            records: Some(Opaque(&[])),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            high_watermark: r.int64("high_watermark"),
            last_stable_offset: if r.version() >= 4 { r.int64("last_stable_offset") } else { -1 },
            log_start_offset: if r.version() >= 5 { r.int64("log_start_offset") } else { -1 },
            aborted_transactions: if r.version() >= 4 {
                r.nullable_array("aborted_transactions")
            } else {
                Some(Array::default())
            },
            preferred_read_replica: if r.version() >= 11 {
                r.int32("preferred_read_replica")
            } else {
                -1
            },
            records: r.nullable_bytes("records"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 12 => it.diverging_epoch = r.structure("diverging_epoch"),
                1 if r.version() >= 12 => it.current_leader = r.structure("current_leader"),
                2 if r.version() >= 12 => it.snapshot_id = r.structure("snapshot_id"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.int64(self.high_watermark);
        if w.version() >= 4 {
            w.int64(self.last_stable_offset);
        }
        if w.version() >= 5 {
            w.int64(self.log_start_offset);
        }
        if w.version() >= 4 {
            w.nullable_array("aborted_transactions", self.aborted_transactions.as_ref());
        }
        if w.version() >= 11 {
            w.int32(self.preferred_read_replica);
        } else {
            w.absent("preferred_read_replica", self.preferred_read_replica != -1);
        }
        w.nullable_bytes("records", self.records);
        if w.version() < 12 {
            w.absent("diverging_epoch", self.diverging_epoch != Default::default());
        }
        if w.version() < 12 {
            w.absent("current_leader", self.current_leader != Default::default());
        }
        if w.version() < 12 {
            w.absent("snapshot_id", self.snapshot_id != Default::default());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[
                (0, w.version() >= 12 && self.diverging_epoch != Default::default(), &|w| {
                    self.diverging_epoch.write(w)
                }),
                (1, w.version() >= 12 && self.current_leader != Default::default(), &|w| {
                    self.current_leader.write(w)
                }),
                (2, w.version() >= 12 && self.snapshot_id != Default::default(), &|w| {
                    self.snapshot_id.write(w)
                }),
            ],
        );
    }
}

/// What [`PartitionData::diverging_epoch`] holds.
#[derive(Clone, Debug, PartialEq)]
pub struct EpochEndOffset<'a> {
    /// Epoch. Default: `-1`.
    pub epoch: i32,
    /// End offset. Default: `-1`.
    pub end_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for EpochEndOffset<'_> {
    fn default() -> Self {
        Self { epoch: -1, end_offset: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for EpochEndOffset<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            epoch: r.int32("epoch"),
            end_offset: r.int64("end_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.epoch);
        w.int64(self.end_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`PartitionData::current_leader`] holds.
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

/// What [`PartitionData::snapshot_id`] holds.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapshotId<'a> {
    /// End offset. Default: `-1`.
    pub end_offset: i64,
    /// Epoch. Default: `-1`.
    pub epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for SnapshotId<'_> {
    fn default() -> Self {
        Self { end_offset: -1, epoch: -1, unknown_tagged_fields: Tags::default() }
    }
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

/// One of [`PartitionData::aborted_transactions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AbortedTransaction<'a> {
    /// Producer id.
    pub producer_id: i64,
    /// First offset.
    pub first_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AbortedTransaction<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            producer_id: r.int64("producer_id"),
            first_offset: r.int64("first_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.producer_id);
        w.int64(self.first_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`FetchResponse::node_endpoints`].
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
