// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! CreatePartitions (key 37), versions 0 to 3, flexible from 2.
//!
//! Adds partitions to topics.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for CreatePartitions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatePartitionsRequest<'a> {
    /// The topics to grow.
    pub topics: Array<'a, CreatePartitionsTopic<'a>>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Check the request and change nothing.
    pub validate_only: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatePartitionsRequest<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: r.array("topics"),
            timeout_ms: r.int32("timeout_ms"),
            validate_only: r.bool("validate_only"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.int32(self.timeout_ms);
        w.bool(self.validate_only);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers CreatePartitions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatePartitionsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each topic of the request.
    pub results: Array<'a, CreatePartitionsTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatePartitionsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            results: r.array("results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("results", &self.results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    CreatePartitionsRequest => CreatePartitionsResponse: CREATE_PARTITIONS, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`CreatePartitionsRequest::topics`].
#[derive(Clone, Debug, PartialEq)]
pub struct CreatePartitionsTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// How many partitions it shall have in all, the present ones included.
    pub count: i32,
    /// Which brokers hold the new partitions; null lets the controller choose.
    pub assignments: Option<Array<'a, CreatePartitionsAssignment<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreatePartitionsTopic<'_> {
    fn default() -> Self {
        Self {
            name: "",
            count: 0,
            assignments: Some(Array::default()),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CreatePartitionsTopic<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            count: r.int32("count"),
            assignments: r.nullable_array("assignments"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int32(self.count);
        w.nullable_array("assignments", self.assignments.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreatePartitionsTopic::assignments`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatePartitionsAssignment<'a> {
    /// The brokers, the preferred leader first.
    pub broker_ids: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatePartitionsAssignment<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { broker_ids: r.array("broker_ids"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("broker_ids", &self.broker_ids);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreatePartitionsResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatePartitionsTopicResult<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatePartitionsTopicResult<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}
