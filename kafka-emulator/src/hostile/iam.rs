//! Rules of AWS_MSK_IAM: what the broker answers to the one message of its client.

use kafka_proto::messages::sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode, Opaque, decode_response};

use super::asked::{Asked, Turn};
use super::case::Case;
use super::case::Must::{End, GoOn, Refuse};

pub(super) const CASES: &[Case] = &[
    Case::iam("I00", "keeps all rules, with a login by AWS_MSK_IAM", GoOn, |_, honest| {
        Turn::Send(honest)
    }),
    Case::iam("I03", "does not offer AWS_MSK_IAM", Refuse, |it, _| {
        Turn::SendAndClose(it.frame(&SaslHandshakeResponse {
            error_code: ErrorCode::UNSUPPORTED_SASL_MECHANISM,
            mechanisms: vec!["SCRAM-SHA-512"].into(),
            ..Default::default()
        }))
    })
    .at(ApiKey::SASL_HANDSHAKE),
    Case::iam("I07", "ends the login with an empty message", Refuse, |it, honest| {
        said(it, honest, "")
    }),
    Case::iam("I07b", "ends the login with a text that is not JSON", Refuse, |it, honest| {
        said(it, honest, "welcome")
    }),
    Case::iam("I07c", "ends the login in another version of its words", Refuse, |it, honest| {
        said(it, honest, r#"{"version":"2019_01_01","request-id":"a"}"#)
    }),
    Case::iam("I07d", "ends the login with a request id of 60 KiB", End, |it, honest| {
        let id = "a".repeat(60 * 1024);
        said(it, honest, &format!(r#"{{"version":"2020_10_22","request-id":"{id}"}}"#))
    }),
    Case::iam(
        "I07e",
        "ends the login with 10000 arrays, each within the one before",
        Refuse,
        |it, honest| said(it, honest, &"[".repeat(10_000)),
    ),
    Case::iam("I07f", "ends the login without a version", Refuse, |it, honest| {
        said(it, honest, r#"{"request-id":"a"}"#)
    }),
    Case::iam("I08", "denies access", Refuse, |it, honest| {
        refused(it, honest, "[11111111-2222-3333-4444-555555555555]: Access denied")
    }),
    Case::iam("I08b", "says that there are too many connects", Refuse, |it, honest| {
        refused(it, honest, "[11111111-2222-3333-4444-555555555555]: Too many connects")
    }),
    Case::iam(
        "I08c",
        "refuses the login by its code and sends the right answer",
        Refuse,
        |it, honest| match response(it, &honest) {
            Some(response) => {
                let error_code = ErrorCode::SASL_AUTHENTICATION_FAILED;
                let response = SaslAuthenticateResponse { error_code, ..response };
                Turn::SendAndClose(it.frame(&response))
            }
            None => Turn::Send(honest),
        },
    ),
    Case::iam("I08d", "refuses the login in words that act on a terminal", Refuse, |it, honest| {
        refused(it, honest, "\u{1b}[31mred\r\n\u{1b}]0;title\u{7}")
    }),
    Case::iam("I09", "ends the connection in place of an answer to the login", Refuse, |_, _| {
        Turn::Close
    }),
    Case::iam("I11", "does not answer the login", Refuse, |_, _| Turn::Silence),
];

/// The answer of a good login with another text. A failed login stays one.
fn said(asked: &Asked, honest: Vec<u8>, text: &str) -> Turn {
    match response(asked, &honest) {
        Some(response) if response.error_code == ErrorCode::NONE => {
            let auth_bytes = Opaque(text.as_bytes());
            Turn::Send(asked.frame(&SaslAuthenticateResponse { auth_bytes, ..response }))
        }
        _ => Turn::SendAndClose(honest),
    }
}

fn refused(asked: &Asked, honest: Vec<u8>, words: &str) -> Turn {
    let Some(response) = response(asked, &honest) else { return Turn::Send(honest) };
    Turn::SendAndClose(asked.frame(&SaslAuthenticateResponse {
        error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
        error_message: Some(words),
        auth_bytes: Opaque(&[]),
        ..response
    }))
}

fn response<'a>(asked: &Asked, honest: &'a [u8]) -> Option<SaslAuthenticateResponse<'a>> {
    let frame = honest.get(4..)?;
    Some(decode_response::<SaslAuthenticateRequest<'_>>(frame, asked.version).ok()?.1)
}
