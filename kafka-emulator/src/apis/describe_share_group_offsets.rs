//! DescribeShareGroupOffsets: where the delivery of partitions begins, and how much is left of them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use kafka_proto::messages::describe_share_group_offsets::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestGroup,
    DescribeShareGroupOffsetsRequestTopic, DescribeShareGroupOffsetsResponse,
    DescribeShareGroupOffsetsResponseGroup, DescribeShareGroupOffsetsResponsePartition,
    DescribeShareGroupOffsetsResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::coordinator::{Budget, check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::{Refusal, default_message};
use crate::state::groups::{Members, Share};
use crate::state::log::LogId;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// What is said of offsets and lags that nobody knows.
const UNKNOWN: i64 = -1;

/// Kafka's text for -1.
const UNEXPECTED: &str = "The server experienced an unexpected error when processing the request.";

/// About as much as one partition takes in an answer.
const PARTITION: usize = 32;

pub(super) fn answer(call: &Call<'_>, request: &DescribeShareGroupOffsetsRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let mut budget = Budget::new();
    let groups: Vec<Answered<'_>> =
        request.groups.iter().map(|asked| describe(call, &asked, &topics, &mut budget)).collect();
    let groups = groups.into_iter().map(Answered::written);
    call.reply(&DescribeShareGroupOffsetsResponse {
        groups: groups.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeShareGroupOffsetsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let groups = request.groups.iter().map(|asked| Answered::refused(asked.group_id, refusal.code));
    let groups = groups.map(Answered::written).collect();
    call.reply(&DescribeShareGroupOffsetsResponse { groups, ..Default::default() })
}

/// What is said about one group.
struct Answered<'a> {
    group_id: &'a str,
    topics: Vec<Told<'a>>,
    code: ErrorCode,
}

/// A topic with its partitions.
struct Told<'a> {
    name: &'a str,
    id: Uuid,
    partitions: Vec<DescribeShareGroupOffsetsResponsePartition<'static>>,
}

impl<'a> Answered<'a> {
    fn refused(group_id: &'a str, code: ErrorCode) -> Self {
        Self { group_id, topics: Vec::new(), code }
    }

    fn written(self) -> DescribeShareGroupOffsetsResponseGroup<'a> {
        let topics = self.topics.into_iter().map(|it| DescribeShareGroupOffsetsResponseTopic {
            topic_name: it.name,
            topic_id: it.id,
            partitions: it.partitions.into(),
            ..Default::default()
        });
        let is_odd = self.code == ErrorCode::UNKNOWN_SERVER_ERROR;
        DescribeShareGroupOffsetsResponseGroup {
            group_id: self.group_id,
            topics: topics.collect(),
            error_code: self.code,
            error_message: is_odd.then_some(UNEXPECTED),
            ..Default::default()
        }
    }
}

fn describe<'a>(
    call: &Call<'_>,
    asked: &DescribeShareGroupOffsetsRequestGroup<'a>,
    topics: &'a Topics,
    budget: &mut Budget,
) -> Answered<'a> {
    let group_id = asked.group_id;
    if !may(call, AclOperation::DESCRIBE, group_id) {
        return Answered::refused(group_id, ErrorCode::GROUP_AUTHORIZATION_FAILED);
    }
    let found = find(call, group_id).and_then(|share| match &asked.topics {
        None => all(call, share.as_ref(), topics, budget),
        Some(named) => {
            let named = named.iter();
            check(call, asked, topics)?;
            Ok(merged(named.map(|topic| one(call, share.as_ref(), &topic, topics))))
        }
    });
    match found {
        Ok(topics) => Answered { group_id, topics, code: ErrorCode::NONE },
        Err(code) => Answered::refused(group_id, code),
    }
}

/// Where Kafka's broker asks itself in a way that it does not take.
fn check(
    call: &Call<'_>,
    asked: &DescribeShareGroupOffsetsRequestGroup<'_>,
    topics: &Topics,
) -> Result<(), ErrorCode> {
    let named = asked.topics.iter().flat_map(|topics| topics.iter());
    let mut known = named.filter(|topic| {
        may_on_topic(call, AclOperation::DESCRIBE, topic.topic_name)
            && topics.contains(topic.topic_name)
    });
    let is_odd = known.any(|topic| {
        let is_odd = topic.partitions.is_empty() || topic.partitions.iter().any(|it| it < 0);
        asked.group_id.is_empty() || is_odd
    });
    if is_odd { Err(ErrorCode::UNKNOWN_SERVER_ERROR) } else { Ok(()) }
}

/// The group, if it is one that shares partitions. Of others nothing is known, and that is no error.
fn find(call: &Call<'_>, id: &str) -> Result<Option<Share>, ErrorCode> {
    check_here(call, id)?;
    let now = Instant::now();
    let members = call
        .cluster
        .state
        .groups
        .change(|groups| groups.change(id, now, |group| group.members.clone()));
    Ok(match members {
        Some(Members::Share(share)) => Some(share),
        _ => None,
    })
}

/// All partitions with state, of topics that the client may describe.
fn all<'a>(
    call: &Call<'_>,
    share: Option<&Share>,
    topics: &'a Topics,
    budget: &mut Budget,
) -> Result<Vec<Told<'a>>, ErrorCode> {
    let mut told: Vec<Told<'a>> = Vec::new();
    for (id, partition, start) in share.into_iter().flat_map(Share::starts) {
        let Some(topic) = topics.get_by_id(id) else { continue };
        if !may_on_topic(call, AclOperation::DESCRIBE, &topic.name) {
            continue;
        }
        budget.spend(PARTITION)?;
        if told.last().is_none_or(|last| last.id != id) {
            told.push(Told { name: &topic.name, id, partitions: Vec::new() });
        }
        let partition = begins(call, topic, partition, start);
        told.iter_mut().last().into_iter().for_each(|last| last.partitions.push(partition.clone()));
    }
    Ok(told)
}

