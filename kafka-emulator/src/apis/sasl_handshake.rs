//! SaslHandshake where no login is due: on listeners without one, and after it.

use kafka_proto::ErrorCode;
use kafka_proto::messages::sasl_handshake::{SaslHandshakeRequest, SaslHandshakeResponse};

use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &SaslHandshakeRequest<'_>) -> Outcome {
    refuse(call, request, &Refusal::of(ErrorCode::ILLEGAL_SASL_STATE))
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &SaslHandshakeRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&SaslHandshakeResponse { error_code: refusal.code, ..Default::default() })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, read, user};
    use super::*;

    #[test]
    fn a_handshake_after_the_login_is_out_of_order() {
        let request = SaslHandshakeRequest { mechanism: "PLAIN", ..Default::default() };
        let frame = ask(&cluster(1), &user(), 1, &request).unwrap();
        let response = read::<SaslHandshakeRequest<'_>>(&frame, 1);
        assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);
        assert!(response.mechanisms.is_empty());
    }
}
