//! DescribeCluster, ApiVersions, UpdateFeatures, DescribeQuorum, and who is a part of the cluster.

use std::time::Duration;

use kafka_admin::cluster::{FeatureUpdate, RaftEndpoint, RaftVoter};
use kafka_admin::partitions::ElectionType;
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, ApiKey, ErrorCode, ErrorKind, Outcome, Result, Uuid};
use serde_json::json;

use crate::peer::{Peer, SHORT};

/// Whether the brokers have that API.
pub(crate) async fn has(admin: &Admin, api: ApiKey) -> bool {
    let apis = admin.describe_api_versions(&[1]).await.unwrap().one().unwrap();
    apis.iter().any(|it| it.api == api)
}

/// A call of an API that the brokers do not have, which they do not get to see.
pub(crate) fn is_missing<T: std::fmt::Debug>(result: Result<T>) {
    let error = result.unwrap_err();
    let expected = (ErrorKind::UnsupportedApi, Outcome::NotSent);
    assert_eq!((error.kind(), error.outcome()), expected, "{error}");
}

pub(crate) async fn the_cluster_tells_of_its_brokers(peer: &Peer) {
    let admin = peer.admin().await;
    let cluster = admin.describe_cluster_with_fenced().await.unwrap();
    let brokers: Vec<_> = cluster.brokers.iter().map(|it| (it.id, it.is_fenced)).collect();
    assert_eq!(brokers, [(1, false), (2, false), (3, false)]);
    let (code, answer) = peer.kadm(&["cluster", "describe"]).await;
    assert_eq!((code, &answer["cluster_id"]), (0, &json!(cluster.cluster_id)), "{answer}");
    let listed = json!({
        "id": 2,
        "address": cluster.brokers[1].address().unwrap().to_string(),
        "host": cluster.brokers[1].host,
        "port": cluster.brokers[1].port,
        "rack": null,
        "fenced": false,
    });
    assert_eq!(answer["brokers"][1], listed, "{answer}");
    assert!(
        answer["authorized_operations"].as_array().is_some_and(|it| !it.is_empty()),
        "{answer}"
    );
    let (code, answer) = peer.kadm(&["broker", "list"]).await;
    assert_eq!((code, &answer["brokers"][1]), (0, &listed), "{answer}");
}

pub(crate) async fn each_broker_tells_of_its_apis(peer: &Peer) {
    let admin = peer.admin().await;
    let batch = admin.describe_api_versions(&[2, 9, 1]).timeout(SHORT).await.unwrap();
    assert!(batch.get(&9).unwrap().is_err(), "{batch:?}");
    for id in [1, 2] {
        let apis = batch.get(&id).unwrap().as_ref().unwrap();
        let metadata = apis.iter().find(|it| it.api == ApiKey::METADATA).unwrap();
        assert_eq!((metadata.min_version, metadata.used_version), (0, Some(metadata.max_version)));
        assert!(apis.is_sorted_by_key(|it| it.api));
    }
    let (code, answer) = peer.kadm(&["broker", "api-versions", "3"]).await;
    let apis = answer["brokers"][0]["apis"].as_array().unwrap();
    let metadata = apis.iter().find(|it| it["api"] == "Metadata").unwrap();
    assert_eq!((code, &metadata["key"], &metadata["min_version"]), (0, &3.into(), &0.into()));
    let (code, answer) = peer.kadm(&["broker", "api-versions"]).await;
    assert_eq!((code, answer["brokers"].as_array().map(Vec::len)), (0, Some(3)), "{answer}");
}

