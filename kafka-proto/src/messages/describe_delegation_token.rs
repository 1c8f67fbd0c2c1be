// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeDelegationToken (key 41), versions 0 to 3, flexible from 2.
//!
//! Lists delegation tokens.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeDelegationToken.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeDelegationTokenRequest<'a> {
    /// Whose tokens to list; null for all that the caller may see.
    pub owners: Option<Array<'a, DescribeDelegationTokenOwner<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeDelegationTokenRequest<'_> {
    fn default() -> Self {
        Self { owners: Some(Array::default()), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for DescribeDelegationTokenRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { owners: r.nullable_array("owners"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_array("owners", self.owners.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeDelegationTokenResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The tokens.
    pub tokens: Array<'a, DescribedDelegationToken<'a>>,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeDelegationTokenResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            tokens: r.array("tokens"),
            throttle_time_ms: r.int32("throttle_time_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("tokens", &self.tokens);
        w.int32(self.throttle_time_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeDelegationTokenRequest => DescribeDelegationTokenResponse: DESCRIBE_DELEGATION_TOKEN, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`DescribeDelegationTokenRequest::owners`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeDelegationTokenOwner<'a> {
    /// What kind of principal it is, for example `User`.
    pub principal_type: &'a str,
    /// The name of the owner.
    pub principal_name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeDelegationTokenOwner<'a> {
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

/// One of [`DescribeDelegationTokenResponse::tokens`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribedDelegationToken<'a> {
    /// What kind of principal owns it, for example `User`.
    pub principal_type: &'a str,
    /// The name of the owner.
    pub principal_name: &'a str,
    /// What kind of principal asked for it. Since version 3.
    pub token_requester_principal_type: &'a str,
    /// The name of who asked for it. Since version 3.
    pub token_requester_principal_name: &'a str,
    /// When it was made, in milliseconds since 1970.
    pub issue_timestamp: i64,
    /// When it ends unless it is renewed, in milliseconds since 1970.
    pub expiry_timestamp: i64,
    /// When it ends at the latest, in milliseconds since 1970.
    pub max_timestamp: i64,
    /// The token's id: the user name to log in with by SCRAM.
    pub token_id: &'a str,
    /// The token's HMAC, a secret: its base64 is the password to log in with by SCRAM.
    pub hmac: Opaque<'a>,
    /// Who may prolong it besides the owner.
    pub renewers: Array<'a, DescribedDelegationTokenRenewer<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribedDelegationToken<'a> {
    const MIN_SIZE: usize = 30;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
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
            issue_timestamp: r.int64("issue_timestamp"),
            expiry_timestamp: r.int64("expiry_timestamp"),
            max_timestamp: r.int64("max_timestamp"),
            token_id: r.string("token_id"),
            hmac: r.bytes("hmac"),
            renewers: r.array("renewers"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
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
        w.int64(self.issue_timestamp);
        w.int64(self.expiry_timestamp);
        w.int64(self.max_timestamp);
        w.string("token_id", self.token_id);
        w.bytes("hmac", self.hmac);
        w.array("renewers", &self.renewers);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribedDelegationToken::renewers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribedDelegationTokenRenewer<'a> {
    /// What kind of principal it is, for example `User`.
    pub principal_type: &'a str,
    /// The name of the renewer.
    pub principal_name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribedDelegationTokenRenewer<'a> {
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
