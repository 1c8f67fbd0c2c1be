//! Errors from Kafka's error codes.

use kafka_auth::PeerText;
use kafka_proto::ErrorCode;

use super::{Error, ErrorKind, Layer, Outcome};

impl Error {
    /// What a broker answered about a request or one item of it, with its own words if it has any.
    #[cold]
    pub(crate) fn of_code(code: ErrorCode, text: Option<&str>) -> Self {
        let mut message = match code.name() {
            Some(name) => format!("{name} ({})", code.0),
            None => format!("error code {}", code.0),
        };
        if let Some(text) = text.filter(|text| is_telling(text)) {
            message.push_str(&format!(": {}", PeerText::new(text)));
        }
        let mut error = Self::new(kind_of(code), Layer::Api, message).outcome_is(outcome_of(code));
        error.0.code = Some(code);
        error.0.hint = hint_of(code).map(Into::into);
        error
    }
}

/// With CLUSTER_AUTHORIZATION_FAILED some brokers send 400 characters of their internals.
fn is_telling(text: &str) -> bool {
    !text.is_empty() && !text.starts_with("Request(")
}

fn kind_of(code: ErrorCode) -> ErrorKind {
    match code {
        ErrorCode::UNKNOWN_TOPIC_OR_PARTITION | ErrorCode::UNKNOWN_TOPIC_ID => {
            ErrorKind::UnknownTopic
        }
        ErrorCode::REQUEST_TIMED_OUT => ErrorKind::Timeout,
        ErrorCode::TOPIC_AUTHORIZATION_FAILED => ErrorKind::TopicAuthorizationFailed,
        ErrorCode::GROUP_AUTHORIZATION_FAILED => ErrorKind::GroupAuthorizationFailed,
        ErrorCode::CLUSTER_AUTHORIZATION_FAILED => ErrorKind::ClusterAuthorizationFailed,
        ErrorCode::UNSUPPORTED_VERSION => ErrorKind::UnsupportedVersion,
        ErrorCode::TOPIC_ALREADY_EXISTS => ErrorKind::TopicAlreadyExists,
        ErrorCode::NOT_CONTROLLER => ErrorKind::NotController,
        ErrorCode::POLICY_VIOLATION => ErrorKind::PolicyViolation,
        ErrorCode::SECURITY_DISABLED => ErrorKind::SecurityDisabled,
        ErrorCode::SASL_AUTHENTICATION_FAILED => ErrorKind::AuthenticationFailed,
        ErrorCode::THROTTLING_QUOTA_EXCEEDED => ErrorKind::Throttled,
        _ => ErrorKind::Broker,
    }
}

/// The broker that times out goes on working, and one that fails without knowing why may have
/// failed after the change.
fn outcome_of(code: ErrorCode) -> Outcome {
    match code {
        ErrorCode::REQUEST_TIMED_OUT
        | ErrorCode::UNKNOWN_SERVER_ERROR
        | ErrorCode::NETWORK_EXCEPTION => Outcome::Unknown,
        _ => Outcome::NotApplied,
    }
}

fn hint_of(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::TOPIC_AUTHORIZATION_FAILED => {
            "let someone who may alter the cluster grant it: an ACL on this topic for a SCRAM user, \
             kafka-cluster:* actions on the topic's ARN for an IAM identity; if the topic does not \
             exist, Kafka answers the same"
        }
        ErrorCode::GROUP_AUTHORIZATION_FAILED => {
            "grant READ on this consumer group: an ACL for a SCRAM user, kafka-cluster:AlterGroup and \
             DescribeGroup for an IAM identity"
        }
        ErrorCode::CLUSTER_AUTHORIZATION_FAILED => {
            "the principal may not do this on the cluster; on Amazon MSK connect with AWS_MSK_IAM \
             (port 9098, public 9198) as an identity that has kafka-cluster:AlterCluster"
        }
        ErrorCode::UNKNOWN_TOPIC_OR_PARTITION => "check the name, or create the topic",
        ErrorCode::TOPIC_ALREADY_EXISTS => {
            "describe the topic, and compare its partitions and settings with what is wanted"
        }
        ErrorCode::SECURITY_DISABLED => {
            "this cluster has no authorizer, so everyone may do everything and ACLs do not exist"
        }
        ErrorCode::NOT_CONTROLLER => "repeat the call: another broker is becoming the controller",
        ErrorCode::INVALID_REPLICATION_FACTOR => {
            "use at most as many replicas as there are brokers"
        }
        ErrorCode::REQUEST_TIMED_OUT => "look whether it took effect before repeating it",
        ErrorCode::UNKNOWN_SERVER_ERROR => "the broker's log says more at the same moment",
        ErrorCode::THROTTLING_QUOTA_EXCEEDED => {
            "wait, or ask for a higher controller_mutation_rate"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_name_code_and_the_brokers_words() {
        let error =
            Error::of_code(ErrorCode::TOPIC_AUTHORIZATION_FAILED, Some("Authorization failed."));
        assert_eq!(error.to_string(), "TOPIC_AUTHORIZATION_FAILED (29): Authorization failed.");
        assert_eq!(error.kind(), ErrorKind::TopicAuthorizationFailed);
        assert_eq!(error.outcome(), Outcome::NotApplied);
        assert!(!error.is_retriable() && error.is_auth());
    }

    #[test]
    fn f32_an_unknown_code_is_kept() {
        let error = Error::of_code(ErrorCode(999), None);
        assert_eq!(
            (error.to_string().as_str(), error.code()),
            ("error code 999", Some(ErrorCode(999)))
        );
    }

    #[test]
    fn s24_a_brokers_text_is_escaped_and_cut_and_its_internals_left_out() {
        let error = Error::of_code(ErrorCode::INVALID_REQUEST, Some("a\r\n\x1b[2Jb"));
        assert!(!error.to_string().contains(['\r', '\n', '\x1b']));
        let long = "x".repeat(40_000);
        assert!(Error::of_code(ErrorCode::INVALID_REQUEST, Some(&long)).to_string().len() < 1_000);
        let internals = Some("Request(processor=1, connectionId=…)");
        let error = Error::of_code(ErrorCode::CLUSTER_AUTHORIZATION_FAILED, internals);
        assert_eq!(error.to_string(), "CLUSTER_AUTHORIZATION_FAILED (31)");
        assert!(error.hint().unwrap().contains("9098"));
    }

    #[test]
    fn a_broker_that_times_out_may_still_do_it() {
        let error = Error::of_code(ErrorCode::REQUEST_TIMED_OUT, None);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    }
}
