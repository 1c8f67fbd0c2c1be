// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DefaultPrincipalData, versions 0 to 0, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// DefaultPrincipalData.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DefaultPrincipalData<'a> {
    /// Type.
    pub r#type: &'a str,
    /// Name.
    pub name: &'a str,
    /// Token authenticated.
    pub token_authenticated: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DefaultPrincipalData<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            r#type: r.string("type"),
            name: r.string("name"),
            token_authenticated: r.bool("token_authenticated"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("type", self.r#type);
        w.string("name", self.name);
        w.bool(self.token_authenticated);
        w.tags(&self.unknown_tagged_fields);
    }
}
