//! DescribeLogDirs: which replicas a broker has in which of its directories, and how large they are.

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse,
    DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kafka_proto::{AclOperation, Array, ErrorCode};

use super::{Call, Outcome};
use crate::cluster::Cluster;
use crate::refusal::Refusal;
use crate::state::log::{LogId, Size};
use crate::state::log_dirs::{DISK, LogDirs, Replica};
use crate::state::topic::Topic;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &DescribeLogDirsRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    let wanted = request.topics.as_ref().map(|asked| {
        let mut wanted: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
        for asked in asked.iter() {
            wanted.entry(asked.topic).or_default().extend(asked.partitions.iter());
        }
        wanted
    });
    let state = &call.cluster.state;
    let (topics, dirs) = (state.topics.now(), state.log_dirs.now());
    let disks = Disks::of(call, &topics, &dirs);
    let results = dirs.paths().iter().zip(&disks.0).map(|(path, disk)| DescribeLogDirsResult {
        log_dir: path,
        topics: disk.told(wanted.as_ref()),
        total_bytes: DISK,
        usable_bytes: (DISK - disk.used).max(0),
        ..Default::default()
    });
    call.reply(&DescribeLogDirsResponse { results: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeLogDirsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeLogDirsResponse { error_code: refusal.code, ..Default::default() })
}

/// The directories of the broker, by their number.
struct Disks<'a>(Vec<Disk<'a>>);

/// A directory with what is in it.
#[derive(Default)]
struct Disk<'a> {
    /// In bytes.
    used: i64,
    /// By topic and partition.
    replicas: BTreeMap<&'a str, Vec<DescribeLogDirsPartition<'a>>>,
}

impl<'a> Disks<'a> {
    fn of(call: &Call<'_>, topics: &'a Topics, dirs: &LogDirs) -> Self {
        let mut disks = Self(dirs.paths().iter().map(|_| Disk::default()).collect());
        for topic in topics.iter() {
            for (index, replicas) in topic.partitions.iter().enumerate() {
                if replicas.contains(&call.broker().id) {
                    let partition = i32::try_from(index).unwrap_or(i32::MAX);
                    disks.put(call.cluster, call.broker().id, topic, partition, dirs);
                }
            }
        }
        disks
    }

    /// A replica on its way is in both directories, and empty in the new one.
    fn put(
        &mut self,
        cluster: &Cluster,
        broker: i32,
        topic: &'a Topic,
        partition: i32,
        dirs: &LogDirs,
    ) {
        let size = cluster.state.logs.size(LogId { topic: topic.id, partition });
        let place = dirs.place(Replica { topic: topic.id.0, partition, broker });
        self.add(place.now, &topic.name, partition, size, false);
        if let Some(future) = place.future {
            self.add(future, &topic.name, partition, size, true);
        }
    }

    fn add(
        &mut self,
        dir: usize,
        topic: &'a str,
        partition_index: i32,
        Size { bytes, end }: Size,
        is_future_key: bool,
    ) {
        let Some(disk) = self.0.get_mut(dir) else { return };
        let (partition_size, offset_lag) = if is_future_key { (0, end) } else { (bytes, 0) };
        disk.used += partition_size;
        disk.replicas.entry(topic).or_default().push(DescribeLogDirsPartition {
            partition_index,
            partition_size,
            offset_lag,
            is_future_key,
            ..Default::default()
        });
    }
}

impl<'a> Disk<'a> {
    /// What is in it of that which is wanted.
    fn told(
        &self,
        wanted: Option<&BTreeMap<&str, BTreeSet<i32>>>,
    ) -> Array<'a, DescribeLogDirsTopic<'a>> {
        let mut topics = Vec::new();
        for (name, replicas) in &self.replicas {
            let of_topic = wanted.map(|wanted| wanted.get(name));
            let is_wanted = |it: &&DescribeLogDirsPartition<'a>| match of_topic {
                None => true,
                Some(partitions) => partitions.is_some_and(|all| all.contains(&it.partition_index)),
            };
            let partitions: Vec<_> = replicas.iter().filter(is_wanted).cloned().collect();
            if !partitions.is_empty() {
                let partitions = partitions.into();
                topics.push(DescribeLogDirsTopic { name, partitions, ..Default::default() });
            }
        }
        topics.into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::Uuid;
    use kafka_proto::messages::alter_replica_log_dirs::{
        AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest,
    };
    use kafka_proto::messages::describe_log_dirs::DescribableLogDirTopic;

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;
    use crate::state::Shared;
    use crate::state::log::batch::{Framed, tests::Parts};
    use crate::state::log::policy::Policy;
    use crate::state::log::validate;

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
        assert_eq!((response.results.len(), dir.log_dir), (1, "/var/lib/kafka/data"));
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

