use std::fmt::Debug;
use std::ops::RangeInclusive;

use crate::error::{DecodeErrorKind, EncodeErrorKind};
use crate::frame::{LENGTH_SIZE, patch_length};
use crate::messages::{RequestHeader, ResponseHeader};
use crate::wire::{decode_front, decode_whole, encode_value};
use crate::{ApiKey, DecodeError, EncodeError, Wire};

/// A request or a response: the body of a frame.
pub trait Message<'a>: Wire<'a> + Clone + Debug + PartialEq {
    /// The API it belongs to.
    const API: ApiKey;
    /// The versions this release knows.
    const VERSIONS: RangeInclusive<i16>;
    /// The first flexible version (KIP-482), or `i16::MAX` if there is none.
    const FLEXIBLE_SINCE: i16;

    /// How long the broker asks the client to wait before its next request (KIP-219), in milliseconds:
    /// the field of that name, and 0 for requests and for the few responses without it.
    fn throttle_time_ms(&self) -> i32 {
        0
    }

    /// Reads a whole body.
    ///
    /// # Errors
    /// When the bytes are not such a message of that version, trailing bytes included.
    fn decode(body: &'a [u8], version: i16) -> Result<Self, DecodeError> {
        check_known::<Self>(version)?;
        decode_whole(body, version, is_flexible::<Self>(version))
    }

    /// Reads a body, and gives what is behind it too. A server reads requests with this, because
    /// Kafka's brokers ignore such bytes and some clients send them: librdkafka leaves three behind
    /// Metadata v13 when it asks for all topics.
    ///
    /// # Errors
    /// When the bytes do not begin with such a message of that version.
    fn decode_front(body: &'a [u8], version: i16) -> Result<(Self, &'a [u8]), DecodeError> {
        check_known::<Self>(version)?;
        decode_front(body, version, is_flexible::<Self>(version))
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When the version is not known or cannot carry a field that is set; what was appended is
    /// then of no use.
    fn encode(&self, out: &mut Vec<u8>, version: i16) -> Result<(), EncodeError> {
        if !is_known::<Self>(version) {
            return Err(EncodeError::new(
                "version",
                EncodeErrorKind::UnsupportedVersion { version },
            ));
        }
        encode_value(out, version, is_flexible::<Self>(version), self)
    }
}

/// A request, tied to its response, so that an answer cannot be read as something else.
pub trait Request<'a>: Message<'a> {
    /// What the broker answers.
    type Response<'r>: Message<'r>;
}

/// What to do with a message whose API is known only when the program runs: see [`ApiKey::visit`].
///
/// The program compiles what it does for every API, some 90 of them.
pub trait Visitor<'a> {
    /// What comes out of it.
    type Output;

    /// `R` is the request of the API, and `R::Response` the answer.
    fn visit<R: Request<'a>>(self) -> Self::Output;
}

/// Ties a request to its response, and both to their API and its versions.
macro_rules! api {
    (
        $request:ident => $response:ident:
        $key:ident, versions $min:literal to $max:literal, flexible since $flexible:expr
        $(, $throttled:ident)?
    ) => {
        api!($request, $key, $min..=$max, $flexible);
        api!($response, $key, $min..=$max, $flexible $(, $throttled)?);

        impl<'a> crate::Request<'a> for $request<'a> {
            type Response<'r> = $response<'r>;
        }
    };
    ($message:ident, $key:ident, $versions:expr, $flexible:expr $(, $throttled:ident)?) => {
        impl<'a> crate::Message<'a> for $message<'a> {
            const API: crate::ApiKey = crate::ApiKey::$key;
            const VERSIONS: std::ops::RangeInclusive<i16> = $versions;
            const FLEXIBLE_SINCE: i16 = $flexible;
            $(
                fn throttle_time_ms(&self) -> i32 {
                    self.$throttled
                }
            )?
        }
    };
}

pub(crate) use api;

fn is_known<'a, M: Message<'a>>(version: i16) -> bool {
    M::VERSIONS.contains(&version)
}

fn check_known<'a, M: Message<'a>>(version: i16) -> Result<(), DecodeError> {
    if is_known::<M>(version) {
        return Ok(());
    }
    let kind = DecodeErrorKind::UnsupportedVersion(version);
    Err(DecodeError::new(kind, 0).in_field("version"))
}

