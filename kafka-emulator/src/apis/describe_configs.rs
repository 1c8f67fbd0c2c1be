//! DescribeConfigs, without documentation.

use kafka_proto::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
    DescribeConfigsResponse, DescribeConfigsResult, DescribeConfigsSynonym,
};
use kafka_proto::{AclOperation, ConfigResourceType, ConfigSource, ErrorCode};

use super::config_resource::{check_right, invalid, is_known};
use super::{Call, Outcome};
use crate::configs::broker::{self, Dynamic, OfFile};
use crate::configs::topic::{TOPIC_CONFIGS, TopicConfig};
use crate::configs::{Described, Set, Synonym, client_metrics, group, logger};
use crate::refusal::Refusal;
use crate::state::configs::Configs;
use crate::state::topic::{self, Topic};
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &DescribeConfigsRequest<'_>) -> Outcome {
    if request.resources.iter().any(|resource| !is_known(resource.resource_type)) {
        return refuse(call, request, &Refusal::of(ErrorCode::INVALID_REQUEST));
    }
    let state = &call.cluster.state;
    let found = Found { topics: state.topics.now(), configs: state.configs.now() };
    let (mut findings, mut denied) = (Vec::new(), Vec::new());
    for resource in request.resources.iter() {
        match check(call, &resource) {
            Ok(()) => findings.push((resource.clone(), find(call, &found, &resource))),
            Err(refusal) => denied.push((resource, Finding::Refused(refusal))),
        }
    }
    // Kafka answers the denied ones last.
    findings.append(&mut denied);
    let results = findings
        .iter()
        .map(|(resource, finding)| result(resource, finding, request.include_synonyms));
    call.reply(&DescribeConfigsResponse { results: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeConfigsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.resources.iter().map(|resource| refused(&resource, refusal));
    call.reply(&DescribeConfigsResponse { results: results.collect(), ..Default::default() })
}

/// What a resource turned out to be.
enum Finding {
    Described(Vec<Described>),
    Refused(Refusal),
}

fn check(call: &Call<'_>, resource: &DescribeConfigsResource<'_>) -> Result<(), Refusal> {
    let (kind, name) = (resource.resource_type, resource.resource_name);
    check_right(call, AclOperation::DESCRIBE_CONFIGS, kind, name)
}

fn find(call: &Call<'_>, state: &Found, resource: &DescribeConfigsResource<'_>) -> Finding {
    let (kind, name) = (resource.resource_type, resource.resource_name);
    let set = state.configs.get(kind, name);
    let found = match kind {
        ConfigResourceType::TOPIC => state.topic(call, name),
        ConfigResourceType::BROKER => state.broker(call, name),
        ConfigResourceType::BROKER_LOGGER => loggers(call, name, set),
        ConfigResourceType::GROUP => named(name, "Group name").map(|()| group::described(set)),
        _ => {
            named(name, "Client metrics subscription name").map(|()| client_metrics::described(set))
        }
    };
    found.map_or_else(Finding::Refused, Finding::Described)
}

/// Everything that has configs, as it was when the request came.
struct Found {
    topics: Topics,
    configs: Configs,
}

impl Found {
    fn topic(&self, call: &Call<'_>, name: &str) -> Result<Vec<Described>, Refusal> {
        topic::validate_name(name)
            .map_err(|text| Refusal::new(ErrorCode::INVALID_TOPIC_EXCEPTION, text))?;
        let Some(topic) = self.topics.get(name) else {
            return Err(Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, ""));
        };
        let brokers = self.configs.dynamic(call.broker().id);
        Ok(TOPIC_CONFIGS.iter().map(|config| topic_entry(config, topic, brokers)).collect())
    }

    /// A broker only knows itself; without a name what is set for all brokers is meant.
    fn broker(&self, call: &Call<'_>, name: &str) -> Result<Vec<Described>, Refusal> {
        let (own, dynamic) = (call.broker(), self.configs.dynamic(call.broker().id));
        if name.is_empty() {
            return Ok(broker::described_for_all(dynamic.all));
        }
        if broker_id(name)? == own.id {
            return Ok(broker::described(of_file(call), own, dynamic));
        }
        let own = own.id;
        let text =
            format!("Unexpected broker id, expected {own} or empty string, but received {name}");
        Err(invalid(text))
    }
}

/// The broker must be the right one.
fn loggers(call: &Call<'_>, name: &str, set: &Set) -> Result<Vec<Described>, Refusal> {
    named(name, "Broker id")?;
    let own = call.broker().id;
    match broker_id(name)? {
        id if id == own => Ok(logger::described(set)),
        id => Err(invalid(format!("Unexpected broker id, expected {own} but received {id}"))),
    }
}

fn broker_id(name: &str) -> Result<i32, Refusal> {
    name.parse().map_err(|_| invalid(format!("Broker id must be an integer, but it is: {name}")))
}

fn named(name: &str, what: &str) -> Result<(), Refusal> {
    match name.is_empty() {
        true => Err(invalid(format!("{what} must not be empty"))),
        false => Ok(()),
    }
}

