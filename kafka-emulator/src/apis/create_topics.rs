//! CreateTopics: what the controller checks, in its order (`ReplicationControlManager`).

use std::collections::{BTreeSet, HashSet};

use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreatableTopicConfigs, CreatableTopicResult,
    CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::{AclOperation, Array, ConfigSource, ErrorCode, ResourceType, Uuid};

use super::{Call, Outcome, is_too_late, timed_out};
use crate::cluster::random_uuid;
use crate::configs::broker::Dynamic;
use crate::configs::topic::{self as topic_config, TOPIC_CONFIGS};
use crate::placement::{self, DEFAULT_PARTITIONS};
use crate::refusal::Refusal;
use crate::state::groups::InternalTopic;
use crate::state::topic::{self, Topic};
use crate::state::topics::Topics;

/// How many partitions one request may create.
const MAX_PARTITIONS_PER_REQUEST: i64 = 10_000;

/// The first version whose clients know of THROTTLING_QUOTA_EXCEEDED (KIP-599).
const KNOWS_QUOTA: i16 = 6;

/// KRaft keeps its metadata in it.
const METADATA_TOPIC: &str = "__cluster_metadata";

pub(super) fn answer(call: &Call<'_>, request: &CreateTopicsRequest<'_>) -> Outcome {
    let names = Names::classify(call, request);
    if count_partitions(request, &names) > MAX_PARTITIONS_PER_REQUEST {
        let text = "Excessively large number of partitions per request.";
        return refuse(call, request, &Refusal::new(ErrorCode::POLICY_VIOLATION, text));
    }
    if !names.allowed.is_empty() && is_too_late(request.timeout_ms) {
        return refuse(call, request, &timed_out());
    }
    let wanted = request.topics.iter().filter(|topic| names.allowed.contains(topic.name));
    let mut creation = Creation::new(call, request.validate_only);
    let results: Vec<_> = wanted.map(|topic| (topic.name, creation.create(&topic))).collect();
    let refused = names.refusals();
    let configs = call.cluster.state.configs.now();
    let brokers = configs.dynamic(call.broker().id);
    call.reply(&CreateTopicsResponse {
        throttle_time_ms: call.throttle_time_ms(),
        topics: results
            .iter()
            .map(|(name, result)| match result {
                Ok(topic) => created(topic, brokers, names.describable.contains(name)),
                Err(refusal) => refused_topic(name, refusal),
            })
            .chain(refused.iter().map(|(name, refusal)| refused_topic(name, refusal)))
            .collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &CreateTopicsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().map(|topic| refused_topic(topic.name, refusal)).collect();
    call.reply(&CreateTopicsResponse { topics, ..Default::default() })
}

/// Makes a topic of a streams application, if that can be done; otherwise it stays missing.
pub(super) fn create_internal(call: &Call<'_>, topic: &InternalTopic) {
    let configs = topic.configs.iter().map(|(name, value)| CreatableTopicConfig {
        name,
        value: Some(value),
        ..Default::default()
    });
    let replication_factor =
        if topic.replication_factor == 0 { -1 } else { topic.replication_factor };
    let asked = CreatableTopic {
        name: &topic.name,
        num_partitions: topic.partitions,
        replication_factor,
        configs: configs.collect(),
        ..Default::default()
    };
    if i64::from(topic.partitions) <= MAX_PARTITIONS_PER_REQUEST {
        let _ = Creation::new(call, false).create(&asked);
    }
}

/// The names of a request, by what becomes of them.
#[derive(Default)]
struct Names<'q> {
    allowed: BTreeSet<&'q str>,
    /// Of the allowed ones, those whose configs the client may see.
    describable: BTreeSet<&'q str>,
    denied: BTreeSet<&'q str>,
    duplicate: BTreeSet<&'q str>,
}

impl<'q> Names<'q> {
    fn classify(call: &Call<'_>, request: &CreateTopicsRequest<'q>) -> Self {
        let (mut once, mut names) = (BTreeSet::new(), Self::default());
        for topic in request.topics.iter() {
            if !once.insert(topic.name) {
                names.duplicate.insert(topic.name);
            }
        }
        let authorizer = call.authorizer();
        let create = AclOperation::CREATE;
        let any_topic = authorizer.allows_on_cluster(create);
        for name in once.difference(&names.duplicate).copied() {
            let allowed = any_topic || authorizer.allows(create, ResourceType::TOPIC, name);
            match allowed && name != METADATA_TOPIC {
                true => names.allowed.insert(name),
                false => names.denied.insert(name),
            };
            let describe_configs = AclOperation::DESCRIBE_CONFIGS;
            if authorizer.allows(describe_configs, ResourceType::TOPIC, name) {
                names.describable.insert(name);
            }
        }
        names
    }

    /// What is not even tried.
    fn refusals(&self) -> Vec<(&'q str, Refusal)> {
        let duplicate = Refusal::new(ErrorCode::INVALID_REQUEST, "Duplicate topic name.");
        let denied = Refusal::new(ErrorCode::TOPIC_AUTHORIZATION_FAILED, "Authorization failed.");
        let prohibited = Refusal::new(
            ErrorCode::INVALID_REQUEST,
            format!("Creation of internal topic {METADATA_TOPIC} is prohibited."),
        );
        let duplicates = self.duplicate.iter().map(|name| (*name, duplicate.clone()));
        let denials = self.denied.iter().map(|name| match *name {
            METADATA_TOPIC => (*name, prohibited.clone()),
            _ => (*name, denied.clone()),
        });
        duplicates.chain(denials).collect()
    }
}

fn count_partitions(request: &CreateTopicsRequest<'_>, names: &Names<'_>) -> i64 {
    let mut count = 0;
    for topic in request.topics.iter().filter(|topic| names.allowed.contains(topic.name)) {
        count += match topic.assignments.len() {
            0 if topic.num_partitions == -1 => i64::from(DEFAULT_PARTITIONS),
            0 => i64::from(topic.num_partitions.max(0)),
            assigned => assigned as i64,
        };
    }
    count
}

/// What the topics of one request have in common.
struct Creation<'a, 'q> {
    call: &'a Call<'a>,
    validate_only: bool,
    /// The names of those that this request has created.
    created: HashSet<&'q str>,
}

impl<'a, 'q> Creation<'a, 'q> {
    fn new(call: &'a Call<'a>, validate_only: bool) -> Self {
        Self { call, validate_only, created: HashSet::new() }
    }

    fn create(&mut self, asked: &CreatableTopic<'q>) -> Result<Topic, Refusal> {
        if self.validate_only {
            return self.check(&self.call.cluster.state.topics.now(), asked);
        }
        let topic = self.call.cluster.state.topics.change(|topics| {
            let topic = self.check(topics, asked)?;
            topics.insert(topic.clone());
            Ok(topic)
        })?;
        self.created.insert(asked.name);
        Ok(topic)
    }

    /// The topic, if it can be created.
    fn check(&self, topics: &Topics, asked: &CreatableTopic<'q>) -> Result<Topic, Refusal> {
        self.check_name(topics, asked.name)?;
        let given = asked.configs.iter().map(|it| (it.name, it.value));
        let configs = topic_config::validate(given)?;
        let partitions = placement::partitions(self.call.cluster, topics.len(), asked)?;
        let id = random_uuid().map_err(|_| Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR))?;
        let topic = Topic { name: asked.name.to_owned(), id, partitions, configs };
        topics.check_room(None, &topic)?;
        self.call.count_changes(topic.partitions.len(), KNOWS_QUOTA)?;
        Ok(topic)
    }

    fn check_name(&self, topics: &Topics, name: &str) -> Result<(), Refusal> {
        if topics.contains(name) {
            let text = format!("Topic '{name}' already exists.");
            return Err(Refusal::new(ErrorCode::TOPIC_ALREADY_EXISTS, text));
        }
        topic::validate_name(name).map_err(invalid_name)?;
        // Kafka compares with the topics that were there before the request.
        match topics.collisions(name).find(|other| !self.created.contains(other)) {
            Some(other) => {
                Err(invalid_name(format!("Topic '{name}' collides with existing topic: {other}")))
            }
            None => Ok(()),
        }
    }
}

