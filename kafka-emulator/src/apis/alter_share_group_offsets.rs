//! AlterShareGroupOffsets: says where the delivery of partitions begins.

use std::collections::BTreeMap;

use kafka_proto::messages::alter_share_group_offsets::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestTopic,
    AlterShareGroupOffsetsResponse, AlterShareGroupOffsetsResponsePartition,
    AlterShareGroupOffsetsResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::{Refusal, default_message};
use crate::state::groups::{Group, Groups, Members, Share, Usage};
use crate::state::topic::Topic;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &AlterShareGroupOffsetsRequest<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let known = call.cluster.state.topics.now();
    let topics = checked(call, request, &known);
    match alter(call, request.group_id, &topics, &known) {
        Ok(()) => reply(call, &topics),
        Err(refusal) => refuse(call, request, &refusal),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &AlterShareGroupOffsetsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&AlterShareGroupOffsetsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// A topic with what is to become of its partitions.
struct Asked<'q, 't> {
    name: &'q str,
    topic: Option<&'t Topic>,
    /// Whether it is there, and for the client.
    is_wanted: bool,
    partitions: Vec<(i32, Result<i64, ErrorCode>)>,
}

/// The topics of a request, each once. One that is not there, or not for the client, is not answered
/// without a partition.
fn checked<'q, 't>(
    call: &Call<'_>,
    request: &AlterShareGroupOffsetsRequest<'q>,
    known: &'t Topics,
) -> Vec<Asked<'q, 't>> {
    let mut checked: Vec<Asked<'q, 't>> = Vec::new();
    let mut places = BTreeMap::new();
    for topic in request.topics.iter() {
        let asked = check(call, &topic, known);
        if asked.partitions.is_empty() && !asked.is_wanted {
            continue;
        }
        let place = *places.entry(asked.name).or_insert(checked.len());
        match checked.get_mut(place) {
            Some(same) => same.partitions.extend(asked.partitions),
            None => checked.push(asked),
        }
    }
    checked
}

fn check<'q, 't>(
    call: &Call<'_>,
    asked: &AlterShareGroupOffsetsRequestTopic<'q>,
    known: &'t Topics,
) -> Asked<'q, 't> {
    let name = asked.topic_name;
    let topic = known.get(name);
    let may = may_on_topic(call, AclOperation::READ, name);
    let partitions = asked.partitions.iter().map(|partition| {
        let index = partition.partition_index;
        let count = topic.map_or(0, |topic| topic.partitions.len());
        let is_there = usize::try_from(index).is_ok_and(|index| index < count);
        let start = match (may, is_there) {
            (false, _) => Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED),
            (true, false) => Err(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
            (true, true) => Ok(partition.start_offset),
        };
        (index, start)
    });
    let is_wanted = may && topic.is_some();
    Asked { name, topic, is_wanted, partitions: partitions.collect() }
}

fn alter(
    call: &Call<'_>,
    id: &str,
    topics: &[Asked<'_, '_>],
    known: &Topics,
) -> Result<(), Refusal> {
    if id.is_empty() {
        return Err(Refusal::of(ErrorCode::INVALID_GROUP_ID));
    }
    check_here(call, id).map_err(Refusal::of)?;
    let now = Instant::now();
    let starts: Vec<(Uuid, i32, i64)> = topics.iter().flat_map(Asked::starts).collect();
    call.cluster.state.groups.change(|groups| {
        let checked = groups.change(id, now, |group| check_group(id, group));
        checked.unwrap_or(Ok(()))?;
        check_indexes(id, topics)?;
        check_room(groups, starts.len(), known, now)?;
        groups.make(id, now, |group| {
            if group.share().is_none() {
                group.members = Members::Share(Share::default());
            }
            let share = group.share().into_iter();
            share.for_each(|share| {
                starts.iter().for_each(|(id, index, start)| share.start(*id, *index, Some(*start)));
            });
        })
    })
}

/// Whether somebody from outside may say where the group begins.
fn check_group(id: &str, group: &mut Group) -> Result<(), Refusal> {
    match group.share() {
        None => {
            let text = format!("Group {id} is not a share group.");
            Err(Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text))
        }
        Some(share) if !share.is_empty() => Err(Refusal::of(ErrorCode::NON_EMPTY_GROUP)),
        Some(_) => Ok(()),
    }
}

/// Kafka's coordinator takes negative partitions, and finds out when it makes their state.
fn check_indexes(group: &str, topics: &[Asked<'_, '_>]) -> Result<(), Refusal> {
    for (topic, index) in topics.iter().filter(|it| it.is_wanted).flat_map(Asked::indexes) {
        if index < 0 {
            let text = format!(
                "Initialize share group parameters has invalid partitionId - {group} {topic} {index}"
            );
            return Err(Refusal::new(ErrorCode::UNKNOWN_SERVER_ERROR, text));
        }
    }
    Ok(())
}