    /// How many bytes a batch of three records has.
    fn append_three(cluster: &Cluster, id: LogId) -> i64 {
        let (state, bytes) = (&cluster.state, Parts::of(5, &["a", "b", "c"]).bytes());
        let log = state.logs.open(&state.topics, id).unwrap();
        let policy = Policy::of(state.topics.now().get("t").unwrap(), cluster.profile);
        let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
        let checked = validate::check(framed, &policy, 5, "t-0").unwrap();
        state.logs.append(&log, checked, &policy).unwrap();
        bytes.len() as i64
    }

    /// The free bytes of a directory, and of each replica the size, the lag, and whether it is on its way.
    type Told = (i64, Vec<(i64, i64, bool)>);

    /// What broker 1 says of its two directories.
    fn disks(cluster: &Cluster) -> Vec<Told> {
        let request = DescribeLogDirsRequest { topics: None, ..Default::default() };
        let frame = ask(cluster, &iam(), 5, &request).unwrap();
        let response = read::<DescribeLogDirsRequest<'_>>(&frame, 5);
        let told =
            |it: DescribeLogDirsPartition<'_>| (it.partition_size, it.offset_lag, it.is_future_key);
        let dirs = response.results.iter();
        dirs.map(|dir| {
            let replicas = dir
                .topics
                .iter()
                .flat_map(|topic| topic.partitions.iter().map(told).collect::<Vec<_>>());
            (dir.usable_bytes, replicas.collect())
        })
        .collect()
    }

    fn moved(cluster: &Cluster, path: &str) -> ErrorCode {
        let partitions = vec![0].into();
        let topic = AlterReplicaLogDirTopic { name: "t", partitions, ..Default::default() };
        let dir = AlterReplicaLogDir { path, topics: vec![topic].into(), ..Default::default() };
        let request = AlterReplicaLogDirsRequest { dirs: vec![dir].into(), ..Default::default() };
        let frame = ask(cluster, &iam(), 2, &request).unwrap();
        let response = read::<AlterReplicaLogDirsRequest<'_>>(&frame, 2);
        let topic = response.results.iter().next().unwrap();
        topic.partitions.iter().next().unwrap().error_code
    }

    #[test]
    fn records_take_up_the_disk_that_they_are_on() {
        let mut cluster = cluster(1);
        cluster.state.log_dirs = Shared::new(LogDirs::new(2));
        let id = Uuid([1; 16]);
        let topic =
            Topic { name: "t".to_owned(), id, partitions: vec![vec![1]], configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| topics.insert(topic));
        let bytes = append_three(&cluster, LogId { topic: id, partition: 0 });
        let free = DISK - bytes;
        assert_eq!(disks(&cluster), [(free, vec![(bytes, 0, false)]), (DISK, vec![])]);
        let second = "/var/lib/kafka/data-2";
        cluster.state.log_dirs.change(|dirs| dirs.hold_moves(true));
        assert_eq!(moved(&cluster, second), ErrorCode::NONE);
        let on_its_way = vec![(0, 3, true)];
        assert_eq!(disks(&cluster), [(free, vec![(bytes, 0, false)]), (DISK, on_its_way)]);
        cluster.state.log_dirs.change(|dirs| dirs.hold_moves(false));
        assert_eq!(disks(&cluster), [(DISK, vec![]), (free, vec![(bytes, 0, false)])]);
        assert_eq!(moved(&cluster, "/var/lib/kafka/data-3"), ErrorCode::LOG_DIR_NOT_FOUND);
    }
}
