//! The handshake machines: each against a scripted peer, and against each other.

mod broker;
mod client;
mod flight;
mod server;
mod together;

use std::ops::RangeInclusive;

use kafka_auth::handshake::{ApiVersions, Flight, HandshakeConfig};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::{AuthError, Evidence, Mechanism, Secret, Step};
use kafka_proto::messages::api_versions::ApiVersion;
use kafka_proto::{ApiKey, Array, ErrorCode};

/// What a broker of Kafka 4.0 says of the APIs that matter here.
const BROKER: [(ApiKey, RangeInclusive<i16>); 5] = [
    (ApiKey::FETCH, 4..=17),
    (ApiKey::METADATA, 0..=13),
    (ApiKey::SASL_HANDSHAKE, 0..=1),
    (ApiKey::API_VERSIONS, 0..=4),
    (ApiKey::SASL_AUTHENTICATE, 0..=2),
];

fn broker() -> ApiVersions {
    BROKER.into_iter().collect()
}

/// As ApiVersions lists them, in this order and unchecked.
fn listed<const N: usize>(
    ranges: [(ApiKey, RangeInclusive<i16>); N],
) -> Array<'static, ApiVersion<'static>> {
    let entry = |(api, range): (ApiKey, RangeInclusive<i16>)| {
        let (min_version, max_version) = range.into_inner();
        ApiVersion { api_key: api.0, min_version, max_version, ..Default::default() }
    };
    ranges.into_iter().map(entry).collect()
}

/// One frame at a time.
fn sequential() -> HandshakeConfig {
    HandshakeConfig::default().flight(Flight::Sequential)
}

fn scram(hash: ScramHash, user: &str, password: &str) -> Box<dyn Mechanism> {
    let nonce = Nonce::random().unwrap();
    Box::new(ScramClient::new(hash, user, Secret::new(password), nonce).unwrap())
}

/// A mechanism that sends `first`, then follows its script.
struct Scripted {
    first: Option<Step>,
    then: fn(&[u8]) -> Result<Step, AuthError>,
}

impl Scripted {
    /// Sends `hello`, and is done with any answer.
    fn easy() -> Box<dyn Mechanism> {
        Self::of(|_| Ok(Step::Done(Evidence::default())))
    }

    fn of(then: fn(&[u8]) -> Result<Step, AuthError>) -> Box<dyn Mechanism> {
        Box::new(Self { first: Some(hello()), then })
    }
}

impl Mechanism for Scripted {
    fn name(&self) -> &'static str {
        "SCRIPTED"
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        Ok(self.first.take().unwrap())
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        (self.then)(message)
    }
}

fn hello() -> Step {
    Step::Send(b"hello".to_vec().into())
}

/// A frame without its length.
fn unframed(frame: &[u8]) -> &[u8] {
    let length = i32::from_be_bytes(*frame.first_chunk().unwrap());
    assert_eq!(usize::try_from(length), Ok(frame.len() - 4));
    &frame[4..]
}

fn refused(code: ErrorCode) -> impl Fn(&AuthError) -> bool {
    move |error| match error {
        AuthError::ApiRefused { code: got, .. } => *got == code.0,
        AuthError::ServerRefused { code: got, .. } => *got == Some(code.0),
        _ => false,
    }
}
