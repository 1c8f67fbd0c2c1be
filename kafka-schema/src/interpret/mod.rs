//! A second decoder: reads the schema as a table, and shares nothing with the code made of it.
//!
//! ```
//! use kafka_schema::interpret::{decode_body, encode_body};
//! use kafka_schema::model::Direction::Request;
//! use serde_json::json;
//!
//! let body = [0, 1, b'g', 0, 0, 0, 7, 0, 1, b'm'];
//! let json = decode_body(kafka_schema::embedded(), "Heartbeat", Request, 0, &body)?;
//! assert_eq!(json, json!({ "groupId": "g", "generationId": 7, "memberId": "m" }));
//! assert_eq!(encode_body(kafka_schema::embedded(), 12, Request, 0, &json)?, body);
//!
//! let error = decode_body(kafka_schema::embedded(), "Heartbeat", Request, 0, &body[..5]).unwrap_err();
//! assert_eq!(error.to_string(), "generationId: needs 4 bytes, 2 left (byte 3)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! The JSON is that of Kafka's own converters: field names in camelCase, uuids in base64url
//! without padding, bytes in base64, tagged fields only when they differ from their default. A
//! tagged field that the schema does not know stands in `_unknownTaggedFields`, as
//! `{"tag": 7, "data": "<hex>"}`.
//!
//! | module | what it does |
//! |---|---|
//! | `shape` | one message at one version: its fields and their defaults |
//! | `bytes` | lengths, varints and values off the front of a message |
//! | `decode`, `encode` | bytes → JSON → bytes |
//! | `frame` | a captured frame: header and body |
//! | `text` | base64 and hex |

mod bytes;
mod decode;
mod encode;
mod error;
mod frame;
mod shape;
mod text;

use serde_json::Value as Json;

pub use self::error::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, Path};
pub use self::frame::{Captured, Frame, decode_frame, decode_request, strip_length};
pub use self::shape::Api;
pub use self::text::unbase64;

use self::bytes::Bytes;
use self::shape::Shape;
use crate::Schema;
use crate::model::Direction;

/// Where tagged fields stand that the schema does not know.
const UNKNOWN_TAGS: &str = "_unknownTaggedFields";

/// A message without its header, as JSON.
///
/// Headers and data (`Direction::Itself`) go by their names. As strict as `kafka-proto`: each
/// accepts what the other accepts. Memory and time are linear in the length of `body`.
///
/// # Errors
/// When `body` is not such a message; the error names field and offset.
pub fn decode_body<'a>(
    schema: &Schema,
    api: impl Into<Api<'a>>,
    direction: Direction,
    version: i16,
    body: &[u8],
) -> Result<Json, DecodeError> {
    let shape = Shape::find(schema, api.into(), direction, version).map_err(DecodeError::new)?;
    let mut bytes = Bytes::new(body);
    let json = decode::message(shape, &mut bytes)?;
    bytes.finish()?;
    Ok(json)
}

/// The bytes of a message without its header.
///
/// Every field of the version has to be there, but for tagged ones. A field that the version
/// does not have may stand there with its default, or if it is ignorable.
///
/// # Errors
/// When `json` is not such a message; the error names the field.
pub fn encode_body<'a>(
    schema: &Schema,
    api: impl Into<Api<'a>>,
    direction: Direction,
    version: i16,
    json: &Json,
) -> Result<Vec<u8>, EncodeError> {
    let shape = Shape::find(schema, api.into(), direction, version).map_err(EncodeError::new)?;
    encode::message(shape, json)
}
