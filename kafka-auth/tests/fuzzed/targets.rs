//! What is done with each input of a fuzzer. Any panic is a finding.
#![allow(unreachable_pub, reason = "the fuzz workspace reaches them")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::handshake::{
    ApiVersions, Flight, Handshake, HandshakeConfig, Reply, ServerHandshake, ServerHandshakeConfig,
};
use kafka_auth::msk_iam::{MskIamClient, MskIamServer};
use kafka_auth::plain::{PlainClient, PlainServer};
use kafka_auth::scram::{
    DEFAULT_ITERATIONS, Nonce, ScramClient, ScramCredential, ScramHash, ScramServer,
};
use kafka_auth::{
    AuthError, AwsCredentials, IamIdentity, Mechanism, SaltedPassword, Secret, ServerMechanism,
    Step, StoredCredential,
};
use kafka_proto::ApiKey;

/// RFC 7677, section 3. With the derivation left out, one login takes microseconds.
const NONCE: &str = "rOprNGfwEbeRWgbNEkqO";
const SERVER_FIRST: &[u8] = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
    s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const SALTED_PASSWORD: [u8; 32] = [
    0xc4, 0xa4, 0x95, 0x10, 0x32, 0x3a, 0xb4, 0xf9, 0x52, 0xca, 0xc1, 0xfa, 0x99, 0x44, 0x19, 0x39,
    0xe7, 0x8e, 0xa7, 0x4d, 0x6b, 0xe8, 0x1d, 0xdf, 0x70, 0x96, 0xe8, 0x75, 0x13, 0xdc, 0x61, 0x5d,
];

/// The most of a peer's text that an error shows, with our own words around it.
const LONGEST_ERROR: usize = 8 * 1024;

fn salted_password() -> SaltedPassword {
    SaltedPassword::from_bytes(ScramHash::Sha256, &SALTED_PASSWORD).unwrap()
}

fn scram_client() -> ScramClient {
    let nonce = Nonce::from_text(NONCE).unwrap();
    ScramClient::new(ScramHash::Sha256, "user", Secret::new("pencil"), nonce).unwrap()
}

fn iam_client() -> MskIamClient {
    let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
    MskIamClient::new("b-1.example", "us-east-1", credentials, "fuzz", now()).unwrap()
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_440_938_160) // 2015-08-30T12:36:00Z
}

/// Lines, each a message of a SCRAM server, from server-first on. Nobody but the holder of the
/// key gets to the end.
pub fn scram_server_first(bytes: &[u8]) {
    let mut client = scram_client();
    client.start().unwrap();
    let mut messages = bytes.split(|byte| *byte == b'\n');
    let first = messages.next().unwrap_or_default();
    let mut step = scram_step(&mut client, first);
    for message in messages {
        if matches!(step, Ok(Step::Send(_))) {
            step = scram_step(&mut client, message);
        }
    }
    match step {
        Ok(Step::Done(_)) => assert_eq!(first, SERVER_FIRST),
        Ok(_) => return,
        Err(error) => check_error(&error),
    }
    assert!(matches!(client.challenge(SERVER_FIRST), Err(AuthError::OutOfOrder { .. })));
}

fn scram_step(client: &mut ScramClient, message: &[u8]) -> Result<Step, AuthError> {
    match client.challenge(message)? {
        Step::Derive(job) => {
            assert!(DEFAULT_ITERATIONS.contains(&job.iterations()));
            client.derived(salted_password())
        }
        step => Ok(step),
    }
}

/// One line, printable, and not as long as a peer likes.
fn check_error(error: &AuthError) {
    let shown = error.to_string();
    assert!(shown.len() <= LONGEST_ERROR && !shown.chars().any(char::is_control), "{shown:?}");
}

/// The broker's answer to a signed login, and the same bytes as the text of a refusal.
pub fn iam_answer(bytes: &[u8]) {
    let mut client = iam_client();
    client.start().unwrap();
    check_error(&client.refused(58, &String::from_utf8_lossy(bytes)));
    if let Err(error) = client.challenge(bytes) {
        check_error(&error);
    }
    assert!(matches!(client.challenge(bytes), Err(AuthError::OutOfOrder { .. })));
}

