//! Kafka's protocol as data: every message of every version, and a decoder that reads it as a table.
//!
//! `schema/` says what Kafka's own message definitions say, an API per file, in a notation for
//! people ([`parse`] describes it). [`embedded()`] is all of it, compiled in; [`interpret`] turns a
//! captured frame into JSON with Kafka's names, and back.
//!
//! ```
//! use kafka_schema::interpret::{Captured, decode_frame};
//!
//! // ApiVersions v0, correlation id 7, no client id
//! let frame = [0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff];
//! let frame = decode_frame(kafka_schema::embedded(), Captured::Request, &frame)?;
//! assert_eq!(frame.header["correlationId"], 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`model`] | what the notation says, as data |
//! | [`parse`] | notation → model |
//! | [`check`] | the rules that a well-formed field can still break |
//! | [`names`] | Kafka's spelling of names and ours |
//! | [`reading`] | bytes as somebody gives them: hex, dumps, and what to try next |
//! | [`secrets`] | which fields hold credentials, and leaving them out |
//! | [`interpret`] | a decoder and an encoder that read the model as a table |

#![forbid(unsafe_code)]

pub mod check;
mod embedded;
pub mod interpret;
pub mod model;
pub mod names;
pub mod parse;
pub mod reading;
pub mod secrets;
mod source;

use std::path::Path;

pub use crate::embedded::embedded;
use crate::model::{Codes, File};
pub use crate::source::SchemaError;

/// All of a schema: messages, enums and error codes.
#[derive(Debug)]
pub struct Schema {
    /// The APIs, the headers, and data inside other messages.
    pub files: Vec<File>,
    /// Codes that are no errors, such as the types of resources.
    pub enums: Codes,
    /// Kafka's error codes.
    pub errors: Codes,
}

impl Schema {
    /// Reads and checks the files of a schema, given as path and text of each.
    ///
    /// # Errors
    /// What is wrong with the first bad file, and where: `file:line:column`; or that there is no
    /// `enums.kafka` or `errors.kafka`.
    pub fn parse<'t>(
        texts: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    ) -> Result<Self, String> {
        let enums = codes(texts.clone(), "enums")?;
        let errors = codes(texts.clone(), "errors")?;
        let messages =
            texts.filter(|(name, _)| !is_codes(name, "enums") && !is_codes(name, "errors"));
        let files: Result<_, _> =
            messages.map(|(name, text)| parse::file(name, text, &enums)).collect();
        Ok(Self { files: files.map_err(|error| error.to_string())?, enums, errors })
    }
}

fn codes<'t>(
    mut texts: impl Iterator<Item = (&'t str, &'t str)>,
    which: &str,
) -> Result<Codes, String> {
    let (name, text) =
        texts.find(|(name, _)| is_codes(name, which)).ok_or_else(|| format!("no {which}.kafka"))?;
    parse::codes(name, text).map_err(|error| error.to_string())
}

/// Whether it is `enums.kafka` or `errors.kafka`.
fn is_codes(name: &str, which: &str) -> bool {
    Path::new(name).file_stem().is_some_and(|stem| stem == which)
}
