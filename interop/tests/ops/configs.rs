//! DescribeConfigs, IncrementalAlterConfigs, AlterConfigs, ListConfigResources.

use std::time::Duration;

use kafka_admin::configs::{ConfigChanges, ConfigResource, ConfigSource, ConfigType};
use kafka_admin::{Admin, Batch, ErrorCode, Outcome};
use serde_json::json;

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

pub(crate) async fn a_description_tells_sources_types_and_synonyms(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    alter(
        &admin,
        ConfigChanges::of(ConfigResource::topic(&topic)).set("max.message.bytes", "5000"),
    )
    .await;
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;
    let resources = [ConfigResource::topic(&topic)];
    let entry = async |synonyms| {
        let call = admin.describe_configs(&resources).include_synonyms(synonyms);
        let entries = call.await.and_then(Batch::one).unwrap();
        entries.into_iter().find(|it| it.name == "max.message.bytes").unwrap()
    };
    let described = entry(true).await;
    assert_eq!(described.config_type, ConfigType::INT);
    assert_eq!(described.source, ConfigSource::TOPIC_CONFIG);
    let synonyms: Vec<_> = described
        .synonyms
        .iter()
        .map(|it| (it.name.as_str(), it.value.as_deref().unwrap(), it.source))
        .collect();
    let own = ("max.message.bytes", "5000", ConfigSource::TOPIC_CONFIG);
    let brokers = ("message.max.bytes", "1048588", ConfigSource::DEFAULT_CONFIG);
    assert_eq!(synonyms, [own, brokers]);
    assert!(entry(false).await.synonyms.is_empty(), "only when they are asked for");
}

pub(crate) async fn kadm_shows_a_change_before_it_is_made(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let alter = ["config", "alter", "topic", &topic, "--set", "max.message.bytes=5000"];
    let with = |more: &[&'static str]| [&alter[..], more].concat();

    let (code, shown) = peer.kadm(&with(&["--append", "cleanup.policy=compact"])).await;
    assert_eq!((code, &shown["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{shown}");
    let expected = json!([
        {"key": "max.message.bytes", "operation": "SET", "old": "1048588", "old_is_default": true,
         "new": "5000"},
        {"key": "cleanup.policy", "operation": "APPEND", "old": "delete", "old_is_default": true,
         "new": "delete,compact"},
    ]);
    assert_eq!(shown["configs"][0]["changes"], expected);
    let (code, tried) = peer.kadm(&with(&["--dry-run"])).await;
    assert_eq!(
        (code, &tried["dry_run"], &tried["configs"][0]["ok"]),
        (0, &true.into(), &true.into())
    );
    assert!(setting(&admin, &topic, "max.message.bytes").await.1, "nothing was changed so far");

    let (code, done) = peer.kadm(&with(&["--yes"])).await;
    assert_eq!((code, &done["configs"][0]["ok"]), (0, &true.into()), "{done}");
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;
    let back = ["config", "alter", "topic", &topic, "--delete", "max.message.bytes", "--yes"];
    let (code, done) = peer.kadm(&back).await;
    let expected = json!([{"key": "max.message.bytes", "operation": "DELETE", "old": "5000",
        "old_is_default": false, "new": "1048588"}]);
    assert_eq!((code, &done["configs"][0]["changes"]), (0, &expected), "{done}");
    becomes(&admin, &topic, "max.message.bytes", ("1048588", true)).await;
}

pub(crate) async fn kadm_refuses_what_kafka_surely_would(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let mistyped =
        ["config", "alter", "topic", &topic, "absent", "--set", "retention.sm=1", "--yes"];
    let (code, answer) = peer.kadm(&mistyped).await;
    let hint = &answer["configs"][0]["error"]["hint"];
    assert_eq!((code, hint), (1, &"did you mean retention.ms?".into()), "{answer}");
    let unknown = i64::from(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION.0);
    assert_eq!(answer["configs"][1]["error"]["code"], unknown, "{answer}");

    let read_only = ["config", "alter", "broker", "1", "--set", "node.id=7", "--yes"];
    let (code, answer) = peer.kadm(&read_only).await;
    let message = answer["configs"][0]["error"]["message"].as_str().unwrap();
    assert!(code == 1 && message.contains("node.id can only be read"), "{answer}");

    for (words, expected) in [
        (vec!["--set", "retention.ms=1", "--delete", "retention.ms"], "changed twice"),
        (vec!["--set", "retention.ms"], "KEY=VALUE"),
        (vec!["--set", "=1"], "is empty"),
        (vec![], "nothing is to be changed"),
    ] {
        let words = [&["config", "alter", "topic", &topic, "--yes"], &words[..]].concat();
        let (code, answer) = peer.kadm(&words).await;
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(code == 2 && message.contains(expected), "{answer}");
    }
}
