//! Errors from a login.

use kafka_auth::{AuthError, IamRefusal, PeerText};
use kafka_proto::ErrorCode;

use super::{Diagnosis, Error, ErrorKind, Layer};
use crate::HostPort;
use crate::config::{MskPort, is_msk_host};

/// Kafka's codes in a login.
const UNSUPPORTED_SASL_MECHANISM: i16 = 33;
const SASL_AUTHENTICATION_FAILED: i16 = 58;

impl Error {
    /// What a login ended with. `address` is what was dialled, `region_of_host` the AWS region in
    /// its name.
    #[cold]
    pub(crate) fn of_auth(
        error: AuthError,
        address: &HostPort,
        region_of_host: Option<&str>,
    ) -> Self {
        let message = error.to_string();
        let with = |kind| Self::new(kind, Layer::Sasl, message.clone());
        let made = match &error {
            AuthError::ApiRefused { api, code } => of_api(api, ErrorCode(*code), message),
            AuthError::BearerRefused(_) => with(ErrorKind::AuthenticationFailed)
                .hinted("check the token: its issuer, audience, scope and end, against the broker's sasl.oauthbearer settings")
                .diagnosed(Diagnosis::TOKEN_REFUSED),
            AuthError::Config(_) => Self::config(message),
            AuthError::CredentialsExpired { .. } | AuthError::CredentialsTooShort { .. } => {
                with(ErrorKind::Credentials)
                    .hinted("get fresh AWS credentials (for example aws sso login), then repeat")
                    .diagnosed(Diagnosis::CREDENTIALS_EXPIRED)
            }
            AuthError::IamDenied(refusal) => denied(with, refusal, region_of_host),
            AuthError::IamPrincipalChanged(refusal) => refused(with(ErrorKind::IamPrincipalChanged), refusal)
                .hinted("keep the role's session name stable (RoleSessionName), then repeat: it opens a new connection"),
            AuthError::IamSessionTooShort(refusal) => refused(with(ErrorKind::IamSessionTooShort), refusal)
                .hinted("get fresh AWS credentials, these end too soon"),
            AuthError::IamTooManyConnects(refusal) => refused(with(ErrorKind::IamTooManyConnects), refusal)
                .hinted("the broker limits new IAM connections per second: wait a second or more, then repeat"),
            AuthError::MechanismNotOffered { wanted, offered } => {
                let made = with(ErrorKind::SaslMechanismNotOffered);
                let made = made.hinted(mechanism_hint(wanted, offered, address));
                match lists(offered, wanted) {
                    true => made.diagnosed(Diagnosis::MECHANISM_BROKEN),
                    false => made,
                }
            }
            AuthError::NoCommonVersion { .. } => {
                Self::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
                    .hinted("this client speaks to Kafka 1.0 and later")
            }
            AuthError::PolicyRefused(_) => with(ErrorKind::ServerPolicyRefused)
                .hinted("give the user between 4096 and 100000 iterations, or find out who answers there"),
            AuthError::ServerNotAuthentic { .. } => with(ErrorKind::ServerNotAuthentic)
                .hinted("do not trust this server; check the address and the certificate authority"),
            AuthError::ServerRefused { code, .. } => of_refusal(with, *code, address),
            _ => with(ErrorKind::PeerMisbehaved).hinted("check that this address is a Kafka broker"),
        };
        made.coded(code_of(&error)).caused_by(error)
    }

    fn coded(mut self, code: Option<i16>) -> Self {
        self.inner().code = code.map(ErrorCode);
        self
    }
}

/// What the broker answered with. IAM's four refusals differ in their texts only.
fn code_of(error: &AuthError) -> Option<i16> {
    match error {
        AuthError::ApiRefused { code, .. } => Some(*code),
        AuthError::ServerRefused { code, .. } => *code,
        AuthError::MechanismNotOffered { .. } => Some(UNSUPPORTED_SASL_MECHANISM),
        AuthError::BearerRefused(_)
        | AuthError::IamDenied(_)
        | AuthError::IamPrincipalChanged(_)
        | AuthError::IamSessionTooShort(_)
        | AuthError::IamTooManyConnects(_) => Some(SASL_AUTHENTICATION_FAILED),
        _ => None,
    }
}

