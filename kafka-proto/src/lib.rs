//! Kafka's wire protocol: every message of every version from Kafka 3.9 to 4.4, without I/O.
//!
//! Bytes in, bytes out. Requests are built from borrowed strings, responses point into the frame
//! they came in, arrays stay views over it ([`Array`]). Any input is safe: lengths and counts are
//! checked before they are used, and decoding allocates nothing but errors.
//!
//! | you want | look at |
//! |---|---|
//! | a message | [`messages`], a module for each API, with all its versions in one struct |
//! | a frame out of it | [`encode_request`], [`encode_response`]; a body alone: [`Message::encode`] |
//! | it out of a frame | [`decode_response`], [`decode_request_header`], then [`Message::decode`] |
//! | frames out of a stream | [`frame::FrameDecoder`] |
//! | a message of whichever API, as in a proxy | [`ApiKey::visit`] |
//! | which versions there are | [`ApiKey::info`], [`ApiKey::all`], [`Message::VERSIONS`] |
//! | the version to use | [`ApiKey::common_version`], [`common_version`] |
//! | Kafka's codes | [`ErrorCode`], [`AclOperation`], [`PatternType`], …: numbers with names, `FromStr` for the names |
//! | what went wrong | [`DecodeError`], [`EncodeError`]: rule, field, offset |
//! | fields of a newer Kafka | `unknown_tagged_fields` of every struct ([`Tags`]) |
//!
//! Two examples run as they are: `talk` asks a broker over a socket, `proxy` looks at a request and
//! sends it on unchanged.
//!
//! # A request and its answer
//! ```
//! use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
//! use kafka_proto::{encode_request, Array};
//!
//! let request = MetadataRequest {
//!     topics: Some(Array::from(vec![MetadataRequestTopic {
//!         name: Some("orders"),
//!         ..Default::default()
//!     }])),
//!     allow_auto_topic_creation: false,
//!     ..Default::default()
//! };
//! let mut frame = Vec::new();
//! encode_request(&mut frame, 12, 1, Some("me"), &request)?;
//! assert_eq!(frame.len(), 4 + i32::from_be_bytes(frame[..4].try_into()?) as usize);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! A field that is set and that the version does not have is an error, so that `validate_only`
//! never vanishes silently. Fields that Kafka may drop without harm are left out.
//!
//! # Which version
//! The broker says what it has. ApiVersions v3 is a good first question, which every broker since
//! Kafka 2.4 knows. One that does not answers with code 35 in the layout of version 0 (KIP-511),
//! and is asked again.
//! ```
//! use kafka_proto::messages::{ApiVersionsRequest, ApiVersionsResponse};
//! use kafka_proto::{ApiKey, DecodeError, decode_response};
//!
//! /// What is offered, or a refusal that says which version of ApiVersions to ask with.
//! fn offered(frame: &[u8]) -> Result<ApiVersionsResponse<'_>, DecodeError> {
//!     // Behind the correlation id, the error code comes first in every version.
//!     let version = if frame.get(4..6) == Some(&[0, 35]) { 0 } else { 3 };
//!     Ok(decode_response::<ApiVersionsRequest<'_>>(frame, version)?.1)
//! }
//!
//! // The answer to ApiVersions v3 with the correlation id 1: Metadata from 0 to 12.
//! let frame = b"\0\0\0\x01\0\0\x02\0\x03\0\0\0\x0c\0\0\0\0\0\0";
//! assert_eq!(ApiKey::METADATA.common_version(&offered(frame)?), Some(12));
//!
//! // A broker that knows version 2 at most.
//! let frame = b"\0\0\0\x01\0\x23\0\0\0\x01\0\x12\0\0\0\x02";
//! assert_eq!(ApiKey::API_VERSIONS.common_version(&offered(frame)?), Some(2));
//! # Ok::<(), DecodeError>(())
//! ```
//! Header versions follow from the API and its version; the functions above know them.

mod api_key;
mod codes;
mod enums;
mod error;
mod error_code;
pub mod frame;
mod message;
pub mod messages;
mod wire;

pub use self::api_key::{ApiInfo, ApiKey};
pub use self::enums::{
    AclOperation, AclPermissionType, AlterConfigOperation, ConfigResourceType, ConfigSource,
    ConfigType, CoordinatorType, ElectionType, EndpointType, IsolationLevel, PatternType,
    ResourceType, ScramMechanism,
};
pub use self::error::{
    DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, ParseNameError, ParseUuidError,
};
pub use self::error_code::ErrorCode;
pub use self::message::{
    Message, Request, Visitor, common_version, correlation_id, decode_request_header,
    decode_response, encode_request, encode_response,
};
pub use self::wire::{
    Array, Iter, Opaque, Reader, Tags, Uuid, Wire, Writer, decode_front, decode_whole, encode_value,
};