/// Metadata v7 without topics.
const EARLY: &[u8] = &[0, 0, 0, 15, 0, 3, 0, 7, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0];

/// Frames of a broker, each with its length in two bytes. Correlation ids are made to fit.
pub fn handshake_client(bytes: &[u8]) {
    let Some((&first, mut rest)) = bytes.split_first() else { return };
    let flight = match first & 12 {
        0 => Flight::Sequential,
        8 => Flight::Trailing,
        _ => Flight::Eager,
    };
    let early_request = Some(EARLY.to_vec());
    let config = HandshakeConfig::default().flight(flight).early_request(early_request);
    let mut handshake = Handshake::new(config, mechanism(first)).unwrap();
    while let Some(asked) = handshake.poll_transmit() {
        let Some((frame, behind)) = next_frame(rest) else { return };
        rest = behind;
        let mut frame = frame.to_vec();
        if let Some(id) = frame.first_chunk_mut() {
            *id = [asked[8], asked[9], asked[10], asked[11]];
        }
        if let Err(error) = handshake.handle_frame(&frame) {
            check_error(&error);
            assert!(handshake.poll_transmit().is_none() && !handshake.is_done());
            return;
        }
        if handshake.poll_derive().is_some() {
            handshake.derived(salted_password()).unwrap();
        }
    }
    assert!(handshake.is_done() && handshake.finish().is_ok());
}

fn mechanism(choice: u8) -> Option<Box<dyn Mechanism>> {
    match choice % 4 {
        0 => Some(Box::new(scram_client())),
        1 => Some(Box::new(iam_client())),
        2 => Some(Box::new(PlainClient::new("user", Secret::new("pencil")).unwrap())),
        _ => None,
    }
}

fn next_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u16::from_be_bytes(*length).into())
}

/// Frames of a client, each with its length in two bytes. Nobody gets in: the passwords are
/// not in any seed.
pub fn handshake_server(bytes: &[u8]) {
    let config = ServerHandshakeConfig::new(api_versions());
    let mut handshake = ServerHandshake::new(config, mechanisms());
    let mut rest = bytes;
    while let Some((frame, behind)) = next_frame(rest) {
        rest = behind;
        let reply = match handshake.handle_frame(frame) {
            Reply::Lookup { mechanism, name } => look_up(&mut handshake, mechanism, &name),
            reply => reply,
        };
        match reply {
            Reply::Send(_) => {}
            Reply::Close { .. } => return,
            other => panic!("{other:?}"),
        }
    }
}

fn look_up(handshake: &mut ServerHandshake, mechanism: &str, name: &str) -> Reply {
    let scram = ScramCredential::from_salted_password(&salted_password(), b"salt", 4096);
    let iam =
        IamIdentity::new(Secret::new("another secret"), "arn:aws:iam::123456789012:user/fuzz");
    handshake.credential(match (mechanism, name) {
        ("SCRAM-SHA-256", "user") => Some(StoredCredential::Scram(&scram)),
        ("AWS_MSK_IAM", "AKIDEXAMPLE") => Some(StoredCredential::Iam(&iam)),
        _ => None,
    })
}

fn api_versions() -> ApiVersions {
    let apis = [ApiKey::API_VERSIONS, ApiKey::SASL_HANDSHAKE, ApiKey::SASL_AUTHENTICATE];
    let range = |api: ApiKey| api.info().map(|info| info.min_version..=info.max_version);
    apis.into_iter().filter_map(|api| Some((api, range(api)?))).collect()
}

fn mechanisms() -> Vec<Box<dyn ServerMechanism>> {
    let nonce = Nonce::from_text("server").unwrap();
    vec![
        Box::new(ScramServer::new(ScramHash::Sha256, nonce)),
        Box::new(MskIamServer::new(None, now())),
        Box::new(PlainServer::new()),
    ]
}
