// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! IncrementalAlterConfigs (key 44), versions 0 to 1, flexible from 1.
//!
//! Changes single configuration values.

use crate::message::api;
use crate::{AlterConfigOperation, ConfigResourceType, ErrorCode};
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for IncrementalAlterConfigs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct IncrementalAlterConfigsRequest<'a> {
    /// What to configure.
    pub resources: Array<'a, AlterConfigsResource<'a>>,
    /// Check the request and change nothing.
    pub validate_only: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for IncrementalAlterConfigsRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resources: r.array("resources"),
            validate_only: r.bool("validate_only"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("resources", &self.resources);
        w.bool(self.validate_only);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers IncrementalAlterConfigs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct IncrementalAlterConfigsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each resource of the request.
    pub responses: Array<'a, AlterConfigsResourceResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for IncrementalAlterConfigsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            responses: r.array("responses"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("responses", &self.responses);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    IncrementalAlterConfigsRequest => IncrementalAlterConfigsResponse: INCREMENTAL_ALTER_CONFIGS, versions 0 to 1, flexible since 1, throttle_time_ms
}

/// One of [`IncrementalAlterConfigsRequest::resources`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterConfigsResource<'a> {
    /// What kind of resource it is.
    pub resource_type: ConfigResourceType,
    /// The topic's name, the broker's id (empty for all brokers), or as the kind has it.
    pub resource_name: &'a str,
    /// The values to change; others stay.
    pub configs: Array<'a, AlterableConfig<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterConfigsResource<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_type: ConfigResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            configs: r.array("configs"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        w.array("configs", &self.configs);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterConfigsResource::configs`].
#[derive(Clone, Debug, PartialEq)]
pub struct AlterableConfig<'a> {
    /// For example `retention.ms`.
    pub name: &'a str,
    /// Whether to set or delete it, or to add to or take from a list.
    pub config_operation: AlterConfigOperation,
    /// The value as text; null to delete it.
    pub value: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterableConfig<'_> {
    fn default() -> Self {
        Self {
            name: "",
            config_operation: AlterConfigOperation(0),
            value: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterableConfig<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            config_operation: AlterConfigOperation(r.int8("config_operation")),
            value: r.nullable_string("value"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int8(self.config_operation.0);
        w.nullable_string("value", self.value);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`IncrementalAlterConfigsResponse::responses`].
#[derive(Clone, Debug, PartialEq)]
pub struct AlterConfigsResourceResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// What kind of resource it is.
    pub resource_type: ConfigResourceType,
    /// The topic's name, the broker's id (empty for all brokers), or as the kind has it.
    pub resource_name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterConfigsResourceResponse<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            resource_type: ConfigResourceType(0),
            resource_name: "",
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterConfigsResourceResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            resource_type: ConfigResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        w.tags(&self.unknown_tagged_fields);
    }
}
