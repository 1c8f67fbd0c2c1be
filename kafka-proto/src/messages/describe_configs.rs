// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeConfigs (key 32), versions 0 to 4, flexible from 4.
//!
//! Shows configurations.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ConfigResourceType, ConfigSource, ConfigType, ErrorCode};

/// Asks for DescribeConfigs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeConfigsRequest<'a> {
    /// What to show the configuration of.
    pub resources: Array<'a, DescribeConfigsResource<'a>>,
    /// Whether to list where each value was looked for. Since version 1.
    pub include_synonyms: bool,
    /// Whether to describe each value. Since version 3.
    pub include_documentation: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeConfigsRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resources: r.array("resources"),
            include_synonyms: if r.version() >= 1 { r.bool("include_synonyms") } else { false },
            include_documentation: if r.version() >= 3 {
                r.bool("include_documentation")
            } else {
                false
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("resources", &self.resources);
        if w.version() >= 1 {
            w.bool(self.include_synonyms);
        } else {
            w.absent("include_synonyms", self.include_synonyms);
        }
        if w.version() >= 3 {
            w.bool(self.include_documentation);
        } else {
            w.absent("include_documentation", self.include_documentation);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeConfigs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeConfigsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each resource of the request.
    pub results: Array<'a, DescribeConfigsResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeConfigsResponse<'a> {
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
    DescribeConfigsRequest => DescribeConfigsResponse: DESCRIBE_CONFIGS, versions 0 to 4, flexible since 4, throttle_time_ms
}

/// One of [`DescribeConfigsRequest::resources`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeConfigsResource<'a> {
    /// What kind of resource it is.
    pub resource_type: ConfigResourceType,
    /// The topic's name, the broker's id (empty for all brokers), or as the kind has it.
    pub resource_name: &'a str,
    /// The values to show; null for all.
    pub configuration_keys: Option<Array<'a, &'a str>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeConfigsResource<'_> {
    fn default() -> Self {
        Self {
            resource_type: ConfigResourceType(0),
            resource_name: "",
            configuration_keys: Some(Array::default()),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeConfigsResource<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_type: ConfigResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            configuration_keys: r.nullable_array("configuration_keys"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        w.nullable_array("configuration_keys", self.configuration_keys.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeConfigsResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeConfigsResult<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// What kind of resource it is.
    pub resource_type: ConfigResourceType,
    /// The topic's name, the broker's id (empty for all brokers), or as the kind has it.
    pub resource_name: &'a str,
    /// Configuration values.
    pub configs: Array<'a, DescribeConfigsResourceResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeConfigsResult<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            resource_type: ConfigResourceType(0),
            resource_name: "",
            configs: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeConfigsResult<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            resource_type: ConfigResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            configs: r.array("configs"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        w.array("configs", &self.configs);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeConfigsResult::configs`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeConfigsResourceResult<'a> {
    /// For example `retention.ms`.
    pub name: &'a str,
    /// The value as text; null if it is secret or has none.
    pub value: Option<&'a str>,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Whether nobody set it; since version 1 see `config_source`. Until version 0.
    pub is_default: bool,
    /// Where the value comes from. Since version 1. Default: `ConfigSource(-1)`.
    pub config_source: ConfigSource,
    /// Whether the value is a secret, which is then null.
    pub is_sensitive: bool,
    /// The other places that were looked at, in their order. Since version 1.
    pub synonyms: Array<'a, DescribeConfigsSynonym<'a>>,
    /// The type of the value. Since version 3.
    pub config_type: ConfigType,
    /// Kafka's description of it. Since version 3.
    pub documentation: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeConfigsResourceResult<'_> {
    fn default() -> Self {
        Self {
            name: "",
            value: Some(""),
            read_only: false,
            is_default: false,
            config_source: ConfigSource(-1),
            is_sensitive: false,
            synonyms: Array::default(),
            config_type: ConfigType(0),
            documentation: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeConfigsResourceResult<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            value: r.nullable_string("value"),
            read_only: r.bool("read_only"),
            is_default: if r.version() <= 0 { r.bool("is_default") } else { false },
            config_source: if r.version() >= 1 {
                ConfigSource(r.int8("config_source"))
            } else {
                ConfigSource(-1)
            },
            is_sensitive: r.bool("is_sensitive"),
            synonyms: if r.version() >= 1 { r.array("synonyms") } else { Array::default() },
            config_type: if r.version() >= 3 {
                ConfigType(r.int8("config_type"))
            } else {
                ConfigType(0)
            },
            documentation: if r.version() >= 3 {
                r.nullable_string("documentation")
            } else {
                Some("")
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.nullable_string("value", self.value);
        w.bool(self.read_only);
        if w.version() <= 0 {
            w.bool(self.is_default);
        } else {
            w.absent("is_default", self.is_default);
        }
        if w.version() >= 1 {
            w.int8(self.config_source.0);
        }
        w.bool(self.is_sensitive);
        if w.version() >= 1 {
            w.array("synonyms", &self.synonyms);
        }
        if w.version() >= 3 {
            w.int8(self.config_type.0);
            w.nullable_string("documentation", self.documentation);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeConfigsResourceResult::synonyms`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeConfigsSynonym<'a> {
    /// What it is called there, for example `log.retention.ms`.
    pub name: &'a str,
    /// The value there; null if it is secret.
    pub value: Option<&'a str>,
    /// Which place it is.
    pub source: ConfigSource,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeConfigsSynonym<'_> {
    fn default() -> Self {
        Self {
            name: "",
            value: Some(""),
            source: ConfigSource(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeConfigsSynonym<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            value: r.nullable_string("value"),
            source: ConfigSource(r.int8("source")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.nullable_string("value", self.value);
        w.int8(self.source.0);
        w.tags(&self.unknown_tagged_fields);
    }
}
