//! Configurations of topics and brokers.

use std::fmt;

use kafka_proto::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
    DescribeConfigsResult,
};
use kafka_proto::{ConfigResourceType, ConfigSource};
use tokio::time::Instant;

use super::topic::validate_name;
use super::{Admin, checked};
use crate::call::{Ask, Route};
use crate::escape::Escaped;
use crate::items::{Items, by_name};
use crate::{Batch, Error, Result};

/// Whose configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConfigResource {
    /// A topic's.
    Topic(String),
    /// One broker's.
    Broker(i32),
}

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
    /// The request about the topics failed as a whole. What is wrong with a single resource is in the
    /// [`Batch`], such as TOPIC_AUTHORIZATION_FAILED without DESCRIBE_CONFIGS.
    pub async fn describe_configs(
        &self,
        resources: &[ConfigResource],
    ) -> Result<Batch<Vec<ConfigEntry>>> {
        let deadline = self.cluster.deadline();
        let mut items =
            Items::new(resources.iter().map(|item| (item.to_string(), item.validate())));
        items.refuse_duplicates();
        for group in groups(resources, &items.open()) {
            let some: Vec<&ConfigResource> =
                group.iter().filter_map(|n| resources.get(*n)).collect();
            let answers = match self.describe_some_configs(&some, deadline).await {
                Ok(answers) => answers,
                Err(error) if some.iter().any(|item| item.is_topic()) => return Err(error),
                Err(error) => vec![Err(error)],
            };
            items.fill(&group, answers);
        }
        Ok(items.into_batch())
    }

    async fn describe_some_configs(
        &self,
        resources: &[&ConfigResource],
        deadline: Instant,
    ) -> Result<Vec<Result<Vec<ConfigEntry>>>> {
        let route = resources.iter().map(|item| item.route()).next().unwrap_or(Route::Any);
        let names: Vec<String> = resources.iter().map(|item| item.name()).collect();
        let build = |_| {
            let resources =
                resources.iter().zip(&names).map(|(item, name)| asked(item, name)).collect();
            Ok(DescribeConfigsRequest { resources, ..DescribeConfigsRequest::default() })
        };
        let answer = self.cluster.call(Ask::read(route, deadline), build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        let result = |result: DescribeConfigsResult<'_>| {
            (result.resource_name.to_owned(), entries(&result).map_err(|error| answer.blame(error)))
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Ok(by_name(&names, response.results.iter().map(result).collect()))
    }
}

impl ConfigResource {
    fn is_topic(&self) -> bool {
        matches!(self, Self::Topic(_))
    }

    fn name(&self) -> String {
        match self {
            Self::Topic(name) => name.clone(),
            Self::Broker(id) => id.to_string(),
        }
    }

    fn route(&self) -> Route {
        match self {
            Self::Topic(_) => Route::Any,
            Self::Broker(id) => Route::Broker(*id),
        }
    }

    fn validate(&self) -> Result<()> {
        match self {
            Self::Topic(name) => validate_name(name),
            Self::Broker(id) if *id < 0 => Err(Error::invalid("a broker's id is not negative")),
            Self::Broker(_) => Ok(()),
        }
    }
}

/// `topic orders`, `broker 1`.
impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(name) => write!(f, "topic {}", Escaped(name)),
            Self::Broker(id) => write!(f, "broker {id}"),
        }
    }
}

/// All topics in one request, each broker in one of its own.
fn groups(resources: &[ConfigResource], open: &[usize]) -> Vec<Vec<usize>> {
    let is_topic =
        |position: &usize| resources.get(*position).is_some_and(ConfigResource::is_topic);
    let (topics, brokers): (Vec<usize>, Vec<usize>) =
        open.iter().partition(|position| is_topic(position));
    let topics = Some(topics).filter(|topics| !topics.is_empty());
    topics.into_iter().chain(brokers.into_iter().map(|position| vec![position])).collect()
}

fn asked<'a>(resource: &ConfigResource, resource_name: &'a str) -> DescribeConfigsResource<'a> {
    let resource_type = match resource {
        ConfigResource::Topic(_) => ConfigResourceType::TOPIC,
        ConfigResource::Broker(_) => ConfigResourceType::BROKER,
    };
    // No keys means all of them.
    DescribeConfigsResource {
        resource_type,
        resource_name,
        configuration_keys: None,
        ..DescribeConfigsResource::default()
    }
}

fn entries(result: &DescribeConfigsResult<'_>) -> Result<Vec<ConfigEntry>> {
    checked(result.error_code, result.error_message)?;
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
