//! `schema/` as part of the program: nothing is read at run time.

mod files;

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::emit::Output;
use crate::model::File;
use crate::{Schema, file_name};

/// The schema this crate was built with. Parsed at the first call.
pub fn embedded() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
        // `codegen check` and every test read the same files.
        Schema::parse(files::FILES.iter().copied()).unwrap_or_else(|error| panic!("{error}"))
    });
    &SCHEMA
}

/// `files.rs`: which files there are.
pub(crate) fn list(files: &[File]) -> Output {
    let mut names: Vec<String> = files.iter().map(file_name).collect();
    names.extend(["enums.kafka".to_owned(), "errors.kafka".to_owned()]);
    names.sort();
    let mut text = String::from(
        "// Generated from schema/ by `cargo codegen generate`. Do not edit.\n\n\
         /// Path and text of every file of `schema/`.\n\
         pub(super) const FILES: &[(&str, &str)] = &[\n",
    );
    for name in names {
        let path = format!("schema/{name}");
        let _ = writeln!(text, "(\"{path}\", include_str!(\"../../../{path}\")),");
    }
    Output { path: "codegen/src/embedded/files.rs".into(), text: text + "];\n" }
}
