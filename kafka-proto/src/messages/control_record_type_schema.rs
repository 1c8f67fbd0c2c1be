// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ControlRecordTypeSchema, versions 0 to 0, never flexible.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// ControlRecordTypeSchema.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ControlRecordTypeSchema<'a> {
    /// Type.
    pub r#type: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ControlRecordTypeSchema<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { r#type: r.int16("type"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.r#type);
        w.tags(&self.unknown_tagged_fields);
    }
}
