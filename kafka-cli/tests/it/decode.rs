//! `kadm decode`, on bytes of Kafka's own serializer and on frames as they are captured.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::Run;
use kafka_cli::Captured;
use serde_json::{Value, json};

/// SaslHandshake v1 by nobody, for PLAIN, behind its length.
const HANDSHAKE: &str = "00000011 0011 0001 00000007 ffff 0005 504c41494e";
/// ApiVersions v3 in a response: correlation id 7, two APIs, and a tag 77 of a Kafka to come.
const API_VERSIONS: &str =
    "00000007 0000 03 0003 0000 000d 00 0013 0002 0007 00 00000000 01 4d 02 beef";

async fn decode(line: &str) -> Run {
    crate::common::run(&format!("decode {line}"), Captured::default()).await
}

async fn json(line: &str) -> Value {
    decode(&format!("{line} --format json")).await.succeeds().json()
}

async fn hint(line: &str) -> String {
    let run = decode(&format!("{line} --format json")).await.fails(1).json();
    run["error"]["hint"].as_str().unwrap().to_owned()
}

fn golden(file: &str) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-proto/tests/golden");
    let text = fs::read_to_string(folder.join("kafka-4.4.0").join(file)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("api_key"));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn golden_body(file: &str, start: [&str; 4]) -> String {
    let rows = golden(file);
    let row = rows.iter().find(|row| start.iter().zip(&row[1..]).all(|(own, it)| own == it));
    row.unwrap()[6].clone()
}

fn written(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[tokio::test]
async fn kafkas_own_bytes_give_kafkas_own_json() {
    let mut decoded = 0;
    for file in [
        "03_Metadata.tsv",
        "18_ApiVersions.tsv",
        "19_CreateTopics.tsv",
        "29_DescribeAcls.tsv",
        "30_CreateAcls.tsv",
        "36_SaslAuthenticate.tsv",
        "41_DescribeDelegationToken.tsv",
        "44_IncrementalAlterConfigs.tsv",
        "51_AlterUserScramCredentials.tsv",
        "60_DescribeCluster.tsv",
    ] {
        // No bytes are no message to decode here: Metadata v0 to all topics, for example.
        for row in golden(file).into_iter().filter(|row| !row[6].is_empty()) {
            let [_, api, kind, version, _, values, hex] = row.try_into().unwrap();
            let response = if kind == "response" { "--response" } else { "" };
            let flags = format!("--body --api {api} --version {version} {response}");
            let message = json(&format!("{flags} --show-secrets {hex}")).await;
            assert_eq!(message["body"], serde_json::from_str::<Value>(&values).unwrap());
            assert_eq!((&message["api"], &message["direction"]), (&json!(api), &json!(kind)));
            decoded += 1;
        }
    }
    assert!(decoded > 300, "{decoded}");
}

#[tokio::test]
async fn a_request_says_itself_what_it_is() {
    let message = json(HANDSHAKE).await;
    let expected = json!({
        "command": "decode", "schema_version": 1,
        "ok": true,
        "api": "SaslHandshake",
        "api_key": 17,
        "direction": "request",
        "version": 1,
        "header": {
            "requestApiKey": 17,
            "requestApiVersion": 1,
            "correlationId": 7,
            "clientId": null,
        },
        "body": {"mechanism": "PLAIN"},
    });
    assert_eq!(message, expected);
    let without_length = HANDSHAKE.split_once(' ').unwrap().1;
    assert_eq!(json(without_length).await, expected);
    assert_eq!(json(&format!("{HANDSHAKE} --api saslhandshake --version 1")).await, expected);
    let text = decode(HANDSHAKE).await.succeeds().stdout;
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["body"], expected["body"]);
    let other = decode(&format!("{HANDSHAKE} --api Metadata")).await.fails(1);
    assert!(other.stderr.contains("it is a request SaslHandshake v1"), "{other:?}");
}

#[tokio::test]
async fn a_response_needs_its_request_and_keeps_unknown_tags() {
    let message = json(&format!("--response --api 18 --version 3 {API_VERSIONS}")).await;
    assert_eq!(message["header"], json!({"correlationId": 7}));
    assert_eq!(message["body"]["apiKeys"][1]["apiKey"], 19);
    let unknown = &message["body"]["_unknownTaggedFields"];
    assert_eq!(unknown, &json!([{"tag": 77, "data": "beef"}]));
    decode(&format!("--response --api 18 {API_VERSIONS}")).await.fails(2);
}

#[tokio::test]
async fn a_file_holds_bytes_hex_or_a_dump() {
    let bytes = b"\0\0\0\x11\0\x11\0\x01\0\0\0\x07\xff\xff\0\x05PLAIN";
    let dump = "00000000  00 00 00 11 00 11 00 01  00 00 00 07 ff ff 00 05  |................|\n\
                00000010  50 4c 41 49 4e                                    |PLAIN|\n00000015\n";
    let files: [&[u8]; 4] = [bytes, &bytes[4..], HANDSHAKE.as_bytes(), dump.as_bytes()];
    for (index, content) in files.into_iter().enumerate() {
        let path = written(&format!("frame-{index}"), content);
        let message = json(&format!("--file {}", path.display())).await;
        assert_eq!(message["body"], json!({"mechanism": "PLAIN"}), "{index}");
    }
    let missing = decode("--file /nowhere/frame").await.fails(1);
    assert!(missing.stderr.contains("/nowhere/frame"), "{missing:?}");
}

