//! I10: what signing traces, at the most talkative level, to a subscriber for the whole process.
#![cfg(feature = "msk-iam")]
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use kafka_auth::msk_iam::{MskIamClient, MskTokenSigner};
use kafka_auth::{AwsCredentials, Mechanism, Secret};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down every event and span.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

impl Visit for &Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(self.0.lock().unwrap(), "{field}={value:?}");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut &*self);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut &*self);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut &*self);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn i10_aws_sigv4_traces_neither_token_nor_key() {
    let recorder = Recorder::default();
    tracing::subscriber::set_global_default(recorder.clone()).unwrap();
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
    let written = recorder.0.lock().unwrap();
    assert!(written.contains("the recorder works"));
    assert!(!written.contains("MARKER"), "{written}");
}
