//! What the APIs of configs have in common: the right to a resource, and the
//! names that brokers have as one.

use kafka_proto::{AclOperation, ConfigResourceType, ErrorCode, ResourceType};

use super::Call;
use crate::refusal::Refusal;
use crate::state::acl::CLUSTER_NAME;

/// Whether there are configs of such a resource.
pub(super) fn is_known(kind: ConfigResourceType) -> bool {
    resource("", kind).is_some()
}

/// Refuses with 29, 30 or 31 who has no right to `operation`. A kind of resource that is not known is
/// nobody's to refuse.
pub(super) fn check_right(
    call: &Call<'_>,
    operation: AclOperation,
    kind: ConfigResourceType,
    name: &str,
) -> Result<(), Refusal> {
    match resource(name, kind) {
        Some((on, name, code)) if !call.authorizer().allows(operation, on, name) => {
            Err(Refusal::of(code))
        }
        _ => Ok(()),
    }
}

/// The resource that the right is on, and the code when it is missing.
fn resource(name: &str, kind: ConfigResourceType) -> Option<(ResourceType, &str, ErrorCode)> {
    Some(match kind {
        ConfigResourceType::TOPIC => {
            (ResourceType::TOPIC, name, ErrorCode::TOPIC_AUTHORIZATION_FAILED)
        }
        ConfigResourceType::GROUP => {
            (ResourceType::GROUP, name, ErrorCode::GROUP_AUTHORIZATION_FAILED)
        }
        ConfigResourceType::BROKER
        | ConfigResourceType::BROKER_LOGGER
        | ConfigResourceType::CLIENT_METRICS => {
            (ResourceType::CLUSTER, CLUSTER_NAME, ErrorCode::CLUSTER_AUTHORIZATION_FAILED)
        }
        _ => return None,
    })
}

pub(super) fn invalid(text: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::INVALID_REQUEST, text)
}

/// Refuses with 31, without a word, who may not change brokers.
pub(super) fn check_right_on_broker(call: &Call<'_>) -> Result<(), Refusal> {
    let right = check_right(call, AclOperation::ALTER_CONFIGS, ConfigResourceType::BROKER, "");
    right.map_err(|refusal| Refusal { message: None, ..refusal })
}

/// A broker only changes itself.
pub(super) fn check_node(call: &Call<'_>, name: &str, unexpected: &str) -> Result<(), Refusal> {
    let own = call.broker().id;
    match name.parse::<i32>() {
        Ok(id) if id == own => Ok(()),
        Ok(id) => Err(invalid(format!("{unexpected} {own}, but received {id}"))),
        Err(_) => Err(invalid(format!("Node id must be an integer, but it is: {name}"))),
    }
}
