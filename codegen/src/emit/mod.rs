//! Rust out of the model.
//!
//! | module | what it writes |
//! |---|---|
//! | `message` | `kafka-proto/src/messages/<api>.rs`: structs, defaults, reading, writing |
//! | `field` | one field: its type, default, and a line for each direction |
//! | `index` | `kafka-proto/src/messages/mod.rs` and the table of APIs |
//! | `codes` | enums and error codes |
//! | `embedded` | the list of the files of `schema/`, for kafka-schema |
//! | `golden` | what the crate `golden` needs: messages as JSON, and a way to each by its key |

mod codes;
mod embedded;
mod field;
mod golden;
mod index;
mod message;

use kafka_schema::model::{Codes, File};

/// A generated file: its path in the repository, and its text before rustfmt.
pub struct Output {
    pub path: String,
    pub text: String,
}

/// Everything that is generated.
pub fn all(files: &[File], enums: &Codes, errors: &Codes) -> Vec<Output> {
    let mut out: Vec<Output> = files
        .iter()
        .map(|file| output(&format!("messages/{}", index::module(file)), message::file(file)))
        .collect();
    out.push(output("messages/mod", index::messages(files)));
    out.push(output("messages/apis", index::apis(files)));
    out.push(output("enums", codes::enums(enums)));
    out.push(output("error_code", codes::errors(errors)));
    out.push(Output {
        path: "golden/src/messages.rs".into(),
        text: format!("{HEAD}{}", golden::file(files)),
    });
    out.push(embedded(files));
    out
}

/// The list of the files of `schema/`.
pub fn embedded(files: &[File]) -> Output {
    Output {
        path: "kafka-schema/src/embedded/files.rs".into(),
        text: format!("{HEAD}{}", embedded::files(files)),
    }
}

fn output(name: &str, text: String) -> Output {
    Output { path: format!("kafka-proto/src/{name}.rs"), text: format!("{HEAD}{text}") }
}

const HEAD: &str = "// Generated from schema/ by `cargo codegen generate`. Do not edit.\n\n";
