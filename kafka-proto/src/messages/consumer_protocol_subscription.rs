// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ConsumerProtocolSubscription, versions 0 to 3, never flexible.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// ConsumerProtocolSubscription.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerProtocolSubscription<'a> {
    /// Topics.
    pub topics: Array<'a, &'a str>,
    /// User data.
    pub user_data: Option<Opaque<'a>>,
    /// Owned partitions. Since version 1.
    pub owned_partitions: Array<'a, TopicPartition<'a>>,
    /// Generation id. Since version 2. Default: `-1`.
    pub generation_id: i32,
    /// Rack id. Since version 3.
    pub rack_id: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ConsumerProtocolSubscription<'_> {
    fn default() -> Self {
        Self {
            topics: Array::default(),
            user_data: None,
            owned_partitions: Array::default(),
            generation_id: -1,
            rack_id: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ConsumerProtocolSubscription<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: r.array("topics"),
            user_data: r.nullable_bytes("user_data"),
            owned_partitions: if r.version() >= 1 {
                r.array("owned_partitions")
            } else {
                Array::default()
            },
            generation_id: if r.version() >= 2 { r.int32("generation_id") } else { -1 },
            rack_id: if r.version() >= 3 { r.nullable_string("rack_id") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.nullable_bytes("user_data", self.user_data);
        if w.version() >= 1 {
            w.array("owned_partitions", &self.owned_partitions);
        }
        if w.version() >= 2 {
            w.int32(self.generation_id);
        }
        if w.version() >= 3 {
            w.nullable_string("rack_id", self.rack_id);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ConsumerProtocolSubscription::owned_partitions`].
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
