//! OffsetFetch: how far groups have read.

use kafka_proto::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopics, OffsetFetchResponse,
    OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};
use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::coordinator::{Budget, check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Group, Offset};
use crate::state::topics::Topics;

/// The version from which on there are several groups.
const WITH_GROUPS: i16 = 8;

/// The version from which on topics have ids and no names.
const WITH_IDS: i16 = 10;

/// The version from which on a group as a whole can be refused.
const WITH_TOP_LEVEL_CODE: i16 = 2;

/// What is asked about one group, or answered, in any version.
struct Asked<'q> {
    group_id: &'q str,
    /// None from outside of the group.
    member_id: Option<&'q str>,
    member_epoch: i32,
    /// None asks for all.
    topics: Option<Vec<Topic<'q>>>,
}

/// A topic with the numbers of its partitions.
struct Topic<'q> {
    name: &'q str,
    id: Uuid,
    partitions: Vec<i32>,
}

/// A topic with what was stored for each partition.
struct Found {
    name: String,
    id: Uuid,
    partitions: Vec<(i32, Result<Option<Offset>, ErrorCode>)>,
}

impl Found {
    /// About as many bytes as the answer needs.
    fn size(&self) -> usize {
        let text = |(_, found): &(i32, Result<Option<Offset>, ErrorCode>)| match found {
            Ok(Some(offset)) => 32 + offset.metadata.len(),
            _ => 32,
        };
        self.name.len() + self.partitions.iter().map(text).sum::<usize>()
    }
}

/// The answer about one group.
struct Answered<'q> {
    group_id: &'q str,
    code: ErrorCode,
    topics: Vec<Found>,
}

pub(super) fn answer(call: &Call<'_>, request: &OffsetFetchRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let asked = asked(call, request);
    let mut budget = Budget::new();
    let stable = request.require_stable;
    let mut fetch = |group: &Asked<'_>| fetch(call, group, stable, &topics, &mut budget);
    let answered = asked.into_iter().map(|group| match fetch(&group) {
        Ok(topics) => Answered { group_id: group.group_id, code: ErrorCode::NONE, topics },
        Err(code) => refused(call, group, code),
    });
    reply(call, &answered.collect::<Vec<_>>())
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &OffsetFetchRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let groups = asked(call, request).into_iter();
    let groups = groups.map(|group| refused(call, group, refusal.code));
    reply(call, &groups.collect::<Vec<_>>())
}

fn asked<'q>(call: &Call<'_>, request: &OffsetFetchRequest<'q>) -> Vec<Asked<'q>> {
    if call.version() >= WITH_GROUPS {
        return request.groups.iter().map(|group| in_group(&group)).collect();
    }
    let topics = request.topics.as_ref().map(|topics| {
        let topics = topics.iter().map(|it| Topic {
            name: it.name,
            id: Uuid::default(),
            partitions: it.partition_indexes.iter().collect(),
        });
        topics.collect()
    });
    vec![Asked { group_id: request.group_id, member_id: None, member_epoch: -1, topics }]
}

fn in_group<'q>(group: &OffsetFetchRequestGroup<'q>) -> Asked<'q> {
    let topic = |it: OffsetFetchRequestTopics<'q>| Topic {
        name: it.name,
        id: it.topic_id,
        partitions: it.partition_indexes.iter().collect(),
    };
    Asked {
        group_id: group.group_id,
        member_id: group.member_id,
        member_epoch: group.member_epoch,
        topics: group.topics.as_ref().map(|topics| topics.iter().map(topic).collect()),
    }
}

/// `OffsetFetchResponse.groupError`.
fn refused<'q>(call: &Call<'_>, asked: Asked<'q>, code: ErrorCode) -> Answered<'q> {
    let topics = match call.version() {
        WITH_TOP_LEVEL_CODE.. => Vec::new(),
        _ => asked.topics.iter().flatten().map(|topic| failed(topic, code)).collect(),
    };
    Answered { group_id: asked.group_id, code, topics }
}

