//! DescribeLogDirs, which tells the bytes of records, and AlterReplicaLogDirs.

use interop::RecordBatch;
use kafka_proto::messages::alter_replica_log_dirs::{
    AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest,
};
use kafka_proto::messages::describe_log_dirs::{DescribableLogDirTopic, DescribeLogDirsRequest};

use crate::records::to;
use crate::topics::{request, topic};
use crate::{BOTH, Pair, Who};

/// A topic with two partitions.
const HERE: &str = "log-dirs";

pub(crate) fn compare(pair: &mut Pair) {
    let mut here = topic(HERE);
    here.num_partitions = 2;
    pair.write("a new topic", Who::Admin, 7, &request(vec![here]));
    let bytes = RecordBatch::of(1_700_000_000_000, &["one", "two"]).bytes();
    for _ in 0..3 {
        pair.write("records", Who::Admin, 12, &to(HERE, 1, &bytes));
    }
    describe(pair);
    alter(pair);
}

type Partitions = (&'static str, &'static [i32]);
type Dir = (&'static str, &'static [Partitions]);

fn describe(pair: &mut Pair) {
    let cases: [(&str, Option<&[Partitions]>); 5] = [
        ("no topics", Some(&[])),
        ("a topic", Some(&[(HERE, &[0, 1])])),
        ("a partition", Some(&[(HERE, &[1]), (HERE, &[1])])),
        ("no partitions", Some(&[(HERE, &[])])),
        ("unknown partitions", Some(&[(HERE, &[2, -1]), ("none", &[0]), ("", &[0])])),
    ];
    for version in 1..=5 {
        for who in BOTH {
            for (case, topics) in cases {
                let topics = topics.map(|topics| {
                    let topics = topics.iter().map(|(topic, partitions)| DescribableLogDirTopic {
                        topic,
                        partitions: (*partitions).into(),
                        ..Default::default()
                    });
                    topics.collect()
                });
                let request = DescribeLogDirsRequest { topics, ..Default::default() };
                pair.read(case, who, version, &request);
            }
        }
    }
}

fn alter(pair: &mut Pair) {
    let cases: [(&str, &[Dir]); 7] = [
        ("nothing", &[]),
        ("no topics", &[("/none", &[])]),
        ("an unknown directory", &[("/none", &[(HERE, &[0, 1])])]),
        ("a relative path", &[("data", &[(HERE, &[0])]), ("", &[(HERE, &[1])])]),
        ("unknown partitions", &[("/none", &[(HERE, &[2, -1]), ("none", &[0]), ("", &[0])])]),
        ("a partition twice", &[("/none", &[(HERE, &[0, 0])]), ("/other", &[(HERE, &[0])])]),
        ("a topic twice", &[("/none", &[(HERE, &[0]), (HERE, &[1])])]),
    ];
    for version in 1..=2 {
        for who in BOTH {
            for (case, dirs) in cases {
                let dirs = dirs.iter().map(|(path, topics)| {
                    let topics = topics.iter().map(|(name, partitions)| AlterReplicaLogDirTopic {
                        name,
                        partitions: (*partitions).into(),
                        ..Default::default()
                    });
                    let topics = topics.collect();
                    AlterReplicaLogDir { path, topics, ..Default::default() }
                });
                let dirs = dirs.collect();
                let request = AlterReplicaLogDirsRequest { dirs, ..Default::default() };
                pair.write(case, who, version, &request);
            }
        }
    }
}
