//! The APIs the broker serves, a file for each.
//!
//! Each has an `answer`, which does what is asked, and a `refuse`, which says no to a whole
//! request in the layout of its response, as Kafka's `getErrorResponse` does.

mod api_versions;
mod create_acls;
mod create_topics;
mod delete_acls;
mod delete_topics;
mod describe_acls;
mod describe_cluster;
mod describe_configs;
mod describe_groups;
mod describe_topic_partitions;
mod find_coordinator;
mod metadata;
#[cfg(test)]
mod rights;
mod sasl;

use std::ops::RangeInclusive;
use std::sync::Arc;

use kafka_auth::handshake::ApiVersions;
use kafka_proto::{
    AclOperation, ApiKey, DecodeError, EncodeError, ErrorCode, Message, Request,
    decode_request_header, encode_response,
};

use crate::authorizer::Authorizer;
use crate::broker::Broker;
use crate::client::Client;
use crate::cluster::{Cluster, MAX_ACLS_PER_REQUEST};
use crate::refusal::Refusal;
use crate::state::acls::Acls;
use crate::unserved::Unserved;

/// The longest request that is answered at once, in bytes: some hundred names.
const QUICK_FRAME: usize = 4 * 1024;

/// How many topics, partitions and ACLs a cluster can have so that listing them is quick.
const QUICK_LIST: usize = 1000;

/// A whole frame to send, or the end of the connection.
pub(crate) type Answer = Result<Vec<u8>, HangUp>;

/// The connection is to be closed without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HangUp;

impl From<DecodeError> for HangUp {
    fn from(_: DecodeError) -> Self {
        Self
    }
}

impl From<EncodeError> for HangUp {
    fn from(_: EncodeError) -> Self {
        Self
    }
}

/// A request on its way through the broker.
pub(crate) struct Call<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) client: &'a Client,
    acls: Acls,
    version: i16,
    correlation_id: i32,
}

