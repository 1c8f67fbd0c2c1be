//! SASL requests where no login is due: on listeners without one, and after it.

/// SaslHandshake.
pub(super) mod handshake {
    use kafka_proto::ErrorCode;
    use kafka_proto::messages::sasl_handshake::{SaslHandshakeRequest, SaslHandshakeResponse};

    use crate::apis::{Answer, Call};
    use crate::refusal::Refusal;

    pub(in crate::apis) fn answer(call: &Call<'_>, body: &[u8]) -> Answer {
        call.decode::<SaslHandshakeRequest<'_>>(body)?;
        refuse(call, body, &Refusal::of(ErrorCode::ILLEGAL_SASL_STATE))
    }

    pub(in crate::apis) fn refuse(call: &Call<'_>, _body: &[u8], refusal: &Refusal) -> Answer {
        call.reply(&SaslHandshakeResponse { error_code: refusal.code, ..Default::default() })
    }
}

/// SaslAuthenticate.
pub(super) mod authenticate {
    use kafka_proto::ErrorCode;
    use kafka_proto::messages::sasl_authenticate::{
        SaslAuthenticateRequest, SaslAuthenticateResponse,
    };

    use crate::apis::{Answer, Call};
    use crate::refusal::Refusal;

    pub(in crate::apis) fn answer(call: &Call<'_>, body: &[u8]) -> Answer {
        call.decode::<SaslAuthenticateRequest<'_>>(body)?;
        let text = "SaslAuthenticate request received after successful authentication";
        refuse(call, body, &Refusal::new(ErrorCode::ILLEGAL_SASL_STATE, text))
    }

    pub(in crate::apis) fn refuse(call: &Call<'_>, _body: &[u8], refusal: &Refusal) -> Answer {
        call.reply(&SaslAuthenticateResponse {
            error_code: refusal.code,
            error_message: refusal.message(),
            ..Default::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
    use kafka_proto::messages::sasl_handshake::SaslHandshakeRequest;
    use kafka_proto::{ErrorCode, Opaque};

    use super::super::tests::{ask, cluster, read, user};

    #[test]
    fn sasl_after_the_login_is_out_of_order() {
        let request = SaslHandshakeRequest { mechanism: "PLAIN", ..Default::default() };
        let frame = ask(&cluster(1), &user(), 1, &request).unwrap();
        let response = read::<SaslHandshakeRequest<'_>>(&frame, 1);
        assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);
        assert!(response.mechanisms.is_empty());

        let request = SaslAuthenticateRequest { auth_bytes: Opaque(b""), ..Default::default() };
        let frame = ask(&cluster(1), &user(), 2, &request).unwrap();
        let response = read::<SaslAuthenticateRequest<'_>>(&frame, 2);
        assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);
    }
}
