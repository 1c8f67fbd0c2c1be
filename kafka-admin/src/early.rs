//! The first request of a connection, sent behind its login without waiting for the login's answer.

use kafka_proto::encode_request;
use kafka_proto::messages::MetadataRequest;

use crate::{Error, Result};

/// The version of that Metadata request: the broker's own are not known yet. It is the highest of
/// Kafka 2.2, the oldest broker that takes the frames of a login without waiting, and every later one
/// has it.
pub(crate) const VERSION: i16 = 7;

/// Answered before the connection counts its own.
const ID: i32 = 0;

/// Asks about brokers only: the list of topics is empty.
pub(crate) fn no_topics() -> MetadataRequest<'static> {
    MetadataRequest {
        topics: Some(Vec::new().into()),
        allow_auto_topic_creation: false,
        ..MetadataRequest::default()
    }
}

/// The frame to send.
pub(crate) fn request(client_id: &str) -> Result<Vec<u8>> {
    let mut frame = Vec::new();
    encode_request(&mut frame, VERSION, ID, Some(client_id), &no_topics())
        .map_err(|error| Error::config(format!("client.id: {error}")))?;
    Ok(frame)
}