/// An API with the versions of Kafka 4.4.
struct Api {
    key: ApiKey,
    versions: RangeInclusive<i16>,
    answer: fn(&Call<'_>, &[u8]) -> Answer,
    refuse: fn(&Call<'_>, &[u8], &Refusal) -> Answer,
}

/// Lists the modules above with their versions.
macro_rules! apis {
    ($($key:ident $versions:expr, $($module:ident)::+;)*) => {
        [$(Api {
            key: ApiKey::$key,
            versions: $versions,
            answer: $($module)::+::answer,
            refuse: $($module)::+::refuse,
        }),*]
    };
}

static APIS: [Api; 14] = apis! {
    METADATA 0..=13, metadata;
    FIND_COORDINATOR 0..=6, find_coordinator;
    DESCRIBE_GROUPS 0..=6, describe_groups;
    SASL_HANDSHAKE 0..=1, sasl::handshake;
    API_VERSIONS 0..=5, api_versions;
    CREATE_TOPICS 2..=7, create_topics;
    DELETE_TOPICS 1..=6, delete_topics;
    DESCRIBE_ACLS 1..=3, describe_acls;
    CREATE_ACLS 1..=3, create_acls;
    DELETE_ACLS 1..=3, delete_acls;
    DESCRIBE_CONFIGS 1..=4, describe_configs;
    SASL_AUTHENTICATE 0..=2, sasl::authenticate;
    DESCRIBE_CLUSTER 0..=2, describe_cluster;
    DESCRIBE_TOPIC_PARTITIONS 0..=0, describe_topic_partitions;
};

/// What ApiVersions lists.
pub(crate) fn offered() -> ApiVersions {
    APIS.iter().map(|api| (api.key, api.versions.clone())).collect()
}

/// The API that a frame (without its length) asks for.
pub(crate) fn key_of(frame: &[u8]) -> Option<ApiKey> {
    frame.first_chunk().map(|bytes| ApiKey(i16::from_be_bytes(*bytes)))
}

/// The name that a client gives its software in ApiVersions (KIP-511), if the frame is one and the
/// name is valid.
pub(crate) fn software_of(frame: &[u8]) -> Option<Arc<str>> {
    if key_of(frame) != Some(ApiKey::API_VERSIONS) {
        return None;
    }
    let (header, body) = decode_request_header(frame).ok()?;
    api_versions::software(body, header.request_api_version)
}

/// Whether a request is answered in less time than it takes to hand it to another thread and back. A
/// change is not, because it may have to wait for its turn.
pub(crate) fn is_quick(cluster: &Cluster, frame: &[u8]) -> bool {
    let is_change = matches!(
        key_of(frame),
        Some(
            ApiKey::CREATE_TOPICS
                | ApiKey::DELETE_TOPICS
                | ApiKey::CREATE_ACLS
                | ApiKey::DELETE_ACLS
        )
    );
    let (topics, acls) = (cluster.state.topics.now(), cluster.state.acls.now());
    let listed = topics.len() + topics.partitions() + acls.len();
    !is_change && frame.len() <= QUICK_FRAME && listed <= QUICK_LIST
}

/// Does what a frame of an authenticated client asks for.
pub(crate) fn answer(cluster: &Cluster, client: &Client, frame: &[u8]) -> Answer {
    let (call, api, body) = open(cluster, client, frame)?;
    match api {
        Some(api) => (api.answer)(&call, body),
        None => api_versions::unsupported(&call),
    }
}

/// Refuses what a frame asks for.
pub(crate) fn refuse(
    cluster: &Cluster,
    client: &Client,
    frame: &[u8],
    refusal: &Refusal,
) -> Answer {
    let (call, api, body) = open(cluster, client, frame)?;
    match api {
        Some(api) => (api.refuse)(&call, body, refusal),
        None => api_versions::unsupported(&call),
    }
}

/// Finds the API of a frame. An unknown API or version ends the connection, except that
/// ApiVersions has an answer for versions it does not know: then there is a call, but no API.
fn open<'a>(
    cluster: &'a Cluster,
    client: &'a Client,
    frame: &'a [u8],
) -> Result<(Call<'a>, Option<&'static Api>, &'a [u8]), HangUp> {
    let (header, body) = decode_request_header(frame)?;
    let (key, version) = (ApiKey(header.request_api_key), header.request_api_version);
    let api = APIS.iter().find(|api| api.key == key);
    let known = api.is_some_and(|api| api.versions.contains(&version));
    if !known && key != ApiKey::API_VERSIONS {
        let served = api.map(|api| (*api.versions.start(), *api.versions.end()));
        let software = client.software.clone();
        cluster.unserved.tell(&Unserved { api: key, version, served, software });
        return Err(HangUp);
    }
    let acls = cluster.state.acls.now();
    let call = Call { cluster, client, acls, version, correlation_id: header.correlation_id };
    Ok((call, api.filter(|_| known), body))
}

impl<'c> Call<'c> {
    /// The broker that is asked.
    fn broker(&self) -> &'c Broker {
        &self.client.at.broker
    }

    fn version(&self) -> i16 {
        self.version
    }

    /// The request in a body. Like Kafka it ignores what is behind it.
    fn decode<'q, R: Request<'q>>(&self, body: &'q [u8]) -> Result<R, DecodeError> {
        R::decode_front(body, self.version).map(|(request, _)| request)
    }

    /// The response in the version of the request.
    fn reply<'r, R: Message<'r>>(&self, response: &R) -> Answer {
        self.reply_in(self.version, response)
    }

    fn reply_in<'r, R: Message<'r>>(&self, version: i16, response: &R) -> Answer {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, self.correlation_id, response)?;
        Ok(frame)
    }

    /// What the client may do, by the ACLs as they were when the request arrived.
    fn authorizer(&self) -> Authorizer<'_> {
        Authorizer { policy: &self.cluster.policy, acls: &self.acls, client: self.client }
    }

    /// Refuses with 31 what needs a right on the cluster. The text is what Kafka lets through of
    /// its insides, so that clients meet it here first.
    fn require_on_cluster(&self, operation: AclOperation) -> Result<(), Refusal> {
        if self.authorizer().allows_on_cluster(operation) {
            return Ok(());
        }
        let request = format!(
            "Request(processor=0, connectionId=127.0.0.1:9093-{}-0-0, \
             session=org.apache.kafka.network.Session@153d1bdb, \
             listenerName=ListenerName(CONTROLLER), securityProtocol=SASL_SSL, \
             buffer=java.nio.HeapByteBuffer[pos=71 lim=71 cap=71], envelope=Optional",
            self.client.peer
        );
        let text = format!("Request {request}[{request}.empty)]) needs {operation} permission.");
        Err(Refusal::new(ErrorCode::CLUSTER_AUTHORIZATION_FAILED, text))
    }
}

