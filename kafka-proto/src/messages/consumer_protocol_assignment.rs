// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ConsumerProtocolAssignment, versions 0 to 3, never flexible.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// ConsumerProtocolAssignment.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConsumerProtocolAssignment<'a> {
    /// Assigned partitions.
    pub assigned_partitions: Array<'a, TopicPartition<'a>>,
    /// User data.
    pub user_data: Option<Opaque<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ConsumerProtocolAssignment<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            assigned_partitions: r.array("assigned_partitions"),
            user_data: r.nullable_bytes("user_data"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("assigned_partitions", &self.assigned_partitions);
        w.nullable_bytes("user_data", self.user_data);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ConsumerProtocolAssignment::assigned_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicPartition<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicPartition<'a> {
    const MIN_SIZE: usize = 6;

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