fn result<'a>(
    resource: &DescribeConfigsResource<'a>,
    finding: &'a Finding,
    with_synonyms: bool,
) -> DescribeConfigsResult<'a> {
    let configs = match finding {
        Finding::Refused(refusal) => return refused(resource, refusal),
        Finding::Described(configs) => configs,
    };
    let configs = configs.iter().filter(|config| is_asked(resource, &config.name));
    let configs = configs.map(|config| entry(config, with_synonyms)).collect();
    DescribeConfigsResult {
        resource_type: resource.resource_type,
        resource_name: resource.resource_name,
        configs,
        ..Default::default()
    }
}

/// Without names, or with an empty list of them, all are meant.
fn is_asked(resource: &DescribeConfigsResource<'_>, name: &str) -> bool {
    let names = resource.configuration_keys.as_ref().filter(|names| !names.is_empty());
    names.is_none_or(|names| names.iter().any(|asked| asked == name))
}

fn topic_entry(config: &TopicConfig, topic: &Topic, brokers: Dynamic<'_>) -> Described {
    let own = topic.configs.get(config.name).map(|value| config.shown(value));
    let (value, source) = match &own {
        Some(value) => (value.as_str(), ConfigSource::TOPIC_CONFIG),
        None => config.value(brokers),
    };
    let value = Some(config.shown(value));
    let own = own.map(|value| Synonym::new(config.name, &value, ConfigSource::TOPIC_CONFIG));
    Described {
        name: config.name.to_owned(),
        value,
        config_type: config.config_type(),
        source,
        synonyms: own.into_iter().chain(config.inherited(brokers)).collect(),
        read_only: false,
        is_sensitive: false,
    }
}

fn entry(config: &Described, with_synonyms: bool) -> DescribeConfigsResourceResult<'_> {
    let synonyms = config.synonyms.iter().filter(|_| with_synonyms);
    DescribeConfigsResourceResult {
        name: &config.name,
        value: config.value.as_deref(),
        read_only: config.read_only,
        config_source: config.source,
        is_sensitive: config.is_sensitive,
        synonyms: synonyms.map(synonym).collect(),
        config_type: config.config_type,
        // Of loggers Kafka has no documentation, and says so even to who does not ask for it.
        documentation: Some("")
            .filter(|_| config.source == ConfigSource::DYNAMIC_BROKER_LOGGER_CONFIG),
        ..Default::default()
    }
}

fn synonym(synonym: &Synonym) -> DescribeConfigsSynonym<'_> {
    DescribeConfigsSynonym {
        name: &synonym.name,
        value: synonym.value.as_deref(),
        source: synonym.source,
        ..Default::default()
    }
}

fn refused<'a>(
    resource: &DescribeConfigsResource<'a>,
    refusal: &'a Refusal,
) -> DescribeConfigsResult<'a> {
    DescribeConfigsResult {
        error_code: refusal.code,
        error_message: refusal.message(),
        resource_type: resource.resource_type,
        resource_name: resource.resource_name,
        ..Default::default()
    }
}