/// Refuses a request with too many ACLs or filters of ACLs.
fn check_size(items: usize) -> Result<(), Refusal> {
    if items <= MAX_ACLS_PER_REQUEST { Ok(()) } else { Err(too_large()) }
}

/// `BoundedListTooLongException`.
fn too_large() -> Refusal {
    let text = "Unable to perform excessively large batch operation.";
    Refusal::new(ErrorCode::POLICY_VIOLATION, text)
}

/// Whether a request with that `timeoutMs` has no time at all. Kafka's controller then lets its event
/// expire before it begins, and nothing happens.
fn is_too_late(timeout_ms: i32) -> bool {
    timeout_ms <= 0
}

fn timed_out() -> Refusal {
    Refusal::of(ErrorCode::REQUEST_TIMED_OUT)
}

#[cfg(test)]
mod tests {
    use kafka_auth::Principal;
    use kafka_proto::{decode_response, encode_request};

    use super::*;
    pub(super) use crate::cluster::tests::cluster;
    use crate::state::acl::Acl;

    pub(super) fn user() -> Client {
        Client::test(Principal::user("u"), "127.0.0.1")
    }

    pub(super) fn iam() -> Client {
        Client::test(Principal::iam("arn:aws:iam::123456789012:user/admin"), "127.0.0.1")
    }

    pub(super) fn grant(
        cluster: &Cluster,
        operation: AclOperation,
        on: kafka_proto::ResourceType,
        name: &str,
    ) {
        cluster.state.acls.change(|acls| acls.insert(Acl::allow("User:u", operation, on, name)));
    }

    /// What the broker answers, as a whole frame.
    pub(super) fn ask<'q, R: Request<'q>>(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        request: &R,
    ) -> Answer {
        let mut frame = Vec::new();
        encode_request(&mut frame, version, 7, Some("test"), request).unwrap();
        answer(cluster, client, &frame[4..])
    }

