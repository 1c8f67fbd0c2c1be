//! DescribeConfigs and IncrementalAlterConfigs.

use kafka_admin::configs::ConfigChanges;
use kafka_admin::{Admin, Batch, ConfigResource, ErrorCode, Outcome};

use crate::peer::Peer;

/// A topic's setting, and whether it is a default.
async fn setting(admin: &Admin, topic: &str, name: &str) -> (String, bool) {
    let described = admin.describe_configs(&[ConfigResource::topic(topic)]).await;
    let entries = described.and_then(Batch::one).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == name).unwrap();
    (entry.value.unwrap(), entry.is_default)
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
    assert_eq!(setting(&admin, &topic, "retention.ms").await, ("60000".into(), false));
    assert_eq!(setting(&admin, &topic, "cleanup.policy").await.0, "delete,compact");

    alter(&admin, of().subtract("cleanup.policy", "delete").delete("retention.ms")).await;
    assert_eq!(setting(&admin, &topic, "cleanup.policy").await, ("compact".into(), false));
    assert!(setting(&admin, &topic, "retention.ms").await.1);
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
    assert_eq!(setting(&admin, &topic, "retention.ms").await.0, "60000");
}

pub(crate) async fn kadm_describes_what_differs_from_the_defaults(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    alter(&admin, ConfigChanges::of(ConfigResource::topic(&topic)).set("retention.ms", "60000"))
        .await;

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
