//! DescribeLogDirs: every broker keeps all it has in one directory.

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse,
    DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;

/// The directory of every broker (`log.dirs`), on a disk of its own.
pub(super) const LOG_DIR: &str = "/var/lib/kafka/data";

/// The size of that disk in bytes, and what is free on it: logs are in memory.
const DISK: i64 = 100 << 30;

pub(super) fn answer(call: &Call<'_>, request: &DescribeLogDirsRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let broker = call.broker().id;
    let found = match &request.topics {
        None => topics.iter().filter_map(|topic| replicas(topic, broker, None)).collect(),
        Some(asked) => {
            let mut wanted: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
            for asked in asked.iter() {
                wanted.entry(asked.topic).or_default().extend(asked.partitions.iter());
            }
            let found = wanted.iter().filter_map(|(name, partitions)| {
                replicas(topics.get(name)?, broker, Some(partitions))
            });
            found.collect()
        }
    };
    let dir = DescribeLogDirsResult {
        log_dir: LOG_DIR,
        topics: found,
        total_bytes: DISK,
        usable_bytes: DISK,
        ..Default::default()
    };
    call.reply(&DescribeLogDirsResponse { results: vec![dir].into(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeLogDirsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeLogDirsResponse { error_code: refusal.code, ..Default::default() })
}

/// The replicas of a topic that the broker has, of those that are wanted; `None` when there are none.
fn replicas<'a>(
    topic: &'a Topic,
    broker: i32,
    wanted: Option<&BTreeSet<i32>>,
) -> Option<DescribeLogDirsTopic<'a>> {
    let mut partitions = Vec::new();
    for (index, replicas) in topic.partitions.iter().enumerate() {
        let partition_index = i32::try_from(index).unwrap_or(i32::MAX);
        if replicas.contains(&broker) && wanted.is_none_or(|it| it.contains(&partition_index)) {
            partitions.push(DescribeLogDirsPartition { partition_index, ..Default::default() });
        }
    }
    let (name, has_some) = (topic.name.as_str(), !partitions.is_empty());
    let partitions = partitions.into();
    has_some.then(|| DescribeLogDirsTopic { name, partitions, ..Default::default() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::Uuid;
    use kafka_proto::messages::describe_log_dirs::DescribableLogDirTopic;

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;

    /// What broker 1 says of a topic with three partitions, of which it has two.
    fn described(asked: Option<Vec<(&str, Vec<i32>)>>) -> Vec<(String, Vec<i32>)> {
        let cluster = cluster(2);
        let (name, id) = ("t".to_owned(), Uuid([1; 16]));
        let partitions = vec![vec![1], vec![2], vec![2, 1]];
        let topic = Topic { name, id, partitions, configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| topics.insert(topic));
        let topics = asked.map(|asked| {
            let topics = asked.into_iter().map(|(topic, partitions)| {
                let partitions = partitions.into();
                DescribableLogDirTopic { topic, partitions, ..Default::default() }
            });
            topics.collect()
        });
        let request = DescribeLogDirsRequest { topics, ..Default::default() };
        let frame = ask(&cluster, &iam(), 5, &request).unwrap();
        let response = read::<DescribeLogDirsRequest<'_>>(&frame, 5);
        let dir = response.results.iter().next().unwrap();
        assert_eq!((response.results.len(), dir.log_dir), (1, LOG_DIR));
        let numbers = |topic: &DescribeLogDirsTopic<'_>| {
            topic.partitions.iter().map(|it| it.partition_index).collect()
        };
        dir.topics.iter().map(|topic| (topic.name.to_owned(), numbers(&topic))).collect()
    }

    #[test]
    fn a_broker_tells_of_the_replicas_that_it_has() {
        let of_topic = |partitions: &[i32]| vec![("t".to_owned(), partitions.to_vec())];
        assert_eq!(described(None), of_topic(&[0, 2]));
        assert_eq!(described(Some(vec![])), []);
        assert_eq!(described(Some(vec![("t", vec![2, 1, 9, -1])])), of_topic(&[2]));
        assert_eq!(described(Some(vec![("none", vec![0]), ("t", vec![])])), []);
    }
}
