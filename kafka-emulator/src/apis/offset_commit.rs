//! OffsetCommit: stores how far a group has read.

use std::collections::BTreeMap;

use kafka_proto::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
    OffsetCommitResponse, OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Committer, Groups, Offset, Usage};
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// The longest metadata that can be stored with an offset (`offset.metadata.max.bytes`), in UTF-16
/// units.
const MAX_METADATA: usize = 4096;

/// The version from which on topics have ids and no names.
const WITH_IDS: i16 = 10;

/// The version from which on a group that is not there is said to be that.
const WITH_GROUP_ID_NOT_FOUND: i16 = 9;

pub(super) fn answer(call: &Call<'_>, request: &OffsetCommitRequest<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let (mut answered, wanted) = check(call, request, call.version() >= WITH_IDS, &topics);
    if !wanted.is_empty() {
        let committed = commit(call, request, &wanted);
        answered.merge(&wanted, &committed);
    }
    let topics = answered.topics.into_iter().map(|(key, partitions)| key.topic(partitions));
    call.reply(&OffsetCommitResponse { topics: topics.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &OffsetCommitRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().map(|asked| {
        let partitions = asked.partitions.iter();
        let partitions = partitions.map(|it| told(it.partition_index, refusal.code));
        Key::of(&asked).topic(partitions.collect())
    });
    call.reply(&OffsetCommitResponse { topics: topics.collect(), ..Default::default() })
}

/// A topic as the request names it: by id or by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'q> {
    pub(super) name: &'q str,
    pub(super) id: Uuid,
}

impl<'q> Key<'q> {
    fn of(asked: &OffsetCommitRequestTopic<'q>) -> Self {
        Self { name: asked.name, id: asked.topic_id }
    }

    fn topic(
        self,
        partitions: Vec<OffsetCommitResponsePartition<'q>>,
    ) -> OffsetCommitResponseTopic<'q> {
        OffsetCommitResponseTopic {
            name: self.name,
            topic_id: self.id,
            partitions: partitions.into(),
            ..Default::default()
        }
    }
}

/// A topic that is there and may be read, with its partitions that are there.
pub(super) struct Wanted<'q, 't> {
    key: Key<'q>,
    pub(super) topic: &'t Topic,
    partitions: Vec<OffsetCommitRequestPartition<'q>>,
}

/// `OffsetCommitResponse.Builder`.
#[derive(Default)]
pub(super) struct Answered<'q> {
    pub(super) topics: Vec<(Key<'q>, Vec<OffsetCommitResponsePartition<'q>>)>,
    places: BTreeMap<Key<'q>, usize>,
}

impl<'q> Answered<'q> {
    /// The answers for a topic.
    fn of(&mut self, key: Key<'q>) -> &mut Vec<OffsetCommitResponsePartition<'q>> {
        let place = *self.places.entry(key).or_insert_with(|| {
            self.topics.push((key, Vec::new()));
            self.topics.len() - 1
        });
        &mut self.topics[place].1
    }

    /// Puts what the coordinator says behind what was refused before it. A topic that was asked for
    /// twice is answered twice only if nothing was refused.
    pub(super) fn merge(
        &mut self,
        wanted: &[Wanted<'q, '_>],
        committed: &Result<Vec<Vec<ErrorCode>>, ErrorCode>,
    ) {
        let is_first = self.topics.is_empty();
        for (place, topic) in wanted.iter().enumerate() {
            let code = |index: usize| match committed {
                Ok(codes) => codes[place][index],
                Err(code) => *code,
            };
            let partitions = topic.partitions.iter().enumerate();
            let partitions = partitions.map(|(index, it)| told(it.partition_index, code(index)));
            match is_first {
                true => self.topics.push((topic.key, partitions.collect())),
                false => self.of(topic.key).extend(partitions),
            }
        }
    }
}

/// Divides the topics into those that are refused and those for the coordinator.
pub(super) fn check<'q, 't>(
    call: &Call<'_>,
    request: &OffsetCommitRequest<'q>,
    has_ids: bool,
    topics: &'t Topics,
) -> (Answered<'q>, Vec<Wanted<'q, 't>>) {
    let (mut answered, mut wanted) = (Answered::default(), Vec::new());
    for asked in request.topics.iter() {
        let key = Key::of(&asked);
        match find(call, &asked, has_ids, topics) {
            Ok(topic) => {
                let is_there = |it: &OffsetCommitRequestPartition<'_>| {
                    usize::try_from(it.partition_index).is_ok_and(|it| it < topic.partitions.len())
                };
                let (there, absent): (Vec<_>, Vec<_>) = asked.partitions.iter().partition(is_there);
                for partition in absent {
                    let code = ErrorCode::UNKNOWN_TOPIC_OR_PARTITION;
                    answered.of(key).push(told(partition.partition_index, code));
                }
                if !there.is_empty() {
                    wanted.push(Wanted { key, topic, partitions: there });
                }
            }
            Err(code) => {
                let refused = asked.partitions.iter().map(|it| told(it.partition_index, code));
                answered.of(key).extend(refused);
            }
        }
    }
    (answered, wanted)
}

