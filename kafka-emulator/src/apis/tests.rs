//! What every API has in common, and how the tests of one ask it.

use kafka_auth::Principal;
use kafka_proto::{AclOperation, decode_response, encode_request};

use super::*;
pub(super) use crate::cluster::tests::cluster;
use crate::profile::Profile;
use crate::profile::tests as profile;
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

/// The connection was closed instead of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HangUp;

/// What the broker answers, as a whole frame.
pub(super) fn ask<'q, R: Request<'q>>(
    cluster: &Cluster,
    client: &Client,
    version: i16,
    request: &R,
) -> Result<Vec<u8>, HangUp> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 7, Some("test"), request).unwrap();
    reply(answer(cluster, client, &frame[4..]))
}

pub(super) fn reply(outcome: Outcome) -> Result<Vec<u8>, HangUp> {
    match outcome {
        Outcome::Reply(frame) | Outcome::Mute(Some(frame), _) => Ok(frame),
        Outcome::Silence | Outcome::Mute(None, _) | Outcome::Wait(_) | Outcome::HangUp => {
            Err(HangUp)
        }
    }
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
    assert_eq!(reply(ask(raw(999, 0, &[]))), Err(HangUp));
    assert_eq!(reply(ask(raw(ApiKey::PRODUCE.0, 9, &[]))), Err(HangUp));
    assert_eq!(reply(ask(raw(ApiKey::METADATA.0, 14, &[0]))), Err(HangUp));
    assert_eq!(reply(ask(raw(ApiKey::CREATE_TOPICS.0, 1, &[]))), Err(HangUp));
    assert_eq!(reply(ask(raw(ApiKey::METADATA.0, 1, &[0, 0]))), Err(HangUp));
    assert_eq!(reply(ask(vec![0])), Err(HangUp));
}

#[test]
fn what_is_offered_is_known_to_the_protocol() {
    assert!(APIS.is_sorted_by_key(|api| api.key));
    for api in APIS {
        let info = api.key.info().unwrap();
        for profile in profile::ALL {
            let versions = api.versions.of(profile);
            if versions.is_empty() {
                continue;
            }
            assert!(info.min_version <= *versions.start(), "{} {profile:?}", info.name);
            assert!(info.max_version >= *versions.end(), "{} {profile:?}", info.name);
        }
    }
}

#[test]
fn each_api_has_the_versions_that_brokers_of_the_release_list() {
    let measured = profile::listed_by_kafka();
    for api in APIS {
        let listed = measured.iter().find(|it| it.key == api.key.0).unwrap();
        assert_eq!(api.key.name(), Some(listed.name));
        for (profile, versions) in profile::ALL.iter().zip(&listed.versions) {
            let served = Some(api.versions.of(*profile)).filter(|it| !it.is_empty());
            assert_eq!(served, versions.as_ref(), "{} {profile:?}", api.key);
        }
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
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    };
    std::iter::successors(next(&seed), next).map(|state| (state >> 56) as u8)
}

