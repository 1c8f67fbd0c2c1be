//! Metadata: brokers, topics and partitions.

use std::collections::BTreeSet;

use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponse, MetadataResponseBroker,
    MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType, Uuid};

use super::describe_cluster::cluster_operations;
use super::{Call, Outcome};
use crate::authorizer::{Authorizer, OPERATIONS_OMITTED};
use crate::refusal::Refusal;
use crate::state::leadership::Led;
use crate::state::topic::{self, Topic};
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &MetadataRequest<'_>) -> Outcome {
    if let Some(code) = flaw(request, call.version()) {
        return refuse(call, request, &Refusal::of(code));
    }
    let operations = match request.include_cluster_authorized_operations {
        true => cluster_operations(call),
        false => OPERATIONS_OMITTED,
    };
    let topics = call.cluster.state.topics.now();
    let listing = Listing {
        existing: &topics,
        authorizer: call.authorizer(),
        with_operations: request.include_topic_authorized_operations,
    };
    // No array asks for all topics, and so does an empty one in v0, which has no null.
    let topics = match &request.topics {
        Some(asked) if call.version() > 0 || !asked.is_empty() => listing.asked(asked),
        _ => listing.all(),
    };
    call.reply(&MetadataResponse {
        brokers: brokers(call),
        cluster_id: Some(&call.cluster.id),
        controller_id: call.cluster.controller_id(),
        topics: Array::from(topics),
        cluster_authorized_operations: operations,
        ..Default::default()
    })
}

pub(super) fn refuse(call: &Call<'_>, request: &MetadataRequest<'_>, refusal: &Refusal) -> Outcome {
    let topics = request.topics.iter().flatten().map(|topic| MetadataResponseTopic {
        error_code: refusal.code,
        name: Some(topic.name.unwrap_or_default()),
        topic_id: topic.topic_id,
        ..Default::default()
    });
    let (error_code, topics) = (refusal.code, topics.collect());
    call.reply(&MetadataResponse { error_code, topics, ..Default::default() })
}

/// What makes Kafka refuse the whole request: topic ids, or no name, before v12; neither name nor
/// id, from v12, is more than it expects.
fn flaw(request: &MetadataRequest<'_>, version: i16) -> Option<ErrorCode> {
    let (mut without_name, mut with_id, mut with_neither) = (false, false, false);
    for topic in request.topics.iter().flatten() {
        without_name |= topic.name.is_none();
        with_id |= !topic.topic_id.is_zero();
        with_neither |= topic.name.is_none() && topic.topic_id.is_zero();
    }
    if version < 12 {
        return (without_name || with_id).then_some(ErrorCode::INVALID_REQUEST);
    }
    (with_neither && !with_id).then_some(ErrorCode::UNKNOWN_SERVER_ERROR)
}

fn brokers<'a>(call: &Call<'a>) -> Array<'a, MetadataResponseBroker<'a>> {
    let endpoints = call.cluster.endpoints(call.client.at.listener);
    let brokers = endpoints.map(|(broker, port)| MetadataResponseBroker {
        node_id: broker.id,
        host: &broker.host,
        port: port.into(),
        ..Default::default()
    });
    brokers.collect()
}

/// The topics of an answer.
struct Listing<'a> {
    existing: &'a Topics,
    authorizer: Authorizer<'a>,
    with_operations: bool,
}

