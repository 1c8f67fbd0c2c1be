// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! SaslAuthenticate (key 36), versions 0 to 2, flexible from 2.
//!
//! Carries the messages of a SASL mechanism.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for SaslAuthenticate.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SaslAuthenticateRequest<'a> {
    /// A message of the mechanism.
    pub auth_bytes: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SaslAuthenticateRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { auth_bytes: r.bytes("auth_bytes"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.bytes("auth_bytes", self.auth_bytes);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers SaslAuthenticate.
#[derive(Clone, Debug, PartialEq)]
pub struct SaslAuthenticateResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Why it failed. For AWS_MSK_IAM the only hint there is.
    pub error_message: Option<&'a str>,
    /// A message of the mechanism.
    pub auth_bytes: Opaque<'a>,
    /// After how many milliseconds the client has to authenticate again; 0 is never (KIP-368). Since version 1.
    pub session_lifetime_ms: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for SaslAuthenticateResponse<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            auth_bytes: Opaque(&[]),
            session_lifetime_ms: 0,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for SaslAuthenticateResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            auth_bytes: r.bytes("auth_bytes"),
            session_lifetime_ms: if r.version() >= 1 { r.int64("session_lifetime_ms") } else { 0 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.bytes("auth_bytes", self.auth_bytes);
        if w.version() >= 1 {
            w.int64(self.session_lifetime_ms);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    SaslAuthenticateRequest => SaslAuthenticateResponse: SASL_AUTHENTICATE, versions 0 to 2, flexible since 2
}
