// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeAcls (key 29), versions 0 to 3, flexible from 2.
//!
//! Lists the ACLs that a filter matches.

use crate::message::api;
use crate::{AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType};
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeAcls.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeAclsRequest<'a> {
    /// The kind of resource, or `ANY`.
    pub resource_type_filter: ResourceType,
    /// The resource's name, or null for any.
    pub resource_name_filter: Option<&'a str>,
    /// How the name is meant: `LITERAL`, `PREFIXED`, `ANY` for this very name, `MATCH` for all that applies to it. Since version 1. Default: `PatternType(3)`.
    pub pattern_type_filter: PatternType,
    /// The principal, or null for any.
    pub principal_filter: Option<&'a str>,
    /// The host, or null for any.
    pub host_filter: Option<&'a str>,
    /// What may be done, or not; `ANY` in a filter is every operation.
    pub operation: AclOperation,
    /// Whether it is allowed or denied.
    pub permission_type: AclPermissionType,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeAclsRequest<'_> {
    fn default() -> Self {
        Self {
            resource_type_filter: ResourceType(0),
            resource_name_filter: Some(""),
            pattern_type_filter: PatternType(3),
            principal_filter: Some(""),
            host_filter: Some(""),
            operation: AclOperation(0),
            permission_type: AclPermissionType(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeAclsRequest<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_type_filter: ResourceType(r.int8("resource_type_filter")),
            resource_name_filter: r.nullable_string("resource_name_filter"),
            pattern_type_filter: if r.version() >= 1 {
                PatternType(r.int8("pattern_type_filter"))
            } else {
                PatternType(3)
            },
            principal_filter: r.nullable_string("principal_filter"),
            host_filter: r.nullable_string("host_filter"),
            operation: AclOperation(r.int8("operation")),
            permission_type: AclPermissionType(r.int8("permission_type")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.resource_type_filter.0);
        w.nullable_string("resource_name_filter", self.resource_name_filter);
        if w.version() >= 1 {
            w.int8(self.pattern_type_filter.0);
        } else {
            w.absent("pattern_type_filter", self.pattern_type_filter != PatternType(3));
        }
        w.nullable_string("principal_filter", self.principal_filter);
        w.nullable_string("host_filter", self.host_filter);
        w.int8(self.operation.0);
        w.int8(self.permission_type.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeAcls.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeAclsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The ACLs, by resource.
    pub resources: Array<'a, DescribeAclsResource<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeAclsResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            resources: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeAclsResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            resources: r.array("resources"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("resources", &self.resources);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeAclsRequest => DescribeAclsResponse: DESCRIBE_ACLS, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`DescribeAclsResponse::resources`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeAclsResource<'a> {
    /// What kind of resource it is.
    pub resource_type: ResourceType,
    /// The topic, group or other resource; `kafka-cluster` for the cluster, `*` for all of the kind.
    pub resource_name: &'a str,
    /// How the name is meant: `LITERAL`, or `PREFIXED` for every name that starts so (KIP-290). Since version 1. Default: `PatternType(3)`.
    pub pattern_type: PatternType,
    /// The ACLs of this resource.
    pub acls: Array<'a, AclDescription<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeAclsResource<'_> {
    fn default() -> Self {
        Self {
            resource_type: ResourceType(0),
            resource_name: "",
            pattern_type: PatternType(3),
            acls: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeAclsResource<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_type: ResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            pattern_type: if r.version() >= 1 {
                PatternType(r.int8("pattern_type"))
            } else {
                PatternType(3)
            },
            acls: r.array("acls"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        if w.version() >= 1 {
            w.int8(self.pattern_type.0);
        } else {
            w.absent("pattern_type", self.pattern_type != PatternType(3));
        }
        w.array("acls", &self.acls);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeAclsResource::acls`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AclDescription<'a> {
    /// Who, as `User:name`.
    pub principal: &'a str,
    /// From which host, or `*`.
    pub host: &'a str,
    /// What may be done, or not.
    pub operation: AclOperation,
    /// Whether it is allowed or denied.
    pub permission_type: AclPermissionType,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AclDescription<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            principal: r.string("principal"),
            host: r.string("host"),
            operation: AclOperation(r.int8("operation")),
            permission_type: AclPermissionType(r.int8("permission_type")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("principal", self.principal);
        w.string("host", self.host);
        w.int8(self.operation.0);
        w.int8(self.permission_type.0);
        w.tags(&self.unknown_tagged_fields);
    }
}
