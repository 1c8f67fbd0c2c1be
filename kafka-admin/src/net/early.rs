//! The first request of a connection, sent behind its login without waiting for the login's answer.

use bytes::Bytes;
use kafka_proto::messages::MetadataRequest;
use kafka_proto::{ApiKey, Message, encode_request};
use tokio::time::Instant;

use crate::net::connection::{Connection, Effect};
use crate::{Error, Result};

/// The version of that Metadata request: the broker's own are not known yet. It is the highest of
/// Kafka 2.2, the oldest broker that takes the frames of a login without waiting, and every later one
/// has it.
const VERSION: i16 = 7;

/// Answered before the connection counts its own.
const ID: i32 = 0;

/// The frame to send.
pub(crate) fn request(client_id: &str) -> Result<Vec<u8>> {
    let mut frame = Vec::new();
    encode_request(&mut frame, VERSION, ID, Some(client_id), &no_topics())
        .map_err(|error| Error::config(format!("client.id: {error}")))?;
    Ok(frame)
}

/// The answer, and its version: the early one, or that to a question asked now.
pub(crate) async fn answer(
    early: Option<Bytes>,
    connection: &Connection,
    deadline: Instant,
) -> Result<(i16, Bytes)> {
    if let Some(frame) = early {
        return Ok((VERSION, frame));
    }
    let version = connection.pick(ApiKey::METADATA, MetadataRequest::VERSIONS.into_inner())?;
    let frame = connection.encode(version, &no_topics())?;
    Ok((version, connection.send(ApiKey::METADATA, frame, Effect::Read, deadline).await?))
}

/// Asks about brokers only: the list of topics is empty.
pub(crate) fn no_topics() -> MetadataRequest<'static> {
    MetadataRequest {
        topics: Some(Vec::new().into()),
        allow_auto_topic_creation: false,
        ..MetadataRequest::default()
    }
}
