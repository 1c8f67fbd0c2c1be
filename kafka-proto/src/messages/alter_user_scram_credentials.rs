// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AlterUserScramCredentials (key 51), versions 0 to 0, flexible from 0.
//!
//! Creates, changes and deletes SCRAM users.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ErrorCode, ScramMechanism};

/// Asks for AlterUserScramCredentials.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterUserScramCredentialsRequest<'a> {
    /// The credentials to delete.
    pub deletions: Array<'a, ScramCredentialDeletion<'a>>,
    /// The credentials to create or to replace.
    pub upsertions: Array<'a, ScramCredentialUpsertion<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterUserScramCredentialsRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            deletions: r.array("deletions"),
            upsertions: r.array("upsertions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("deletions", &self.deletions);
        w.array("upsertions", &self.upsertions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AlterUserScramCredentials.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterUserScramCredentialsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each user of the request.
    pub results: Array<'a, AlterUserScramCredentialsResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterUserScramCredentialsResponse<'a> {
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
    AlterUserScramCredentialsRequest => AlterUserScramCredentialsResponse: ALTER_USER_SCRAM_CREDENTIALS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`AlterUserScramCredentialsRequest::deletions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ScramCredentialDeletion<'a> {
    /// The user's name.
    pub name: &'a str,
    /// The SASL mechanism, for example `SCRAM-SHA-512`.
    pub mechanism: ScramMechanism,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ScramCredentialDeletion<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            mechanism: ScramMechanism(r.int8("mechanism")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int8(self.mechanism.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterUserScramCredentialsRequest::upsertions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ScramCredentialUpsertion<'a> {
    /// The user's name.
    pub name: &'a str,
    /// The SASL mechanism, for example `SCRAM-SHA-512`.
    pub mechanism: ScramMechanism,
    /// How often the password is hashed: 4096 to 16384.
    pub iterations: i32,
    /// The salt, random and new for each credential.
    pub salt: Opaque<'a>,
    /// `SaltedPassword` of RFC 5802, the hash of password and salt: as secret as the password.
    pub salted_password: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ScramCredentialUpsertion<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            mechanism: ScramMechanism(r.int8("mechanism")),
            iterations: r.int32("iterations"),
            salt: r.bytes("salt"),
            salted_password: r.bytes("salted_password"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int8(self.mechanism.0);
        w.int32(self.iterations);
        w.bytes("salt", self.salt);
        w.bytes("salted_password", self.salted_password);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterUserScramCredentialsResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct AlterUserScramCredentialsResult<'a> {
    /// The user's name.
    pub user: &'a str,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterUserScramCredentialsResult<'_> {
    fn default() -> Self {
        Self {
            user: "",
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterUserScramCredentialsResult<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            user: r.string("user"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("user", self.user);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}
