// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! SaslHandshake (key 17), versions 0 to 1, never flexible.
//!
//! Chooses the SASL mechanism of a connection.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for SaslHandshake.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SaslHandshakeRequest<'a> {
    /// The SASL mechanism, for example `SCRAM-SHA-512`.
    pub mechanism: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SaslHandshakeRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { mechanism: r.string("mechanism"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("mechanism", self.mechanism);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers SaslHandshake.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SaslHandshakeResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The mechanisms that the listener offers.
    pub mechanisms: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SaslHandshakeResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            mechanisms: r.array("mechanisms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("mechanisms", &self.mechanisms);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    SaslHandshakeRequest => SaslHandshakeResponse: SASL_HANDSHAKE, versions 0 to 1, flexible since i16::MAX
}
