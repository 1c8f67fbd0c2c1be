//! Describing configurations.

use std::borrow::Cow;

use kafka_proto::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
    DescribeConfigsResponse, DescribeConfigsResult,
};
use kafka_proto::{ApiKey, ConfigResourceType, ConfigSource, ConfigType};

use super::ConfigResource;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_configs`]: the settings of each [`ConfigResource`].
#[derive(Debug, Clone, Default)]
pub struct DescribeConfigs {
    keys: Vec<String>,
    synonyms: bool,
    documentation: bool,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigEntry {
    /// Its name, such as `retention.ms`.
    pub name: String,
    /// Its value; `None` when there is none, and always for sensitive ones.
    pub value: Option<Box<str>>,
    /// Whether nobody set it for this resource. A topic's default is what the brokers have; a broker's is
    /// what Kafka has.
    pub is_default: bool,
    /// Whether it can only be read.
    pub read_only: bool,
    /// Whether the broker withholds the value.
    pub sensitive: bool,
    /// Where the value comes from (DescribeConfigs v1).
    pub source: ConfigSource,
    /// What values it takes (DescribeConfigs v3).
    pub config_type: ConfigType,
    more: Option<Box<More>>,
}

/// What is told only when it is asked for. Most settings have none of it, and there are many.
#[derive(Debug, Clone, PartialEq, Eq)]
struct More {
    synonyms: Vec<ConfigSynonym>,
    documentation: Option<String>,
}

/// A value that a setting has, or would have if those before it were taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigSynonym {
    /// The name there, such as `log.retention.ms` of brokers for a topic's `retention.ms`.
    pub name: String,
    /// The value; `None` for sensitive ones.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: ConfigSource,
}

impl ConfigEntry {
    /// Where the value could come from, what wins first; when that was [asked for](Call::include_synonyms).
    pub fn synonyms(&self) -> &[ConfigSynonym] {
        self.more.as_ref().map_or(&[], |more| &more.synonyms)
    }

    /// What it is for, when that was [asked for](Call::include_documentation).
    pub fn documentation(&self) -> Option<&str> {
        self.more.as_ref()?.documentation.as_deref()
    }
}

impl Admin {
    /// The settings of topics, brokers, loggers, groups and client metrics. A broker is asked for its own.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole; one type of resource that the broker does not
    /// know is INVALID_REQUEST of all. What is wrong with a single resource is in the
    /// [`Batch`](crate::Batch), such as TOPIC_AUTHORIZATION_FAILED without DESCRIBE_CONFIGS on the topic,
    /// GROUP_AUTHORIZATION_FAILED on the group, and CLUSTER_AUTHORIZATION_FAILED on the cluster for the
    /// others.
    pub fn describe_configs<'a>(
        &'a self,
        resources: &'a [ConfigResource],
    ) -> Call<'a, DescribeConfigs> {
        self.call(DescribeConfigs::default(), Cow::Borrowed(resources))
    }
}

impl<T> Call<'_, DescribeConfigs, T> {
    /// Tells of these settings only. Default: all.
    pub fn only(mut self, names: &[impl AsRef<str>]) -> Self {
        self.operation_mut().keys = names.iter().map(|name| name.as_ref().to_owned()).collect();
        self
    }

    /// Whether to tell where else each value could come from. Default: no.
    pub fn include_synonyms(mut self, include: bool) -> Self {
        self.operation_mut().synonyms = include;
        self
    }

    /// Whether to tell what each setting is for (DescribeConfigs v3; an older broker tells nothing).
    /// Default: no.
    pub fn include_documentation(mut self, include: bool) -> Self {
        self.operation_mut().documentation = include;
        self
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
        terms: Terms,
    ) -> Result<DescribeConfigsRequest<'a>> {
        Ok(DescribeConfigsRequest {
            resources: resources.iter().map(|resource| self.asked(resource)).collect(),
            include_synonyms: self.synonyms && terms.version >= 1,
            include_documentation: self.documentation && terms.version >= 3,
            ..DescribeConfigsRequest::default()
        })
    }

    fn answers(
        &self,
        resources: &[&ConfigResource],
        response: &DescribeConfigsResponse<'_>,
    ) -> Result<Vec<Result<Vec<ConfigEntry>>>> {
        let names = resources.iter().map(|resource| (resource.resource_type(), resource.name()));
        let results = response.results.iter();
        let results =
            results.map(|it| ((it.resource_type, it.resource_name), move || self.entries(&it)));
        Ok(by_name(names, results))
    }
}

impl DescribeConfigs {
    fn asked<'a>(&'a self, resource: &'a ConfigResource) -> DescribeConfigsResource<'a> {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        DescribeConfigsResource {
            resource_type: resource.resource_type(),
            resource_name: resource.name(),
            // No keys means all of them.
            configuration_keys: (!keys.is_empty()).then(|| keys.into()),
            ..DescribeConfigsResource::default()
        }
    }
}

impl DescribeConfigs {
    fn entries(&self, result: &DescribeConfigsResult<'_>) -> Result<Vec<ConfigEntry>> {
        checked(ApiKey::DESCRIBE_CONFIGS, result.error_code, result.error_message)?;
        let of = result.resource_type;
        Ok(result.configs.iter().map(|config| self.entry(of, &config)).collect())
    }

    fn entry(
        &self,
        of: ConfigResourceType,
        config: &DescribeConfigsResourceResult<'_>,
    ) -> ConfigEntry {
        ConfigEntry {
            name: config.name.to_owned(),
            value: config.value.filter(|_| !config.is_sensitive).map(Box::from),
            is_default: config.is_default || is_default(of, config.config_source),
            read_only: config.read_only,
            sensitive: config.is_sensitive,
            source: config.config_source,
            config_type: config.config_type,
            more: self.more(config),
        }
    }

    /// What was not asked for is not kept.
    fn more(&self, config: &DescribeConfigsResourceResult<'_>) -> Option<Box<More>> {
        let shown = |value: Option<&str>| value.filter(|_| !config.is_sensitive).map(str::to_owned);
        let synonyms = config.synonyms.iter().filter(|_| self.synonyms).map(|it| ConfigSynonym {
            name: it.name.to_owned(),
            value: shown(it.value),
            source: it.source,
        });
        let more = More {
            synonyms: synonyms.collect(),
            documentation: config.documentation.filter(|_| self.documentation).map(str::to_owned),
        };
        (!more.synonyms.is_empty() || more.documentation.is_some()).then(|| Box::new(more))
    }
}

/// From v1 on the source takes the place of `is_default`.
fn is_default(of: ConfigResourceType, source: ConfigSource) -> bool {
    let inherited = [
        ConfigSource::DYNAMIC_BROKER_CONFIG,
        ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG,
        ConfigSource::STATIC_BROKER_CONFIG,
    ];
    source == ConfigSource::DEFAULT_CONFIG
        || (of != ConfigResourceType::BROKER && inherited.contains(&source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_what_nobody_set_for_the_resource() {
        let topic = |source| is_default(ConfigResourceType::TOPIC, source);
        let broker = |source| is_default(ConfigResourceType::BROKER, source);
        assert!(topic(ConfigSource::STATIC_BROKER_CONFIG));
        assert!(topic(ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG));
        assert!(!topic(ConfigSource::TOPIC_CONFIG));
        assert!(broker(ConfigSource::DEFAULT_CONFIG));
        assert!(!broker(ConfigSource::STATIC_BROKER_CONFIG));
        assert!(!broker(ConfigSource::DYNAMIC_BROKER_CONFIG));
        assert!(!is_default(ConfigResourceType::GROUP, ConfigSource::GROUP_CONFIG));
        let unknown = ConfigSource(-1);
        assert!(!topic(unknown), "v0 has a flag of its own");
    }

    #[test]
    fn a_sensitive_value_is_withheld_wherever_it_stands() {
        use kafka_proto::messages::describe_configs::DescribeConfigsSynonym;
        let synonym =
            DescribeConfigsSynonym { name: "p", value: Some("secret"), ..Default::default() };
        let config = DescribeConfigsResourceResult {
            name: "p",
            value: Some("secret"),
            is_sensitive: true,
            synonyms: vec![synonym].into(),
            ..Default::default()
        };
        let call = DescribeConfigs { synonyms: true, ..DescribeConfigs::default() };
        let entry = call.entry(ConfigResourceType::BROKER, &config);
        assert_eq!((&entry.value, &entry.synonyms()[0].value), (&None, &None));
        assert!(!format!("{entry:?}").contains("secret"));
    }
}
