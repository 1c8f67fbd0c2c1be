//! The table of APIs and every header, against those of kafka-clients 4.4.0 and 3.9.2.

use std::collections::BTreeMap;

use golden::{AnyBody, Line, vectors};
use kafka_proto::messages::{
    ControlledShutdownRequest, DeleteGroupsRequest, DeleteGroupsResponse, RequestHeader,
    SaslHandshakeResponse,
};
use kafka_proto::{ApiInfo, ApiKey, Message, decode_request_header, encode_request};

use crate::tables::{Row, table};

/// What both releases say of one API, the newer first.
struct Api {
    new: Row,
    old: Row,
}

impl Api {
    fn all() -> Vec<Self> {
        let mut old: BTreeMap<String, _> = table("api-table-3.9.2.tsv")
            .into_iter()
            .map(|row| (row["api_key"].clone(), row))
            .collect();
        let new = table("api-table-4.4.0.tsv").into_iter();
        new.map(|new| Self { old: old.remove(&new["api_key"]).unwrap_or_default(), new }).collect()
    }

    /// A column of both releases, where they say something.
    fn both(&self, column: &str) -> impl Iterator<Item = &str> {
        let said = |row: &&str| !row.is_empty() && *row != "-" && *row != "none";
        [&self.new, &self.old]
            .into_iter()
            .filter_map(|row| row.get(column).map(String::as_str))
            .filter(said)
    }

    fn numbers(&self, column: &str) -> impl Iterator<Item = i16> {
        self.both(column).map(|text| text.parse().unwrap())
    }

    /// Whether that kind of node serves it; ZooKeeper's do not count.
    fn is_on(&self, listener: &str) -> bool {
        self.both("listeners").next().unwrap_or_default().split(',').any(|it| it == listener)
    }

    /// Version → header version.
    fn headers(&self, column: &str) -> BTreeMap<i16, i16> {
        let pairs = self.both(column).flat_map(|list| list.split(','));
        pairs
            .map(|pair| pair.split_once(':').unwrap())
            .map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()))
            .collect()
    }
}

#[test]
fn kip_219_a_response_tells_how_long_to_wait() {
    let throttled = DeleteGroupsResponse { throttle_time_ms: 7, ..Default::default() };
    assert_eq!(Message::throttle_time_ms(&throttled), 7);
    assert_eq!(SaslHandshakeResponse::default().throttle_time_ms(), 0, "it has no such field");
    assert_eq!(DeleteGroupsRequest::default().throttle_time_ms(), 0, "a request has none either");
}

#[test]
fn the_table_of_apis() {
    let apis = Api::all();
    assert_eq!(ApiKey::all().count(), apis.len());
    for (info, api) in ApiKey::all().zip(&apis) {
        assert_eq!(info.key.0.to_string(), api.new["api_key"]);
        assert_eq!(info.name, api.new["name"]);
        assert_eq!(Some(info.min_version), api.numbers("min").min(), "{}", info.name);
        assert_eq!(Some(info.max_version), api.numbers("max").max(), "{}", info.name);
        assert_eq!(info.flexible_since, api.numbers("first_flexible").next(), "{}", info.name);
        assert_eq!(info.is_unstable, api.new["latest_version_unstable"] == "true", "{}", info.name);
        assert_eq!(info.on_broker, api.is_on("broker"), "{}", info.name);
        assert_eq!(info.on_controller, api.is_on("controller"), "{}", info.name);
    }
}

const CORRELATION_ID: i32 = 0x0102_0304;

/// The frame of a message, without its length.
fn frame(message: &AnyBody<'_>) -> Vec<u8> {
    let mut frame = message.frame(CORRELATION_ID, "me");
    let length = frame.drain(..4).fold(0, |length, byte| length << 8 | usize::from(byte));
    assert_eq!(length, frame.len());
    frame
}

/// The bytes in front of a request: header v0 has no client id, v2 a tag section behind it.
fn request_header(key: i16, version: i16, header_version: i16) -> Vec<u8> {
    let mut header = [key.to_be_bytes(), version.to_be_bytes()].concat();
    header.extend(CORRELATION_ID.to_be_bytes());
    if header_version >= 1 {
        header.extend([0, 2, b'm', b'e']);
    }
    header.extend(std::iter::repeat_n(0, usize::from(header_version >= 2)));
    header
}

fn response_header(header_version: i16) -> Vec<u8> {
    let mut header = CORRELATION_ID.to_be_bytes().to_vec();
    header.extend(std::iter::repeat_n(0, usize::from(header_version >= 1)));
    header
}

fn check_request(info: &ApiInfo, version: i16, header_version: i16, body: &[u8]) {
    let request = golden::request(info.key.0, version, body).unwrap().unwrap();
    assert_eq!(request.versions(), info.min_version..=info.max_version, "{}", info.name);
    assert_eq!(request.flexible_since(), info.flexible_since.unwrap_or(i16::MAX), "{}", info.name);
    let frame = frame(&request);
    let header = request_header(info.key.0, version, header_version);
    assert_eq!(frame, [&header[..], body].concat(), "{} v{version}", info.name);
    let (header, rest) = decode_request_header(&frame).unwrap();
    assert_eq!((header.request_api_key, header.request_api_version), (info.key.0, version));
    assert_eq!((header.correlation_id, rest), (CORRELATION_ID, body));
}

fn check_response(info: &ApiInfo, version: i16, header_version: i16, body: &[u8]) {
    let response = golden::response(info.key.0, version, body).unwrap().unwrap();
    let frame = frame(&response);
    let header = response_header(header_version);
    assert_eq!(frame, [&header[..], body].concat(), "{} v{version}", info.name);
    let id = golden::response_frame(info.key.0, version, &frame).unwrap();
    assert_eq!(id, Ok(CORRELATION_ID));
}

#[test]
fn the_header_of_every_request_and_response() {
    let vectors = vectors::all();
    let body = |key: ApiKey, kind: &str, version: i16| {
        let is_it = |it: &&Line| it.key == key.0 && it.kind == kind && it.version == version;
        &vectors.iter().find(is_it).unwrap().bytes
    };
    let mut checked = 0;
    for (info, api) in ApiKey::all().zip(Api::all()) {
        let response_headers = api.headers("response_header_versions");
        for (version, header) in api.headers("request_header_versions") {
            check_request(info, version, header, body(info.key, "request", version));
            let (header, body) = (response_headers[&version], body(info.key, "response", version));
            check_response(info, version, header, body);
            checked += 1;
        }
    }
    let all = ApiKey::all().map(|it| it.max_version - it.min_version + 1);
    assert_eq!(checked, all.sum::<i16>());
}

/// The client id is ignorable in header v0, as Kafka 3.9 says.
#[test]
fn header_v0_leaves_the_client_id_out() {
    let mut frame = Vec::new();
    let request = ControlledShutdownRequest { broker_id: 7, ..Default::default() };
    encode_request(&mut frame, 0, CORRELATION_ID, Some("me"), &request).unwrap();
    assert_eq!(frame[4..], [&request_header(7, 0, 0)[..], &[0, 0, 0, 7]].concat());
    let (header, _) = decode_request_header(&frame[4..]).unwrap();
    assert_eq!(header.client_id, RequestHeader::default().client_id);
}
