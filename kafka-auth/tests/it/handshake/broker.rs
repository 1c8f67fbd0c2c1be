//! A scripted broker around a client's handshake.

use std::ops::RangeInclusive;

use kafka_auth::handshake::{Handshake, SASL_CORRELATION_IDS};
use kafka_auth::{AuthError, Mechanism};
use kafka_proto::messages::{ApiVersionsResponse, SaslAuthenticateResponse, SaslHandshakeResponse};
use kafka_proto::{
    ApiKey, Array, ErrorCode, Message, Opaque, decode_request_header, encode_response,
};

use super::{listed, sequential, unframed};

/// A handshake under test, seen from the broker.
pub(crate) struct Broker {
    pub(crate) handshake: Handshake,
    pub(crate) asked: Asked,
}

/// The last request.
#[derive(Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) api: ApiKey,
    pub(crate) version: i16,
    pub(crate) correlation_id: i32,
    pub(crate) client_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Broker {
    pub(crate) fn meets(mechanism: Option<Box<dyn Mechanism>>) -> Self {
        Self::watches(Handshake::new(sequential(), mechanism).unwrap())
    }

    pub(crate) fn watches(mut handshake: Handshake) -> Self {
        let asked = next_request(&mut handshake);
        Self { handshake, asked }
    }

    /// Past ApiVersions, with this table.
    pub(crate) fn after_versions<const N: usize>(
        mechanism: Box<dyn Mechanism>,
        table: [(ApiKey, RangeInclusive<i16>); N],
    ) -> Result<Self, AuthError> {
        let mut broker = Self::meets(Some(mechanism));
        broker.answer(&ApiVersionsResponse { api_keys: listed(table), ..Default::default() })?;
        Ok(broker)
    }

    /// Past SaslHandshake.
    pub(crate) fn after_handshake(mechanism: Box<dyn Mechanism>) -> Self {
        let name = mechanism.name();
        let mut broker = Self::after_versions(mechanism, super::BROKER).unwrap();
        broker.answer(&offer(ErrorCode::NONE, &[name])).unwrap();
        broker
    }

    /// Answers the last request, and takes the next one if there is one.
    pub(crate) fn answer<'r, R: Message<'r>>(&mut self, response: &R) -> Result<(), AuthError> {
        let frame = self.frame(self.asked.version, response);
        self.send(&frame)
    }

    pub(crate) fn frame<'r, R: Message<'r>>(&self, version: i16, response: &R) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, self.asked.correlation_id, response).unwrap();
        unframed(&frame).to_vec()
    }

    pub(crate) fn send(&mut self, frame: &[u8]) -> Result<(), AuthError> {
        self.handshake.handle_frame(frame)?;
        if let Some(derivation) = self.handshake.poll_derive() {
            self.handshake.derived(derivation.run())?;
        }
        if !self.handshake.is_done() {
            self.asked = next_request(&mut self.handshake);
        }
        Ok(())
    }

    /// That nothing works any more.
    pub(crate) fn over(mut self) -> bool {
        self.handshake.poll_transmit().is_none()
            && !self.handshake.is_done()
            && self.handshake.poll_derive().is_none()
            && self.handshake.handle_frame(&self.frame(2, &authenticated(b"", 0))).is_err()
            && self.handshake.finish().is_err()
    }
}

pub(crate) fn next_request(handshake: &mut Handshake) -> Asked {
    let frame = handshake.poll_transmit().expect("a request");
    assert!(handshake.poll_transmit().is_none(), "one frame at a time");
    let (header, body) = decode_request_header(unframed(&frame)).unwrap();
    assert!(SASL_CORRELATION_IDS.contains(&header.correlation_id));
    Asked {
        api: ApiKey(header.request_api_key),
        version: header.request_api_version,
        correlation_id: header.correlation_id,
        client_id: header.client_id.map(str::to_owned),
        body: body.to_vec(),
    }
}

pub(crate) fn offer<'a>(
    error_code: ErrorCode,
    mechanisms: &'a [&'a str],
) -> SaslHandshakeResponse<'a> {
    let mechanisms = Array::from(mechanisms);
    SaslHandshakeResponse { error_code, mechanisms, ..Default::default() }
}

pub(crate) fn authenticated(
    auth_bytes: &[u8],
    session_lifetime_ms: i64,
) -> SaslAuthenticateResponse<'_> {
    let auth_bytes = Opaque(auth_bytes);
    SaslAuthenticateResponse { auth_bytes, session_lifetime_ms, ..Default::default() }
}

pub(crate) fn not_authenticated(text: &str) -> SaslAuthenticateResponse<'_> {
    SaslAuthenticateResponse {
        error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
        error_message: Some(text),
        ..Default::default()
    }
}

pub(crate) fn unknown_version<const N: usize>(
    table: [(ApiKey, RangeInclusive<i16>); N],
) -> ApiVersionsResponse<'static> {
    ApiVersionsResponse {
        error_code: ErrorCode::UNSUPPORTED_VERSION,
        api_keys: listed(table),
        ..Default::default()
    }
}
