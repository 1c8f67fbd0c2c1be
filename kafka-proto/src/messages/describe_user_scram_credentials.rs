// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeUserScramCredentials (key 50), versions 0 to 0, flexible from 0.
//!
//! Lists SCRAM users with their iterations.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ErrorCode, ScramMechanism};

/// Asks for DescribeUserScramCredentials.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeUserScramCredentialsRequest<'a> {
    /// The users to list; null or empty for all.
    pub users: Option<Array<'a, UserName<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeUserScramCredentialsRequest<'_> {
    fn default() -> Self {
        Self { users: Some(Array::default()), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for DescribeUserScramCredentialsRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { users: r.nullable_array("users"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_array("users", self.users.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeUserScramCredentials.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeUserScramCredentialsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// One for each user.
    pub results: Array<'a, DescribeUserScramCredentialsResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeUserScramCredentialsResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            results: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeUserScramCredentialsResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            results: r.array("results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("results", &self.results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeUserScramCredentialsRequest => DescribeUserScramCredentialsResponse: DESCRIBE_USER_SCRAM_CREDENTIALS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`DescribeUserScramCredentialsRequest::users`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UserName<'a> {
    /// The user's name.
    pub name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UserName<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { name: r.string("name"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeUserScramCredentialsResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeUserScramCredentialsResult<'a> {
    /// The user's name.
    pub user: &'a str,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The mechanisms the user can log in with.
    pub credential_infos: Array<'a, CredentialInfo<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeUserScramCredentialsResult<'_> {
    fn default() -> Self {
        Self {
            user: "",
            error_code: ErrorCode(0),
            error_message: Some(""),
            credential_infos: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeUserScramCredentialsResult<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            user: r.string("user"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            credential_infos: r.array("credential_infos"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("user", self.user);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("credential_infos", &self.credential_infos);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeUserScramCredentialsResult::credential_infos`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CredentialInfo<'a> {
    /// The SASL mechanism, for example `SCRAM-SHA-512`.
    pub mechanism: ScramMechanism,
    /// How often the password is hashed.
    pub iterations: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for CredentialInfo<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            mechanism: ScramMechanism(r.int8("mechanism")),
            iterations: r.int32("iterations"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int8(self.mechanism.0);
        w.int32(self.iterations);
        w.tags(&self.unknown_tagged_fields);
    }
}
