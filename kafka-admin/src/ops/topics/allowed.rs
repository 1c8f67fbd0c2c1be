//! Waiting until this client may do something with a topic.

use std::time::Duration;

use kafka_proto::{AclOperation, ApiKey, ErrorCode};

use super::TopicDescription;
use crate::call::wait::{Look, wait_until};
use crate::clock::from_now;
use crate::{Admin, Batch, Error, ErrorKind, Layer, Result};

impl Admin {
    /// Asks until this client may do all of `operations` with the topic, at most for `timeout`: after
    /// a grant, brokers learn it one after the other.
    ///
    /// # Errors
    /// The last answer when the time is over, and at once anything that waiting does not change.
    pub async fn wait_until_allowed(
        &self,
        topic: &str,
        operations: &[AclOperation],
        timeout: Duration,
    ) -> Result<TopicDescription> {
        let deadline = from_now(timeout);
        let look = || async move {
            let described = self.describe_topics(&[topic]).until(deadline).await;
            match described.and_then(Batch::one).and_then(|topic| allows(topic, operations)) {
                Ok(topic) => Ok(Look::Seen(topic)),
                Err(error) if is_passing_denial(&error) => Ok(Look::NotYet(error)),
                Err(error) => Err(error),
            }
        };
        wait_until(deadline, look).await
    }
}

fn allows(topic: TopicDescription, operations: &[AclOperation]) -> Result<TopicDescription> {
    let Some(allowed) = topic.authorized_operations else {
        return Err(Error::new(
            ErrorKind::UnsupportedVersion,
            Layer::Api,
            "this broker does not tell which operations are allowed (Metadata before v8)",
        ));
    };
    let missing = allowed.missing(operations);
    match missing.is_empty() {
        true => Ok(topic),
        false => {
            let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
            let missing = format!("{}: {missing} missing, allowed: {allowed}", topic.name);
            Err(Error::of_code(ApiKey::METADATA, code, None).about(missing).hinted(
                "let the cluster's administrator allow what is missing, and look for ACLs that deny \
                 it to this user, to User:* or to this client's address: DENY wins",
            ))
        }
    }
}

/// What a grant on its way to the brokers looks like.
fn is_passing_denial(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::AuthorizationFailed | ErrorKind::NotFound)
}
