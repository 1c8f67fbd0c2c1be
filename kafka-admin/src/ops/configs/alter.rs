//! Changing configurations.

use std::borrow::Cow;

use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
};
use kafka_proto::{AlterConfigOperation, ApiKey, ConfigResourceType};

use super::ConfigResource;
use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::alter_configs`]: one result for each [`ConfigResource`].
#[derive(Debug, Clone, Copy)]
pub struct AlterConfigs(());

/// Changes to the configuration of one resource. What is not mentioned stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigChanges {
    resource: ConfigResource,
    changes: Vec<(String, AlterConfigOperation, Option<String>)>,
}

impl ConfigChanges {
    /// No changes yet.
    pub fn of(resource: ConfigResource) -> Self {
        Self { resource, changes: Vec::new() }
    }

    /// Sets a value.
    #[must_use]
    pub fn set(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(name, AlterConfigOperation::SET, Some(value.into()))
    }

    /// Goes back to the default.
    #[must_use]
    pub fn delete(self, name: impl Into<String>) -> Self {
        self.change(name, AlterConfigOperation::DELETE, None)
    }

    /// Adds to a list, such as `cleanup.policy`; several values are separated by commas.
    #[must_use]
    pub fn append(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(name, AlterConfigOperation::APPEND, Some(value.into()))
    }

    /// Takes out of a list; several values are separated by commas.
    #[must_use]
    pub fn subtract(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(name, AlterConfigOperation::SUBTRACT, Some(value.into()))
    }

    /// Whose configuration it is.
    pub fn resource(&self) -> &ConfigResource {
        &self.resource
    }

    fn change(
        mut self,
        name: impl Into<String>,
        operation: AlterConfigOperation,
        value: Option<String>,
    ) -> Self {
        self.changes.push((name.into(), operation, value));
        self
    }

    fn validate(&self) -> Result<()> {
        self.resource.validate()?;
        let is_logger = self.resource.resource_type() == ConfigResourceType::BROKER_LOGGER;
        for (n, (name, operation, _)) in self.changes.iter().enumerate() {
            let earlier = self.changes.iter().take(n);
            if name.is_empty() {
                return Err(Error::invalid("the name of a configuration is not empty"));
            }
            if earlier.into_iter().any(|(other, ..)| other == name) {
                return Err(Error::invalid(format!("{name} is changed twice in one call")));
            }
            // KIP-412: a level is no list.
            if is_logger
                && matches!(
                    *operation,
                    AlterConfigOperation::APPEND | AlterConfigOperation::SUBTRACT
                )
            {
                return Err(Error::invalid("the level of a logger is set or deleted, and no list"));
            }
        }
        Ok(())
    }
}

impl Admin {
    /// Changes settings of topics, brokers, loggers, groups and client metrics (IncrementalAlterConfigs,
    /// Kafka 2.3 and later). A broker is asked to change its own. All changes of one resource are made, or
    /// none.
    ///
    /// What is set for [all brokers](ConfigResource::broker_default) cannot be what each has its own of,
    /// such as `listeners`, and what a broker reads at its start only cannot be set at all: both are
    /// INVALID_REQUEST.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single resource is in the
    /// [`Batch`](crate::Batch), such as INVALID_CONFIG; or, without ALTER_CONFIGS,
    /// TOPIC_AUTHORIZATION_FAILED on the topic, GROUP_AUTHORIZATION_FAILED on the group, and
    /// CLUSTER_AUTHORIZATION_FAILED on the cluster for the others.
    pub fn alter_configs<'a>(&'a self, changes: &'a [ConfigChanges]) -> Call<'a, AlterConfigs> {
        self.call(AlterConfigs(()), Cow::Borrowed(changes))
    }
}

impl Validates for AlterConfigs {}

impl Operation for AlterConfigs {
    type Item = ConfigChanges;
    type Key = ConfigResource;
    type Value = ();
    type Request<'a> = IncrementalAlterConfigsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, changes: &ConfigChanges) -> ConfigResource {
        changes.resource.clone()
    }

    fn check(&self, changes: &ConfigChanges) -> Result<()> {
        changes.validate()
    }

    fn route<'a>(&self, changes: &'a ConfigChanges) -> Route<'a> {
        changes.resource.route()
    }

    fn request<'a>(
        &'a self,
        resources: &[&'a ConfigChanges],
        terms: Terms,
    ) -> Result<IncrementalAlterConfigsRequest<'a>> {
        Ok(IncrementalAlterConfigsRequest {
            resources: resources.iter().map(|changes| asked(changes)).collect(),
            validate_only: terms.validate_only,
            ..IncrementalAlterConfigsRequest::default()
        })
    }

    fn answers(
        &self,
        resources: &[&ConfigChanges],
        response: &IncrementalAlterConfigsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let names = resources.iter().map(|it| (it.resource.resource_type(), it.resource.name()));
        let results = response.responses.iter().map(|it| {
            let altered =
                move || checked(ApiKey::INCREMENTAL_ALTER_CONFIGS, it.error_code, it.error_message);
            ((it.resource_type, it.resource_name), altered)
        });
        Ok(by_name(names, results))
    }
}

fn asked(changes: &ConfigChanges) -> AlterConfigsResource<'_> {
    AlterConfigsResource {
        resource_type: changes.resource.resource_type(),
        resource_name: changes.resource.name(),
        configs: changes.changes.iter().map(altered).collect(),
        ..AlterConfigsResource::default()
    }
}

fn altered(
    (name, operation, value): &(String, AlterConfigOperation, Option<String>),
) -> AlterableConfig<'_> {
    AlterableConfig {
        name,
        config_operation: *operation,
        value: value.as_deref(),
        ..AlterableConfig::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_broker_accepts_is_refused() {
        let of = || ConfigChanges::of(ConfigResource::topic("t"));
        of().set("a", "1").delete("b").validate().unwrap();
        of().set("", "1").validate().unwrap_err();
        of().set("a", "1").delete("a").validate().unwrap_err();
        let logger = || ConfigChanges::of(ConfigResource::broker_logger(1));
        logger().set("kafka", "DEBUG").delete("root").validate().unwrap();
        logger().append("kafka", "DEBUG").validate().unwrap_err();
        logger().subtract("kafka", "DEBUG").validate().unwrap_err();
    }
}
