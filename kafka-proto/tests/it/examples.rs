//! The examples, run against peers in this process.

#[allow(dead_code, reason = "its main is not used")]
#[path = "../../examples/proxy.rs"]
mod proxy;
#[allow(dead_code, reason = "its main is not used")]
#[path = "../../examples/talk.rs"]
mod talk;

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::ops::RangeInclusive;

use golden::vectors;
use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ErrorCode, Message, decode_request_header, encode_response};

/// A broker that has these versions, and keeps its answers until they are read.
struct Broker {
    api_versions: RangeInclusive<i16>,
    metadata: RangeInclusive<i16>,
    answers: Vec<u8>,
}

impl Write for Broker {
    fn write(&mut self, frame: &[u8]) -> io::Result<usize> {
        let (header, _) = decode_request_header(&frame[4..]).unwrap();
        let (version, id) = (header.request_api_version, header.correlation_id);
        match ApiKey(header.request_api_key) {
            ApiKey::API_VERSIONS if self.api_versions.contains(&version) => {
                self.answer(version, id, &self.listing());
            }
            ApiKey::API_VERSIONS => self.answer(0, id, &self.refusal()),
            ApiKey::METADATA if self.metadata.contains(&version) => {
                self.answer(version, id, &metadata());
            }
            other => panic!("{other} v{version} was never offered"),
        }
        Ok(frame.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A byte at a time: frames have to be put together.
impl Read for Broker {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.answers.len().min(1);
        buffer[..count].copy_from_slice(&self.answers[..count]);
        self.answers.drain(..count);
        Ok(count)
    }
}

impl Broker {
    fn new(api_versions: RangeInclusive<i16>, metadata: RangeInclusive<i16>) -> Self {
        Self { api_versions, metadata, answers: Vec::new() }
    }

    fn answer<'a, M: Message<'a>>(&mut self, version: i16, id: i32, response: &M) {
        encode_response(&mut self.answers, version, id, response).unwrap();
    }

    fn listing(&self) -> ApiVersionsResponse<'static> {
        let api_versions = range(ApiKey::API_VERSIONS, &self.api_versions);
        let metadata = range(ApiKey::METADATA, &self.metadata);
        ApiVersionsResponse { api_keys: vec![api_versions, metadata].into(), ..Default::default() }
    }

    /// Before Kafka 2.4 it lists nothing (KIP-511).
    fn refusal(&self) -> ApiVersionsResponse<'static> {
        let is_old = *self.api_versions.end() < 3;
        let listing = if is_old { ApiVersionsResponse::default() } else { self.listing() };
        ApiVersionsResponse { error_code: ErrorCode::UNSUPPORTED_VERSION, ..listing }
    }
}

fn range(api: ApiKey, versions: &RangeInclusive<i16>) -> ApiVersion<'static> {
    let (min_version, max_version) = (*versions.start(), *versions.end());
    ApiVersion { api_key: api.0, min_version, max_version, ..Default::default() }
}

fn metadata() -> MetadataResponse<'static> {
    let partitions = vec![MetadataResponsePartition::default(); 3];
    let orders = MetadataResponseTopic {
        name: Some("orders"),
        partitions: partitions.into(),
        ..Default::default()
    };
    let broker =
        MetadataResponseBroker { node_id: 1, host: "b-1", port: 9092, ..Default::default() };
    MetadataResponse {
        brokers: vec![broker].into(),
        cluster_id: Some("demo"),
        topics: vec![orders].into(),
        ..Default::default()
    }
}

fn talk_to(broker: Broker) -> String {
    let mut out = Vec::new();
    talk::talk(broker, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn talk_takes_the_highest_version_of_both() {
    let said = "ApiVersions v3: 2 APIs\nMetadata v12: cluster demo\nbroker 1 at b-1:9092\n\
                topic orders: NONE, 3 partitions\n";
    assert_eq!(talk_to(Broker::new(0..=4, 0..=12)), said);
    let newer = talk_to(Broker::new(0..=9, 0..=99));
    assert!(newer.contains("Metadata v13: "), "{newer}");
}

#[test]
fn talk_asks_again_when_the_broker_does_not_know_version_3() {
    let older = talk_to(Broker::new(0..=2, 0..=8));
    assert!(older.starts_with("ApiVersions v0: 2 APIs\nMetadata v8: "), "{older}");
    let later = talk_to(Broker::new(4..=9, 1..=13));
    assert!(later.starts_with("ApiVersions v5: 2 APIs\nMetadata v13: "), "{later}");
}

#[test]
fn talk_says_when_there_is_no_common_version() {
    let error = talk::talk(Broker::new(0..=4, 50..=60), &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "no common Metadata version");
}

#[test]
fn a_version_that_is_not_final_is_not_taken() {
    let unstable: Vec<_> = ApiKey::all().filter(|info| info.is_unstable).collect();
    assert!(!unstable.is_empty());
    for info in unstable {
        let offer = range(info.key, &(0..=i16::MAX));
        let offered = ApiVersionsResponse { api_keys: vec![offer].into(), ..Default::default() };
        let highest = info.max_version - 1;
        let expected = (highest >= info.min_version).then_some(highest);
        assert_eq!(info.key.common_version(&offered), expected, "{}", info.name);
    }
}

/// Every API and version, without an arm for any.
#[test]
fn the_proxy_sends_on_every_request_of_kafkas_own() {
    let mut apis = BTreeSet::new();
    for line in vectors::all().iter().filter(|line| line.kind == "request") {
        let mut frame = [line.key.to_be_bytes(), line.version.to_be_bytes()].concat();
        frame.extend([0, 0, 0, 7, 0xff, 0xff]);
        let since = ApiKey(line.key).info().unwrap().flexible_since;
        if since.is_some_and(|since| line.version >= since) {
            frame.push(0);
        }
        frame.extend(&line.bytes);
        // This request has header v0, which ends before the client id.
        if ApiKey(line.key) == ApiKey::CONTROLLED_SHUTDOWN && line.version == 0 {
            frame.drain(8..10);
        }
        assert_eq!(proxy::inspect(&frame).unwrap(), frame, "{} v{}", line.name, line.version);
        apis.insert(line.key);
    }
    assert_eq!(apis.len(), ApiKey::all().count());
}

#[test]
fn the_proxy_sends_on_what_it_got() {
    assert_eq!(proxy::inspect(proxy::FRAME).unwrap(), proxy::FRAME);
    let mut unknown = proxy::FRAME.to_vec();
    unknown[1] = 127;
    assert_eq!(proxy::inspect(&unknown).unwrap(), unknown, "it is not read");
    let cut = &proxy::FRAME[..proxy::FRAME.len() - 1];
    let error = proxy::inspect(cut).unwrap_err().to_string();
    assert_eq!(error, "tagged fields: needs 3 bytes, 2 left (byte 30)");
}