pub(crate) async fn features_are_shown_and_changed(peer: &Peer) {
    let admin = peer.admin().await;
    let features = admin.describe_features().await.unwrap();
    let metadata = features.features.iter().find(|it| it.name == "metadata.version").unwrap();
    let (level, (lowest, highest)) = (metadata.level.unwrap(), metadata.supported.unwrap());
    assert!(lowest <= level && level <= highest && features.epoch.is_some(), "{features:?}");
    let (code, answer) = peer.kadm(&["cluster", "features"]).await;
    let listed = answer["features"].as_array().unwrap();
    let listed = listed.iter().find(|it| it["name"] == "metadata.version").unwrap();
    assert_eq!((code, &listed["level"]), (0, &level.into()), "{answer}");

    let to = |level| [FeatureUpdate::upgrade("metadata.version", level)];
    let wrong = [FeatureUpdate::upgrade("metadata.version", 0), FeatureUpdate::upgrade("", 1)];
    let batch = admin.update_features(&wrong).await.unwrap();
    assert!(batch.failures().all(|(_, error)| error.outcome() == Outcome::NotSent), "{batch:?}");
    assert_eq!(batch.failures().count(), 2);
    if !has(&admin, ApiKey::UPDATE_FEATURES).await {
        return is_missing(admin.update_features(&to(level)).await);
    }
    admin.update_features(&to(level)).await.unwrap().one().unwrap();
    let too_high = to(highest + 1);
    for only in [true, false] {
        let call = admin.update_features(&too_high).validate_only(only);
        let error = call.await.and_then(kafka_admin::Batch::one).unwrap_err();
        let refused = (Some(ErrorCode::INVALID_UPDATE_VERSION), Outcome::NotApplied);
        assert_eq!((error.code(), error.outcome()), refused, "{error}");
    }
    for lower in [
        FeatureUpdate::upgrade("metadata.version", level - 1),
        FeatureUpdate::safe_downgrade("metadata.version", lowest - 1),
        FeatureUpdate::upgrade("no.such.feature", 1),
    ] {
        let error = admin.update_features(&[lower]).await.and_then(kafka_admin::Batch::one);
        assert_eq!(error.unwrap_err().code(), Some(ErrorCode::INVALID_UPDATE_VERSION));
    }
    let words = ["cluster", "update-features", "--upgrade", &format!("metadata.version={level}")];
    let (code, answer) = peer.kadm(&words).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{answer}");
    let (code, answer) = peer.kadm(&[&words[..], &["--dry-run"]].concat()).await;
    let expected = json!([{"name": "metadata.version", "ok": true}]);
    assert_eq!((code, &answer["features"]), (0, &expected), "{answer}");
}

pub(crate) async fn the_quorum_is_shown(peer: &Peer) {
    let admin = peer.admin().await;
    if !has(&admin, ApiKey::DESCRIBE_QUORUM).await {
        return is_missing(admin.describe_quorum().await);
    }
    let quorum = admin.describe_quorum().await.unwrap();
    let mut voters: Vec<_> = quorum.voters.iter().map(|it| it.id).collect();
    voters.sort_unstable();
    assert_eq!((voters.as_slice(), quorum.observers.len()), (&[1, 2, 3][..], 0), "{quorum:?}");
    assert!(voters.contains(&quorum.leader.unwrap()) && quorum.high_watermark > 0, "{quorum:?}");
    assert_eq!(quorum.nodes.iter().find(|it| it.id == 2).unwrap().endpoints[0].name, "CONTROLLER");
    let (code, answer) = peer.kadm(&["cluster", "quorum"]).await;
    assert_eq!((code, answer["voters"].as_array().map(Vec::len)), (0, Some(3)), "{answer}");
}

pub(crate) async fn voters_change_with_kraft_version_1_only(peer: &Peer) {
    let admin = peer.admin().await;
    let voter = || RaftVoter::new(7, Uuid([7; 16]));
    let listener = RaftEndpoint::new("CONTROLLER", "localhost", 1);
    let without = admin.add_raft_voter(voter()).await.unwrap_err();
    assert_eq!(without.outcome(), Outcome::NotSent, "{without}");
    let nobody = admin.remove_raft_voter(RaftVoter::new(7, Uuid::ZERO)).await.unwrap_err();
    assert_eq!(nobody.outcome(), Outcome::NotSent, "{nobody}");
    if !has(&admin, ApiKey::ADD_RAFT_VOTER).await {
        is_missing(admin.add_raft_voter(voter().endpoint(listener)).await);
        return is_missing(admin.remove_raft_voter(voter()).await);
    }
    let added = admin.add_raft_voter(voter().endpoint(listener.clone())).await.unwrap_err();
    let removed = admin.remove_raft_voter(voter()).await.unwrap_err();
    for error in [added, removed] {
        let refused = (Some(ErrorCode::UNSUPPORTED_VERSION), Outcome::NotApplied);
        assert_eq!((error.code(), error.outcome()), refused, "{error}");
        assert!(error.hint().unwrap().contains("kraft.version"), "{error}");
    }
    let foreign = voter().endpoint(listener).of_cluster("another");
    let error = admin.add_raft_voter(foreign).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INCONSISTENT_CLUSTER_ID), "{error}");
    let words = ["cluster", "remove-voter", "7", "--directory", "BwcHBwcHBwcHBwcHBwcHBw"];
    assert_eq!(peer.kadm(&words).await.0, 2, "it needs --yes");
    let (code, answer) = peer.kadm(&[&words[..], &["--yes"]].concat()).await;
    assert_eq!((code, &answer["error"]["code"]), (1, &35.into()), "{answer}");
}

