// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeClientQuotas (key 48), versions 0 to 1, flexible from 1.
//!
//! Lists quotas.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeClientQuotas.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeClientQuotasRequest<'a> {
    /// What the entities have to be, all of it.
    pub components: Array<'a, ComponentData<'a>>,
    /// Whether entities with other parts than these are left out.
    pub strict: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeClientQuotasRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            components: r.array("components"),
            strict: r.bool("strict"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("components", &self.components);
        w.bool(self.strict);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeClientQuotas.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeClientQuotasResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The quotas; null on error.
    pub entries: Option<Array<'a, EntryData<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeClientQuotasResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            entries: Some(Array::default()),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeClientQuotasResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            entries: r.nullable_array("entries"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.nullable_array("entries", self.entries.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeClientQuotasRequest => DescribeClientQuotasResponse: DESCRIBE_CLIENT_QUOTAS, versions 0 to 1, flexible since 1, throttle_time_ms
}

/// One of [`DescribeClientQuotasRequest::components`].
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentData<'a> {
    /// What the name is of: `user`, `client-id` or `ip`.
    pub entity_type: &'a str,
    /// How to match: 0 is this name, 1 the default, 2 any name.
    pub match_type: i8,
    /// The name to match; null for the default and for any.
    pub r#match: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ComponentData<'_> {
    fn default() -> Self {
        Self {
            entity_type: "",
            match_type: 0,
            r#match: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ComponentData<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            entity_type: r.string("entity_type"),
            match_type: r.int8("match_type"),
            r#match: r.nullable_string("match"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("entity_type", self.entity_type);
        w.int8(self.match_type);
        w.nullable_string("match", self.r#match);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeClientQuotasResponse::entries`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EntryData<'a> {
    /// Whose quota it is: a user, a client id, both, or an address.
    pub entity: Array<'a, EntityData<'a>>,
    /// The limits.
    pub values: Array<'a, ValueData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EntryData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            entity: r.array("entity"),
            values: r.array("values"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("entity", &self.entity);
        w.array("values", &self.values);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`EntryData::entity`].
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

/// One of [`EntryData::values`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ValueData<'a> {
    /// What is limited, for example `producer_byte_rate`.
    pub key: &'a str,
    /// The limit, in the unit of the key.
    pub value: f64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ValueData<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { key: r.string("key"), value: r.float64("value"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("key", self.key);
        w.float64(self.value);
        w.tags(&self.unknown_tagged_fields);
    }
}
