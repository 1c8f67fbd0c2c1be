//! `schema/` as part of the program: nothing is read at run time.

mod files;

use std::sync::LazyLock;

use crate::Schema;

/// The schema this crate was built with: Kafka 3.9 to 4.4. Parsed at the first call.
pub fn embedded() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
        // `codegen check` and every test read the same files.
        Schema::parse(files::FILES.iter().copied()).unwrap_or_else(|error| panic!("{error}"))
    });
    &SCHEMA
}
