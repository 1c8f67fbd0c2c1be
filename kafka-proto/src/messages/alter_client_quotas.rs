// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AlterClientQuotas (key 49), versions 0 to 1, flexible from 1.
//!
//! Changes quotas.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AlterClientQuotas.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterClientQuotasRequest<'a> {
    /// The quotas to change.
    pub entries: Array<'a, RequestEntryData<'a>>,
    /// Check the request and change nothing.
    pub validate_only: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterClientQuotasRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            entries: r.array("entries"),
            validate_only: r.bool("validate_only"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("entries", &self.entries);
        w.bool(self.validate_only);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AlterClientQuotas.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterClientQuotasResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each entity of the request.
    pub entries: Array<'a, ResponseEntryData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterClientQuotasResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            entries: r.array("entries"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("entries", &self.entries);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AlterClientQuotasRequest => AlterClientQuotasResponse: ALTER_CLIENT_QUOTAS, versions 0 to 1, flexible since 1, throttle_time_ms
}

/// One of [`AlterClientQuotasRequest::entries`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestEntryData<'a> {
    /// Whose quota it is: a user, a client id, both, or an address.
    pub entity: Array<'a, EntityData<'a>>,
    /// What to change.
    pub ops: Array<'a, OpData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestEntryData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { entity: r.array("entity"), ops: r.array("ops"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("entity", &self.entity);
        w.array("ops", &self.ops);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestEntryData::entity`].
#[derive(Clone, Debug, PartialEq)]
pub struct EntityData<'a> {
    /// What the name is of: `user`, `client-id` or `ip`.
    pub entity_type: &'a str,
    /// The name; null is the default of that kind.
    pub entity_name: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for EntityData<'_> {
    fn default() -> Self {
        Self { entity_type: "", entity_name: Some(""), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for EntityData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            entity_type: r.string("entity_type"),
            entity_name: r.nullable_string("entity_name"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("entity_type", self.entity_type);
        w.nullable_string("entity_name", self.entity_name);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestEntryData::ops`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OpData<'a> {
    /// What is limited, for example `producer_byte_rate`.
    pub key: &'a str,
    /// The limit, in the unit of the key; ignored when it is removed.
    pub value: f64,
    /// Whether to remove the limit.
    pub remove: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OpData<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            key: r.string("key"),
            value: r.float64("value"),
            remove: r.bool("remove"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("key", self.key);
        w.float64(self.value);
        w.bool(self.remove);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterClientQuotasResponse::entries`].
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseEntryData<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Whose quota it is.
    pub entity: Array<'a, EntityData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ResponseEntryData<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            entity: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ResponseEntryData<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            entity: r.array("entity"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("entity", &self.entity);
        w.tags(&self.unknown_tagged_fields);
    }
}
