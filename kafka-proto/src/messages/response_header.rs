// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ResponseHeader, versions 0 to 1, flexible from 1.
//!
//! What stands in front of every response.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// ResponseHeader.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseHeader<'a> {
    /// The number that ties the response to this request.
    pub correlation_id: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseHeader<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { correlation_id: r.int32("correlation_id"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.correlation_id);
        w.tags(&self.unknown_tagged_fields);
    }
}