pub(crate) async fn a_broker_that_is_up_stays_in_the_cluster(peer: &Peer) {
    let admin = peer.admin().await;
    let up = admin.unregister_broker(2).await.unwrap_err();
    assert_eq!((up.kind(), up.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent), "{up}");
    assert!(up.hint().unwrap().contains("stop"), "{up}");
    let (code, answer) = peer.kadm(&["broker", "unregister", "2", "--yes"]).await;
    assert_eq!(
        (code, &answer["error"]["outcome"]),
        (1, &up.outcome().to_string().into()),
        "{answer}"
    );
    assert_eq!(peer.kadm(&["broker", "unregister", "9"]).await.0, 2, "it needs --yes");
    let negative = admin.unregister_broker(-1).await.unwrap_err();
    assert_eq!(negative.outcome(), Outcome::NotSent, "{negative}");
    if !has(&admin, ApiKey::UNREGISTER_BROKER).await {
        return is_missing(admin.unregister_broker(9).await);
    }
    let nobody = admin.unregister_broker(9).await.unwrap_err();
    let absent = (Some(ErrorCode::BROKER_ID_NOT_REGISTERED), Outcome::AlreadySo);
    assert_eq!((nobody.code(), nobody.outcome()), absent, "{nobody}");
    let brokers = admin.describe_cluster().await.unwrap().brokers;
    assert_eq!(brokers.len(), 3, "{brokers:?}");
}

pub(crate) async fn a_broker_that_is_gone_is_taken_out_of_the_cluster(peer: &Peer) {
    let admin = peer.admin().await;
    let [.., gone] = peer.ids();
    if !has(&admin, ApiKey::UNREGISTER_BROKER).await {
        return is_missing(admin.unregister_broker(9).await);
    }
    let topic = peer.topic(&admin, "left-alone", &[&[gone]]).await;
    peer.take_away().await;
    peer.becomes(&admin, &topic, 0, |it| it.leader.is_none()).await;
    let alone = [TopicPartition::new(&topic, 0)];
    for (election, code) in [
        (ElectionType::Preferred, ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE),
        (ElectionType::Unclean, ErrorCode::ELIGIBLE_LEADERS_NOT_AVAILABLE),
    ] {
        let error = admin.elect_leaders(election, &alone).await.unwrap().one().unwrap_err();
        assert_eq!(error.code(), Some(code), "{error}");
    }
    // Kafka 4.0 and later tell of brokers that are fenced.
    let listed = admin.describe_cluster_with_fenced().await.unwrap().brokers;
    assert!(listed.iter().all(|it| it.is_fenced == (it.id == gone)), "{listed:?}");
    let words = ["broker", "unregister", &gone.to_string(), "--yes"];
    let (code, answer) = peer.kadm(&words).await;
    assert_eq!((code, &answer["broker"]["id"]), (0, &gone.into()), "{answer}");
    let is_there = async || {
        let listed = admin.describe_cluster_with_fenced().await.unwrap().brokers;
        listed.iter().any(|it| it.id == gone)
    };
    // Brokers learn of it a moment later.
    let is_out = async { while is_there().await {} };
    tokio::time::timeout(Duration::from_secs(30), is_out).await.unwrap();
    let again = admin.unregister_broker(gone).await.unwrap_err();
    let absent = (Some(ErrorCode::BROKER_ID_NOT_REGISTERED), Outcome::AlreadySo);
    assert_eq!((again.code(), again.outcome()), absent, "{again}");
}

pub(crate) async fn controllers_are_unregistered_by_kafka_4_4_only(peer: &Peer) {
    let admin = peer.admin().await;
    let result = admin.unregister_controller(9).await;
    if !has(&admin, ApiKey::UNREGISTER_CONTROLLER).await {
        return is_missing(result);
    }
    let nobody = result.unwrap_err();
    let absent = (Some(ErrorCode::CONTROLLER_ID_NOT_REGISTERED), Outcome::AlreadySo);
    assert_eq!((nobody.code(), nobody.outcome()), absent, "{nobody}");
    let words = ["cluster", "unregister-controller", "9", "--yes"];
    let (code, answer) = peer.kadm(&words).await;
    assert_eq!((code, &answer["error"]["code"]), (1, &136.into()), "{answer}");
    assert_eq!(peer.kadm(&words[..3]).await.0, 2, "it needs --yes");
}
