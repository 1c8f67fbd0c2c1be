//! ApiVersions, DescribeCluster, FindCoordinator, and frames that are no requests.

use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
use kafka_proto::messages::sasl_handshake::SaslHandshakeRequest;
use kafka_proto::{CoordinatorType, EndpointType, Opaque};

use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    api_versions(pair);
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