fn invalid_name(text: String) -> Refusal {
    Refusal::new(ErrorCode::INVALID_TOPIC_EXCEPTION, text)
}

/// Without DESCRIBE_CONFIGS the client does not hear what it made (KIP-525).
fn created<'a>(
    topic: &'a Topic,
    brokers: Dynamic<'a>,
    describable: bool,
) -> CreatableTopicResult<'a> {
    let result = CreatableTopicResult {
        name: &topic.name,
        topic_id: topic.id,
        error_message: None,
        ..Default::default()
    };
    if !describable {
        let topic_config_error_code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        return CreatableTopicResult { topic_config_error_code, ..result };
    }
    CreatableTopicResult {
        num_partitions: i32::try_from(topic.partitions.len()).unwrap_or(i32::MAX),
        replication_factor: topic.replication_factor(),
        configs: Some(configs(topic, brokers)),
        ..result
    }
}

fn configs<'a>(topic: &'a Topic, brokers: Dynamic<'a>) -> Array<'a, CreatableTopicConfigs<'a>> {
    let mut configs = Vec::with_capacity(TOPIC_CONFIGS.len());
    for config in TOPIC_CONFIGS {
        let set = topic.configs.get(config.name);
        let set = set.map(|value| (value.as_str(), ConfigSource::TOPIC_CONFIG));
        let (value, config_source) = set.unwrap_or_else(|| config.value(brokers));
        configs.push(CreatableTopicConfigs {
            name: config.name,
            value: Some(value),
            config_source,
            ..Default::default()
        });
    }
    configs.into()
}

