//! Where brokers are, in answers: replaced by the relay's own listeners.

use kafka_proto::messages as m;
use kafka_proto::messages::api_versions::ApiVersion;
use kafka_proto::{ApiKey, Message, decode_response, encode_response};

use crate::{Error, ErrorKind, HostPort, Layer, Result};

/// The APIs whose answers say where brokers are.
const WITH_ADDRESSES: [(ApiKey, i16); 7] = [
    (ApiKey::METADATA, last::<m::MetadataRequest<'static>>()),
    (ApiKey::FIND_COORDINATOR, last::<m::FindCoordinatorRequest<'static>>()),
    (ApiKey::DESCRIBE_CLUSTER, last::<m::DescribeClusterRequest<'static>>()),
    (ApiKey::PRODUCE, last::<m::ProduceRequest<'static>>()),
    (ApiKey::FETCH, last::<m::FetchRequest<'static>>()),
    (ApiKey::SHARE_FETCH, last::<m::ShareFetchRequest<'static>>()),
    (ApiKey::SHARE_ACKNOWLEDGE, last::<m::ShareAcknowledgeRequest<'static>>()),
];

const fn last<'a, R: Message<'a>>() -> i16 {
    *R::VERSIONS.end()
}

/// Gives brokers other addresses.
pub(super) trait Addresses {
    /// The host that all of them have.
    fn host(&self) -> String;
    /// The port that leads to the broker.
    fn port(&mut self, broker: i32, target: HostPort) -> Result<u16>;
}

/// The frame that the client gets, its length included; `None` where it is the broker's own.
pub(super) fn replaced(
    api: ApiKey,
    version: i16,
    frame: &[u8],
    addresses: &mut impl Addresses,
) -> Result<Option<Vec<u8>>> {
    let host = addresses.host();
    let mut nodes = Nodes { host: &host, addresses, failed: None };
    let replaced = match api {
        ApiKey::API_VERSIONS => api_versions(version, frame),
        ApiKey::METADATA => metadata(version, frame, &mut nodes),
        ApiKey::FIND_COORDINATOR => find_coordinator(version, frame, &mut nodes),
        ApiKey::DESCRIBE_CLUSTER => describe_cluster(version, frame, &mut nodes),
        ApiKey::PRODUCE => produce(version, frame, &mut nodes),
        ApiKey::FETCH => fetch(version, frame, &mut nodes),
        ApiKey::SHARE_FETCH => share_fetch(version, frame, &mut nodes),
        ApiKey::SHARE_ACKNOWLEDGE => share_acknowledge(version, frame, &mut nodes),
        _ => return Ok(None),
    };
    match nodes.failed {
        Some(error) => Err(error),
        None => replaced.map_err(|error| unread(api, version, error)),
    }
}

/// A client that got it as it is would go around the relay.
fn unread(api: ApiKey, version: i16, error: BoxError) -> Error {
    let message = format!("the answer cannot be read in version {version}, and so not passed on");
    Error::new(ErrorKind::PeerMisbehaved, Layer::Kafka, message).in_api(api).about(error)
}

/// Replaces addresses, and remembers what went wrong.
struct Nodes<'n, A> {
    host: &'n str,
    addresses: &'n mut A,
    failed: Option<Error>,
}

impl<A: Addresses> Nodes<'_, A> {
    /// The port that stands for the address. Where there is no broker there is no address.
    fn port(&mut self, broker: i32, host: &str, port: i32) -> Option<i32> {
        if host.is_empty() || port <= 0 {
            return None;
        }
        let target = HostPort::advertised(host, port).map_err(Error::not_dialable);
        match target.and_then(|target| self.addresses.port(broker, target)) {
            Ok(port) => Some(i32::from(port)),
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Replaced = std::result::Result<Option<Vec<u8>>, BoxError>;

fn encoded<'r, R: Message<'r>>(version: i16, id: i32, response: &R) -> Replaced {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, id, response)?;
    Ok(Some(frame))
}

fn api_versions(version: i16, frame: &[u8]) -> Replaced {
    // A version that the broker does not know is answered in the layout of version 0.
    let read = |version| decode_response::<m::ApiVersionsRequest<'_>>(frame, version);
    let (version, (id, mut response)) = match read(version) {
        Ok(read) => (version, read),
        Err(_) => (0, read(0)?),
    };
    let most = |it: &ApiVersion<'_>| {
        WITH_ADDRESSES.iter().find(|(api, _)| api.0 == it.api_key).map(|(_, last)| *last)
    };
    let is_newer = |it: &ApiVersion<'_>| most(it).is_some_and(|last| it.max_version > last);
    if !response.api_keys.iter().any(|it| is_newer(&it)) {
        return Ok(None);
    }
    response.api_keys = response
        .api_keys
        .iter()
        .map(|mut it| {
            it.max_version = most(&it).map_or(it.max_version, |last| it.max_version.min(last));
            it
        })
        .collect();
    encoded(version, id, &response)
}

fn metadata<A: Addresses>(version: i16, frame: &[u8], nodes: &mut Nodes<'_, A>) -> Replaced {
    let (id, mut response) = decode_response::<m::MetadataRequest<'_>>(frame, version)?;
    response.brokers = response
        .brokers
        .iter()
        .map(|mut broker| {
            if let Some(port) = nodes.port(broker.node_id, broker.host, broker.port) {
                (broker.host, broker.port) = (nodes.host, port);
            }
            broker
        })
        .collect();
    encoded(version, id, &response)
}

fn find_coordinator<A: Addresses>(
    version: i16,
    frame: &[u8],
    nodes: &mut Nodes<'_, A>,
) -> Replaced {
    let (id, mut response) = decode_response::<m::FindCoordinatorRequest<'_>>(frame, version)?;
    if let Some(port) = nodes.port(response.node_id, response.host, response.port) {
        (response.host, response.port) = (nodes.host, port);
    }
    response.coordinators = response
        .coordinators
        .iter()
        .map(|mut it| {
            if let Some(port) = nodes.port(it.node_id, it.host, it.port) {
                (it.host, it.port) = (nodes.host, port);
            }
            it
        })
        .collect();
    encoded(version, id, &response)
}

fn describe_cluster<A: Addresses>(
    version: i16,
    frame: &[u8],
    nodes: &mut Nodes<'_, A>,
) -> Replaced {
    let (id, mut response) = decode_response::<m::DescribeClusterRequest<'_>>(frame, version)?;
    response.brokers = response
        .brokers
        .iter()
        .map(|mut broker| {
            if let Some(port) = nodes.port(broker.broker_id, broker.host, broker.port) {
                (broker.host, broker.port) = (nodes.host, port);
            }
            broker
        })
        .collect();
    encoded(version, id, &response)
}

/// Since KIP-951 these say where the leader is that the client should have asked; few of them do.
macro_rules! with_endpoints {
    ($($name:ident, $request:ident;)*) => {$(
        fn $name<A: Addresses>(version: i16, frame: &[u8], nodes: &mut Nodes<'_, A>) -> Replaced {
            let (id, mut response) = decode_response::<m::$request<'_>>(frame, version)?;
            if response.node_endpoints.is_empty() {
                return Ok(None);
            }
            response.node_endpoints = response
                .node_endpoints
                .iter()
                .map(|mut it| {
                    if let Some(port) = nodes.port(it.node_id, it.host, it.port) {
                        (it.host, it.port) = (nodes.host, port);
                    }
                    it
                })
                .collect();
            encoded(version, id, &response)
        }
    )*};
}

with_endpoints! {
    produce, ProduceRequest;
    fetch, FetchRequest;
    share_fetch, ShareFetchRequest;
    share_acknowledge, ShareAcknowledgeRequest;
}

#[cfg(test)]
mod tests {
    use kafka_proto::ErrorCode;
    use kafka_proto::messages::find_coordinator::Coordinator;
    use kafka_proto::messages::metadata::MetadataResponseBroker;

    use super::*;

    /// Every broker is here, at 1,000 and its id.
    struct Here(Vec<String>);

    impl Addresses for Here {
        fn host(&self) -> String {
            "127.0.0.1".into()
        }

        fn port(&mut self, broker: i32, target: HostPort) -> Result<u16> {
            self.0.push(format!("{broker} {target}"));
            Ok(1_000 + u16::try_from(broker).unwrap())
        }
    }

    fn frame<'r, R: Message<'r>>(version: i16, response: &R) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, 7, response).unwrap();
        frame.split_off(4)
    }

    /// Without its length.
    fn changed(api: ApiKey, version: i16, frame: &[u8]) -> (Vec<u8>, Vec<String>) {
        let mut here = Here(Vec::new());
        let changed = replaced(api, version, frame, &mut here).unwrap();
        (changed.map_or_else(|| frame.to_vec(), |mut it| it.split_off(4)), here.0)
    }

    #[test]
    fn brokers_are_here_in_metadata_of_every_version() {
        let broker = |node_id, host| MetadataResponseBroker {
            node_id,
            host,
            port: 9092,
            ..Default::default()
        };
        for version in m::MetadataRequest::VERSIONS {
            let brokers = vec![broker(1, "b-1"), broker(2, "b-2")].into();
            let response = m::MetadataResponse { brokers, ..Default::default() };
            let (frame, asked) = changed(ApiKey::METADATA, version, &frame(version, &response));
            assert_eq!(asked, ["1 b-1:9092", "2 b-2:9092"]);
            let (id, read) = decode_response::<m::MetadataRequest<'_>>(&frame, version).unwrap();
            let brokers: Vec<_> =
                read.brokers.iter().map(|it| (it.node_id, it.host, it.port)).collect();
            assert_eq!(id, 7);
            assert_eq!(brokers, [(1, "127.0.0.1", 1_001), (2, "127.0.0.1", 1_002)]);
        }
    }

    #[test]
    fn coordinators_are_here_in_every_version_and_nobody_is_nowhere() {
        for version in m::FindCoordinatorRequest::VERSIONS {
            let coordinator = |node_id, host, port| Coordinator {
                node_id,
                host,
                port,
                key: "g",
                ..Default::default()
            };
            let mut response = m::FindCoordinatorResponse::default();
            match version {
                0..=3 => (response.node_id, response.host, response.port) = (2, "b-2", 9092),
                _ => {
                    response.coordinators =
                        vec![coordinator(2, "b-2", 9092), coordinator(-1, "", -1)].into()
                }
            }
            let (frame, asked) =
                changed(ApiKey::FIND_COORDINATOR, version, &frame(version, &response));
            assert_eq!(asked, ["2 b-2:9092"]);
            let (_, read) =
                decode_response::<m::FindCoordinatorRequest<'_>>(&frame, version).unwrap();
            let first = read.coordinators.iter().next();
            let (host, port) = first.map_or((read.host, read.port), |it| (it.host, it.port));
            assert_eq!((host, port), ("127.0.0.1", 1_002));
            assert!(read.coordinators.iter().skip(1).all(|it| it.host.is_empty() && it.port == -1));
        }
    }

    #[test]
    fn the_leader_that_a_refused_fetch_names_is_here() {
        use kafka_proto::messages::fetch::NodeEndpoint;
        for version in m::FetchRequest::VERSIONS {
            let mut response =
                m::FetchResponse { error_code: ErrorCode::NONE, ..Default::default() };
            let plain = frame(version, &response);
            assert_eq!(changed(ApiKey::FETCH, version, &plain), (plain, vec![]));
            if version >= 16 {
                let node =
                    NodeEndpoint { node_id: 3, host: "b-3", port: 9092, ..Default::default() };
                response.node_endpoints = vec![node].into();
                let (frame, _) = changed(ApiKey::FETCH, version, &frame(version, &response));
                let (_, read) = decode_response::<m::FetchRequest<'_>>(&frame, version).unwrap();
                let node = read.node_endpoints.iter().next().unwrap();
                assert_eq!((node.host, node.port), ("127.0.0.1", 1_003));
            }
        }
    }

    #[test]
    fn versions_that_cannot_be_read_are_not_offered() {
        let offer = |api: ApiKey, max_version| ApiVersion {
            api_key: api.0,
            max_version,
            ..Default::default()
        };
        let api_keys = vec![offer(ApiKey::METADATA, 99), offer(ApiKey::LIST_GROUPS, 99)].into();
        let response = m::ApiVersionsResponse { api_keys, ..Default::default() };
        let (frame, _) = changed(ApiKey::API_VERSIONS, 3, &frame(3, &response));
        let (_, read) = decode_response::<m::ApiVersionsRequest<'_>>(&frame, 3).unwrap();
        let most: Vec<i16> = read.api_keys.iter().map(|it| it.max_version).collect();
        assert_eq!(most, [*m::MetadataRequest::VERSIONS.end(), 99]);
    }

    #[test]
    fn what_cannot_be_read_is_not_passed_on() {
        let error = replaced(ApiKey::METADATA, 99, &[0, 0, 0, 7], &mut Here(vec![])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PeerMisbehaved);
    }
}