fn of_file(call: &Call<'_>) -> OfFile {
    let session_lifetime = call.cluster.logins.session_lifetime;
    OfFile { replicas: call.cluster.default_replication_factor(), session_lifetime }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::{ConfigType, ResourceType, Uuid};

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn shop() -> Cluster {
        let cluster = cluster(1);
        let topic = Topic {
            name: "orders".to_owned(),
            id: Uuid([1; 16]),
            partitions: vec![vec![1]],
            configs: BTreeMap::from([("retention.ms".to_owned(), " +1000".to_owned())]),
        };
        cluster.state.topics.change(|topics| topics.insert(topic));
        cluster
    }

    fn resource<'a>(
        resource_type: ConfigResourceType,
        resource_name: &'a str,
        names: &'a [&'a str],
    ) -> DescribeConfigsResource<'a> {
        let configuration_keys = Some(names.into());
        DescribeConfigsResource {
            resource_type,
            resource_name,
            configuration_keys,
            ..Default::default()
        }
    }

    /// Code and message of every answer.
    fn describe(
        cluster: &Cluster,
        client: &Client,
        resources: Vec<DescribeConfigsResource<'_>>,
    ) -> Vec<(i16, String)> {
        let request = DescribeConfigsRequest { resources: resources.into(), ..Default::default() };
        let frame = ask(cluster, client, 4, &request).unwrap();
        let response = read::<DescribeConfigsRequest<'_>>(&frame, 4);
        let summary = |it: DescribeConfigsResult<'_>| {
            (it.error_code.0, it.error_message.unwrap_or_default().to_owned())
        };
        response.results.iter().map(summary).collect()
    }

    fn said(code: i16, text: &str) -> (i16, String) {
        (code, text.to_owned())
    }

    #[test]
    fn a_topic_shows_what_is_set_and_what_is_default() {
        for version in 1..=4 {
            let names = ["retention.ms", "segment.bytes", "none"];
            let request = DescribeConfigsRequest {
                resources: vec![resource(ConfigResourceType::TOPIC, "orders", &names)].into(),
                include_synonyms: true,
                ..Default::default()
            };
            let frame = ask(&shop(), &iam(), version, &request).unwrap();
            let response = read::<DescribeConfigsRequest<'_>>(&frame, version);
            let result = response.results.iter().next().unwrap();
            let values: Vec<_> =
                result.configs.iter().map(|it| (it.name, it.value, it.config_source)).collect();
            let expected = [
                ("retention.ms", Some("1000"), ConfigSource::TOPIC_CONFIG),
                ("segment.bytes", Some("1073741824"), ConfigSource::DEFAULT_CONFIG),
            ];
            assert_eq!(values, expected);
            let synonyms = result.configs.iter().map(|it| it.synonyms.iter().next().unwrap().name);
            assert_eq!(synonyms.collect::<Vec<_>>(), ["retention.ms", "log.segment.bytes"]);
        }
    }

    #[test]
    fn no_names_mean_all() {
        let all = DescribeConfigsResource {
            configuration_keys: None,
            ..resource(ConfigResourceType::TOPIC, "orders", &[])
        };
        for resource in [all, resource(ConfigResourceType::TOPIC, "orders", &[])] {
            let resources = vec![resource].into();
            let request = DescribeConfigsRequest { resources, ..Default::default() };
            let frame = ask(&shop(), &iam(), 4, &request).unwrap();
            let response = read::<DescribeConfigsRequest<'_>>(&frame, 4);
            assert_eq!(response.results.iter().next().unwrap().configs.len(), TOPIC_CONFIGS.len());
        }
    }

    #[test]
    fn a_broker_keeps_the_authorizers_config_to_itself() {
        let names = ["allow.everyone.if.no.acl.found"];
        let resources = vec![resource(ConfigResourceType::BROKER, "1", &names)].into();
        let request = DescribeConfigsRequest { resources, ..Default::default() };
        let frame = ask(&shop(), &iam(), 4, &request).unwrap();
        let response = read::<DescribeConfigsRequest<'_>>(&frame, 4);
        let config = response.results.iter().next().unwrap().configs.iter().next().unwrap();
        assert_eq!((config.value, config.is_sensitive, config.read_only), (None, true, true));
        assert_eq!(config.config_source, ConfigSource::STATIC_BROKER_CONFIG);
        assert_eq!(config.config_type, ConfigType::UNKNOWN);
    }

    #[test]
    fn rights_are_needed_and_the_denied_come_last() {
        let cluster = shop();
        let asked = || {
            vec![
                resource(ConfigResourceType::BROKER, "1", &[]),
                resource(ConfigResourceType::TOPIC, "none", &[]),
                resource(ConfigResourceType::GROUP, "g", &[]),
                resource(ConfigResourceType::TOPIC, "orders", &[]),
            ]
        };
        let expected = [
            said(31, "Cluster authorization failed."),
            said(29, "Topic authorization failed."),
            said(30, "Group authorization failed."),
            said(29, "Topic authorization failed."),
        ];
        assert_eq!(describe(&cluster, &user(), asked()), expected);
        grant(&cluster, AclOperation::ALTER_CONFIGS, ResourceType::TOPIC, "orders");
        let codes: Vec<i16> =
            describe(&cluster, &user(), asked()).iter().map(|result| result.0).collect();
        assert_eq!(codes, [0, 31, 29, 30]);
    }

    #[test]
    fn resources_that_are_not_there() {
        let one = |kind, name| describe(&shop(), &iam(), vec![resource(kind, name, &[])]).remove(0);
        assert_eq!(one(ConfigResourceType::TOPIC, "none"), said(3, ""));
        assert_eq!(one(ConfigResourceType::TOPIC, "a b").0, 17);
        let text = "Unexpected broker id, expected 1 or empty string, but received 2";
        assert_eq!(one(ConfigResourceType::BROKER, "2"), said(42, text));
        let text = "Broker id must be an integer, but it is: x";
        assert_eq!(one(ConfigResourceType::BROKER, "x"), said(42, text));
        assert_eq!(one(ConfigResourceType::BROKER_LOGGER, "x"), said(42, text));
        let text = "Unexpected broker id, expected 1 but received 2";
        assert_eq!(one(ConfigResourceType::BROKER_LOGGER, "2"), said(42, text));
        let text = "Broker id must not be empty";
        assert_eq!(one(ConfigResourceType::BROKER_LOGGER, ""), said(42, text));
        assert_eq!(one(ConfigResourceType::BROKER_LOGGER, "1"), said(0, ""));
        assert_eq!(one(ConfigResourceType::BROKER, ""), said(0, ""));
        assert_eq!(one(ConfigResourceType(99), "x").0, 42);
        assert_eq!(one(ConfigResourceType::GROUP, ""), said(42, "Group name must not be empty"));
        assert_eq!(one(ConfigResourceType::GROUP, "g"), said(0, ""));
    }
}
