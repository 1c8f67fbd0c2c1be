//! DescribeTopicPartitions: topics in pages (KIP-966).

use std::collections::BTreeSet;

use kafka_proto::messages::describe_topic_partitions::{
    Cursor, DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
    DescribeTopicPartitionsResponsePartition, DescribeTopicPartitionsResponseTopic,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};

use super::metadata::{isr, offline};
use super::{Call, Outcome};
use crate::authorizer::Authorizer;
use crate::refusal::Refusal;
use crate::state::leadership::Led;
use crate::state::topic::{self, Topic};
use crate::state::topics::Topics;

/// `max.request.partition.size.limit`.
const MAX_PARTITIONS: usize = 2000;

pub(super) fn answer(call: &Call<'_>, request: &DescribeTopicPartitionsRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let from = request.cursor.as_ref().map_or("", |cursor| cursor.topic_name);
    let everything = request.topics.is_empty();
    let names: BTreeSet<&str> = match everything {
        true => topics.starting_at(from).map(|topic| topic.name.as_str()).collect(),
        false => request.topics.iter().map(|it| it.name).filter(|name| *name >= from).collect(),
    };
    if is_misplaced(request, &names) {
        return refuse(call, request, &Refusal::of(ErrorCode::INVALID_REQUEST));
    }
    let mut page = Page::new(&topics, call.authorizer(), request);
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| page.may_describe(name));
    // Kafka stumbles over an empty name that may be described, and says so of all of them.
    if allowed.first() == Some(&"") {
        return refuse(call, request, &Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    page.fill(&allowed);
    // Pages have no room for them, they are simply added; not if nobody asked by name.
    let denied = denied.into_iter().filter(|_| !everything).map(denied_topic);
    page.topics.extend(denied);
    call.reply(&DescribeTopicPartitionsResponse {
        topics: page.topics.into(),
        next_cursor: page.next,
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeTopicPartitionsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().map(|topic| DescribeTopicPartitionsResponseTopic {
        error_code: refusal.code,
        name: Some(topic.name),
        ..Default::default()
    });
    call.reply(&DescribeTopicPartitionsResponse {
        topics: topics.collect(),
        next_cursor: None,
        ..Default::default()
    })
}

/// A cursor must be at one of the topics that are asked for, and at a partition.
fn is_misplaced(request: &DescribeTopicPartitionsRequest<'_>, names: &BTreeSet<&str>) -> bool {
    request.cursor.as_ref().is_some_and(|cursor| {
        let is_elsewhere = !request.topics.is_empty() && !names.contains(cursor.topic_name);
        is_elsewhere || cursor.partition_index < 0
    })
}

/// One page of partitions.
struct Page<'a, 'q> {
    existing: &'a Topics,
    authorizer: Authorizer<'a>,
    start: Option<Cursor<'q>>,
    /// How many more partitions there is room for.
    room: usize,
    topics: Vec<DescribeTopicPartitionsResponseTopic<'q>>,
    next: Option<Cursor<'q>>,
}

impl<'a: 'q, 'q> Page<'a, 'q> {
    /// Kafka gives at least one partition, whatever the limit.
    fn new(
        existing: &'a Topics,
        authorizer: Authorizer<'a>,
        request: &DescribeTopicPartitionsRequest<'q>,
    ) -> Self {
        let limit = usize::try_from(request.response_partition_limit).unwrap_or(1);
        let room = limit.clamp(1, MAX_PARTITIONS);
        let start = request.cursor.clone();
        Self { existing, authorizer, start, room, topics: Vec::new(), next: None }
    }

    fn fill(&mut self, names: &[&'q str]) {
        for name in names {
            if self.room == 0 {
                self.next = Some(cursor(name, 0));
                return;
            }
            match self.existing.get(name) {
                None => self.topics.push(self.missing(name)),
                Some(topic) => self.add(topic),
            }
            if self.next.is_some() {
                return;
            }
        }
    }

    fn add(&mut self, topic: &'a Topic) {
        let count = topic.partitions.len();
        let first = self.first_partition(&topic.name).min(count);
        let end = count.min(first + self.room);
        self.room -= end - first;
        if end < count {
            self.next = Some(cursor(&topic.name, end));
        }
        let partitions = self.existing.all_led(topic).enumerate().take(end).skip(first);
        self.topics.push(DescribeTopicPartitionsResponseTopic {
            name: Some(&topic.name),
            topic_id: topic.id,
            is_internal: topic::is_internal(&topic.name),
            partitions: partitions
                .map(|(index, led)| partition(index, led, self.existing.down()))
                .collect(),
            topic_authorized_operations: self.operations(&topic.name),
            ..Default::default()
        });
    }

    fn first_partition(&self, name: &str) -> usize {
        let start = self.start.as_ref().filter(|start| start.topic_name == name);
        start.map_or(0, |start| usize::try_from(start.partition_index).unwrap_or(0))
    }

    fn missing(&self, name: &'q str) -> DescribeTopicPartitionsResponseTopic<'q> {
        DescribeTopicPartitionsResponseTopic {
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

    fn may_describe(&self, name: &str) -> bool {
        self.authorizer.allows(AclOperation::DESCRIBE, ResourceType::TOPIC, name)
    }

    fn operations(&self, name: &str) -> i32 {
        self.authorizer.operations(ResourceType::TOPIC, name)
    }
}

fn denied_topic(name: &str) -> DescribeTopicPartitionsResponseTopic<'_> {
    DescribeTopicPartitionsResponseTopic {
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        name: Some(name),
        ..Default::default()
    }
}

fn cursor(topic_name: &str, partition: usize) -> Cursor<'_> {
    let partition_index = i32::try_from(partition).unwrap_or(i32::MAX);
    Cursor { topic_name, partition_index, ..Default::default() }
}

fn partition<'a>(
    index: usize,
    led: Led<'a>,
    down: &BTreeSet<i32>,
) -> DescribeTopicPartitionsResponsePartition<'a> {
    DescribeTopicPartitionsResponsePartition {
        partition_index: i32::try_from(index).unwrap_or(i32::MAX),
        leader_id: led.leader,
        leader_epoch: led.epoch,
        replica_nodes: Array::from(led.replicas),
        isr_nodes: isr(led),
        eligible_leader_replicas: Some(Array::from(led.eligible)),
        last_known_elr: Some(led.last_known_leader().into_iter().collect()),
        offline_replicas: offline(led, down),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::Uuid;
    use kafka_proto::messages::describe_topic_partitions::TopicRequest;

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// `a` with two partitions, `b` with one, `c` with three.
    fn three() -> Cluster {
        let cluster = cluster(1);
        for (name, partitions) in [("a", 2), ("b", 1), ("c", 3)] {
            let topic = Topic {
                name: name.to_owned(),
                id: Uuid([partitions; 16]),
                partitions: vec![vec![1]; partitions.into()],
                configs: BTreeMap::new(),
            };
            cluster.state.topics.change(|topics| topics.insert(topic));
        }
        cluster
    }

    /// Code, name and partitions of each topic; where the next page starts.
    type Seen = (Vec<(i16, String, Vec<i32>)>, Option<(String, i32)>);

    fn page(
        cluster: &Cluster,
        client: &Client,
        names: &[&'static str],
        limit: i32,
        start: Option<(&str, i32)>,
    ) -> Seen {
        let topic = |name: &&'static str| TopicRequest { name, ..Default::default() };
        let request = DescribeTopicPartitionsRequest {
            topics: names.iter().map(topic).collect(),
            response_partition_limit: limit,
            cursor: start.map(|(topic_name, partition_index)| Cursor {
                topic_name,
                partition_index,
                ..Default::default()
            }),
            ..Default::default()
        };
        let frame = ask(cluster, client, 0, &request).unwrap();
        let response = read::<DescribeTopicPartitionsRequest<'_>>(&frame, 0);
        let summary = |topic: DescribeTopicPartitionsResponseTopic<'_>| {
            let partitions = topic.partitions.iter().map(|it| it.partition_index).collect();
            (topic.error_code.0, topic.name.unwrap_or_default().to_owned(), partitions)
        };
        let next = response.next_cursor.map(|it| (it.topic_name.to_owned(), it.partition_index));
        (response.topics.iter().map(summary).collect(), next)
    }

    fn seen(topics: &[(i16, &str, &[i32])], next: Option<(&str, i32)>) -> Seen {
        let topic = |(code, name, partitions): &(i16, &str, &[i32])| {
            (*code, (*name).to_owned(), partitions.to_vec())
        };
        (topics.iter().map(topic).collect(), next.map(|(name, index)| (name.to_owned(), index)))
    }

    #[test]
    fn pages_follow_each_other() {
        let page = |start| page(&three(), &iam(), &[], 2, start);
        assert_eq!(page(None), seen(&[(0, "a", &[0, 1])], Some(("b", 0))));
        let second = seen(&[(0, "b", &[0]), (0, "c", &[0])], Some(("c", 1)));
        assert_eq!(page(Some(("b", 0))), second);
        assert_eq!(page(Some(("c", 1))), seen(&[(0, "c", &[1, 2])], None));
    }

    #[test]
    fn there_is_always_room_for_one() {
        for limit in [1, 0, -1] {
            let first = page(&three(), &iam(), &["a"], limit, None);
            assert_eq!(first, seen(&[(0, "a", &[0])], Some(("a", 1))));
        }
    }

    #[test]
    fn a_cursor_can_be_at_a_topic_that_is_gone() {
        let next = page(&three(), &iam(), &[], 1, Some(("aa", 1)));
        assert_eq!(next, seen(&[(0, "b", &[0])], Some(("c", 0))));
    }

    #[test]
    fn a_cursor_must_fit_the_request() {
        let page = |start| page(&three(), &iam(), &["a"], 10, Some(start));
        let refused = seen(&[(42, "a", &[])], None);
        assert_eq!(page(("b", 0)), refused);
        assert_eq!(page(("a", -2)), refused);
        assert_eq!(page(("", -2)), refused);
        assert_eq!(page(("a", 7)), seen(&[(0, "a", &[])], None));
    }

    #[test]
    fn an_empty_name_spoils_the_request_of_those_who_may_describe_it() {
        let page = |client: &Client| page(&three(), client, &["c", ""], 10, None);
        assert_eq!(page(&iam()), seen(&[(-1, "c", &[]), (-1, "", &[])], None));
        assert_eq!(page(&user()), seen(&[(29, "", &[]), (29, "c", &[])], None));
    }

    #[test]
    fn missing_topics_are_sorted_in_and_denied_ones_come_last() {
        let cluster = three();
        let names = ["none", "a b", "c", "b"];
        let expected =
            seen(&[(17, "a b", &[]), (0, "b", &[0]), (0, "c", &[0, 1, 2]), (3, "none", &[])], None);
        assert_eq!(page(&cluster, &iam(), &names, 100, None), expected);
        grant(&cluster, AclOperation::READ, ResourceType::TOPIC, "c");
        let expected = seen(
            &[(0, "c", &[0, 1, 2]), (29, "a b", &[]), (29, "b", &[]), (29, "none", &[])],
            None,
        );
        assert_eq!(page(&cluster, &user(), &names, 100, None), expected);
        assert_eq!(page(&cluster, &user(), &[], 100, None), seen(&[(0, "c", &[0, 1, 2])], None));
    }
}
