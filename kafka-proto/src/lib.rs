//! Kafka's wire protocol: every message of every version from Kafka 3.9 to 4.4, without I/O.
//!
//! Bytes in, bytes out. Requests are built from borrowed strings, responses point into the frame
//! they came in, arrays stay views over it ([`Array`]). Any input is safe: lengths and counts are
//! checked before they are used, and decoding allocates nothing but errors.
//!
//! | you want | look at |
//! |---|---|
//! | a message | [`messages`], a module for each API |
//! | a frame out of it | [`encode_request`], [`encode_response`] |
//! | it out of a frame | [`decode_response`], [`decode_request_header`], [`Message::decode`] |
//! | frames out of a stream | [`frame::FrameDecoder`] |
//! | which versions there are | [`ApiKey::info`] |
//! | Kafka's codes | [`ErrorCode`], [`AclOperation`], [`PatternType`], … |
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
//! Which version to use: ask the broker (`ApiVersions`), and take the highest that both sides
//! know. A field that is set and that the version does not have is an error, so that
//! `validate_only` never vanishes silently.

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
pub use self::error::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};
pub use self::error_code::ErrorCode;
pub use self::message::{
    Message, Request, correlation_id, decode_request_header, decode_response, encode_request,
    encode_response,
};
pub use self::wire::{
    Array, Iter, Opaque, Reader, Tags, Uuid, Wire, Writer, decode_front, decode_whole,
};
