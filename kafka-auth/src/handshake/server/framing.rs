//! How the broker's answers travel.

use std::time::Duration;

use kafka_proto::messages::{RequestHeader, SaslAuthenticateResponse};
use kafka_proto::{ErrorCode, Message, Opaque, encode_response};

use super::{Reply, close, close_with};

/// The room that a frame begins with: most answers fit into it.
const SMALL_FRAME: usize = 256;

/// How the mechanism's messages travel.
#[derive(Clone, Copy)]
pub(super) enum Framing {
    /// As the whole content of a frame (SaslHandshake v0).
    Token,
    /// In SaslAuthenticate.
    SaslAuthenticate { version: i16, correlation_id: i32 },
}

impl Framing {
    pub(super) fn message(
        self,
        bytes: &[u8],
        lifetime: Option<Duration>,
    ) -> Result<Vec<u8>, Reply> {
        let Self::SaslAuthenticate { version, correlation_id } = self else {
            return token_frame(bytes);
        };
        let response = SaslAuthenticateResponse {
            auth_bytes: Opaque(bytes),
            session_lifetime_ms: lifetime.map_or(0, milliseconds),
            ..Default::default()
        };
        encoded(version, correlation_id, &response)
    }

    /// Before KIP-152, that is without SaslAuthenticate, a failed login has no answer.
    pub(super) fn refusal(self, text: String) -> Reply {
        let Self::SaslAuthenticate { version, correlation_id } = self else { return close(text) };
        let response = SaslAuthenticateResponse {
            error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
            error_message: Some(&text),
            ..Default::default()
        };
        match encoded(version, correlation_id, &response) {
            Ok(frame) => close_with(frame, text),
            Err(reply) => reply,
        }
    }
}

/// The answer to the request with this header.
pub(super) fn answer<'r, R: Message<'r>>(
    header: &RequestHeader<'_>,
    version: i16,
    response: &R,
) -> Result<Vec<u8>, Reply> {
    encoded(version, header.correlation_id, response)
}

fn encoded<'r, R: Message<'r>>(
    version: i16,
    correlation_id: i32,
    response: &R,
) -> Result<Vec<u8>, Reply> {
    let mut frame = Vec::with_capacity(SMALL_FRAME);
    encode_response(&mut frame, version, correlation_id, response).map_err(close)?;
    Ok(frame)
}

fn token_frame(token: &[u8]) -> Result<Vec<u8>, Reply> {
    let length = i32::try_from(token.len()).map_err(close)?;
    Ok([&length.to_be_bytes(), token].concat())
}

fn milliseconds(lifetime: Duration) -> i64 {
    i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX)
}
