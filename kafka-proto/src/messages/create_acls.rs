// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! CreateAcls (key 30), versions 0 to 3, flexible from 2.
//!
//! Creates ACLs.

use crate::message::api;
use crate::{AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType};
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for CreateAcls.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreateAclsRequest<'a> {
    /// The ACLs to create.
    pub creations: Array<'a, AclCreation<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreateAclsRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { creations: r.array("creations"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("creations", &self.creations);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers CreateAcls.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreateAclsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each ACL, in the order asked.
    pub results: Array<'a, AclCreationResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreateAclsResponse<'a> {
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
    CreateAclsRequest => CreateAclsResponse: CREATE_ACLS, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`CreateAclsRequest::creations`].
#[derive(Clone, Debug, PartialEq)]
pub struct AclCreation<'a> {
    /// What kind of resource it is.
    pub resource_type: ResourceType,
    /// The topic, group or other resource; `kafka-cluster` for the cluster, `*` for all of the kind.
    pub resource_name: &'a str,
    /// How the name is meant: `LITERAL`, or `PREFIXED` for every name that starts so (KIP-290). Since version 1. Default: `PatternType(3)`.
    pub resource_pattern_type: PatternType,
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

impl Default for AclCreation<'_> {
    fn default() -> Self {
        Self {
            resource_type: ResourceType(0),
            resource_name: "",
            resource_pattern_type: PatternType(3),
            principal: "",
            host: "",
            operation: AclOperation(0),
            permission_type: AclPermissionType(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AclCreation<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            resource_type: ResourceType(r.int8("resource_type")),
            resource_name: r.string("resource_name"),
            resource_pattern_type: if r.version() >= 1 {
                PatternType(r.int8("resource_pattern_type"))
            } else {
                PatternType(3)
            },
            principal: r.string("principal"),
            host: r.string("host"),
            operation: AclOperation(r.int8("operation")),
            permission_type: AclPermissionType(r.int8("permission_type")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.resource_type.0);
        w.string("resource_name", self.resource_name);
        if w.version() >= 1 {
            w.int8(self.resource_pattern_type.0);
        } else {
            w.absent("resource_pattern_type", self.resource_pattern_type != PatternType(3));
        }
        w.string("principal", self.principal);
        w.string("host", self.host);
        w.int8(self.operation.0);
        w.int8(self.permission_type.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`CreateAclsResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct AclCreationResult<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AclCreationResult<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AclCreationResult<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}
