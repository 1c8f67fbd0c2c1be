//! Captured frames: which header stands in front of which body.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use golden::Line;
use kafka_schema::interpret::{Api, Captured, decode_frame, encode_body, strip_length};
use kafka_schema::model::Direction;
use serde_json::{Value as Json, json};

use crate::vectors;

/// Header versions by kind, API key and version, as kafka-clients has them.
fn header_versions() -> BTreeMap<(String, i16, i16), i16> {
    let mut versions = BTreeMap::new();
    for release in ["3.9.2", "4.4.0"] {
        let path = format!("kafka-proto/tests/data/api-table-{release}.tsv");
        let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
            .unwrap();
        for row in table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
            for (kind, column) in [("request", 7), ("response", 8)] {
                let pairs = row[column].split(',').filter_map(|pair| pair.split_once(':'));
                versions.extend(pairs.map(|(version, header)| {
                    let key = (kind.to_owned(), number(row[0]), number(version));
                    (key, number(header))
                }));
            }
        }
    }
    versions
}

fn number(text: &str) -> i16 {
    text.parse().unwrap()
}

fn header(line: &Line, version: i16) -> Json {
    match (line.kind.as_str(), version) {
        ("response", _) => json!({ "correlationId": -7 }),
        (_, 0) => json!({
            "requestApiKey": line.key,
            "requestApiVersion": line.version,
            "correlationId": -7,
        }),
        _ => json!({
            "requestApiKey": line.key,
            "requestApiVersion": line.version,
            "correlationId": -7,
            "clientId": "ñ",
        }),
    }
}

#[test]
fn every_vector_decodes_as_a_frame() {
    let headers = header_versions();
    let mut decoded = 0;
    for line in vectors().iter().filter(|line| line.key >= 0) {
        let version = headers[&(line.kind.clone(), line.key, line.version)];
        let header = header(line, version);
        let is_request = line.kind == "request";
        let (name, what) = match is_request {
            true => ("RequestHeader", Captured::Request),
            false => {
                let api = Api::Key(line.key);
                ("ResponseHeader", Captured::Response { api, version: line.version })
            }
        };
        let schema = kafka_schema::embedded();
        let mut frame = encode_body(schema, name, Direction::Itself, version, &header).unwrap();
        frame.extend(&line.bytes);
        let found = decode_frame(schema, what, &frame).unwrap();
        let body: Json = serde_json::from_str(&line.json).unwrap();
        assert_eq!((found.header, found.body, found.key), (header, body, line.key));
        if is_request {
            let (_, body) = kafka_proto::decode_request_header(&frame).unwrap();
            assert_eq!(body, line.bytes);
        }
        decoded += 1;
    }
    assert!(decoded > 2900, "{decoded}");
}

#[test]
fn a_request_says_itself_what_it_is() {
    let frame = b"\0\0\0\x10\0\x11\0\x01\0\0\0\x07\xff\xff\0\x05PLAIN";
    assert_eq!(strip_length(frame), None, "the length is one short");
    let frame = b"\0\0\0\x11\0\x11\0\x01\0\0\0\x07\xff\xff\0\x05PLAIN";
    let frame = strip_length(frame).unwrap();
    let found = decode_frame(kafka_schema::embedded(), Captured::Request, frame).unwrap();
    let expected = json!({
        "api": "SaslHandshake",
        "apiKey": 17,
        "direction": "request",
        "version": 1,
        "header": {
            "requestApiKey": 17,
            "requestApiVersion": 1,
            "correlationId": 7,
            "clientId": null,
        },
        "body": { "mechanism": "PLAIN" },
    });
    assert_eq!(found.to_json(), expected);
}

#[test]
fn what_is_wrong_with_a_frame_is_said_with_its_offset() {
    let schema = kafka_schema::embedded();
    let error = |what, frame: &[u8]| decode_frame(schema, what, frame).unwrap_err().to_string();
    let response = |api, version| Captured::Response { api: Api::from(api), version };
    for (found, expected) in [
        (error(Captured::Request, b"\0"), "requestApiKey: needs 2 bytes, 1 left (byte 0)"),
        (
            error(Captured::Request, b"\0\x03\0\x01\0"),
            "correlationId: needs 4 bytes, 1 left (byte 4)",
        ),
        (
            error(Captured::Request, b"\x7f\xff\0\0\0\0\0\0\xff\xff"),
            "requestApiKey: there is no API 32767 (byte 0)",
        ),
        (
            error(Captured::Request, b"\0\x03\0\x63\0\0\0\0\xff\xff\0"),
            "requestApiVersion: there is no version 99 (byte 2)",
        ),
        (
            error(Captured::Request, b"\0\x0c\0\0\0\0\0\0\xff\xff\xff\xff"),
            "groupId: null where this version has none (byte 12)",
        ),
        (
            error(Captured::Request, b"\0\x11\0\0\0\0\0\0\xff\xff\0\0\0"),
            "1 bytes too many (byte 12)",
        ),
        (
            error(response("Heartbeat", 0), b"\0\0\0\0\0"),
            "errorCode: needs 2 bytes, 1 left (byte 4)",
        ),
        (error(response("Heartbeat", 5), b""), "there is no version 5 (byte 0)"),
        (error(response("Heart", 0), b""), "there is no Heart (byte 0)"),
        (
            error(response("RequestHeader", 0), b""),
            "there is no response of RequestHeader (byte 0)",
        ),
    ] {
        assert_eq!(found, expected);
    }
}
