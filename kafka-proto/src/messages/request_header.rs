// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! RequestHeader, versions 0 to 2, flexible from 2.
//!
//! What stands in front of every request.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// RequestHeader.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestHeader<'a> {
    /// The API that is asked.
    pub request_api_key: i16,
    /// Its version, for request and response.
    pub request_api_version: i16,
    /// The number that ties the response to this request.
    pub correlation_id: i32,
    /// What the client calls itself, for logs and quotas. Since version 1.
    pub client_id: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for RequestHeader<'_> {
    fn default() -> Self {
        Self {
            request_api_key: 0,
            request_api_version: 0,
            correlation_id: 0,
            client_id: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for RequestHeader<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            request_api_key: r.int16("request_api_key"),
            request_api_version: r.int16("request_api_version"),
            correlation_id: r.int32("correlation_id"),
            client_id: if r.version() >= 1 {
                r.classic_nullable_string("client_id")
            } else {
                Some("")
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.request_api_key);
        w.int16(self.request_api_version);
        w.int32(self.correlation_id);
        if w.version() >= 1 {
            w.classic_nullable_string("client_id", self.client_id);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}