/// In no shape: not as text, not in base64, not in hex.
#[tokio::test]
async fn credentials_are_left_out_unless_asked_for() {
    let plain = "00000023 0024 0001 00000001 ffff 00000015 \
                 00 727564646572 00 4d41524b45522d706173737764";
    let run = decode(&format!("{plain} --format json")).await.succeeds();
    assert_eq!(run.json()["body"], json!({"authBytes": "[left out: 21 bytes]"}));
    assert_eq!(
        run.json()["warnings"],
        json!(["credentials left out: 1; --show-secrets shows them"])
    );
    let shown = json(&format!("{plain} --show-secrets")).await;
    assert_eq!(shown["body"], json!({"authBytes": "AHJ1ZGRlcgBNQVJLRVItcGFzc3dk"}));
    assert_eq!(shown.get("warnings"), None);

    for (file, start, fields) in [
        ("51_AlterUserScramCredentials.tsv", ["AlterUserScramCredentials", "request", "0"], 4),
        ("38_CreateDelegationToken.tsv", ["CreateDelegationToken", "response", "3"], 1),
        ("39_RenewDelegationToken.tsv", ["RenewDelegationToken", "request", "2"], 1),
        ("58_Envelope.tsv", ["Envelope", "request", "0"], 1),
    ] {
        let [api, kind, version] = start;
        let hex = golden_body(file, [api, kind, version, "populated"]);
        let response = if kind == "response" { "--response" } else { "" };
        let message =
            json(&format!("--body --api {api} --version {version} {response} {hex}")).await;
        let hidden = message["body"].to_string().matches("[left out: ").count();
        assert_eq!(hidden, fields, "{message}");
    }
}

#[tokio::test]
async fn an_error_says_rule_field_offset_and_next_step() {
    let run = decode("0011 0001 00000007 ffff 0005 504c41 --format json").await.fails(1).json();
    let error = &run["error"];
    assert_eq!((&error["kind"], &error["field"]), (&"UnexpectedEnd".into(), &"mechanism".into()));
    assert_eq!((&error["offset"], &error["retriable"]), (&12.into(), &false.into()));
    assert_eq!(error["message"], "mechanism: needs 5 bytes, 3 left (byte 12)");
    assert!(error["hint"].is_string(), "{run}");
    let text = decode("0011 0001 00000007 ffff 0005 504c41").await.fails(1);
    assert!(text.stderr.contains("\n hint: ") && text.stdout.is_empty(), "{text:?}");
}

#[tokio::test]
async fn the_next_step_is_one_that_was_tried() {
    let twice = format!("{HANDSHAKE} {HANDSHAKE}");
    let cut = HANDSHAKE.strip_suffix("494e").unwrap();
    let body = API_VERSIONS.split_once(' ').unwrap().1;
    let metadata = golden_body("03_Metadata.tsv", ["Metadata", "response", "12", "populated"]);
    for (line, expected) in [
        (twice, "the frame ends after 17 bytes, and 21 more follow: take one at a time"),
        (cut.to_owned(), "2 of 17 are missing"),
        (format!("00000007 00 {metadata}"), "if it is a response, say so with --response"),
        (format!("--response --api 18 --version 3 {body}"), "it has no header: give --body"),
        (
            format!("--response --api 18 --version 3 00000007 00 {body}"),
            "it has response header v1, where this version has v0",
        ),
        (
            format!("--response --api Metadata --version 12 00000007 {metadata}"),
            "it has response header v0, where this version has v1",
        ),
        (
            format!("--response --api Metadata --version 8 00000007 00 {metadata}"),
            "it can be read with --version 11 or 12",
        ),
        (
            format!("--body --response --api Metadata --version 12 00000007 00 {metadata}"),
            "it has a header: leave --body out",
        ),
        (
            "--body --api 17 --version 1 0011 0001 00000007 ffff 0005 504c41494e".to_owned(),
            "it has a header: leave --body out",
        ),
        (format!("--response --api Vote --version 2 00000007 00 {metadata}"), "no version of"),
    ] {
        let hint = hint(&line).await;
        assert!(hint.contains(expected), "{line}: {hint}");
    }
}

#[tokio::test]
async fn a_flag_that_cannot_be_obeyed_is_a_usage_error() {
    for (line, expected) in [
        ("--api CreateTopic 00", "there is no API CreateTopic"),
        ("--api RequestHeader 00", "there is no API RequestHeader"),
        ("--response --api Metadata --version 99 00", "Metadata has the versions 0..13, not 99"),
        ("--response 00", "--api"),
        ("--file x 00", "cannot be used with"),
        ("0g", "neither hex"),
    ] {
        let run = decode(&format!("{line} --format json")).await.fails(2).json();
        let message = run["error"]["message"].as_str().unwrap();
        assert!(message.contains(expected), "{line}: {message}");
    }
}
