//! Describing configurations.

use std::borrow::Cow;

use kafka_proto::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
    DescribeConfigsResponse, DescribeConfigsResult,
};
use kafka_proto::{ApiKey, ConfigSource};

use super::ConfigResource;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_configs`]: the settings of each [`ConfigResource`].
#[derive(Debug, Clone, Copy)]
pub struct DescribeConfigs(());

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigEntry {
    /// Its name, such as `retention.ms`.
    pub name: String,
    /// Its value; `None` when there is none, and always for sensitive ones.
    pub value: Option<String>,
    /// Whether it is a default: of Kafka, of the cluster or of the broker.
    pub is_default: bool,
    /// Whether it can only be read.
    pub read_only: bool,
    /// Whether the broker withholds the value.
    pub sensitive: bool,
}

impl Admin {
    /// The settings of topics and brokers. A broker is asked for its own.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single resource is in the
    /// [`Batch`](crate::Batch), such as TOPIC_AUTHORIZATION_FAILED without DESCRIBE_CONFIGS.
    pub fn describe_configs<'a>(
        &'a self,
        resources: &'a [ConfigResource],
    ) -> Call<'a, DescribeConfigs> {
        self.call(DescribeConfigs(()), Cow::Borrowed(resources))
    }
}

impl Operation for DescribeConfigs {
    type Item = ConfigResource;
    type Key = ConfigResource;
    type Value = Vec<ConfigEntry>;
    type Request<'a> = DescribeConfigsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, resource: &ConfigResource) -> ConfigResource {
        resource.clone()
    }

    fn check(&self, resource: &ConfigResource) -> Result<()> {
        resource.validate()
    }

    fn route<'a>(&self, resource: &'a ConfigResource) -> Route<'a> {
        resource.route()
    }

    fn request<'a>(
        &'a self,
        resources: &[&'a ConfigResource],
        _: Terms,
    ) -> Result<DescribeConfigsRequest<'a>> {
        let resources = resources.iter().map(|resource| asked(resource)).collect();
        Ok(DescribeConfigsRequest { resources, ..DescribeConfigsRequest::default() })
    }

    fn answers(
        &self,
        resources: &[&ConfigResource],
        response: &DescribeConfigsResponse<'_>,
    ) -> Result<Vec<Result<Vec<ConfigEntry>>>> {
        let names = resources.iter().map(|resource| (resource.resource_type(), resource.name()));
        let results = response.results.iter();
        let results =
            results.map(|it| ((it.resource_type, it.resource_name), move || entries(&it)));
        Ok(by_name(names, results))
    }
}

fn asked(resource: &ConfigResource) -> DescribeConfigsResource<'_> {
    // No keys means all of them.
    DescribeConfigsResource {
        resource_type: resource.resource_type(),
        resource_name: resource.name(),
        configuration_keys: None,
        ..DescribeConfigsResource::default()
    }
}

fn entries(result: &DescribeConfigsResult<'_>) -> Result<Vec<ConfigEntry>> {
    checked(ApiKey::DESCRIBE_CONFIGS, result.error_code, result.error_message)?;
    Ok(result.configs.iter().map(|config| entry(&config)).collect())
}

fn entry(config: &DescribeConfigsResourceResult<'_>) -> ConfigEntry {
    ConfigEntry {
        name: config.name.to_owned(),
        value: config.value.filter(|_| !config.is_sensitive).map(str::to_owned),
        is_default: config.is_default || is_default(config.config_source),
        read_only: config.read_only,
        sensitive: config.is_sensitive,
    }
}

/// From v1 on the source takes the place of `is_default`.
fn is_default(source: ConfigSource) -> bool {
    source == ConfigSource::DEFAULT_CONFIG
        || source == ConfigSource::STATIC_BROKER_CONFIG
        || source == ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG
}
