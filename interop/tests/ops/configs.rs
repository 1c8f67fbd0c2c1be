//! DescribeConfigs and IncrementalAlterConfigs.

use std::time::Duration;

use kafka_admin::configs::ConfigChanges;
use kafka_admin::configs::ConfigResource;
use kafka_admin::{Admin, Batch, ErrorCode, Outcome};

use crate::peer::Peer;

/// A topic's setting, and whether it is a default.
async fn setting(admin: &Admin, topic: &str, name: &str) -> (String, bool) {
    let described = admin.describe_configs(&[ConfigResource::topic(topic)]).await;
    let entries = described.and_then(Batch::one).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == name).unwrap();
    (entry.value.unwrap(), entry.is_default)
}

/// Asks until the setting is that: brokers learn of a change a moment later.
async fn becomes(admin: &Admin, topic: &str, name: &str, expected: (&str, bool)) {
    let expected = (expected.0.to_owned(), expected.1);
    let is_so = async { while setting(admin, topic, name).await != expected {} };
    let waited = tokio::time::timeout(Duration::from_secs(30), is_so).await;
    assert!(waited.is_ok(), "{name}: {:?}", setting(admin, topic, name).await);
}

async fn alter(admin: &Admin, changes: ConfigChanges) {
    admin.alter_configs(&[changes]).await.unwrap().one().unwrap();
}

pub(crate) async fn settings_are_changed_described_and_taken_back(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let of = || ConfigChanges::of(ConfigResource::topic(&topic));
    assert!(setting(&admin, &topic, "retention.ms").await.1);

    let set = [of().set("retention.ms", "60000").append("cleanup.policy", "compact")];
    let tried = admin.alter_configs(&set).validate_only(true).await.unwrap();
    tried.one().unwrap();
    assert!(setting(&admin, &topic, "retention.ms").await.1, "it was only asked");

    admin.alter_configs(&set).await.unwrap().one().unwrap();
    becomes(&admin, &topic, "retention.ms", ("60000", false)).await;
    becomes(&admin, &topic, "cleanup.policy", ("delete,compact", false)).await;

    alter(&admin, of().subtract("cleanup.policy", "delete").delete("retention.ms")).await;
    becomes(&admin, &topic, "cleanup.policy", ("compact", false)).await;
    becomes(&admin, &topic, "retention.ms", ("604800000", true)).await;
}

pub(crate) async fn what_is_wrong_with_one_resource_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let of = |topic: &str| ConfigChanges::of(ConfigResource::topic(topic));
    let changes = [
        of("no/name").set("retention.ms", "1"),
        of(&topic).set("retention.ms", "60000"),
        of("absent").set("retention.ms", "1"),
        ConfigChanges::of(ConfigResource::broker(-1)).set("a", "b"),
    ];
    let batch = admin.alter_configs(&changes).await.unwrap();
    let codes: Vec<_> =
        batch.iter().map(|(_, it)| it.as_ref().map_err(|it| (it.outcome(), it.code()))).collect();
    let absent = (Outcome::NotApplied, Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
    let refused_here = Err((Outcome::NotSent, None));
    assert_eq!(codes, [refused_here, Ok(&()), Err(absent), refused_here]);

    let bad = [of(&topic).set("retention.ms", "soon"), of(&topic).set("retention.ms", "1")];
    let batch = admin.alter_configs(&bad).await.unwrap();
    let errors: Vec<_> = batch.failures().map(|(_, error)| error.code()).collect();
    assert_eq!(errors, [Some(ErrorCode::INVALID_CONFIG), None], "the second is named twice");
    becomes(&admin, &topic, "retention.ms", ("60000", false)).await;
}

pub(crate) async fn kadm_describes_what_differs_from_the_defaults(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    alter(&admin, ConfigChanges::of(ConfigResource::topic(&topic)).set("retention.ms", "60000"))
        .await;
    becomes(&admin, &topic, "retention.ms", ("60000", false)).await;

    let (code, answer) = peer.kadm(&["config", "describe", "topic", &topic]).await;
    assert_eq!((code, &answer["configs"][0]["name"]), (0, &topic.as_str().into()), "{answer}");
    let entries = answer["configs"][0]["entries"].as_array().unwrap();
    let set: Vec<_> = entries.iter().map(|entry| (&entry["name"], &entry["value"])).collect();
    assert_eq!(set, [(&"retention.ms".into(), &"60000".into())]);

    let (_, all) = peer.kadm(&["config", "describe", "topic", &topic, "--all"]).await;
    assert!(all["configs"][0]["entries"].as_array().unwrap().len() > 20, "{all}");

    let (code, answer) = peer.kadm(&["config", "describe", "topic", "absent"]).await;
    let unknown = i64::from(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION.0);
    assert_eq!((code, &answer["configs"][0]["error"]["code"]), (1, &unknown.into()), "{answer}");
}