fn check_room(
    groups: &mut Groups,
    offsets: usize,
    known: &Topics,
    now: Instant,
) -> Result<(), Refusal> {
    let more = Usage { offsets, ..Usage::default() };
    if groups.check_room(more, 0).is_err() {
        groups.retain_offsets(now, known);
    }
    groups.check_room(more, 0)
}

impl Asked<'_, '_> {
    fn indexes(&self) -> Vec<(Uuid, i32)> {
        let Some(topic) = self.topic else { return Vec::new() };
        self.partitions.iter().map(|(index, _)| (topic.id, *index)).collect()
    }

    fn starts(&self) -> Vec<(Uuid, i32, i64)> {
        let Some(topic) = self.topic else { return Vec::new() };
        let starts = self.partitions.iter();
        starts.filter_map(|(index, start)| Some((topic.id, *index, start.ok()?))).collect()
    }
}

fn reply(call: &Call<'_>, topics: &[Asked<'_, '_>]) -> Outcome {
    let responses = topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|(index, start)| {
            let error_code = start.err().unwrap_or(ErrorCode::NONE);
            AlterShareGroupOffsetsResponsePartition {
                partition_index: *index,
                error_code,
                error_message: default_message(error_code),
                ..Default::default()
            }
        });
        AlterShareGroupOffsetsResponseTopic {
            topic_name: topic.name,
            topic_id: topic.topic.map(|topic| topic.id).unwrap_or_default(),
            partitions: partitions.collect(),
            ..Default::default()
        }
    });
    call.reply(&AlterShareGroupOffsetsResponse {
        responses: responses.collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;
    use kafka_proto::messages::alter_share_group_offsets::AlterShareGroupOffsetsRequestPartition;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, join_share, read_to, starts};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// The code of the whole, then partition and code.
    fn alter(
        cluster: &Cluster,
        client: &Client,
        group_id: &str,
        starts: &[(i32, i64)],
    ) -> (i16, Vec<(i32, i16)>) {
        let partitions = starts.iter().map(|(partition_index, start_offset)| {
            AlterShareGroupOffsetsRequestPartition {
                partition_index: *partition_index,
                start_offset: *start_offset,
                ..Default::default()
            }
        });
        let topic = AlterShareGroupOffsetsRequestTopic {
            topic_name: "t",
            partitions: partitions.collect(),
            ..Default::default()
        };
        let topics = vec![topic].into();
        let request = AlterShareGroupOffsetsRequest { group_id, topics, ..Default::default() };
        let frame = ask(cluster, client, 0, &request).unwrap();
        let response = read::<AlterShareGroupOffsetsRequest<'_>>(&frame, 0);
        let codes = response.responses.iter().flat_map(|topic| {
            let codes = topic.partitions.iter().map(|it| (it.partition_index, it.error_code.0));
            codes.collect::<Vec<_>>()
        });
        (response.error_code.0, codes.collect())
    }

    #[test]
    fn a_group_is_made_by_where_it_begins() {
        let cluster = cluster();
        let codes = vec![(0, 0), (9, 3)];
        assert_eq!(alter(&cluster, &iam(), "g", &[(0, 5), (9, 1)]), (0, codes));
        assert_eq!(starts(&cluster, "g"), [(0, Some(5))]);
        assert_eq!(alter(&cluster, &iam(), "g", &[(0, 6), (-1, 1)]), (-1, vec![]));
        assert_eq!(starts(&cluster, "g"), [(0, Some(5))]);
    }

    #[test]
    fn groups_with_members_and_of_other_types_are_left_alone() {
        let cluster = cluster();
        join_share(&cluster, "g");
        read_to(&cluster, "classic", 1);
        assert_eq!(alter(&cluster, &iam(), "g", &[(0, 5)]), (68, vec![]));
        assert_eq!(alter(&cluster, &iam(), "classic", &[(0, 5)]), (69, vec![]));
        assert_eq!(alter(&cluster, &iam(), "", &[(0, 5)]), (24, vec![]));
        assert_eq!(starts(&cluster, "g"), [(0, None), (1, None)]);
    }

    #[test]
    fn read_on_group_and_topic_is_needed() {
        let cluster = cluster();
        assert_eq!(alter(&cluster, &user(), "g", &[(0, 5)]), (30, vec![]));
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        assert_eq!(alter(&cluster, &user(), "g", &[(0, 5)]), (0, vec![(0, 29)]));
        grant(&cluster, AclOperation::READ, ResourceType::TOPIC, "t");
        assert_eq!(alter(&cluster, &user(), "g", &[(0, 5)]), (0, vec![(0, 0)]));
        assert_eq!(starts(&cluster, "g"), [(0, Some(5))]);
    }
}
