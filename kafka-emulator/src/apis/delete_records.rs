//! DeleteRecords (KIP-107): what is before an offset goes.

use std::collections::BTreeMap;

use kafka_proto::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsPartitionResult, DeleteRecordsRequest,
    DeleteRecordsResponse, DeleteRecordsTopicResult,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::{Elsewhere, led};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::log::policy::Policy;
use crate::state::topic::is_internal;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &DeleteRecordsRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    // Of a partition that is there more than once the last counts.
    let mut asked: BTreeMap<&str, BTreeMap<i32, DeleteRecordsPartition<'_>>> = BTreeMap::new();
    for topic in request.topics.iter() {
        for partition in topic.partitions.iter() {
            asked.entry(topic.name).or_default().insert(partition.partition_index, partition);
        }
    }
    let results = asked.into_iter().map(|(name, partitions)| {
        let partitions = partitions.values();
        topic_of(name, partitions.map(|it| result(it, delete(call, &topics, name, it))).collect())
    });
    call.reply(&DeleteRecordsResponse { topics: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DeleteRecordsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter();
        topic_of(topic.name, partitions.map(|it| result(&it, Err(refusal.code))).collect())
    });
    call.reply(&DeleteRecordsResponse { topics: results.collect(), ..Default::default() })
}

/// The offset at which the log starts then.
fn delete(
    call: &Call<'_>,
    topics: &Topics,
    name: &str,
    asked: &DeleteRecordsPartition<'_>,
) -> Result<i64, ErrorCode> {
    if !call.authorizer().allows(AclOperation::DELETE, ResourceType::TOPIC, name) {
        return Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED);
    }
    let found = led(call, topics, topics.get(name), asked.partition_index);
    match found {
        Ok(_) | Err(Elsewhere::Led(_)) if is_internal(name) => {
            Err(ErrorCode::INVALID_TOPIC_EXCEPTION)
        }
        Err(elsewhere) => Err(elsewhere.code()),
        Ok(partition) if !Policy::of(partition.topic, call.cluster.profile).allows_deletion => {
            Err(ErrorCode::POLICY_VIOLATION)
        }
        Ok(partition) => {
            call.cluster.state.logs.delete_before(&*partition.log(call)?, asked.offset)
        }
    }
}

fn result<'a>(
    asked: &DeleteRecordsPartition<'_>,
    deleted: Result<i64, ErrorCode>,
) -> DeleteRecordsPartitionResult<'a> {
    DeleteRecordsPartitionResult {
        partition_index: asked.partition_index,
        low_watermark: deleted.unwrap_or(-1),
        error_code: deleted.err().unwrap_or(ErrorCode::NONE),
        ..Default::default()
    }
}

fn topic_of<'a>(
    name: &'a str,
    partitions: Vec<DeleteRecordsPartitionResult<'a>>,
) -> DeleteRecordsTopicResult<'a> {
    DeleteRecordsTopicResult { name, partitions: partitions.into(), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;
    use kafka_proto::messages::delete_records::DeleteRecordsTopic;

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::log::batch::{Framed, tests::Parts};
    use crate::state::log::{LogId, validate};
    use crate::state::topic::Topic;

    /// Broker 1 leads partition 0, in which there are five records, and broker 2 the other.
    fn shop(configs: &[(&str, &str)]) -> Cluster {
        let cluster = cluster(2);
        let configs = configs.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let topic = Topic {
            name: "t".to_owned(),
            id: Uuid([1; 16]),
            partitions: vec![vec![1], vec![2]],
            configs: configs.collect(),
        };
        let policy = Policy::of(&topic, cluster.profile);
        cluster.state.topics.change(|topics| topics.insert(topic));
        let state = &cluster.state;
        let id = LogId { topic: Uuid([1; 16]), partition: 0 };
        let log = state.logs.open(&state.topics, id).unwrap();
        let bytes = Parts::of(0, &["v"; 5]).bytes();
        let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
        let checked = validate::check(framed, &policy, 0, "t-0").unwrap();
        state.logs.append(&log, checked, &policy).unwrap();
        cluster
    }

    /// Code and low watermark.
    fn delete(
        cluster: &Cluster,
        client: &Client,
        name: &str,
        wanted: &[(i32, i64)],
    ) -> Vec<(i16, i64)> {
        let partitions = wanted.iter().map(|(partition_index, offset)| DeleteRecordsPartition {
            partition_index: *partition_index,
            offset: *offset,
            ..Default::default()
        });
        let topic =
            DeleteRecordsTopic { name, partitions: partitions.collect(), ..Default::default() };
        let topics = vec![topic].into();
        let request = DeleteRecordsRequest { topics, timeout_ms: 1000, ..Default::default() };
        let frame = ask(cluster, client, 2, &request).unwrap();
        let response = read::<DeleteRecordsRequest<'_>>(&frame, 2);
        let topic = response.topics.iter().next().unwrap();
        topic.partitions.iter().map(|it| (it.error_code.0, it.low_watermark)).collect()
    }

    #[test]
    fn what_is_before_the_offset_goes() {
        let cluster = shop(&[]);
        for (offset, answer) in
            [(2, (0, 2)), (1, (0, 2)), (6, (1, -1)), (-2, (1, -1)), (-1, (0, 5))]
        {
            assert_eq!(delete(&cluster, &iam(), "t", &[(0, offset)]), [answer], "{offset}");
        }
        assert_eq!(delete(&cluster, &iam(), "t", &[(1, 0)]), [(6, -1)]);
        assert_eq!(delete(&cluster, &iam(), "t", &[(2, 0)]), [(3, -1)]);
        assert_eq!(delete(&cluster, &iam(), "none", &[(0, 0)]), [(3, -1)]);
        grant(&cluster, AclOperation::WRITE, ResourceType::TOPIC, "t");
        assert_eq!(delete(&cluster, &user(), "t", &[(0, -1), (9, 0)]), [(29, -1), (29, -1)]);
    }

    #[test]
    fn the_last_of_two_counts() {
        let cluster = shop(&[]);
        assert_eq!(delete(&cluster, &iam(), "t", &[(0, 4), (0, 2)]), [(0, 2)]);
    }

    #[test]
    fn a_topic_that_is_only_compacted_keeps_its_records() {
        let cluster = shop(&[("cleanup.policy", "compact")]);
        assert_eq!(delete(&cluster, &iam(), "t", &[(0, -1)]), [(44, -1)]);
        let both = shop(&[("cleanup.policy", "compact,delete")]);
        assert_eq!(delete(&both, &iam(), "t", &[(0, -1)]), [(0, 5)]);
    }
}
