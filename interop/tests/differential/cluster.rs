//! ApiVersions, DescribeCluster, FindCoordinator, and frames that are no requests.

use kafka_proto::messages::add_raft_voter::{AddRaftVoterRequest, Listener};
use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::describe_quorum::{
    DescribeQuorumRequest, RequestPartitionData, RequestTopicData,
};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::remove_raft_voter::RemoveRaftVoterRequest;
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
use kafka_proto::messages::sasl_handshake::SaslHandshakeRequest;
use kafka_proto::messages::unregister_broker::UnregisterBrokerRequest;
use kafka_proto::messages::unregister_controller::UnregisterControllerRequest;
use kafka_proto::messages::update_features::{FeatureUpdateKey, UpdateFeaturesRequest};
use kafka_proto::{CoordinatorType, EndpointType, Opaque, Uuid};

use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    api_versions(pair);
    quorum(pair);
    features(pair);
    voters(pair);
    registrations(pair);
    describe_cluster(pair);
    coordinators(pair);
    sasl(pair);
    frames(pair);
}

fn api_versions(pair: &mut Pair) {
    let named = |name| ApiVersionsRequest {
        client_software_name: name,
        client_software_version: "1.0",
        ..Default::default()
    };
    for version in 0..=5 {
        for who in BOTH {
            pair.read("a library", who, version, &named("library"));
            if version >= 3 {
                for name in ["", "my_app", "-a", "a-", "a b"] {
                    pair.read("a bad name", who, version, &named(name));
                }
            }
        }
    }
    for (cluster_id, node_id) in
        [(Some("other"), 1), (Some("other"), -1), (Some(""), 1), (None, 1), (None, 2)]
    {
        let request = ApiVersionsRequest { cluster_id, node_id, ..named("library") };
        pair.read("KIP-1242", Who::Admin, 5, &request);
    }
}

fn describe_cluster(pair: &mut Pair) {
    for version in 0..=2 {
        for who in BOTH {
            let request = DescribeClusterRequest {
                include_cluster_authorized_operations: true,
                ..Default::default()
            };
            pair.read("with operations", who, version, &request);
            pair.read("without", who, version, &DescribeClusterRequest::default());
        }
    }
    for version in 1..=2 {
        for endpoint_type in [EndpointType::CONTROLLER, EndpointType(0), EndpointType(7)] {
            let request = DescribeClusterRequest { endpoint_type, ..Default::default() };
            pair.read("another endpoint", Who::Admin, version, &request);
        }
    }
}

fn quorum(pair: &mut Pair) {
    let cases: [(&str, &[(&str, &[i32])]); 8] = [
        ("the metadata", &[("__cluster_metadata", &[0])]),
        ("nothing", &[]),
        ("no partition", &[("__cluster_metadata", &[])]),
        ("another partition", &[("__cluster_metadata", &[1])]),
        ("a partition twice", &[("__cluster_metadata", &[0, 0])]),
        ("another topic", &[("t", &[0, 1])]),
        ("another topic too", &[("__cluster_metadata", &[0]), ("t", &[0])]),
        ("a negative one", &[("__cluster_metadata", &[-1])]),
    ];
    for version in 0..=2 {
        for who in BOTH {
            for (case, topics) in cases {
                let topics = topics.iter().map(|(topic_name, partitions)| RequestTopicData {
                    topic_name,
                    partitions: partitions
                        .iter()
                        .map(|it| RequestPartitionData {
                            partition_index: *it,
                            ..Default::default()
                        })
                        .collect(),
                    ..Default::default()
                });
                let topics = topics.collect();
                let request = DescribeQuorumRequest { topics, ..Default::default() };
                pair.read(case, who, version, &request);
            }
        }
    }
}

const UP: i8 = 1;
const SAFE: i8 = 2;
const UNSAFE: i8 = 3;

