// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DeleteTopics (key 20), versions 0 to 6, flexible from 4.
//!
//! Deletes topics.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DeleteTopics.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteTopicsRequest<'a> {
    /// The topics to delete, each by name or by id. Since version 6.
    pub topics: Array<'a, DeleteTopicState<'a>>,
    /// The topics to delete. Until version 5.
    pub topic_names: Array<'a, &'a str>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteTopicsRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: if r.version() >= 6 { r.array("topics") } else { Array::default() },
            topic_names: if r.version() <= 5 { r.array("topic_names") } else { Array::default() },
            timeout_ms: r.int32("timeout_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 6 {
            w.array("topics", &self.topics);
        } else {
            w.absent("topics", !self.topics.is_empty());
        }
        if w.version() <= 5 {
            w.array("topic_names", &self.topic_names);
        }
        w.int32(self.timeout_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DeleteTopics.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteTopicsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// One for each topic of the request.
    pub responses: Array<'a, DeletableTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteTopicsResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            responses: r.array("responses"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.array("responses", &self.responses);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DeleteTopicsRequest => DeleteTopicsResponse: DELETE_TOPICS, versions 0 to 6, flexible since 4, throttle_time_ms
}

/// One of [`DeleteTopicsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteTopicState<'a> {
    /// The topic's name; null to delete by id.
    pub name: Option<&'a str>,
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteTopicState<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.nullable_string("name"),
            topic_id: r.uuid("topic_id"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("name", self.name);
        w.uuid(self.topic_id);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DeleteTopicsResponse::responses`].
#[derive(Clone, Debug, PartialEq)]
pub struct DeletableTopicResult<'a> {
    /// The topic's name; null if it was asked for by an id that is unknown or hidden.
    pub name: Option<&'a str>,
    /// The topic's id, all zeros if it has none. Since version 6.
    pub topic_id: Uuid,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 5.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DeletableTopicResult<'_> {
    fn default() -> Self {
        Self {
            name: Some(""),
            topic_id: Uuid::ZERO,
            error_code: ErrorCode(0),
            error_message: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DeletableTopicResult<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() >= 6 { r.nullable_string("name") } else { Some(r.string("name")) },
            topic_id: if r.version() >= 6 { r.uuid("topic_id") } else { Uuid::ZERO },
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 5 { r.nullable_string("error_message") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 6 {
            w.nullable_string("name", self.name);
        } else {
            w.required_string("name", self.name);
        }
        if w.version() >= 6 {
            w.uuid(self.topic_id);
        }
        w.int16(self.error_code.0);
        if w.version() >= 5 {
            w.nullable_string("error_message", self.error_message);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}
