//! I10: what signing traces, at the most talkative level, to a subscriber for the whole process.
#![cfg(feature = "msk-iam")]
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::time::{Duration, SystemTime};

use kafka_auth::msk_iam::{MskIamClient, MskTokenSigner};
use kafka_auth::{AwsCredentials, Mechanism, Secret};
use test_support::Recorder;

#[test]
fn i10_aws_sigv4_traces_neither_token_nor_key() {
    let recorder = Recorder::install();
    tracing::trace!("the recorder works");
    let mut credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("MARKER-SECRET"));
    credentials.session_token = Some(Secret::new("MARKER-TOKEN"));
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045);
    let host = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
    let mut client =
        MskIamClient::new(host, "us-east-1", credentials.clone(), "test", now).unwrap();
    client.start().unwrap();
    let signer = MskTokenSigner::new("us-east-1", "test").unwrap();
    signer.sign(&credentials, now).unwrap();
    let written = recorder.written();
    assert!(written.contains("the recorder works"));
    assert!(!written.contains("MARKER"), "{written}");
}
