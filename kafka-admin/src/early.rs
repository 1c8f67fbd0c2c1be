//! The first request of a connection, sent behind its login without waiting for the login's answer.

use bytes::Bytes;
use kafka_auth::handshake::{Authenticated, Stage};
use kafka_proto::frame::MAX_FRAME;
use kafka_proto::messages::MetadataRequest;
use kafka_proto::{correlation_id, encode_request};
use tokio::time::Instant;

use crate::opening::Opening;
use crate::{Error, ErrorKind, Layer, Result};

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

/// Its answer; `None` if it was not sent.
pub(crate) async fn answer(
    opening: &mut Opening,
    done: &Authenticated,
    deadline: Instant,
) -> Result<Option<Bytes>> {
    if !done.is_early_request_sent {
        return Ok(None);
    }
    let frame = opening.receive_within(MAX_FRAME, Stage::SaslAuthenticate, deadline).await?;
    match correlation_id(&frame) {
        Some(ID) => Ok(Some(frame)),
        _ => {
            let message = "the peer answered a request that was not the first";
            Err(Error::new(ErrorKind::PeerMisbehaved, Layer::Kafka, message))
        }
    }
}