/// The topic, if it is there and may be read.
fn find<'t>(
    call: &Call<'_>,
    asked: &OffsetCommitRequestTopic<'_>,
    has_ids: bool,
    topics: &'t Topics,
) -> Result<&'t Topic, ErrorCode> {
    let (topic, absent) = match has_ids {
        true => (topics.get_by_id(asked.topic_id), ErrorCode::UNKNOWN_TOPIC_ID),
        false => (topics.get(asked.name), ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
    };
    // An id that nobody has is told before any right is asked for.
    let name = match topic {
        Some(topic) => topic.name.as_str(),
        None if has_ids => return Err(absent),
        None => asked.name,
    };
    if !may_on_topic(call, AclOperation::READ, name) {
        return Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED);
    }
    topic.ok_or(absent)
}

/// What the coordinator says of each partition, or of the whole.
fn commit(
    call: &Call<'_>,
    request: &OffsetCommitRequest<'_>,
    wanted: &[Wanted<'_, '_>],
) -> Result<Vec<Vec<ErrorCode>>, ErrorCode> {
    check_here(call, request.group_id)?;
    let topics = call.cluster.state.topics.now();
    let now = Instant::now();
    call.cluster.state.groups.change(|groups| {
        check_group(call, groups, request, wanted, &topics, now)?;
        make_room(groups, wanted, &topics, now)?;
        let stored = groups.make(request.group_id, now, |group| {
            let topics = wanted.iter();
            topics
                .map(|it| {
                    store(it, |index, offset| group.offsets.set(&it.topic.name, index, offset))
                })
                .collect()
        });
        stored.map_err(|refusal| refusal.code)
    })
}

/// Whether the group takes offsets from whoever commits.
fn check_group(
    call: &Call<'_>,
    groups: &mut Groups,
    request: &OffsetCommitRequest<'_>,
    wanted: &[Wanted<'_, '_>],
    topics: &Topics,
    now: Instant,
) -> Result<(), ErrorCode> {
    let committer = Committer {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        generation: request.generation_id_or_member_epoch,
    };
    let partitions = partitions_of(wanted);
    let checked = groups.change(request.group_id, now, |group| {
        group.check_commit(&committer, call.version(), &partitions, topics, now)
    });
    match checked {
        Some(checked) => checked,
        // From outside of any group: it is made.
        None if committer.generation < 0 => Ok(()),
        None if call.version() >= WITH_GROUP_ID_NOT_FOUND => Err(ErrorCode::GROUP_ID_NOT_FOUND),
        None => Err(ErrorCode::ILLEGAL_GENERATION),
    }
}

/// Refuses what there is no room for, when what is of topics that are gone has been forgotten.
pub(super) fn make_room(
    groups: &mut Groups,
    wanted: &[Wanted<'_, '_>],
    topics: &Topics,
    now: Instant,
) -> Result<(), ErrorCode> {
    let more = room_for(wanted);
    if groups.check_room(more, 0).is_err() {
        groups.retain_offsets(now, topics);
    }
    groups.check_room(more, 0).map_err(|refusal| refusal.code)
}

/// Ids and numbers of the partitions.
pub(super) fn partitions_of(wanted: &[Wanted<'_, '_>]) -> Vec<(Uuid, i32)> {
    let partitions = wanted
        .iter()
        .flat_map(|topic| topic.partitions.iter().map(|it| (topic.topic.id, it.partition_index)));
    partitions.collect()
}

/// What the offsets need if none of them is there yet.
fn room_for(wanted: &[Wanted<'_, '_>]) -> Usage {
    let mut usage = Usage::default();
    for topic in wanted {
        for partition in &topic.partitions {
            usage.offsets += 1;
            usage.text += topic.topic.name.len() + partition.committed_metadata.map_or(0, str::len);
        }
    }
    usage
}

/// Hands on what can be stored, and says what came of each.
pub(super) fn store(wanted: &Wanted<'_, '_>, mut set: impl FnMut(i32, Offset)) -> Vec<ErrorCode> {
    let mut codes = Vec::new();
    for partition in &wanted.partitions {
        let metadata = partition.committed_metadata.unwrap_or_default();
        if metadata.encode_utf16().count() > MAX_METADATA {
            codes.push(ErrorCode::OFFSET_METADATA_TOO_LARGE);
            continue;
        }
        let offset = Offset {
            topic_id: wanted.topic.id,
            committed: partition.committed_offset,
            leader_epoch: partition.committed_leader_epoch,
            metadata: metadata.into(),
        };
        set(partition.partition_index, offset);
        codes.push(ErrorCode::NONE);
    }
    codes
}