fn failed(topic: &Topic<'_>, code: ErrorCode) -> Found {
    let partitions = topic.partitions.iter().map(|index| (*index, Err(code)));
    Found { name: topic.name.to_owned(), id: topic.id, partitions: partitions.collect() }
}

fn fetch(
    call: &Call<'_>,
    asked: &Asked<'_>,
    stable: bool,
    topics: &Topics,
    budget: &mut Budget,
) -> Result<Vec<Found>, ErrorCode> {
    if !may(call, AclOperation::DESCRIBE, asked.group_id) {
        return Err(ErrorCode::GROUP_AUTHORIZATION_FAILED);
    }
    let group = find(call, asked)?;
    let group = group.as_ref();
    let mut found = match &asked.topics {
        None => all(call, group, topics),
        Some(wanted) => these(call, group, wanted, topics),
    };
    if let Some(group) = group.filter(|group| stable && group.offsets.has_pending()) {
        refuse_unstable(group, topics, &mut found);
    }
    budget.spend(found.iter().map(Found::size).sum())?;
    Ok(found)
}

/// The group, if it is there.
fn find(call: &Call<'_>, asked: &Asked<'_>) -> Result<Option<Group>, ErrorCode> {
    check_here(call, asked.group_id)?;
    let now = Instant::now();
    let found = call.cluster.state.groups.change(|groups| {
        groups.change(asked.group_id, now, |group| {
            group.check_fetch(asked.member_id, asked.member_epoch)?;
            Ok(group.clone())
        })
    });
    found.transpose()
}

/// All that is stored of topics that the client may describe.
fn all(call: &Call<'_>, group: Option<&Group>, topics: &Topics) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (name, index, offset) in group.iter().flat_map(|group| group.offsets.iter()) {
        if !is_of(topics, name, offset) || !may_on_topic(call, AclOperation::DESCRIBE, name) {
            continue;
        }
        let stored = (index, Ok(Some(offset.clone())));
        match found.last_mut() {
            Some(topic) if topic.name == name => topic.partitions.push(stored),
            _ => {
                let name = name.to_owned();
                found.push(Found { name, id: offset.topic_id, partitions: vec![stored] });
            }
        }
    }
    found
}

/// What an open transaction has committed may still become another (KIP-447).
fn refuse_unstable(group: &Group, topics: &Topics, found: &mut [Found]) {
    for topic in found {
        let by_id = topics.get_by_id(topic.id).map(|it| it.name.as_str());
        let name = if topic.name.is_empty() { by_id.unwrap_or_default() } else { &topic.name };
        for (index, stored) in &mut topic.partitions {
            if stored.is_ok() && group.offsets.is_unstable(name, *index) {
                *stored = Err(ErrorCode::UNSTABLE_OFFSET_COMMIT);
            }
        }
    }
}