impl<'a> Listing<'a> {
    /// Topics without DESCRIBE are left out without a word.
    fn all(&self) -> Vec<MetadataResponseTopic<'a>> {
        let topics = self.existing.iter();
        topics
            .filter(|topic| self.may_describe(&topic.name))
            .map(|topic| self.found(topic))
            .collect()
    }

    /// Each asked topic once. If one is asked for by its id, only ids count.
    fn asked<'q>(
        &self,
        topics: &Array<'q, MetadataRequestTopic<'q>>,
    ) -> Vec<MetadataResponseTopic<'q>>
    where
        'a: 'q,
    {
        let ids: BTreeSet<Uuid> =
            topics.iter().map(|topic| topic.topic_id).filter(|id| !id.is_zero()).collect();
        if !ids.is_empty() {
            return self.asked_by_id(&ids);
        }
        let mut seen = BTreeSet::new();
        let names = topics.iter().filter_map(|topic| topic.name).filter(|name| seen.insert(*name));
        let (allowed, denied): (Vec<&str>, Vec<&str>) =
            names.partition(|name| self.may_describe(name));
        let (there, missing): (Vec<&str>, Vec<&str>) =
            allowed.into_iter().partition(|name| self.existing.contains(name));
        let there = there.into_iter().filter_map(|name| self.existing.get(name));
        let missing = missing.into_iter().map(|name| self.missing(name));
        let denied = denied.into_iter().map(denied_topic);
        there.map(|topic| self.found(topic)).chain(missing).chain(denied).collect()
    }

    fn asked_by_id(&self, ids: &BTreeSet<Uuid>) -> Vec<MetadataResponseTopic<'a>> {
        let mut topics = Vec::with_capacity(ids.len());
        for id in ids {
            topics.push(match self.existing.get_by_id(*id) {
                None => nameless(*id, ErrorCode::UNKNOWN_TOPIC_ID),
                Some(topic) if self.may_describe(&topic.name) => self.found(topic),
                Some(_) => nameless(*id, ErrorCode::TOPIC_AUTHORIZATION_FAILED),
            });
        }
        topics
    }

    fn may_describe(&self, name: &str) -> bool {
        self.authorizer.allows(AclOperation::DESCRIBE, ResourceType::TOPIC, name)
    }

    fn operations(&self, name: &str) -> i32 {
        match self.with_operations {
            true => self.authorizer.operations(ResourceType::TOPIC, name),
            false => OPERATIONS_OMITTED,
        }
    }

    fn found(&self, topic: &'a Topic) -> MetadataResponseTopic<'a> {
        let partitions = self.existing.all_led(topic).enumerate();
        MetadataResponseTopic {
            name: Some(&topic.name),
            topic_id: topic.id,
            is_internal: topic::is_internal(&topic.name),
            partitions: partitions
                .map(|(index, led)| partition(index, led, self.existing.down()))
                .collect(),
            topic_authorized_operations: self.operations(&topic.name),
            ..Default::default()
        }
    }

    fn missing<'q>(&self, name: &'q str) -> MetadataResponseTopic<'q> {
        MetadataResponseTopic {
            error_code: match topic::validate_name(name) {
                Ok(()) => ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
                Err(_) => ErrorCode::INVALID_TOPIC_EXCEPTION,
            },
            name: Some(name),
            is_internal: topic::is_internal(name),
            topic_authorized_operations: self.operations(name),
            ..Default::default()
        }
    }
}

/// Says the same of topics that exist and of those that do not.
fn denied_topic(name: &str) -> MetadataResponseTopic<'_> {
    MetadataResponseTopic {
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        name: Some(name),
        ..Default::default()
    }
}

fn nameless(topic_id: Uuid, error_code: ErrorCode) -> MetadataResponseTopic<'static> {
    MetadataResponseTopic { error_code, name: None, topic_id, ..Default::default() }
}

fn partition<'a>(
    index: usize,
    led: Led<'a>,
    down: &BTreeSet<i32>,
) -> MetadataResponsePartition<'a> {
    MetadataResponsePartition {
        error_code: match led.leader {
            -1 => ErrorCode::LEADER_NOT_AVAILABLE,
            _ => ErrorCode::NONE,
        },
        partition_index: i32::try_from(index).unwrap_or(i32::MAX),
        leader_id: led.leader,
        leader_epoch: led.epoch,
        replica_nodes: Array::from(led.replicas),
        isr_nodes: isr(led),
        offline_replicas: offline(led, down),
        ..Default::default()
    }
}

