//! A no, as Kafka says it: a code and a text.

use kafka_proto::ErrorCode;

/// Why a request or one item of it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: Some(message.into()) }
    }

    /// Without a text, where Kafka has none.
    pub(crate) fn wordless(code: ErrorCode) -> Self {
        Self { code, message: None }
    }

    /// With the text that belongs to the code (`Errors.message()`).
    pub(crate) fn of(code: ErrorCode) -> Self {
        Self { code, message: default_message(code).map(str::to_owned) }
    }

    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

/// Kafka's own text for the codes that the emulator uses without one of its own.
pub(crate) fn default_message(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::UNKNOWN_TOPIC_OR_PARTITION => "This server does not host this topic-partition.",
        ErrorCode::COORDINATOR_NOT_AVAILABLE => "The coordinator is not available.",
        ErrorCode::NOT_COORDINATOR => "This is not the correct coordinator.",
        ErrorCode::TOPIC_AUTHORIZATION_FAILED => "Topic authorization failed.",
        ErrorCode::GROUP_AUTHORIZATION_FAILED => "Group authorization failed.",
        ErrorCode::CLUSTER_AUTHORIZATION_FAILED => "Cluster authorization failed.",
        ErrorCode::NOT_CONTROLLER => "This is not the correct controller for this cluster.",
        ErrorCode::INVALID_REQUEST => {
            "This most likely occurs because of a request being malformed by the client library or \
             the message was sent to an incompatible broker. See the broker logs for more details."
        }
        ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED => {
            "Transactional Id authorization failed."
        }
        ErrorCode::INVALID_GROUP_ID => "The group id is invalid.",
        ErrorCode::NON_EMPTY_GROUP => "The group is not empty.",
        ErrorCode::UNKNOWN_TOPIC_ID => "This server does not host this topic ID.",
        _ => return None,
    })
}
