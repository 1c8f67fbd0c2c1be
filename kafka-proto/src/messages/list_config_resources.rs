// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ListConfigResources (key 74), versions 0 to 1, flexible from 0.
//!
//! Lists resources that have configurations (KIP-1142; client metrics only in version 0).

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ConfigResourceType, ErrorCode};

/// Asks for ListConfigResources.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListConfigResourcesRequest<'a> {
    /// The types to list, as `ConfigResourceType`; empty for all. Since version 1.
    pub resource_types: Array<'a, i8>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListConfigResourcesRequest<'a> {
    const MIN_SIZE: usize = 1;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_types: if r.version() >= 1 {
                r.array("resource_types")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.array("resource_types", &self.resource_types);
        } else {
            w.absent("resource_types", !self.resource_types.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ListConfigResources.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListConfigResourcesResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The resources.
    pub config_resources: Array<'a, ConfigResource<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListConfigResourcesResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            config_resources: r.array("config_resources"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.array("config_resources", &self.config_resources);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ListConfigResourcesRequest => ListConfigResourcesResponse: LIST_CONFIG_RESOURCES, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`ListConfigResourcesResponse::config_resources`].
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigResource<'a> {
    /// The topic's name, the broker's id (empty for all brokers), or as the kind has it.
    pub resource_name: &'a str,
    /// What kind of resource it is. Since version 1. Default: `ConfigResourceType(16)`.
    pub resource_type: ConfigResourceType,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ConfigResource<'_> {
    fn default() -> Self {
        Self {
            resource_name: "",
            resource_type: ConfigResourceType(16),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ConfigResource<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_name: r.string("resource_name"),
            resource_type: if r.version() >= 1 {
                ConfigResourceType(r.int8("resource_type"))
            } else {
                ConfigResourceType(16)
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("resource_name", self.resource_name);
        if w.version() >= 1 {
            w.int8(self.resource_type.0);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}
