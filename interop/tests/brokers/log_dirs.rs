//! DescribeLogDirs, AlterReplicaLogDirs.

use std::time::Duration;

use kafka_admin::brokers::{LogDir, NewReplicaLogDir, TopicPartitionReplica};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{ErrorCode, Outcome};

use crate::peer::{Peer, SHORT};

/// The numbers of a topic's partitions that are in these directories.
fn partitions(dirs: &[LogDir], topic: &str) -> Vec<i32> {
    let topics = dirs.iter().flat_map(|dir| &dir.topics).filter(|it| it.topic == topic);
    let mut partitions: Vec<_> =
        topics.flat_map(|it| it.replicas.iter().map(|replica| replica.partition)).collect();
    partitions.sort_unstable();
    partitions
}

pub(crate) async fn each_broker_tells_of_its_own_replicas(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "log-dirs", &[&[1, 2], &[2, 3]]).await;
    // A broker makes its log a moment after it is said to have the replica.
    let has_both = async {
        while partitions(&admin.describe_log_dirs(&[2]).await.unwrap().one().unwrap(), &topic)
            != [0, 1]
        {}
    };
    tokio::time::timeout(Duration::from_secs(30), has_both).await.unwrap();
    let batch = admin.describe_log_dirs(&[3, 1, 2, 9, -1, 1]).timeout(SHORT).await.unwrap();
    let found: Vec<_> = batch
        .iter()
        .map(|(id, it)| (*id, it.as_ref().map(|dirs| partitions(dirs, &topic)).ok()))
        .collect();
    let expected = [
        (3, Some(vec![1])),
        (1, Some(vec![0])),
        (2, Some(vec![0, 1])),
        (9, None),
        (-1, None),
        (1, None),
    ];
    assert_eq!(found, expected, "{batch:?}");
    let dirs = batch.get(&3).unwrap().as_ref().unwrap();
    assert_eq!(dirs.len(), 2, "{dirs:?}");
    let has_it = |dir: &&LogDir| dir.topics.iter().any(|it| it.topic == topic);
    let dir = dirs.iter().find(has_it).unwrap();
    assert!(dir.path.starts_with('/') && dir.error.is_none() && !dir.is_cordoned, "{dir:?}");
    assert!(dir.usable_bytes.unwrap() <= dir.total_bytes.unwrap(), "{dir:?}");
    let of_topic = dir.topics.iter().find(|it| it.topic == topic).unwrap();
    let [replica] = of_topic.replicas.as_slice() else { panic!("{of_topic:?}") };
    assert_eq!((replica.size, replica.offset_lag, replica.is_future), (0, 0, false));
}

pub(crate) async fn a_replica_moves_only_to_a_directory_of_its_broker(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "moves-disk", &[&[1, 2]]).await;
    let dirs = admin.describe_log_dirs(&[1]).await.unwrap().one().unwrap();
    let here = dirs[0].path.as_str();
    let other = admin.describe_log_dirs(&[3]).await.unwrap().one().unwrap();
    let other = other[0].path.as_str();
    let replica =
        |number, broker| TopicPartitionReplica::new(TopicPartition::new(&topic, number), broker);
    let moves = [
        NewReplicaLogDir::new(replica(0, 1), here),
        NewReplicaLogDir::new(replica(0, 2), "/no/such/directory"),
        NewReplicaLogDir::new(replica(0, 3), other),
        NewReplicaLogDir::new(replica(1, 1), here),
        NewReplicaLogDir::new(replica(2, 1), ""),
        NewReplicaLogDir::new(replica(0, -1), here),
        NewReplicaLogDir::new(replica(0, 1), here),
    ];
    let batch = admin.alter_replica_log_dirs(&moves).await.unwrap();
    let codes: Vec<_> = batch
        .iter()
        .map(|(_, it)| it.as_ref().map_err(|error| (error.outcome(), error.code())))
        .collect();
    let refused = |code| Err((Outcome::NotApplied, Some(code)));
    let not_sent = Err((Outcome::NotSent, None));
    let expected = [
        Ok(&()),
        refused(ErrorCode::LOG_DIR_NOT_FOUND),
        refused(ErrorCode::REPLICA_NOT_AVAILABLE),
        refused(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
        not_sent,
        not_sent,
        not_sent,
    ];
    assert_eq!(codes, expected, "{batch:?}");
}

pub(crate) async fn a_replica_moves_between_directories(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "between", &[&[2, 1]]).await;
    let dirs = async || admin.describe_log_dirs(&[2]).await.unwrap().one().unwrap();
    let has_it = |dir: &LogDir| {
        let replicas = dir.topics.iter().filter(|it| it.topic == topic);
        replicas.flat_map(|it| &it.replicas).any(|it| !it.is_future)
    };
    let is_there = async { while !dirs().await.iter().any(has_it) {} };
    tokio::time::timeout(Duration::from_secs(30), is_there).await.unwrap();
    let before = dirs().await;
    let to = before.iter().find(|dir| !has_it(dir)).unwrap();
    let replica = TopicPartitionReplica::new(TopicPartition::new(&topic, 0), 2);
    for _ in 0..2 {
        let moves = [NewReplicaLogDir::new(replica.clone(), to.path.as_str())];
        admin.alter_replica_log_dirs(&moves).await.unwrap().one().unwrap();
        // Kafka copies it first, and has it in both directories meanwhile.
        let has_moved = |dirs: &[LogDir]| {
            let of_topic = dirs.iter().filter(|dir| dir.topics.iter().any(|it| it.topic == topic));
            of_topic.map(|dir| &dir.path).eq([&to.path])
        };
        let arrives = async { while !has_moved(&dirs().await) {} };
        tokio::time::timeout(Duration::from_secs(60), arrives).await.unwrap();
    }
}

pub(crate) async fn kadm_shows_disks(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-disks", &[&[1, 2]]).await;
    let (code, answer) = peer.kadm(&["broker", "log-dirs", "--topic", &topic]).await;
    let brokers = answer["brokers"].as_array().unwrap();
    let ids: Vec<_> = brokers.iter().map(|it| it["id"].as_i64().unwrap()).collect();
    assert_eq!((code, ids.as_slice()), (0, &[1, 2, 3][..]), "{answer}");
    let replicas = |n: usize| {
        let dirs = brokers[n]["log_dirs"].as_array().unwrap().iter();
        dirs.flat_map(|dir| dir["replicas"].as_array().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(replicas(0)[0]["topic"], topic.as_str(), "{answer}");
    assert_eq!(replicas(2).len(), 0, "{answer}");
    let (code, answer) = peer.kadm(&["broker", "log-dirs", "2", "9"]).await;
    assert_eq!((code, &answer["brokers"][0]["ok"]), (1, &false.into()), "{answer}");
    assert_eq!(
        (&answer["brokers"][1]["id"], &answer["brokers"][1]["ok"]),
        (&2.into(), &true.into())
    );
}