/// What came in answer to a request around the mechanism: nobody has looked at user and password.
fn of_api(api: &str, code: ErrorCode, message: String) -> Error {
    let layer = if api == "ApiVersions" { Layer::Kafka } else { Layer::Sasl };
    let error = Error::new(ErrorKind::Broker, layer, message);
    match code {
        // Kafka's answer to SaslHandshake on a listener without SASL.
        ErrorCode::ILLEGAL_SASL_STATE => error.hinted(
            "this listener takes no login: use the port of one that does, or set security.protocol \
             to SSL or PLAINTEXT and leave the sasl. settings out",
        )
        .diagnosed(Diagnosis::NO_LOGIN),
        _ => error.hinted("the broker's log says more at the same moment"),
    }
}

fn of_refusal(with: impl Fn(ErrorKind) -> Error, code: Option<i16>, address: &HostPort) -> Error {
    match code {
        None | Some(SASL_AUTHENTICATION_FAILED) => {
            with(ErrorKind::AuthenticationFailed).hinted(password_hint(address))
        }
        Some(UNSUPPORTED_SASL_MECHANISM) => with(ErrorKind::SaslMechanismNotOffered)
            .hinted("use a mechanism and a port that belong together"),
        Some(_) => with(ErrorKind::Broker).hinted("the broker's log says more at the same moment"),
    }
}

/// Kafka answers a wrong password and an unknown user alike, so the hint names both.
fn password_hint(address: &HostPort) -> &'static str {
    match is_msk_host(address.host()) {
        true => {
            "check user and password; on Amazon MSK the secret must be named AmazonMSK_…, hold plain \
             JSON, use a customer-managed KMS key, be associated with the cluster, and takes up to 10 \
             minutes to work"
        }
        false => {
            "check the user's name and password, and that the user has credentials for this mechanism"
        }
    }
}

/// What a denial may be about besides the identity.
const OWN: &str = "that secret key and session token belong to it (a temporary key, ASIA..., has a \
                   session token, and one that has not expired; a lasting key, AKIA..., has none: \
                   unset AWS_SESSION_TOKEN)";

/// A denial never says why. The region in the host name is evidence; the rest is to be checked.
fn denied(
    with: impl Fn(ErrorKind) -> Error,
    refusal: &IamRefusal,
    region_of_host: Option<&str>,
) -> Error {
    let IamRefusal { region, access_key_id, signed_at, .. } = refusal;
    let error = match region_of_host {
        Some(real) if real != region => with(ErrorKind::IamWrongRegion)
            .hinted(format!("the host is in {real} and the login was signed for {region}: leave the region out, or set {real}")),
        Some(_) => with(ErrorKind::IamAccessDenied).hinted(format!(
            "check that key {access_key_id} is the identity meant (aws sts get-caller-identity), {OWN}, \
             that its policy allows kafka-cluster:Connect on this cluster, and this clock ({signed_at})"
        )),
        None => with(ErrorKind::IamAccessDenied).hinted(format!(
            "check that the cluster is in {region} (the host name does not say), that key {access_key_id} \
             is the identity meant (aws sts get-caller-identity), {OWN}, that its policy allows \
             kafka-cluster:Connect on this cluster, and this clock ({signed_at})"
        )),
    };
    refused(error, refusal)
}

fn refused(mut error: Error, refusal: &IamRefusal) -> Error {
    error.inner_more().request_id = refusal.request_id.as_ref().map(PeerText::to_string);
    error
}