/// The replicas whose brokers are not up.
pub(super) fn offline(led: Led<'_>, down: &BTreeSet<i32>) -> Array<'static, i32> {
    led.replicas.iter().copied().filter(|id| down.contains(id)).collect()
}

/// Nothing is copied where all replicas are in sync, as nearly always.
pub(super) fn isr(led: Led<'_>) -> Array<'_, i32> {
    match (led.adding, led.out) {
        ([], []) => Array::from(led.replicas),
        _ => led.isr().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    const ORDERS: Uuid = Uuid([5; 16]);

    fn shop() -> Cluster {
        let cluster = cluster(2);
        let partitions = vec![vec![1, 2], vec![2, 1]];
        let topic = Topic {
            name: "orders".to_owned(),
            id: ORDERS,
            partitions,
            configs: Default::default(),
        };
        cluster.state.topics.change(|topics| topics.insert(topic));
        cluster
    }

    fn named(name: &str) -> MetadataRequestTopic<'_> {
        MetadataRequestTopic { name: Some(name), ..Default::default() }
    }

    fn by_id(topic_id: Uuid) -> MetadataRequestTopic<'static> {
        MetadataRequestTopic { name: None, topic_id, ..Default::default() }
    }

    /// Code, name and operations of each topic in the answer.
    fn metadata(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        topics: Option<Vec<MetadataRequestTopic<'_>>>,
    ) -> Vec<(i16, Option<String>, i32)> {
        let request = MetadataRequest {
            topics: topics.map(Array::from),
            include_topic_authorized_operations: version >= 8,
            ..Default::default()
        };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<MetadataRequest<'_>>(&frame, version);
        let topics = response.topics.iter();
        let summary = |topic: MetadataResponseTopic<'_>| {
            let name = topic.name.map(str::to_owned);
            (topic.error_code.0, name, topic.topic_authorized_operations)
        };
        topics.map(summary).collect()
    }

    fn seen(code: i16, name: &str, operations: i32) -> (i16, Option<String>, i32) {
        (code, Some(name.to_owned()), operations)
    }

    #[test]
    fn named_topics_without_describe_are_denied_whether_they_exist_or_not() {
        let topics = vec![named("orders"), named("none")];
        let expected = [seen(29, "orders", i32::MIN), seen(29, "none", i32::MIN)];
        assert_eq!(metadata(&shop(), &user(), 12, Some(topics)), expected);
    }

    #[test]
    fn all_topics_leave_out_what_may_not_be_described() {
        let cluster = shop();
        assert_eq!(metadata(&cluster, &user(), 12, None), []);
        assert_eq!(metadata(&cluster, &user(), 0, Some(Vec::new())), []);
        assert_eq!(metadata(&cluster, &iam(), 12, None), [seen(0, "orders", 0xdf8)]);
        assert_eq!(metadata(&cluster, &iam(), 0, Some(Vec::new())), [seen(0, "orders", i32::MIN)]);
        assert_eq!(metadata(&cluster, &iam(), 12, Some(Vec::new())), []);
    }

    #[test]
    fn write_gives_write_and_describe() {
        let cluster = shop();
        grant(&cluster, AclOperation::WRITE, ResourceType::TOPIC, "orders");
        let topics = Some(vec![named("orders")]);
        assert_eq!(metadata(&cluster, &user(), 12, topics), [seen(0, "orders", 0x110)]);
    }

    #[test]
    fn unknown_and_invalid_names_are_told_apart_and_duplicates_are_not_repeated() {
        let topics = vec![named("none"), named("a b"), named("orders"), named("orders")];
        let expected = [seen(0, "orders", 0xdf8), seen(3, "none", 0xdf8), seen(17, "a b", 0xdf8)];
        assert_eq!(metadata(&shop(), &iam(), 12, Some(topics)), expected);
    }

    #[test]
    fn ids_come_from_v12_on_and_outweigh_names() {
        let cluster = shop();
        let topics = || Some(vec![by_id(ORDERS), by_id(Uuid([1; 16])), named("other")]);
        let expected = [(100, None, i32::MIN), seen(0, "orders", 0xdf8)];
        assert_eq!(metadata(&cluster, &iam(), 12, topics()), expected);
        let denied = [(100, None, i32::MIN), (29, None, i32::MIN)];
        assert_eq!(metadata(&cluster, &user(), 12, topics()), denied);
        let topics = Some(vec![MetadataRequestTopic { topic_id: ORDERS, ..named("orders") }]);
        assert_eq!(metadata(&cluster, &iam(), 11, topics), [seen(42, "orders", i32::MIN)]);
        let topics = Some(vec![by_id(Uuid::ZERO)]);
        assert_eq!(metadata(&cluster, &iam(), 12, topics), [seen(-1, "", i32::MIN)]);
    }

    #[test]
    fn replicas_are_in_sync_and_the_first_leads() {
        let request = MetadataRequest { topics: None, ..Default::default() };
        let frame = ask(&shop(), &iam(), 13, &request).unwrap();
        let response = read::<MetadataRequest<'_>>(&frame, 13);
        let topic = response.topics.iter().next().unwrap();
        assert_eq!(topic.topic_id, ORDERS);
        let leaders: Vec<i32> = topic.partitions.iter().map(|it| it.leader_id).collect();
        assert_eq!(leaders, [1, 2]);
        let second = topic.partitions.iter().nth(1).unwrap();
        assert_eq!(second.isr_nodes, second.replica_nodes);
        assert_eq!((response.controller_id, response.brokers.len()), (1, 2));
    }

    #[test]
    fn every_version_can_be_answered() {
        for version in 0..=13 {
            assert_eq!(metadata(&shop(), &iam(), version, Some(vec![named("orders")])).len(), 1);
        }
    }
}