fn is_flexible<'a, M: Message<'a>>(version: i16) -> bool {
    version >= M::FLEXIBLE_SINCE
}

/// The highest version in both ranges, such as [`Message::VERSIONS`] and what a broker offers (KIP-35);
/// `None` when there is none.
///
/// ```
/// use kafka_proto::common_version;
///
/// assert_eq!(common_version(&(0..=5), &(2..=9)), Some(5));
/// assert_eq!(common_version(&(0..=5), &(6..=9)), None);
/// ```
#[must_use]
pub fn common_version(ours: &RangeInclusive<i16>, theirs: &RangeInclusive<i16>) -> Option<i16> {
    let version = *ours.end().min(theirs.end());
    (ours.contains(&version) && theirs.contains(&version)).then_some(version)
}

/// Appends a whole frame: length, header and body of a request.
///
/// The header's version follows from the API and its version (v1, v2 when flexible, v0 for
/// ControlledShutdown v0).
///
/// # Errors
/// As [`Message::encode`]; `out` is then as it was.
pub fn encode_request<'a, R: Request<'a>>(
    out: &mut Vec<u8>,
    version: i16,
    correlation_id: i32,
    client_id: Option<&str>,
    request: &R,
) -> Result<(), EncodeError> {
    let header = RequestHeader {
        request_api_key: R::API.0,
        request_api_version: version,
        correlation_id,
        client_id,
        ..RequestHeader::default()
    };
    let header_version = R::API.request_header_version(version, R::FLEXIBLE_SINCE);
    encode_frame(out, |out| {
        encode_value(out, header_version, header_version >= 2, &header)?;
        request.encode(out, version)
    })
}

/// Appends a whole frame: length, header and body of a response.
///
/// # Errors
/// As [`Message::encode`]; `out` is then as it was.
pub fn encode_response<'a, R: Message<'a>>(
    out: &mut Vec<u8>,
    version: i16,
    correlation_id: i32,
    response: &R,
) -> Result<(), EncodeError> {
    let header = ResponseHeader { correlation_id, ..ResponseHeader::default() };
    let header_version = R::API.response_header_version(version, R::FLEXIBLE_SINCE);
    encode_frame(out, |out| {
        encode_value(out, header_version, header_version >= 1, &header)?;
        response.encode(out, version)
    })
}

/// Reads a response out of a frame (without its length) that answers a request of `version`:
/// the correlation id and the body.
///
/// # Errors
/// When the frame is not such a response.
pub fn decode_response<'a, 'q, R: Request<'q>>(
    frame: &'a [u8],
    version: i16,
) -> Result<(i32, R::Response<'a>), DecodeError> {
    let header_version = R::API.response_header_version(version, R::FLEXIBLE_SINCE);
    let (header, body) =
        decode_front::<ResponseHeader<'_>>(frame, header_version, header_version >= 1)?;
    Ok((header.correlation_id, R::Response::decode(body, version)?))
}

/// Reads the header of a request frame (without its length), and says what is behind it: the
/// body for [`Message::decode`].
///
/// # Errors
/// When the frame has no such header. An API that is not in our tables counts as not flexible.
pub fn decode_request_header(frame: &[u8]) -> Result<(RequestHeader<'_>, &[u8]), DecodeError> {
    // Every version begins as version 0 does.
    let (start, _) = decode_front::<RequestHeader<'_>>(frame, 0, false)?;
    let api = ApiKey(start.request_api_key);
    let flexible_since = api.info().and_then(|info| info.flexible_since).unwrap_or(i16::MAX);
    let header_version = api.request_header_version(start.request_api_version, flexible_since);
    decode_front(frame, header_version, header_version >= 2)
}

/// The correlation id of a response frame (without its length): its first four bytes.
#[must_use]
pub fn correlation_id(frame: &[u8]) -> Option<i32> {
    frame.first_chunk().map(|bytes| i32::from_be_bytes(*bytes))
}

fn encode_frame(
    out: &mut Vec<u8>,
    content: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    let start = out.len();
    out.extend_from_slice(&[0; LENGTH_SIZE]);
    let result = content(out).and_then(|()| patch_length(out, start));
    if result.is_err() {
        out.truncate(start);
    }
    result
}