fn mechanism_hint(wanted: &str, offered: &[PeerText], address: &HostPort) -> String {
    let dialled = address.port();
    let fits =
        MskPort::for_mechanism(wanted, dialled).map(MskPort::port).filter(|port| *port != dialled);
    let others = offered.iter().map(PeerText::as_str).filter(|name| *name != wanted);
    let offers = others.collect::<Vec<_>>().join(" or ");
    if lists(offered, wanted) {
        return misconfigured(wanted, &offers);
    }
    match (fits, offers.is_empty()) {
        (Some(port), false) => {
            format!("use {offers} here, or on Amazon MSK port {port} for {wanted}")
        }
        (Some(port), true) => format!("on Amazon MSK, {wanted} is on port {port}"),
        (None, false) => format!("use {offers} here, or the port of a listener with {wanted}"),
        (None, true) => format!("use the port of a listener with {wanted}"),
    }
}

fn lists(offered: &[PeerText], wanted: &str) -> bool {
    offered.iter().any(|name| name.as_str() == wanted)
}

/// Kafka lists what is enabled, and refuses what has no login module or callback handler.
fn misconfigured(wanted: &str, others: &str) -> String {
    let instead = if others.is_empty() { String::new() } else { format!(", or use {others}") };
    format!(
        "set up {wanted} on the broker: it is in sasl.enabled.mechanisms, and \
         listener.name.<listener>.{}.sasl.jaas.config or its callback handler is missing or broken, \
         which the broker's log tells{instead}",
        wanted.to_ascii_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MSK: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com:9198";

    fn address(text: &str) -> HostPort {
        text.parse().unwrap()
    }

    fn refusal(region: &str) -> Box<IamRefusal> {
        Box::new(IamRefusal {
            text: PeerText::new("Access denied"),
            request_id: Some(PeerText::new("4e5f")),
            access_key_id: "****MPLE".into(),
            region: region.into(),
            host: "b-1".into(),
            signed_at: "20260102T030405Z".into(),
        })
    }

    #[test]
    fn a_wrong_mechanism_says_what_is_offered_and_the_port_that_fits() {
        let offered = vec![PeerText::new("AWS_MSK_IAM")];
        let error = AuthError::MechanismNotOffered { wanted: "SCRAM-SHA-512", offered };
        let error = Error::of_auth(error, &address(MSK), None);
        assert_eq!(
            (error.kind(), error.layer()),
            (ErrorKind::SaslMechanismNotOffered, Layer::Sasl)
        );
        let hint = error.hint().unwrap();
        assert!(hint.contains("AWS_MSK_IAM here") && hint.contains("port 9196"), "{hint}");
    }

    #[test]
    fn a_mechanism_that_is_listed_and_refused_is_the_brokers_to_set_up() {
        let offered = ["SCRAM-SHA-512", "PLAIN"].map(PeerText::new).to_vec();
        let error = AuthError::MechanismNotOffered { wanted: "SCRAM-SHA-512", offered };
        let error = Error::of_auth(error, &address("h:1"), None);
        assert_eq!(error.message(), "the broker lists SCRAM-SHA-512 here, and refuses it");
        let hint = error.hint().unwrap();
        assert!(hint.contains(".scram-sha-512.sasl.jaas.config"), "{hint}");
        assert!(hint.ends_with("or use PLAIN"), "{hint}");
    }

    #[test]
    fn an_error_of_api_versions_is_not_told_as_a_refused_login() {
        let error = AuthError::ApiRefused { api: "ApiVersions", code: -1 };
        let error = Error::of_auth(error, &address("h:1"), None);
        assert_eq!(
            error.message(),
            "the broker answered ApiVersions with UNKNOWN_SERVER_ERROR (-1)"
        );
        assert_eq!((error.kind(), error.layer()), (ErrorKind::Broker, Layer::Kafka));
        assert_eq!(error.code(), Some(ErrorCode::UNKNOWN_SERVER_ERROR));
        assert!(!error.is_auth());
    }

    #[test]
    fn a_login_at_a_listener_without_one_is_told_so() {
        let error = AuthError::ApiRefused { api: "SaslHandshake", code: 34 };
        let error = Error::of_auth(error, &address("h:9092"), None);
        assert_eq!(error.layer(), Layer::Sasl);
        assert!(error.hint().unwrap().contains("takes no login"), "{error:?}");
    }

    #[test]
    fn an_iam_denial_shows_identity_region_host_clock_and_request_id() {
        let error = Error::of_auth(
            AuthError::IamDenied(refusal("us-east-1")),
            &address(MSK),
            Some("us-east-1"),
        );
        assert_eq!(error.kind(), ErrorKind::IamAccessDenied);
        assert_eq!(error.request_id(), Some("4e5f"));
        let text = error.to_string();
        for part in ["****MPLE", "us-east-1", "b-1", "20260102T030405Z", "4e5f"] {
            assert!(text.contains(part), "{text}");
        }
        let hint = error.hint().unwrap();
        assert!(hint.contains("session token") && hint.contains("AWS_SESSION_TOKEN"), "{hint}");
    }

    #[test]
    fn a_wrong_region_is_told_from_a_wrong_key_by_the_host_name() {
        let error = Error::of_auth(
            AuthError::IamDenied(refusal("eu-west-1")),
            &address(MSK),
            Some("us-east-1"),
        );
        assert_eq!(error.kind(), ErrorKind::IamWrongRegion);
        assert!(error.hint().unwrap().contains("set us-east-1"));
        let error = Error::of_auth(
            AuthError::IamDenied(refusal("eu-west-1")),
            &address("localhost:1"),
            None,
        );
        assert_eq!(error.kind(), ErrorKind::IamAccessDenied);
        assert!(error.hint().unwrap().contains("eu-west-1 (the host name does not say)"));
    }

    #[test]
    fn i08_only_too_many_connects_and_too_short_a_session_pass_by_themselves() {
        let error = |error| Error::of_auth(error, &address(MSK), None);
        assert!(error(AuthError::IamTooManyConnects(refusal("r"))).is_retriable());
        assert!(error(AuthError::IamSessionTooShort(refusal("r"))).is_retriable());
        assert!(!error(AuthError::IamPrincipalChanged(refusal("r"))).is_retriable());
        assert!(!error(AuthError::IamDenied(refusal("r"))).is_retriable());
    }

    #[test]
    fn a_refused_password_mentions_what_msk_wants_only_on_msk() {
        let refused = || AuthError::ServerRefused {
            code: Some(58),
            text: PeerText::new("no"),
            request_id: None,
        };
        let error = Error::of_auth(refused(), &address(MSK), None);
        assert_eq!((error.kind(), error.is_retriable()), (ErrorKind::AuthenticationFailed, false));
        assert!(error.hint().unwrap().contains("AmazonMSK_"));
        assert!(!Error::of_auth(refused(), &address("h:1"), None).hint().unwrap().contains("MSK"));
    }

    #[test]
    fn a_refused_login_carries_kafkas_code() {
        let code = |error| Error::of_auth(error, &address(MSK), None).code();
        let text = || PeerText::new("no");
        let refused = AuthError::ServerRefused { code: Some(58), text: text(), request_id: None };
        assert_eq!(code(refused), Some(ErrorCode::SASL_AUTHENTICATION_FAILED));
        let iam = AuthError::IamTooManyConnects(refusal("r"));
        assert_eq!(code(iam), Some(ErrorCode::SASL_AUTHENTICATION_FAILED));
        let absent = AuthError::MechanismNotOffered { wanted: "PLAIN", offered: vec![text()] };
        assert_eq!(code(absent), Some(ErrorCode::UNSUPPORTED_SASL_MECHANISM));
        assert_eq!(code(AuthError::ServerNotAuthentic { why: "v=" }), None);
    }
}