/// A feature, its level, and the type of its upgrade.
type Update = (&'static str, i16, i8);

/// None of these lowers `kraft.version` after it was raised: Kafka never does.
const UPDATES: [(&str, bool, &[Update]); 30] = [
    ("nothing", false, &[]),
    ("as it is", false, &[("metadata.version", 33, UP)]),
    ("as it is, down", false, &[("metadata.version", 33, SAFE)]),
    ("too high", false, &[("metadata.version", 34, UP)]),
    ("too low", false, &[("metadata.version", 6, SAFE)]),
    ("negative", false, &[("metadata.version", -1, UP)]),
    ("negative, of nobody", false, &[("nope", -1, UP)]),
    ("lower by an upgrade", false, &[("metadata.version", 31, UP)]),
    ("lower", false, &[("metadata.version", 32, SAFE)]),
    ("much lower", false, &[("metadata.version", 7, SAFE)]),
    ("lower, unsafe", false, &[("metadata.version", 32, UNSAFE)]),
    ("no type", false, &[("metadata.version", 33, 0)]),
    ("an unknown type", false, &[("metadata.version", 33, 9)]),
    ("an unknown feature", false, &[("nope", 1, UP)]),
    ("level 0 of an unknown feature", false, &[("nope", 0, UP)]),
    ("level 0 of an unknown feature, down", false, &[("nope", 0, SAFE)]),
    ("no name", false, &[("", 1, UP)]),
    ("the same name twice", false, &[("group.version", 1, UP), ("group.version", 0, UP)]),
    (
        "several that are wrong",
        false,
        &[("share.version", 9, UP), ("nope", 1, UP), ("group.version", 7, UP), ("a", 1, UP)],
    ),
    ("one that is wrong", false, &[("group.version", 0, SAFE), ("nope", 1, UP)]),
    ("two", false, &[("group.version", 1, UP), ("share.version", 2, UP)]),
    ("kraft.version as it is", false, &[("kraft.version", 0, UP)]),
    ("kraft.version as it is, down", false, &[("kraft.version", 0, SAFE)]),
    ("kraft.version too high", false, &[("kraft.version", 2, UP)]),
    ("kraft.version, to see", true, &[("kraft.version", 1, UP)]),
    ("off, to see", true, &[("group.version", 0, SAFE)]),
    ("off", false, &[("eligible.leader.replicas.version", 0, SAFE)]),
    ("on by a downgrade", false, &[("eligible.leader.replicas.version", 1, SAFE)]),
    ("on", false, &[("eligible.leader.replicas.version", 1, UP)]),
    ("off and on", true, &[("streams.version", 0, UNSAFE), ("share.version", 2, SAFE)]),
];

fn features(pair: &mut Pair) {
    for version in 0..=2 {
        for who in BOTH {
            for (case, validate_only, updates) in UPDATES {
                // v0 has neither.
                if version == 0 && (validate_only || updates.iter().any(|it| it.2 != UP)) {
                    continue;
                }
                update(pair, case, who, version, validate_only, updates);
            }
        }
        let request = UpdateFeaturesRequest { timeout_ms: 0, ..Default::default() };
        pair.write("no time", Who::Admin, version, &request);
        pair.read("after changes", Who::Admin, 4, &library());
    }
}

fn update(
    pair: &mut Pair,
    case: &str,
    who: Who,
    version: i16,
    validate_only: bool,
    updates: &[Update],
) {
    let updates = updates.iter().map(|(feature, level, upgrade_type)| FeatureUpdateKey {
        feature,
        max_version_level: *level,
        upgrade_type: *upgrade_type,
        ..Default::default()
    });
    let request = UpdateFeaturesRequest {
        timeout_ms: 30_000,
        feature_updates: updates.collect(),
        validate_only,
        ..Default::default()
    };
    pair.write(case, who, version, &request);
}

fn library() -> ApiVersionsRequest<'static> {
    ApiVersionsRequest {
        client_software_name: "library",
        client_software_version: "1.0",
        ..Default::default()
    }
}

const ID: Option<&str> = Some(crate::CLUSTER_ID);

/// Before and after voters can change. Kafka asks a new one what it supports, on the port that it names:
/// nobody listens there.
fn voters(pair: &mut Pair) {
    for level in 0..=1 {
        if level == 1 {
            let raise: &[Update] = &[("kraft.version", 1, UP)];
            update(pair, "voters can change", Who::Admin, 2, false, raise);
            update(pair, "again", Who::Admin, 2, false, raise);
            for how in [UP, SAFE, UNSAFE] {
                let lower: &[Update] = &[("kraft.version", 0, how)];
                update(pair, "and not back", Who::Admin, 2, false, lower);
            }
            pair.read("voters can change", Who::Admin, 4, &library());
            quorum(pair);
        }
        for who in BOTH {
            add_voters(pair, level, who);
            remove_voters(pair, who);
        }
    }
}

fn add_voters(pair: &mut Pair, level: i16, who: Who) {
    let cases: [(&str, Option<&str>, i32, u8, &[&str]); 9] = [
        ("somebody", ID, 7, 7, &["CONTROLLER"]),
        ("a voter", ID, 1, 7, &["CONTROLLER"]),
        ("another cluster", Some("x"), 7, 7, &["CONTROLLER"]),
        ("a cluster without a name", Some(""), 7, 7, &["CONTROLLER"]),
        ("no directory", ID, 7, 0, &["CONTROLLER"]),
        ("a negative id", ID, -7, 7, &["CONTROLLER"]),
        ("no listener", ID, 7, 7, &[]),
        ("another listener", ID, 7, 7, &["PLAIN"]),
        ("no cluster, and a voter", None, 1, 7, &["PLAIN", "CONTROLLER"]),
    ];
    for version in 0..=1 {
        for (case, cluster_id, voter_id, directory, names) in cases {
            // Kafka does not try again at once.
            if case == "somebody" && level == 1 && (version == 1 || who == Who::User) {
                continue;
            }
            let listeners = names.iter().map(|name| Listener {
                name,
                host: "localhost",
                port: 1,
                ..Default::default()
            });
            let request = AddRaftVoterRequest {
                cluster_id,
                timeout_ms: 3000,
                voter_id,
                voter_directory_id: Uuid([directory; 16]),
                listeners: listeners.collect(),
                ..Default::default()
            };
            pair.write(case, who, version, &request);
        }
    }
}

