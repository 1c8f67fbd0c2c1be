//! AlterConfigs, which replaces all that is set for a resource.

use std::collections::HashSet;

use kafka_proto::messages::alter_configs::{
    AlterConfigsRequest, AlterConfigsResource, AlterConfigsResourceResponse, AlterConfigsResponse,
};
use kafka_proto::{AclOperation, ConfigResourceType, ErrorCode};

use super::config_change::{Change, check_by_broker, is_of_min_insync};
use super::config_resource::{check_node, check_right, check_right_on_broker, invalid};
use super::{Call, Outcome, check_size};
use crate::configs::Set;
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &AlterConfigsRequest<'_>) -> Outcome {
    let mut seen = HashSet::new();
    if !request.resources.iter().all(|resource| seen.insert(key(&resource))) {
        // Kafka never answers it.
        return Outcome::HangUp;
    }
    let configs = request.resources.iter().map(|resource| resource.configs.len()).sum();
    let mut results = Vec::new();
    for resource in request.resources.iter() {
        let passed = by_broker(call, &resource).and_then(|()| check_size(configs));
        results.push(passed.and_then(|()| by_controller(call, &resource, request.validate_only)));
    }
    let responses = request.resources.iter().zip(&results);
    let responses = responses.map(|(resource, result)| response(&resource, result.as_ref().err()));
    call.reply(&AlterConfigsResponse { responses: responses.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &AlterConfigsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let responses = request.resources.iter().map(|resource| response(&resource, Some(refusal)));
    call.reply(&AlterConfigsResponse { responses: responses.collect(), ..Default::default() })
}

fn response<'a>(
    resource: &AlterConfigsResource<'a>,
    refusal: Option<&'a Refusal>,
) -> AlterConfigsResourceResponse<'a> {
    AlterConfigsResourceResponse {
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        resource_type: resource.resource_type,
        resource_name: resource.resource_name,
        ..Default::default()
    }
}

fn key<'q>(resource: &AlterConfigsResource<'q>) -> (ConfigResourceType, &'q str) {
    (resource.resource_type, resource.resource_name)
}

/// `ConfigAdminManager.preprocess`.
fn by_broker(call: &Call<'_>, resource: &AlterConfigsResource<'_>) -> Result<(), Refusal> {
    check_values(resource)?;
    let name = resource.resource_name;
    match resource.resource_type {
        ConfigResourceType::BROKER => {
            check_right_on_broker(call)?;
            if !name.is_empty() {
                check_node(call, name, "Unexpected broker id, expected")?;
            }
            check_by_broker(call, name, &whole(resource))
        }
        ConfigResourceType::TOPIC
        | ConfigResourceType::GROUP
        | ConfigResourceType::CLIENT_METRICS => Ok(()),
        other => Err(invalid(format!("Unknown resource type {}", other.0))),
    }
}

fn check_values(resource: &AlterConfigsResource<'_>) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    if !resource.configs.iter().all(|config| seen.insert(config.name)) {
        return Err(invalid("Error due to duplicate config keys"));
    }
    let without = resource.configs.iter().filter(|config| config.value.is_none());
    let without: Vec<&str> = without.map(|config| config.name).collect();
    match without.is_empty() {
        true => Ok(()),
        false => Err(invalid(format!("Null value not supported for : {}", without.join(", ")))),
    }
}

fn by_controller(
    call: &Call<'_>,
    resource: &AlterConfigsResource<'_>,
    validate_only: bool,
) -> Result<(), Refusal> {
    let (kind, name) = key(resource);
    check_right(call, AclOperation::ALTER_CONFIGS, kind, name)?;
    // What is not named for all brokers is removed.
    let is_of_min_insync =
        name.is_empty() || is_of_min_insync(resource.configs.iter().map(|config| config.name));
    let change = Change { kind, name, validate_only, is_of_min_insync };
    change.make(call, |_| Ok(whole(resource)))
}

fn whole(resource: &AlterConfigsResource<'_>) -> Set {
    let configs = resource.configs.iter();
    configs.map(|it| (it.name.to_owned(), it.value.unwrap_or_default().to_owned())).collect()
}
