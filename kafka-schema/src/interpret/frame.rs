use serde_json::{Value as Json, json};

use super::bytes::Bytes;
use super::decode;
use super::error::{DecodeError, DecodeErrorKind as Kind};
use super::shape::{Api, Shape};
use crate::Schema;
use crate::model::{Direction, Kind as FileKind};

/// What a captured frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captured<'a> {
    /// A request: its header says which.
    Request,
    /// The answer to such a request: nothing in the frame says which.
    Response {
        /// The API that was asked.
        api: Api<'a>,
        /// The version of the request.
        version: i16,
    },
}

/// A frame that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Kafka's name of the API.
    pub api: String,
    /// Its key.
    pub key: i16,
    /// Request or response.
    pub direction: Direction,
    /// The version of the API.
    pub version: i16,
    /// The header.
    pub header: Json,
    /// The message.
    pub body: Json,
}

impl Frame {
    /// All of it: `{"api", "apiKey", "direction", "version", "header", "body"}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let Self { api, key, direction, version, header, body } = self;
        let direction = if *direction == Direction::Request { "request" } else { "response" };
        json!({
            "api": api,
            "apiKey": key,
            "direction": direction,
            "version": version,
            "header": header,
            "body": body,
        })
    }
}

/// A frame without its length: header and body.
///
/// # Errors
/// When header or body are not what they should be, or when the schema has no such message.
/// Offsets count from the start of the frame.
pub fn decode_frame(
    schema: &Schema,
    what: Captured<'_>,
    frame: &[u8],
) -> Result<Frame, DecodeError> {
    let Content { api, key, direction, version, shape } = match what {
        Captured::Request => request(schema, frame)?,
        Captured::Response { api, version } => response(schema, api, version)?,
    };
    let (header, header_version) = match direction {
        Direction::Request => ("RequestHeader", request_header_version(key, version, shape)),
        _ => ("ResponseHeader", response_header_version(key, shape)),
    };
    let header = Shape::find(schema, Api::Name(header), Direction::Itself, header_version);
    let mut bytes = Bytes::new(frame);
    let header = decode::message(header.map_err(DecodeError::new)?, &mut bytes)?;
    let body = decode::message(shape, &mut bytes)?;
    bytes.finish()?;
    Ok(Frame { api: api.to_owned(), key, direction, version, header, body })
}

/// How many bytes behind a request are passed over.
const MAX_BEHIND: usize = 8;

/// A request as brokers take it: up to 8 bytes behind it are passed over. librdkafka leaves three behind a
/// Metadata.
///
/// # Errors
/// As [`decode_frame`], for the whole frame.
pub fn decode_request(schema: &Schema, frame: &[u8]) -> Result<Frame, DecodeError> {
    let error = match decode_frame(schema, Captured::Request, frame) {
        Err(error) => error,
        decoded => return decoded,
    };
    let Kind::TrailingBytes(behind @ ..=MAX_BEHIND) = error.kind else { return Err(error) };
    decode_frame(schema, Captured::Request, &frame[..frame.len() - behind]).map_err(|_| error)
}

/// The frame behind its length: none if the first four bytes are not the length of the rest.
#[must_use]
pub fn strip_length(bytes: &[u8]) -> Option<&[u8]> {
    let (length, frame) = bytes.split_first_chunk()?;
    let length = usize::try_from(i32::from_be_bytes(*length)).ok()?;
    (length == frame.len()).then_some(frame)
}

/// What a frame holds behind its header.
struct Content<'s> {
    api: &'s str,
    key: i16,
    direction: Direction,
    version: i16,
    shape: Shape<'s>,
}

/// Every request header starts with key and version.
fn request<'s>(schema: &'s Schema, frame: &[u8]) -> Result<Content<'s>, DecodeError> {
    let mut peek = Bytes::new(frame);
    let in_key = |error: DecodeError| error.in_field("requestApiKey");
    let key = peek.int(2).map_err(in_key)? as i16;
    let in_version = |error: DecodeError| error.in_field("requestApiVersion");
    let version = peek.int(2).map_err(in_version)? as i16;
    let file = Api::Key(key).found(schema).map_err(|it| in_key(DecodeError::new(it)))?;
    let shape = Shape::of(file, Direction::Request, version);
    let shape = shape.map_err(|it| in_version(DecodeError::new(it).at(2)))?;
    Ok(Content { api: &file.name, key, direction: Direction::Request, version, shape })
}

fn response<'s>(
    schema: &'s Schema,
    api: Api<'_>,
    version: i16,
) -> Result<Content<'s>, DecodeError> {
    let file = api.found(schema).map_err(DecodeError::new)?;
    let shape = Shape::of(file, Direction::Response, version).map_err(DecodeError::new)?;
    // A header or data has no response.
    let key = if let FileKind::Api(key) = file.kind { key } else { -1 };
    Ok(Content { api: &file.name, key, direction: Direction::Response, version, shape })
}

/// ControlledShutdown v0 is the only request with header v0.
fn request_header_version(key: i16, version: i16, shape: Shape<'_>) -> i16 {
    match (key, version) {
        (7, 0) => 0,
        _ => 1 + i16::from(shape.flexible),
    }
}

/// KIP-511: "ApiVersionsResponse always includes a v0 header".
fn response_header_version(key: i16, shape: Shape<'_>) -> i16 {
    i16::from(shape.flexible && key != 18)
}