fn remove_voters(pair: &mut Pair, who: Who) {
    for (case, cluster_id, voter_id, directory) in [
        ("somebody", ID, 7, 7),
        ("another directory", ID, 1, 7),
        ("no cluster", None, 7, 7),
        ("another cluster", Some("x"), 7, 7),
        ("no directory", ID, 1, 0),
        ("a negative id", ID, -1, 7),
    ] {
        let request = RemoveRaftVoterRequest {
            cluster_id,
            voter_id,
            voter_directory_id: Uuid([directory; 16]),
            ..Default::default()
        };
        pair.write(case, who, 0, &request);
    }
}

fn registrations(pair: &mut Pair) {
    for who in BOTH {
        for id in [9, 0, -1, i32::MAX] {
            let request = UnregisterBrokerRequest { broker_id: id, ..Default::default() };
            pair.write("an unknown broker", who, 0, &request);
        }
        for id in [9, 1, -1] {
            let request = UnregisterControllerRequest { controller_id: id, ..Default::default() };
            pair.write("a controller", who, 0, &request);
        }
    }
}

fn coordinators(pair: &mut Pair) {
    let keys = ["g", "", "nas3fCkEQJKoEK4uLXJTbw:0", "g:x:0"];
    for version in 0..=6 {
        for key_type in [0, 1, 2, 7].map(CoordinatorType) {
            if version == 0 && key_type.0 != 0 {
                continue;
            }
            for who in BOTH {
                let case = format!("coordinator of type {}", key_type.0);
                if version < 4 {
                    let request =
                        FindCoordinatorRequest { key: "g", key_type, ..Default::default() };
                    pair.read(&case, who, version, &request);
                } else {
                    let coordinator_keys = (&keys).into();
                    let request =
                        FindCoordinatorRequest { coordinator_keys, key_type, ..Default::default() };
                    pair.read(&case, who, version, &request);
                }
            }
        }
    }
    let keys = ["g:nas3fCkEQJKoEK4uLXJTbw:0"];
    for who in BOTH {
        let request = FindCoordinatorRequest {
            coordinator_keys: (&keys).into(),
            key_type: CoordinatorType::SHARE,
            ..Default::default()
        };
        pair.read("a share partition", who, 6, &request);
    }
}

fn sasl(pair: &mut Pair) {
    for who in BOTH {
        for version in 0..=1 {
            let request = SaslHandshakeRequest { mechanism: "SCRAM-SHA-512", ..Default::default() };
            pair.write("SASL out of order", who, version, &request);
        }
        for version in 0..=2 {
            let request =
                SaslAuthenticateRequest { auth_bytes: Opaque(b"x"), ..Default::default() };
            pair.write("SASL out of order", who, version, &request);
        }
    }
}

/// Key, version, correlation id 7 and no client id, then a body.
fn frame(key: i16, version: i16, body: &[u8]) -> Vec<u8> {
    [&key.to_be_bytes()[..], &version.to_be_bytes(), &[0, 0, 0, 7, 255, 255], body].concat()
}

fn frames(pair: &mut Pair) {
    let frames: [(&str, Vec<u8>); 14] = [
        ("an unknown API", frame(999, 0, &[])),
        ("a negative API", frame(-1, 0, &[])),
        ("a controller's API", frame(52, 0, &[])),
        ("an API of old", frame(4, 0, &[])),
        ("Metadata v14", frame(3, 14, &[0])),
        ("Metadata v-1", frame(3, -1, &[])),
        ("CreateTopics v1", frame(19, 1, &[])),
        ("ApiVersions v99", frame(18, 99, &[1, 2, 3])),
        ("ApiVersions v-1", frame(18, -1, &[])),
        ("Metadata cut off", frame(3, 1, &[0, 0, 0])),
        ("Metadata with a count too high", frame(3, 1, &[0, 0, 1, 0])),
        ("Metadata with bytes behind it", frame(3, 1, &[0, 0, 0, 0, 1, 2, 3])),
        ("ApiVersions with bytes behind it", frame(18, 0, &[9; 20])),
        ("half a header", vec![0, 3, 0]),
    ];
    for (case, frame) in frames {
        for who in BOTH {
            pair.raw(case, who, &frame);
        }
    }
}