fn refused_topic<'a>(name: &'a str, refusal: &'a Refusal) -> CreatableTopicResult<'a> {
    CreatableTopicResult {
        name,
        topic_id: Uuid::ZERO,
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::{MAX_PARTITIONS, MAX_TEXT};

    fn topic(name: &str) -> CreatableTopic<'_> {
        CreatableTopic { name, num_partitions: 1, replication_factor: 1, ..Default::default() }
    }

    /// Name, code and message of every answer.
    fn create(
        cluster: &Cluster,
        client: &Client,
        topics: Vec<CreatableTopic<'_>>,
    ) -> Vec<(String, i16, String)> {
        let request = CreateTopicsRequest { topics: topics.into(), ..Default::default() };
        let frame = ask(cluster, client, 7, &request).unwrap();
        let response = read::<CreateTopicsRequest<'_>>(&frame, 7);
        let summary = |topic: CreatableTopicResult<'_>| {
            let text = topic.error_message.unwrap_or_default().to_owned();
            (topic.name.to_owned(), topic.error_code.0, text)
        };
        response.topics.iter().map(summary).collect()
    }

    /// Code and message for one topic, asked by someone who may.
    fn one(asked: CreatableTopic<'_>) -> (i16, String) {
        let mut answers = create(&cluster(2), &iam(), vec![asked]);
        let (_, code, text) = answers.remove(0);
        (code, text)
    }

    fn said(code: i16, text: &str) -> (i16, String) {
        (code, text.to_owned())
    }

    fn replicas(cluster: &Cluster, name: &str) -> Vec<Vec<i32>> {
        cluster.state.topics.now().get(name).unwrap().partitions.clone()
    }

    #[test]
    fn a_topic_is_created_and_described() {
        let cluster = cluster(3);
        let config = CreatableTopicConfig {
            name: "retention.ms",
            value: Some("1000"),
            ..Default::default()
        };
        let wanted = CreatableTopic {
            num_partitions: 2,
            replication_factor: 3,
            configs: vec![config].into(),
            ..topic("orders")
        };
        let request = CreateTopicsRequest { topics: vec![wanted].into(), ..Default::default() };
        let frame = ask(&cluster, &iam(), 7, &request).unwrap();
        let response = read::<CreateTopicsRequest<'_>>(&frame, 7);
        let created = response.topics.iter().next().unwrap();
        assert_eq!((created.error_code, created.num_partitions), (ErrorCode::NONE, 2));
        assert_eq!(created.replication_factor, 3);
        let configs = created.configs.unwrap();
        let config = configs.iter().find(|config| config.name == "retention.ms").unwrap();
        assert_eq!(config.value, Some("1000"));
        assert_eq!(config.config_source, ConfigSource::TOPIC_CONFIG);
        let topics = cluster.state.topics.now();
        assert_eq!(topics.get("orders").map(|topic| topic.id), Some(created.topic_id));
    }

    #[test]
    fn minus_one_takes_the_defaults_in_every_version() {
        for version in 2..=7 {
            let cluster = cluster(2);
            let wanted =
                CreatableTopic { num_partitions: -1, replication_factor: -1, ..topic("orders") };
            let request = CreateTopicsRequest { topics: vec![wanted].into(), ..Default::default() };
            let frame = ask(&cluster, &iam(), version, &request).unwrap();
            let response = read::<CreateTopicsRequest<'_>>(&frame, version);
            assert_eq!(response.topics.iter().next().unwrap().error_code, ErrorCode::NONE);
            assert_eq!(replicas(&cluster, "orders"), [[1, 2]]);
        }
    }

    #[test]
    fn validate_only_creates_nothing() {
        let cluster = cluster(1);
        let topics = vec![topic("orders")].into();
        let request = CreateTopicsRequest { topics, validate_only: true, ..Default::default() };
        ask(&cluster, &iam(), 7, &request).unwrap();
        assert_eq!(cluster.state.topics.now().len(), 0);
    }

    #[test]
    fn without_rights_existing_and_new_topics_are_denied_alike() {
        let cluster = cluster(1);
        create(&cluster, &iam(), vec![topic("there")]);
        let results = create(&cluster, &user(), vec![topic("there"), topic("new")]);
        let denied = |name: &str| (name.to_owned(), 29, "Authorization failed.".to_owned());
        assert_eq!(results, [denied("new"), denied("there")]);
    }

    #[test]
    fn create_on_the_topic_or_on_the_cluster_is_enough_but_configs_are_hidden() {
        let cluster = cluster(1);
        grant(&cluster, AclOperation::CREATE, ResourceType::TOPIC, "mine");
        let codes = |names: [&'static str; 2]| -> Vec<i16> {
            let topics = names.into_iter().map(topic).collect();
            create(&cluster, &user(), topics).iter().map(|result| result.1).collect()
        };
        assert_eq!(codes(["mine", "other"]), [0, 29]);
        grant(&cluster, AclOperation::CREATE, ResourceType::CLUSTER, "kafka-cluster");
        let topics = vec![topic("more")].into();
        let request = CreateTopicsRequest { topics, ..Default::default() };
        let frame = ask(&cluster, &user(), 7, &request).unwrap();
        let response = read::<CreateTopicsRequest<'_>>(&frame, 7);
        let created = response.topics.iter().next().unwrap();
        assert_eq!(created.error_code, ErrorCode::NONE);
        assert_eq!(created.topic_config_error_code, ErrorCode::TOPIC_AUTHORIZATION_FAILED);
        assert_eq!(created.num_partitions, -1);
    }

    #[test]
    fn duplicates_are_refused_and_the_others_created() {
        let results = create(&cluster(1), &iam(), vec![topic("u"), topic("u"), topic("w")]);
        let duplicate = ("u".to_owned(), 42, "Duplicate topic name.".to_owned());
        assert_eq!(results, [("w".to_owned(), 0, String::new()), duplicate]);
    }

    #[test]
    fn a_request_without_time_is_timed_out_and_creates_nothing() {
        let codes = |client: &Client, timeout_ms, validate_only| -> Vec<(String, i16)> {
            let cluster = cluster(1);
            let topics = ["a", "a b", "u", "u"].into_iter().map(topic).collect();
            let request =
                CreateTopicsRequest { topics, timeout_ms, validate_only, ..Default::default() };
            let frame = ask(&cluster, client, 7, &request).unwrap();
            assert_eq!(cluster.state.topics.now().len(), 0);
            let response = read::<CreateTopicsRequest<'_>>(&frame, 7);
            response.topics.iter().map(|it| (it.name.to_owned(), it.error_code.0)).collect()
        };
        let all = |codes: &[(&str, i16)]| -> Vec<(String, i16)> {
            codes.iter().map(|(name, code)| ((*name).to_owned(), *code)).collect()
        };
        for (timeout_ms, validate_only) in [(0, false), (-1, false), (i32::MIN, true)] {
            let timed_out = all(&[("a", 7), ("a b", 7), ("u", 7), ("u", 7)]);
            assert_eq!(codes(&iam(), timeout_ms, validate_only), timed_out);
            // What does not get as far as the controller has no need of time.
            let refused = all(&[("u", 42), ("a", 29), ("a b", 29)]);
            assert_eq!(codes(&user(), timeout_ms, validate_only), refused);
        }
    }

    #[test]
    fn there_is_room_for_so_many_partitions_and_so_much_text() {
        let fill = |partitions: usize, text: usize| {
            let cluster = cluster(1);
            let configs = [("retention.ms".to_owned(), "1".repeat(text))].into();
            let (name, id) = ("big".to_owned(), Uuid([1; 16]));
            let big = Topic { name, id, partitions: vec![vec![1]; partitions], configs };
            cluster.state.topics.change(|topics| topics.insert(big));
            create(&cluster, &iam(), vec![topic("small")]).remove(0).1
        };
        assert_eq!(fill(MAX_PARTITIONS - 1, 1), 0);
        assert_eq!(fill(MAX_PARTITIONS, 1), 44);
        assert_eq!(fill(1, MAX_TEXT), 0);
        assert_eq!(fill(1, MAX_TEXT + 1), 44);
    }

    #[test]
    fn topics_of_one_request_do_not_collide_with_each_other() {
        let codes = |cluster: &Cluster, names: [&'static str; 2]| -> Vec<i16> {
            let topics = names.into_iter().map(topic).collect();
            create(cluster, &iam(), topics).iter().map(|result| result.1).collect()
        };
        let cluster = cluster(1);
        assert_eq!(codes(&cluster, ["a.b", "a_b"]), [0, 0]);
        assert_eq!(codes(&cluster, ["a.b", "c"]), [36, 0]);
    }

    #[test]
    fn names_are_checked() {
        let cluster = cluster(1);
        create(&cluster, &iam(), vec![topic("a.b")]);
        let said_of = |name| create(&cluster, &iam(), vec![topic(name)]).remove(0);
        assert_eq!(
            said_of("a.b"),
            ("a.b".to_owned(), 36, "Topic 'a.b' already exists.".to_owned())
        );
        let text = "Topic 'a_b' collides with existing topic: a.b";
        assert_eq!(said_of("a_b"), ("a_b".to_owned(), 17, text.to_owned()));
        assert_eq!(said_of("a b").1, 17);
        let text = "Creation of internal topic __cluster_metadata is prohibited.";
        assert_eq!(said_of(METADATA_TOPIC), (METADATA_TOPIC.to_owned(), 42, text.to_owned()));
    }

    #[test]
    fn one_request_cannot_create_too_many_partitions() {
        let text = "Excessively large number of partitions per request.";
        let wanted = CreatableTopic { num_partitions: 10_001, ..topic("t") };
        assert_eq!(one(wanted), said(44, text));
        let wanted = CreatableTopic { num_partitions: 10_000, ..topic("t") };
        assert_eq!(one(wanted), said(0, ""));
    }
}
