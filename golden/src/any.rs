//! A message without its type.

use std::fmt::{self, Debug};
use std::ops::RangeInclusive;

use kafka_proto::{
    DecodeError, EncodeError, Message, Request, Wire, decode_response, decode_whole,
    encode_request, encode_response, encode_value,
};
use serde_json::Value;

use crate::json::ToJson;

/// What was decoded, and the version it was decoded in.
pub trait AnyMessage<'a> {
    /// As Kafka's own JSON.
    fn to_json(&self) -> Value;

    /// Its bytes.
    fn encode(&self) -> Result<Vec<u8>, EncodeError>;

    /// Whether these bytes are the same message.
    fn is(&self, bytes: &'a [u8]) -> bool;
}

impl Debug for dyn AnyMessage<'_> + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

impl Debug for dyn Framed<'_> + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

/// The body of a frame.
pub trait Framed<'a>: AnyMessage<'a> {
    /// The versions that its type says it has.
    fn versions(&self) -> RangeInclusive<i16>;

    /// The first flexible version, as its type says.
    fn flexible_since(&self) -> i16;

    /// The frame with its length. A response has no place for a client id.
    fn frame(&self, correlation_id: i32, client_id: &str) -> Vec<u8>;
}

/// A decoded request or response.
pub type AnyBody<'a> = Box<dyn Framed<'a> + 'a>;

struct Body<M> {
    message: M,
    version: i16,
    frame: fn(&M, i16, i32, &str) -> Vec<u8>,
}

impl<'a, M: Message<'a> + ToJson + PartialEq> AnyMessage<'a> for Body<M> {
    fn to_json(&self) -> Value {
        self.message.to_json(self.version)
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        self.message.encode(&mut out, self.version)?;
        Ok(out)
    }

    fn is(&self, bytes: &'a [u8]) -> bool {
        M::decode(bytes, self.version).is_ok_and(|it| it == self.message)
    }
}

impl<'a, M: Message<'a> + ToJson + PartialEq> Framed<'a> for Body<M> {
    fn versions(&self) -> RangeInclusive<i16> {
        M::VERSIONS
    }

    fn flexible_since(&self) -> i16 {
        M::FLEXIBLE_SINCE
    }

    fn frame(&self, correlation_id: i32, client_id: &str) -> Vec<u8> {
        (self.frame)(&self.message, self.version, correlation_id, client_id)
    }
}

/// A header, or data inside other messages.
struct Plain<T> {
    value: T,
    version: i16,
    is_flexible: bool,
}

impl<'a, T: Wire<'a> + ToJson + PartialEq> AnyMessage<'a> for Plain<T> {
    fn to_json(&self) -> Value {
        self.value.to_json(self.version)
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        encode_value(&mut out, self.version, self.is_flexible, &self.value)?;
        Ok(out)
    }

    fn is(&self, bytes: &'a [u8]) -> bool {
        decode_whole(bytes, self.version, self.is_flexible).is_ok_and(|it: T| it == self.value)
    }
}

pub(crate) fn request<'a, R>(version: i16, bytes: &'a [u8]) -> Result<AnyBody<'a>, DecodeError>
where
    R: Request<'a> + ToJson + PartialEq + 'a,
{
    Ok(Box::new(Body { message: R::decode(bytes, version)?, version, frame: request_frame }))
}

pub(crate) fn response<'a, M>(version: i16, bytes: &'a [u8]) -> Result<AnyBody<'a>, DecodeError>
where
    M: Message<'a> + ToJson + PartialEq + 'a,
{
    Ok(Box::new(Body { message: M::decode(bytes, version)?, version, frame: framed_response }))
}

pub(crate) fn plain<'a, T>(
    version: i16,
    flexible_since: i16,
    bytes: &'a [u8],
) -> Result<Box<dyn AnyMessage<'a> + 'a>, DecodeError>
where
    T: Wire<'a> + ToJson + PartialEq + 'a,
{
    let is_flexible = version >= flexible_since;
    let value: T = decode_whole(bytes, version, is_flexible)?;
    Ok(Box::new(Plain { value, version, is_flexible }))
}

/// The correlation id of a frame that answers such a request.
pub(crate) fn id_of_response<'a, R: Request<'a>>(
    version: i16,
    frame: &[u8],
) -> Result<i32, DecodeError> {
    decode_response::<R>(frame, version).map(|(id, _)| id)
}

fn request_frame<'a, R: Request<'a>>(message: &R, version: i16, id: i32, client: &str) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, id, Some(client), message).unwrap();
    frame
}

fn framed_response<'a, M: Message<'a>>(message: &M, version: i16, id: i32, _: &str) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, id, message).unwrap();
    frame
}
