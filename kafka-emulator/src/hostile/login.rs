//! Rules of the negotiation before a login, and of the session behind it.

use kafka_proto::messages::sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode, decode_response};

use super::asked::{Asked, Turn};
use super::case::Case;
use super::case::Must::{End, GoOn, Refuse, RefuseWithoutProof};

pub(super) const CASES: &[Case] = &[
    Case::login(
        "H01",
        "offers PLAIN in place of what the client asks for",
        RefuseWithoutProof,
        |it, _| Turn::SendAndClose(offer(it, ErrorCode::UNSUPPORTED_SASL_MECHANISM, &["PLAIN"])),
    )
    .at(ApiKey::SASL_HANDSHAKE),
    Case::login(
        "H02",
        "agrees to a mechanism that its list does not have",
        RefuseWithoutProof,
        |it, _| Turn::Send(offer(it, ErrorCode::NONE, &["PLAIN"])),
    )
    .at(ApiKey::SASL_HANDSHAKE),
    Case::login("H05", "says that the session ends after -5 ms", GoOn, |it, honest| {
        lifetime(it, honest, -5)
    }),
    Case::login("H05b", "says that the session ends after 1 ms", End, |it, honest| {
        lifetime(it, honest, 1)
    }),
    Case::login(
        "H05c",
        "says that the session ends after 292 million years",
        GoOn,
        |it, honest| lifetime(it, honest, i64::MAX),
    ),
    Case::login(
        "H09",
        "ends the connection in place of an answer to the first message of the login",
        Refuse,
        |_, _| Turn::Close,
    ),
    Case::login("H11", "does not answer the first message of the login", Refuse, |_, _| {
        Turn::Silence
    }),
];

fn offer(asked: &Asked, error_code: ErrorCode, mechanisms: &[&str]) -> Vec<u8> {
    asked.frame(&SaslHandshakeResponse {
        error_code,
        mechanisms: mechanisms.to_vec().into(),
        ..Default::default()
    })
}

/// In the last answer of the login.
fn lifetime(asked: &Asked, honest: Vec<u8>, session_lifetime_ms: i64) -> Turn {
    if asked.earlier.is_multiple_of(2) || asked.version == 0 {
        return Turn::Send(honest);
    }
    let Ok((_, response)) =
        decode_response::<SaslAuthenticateRequest<'_>>(&honest[4..], asked.version)
    else {
        return Turn::Send(honest);
    };
    Turn::Send(asked.frame(&SaslAuthenticateResponse { session_lifetime_ms, ..response }))
}
