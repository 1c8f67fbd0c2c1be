//! AddRaftVoter and RemoveRaftVoter (KIP-853), and the level of a feature that becomes another.

use std::time::Duration;

use kafka_admin::cluster::{FeatureUpdate, QuorumInfo, RaftVoter};
use kafka_admin::{Admin, Batch, ErrorCode, Outcome, Uuid};
use kafka_proto::ApiKey;

use crate::cluster::{has, is_missing};
use crate::peer::Peer;

/// On a cluster of its own: there is no way back from `kraft.version` 1.
pub(crate) async fn a_voter_is_removed_and_added_again(peer: &Peer) {
    let admin = peer.admin().await;
    let to_1 = [FeatureUpdate::upgrade("kraft.version", 1)];
    if !has(&admin, ApiKey::UPDATE_FEATURES).await || !has(&admin, ApiKey::ADD_RAFT_VOTER).await {
        return is_missing(admin.update_features(&to_1).await);
    }
    assert_eq!(kraft_version(&admin).await, 0);
    // Not before each voter has told the leader what it supports, a moment after its start.
    becomes(async || admin.update_features(&to_1).await.and_then(Batch::one).is_ok()).await;
    becomes(async || kraft_version(&admin).await == 1).await;
    let (code, answer) = peer.kadm(&["cluster", "features"]).await;
    let listed = answer["features"].as_array().unwrap().iter();
    let level = listed.clone().find(|it| it["name"] == "kraft.version").map(|it| &it["level"]);
    assert_eq!((code, level), (0, Some(&1.into())), "{answer}");

    let quorum = admin.describe_quorum().await.unwrap();
    let voter = quorum.voters.iter().find(|it| Some(it.id) != quorum.leader).unwrap();
    let node = quorum.nodes.iter().find(|it| it.id == voter.id).unwrap();
    let Some(directory) = voter.directory_id else {
        return the_voters_stay_static(&admin, voter.id).await;
    };
    let (id, directory) = (voter.id.to_string(), directory.to_string());
    let remove = ["cluster", "remove-voter", &id, "--directory", &directory, "--yes"];
    let (code, answer) = peer.kadm(&remove).await;
    assert_eq!(code, 0, "{answer}");
    becomes(async || votes(&quorum_of(&admin).await, voter.id) == (false, 2)).await;
    let (code, answer) = peer.kadm(&remove).await;
    let is_gone = ErrorCode::VOTER_NOT_FOUND.0.into();
    assert_eq!((code, &answer["error"]["code"]), (1, &is_gone), "{answer}");

    let listener = &node.endpoints[0];
    let listener = format!("{}={}:{}", listener.name, listener.host, listener.port);
    let add = ["cluster", "add-voter", &id, "--directory", &directory, "--listener", &listener];
    let (code, answer) = peer.kadm(&add).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{answer}");
    let (code, answer) = peer.kadm(&[&add[..], &["--yes"]].concat()).await;
    assert_eq!(code, 0, "{answer}");
    becomes(async || votes(&quorum_of(&admin).await, voter.id) == (true, 3)).await;
    let again = peer.kadm(&[&add[..], &["--yes"]].concat()).await.1;
    assert_eq!(again["error"]["code"], ErrorCode::DUPLICATE_VOTER.0, "{again}");

    let lower = [FeatureUpdate::safe_downgrade("kraft.version", 0)];
    let error = admin.update_features(&lower).await.and_then(Batch::one).unwrap_err();
    let refused = (Some(ErrorCode::INVALID_UPDATE_VERSION), Outcome::NotApplied);
    assert_eq!((error.code(), error.outcome()), refused, "{error}");
}

/// Kafka 3.9 takes level 1 from whoever asks for it, and has the voters of its configuration still.
async fn the_voters_stay_static(admin: &Admin, id: i32) {
    let error = admin.remove_raft_voter(RaftVoter::new(id, Uuid([7; 16]))).await.unwrap_err();
    assert_eq!(
        (error.code(), error.outcome()),
        (Some(ErrorCode::UNSUPPORTED_VERSION), Outcome::NotApplied),
        "{error}"
    );
    assert_eq!(votes(&quorum_of(admin).await, id), (true, 3));
}

/// Whether a node votes, and how many do.
fn votes(quorum: &QuorumInfo, id: i32) -> (bool, usize) {
    (quorum.voters.iter().any(|it| it.id == id), quorum.voters.len())
}

async fn quorum_of(admin: &Admin) -> QuorumInfo {
    admin.describe_quorum().await.unwrap()
}

async fn kraft_version(admin: &Admin) -> i16 {
    let described = admin.describe_features().await.unwrap();
    let feature = described.features.iter().find(|it| it.name == "kraft.version");
    feature.and_then(|it| it.level).unwrap_or(0)
}

/// Brokers learn of a change a moment later.
async fn becomes(is_so: impl AsyncFn() -> bool) {
    let waiting = async { while !is_so().await {} };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap();
}
