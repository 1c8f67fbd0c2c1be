//! SaslAuthenticate where no login is due: on listeners without one, and after it.

use kafka_proto::ErrorCode;
use kafka_proto::messages::sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};

use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &SaslAuthenticateRequest<'_>) -> Outcome {
    let text = "SaslAuthenticate request received after successful authentication";
    refuse(call, request, &Refusal::new(ErrorCode::ILLEGAL_SASL_STATE, text))
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &SaslAuthenticateRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&SaslAuthenticateResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use kafka_proto::Opaque;

    use super::super::tests::{ask, cluster, read, user};
    use super::*;

    #[test]
    fn a_token_after_the_login_is_out_of_order() {
        let request = SaslAuthenticateRequest { auth_bytes: Opaque(b""), ..Default::default() };
        let frame = ask(&cluster(1), &user(), 2, &request).unwrap();
        let response = read::<SaslAuthenticateRequest<'_>>(&frame, 2);
        assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);
    }
}
