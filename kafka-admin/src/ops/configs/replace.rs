//! Replacing whole configurations, as brokers before Kafka 2.3 do.

use std::borrow::Cow;

use kafka_proto::messages::alter_configs::{
    AlterConfigsRequest, AlterConfigsResource, AlterConfigsResponse, AlterableConfig,
};
use kafka_proto::{ApiKey, ConfigResourceType};

use super::ConfigResource;
use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::legacy_alter_configs`]: one result for each [`ConfigResource`].
#[derive(Debug, Clone, Copy)]
pub struct LegacyAlterConfigs(());

/// The whole configuration of one resource. What is not mentioned goes back to its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeConfig {
    resource: ConfigResource,
    configs: Vec<(String, String)>,
}

impl WholeConfig {
    /// Nothing but defaults.
    pub fn of(resource: ConfigResource) -> Self {
        Self { resource, configs: Vec::new() }
    }

    /// Sets a value.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.configs.push((name.into(), value.into()));
        self
    }

    /// Whose configuration it is.
    pub fn resource(&self) -> &ConfigResource {
        &self.resource
    }

    fn validate(&self) -> Result<()> {
        self.resource.validate()?;
        // KIP-412: log levels have no whole.
        if self.resource.resource_type() == ConfigResourceType::BROKER_LOGGER {
            return Err(Error::invalid("loggers are changed one by one, with alter_configs"));
        }
        for (n, (name, _)) in self.configs.iter().enumerate() {
            if name.is_empty() {
                return Err(Error::invalid("the name of a configuration is not empty"));
            }
            if self.configs.iter().take(n).any(|(other, _)| other == name) {
                return Err(Error::invalid(format!("{name} is set twice in one call")));
            }
        }
        Ok(())
    }
}

impl Admin {
    /// Replaces whole configurations (AlterConfigs). **Every setting that is not mentioned goes back to its
    /// default**, also one that somebody else made a moment ago. It is for brokers before Kafka 2.3, which
    /// do not have [`alter_configs`](Self::alter_configs): describe the resource, change what is to be
    /// changed, and send all of it.
    ///
    /// # Errors
    /// As [`alter_configs`](Self::alter_configs).
    pub fn legacy_alter_configs<'a>(
        &'a self,
        configs: &'a [WholeConfig],
    ) -> Call<'a, LegacyAlterConfigs> {
        self.call(LegacyAlterConfigs(()), Cow::Borrowed(configs))
    }
}

impl Validates for LegacyAlterConfigs {}

impl Operation for LegacyAlterConfigs {
    type Item = WholeConfig;
    type Key = ConfigResource;
    type Value = ();
    type Request<'a> = AlterConfigsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, config: &WholeConfig) -> ConfigResource {
        config.resource.clone()
    }

    fn check(&self, config: &WholeConfig) -> Result<()> {
        config.validate()
    }

    fn route<'a>(&self, config: &'a WholeConfig) -> Route<'a> {
        config.resource.route()
    }

    fn request<'a>(
        &'a self,
        configs: &[&'a WholeConfig],
        terms: Terms,
    ) -> Result<AlterConfigsRequest<'a>> {
        Ok(AlterConfigsRequest {
            resources: configs.iter().map(|config| asked(config)).collect(),
            validate_only: terms.validate_only,
            ..AlterConfigsRequest::default()
        })
    }

    fn answers(
        &self,
        configs: &[&WholeConfig],
        response: &AlterConfigsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let names = configs.iter().map(|it| (it.resource.resource_type(), it.resource.name()));
        let results = response.responses.iter().map(|it| {
            let altered = move || checked(ApiKey::ALTER_CONFIGS, it.error_code, it.error_message);
            ((it.resource_type, it.resource_name), altered)
        });
        Ok(by_name(names, results))
    }
}

fn asked(config: &WholeConfig) -> AlterConfigsResource<'_> {
    let configs = config.configs.iter().map(|(name, value)| AlterableConfig {
        name,
        value: Some(value),
        ..AlterableConfig::default()
    });
    AlterConfigsResource {
        resource_type: config.resource.resource_type(),
        resource_name: config.resource.name(),
        configs: configs.collect(),
        ..AlterConfigsResource::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_broker_accepts_is_refused() {
        let of = || WholeConfig::of(ConfigResource::topic("t"));
        of().validate().unwrap();
        of().set("a", "1").set("b", "1").validate().unwrap();
        of().set("a", "1").set("a", "1").validate().unwrap_err();
        of().set("", "1").validate().unwrap_err();
        WholeConfig::of(ConfigResource::broker_logger(1)).validate().unwrap_err();
    }
}