fn told<'a>(partition_index: i32, error_code: ErrorCode) -> OffsetCommitResponsePartition<'a> {
    OffsetCommitResponsePartition { partition_index, error_code, ..Default::default() }
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, offset};
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn at(partition_index: i32, metadata: Option<&str>) -> OffsetCommitRequestPartition<'_> {
        OffsetCommitRequestPartition {
            partition_index,
            committed_offset: 7,
            committed_metadata: metadata,
            ..Default::default()
        }
    }

    fn of<'a>(
        name: &'a str,
        partitions: Vec<OffsetCommitRequestPartition<'a>>,
    ) -> OffsetCommitRequestTopic<'a> {
        OffsetCommitRequestTopic { name, partitions: partitions.into(), ..Default::default() }
    }

    /// Partition and code, by topic in the order of the answer.
    fn commit(
        cluster: &Cluster,
        client: &Client,
        (version, generation): (i16, i32),
        topics: Vec<OffsetCommitRequestTopic<'_>>,
    ) -> Vec<Vec<(i32, i16)>> {
        let request = OffsetCommitRequest {
            group_id: "g",
            generation_id_or_member_epoch: generation,
            topics: topics.into(),
            ..Default::default()
        };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<OffsetCommitRequest<'_>>(&frame, version);
        let codes = |topic: OffsetCommitResponseTopic<'_>| {
            topic.partitions.iter().map(|it| (it.partition_index, it.error_code.0)).collect()
        };
        response.topics.iter().map(codes).collect()
    }

    #[test]
    fn each_partition_has_a_code_and_the_good_ones_are_stored() {
        let (cluster, long) = (cluster(), "a".repeat(MAX_METADATA + 1));
        let partitions = vec![at(0, Some("m")), at(9, None), at(-1, None), at(1, Some(&long))];
        let topics = vec![of("t", partitions), of("none", vec![at(0, None)]), of("t", vec![])];
        let codes = commit(&cluster, &iam(), (9, -1), topics);
        assert_eq!(codes, [vec![(9, 3), (-1, 3), (0, 0), (1, 12)], vec![(0, 3)]]);
        assert_eq!(offset(&cluster, "g", 0), Some((7, "m".to_owned())));
        assert_eq!(offset(&cluster, "g", 1), None);
    }

    #[test]
    fn read_on_the_group_is_needed_and_on_the_topic() {
        let cluster = cluster();
        let topics = || vec![of("t", vec![at(0, None)]), of("none", vec![at(0, None)])];
        assert_eq!(commit(&cluster, &user(), (9, -1), topics()), [[(0, 30)], [(0, 30)]]);
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        assert_eq!(commit(&cluster, &user(), (9, -1), topics()), [[(0, 29)], [(0, 29)]]);
        assert!(commit(&cluster, &user(), (9, -1), vec![]).is_empty());
    }

    #[test]
    fn a_generation_needs_a_group() {
        let cluster = cluster();
        let topics = || vec![of("t", vec![at(0, None)])];
        assert_eq!(commit(&cluster, &iam(), (8, 0), topics()), [[(0, 22)]]);
        assert_eq!(commit(&cluster, &iam(), (9, 0), topics()), [[(0, 69)]]);
        assert_eq!(commit(&cluster, &iam(), (9, -1), topics()), [[(0, 0)]]);
        assert_eq!(commit(&cluster, &iam(), (9, 0), topics()), [[(0, 25)]]);
    }

    #[test]
    fn an_id_that_nobody_has_is_told_before_any_right() {
        let cluster = cluster();
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        let by_id = |topic_id| OffsetCommitRequestTopic { topic_id, ..of("", vec![at(0, None)]) };
        let id = cluster.state.topics.now().get("t").unwrap().id;
        let topics = || vec![by_id(id), by_id(Uuid::default()), by_id(Uuid([9; 16]))];
        let codes = commit(&cluster, &user(), (10, -1), topics());
        assert_eq!(codes, [[(0, 29)], [(0, 100)], [(0, 100)]]);
        let codes = commit(&cluster, &iam(), (10, -1), topics());
        assert_eq!(codes, [[(0, 100)], [(0, 100)], [(0, 0)]]);
    }

    /// The topic that is full of offsets is deleted, and then there is room.
    #[test]
    fn offsets_of_deleted_topics_make_room() {
        let cluster = cluster();
        let old = Offset {
            topic_id: Uuid([8; 16]),
            committed: 1,
            leader_epoch: -1,
            metadata: "a".repeat(crate::state::MAX_TEXT - 10).into(),
        };
        cluster.state.groups.change(|groups| {
            groups.make("h", Instant::now(), |group| group.offsets.set("gone", 0, old)).unwrap();
        });
        let long = "a".repeat(100);
        let topics = vec![of("t", vec![at(0, Some(&long))])];
        assert_eq!(commit(&cluster, &iam(), (9, -1), topics), [[(0, 0)]]);
    }
}
