// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Envelope (key 58), versions 0 to 0, flexible from 0.
//!
//! Carries a request of a client to the controller.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for Envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvelopeRequest<'a> {
    /// Request data.
    pub request_data: Opaque<'a>,
    /// Request principal.
    pub request_principal: Option<Opaque<'a>>,
    /// Client host address.
    pub client_host_address: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for EnvelopeRequest<'_> {
    fn default() -> Self {
        Self {
            request_data: Opaque(&[]),
            request_principal: Some(Opaque(&[])),
            client_host_address: Opaque(&[]),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for EnvelopeRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            request_data: r.bytes("request_data"),
            request_principal: r.nullable_bytes("request_principal"),
            client_host_address: r.bytes("client_host_address"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.bytes("request_data", self.request_data);
        w.nullable_bytes("request_principal", self.request_principal);
        w.bytes("client_host_address", self.client_host_address);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers Envelope.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EnvelopeResponse<'a> {
    /// Response data.
    pub response_data: Option<Opaque<'a>>,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EnvelopeResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            response_data: r.nullable_bytes("response_data"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_bytes("response_data", self.response_data);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    EnvelopeRequest => EnvelopeResponse: ENVELOPE, versions 0 to 0, flexible since 0
}
