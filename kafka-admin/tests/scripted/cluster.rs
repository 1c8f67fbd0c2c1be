//! Operations on the cluster: what old brokers cannot do, and what is looked at before it is done.

use std::sync::{Arc, Mutex};

use kafka_admin::cluster::FeatureUpdate;
use kafka_admin::partitions::{Election, ElectionType, NewPartitionReassignment};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch, ErrorKind, Outcome};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::describe_log_dirs::DescribeLogDirsResponse;
use kafka_proto::messages::describe_quorum::DescribeQuorumResponse;
use kafka_proto::messages::elect_leaders::{
    ElectLeadersResponse, PartitionResult, ReplicaElectionResult,
};
use kafka_proto::messages::unregister_broker::UnregisterBrokerResponse;
use kafka_proto::messages::update_features::{UpdatableFeatureResult, UpdateFeaturesResponse};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

/// A broker that has these APIs up to that version only, and answers them like this.
async fn up_to(
    version: i16,
    apis: &'static [ApiKey],
    mut act: impl FnMut(&Asked) -> Do + Send + 'static,
) -> Admin {
    let mut offered = all_apis();
    for (api, min, max) in &mut offered {
        if apis.contains(api) {
            (*min, *max) = (version.min(*min), version);
        }
    }
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&offered)),
        api if apis.contains(&api) => act(&asked),
        _ => asked.ordinary(),
    });
    connected(address.await).await.unwrap()
}

fn is_too_old<T: std::fmt::Debug>(result: kafka_admin::Result<T>) {
    let error = result.unwrap_err();
    let expected = (ErrorKind::UnsupportedVersion, Outcome::NotSent);
    assert_eq!((error.kind(), error.outcome()), expected, "{error}");
}

#[tokio::test]
async fn kip_460_v0_elects_preferred_leaders_only() {
    let admin = up_to(0, &[ApiKey::ELECT_LEADERS], |asked| {
        let needless = PartitionResult {
            partition_id: 3,
            error_code: ErrorCode::ELECTION_NOT_NEEDED,
            ..Default::default()
        };
        let partition_result = vec![needless].into();
        let topic = ReplicaElectionResult { topic: "t", partition_result, ..Default::default() };
        let replica_election_results = vec![topic].into();
        asked.answer(&ElectLeadersResponse { replica_election_results, ..Default::default() })
    })
    .await;
    let partitions = [TopicPartition::new("t", 3)];
    let elected = admin.elect_leaders(ElectionType::Preferred, &partitions).await.unwrap();
    assert_eq!(elected.one().unwrap(), Election::NotNeeded);
    let unclean = admin.elect_leaders(ElectionType::Unclean, &partitions).await;
    is_too_old(unclean.and_then(Batch::one));
    is_too_old(admin.elect_all_leaders(ElectionType::Unclean).await);
}

#[tokio::test]
async fn kip_860_v0_cannot_keep_the_number_of_replicas() {
    let apis = &[ApiKey::ALTER_PARTITION_REASSIGNMENTS];
    let admin = up_to(0, apis, |asked| panic!("{asked:?}")).await;
    let moves = [NewPartitionReassignment::to(TopicPartition::new("t", 0), [1])];
    let call = admin.alter_partition_reassignments(&moves).allow_replication_factor_change(false);
    is_too_old(call.await.and_then(Batch::one));
}

#[tokio::test]
async fn kip_778_v0_neither_checks_features_nor_promises_a_safe_downgrade() {
    let admin = up_to(0, &[ApiKey::UPDATE_FEATURES], |asked| {
        let feature = UpdatableFeatureResult { feature: "a", ..Default::default() };
        let results = vec![feature].into();
        asked.answer(&UpdateFeaturesResponse { results, ..Default::default() })
    })
    .await;
    let upgrade = [FeatureUpdate::upgrade("a", 1)];
    admin.update_features(&upgrade).await.unwrap().one().unwrap();
    is_too_old(admin.update_features(&upgrade).validate_only(true).await.and_then(Batch::one));
    let downgrade = [FeatureUpdate::safe_downgrade("a", 1)];
    is_too_old(admin.update_features(&downgrade).await.and_then(Batch::one));
}

#[tokio::test]
async fn before_v3_no_directories_are_a_refusal() {
    let admin = up_to(2, &[ApiKey::DESCRIBE_LOG_DIRS], |asked| {
        asked.answer(&DescribeLogDirsResponse::default())
    })
    .await;
    let error = admin.describe_log_dirs(&[1]).await.and_then(Batch::one).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED), "{error}");
}

#[tokio::test]
async fn an_answer_without_the_quorum_is_no_quorum() {
    let admin = up_to(2, &[ApiKey::DESCRIBE_QUORUM], |asked| {
        asked.answer(&DescribeQuorumResponse::default())
    })
    .await;
    let error = admin.describe_quorum().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResponseMismatch, "{error}");
}

#[tokio::test]
async fn a_broker_is_taken_out_only_when_it_is_fenced_or_gone_unless_unchecked() {
    let asked_for = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked_for);
    let address = broker(move |asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => {
            let node = |broker_id, is_fenced| DescribeClusterBroker {
                broker_id,
                is_fenced,
                host: "127.0.0.1",
                port: 1,
                ..Default::default()
            };
            let brokers = vec![node(1, false), node(2, true)].into();
            asked.answer(&DescribeClusterResponse { brokers, ..Default::default() })
        }
        ApiKey::UNREGISTER_BROKER => {
            *count.lock().unwrap() += 1;
            asked.answer(&UnregisterBrokerResponse { error_message: None, ..Default::default() })
        }
        _ => asked.ordinary(),
    });
    let admin = connected(address.await).await.unwrap();
    let error = admin.unregister_broker(1).await.unwrap_err();
    assert_eq!((error.outcome(), *asked_for.lock().unwrap()), (Outcome::NotSent, 0), "{error}");
    admin.unregister_broker(2).await.unwrap();
    admin.unregister_broker(3).await.unwrap();
    admin.unregister_broker_unchecked(1).await.unwrap();
    assert_eq!(*asked_for.lock().unwrap(), 3);
}