/// Those that are asked for. What is refused stands behind the others.
fn these(
    call: &Call<'_>,
    group: Option<&Group>,
    wanted: &[Topic<'_>],
    topics: &Topics,
) -> Vec<Found> {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for topic in wanted {
        let name = match call.version() >= WITH_IDS {
            true => topics.get_by_id(topic.id).map(|topic| topic.name.as_str()),
            false => Some(topic.name),
        };
        let Some(name) = name else {
            refused.push(failed(topic, ErrorCode::UNKNOWN_TOPIC_ID));
            continue;
        };
        if !may_on_topic(call, AclOperation::DESCRIBE, name) {
            refused.push(failed(topic, ErrorCode::TOPIC_AUTHORIZATION_FAILED));
            continue;
        }
        let stored = |index: &i32| {
            let offset = group.and_then(|group| group.offsets.get(name, *index));
            (*index, Ok(offset.filter(|it| is_of(topics, name, it)).cloned()))
        };
        let partitions = topic.partitions.iter().map(stored).collect();
        found.push(Found { name: name.to_owned(), id: topic.id, partitions });
    }
    found.append(&mut refused);
    found
}

/// Whether the offset is of the topic that has the name now: Kafka forgets those of topics that are
/// deleted.
fn is_of(topics: &Topics, name: &str, offset: &Offset) -> bool {
    topics.get(name).is_some_and(|topic| topic.id == offset.topic_id)
}

fn reply(call: &Call<'_>, answered: &[Answered<'_>]) -> Outcome {
    if call.version() >= WITH_GROUPS {
        let groups = answered.iter().map(|group| OffsetFetchResponseGroup {
            group_id: group.group_id,
            error_code: group.code,
            topics: group.topics.iter().map(|topic| of_group(call, topic)).collect(),
            ..Default::default()
        });
        return call.reply(&OffsetFetchResponse { groups: groups.collect(), ..Default::default() });
    }
    let group = answered.iter();
    let topics = group.flat_map(|group| &group.topics).map(|topic| OffsetFetchResponseTopic {
        name: &topic.name,
        partitions: topic.partitions.iter().map(told).collect(),
        ..Default::default()
    });
    let error_code = match call.version() {
        WITH_TOP_LEVEL_CODE.. => answered.first().map_or(ErrorCode::NONE, |group| group.code),
        _ => ErrorCode::NONE,
    };
    call.reply(&OffsetFetchResponse { topics: topics.collect(), error_code, ..Default::default() })
}

fn of_group<'a>(call: &Call<'_>, topic: &'a Found) -> OffsetFetchResponseTopics<'a> {
    let partition = |it: &'a (i32, Result<Option<Offset>, ErrorCode>)| {
        let told = told(it);
        OffsetFetchResponsePartitions {
            partition_index: told.partition_index,
            committed_offset: told.committed_offset,
            committed_leader_epoch: told.committed_leader_epoch,
            metadata: told.metadata,
            error_code: told.error_code,
            ..Default::default()
        }
    };
    let (name, topic_id) = match call.version() >= WITH_IDS {
        true => ("", topic.id),
        false => (topic.name.as_str(), Uuid::default()),
    };
    let partitions = topic.partitions.iter().map(partition).collect();
    OffsetFetchResponseTopics { name, topic_id, partitions, ..Default::default() }
}

