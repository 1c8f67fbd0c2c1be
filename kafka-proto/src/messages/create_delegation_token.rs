// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! CreateDelegationToken (key 38), versions 0 to 3, flexible from 2.
//!
//! Creates a delegation token.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for CreateDelegationToken.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateDelegationTokenRequest<'a> {
    /// What kind of principal shall own it, for example `User`; null for the caller (KIP-373). Since version 3.
    pub owner_principal_type: Option<&'a str>,
    /// The name of the owner; null for the caller. Since version 3.
    pub owner_principal_name: Option<&'a str>,
    /// Who may prolong it besides the owner.
    pub renewers: Array<'a, CreatableRenewers<'a>>,
    /// How long it may live at most, in milliseconds; -1 for the broker's `delegation.token.max.lifetime.ms`.
    pub max_lifetime_ms: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CreateDelegationTokenRequest<'_> {
    fn default() -> Self {
        Self {
            owner_principal_type: Some(""),
            owner_principal_name: Some(""),
            renewers: Array::default(),
            max_lifetime_ms: 0,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CreateDelegationTokenRequest<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            owner_principal_type: if r.version() >= 3 {
                r.nullable_string("owner_principal_type")
            } else {
                Some("")
            },
            owner_principal_name: if r.version() >= 3 {
                r.nullable_string("owner_principal_name")
            } else {
                Some("")
            },
            renewers: r.array("renewers"),
            max_lifetime_ms: r.int64("max_lifetime_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.nullable_string("owner_principal_type", self.owner_principal_type);
            w.nullable_string("owner_principal_name", self.owner_principal_name);
        } else {
            w.absent("owner_principal_type", self.owner_principal_type != Some(""));
            w.absent("owner_principal_name", self.owner_principal_name != Some(""));
        }
        w.array("renewers", &self.renewers);
        w.int64(self.max_lifetime_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers CreateDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreateDelegationTokenResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// What kind of principal owns it, for example `User`.
    pub principal_type: &'a str,
    /// The name of the owner.
    pub principal_name: &'a str,
    /// What kind of principal asked for it. Since version 3.
    pub token_requester_principal_type: &'a str,
    /// The name of who asked for it. Since version 3.
    pub token_requester_principal_name: &'a str,
    /// When it was made, in milliseconds since 1970.
    pub issue_timestamp_ms: i64,
    /// When it ends unless it is renewed, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// When it ends at the latest, in milliseconds since 1970.
    pub max_timestamp_ms: i64,
    /// The token's id: the user name to log in with by SCRAM.
    pub token_id: &'a str,
    /// The token's HMAC, a secret: its base64 is the password to log in with by SCRAM.
    pub hmac: Opaque<'a>,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreateDelegationTokenResponse<'a> {
    const MIN_SIZE: usize = 35;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            principal_type: r.string("principal_type"),
            principal_name: r.string("principal_name"),
            token_requester_principal_type: if r.version() >= 3 {
                r.string("token_requester_principal_type")
            } else {
                ""
            },
            token_requester_principal_name: if r.version() >= 3 {
                r.string("token_requester_principal_name")
            } else {
                ""
            },
            issue_timestamp_ms: r.int64("issue_timestamp_ms"),
            expiry_timestamp_ms: r.int64("expiry_timestamp_ms"),
            max_timestamp_ms: r.int64("max_timestamp_ms"),
            token_id: r.string("token_id"),
            hmac: r.bytes("hmac"),
            throttle_time_ms: r.int32("throttle_time_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.string("principal_type", self.principal_type);
        w.string("principal_name", self.principal_name);
        if w.version() >= 3 {
            w.string("token_requester_principal_type", self.token_requester_principal_type);
            w.string("token_requester_principal_name", self.token_requester_principal_name);
        } else {
            w.absent(
                "token_requester_principal_type",
                !self.token_requester_principal_type.is_empty(),
            );
            w.absent(
                "token_requester_principal_name",
                !self.token_requester_principal_name.is_empty(),
            );
        }
        w.int64(self.issue_timestamp_ms);
        w.int64(self.expiry_timestamp_ms);
        w.int64(self.max_timestamp_ms);
        w.string("token_id", self.token_id);
        w.bytes("hmac", self.hmac);
        w.int32(self.throttle_time_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    CreateDelegationTokenRequest => CreateDelegationTokenResponse: CREATE_DELEGATION_TOKEN, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`CreateDelegationTokenRequest::renewers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CreatableRenewers<'a> {
    /// What kind of principal it is, for example `User`.
    pub principal_type: &'a str,
    /// The name of the renewer.
    pub principal_name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CreatableRenewers<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            principal_type: r.string("principal_type"),
            principal_name: r.string("principal_name"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("principal_type", self.principal_type);
        w.string("principal_name", self.principal_name);
        w.tags(&self.unknown_tagged_fields);
    }
}
