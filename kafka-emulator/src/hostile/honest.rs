//! What the broker would say if it kept the rules: one broker, and one topic, `orders`.

use std::time::SystemTime;

use kafka_auth::handshake::{Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::msk_iam::{AWS_MSK_IAM, MskIamServer};
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{AuthError, IamIdentity, Principal, Secret, ServerMechanism, StoredCredential};
use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponseBroker, MetadataResponsePartition,
    MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ErrorCode, Message, Uuid};

use super::asked::Asked;
use super::case::Login;
use super::{ACCESS_KEY_ID, PASSWORD, SECRET_ACCESS_KEY, USER};

/// The APIs of a hostile broker, with the versions of Kafka 4.4.
const APIS: [ApiKey; 5] = [
    ApiKey::METADATA,
    ApiKey::SASL_HANDSHAKE,
    ApiKey::API_VERSIONS,
    ApiKey::SASL_AUTHENTICATE,
    ApiKey::DESCRIBE_CLUSTER,
];
const TOPIC: &str = "orders";
const SALT: &[u8] = b"hostile, but salty";
const ITERATIONS: u32 = 4096;

/// An answer of somebody who is logged in; none where the broker has no such API.
pub(super) fn answer(asked: &Asked) -> Option<Vec<u8>> {
    match asked.api {
        ApiKey::API_VERSIONS => Some(api_versions(asked)),
        ApiKey::METADATA => Some(asked.frame(&metadata(asked))),
        ApiKey::DESCRIBE_CLUSTER => Some(asked.frame(&cluster(asked))),
        _ => None,
    }
}

/// KIP-511: an unknown version gets code 35 in the layout of version 0.
fn api_versions(asked: &Asked) -> Vec<u8> {
    let known = ApiVersionsResponse::VERSIONS.contains(&asked.version);
    let error_code = if known { ErrorCode::NONE } else { ErrorCode::UNSUPPORTED_VERSION };
    let mut api_keys = Vec::new();
    for info in APIS.iter().filter_map(|api| api.info()) {
        let (min_version, max_version) = info.final_versions().into_inner();
        api_keys.push(ApiVersion {
            api_key: info.key.0,
            min_version,
            max_version,
            ..Default::default()
        });
    }
    let response =
        ApiVersionsResponse { error_code, api_keys: api_keys.into(), ..Default::default() };
    asked.frame_in(if known { asked.version } else { 0 }, &response)
}

/// About the topics that were asked for.
pub(super) fn metadata(asked: &Asked) -> MetadataResponse<'_> {
    let broker = MetadataResponseBroker {
        node_id: 1,
        host: "127.0.0.1",
        port: asked.port.into(),
        ..Default::default()
    };
    MetadataResponse {
        brokers: vec![broker].into(),
        cluster_id: Some("hostile"),
        controller_id: 1,
        topics: topics(asked).into(),
        ..Default::default()
    }
}

fn topics(asked: &Asked) -> Vec<MetadataResponseTopic<'_>> {
    let named = MetadataRequest::decode_front(&asked.body, asked.version).ok();
    let named = named.and_then(|(request, _)| request.topics);
    let mut topics = Vec::new();
    for wanted in named.iter().flat_map(|topics| topics.iter()) {
        topics.push(topic(wanted.name.unwrap_or_default()));
    }
    if topics.is_empty() { vec![topic(TOPIC)] } else { topics }
}

fn topic(name: &str) -> MetadataResponseTopic<'_> {
    if name != TOPIC {
        let error_code = ErrorCode::UNKNOWN_TOPIC_OR_PARTITION;
        return MetadataResponseTopic { name: Some(name), error_code, ..Default::default() };
    }
    let partition = MetadataResponsePartition {
        leader_id: 1,
        leader_epoch: 0,
        replica_nodes: vec![1].into(),
        isr_nodes: vec![1].into(),
        ..Default::default()
    };
    MetadataResponseTopic {
        name: Some(name),
        topic_id: Uuid([7; 16]),
        partitions: vec![partition].into(),
        ..Default::default()
    }
}

fn cluster(asked: &Asked) -> DescribeClusterResponse<'_> {
    let broker = DescribeClusterBroker {
        broker_id: 1,
        host: "127.0.0.1",
        port: asked.port.into(),
        ..Default::default()
    };
    DescribeClusterResponse {
        cluster_id: "hostile",
        controller_id: 1,
        brokers: vec![broker].into(),
        ..Default::default()
    }
}

/// A login as it should be.
pub(super) fn handshake(login: Login) -> Result<ServerHandshake, AuthError> {
    Ok(ServerHandshake::new(config(), mechanisms(login)?))
}

/// KIP-368: the same by somebody who is logged in.
pub(super) fn renewal(
    login: Login,
    (principal, mechanism): (Principal, &'static str),
) -> Result<ServerHandshake, AuthError> {
    Ok(ServerHandshake::reauthenticate(config(), mechanisms(login)?, principal, mechanism))
}

fn config() -> ServerHandshakeConfig {
    let offered = APIS.iter().filter_map(|api| Some((*api, api.info()?.final_versions())));
    ServerHandshakeConfig::new(offered.collect())
}

fn mechanisms(login: Login) -> Result<Vec<Box<dyn ServerMechanism>>, AuthError> {
    if login == Login::Iam {
        return Ok(vec![Box::new(MskIamServer::new(None, SystemTime::now()))]);
    }
    let mut mechanisms: Vec<Box<dyn ServerMechanism>> = Vec::new();
    for hash in [ScramHash::Sha512, ScramHash::Sha256] {
        let server = ScramServer::new(hash, Nonce::random()?);
        mechanisms.push(Box::new(match login {
            Login::Extended => server.extension("x=1"),
            _ => server,
        }));
    }
    Ok(mechanisms)
}

/// Its reaction to a frame, without the frame's length.
pub(super) fn log_in(handshake: &mut ServerHandshake, frame: &[u8]) -> Reply {
    match handshake.handle_frame(frame) {
        Reply::Lookup { mechanism: AWS_MSK_IAM, name } => {
            let arn = "arn:aws:iam::123456789012:user/hostile";
            let known = IamIdentity::new(Secret::new(SECRET_ACCESS_KEY), arn);
            let found = (*name == *ACCESS_KEY_ID).then_some(StoredCredential::Iam(&known));
            handshake.credential(found)
        }
        Reply::Lookup { mechanism, name } => {
            let hash = ScramHash::from_mechanism(mechanism).unwrap_or(ScramHash::Sha512);
            let password = Secret::new(PASSWORD);
            let known = ScramCredential::from_password(hash, &password, SALT, ITERATIONS);
            let found = (*name == *USER).then_some(StoredCredential::Scram(&known));
            handshake.credential(found)
        }
        reply => reply,
    }
}