/// The partitions of a topic that are named.
fn one<'a>(
    call: &Call<'_>,
    share: Option<&Share>,
    asked: &DescribeShareGroupOffsetsRequestTopic<'a>,
    topics: &'a Topics,
) -> Told<'a> {
    let name = asked.topic_name;
    if !may_on_topic(call, AclOperation::DESCRIBE, name) {
        let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        let refused = |partition_index| DescribeShareGroupOffsetsResponsePartition {
            error_code: code,
            error_message: default_message(code),
            ..nothing(partition_index)
        };
        let partitions = asked.partitions.iter().map(refused).collect();
        return Told { name, id: Uuid::default(), partitions };
    }
    let topic = topics.get(name);
    let partition = |index| {
        let start = topic.and_then(|topic| share?.start_of(topic.id, index));
        match (topic, start) {
            (Some(topic), Some(start)) => begins(call, topic, index, start),
            _ => nothing(index),
        }
    };
    let partitions = asked.partitions.iter().map(partition).collect();
    Told { name, id: topic.map(|topic| topic.id).unwrap_or_default(), partitions }
}

/// A topic that is there is told once, and each of its partitions once.
fn merged<'a>(topics: impl Iterator<Item = Told<'a>>) -> Vec<Told<'a>> {
    let (mut known, mut others): (BTreeMap<Uuid, Told<'a>>, Vec<Told<'a>>) = Default::default();
    for topic in topics {
        match known.entry(topic.id) {
            _ if topic.id == Uuid::default() => others.push(topic),
            Entry::Vacant(entry) => _ = entry.insert(topic),
            Entry::Occupied(mut entry) => entry.get_mut().partitions.extend(topic.partitions),
        }
    }
    for topic in known.values_mut() {
        topic.partitions.sort_by_key(|it| it.partition_index);
        topic.partitions.dedup_by_key(|it| it.partition_index);
    }
    known.into_values().chain(others).collect()
}

fn nothing(partition_index: i32) -> DescribeShareGroupOffsetsResponsePartition<'static> {
    DescribeShareGroupOffsetsResponsePartition {
        partition_index,
        start_offset: UNKNOWN,
        lag: UNKNOWN,
        ..Default::default()
    }
}

/// Nothing has been delivered, so what is left is all from the start on.
fn begins(
    call: &Call<'_>,
    topic: &Topic,
    partition_index: i32,
    start: Option<i64>,
) -> DescribeShareGroupOffsetsResponsePartition<'static> {
    let Some(start_offset) = start.filter(|start| *start != UNKNOWN) else {
        return nothing(partition_index);
    };
    let id = LogId { topic: topic.id, partition: partition_index };
    let lag = call.cluster.state.logs.span(id).end.saturating_sub(start_offset);
    DescribeShareGroupOffsetsResponsePartition { start_offset, lag, ..nothing(partition_index) }
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, join_share, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Partition, start, lag and code, of named partitions of `t` or of all.
    fn describe(
        cluster: &Cluster,
        client: &Client,
        group_id: &str,
        named: Option<&[i32]>,
    ) -> (i16, Vec<(i32, i64, i64, i16)>) {
        let topic = |partitions: &[i32]| DescribeShareGroupOffsetsRequestTopic {
            topic_name: "t",
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        };
        let topics = named.map(|partitions| vec![topic(partitions)].into());
        let group =
            DescribeShareGroupOffsetsRequestGroup { group_id, topics, ..Default::default() };
        let request =
            DescribeShareGroupOffsetsRequest { groups: vec![group].into(), ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<DescribeShareGroupOffsetsRequest<'_>>(&frame, 1);
        let group = response.groups.iter().next().unwrap();
        let partitions = group.topics.iter().flat_map(|topic| {
            let told = topic.partitions.iter();
            let told =
                told.map(|it| (it.partition_index, it.start_offset, it.lag, it.error_code.0));
            told.collect::<Vec<_>>()
        });
        (group.error_code.0, partitions.collect())
    }

    #[test]
    fn starts_are_told_when_they_are_known() {
        let cluster = cluster();
        join_share(&cluster, "g");
        let unknown = (0, vec![(0, -1, -1, 0), (1, -1, -1, 0)]);
        assert_eq!(describe(&cluster, &iam(), "g", None), unknown);
        cluster.state.groups.change(|groups| {
            groups.change("g", Instant::now(), |group| {
                group.share().unwrap().start(Uuid([1; 16]), 1, Some(-3));
            })
        });
        let told = (0, vec![(1, -3, 3, 0), (9, -1, -1, 0)]);
        assert_eq!(describe(&cluster, &iam(), "g", Some(&[1, 9])), told);
    }

    #[test]
    fn of_other_groups_nothing_is_known() {
        let cluster = cluster();
        read_to(&cluster, "classic", 1);
        for group in ["classic", "unknown"] {
            assert_eq!(describe(&cluster, &iam(), group, None), (0, vec![]));
            assert_eq!(describe(&cluster, &iam(), group, Some(&[0])), (0, vec![(0, -1, -1, 0)]));
        }
    }

    #[test]
    fn what_may_not_be_described_is_left_out_or_refused() {
        let cluster = cluster();
        join_share(&cluster, "g");
        assert_eq!(describe(&cluster, &user(), "g", None), (30, vec![]));
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "g");
        assert_eq!(describe(&cluster, &user(), "g", None), (0, vec![]));
        assert_eq!(describe(&cluster, &user(), "g", Some(&[0])), (0, vec![(0, -1, -1, 29)]));
    }
}