/// An offset that is not there is no error.
fn told(
    (partition_index, found): &(i32, Result<Option<Offset>, ErrorCode>),
) -> OffsetFetchResponsePartition<'_> {
    let none = OffsetFetchResponsePartition {
        partition_index: *partition_index,
        committed_offset: -1,
        committed_leader_epoch: -1,
        metadata: Some(""),
        ..Default::default()
    };
    match found {
        Ok(Some(offset)) => OffsetFetchResponsePartition {
            committed_offset: offset.committed,
            committed_leader_epoch: offset.leader_epoch,
            metadata: Some(&offset.metadata),
            ..none
        },
        Ok(None) => none,
        Err(error_code) => OffsetFetchResponsePartition { error_code: *error_code, ..none },
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;
    use kafka_proto::messages::offset_fetch::OffsetFetchRequestTopic;

    use super::super::tests::{ask, cluster as brokers, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// The code of the group, then partition, offset, epoch, text and code of each partition.
    type Told = (i16, Vec<(i32, i64, i32, String, i16)>);

    fn fetch(cluster: &Cluster, client: &Client, version: i16, wanted: Option<&str>) -> Told {
        let group = match wanted {
            Some(name) => OffsetFetchRequestGroup {
                group_id: "g",
                topics: Some(
                    vec![OffsetFetchRequestTopics {
                        name,
                        partition_indexes: vec![0, 1].into(),
                        ..Default::default()
                    }]
                    .into(),
                ),
                ..Default::default()
            },
            None => OffsetFetchRequestGroup { group_id: "g", topics: None, ..Default::default() },
        };
        let old = |name| OffsetFetchRequestTopic {
            name,
            partition_indexes: vec![0, 1].into(),
            ..Default::default()
        };
        let request = match version {
            WITH_GROUPS.. => {
                OffsetFetchRequest { groups: vec![group].into(), ..Default::default() }
            }
            _ => OffsetFetchRequest {
                group_id: "g",
                topics: wanted.map(|name| vec![old(name)].into()),
                ..Default::default()
            },
        };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<OffsetFetchRequest<'_>>(&frame, version);
        if version < WITH_GROUPS {
            let partitions = response.topics.iter().flat_map(|topic| {
                let partitions = topic.partitions.iter().map(|it| {
                    let text = it.metadata.unwrap_or("null").to_owned();
                    let (offset, epoch) = (it.committed_offset, it.committed_leader_epoch);
                    (it.partition_index, offset, epoch, text, it.error_code.0)
                });
                partitions.collect::<Vec<_>>()
            });
            return (response.error_code.0, partitions.collect());
        }
        let group = response.groups.iter().next().unwrap();
        let partitions = group.topics.iter().flat_map(|topic| {
            let partitions = topic.partitions.iter().map(|it| {
                let text = it.metadata.unwrap_or("null").to_owned();
                let (offset, epoch) = (it.committed_offset, it.committed_leader_epoch);
                (it.partition_index, offset, epoch, text, it.error_code.0)
            });
            partitions.collect::<Vec<_>>()
        });
        (group.error_code.0, partitions.collect())
    }

    fn none(partition: i32, code: i16) -> (i32, i64, i32, String, i16) {
        (partition, -1, -1, String::new(), code)
    }

    #[test]
    fn what_is_stored_is_found_and_what_is_not_is_no_error() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        let stored = |epoch| (0, 5, epoch, "m".to_owned(), 0);
        for version in 1..=9 {
            let epoch = if version >= 5 { 2 } else { -1 };
            let some = fetch(&cluster, &iam(), version, Some("t"));
            assert_eq!(some, (0, vec![stored(epoch), none(1, 0)]), "v{version}");
            if version >= 2 {
                let all = fetch(&cluster, &iam(), version, None);
                assert_eq!(all, (0, vec![stored(epoch)]), "v{version}");
            }
            let absent = fetch(&cluster, &iam(), version, Some("none"));
            assert_eq!(absent, (0, vec![none(0, 0), none(1, 0)]), "v{version}");
        }
    }

    #[test]
    fn describe_on_the_group_is_needed_and_on_the_topic() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        assert_eq!(fetch(&cluster, &user(), 1, Some("t")), (0, vec![none(0, 30), none(1, 30)]));
        for version in 2..=9 {
            assert_eq!(fetch(&cluster, &user(), version, Some("t")), (30, vec![]));
        }
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "g");
        assert_eq!(fetch(&cluster, &user(), 9, Some("t")), (0, vec![none(0, 29), none(1, 29)]));
        assert_eq!(fetch(&cluster, &user(), 9, None), (0, vec![]));
    }

    /// As Kafka's, the offsets of a topic end with it, even if another of its name is made.
    #[test]
    fn a_topic_that_is_made_again_has_no_offsets() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        cluster.state.topics.change(|topics| {
            let topic = topics.get("t").unwrap().clone();
            topics.remove(topic.id);
            topics.insert(crate::state::topic::Topic { id: Uuid([2; 16]), ..topic });
        });
        assert_eq!(fetch(&cluster, &iam(), 9, Some("t")).1[0], none(0, 0));
        assert_eq!(fetch(&cluster, &iam(), 9, None), (0, vec![]));
    }

    #[test]
    fn only_the_coordinator_answers() {
        // Of "g" it is the fourth broker: 103 modulo 50 is 3.
        assert_eq!(fetch(&brokers(4), &iam(), 9, None), (16, vec![]));
        assert_eq!(fetch(&brokers(3), &iam(), 9, None), (0, vec![]));
    }
}
