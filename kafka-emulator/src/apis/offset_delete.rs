//! OffsetDelete: forgets offsets of a group.

use kafka_proto::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteRequestTopic, OffsetDeleteResponse,
    OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topics::Topics;

/// A topic with the codes of its partitions, and those that the coordinator is asked for.
struct Topic<'q> {
    name: &'q str,
    refused: Vec<(i32, ErrorCode)>,
    wanted: Vec<i32>,
}

pub(super) fn answer(call: &Call<'_>, request: &OffsetDeleteRequest<'_>) -> Outcome {
    if !may(call, AclOperation::DELETE, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let known = call.cluster.state.topics.now();
    let topics: Vec<Topic<'_>> =
        request.topics.iter().map(|topic| check(call, &topic, &known)).collect();
    match delete(call, request.group_id, &topics) {
        Ok(codes) => reply(call, &topics, &codes),
        Err(code) => refuse(call, request, &Refusal::of(code)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &OffsetDeleteRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&OffsetDeleteResponse { error_code: refusal.code, ..Default::default() })
}

fn check<'q>(call: &Call<'_>, asked: &OffsetDeleteRequestTopic<'q>, known: &Topics) -> Topic<'q> {
    let absent = ErrorCode::UNKNOWN_TOPIC_OR_PARTITION;
    let mut topic = Topic { name: asked.name, refused: Vec::new(), wanted: Vec::new() };
    let may = may_on_topic(call, AclOperation::READ, asked.name);
    for partition in asked.partitions.iter() {
        let index = partition.partition_index;
        let count = known.get(asked.name).map_or(0, |topic| topic.partitions.len());
        let is_there = usize::try_from(index).is_ok_and(|index| index < count);
        match (may, is_there) {
            (false, _) => topic.refused.push((index, ErrorCode::TOPIC_AUTHORIZATION_FAILED)),
            (true, false) => topic.refused.push((index, absent)),
            (true, true) => topic.wanted.push(index),
        }
    }
    topic
}

/// The code of each topic: that of all its partitions that are wanted.
fn delete(call: &Call<'_>, id: &str, topics: &[Topic<'_>]) -> Result<Vec<ErrorCode>, ErrorCode> {
    if id.is_empty() {
        return Err(ErrorCode::INVALID_GROUP_ID);
    }
    check_here(call, id)?;
    let now = Instant::now();
    let deleted = call.cluster.state.groups.change(|groups| {
        groups.change(id, now, |group| {
            group.check_offset_delete()?;
            let mut codes = Vec::new();
            for topic in topics {
                if group.is_subscribed_to(topic.name) {
                    codes.push(ErrorCode::GROUP_SUBSCRIBED_TO_TOPIC);
                    continue;
                }
                topic.wanted.iter().for_each(|index| group.offsets.remove(topic.name, *index));
                codes.push(ErrorCode::NONE);
            }
            Ok(codes)
        })
    });
    deleted.unwrap_or(Err(ErrorCode::GROUP_ID_NOT_FOUND))
}

fn reply(call: &Call<'_>, topics: &[Topic<'_>], codes: &[ErrorCode]) -> Outcome {
    let answered = topics.iter().zip(codes).map(|(topic, code)| {
        let refused = topic.refused.iter().map(|(index, code)| told(*index, *code));
        let deleted = topic.wanted.iter().map(|index| told(*index, *code));
        OffsetDeleteResponseTopic {
            name: topic.name,
            partitions: refused.chain(deleted).collect(),
            ..Default::default()
        }
    });
    call.reply(&OffsetDeleteResponse { topics: answered.collect(), ..Default::default() })
}

fn told<'a>(partition_index: i32, error_code: ErrorCode) -> OffsetDeleteResponsePartition<'a> {
    OffsetDeleteResponsePartition { partition_index, error_code, ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, iam, read};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, offset, read_to};
    use crate::cluster::Cluster;

    /// The code of the whole, then partition and code.
    fn forget(cluster: &Cluster, group_id: &str, partitions: &[i32]) -> (i16, Vec<(i32, i16)>) {
        use kafka_proto::messages::offset_delete::OffsetDeleteRequestPartition as Partition;
        let partitions = partitions.iter();
        let partitions =
            partitions.map(|index| Partition { partition_index: *index, ..Default::default() });
        let topic = OffsetDeleteRequestTopic {
            name: "t",
            partitions: partitions.collect(),
            ..Default::default()
        };
        let request =
            OffsetDeleteRequest { group_id, topics: vec![topic].into(), ..Default::default() };
        let frame = ask(cluster, &iam(), 0, &request).unwrap();
        let response = read::<OffsetDeleteRequest<'_>>(&frame, 0);
        let codes = response.topics.iter().flat_map(|topic| {
            let codes = topic.partitions.iter().map(|it| (it.partition_index, it.error_code.0));
            codes.collect::<Vec<_>>()
        });
        (response.error_code.0, codes.collect())
    }

    #[test]
    fn offsets_are_forgotten_and_the_group_stays() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        assert_eq!(forget(&cluster, "g", &[0, 1, 9]), (0, vec![(9, 3), (0, 0), (1, 0)]));
        assert_eq!(offset(&cluster, "g", 0), None);
        assert_eq!(forget(&cluster, "g", &[0]), (0, vec![(0, 0)]));
        assert_eq!(forget(&cluster, "unknown", &[0]), (69, vec![]));
        assert_eq!(forget(&cluster, "", &[0]), (24, vec![]));
    }
}
