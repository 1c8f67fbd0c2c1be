//! `kadm decode --pcap`, on captures of Apache Kafka (`kafka-capture/tests/captures/README.md`).

use std::fs;
use std::path::{Path, PathBuf};

use kafka_cli::Captured;
use serde_json::Value;

use crate::common::{Run, run};

fn capture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-capture/tests/captures").join(name)
}

fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

async fn decode(file: &Path, flags: &str) -> Run {
    run(&format!("decode --pcap {} {flags}", file.display()), Captured::default()).await
}

fn ndjson(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The lines are those of the log of requests, and none has a secret (`common::run` looks for the marker).
#[tokio::test]
async fn the_log_has_each_request_with_its_answer_and_without_secrets() {
    let log = decode(&capture("java.pcap"), "--log-requests").await.succeeds();
    let lines = ndjson(&log.stdout);
    assert_eq!(lines.len(), 82);
    let of = |api: &str| lines.iter().find(|line| line["api"] == api).unwrap().clone();
    let handshake = of("SaslHandshake");
    assert_eq!(handshake["request"], serde_json::json!({"mechanism": "PLAIN"}));
    let login = of("SaslAuthenticate");
    assert_eq!(login["request"]["authBytes"], "[left out: 29 bytes]");
    assert_eq!(
        (&login["principal"], &login["outcome"]),
        (&"User:rudder".into(), &"answered".into())
    );
    let refused =
        lines.iter().find(|line| line["errors"][0] == "SASL_AUTHENTICATION_FAILED").unwrap();
    assert_eq!(refused["principal"], "User:ANONYMOUS");
    let created = of("CreateTopics");
    for (name, expected) in [
        ("time", "2026-11-30T22:22:43.311Z".into()),
        ("client_id", "adminclient-1".into()),
        ("api_key", 19.into()),
        ("version", 7.into()),
        ("connection", 2.into()),
        ("peer", "127.0.0.1:60394".into()),
        ("server", "127.0.0.1:29092".into()),
        ("packet", 18.into()),
        ("broker", Value::Null),
        ("errors", Value::Array(Vec::new())),
    ] {
        assert_eq!(created[name], expected, "{name}");
    }
    assert_eq!(created["request"]["topics"][0]["name"], "orders");
    assert!(created["micros"].as_u64().is_some_and(|it| it > 1_000), "{created}");
}

#[tokio::test]
async fn every_format_has_the_same_requests() {
    let file = capture("java.pcap");
    let json = decode(&file, "--format json").await.succeeds().json();
    let requests = json["requests"].as_array().unwrap();
    assert_eq!((requests.len(), &json["capture"]["answered"]), (82, &82.into()));
    assert_eq!((&json["ok"], json.get("warnings")), (&true.into(), None));
    let text = decode(&file, "").await.succeeds().stdout;
    assert_eq!(text.lines().count(), 84);
    let tsv = decode(&file, "--format tsv").await.succeeds().stdout;
    assert_eq!(tsv.lines().count(), 82);
    for (line, request) in tsv.lines().zip(requests) {
        assert_eq!(line.split('\t').nth(6), request["api"].as_str());
    }
}

/// What a producer and a consumer did becomes the ACLs that they need.
#[tokio::test]
async fn acls_are_learned_from_a_capture() {
    let log = own("captured.ndjson");
    let flag = format!("--log-requests={}", log.display());
    decode(&capture("java.pcap"), &flag).await.succeeds();
    assert_eq!(ndjson(&fs::read_to_string(&log).unwrap()).len(), 82);
    let line = format!("acl learn {} --principal User:rudder", log.display());
    let learned = run(&line, Captured::default()).await.succeeds().stdout;
    assert!(learned.contains("WRITE") && learned.contains("orders"), "{learned}");
}

#[tokio::test]
async fn what_is_missing_is_said_with_its_place() {
    let whole = fs::read(capture("java.pcap")).unwrap();
    let cut = own("cut.pcap");
    fs::write(&cut, &whole[..whole.len() - 5_000]).unwrap();
    let run = decode(&cut, "--format json").await.succeeds().json();
    assert_eq!(run["capture"]["is_cut_short"], true);
    assert!(run["warnings"].to_string().contains("ends in the middle of a packet"), "{run}");
    // Without the records of the first packets: a connection begins in its middle.
    let (mut at, mut left) = (24, 42);
    while left > 0 {
        at += 16 + u32::from_le_bytes(*whole[at + 8..].first_chunk().unwrap()) as usize;
        left -= 1;
    }
    let late = own("late.pcap");
    fs::write(&late, [&whole[..24], &whole[at..]].concat()).unwrap();
    let run = decode(&late, "").await.succeeds();
    assert!(run.stdout.lines().nth(1).unwrap().contains(" -  "), "nobody knows who asks: {run:?}");
}

#[tokio::test]
async fn what_cannot_be_read_says_what_next() {
    let (none, other, empty) = (own("none.pcap"), own("other.pcap"), own("empty.pcap"));
    fs::write(&none, "GIF89a").unwrap();
    fs::write(&empty, &fs::read(capture("java.pcap")).unwrap()[..24]).unwrap();
    let mut damaged = fs::read(capture("java.pcap")).unwrap();
    damaged[32..36].copy_from_slice(&[0xff; 4]);
    fs::write(&other, damaged).unwrap();
    for (file, message, hint) in [
        (&none, "neither a pcap nor a pcapng", "tcpdump -w"),
        (&other, "damaged at byte 40", "in front"),
        (&empty, "no request of Kafka", "tcpdump -i any"),
        (&own("nowhere.pcap"), "cannot be read", ""),
    ] {
        let run = decode(file, "--format json").await.fails(1).json();
        let error = &run["error"];
        assert!(error["message"].as_str().unwrap().contains(message), "{run}");
        assert!(error["hint"].as_str().unwrap_or_default().contains(hint), "{run}");
    }
    for line in ["--pcap x 00", "--pcap x --api Fetch", "--port 9092", "--pcap x --show-secrets"] {
        run(&format!("decode {line}"), Captured::default()).await.fails(2);
    }
    let both = decode(&capture("java.pcap"), "--log-requests --format json").await.fails(2).json();
    assert!(both["error"]["message"].as_str().unwrap().contains("standard output"), "{both}");
    let lost = decode(&capture("java.pcap"), "--log-requests=/nowhere/x").await.fails(1);
    assert!(lost.stderr.contains("/nowhere/x cannot be written"), "{lost:?}");
}