    /// The response in such a frame.
    pub(super) fn read<'a, 'q, R: Request<'q>>(frame: &'a [u8], version: i16) -> R::Response<'a> {
        let (correlation_id, response) = decode_response::<R>(&frame[4..], version).unwrap();
        assert_eq!(correlation_id, 7);
        response
    }

    /// A request frame of that API and version with that body, without its length.
    fn raw(key: i16, version: i16, body: &[u8]) -> Vec<u8> {
        [&key.to_be_bytes()[..], &version.to_be_bytes(), &[0, 0, 0, 7, 255, 255], body].concat()
    }

    #[test]
    fn unknown_apis_versions_and_bodies_end_the_connection() {
        let cluster = cluster(1);
        let ask = |frame: Vec<u8>| answer(&cluster, &iam(), &frame);
        assert_eq!(ask(raw(999, 0, &[])), Err(HangUp));
        assert_eq!(ask(raw(ApiKey::PRODUCE.0, 9, &[])), Err(HangUp));
        assert_eq!(ask(raw(ApiKey::METADATA.0, 14, &[0])), Err(HangUp));
        assert_eq!(ask(raw(ApiKey::CREATE_TOPICS.0, 1, &[])), Err(HangUp));
        assert_eq!(ask(raw(ApiKey::METADATA.0, 1, &[0, 0])), Err(HangUp));
        assert_eq!(ask(vec![0]), Err(HangUp));
    }

    #[test]
    fn what_is_offered_is_known_to_the_protocol() {
        assert!(APIS.is_sorted_by_key(|api| api.key));
        for api in &APIS {
            let info = api.key.info().unwrap();
            assert!(info.min_version <= *api.versions.start(), "{}", info.name);
            assert!(info.max_version >= *api.versions.end(), "{}", info.name);
        }
    }

    #[test]
    fn what_may_take_long_is_not_quick() {
        let small = cluster(1);
        let metadata = raw(ApiKey::METADATA.0, 1, &[255; 4]);
        assert!(is_quick(&small, &metadata));
        assert!(!is_quick(&small, &raw(ApiKey::METADATA.0, 1, &[0; QUICK_FRAME])));
        for change in
            [ApiKey::CREATE_TOPICS, ApiKey::DELETE_TOPICS, ApiKey::CREATE_ACLS, ApiKey::DELETE_ACLS]
        {
            assert!(!is_quick(&small, &raw(change.0, 3, &[0; 4])), "{change}");
        }
        let large = cluster(1);
        (0..=QUICK_LIST).for_each(|index| {
            grant(&large, AclOperation::READ, kafka_proto::ResourceType::TOPIC, &index.to_string());
        });
        assert!(!is_quick(&large, &metadata));
    }

    /// Bytes that look random and are the same in every run.
    fn noise(seed: u64) -> impl Iterator<Item = u8> {
        let next = |state: &u64| {
            Some(
                state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407),
            )
        };
        std::iter::successors(next(&seed), next).map(|state| (state >> 56) as u8)
    }

    #[test]
    fn no_body_makes_the_broker_panic() {
        let cluster = cluster(1);
        let refusal = Refusal::of(ErrorCode::NOT_CONTROLLER);
        for (api, seed) in APIS.iter().flat_map(|api| (0..300).map(move |seed| (api, seed))) {
            for version in api.versions.clone() {
                // Small numbers make plausible counts, lengths and codes.
                let body: Vec<u8> =
                    noise(seed).map(|byte| byte % 5).take(4 + seed as usize % 60).collect();
                let frame = raw(api.key.0, version, &body);
                for client in [user(), iam()] {
                    let _ = answer(&cluster, &client, &frame);
                    let _ = refuse(&cluster, &client, &frame, &refusal);
                }
            }
        }
    }

    fn refuse_default<'q, R: Request<'q> + Default>(answered: &mut Vec<ApiKey>) {
        let refusal = Refusal::of(ErrorCode::NOT_CONTROLLER);
        let api = APIS.iter().find(|api| api.key == R::API).unwrap();
        for version in api.versions.clone() {
            let mut frame = Vec::new();
            encode_request(&mut frame, version, 7, None, &R::default()).unwrap();
            let answer = refuse(&cluster(1), &user(), &frame[4..], &refusal).unwrap();
            read::<R>(&answer, version);
            let before = super::answer(&cluster(1), &iam(), &frame[4..]);
            frame.extend_from_slice(&[1, 2, 3]);
            let refused = refuse(&cluster(1), &user(), &frame[4..], &refusal);
            assert_eq!(refused, Ok(answer), "{} v{version} with bytes behind it", R::API);
            let answer = super::answer(&cluster(1), &iam(), &frame[4..]);
            assert_eq!(answer, before, "{} v{version} with bytes behind it", R::API);
        }
        answered.push(api.key);
    }

    #[test]
    fn every_api_can_be_refused_in_every_version_and_ignores_bytes_behind_the_request() {
        use kafka_proto::messages as m;
        let mut answered = Vec::new();
        refuse_default::<m::ApiVersionsRequest<'_>>(&mut answered);
        refuse_default::<m::CreateAclsRequest<'_>>(&mut answered);
        refuse_default::<m::CreateTopicsRequest<'_>>(&mut answered);
        refuse_default::<m::DeleteAclsRequest<'_>>(&mut answered);
        refuse_default::<m::DeleteTopicsRequest<'_>>(&mut answered);
        refuse_default::<m::DescribeAclsRequest<'_>>(&mut answered);
        refuse_default::<m::DescribeClusterRequest<'_>>(&mut answered);
        refuse_default::<m::DescribeConfigsRequest<'_>>(&mut answered);
        refuse_default::<m::DescribeGroupsRequest<'_>>(&mut answered);
        refuse_default::<m::DescribeTopicPartitionsRequest<'_>>(&mut answered);
        refuse_default::<m::FindCoordinatorRequest<'_>>(&mut answered);
        refuse_default::<m::MetadataRequest<'_>>(&mut answered);
        refuse_default::<m::SaslAuthenticateRequest<'_>>(&mut answered);
        refuse_default::<m::SaslHandshakeRequest<'_>>(&mut answered);
        assert_eq!(answered.len(), APIS.len());
    }
}