#[test]
fn no_body_makes_the_broker_panic() {
    let refusal = Refusal::of(ErrorCode::NOT_CONTROLLER);
    for cluster in profile::ALL.map(cluster_like) {
        for (api, seed) in APIS.iter().flat_map(|api| (0..300).map(move |seed| (api, seed))) {
            for version in api.versions.of(cluster.profile).clone() {
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
}

/// A cluster of one broker of that release.
fn cluster_like(profile: Profile) -> Cluster {
    let mut cluster = cluster(1);
    cluster.profile = profile;
    cluster
}

fn refuse_default<'q, R: Request<'q> + Default>(answered: &mut Vec<ApiKey>) {
    refuse_a(&R::default(), answered);
}

fn refuse_a<'q, R: Request<'q>>(request: &R, answered: &mut Vec<ApiKey>) {
    let api = APIS.iter().find(|api| api.key == R::API).unwrap();
    for profile in profile::ALL {
        for version in api.versions.of(profile).clone() {
            // Kafka 4 lists these versions, and serves none of them.
            let is_closed = R::API == ApiKey::PRODUCE && version < 3;
            if !is_closed || profile.is_before_4() {
                refuse_in(profile, version, request);
            }
        }
    }
    answered.push(api.key);
}

/// A Produce that is answered.
fn acknowledged() -> kafka_proto::messages::ProduceRequest<'static> {
    kafka_proto::messages::ProduceRequest { acks: 1, ..Default::default() }
}

fn refuse_in<'q, R: Request<'q>>(profile: Profile, version: i16, request: &R) {
    let cluster = || cluster_like(profile);
    let refusal = Refusal::of(ErrorCode::NOT_CONTROLLER);
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 7, None, request).unwrap();
    let answer = reply(refuse(&cluster(), &user(), &frame[4..], &refusal)).unwrap();
    read::<R>(&answer, version);
    let before = reply(super::answer(&cluster(), &iam(), &frame[4..]));
    frame.extend_from_slice(&[1, 2, 3]);
    let refused = reply(refuse(&cluster(), &user(), &frame[4..], &refusal));
    assert_eq!(refused, Ok(answer), "{} v{version} with bytes behind it", R::API);
    let answer = reply(super::answer(&cluster(), &iam(), &frame[4..]));
    assert_eq!(answer, before, "{} v{version} with bytes behind it", R::API);
}

#[test]
fn every_api_can_be_refused_in_every_version_and_ignores_bytes_behind_the_request() {
    use kafka_proto::messages as m;
    let mut answered = Vec::new();
    refuse_a::<m::ProduceRequest<'_>>(&acknowledged(), &mut answered);
    refuse_default::<m::AddOffsetsToTxnRequest<'_>>(&mut answered);
    refuse_default::<m::AddPartitionsToTxnRequest<'_>>(&mut answered);
    refuse_default::<m::AddRaftVoterRequest<'_>>(&mut answered);
    refuse_default::<m::AlterClientQuotasRequest<'_>>(&mut answered);
    refuse_default::<m::AlterConfigsRequest<'_>>(&mut answered);
    refuse_default::<m::AlterPartitionReassignmentsRequest<'_>>(&mut answered);
    refuse_default::<m::AlterReplicaLogDirsRequest<'_>>(&mut answered);
    refuse_default::<m::AlterShareGroupOffsetsRequest<'_>>(&mut answered);
    refuse_default::<m::AlterUserScramCredentialsRequest<'_>>(&mut answered);
    refuse_default::<m::ApiVersionsRequest<'_>>(&mut answered);
    refuse_default::<m::ConsumerGroupDescribeRequest<'_>>(&mut answered);
    refuse_default::<m::ConsumerGroupHeartbeatRequest<'_>>(&mut answered);
    refuse_default::<m::CreateAclsRequest<'_>>(&mut answered);
    refuse_default::<m::CreateDelegationTokenRequest<'_>>(&mut answered);
    refuse_default::<m::CreatePartitionsRequest<'_>>(&mut answered);
    refuse_default::<m::CreateTopicsRequest<'_>>(&mut answered);
    refuse_default::<m::DeleteAclsRequest<'_>>(&mut answered);
    refuse_default::<m::DeleteGroupsRequest<'_>>(&mut answered);
    refuse_default::<m::DeleteRecordsRequest<'_>>(&mut answered);
    refuse_default::<m::DeleteShareGroupOffsetsRequest<'_>>(&mut answered);
    refuse_default::<m::DeleteTopicsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeAclsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeClientQuotasRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeClusterRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeConfigsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeDelegationTokenRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeGroupsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeLogDirsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeProducersRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeQuorumRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeShareGroupOffsetsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeTopicPartitionsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeTransactionsRequest<'_>>(&mut answered);
    refuse_default::<m::DescribeUserScramCredentialsRequest<'_>>(&mut answered);
    refuse_default::<m::ElectLeadersRequest<'_>>(&mut answered);
    refuse_default::<m::EndTxnRequest<'_>>(&mut answered);
    refuse_default::<m::ExpireDelegationTokenRequest<'_>>(&mut answered);
    refuse_default::<m::FetchRequest<'_>>(&mut answered);
    refuse_default::<m::FindCoordinatorRequest<'_>>(&mut answered);
    refuse_default::<m::HeartbeatRequest<'_>>(&mut answered);
    refuse_default::<m::IncrementalAlterConfigsRequest<'_>>(&mut answered);
    refuse_default::<m::InitProducerIdRequest<'_>>(&mut answered);
    refuse_default::<m::JoinGroupRequest<'_>>(&mut answered);
    refuse_default::<m::LeaveGroupRequest<'_>>(&mut answered);
    refuse_default::<m::ListConfigResourcesRequest<'_>>(&mut answered);
    refuse_default::<m::ListGroupsRequest<'_>>(&mut answered);
    refuse_default::<m::ListOffsetsRequest<'_>>(&mut answered);
    refuse_default::<m::ListPartitionReassignmentsRequest<'_>>(&mut answered);
    refuse_default::<m::ListTransactionsRequest<'_>>(&mut answered);
    refuse_default::<m::MetadataRequest<'_>>(&mut answered);
    refuse_default::<m::OffsetCommitRequest<'_>>(&mut answered);
    refuse_default::<m::OffsetDeleteRequest<'_>>(&mut answered);
    refuse_default::<m::OffsetFetchRequest<'_>>(&mut answered);
    refuse_default::<m::OffsetForLeaderEpochRequest<'_>>(&mut answered);
    refuse_default::<m::RemoveRaftVoterRequest<'_>>(&mut answered);
    refuse_default::<m::RenewDelegationTokenRequest<'_>>(&mut answered);
    refuse_default::<m::SaslAuthenticateRequest<'_>>(&mut answered);
    refuse_default::<m::SaslHandshakeRequest<'_>>(&mut answered);
    refuse_default::<m::ShareGroupDescribeRequest<'_>>(&mut answered);
    refuse_default::<m::ShareGroupHeartbeatRequest<'_>>(&mut answered);
    refuse_default::<m::StreamsGroupDescribeRequest<'_>>(&mut answered);
    refuse_default::<m::StreamsGroupHeartbeatRequest<'_>>(&mut answered);
    refuse_default::<m::SyncGroupRequest<'_>>(&mut answered);
    refuse_default::<m::TxnOffsetCommitRequest<'_>>(&mut answered);
    refuse_default::<m::UnregisterBrokerRequest<'_>>(&mut answered);
    refuse_default::<m::UnregisterControllerRequest<'_>>(&mut answered);
    refuse_default::<m::UpdateFeaturesRequest<'_>>(&mut answered);
    refuse_default::<m::WriteTxnMarkersRequest<'_>>(&mut answered);
    assert_eq!(answered.len(), APIS.len());
}
