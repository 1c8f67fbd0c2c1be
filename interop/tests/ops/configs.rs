//! DescribeConfigs, IncrementalAlterConfigs, AlterConfigs, ListConfigResources.

use std::time::Duration;

use kafka_admin::configs::{
    ConfigChanges, ConfigResource, ConfigResourceType, ConfigSource, ConfigType, WholeConfig,
};
use kafka_admin::{Admin, Batch, ErrorCode, ErrorKind, Outcome};
use serde_json::json;

use crate::peer::Peer;

/// A topic's setting, and whether it is a default.
async fn setting(admin: &Admin, topic: &str, name: &str) -> (String, bool) {
    let described = admin.describe_configs(&[ConfigResource::topic(topic)]).await;
    let entries = described.and_then(Batch::one).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == name).unwrap();
    (entry.value.unwrap().into(), entry.is_default)
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
        .synonyms()
        .iter()
        .map(|it| (it.name.as_str(), it.value.as_deref().unwrap(), it.source))
        .collect();
    let own = ("max.message.bytes", "5000", ConfigSource::TOPIC_CONFIG);
    let brokers = ("message.max.bytes", "1048588", ConfigSource::DEFAULT_CONFIG);
    assert_eq!(synonyms, [own, brokers]);
    assert!(entry(false).await.synonyms().is_empty(), "only when they are asked for");
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

/// The values of these settings, and whether each is a default.
async fn settings(
    admin: &Admin,
    resource: &ConfigResource,
    names: &[&str],
) -> Vec<(Option<String>, bool)> {
    let described = admin.describe_configs(std::slice::from_ref(resource)).await;
    let entries = described.and_then(Batch::one).unwrap();
    let of = |name: &&str| {
        let entry = entries.iter().find(|entry| entry.name == **name);
        entry
            .map_or((None, true), |entry| (entry.value.clone().map(String::from), entry.is_default))
    };
    names.iter().map(of).collect()
}

/// Sets one thing of a resource, sees it, and takes it back.
async fn set_and_taken_back(admin: &Admin, resource: ConfigResource, name: &str, value: &str) {
    let of = || ConfigChanges::of(resource.clone());
    let before = settings(admin, &resource, &[name]).await;
    admin.alter_configs(&[of().set(name, value)]).validate_only(true).await.unwrap().one().unwrap();
    assert_eq!(settings(admin, &resource, &[name]).await, before, "{resource} was only asked");
    for (change, expected) in [
        (of().set(name, value), vec![(Some(value.to_owned()), false)]),
        (of().delete(name), before),
    ] {
        alter(admin, change).await;
        let is_so = async { while settings(admin, &resource, &[name]).await != expected {} };
        let waited = tokio::time::timeout(Duration::from_secs(30), is_so).await;
        assert!(waited.is_ok(), "{resource}: {:?}", settings(admin, &resource, &[name]).await);
    }
}

pub(crate) async fn every_type_of_resource_is_changed_and_taken_back(peer: &Peer) {
    let admin = peer.admin().await;
    let id = admin.describe_cluster().await.unwrap().brokers[0].id;
    let cleaner = ("log.cleaner.backoff.ms", "16000");
    set_and_taken_back(&admin, ConfigResource::broker(id), cleaner.0, cleaner.1).await;
    set_and_taken_back(&admin, ConfigResource::broker_default(), cleaner.0, "17000").await;
    let metrics = ConfigResource::client_metrics(interop::unique("metrics"));
    set_and_taken_back(&admin, metrics, "interval.ms", "1000").await;
    if has_group_configs(&admin).await {
        let group = ConfigResource::group(interop::unique("group"));
        set_and_taken_back(&admin, group, "consumer.session.timeout.ms", "50000").await;
    }
    a_logger_is_changed_and_taken_back(&admin, ConfigResource::broker_logger(id)).await;
}

async fn a_logger_is_changed_and_taken_back(admin: &Admin, loggers: ConfigResource) {
    let described = admin.describe_configs(std::slice::from_ref(&loggers)).await.unwrap().one();
    if let Err(error) = described {
        // Kafka 3.9 needs Log4j 1 for it, which the brokers of these tests do not have.
        assert_eq!(error.code(), Some(ErrorCode::UNKNOWN_SERVER_ERROR), "{error}");
        return;
    }
    let [(before, is_default)] = settings(admin, &loggers, &["root"]).await.try_into().unwrap();
    assert!(!is_default);
    let root = |level: &str| ConfigChanges::of(loggers.clone()).set("root", level);
    alter(admin, root("WARN")).await;
    assert_eq!(settings(admin, &loggers, &["root"]).await, [(Some("WARN".into()), false)]);
    alter(admin, root(&before.unwrap())).await;
}

/// Groups have configs since Kafka 4.0; an older broker does not know the type.
async fn has_group_configs(admin: &Admin) -> bool {
    let described = admin.describe_configs(&[ConfigResource::group("any")]).await.unwrap();
    match described.one() {
        Ok(entries) => entries.iter().any(|it| it.name == "consumer.session.timeout.ms"),
        Err(error) => {
            assert_eq!(error.code(), Some(ErrorCode::INVALID_REQUEST), "{error}");
            assert!(error.hint().unwrap().contains("Kafka 4.0"));
            false
        }
    }
}

pub(crate) async fn what_brokers_refuse_keeps_its_code_and_words(peer: &Peer) {
    let admin = peer.admin().await;
    let id = admin.describe_cluster().await.unwrap().brokers[0].id;
    let broker = || ConfigChanges::of(ConfigResource::broker(id));
    let all = || ConfigChanges::of(ConfigResource::broker_default());
    let refused = async |change: ConfigChanges| {
        let error = admin.alter_configs(&[change]).await.unwrap().one().unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotApplied, "{error}");
        (error.code().unwrap(), error.to_string())
    };
    let request = ErrorCode::INVALID_REQUEST;
    for (change, code, words) in [
        (broker().set("node.id", "9"), request, "node.id"),
        (all().set("ssl.client.auth", "none"), request, "broker"),
        (all().set("num.io.threads", "x"), request, "Not a number"),
        (broker().append("log.retention.ms", "1"), ErrorCode::INVALID_CONFIG, "log.retention.ms"),
    ] {
        let (refused_with, text) = refused(change).await;
        assert!(refused_with == code && text.contains(words), "{text}");
    }
    let other = ConfigResource::client_metrics("m");
    let (code, text) = refused(ConfigChanges::of(other).set("interval.ms", "1")).await;
    assert!(code == request && text.contains("interval"), "{text}");
}

pub(crate) async fn a_whole_configuration_is_replaced(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let of = |topic: &str| WholeConfig::of(ConfigResource::topic(topic));
    let first = [of(&topic).set("retention.ms", "60000").set("max.message.bytes", "5000")];
    admin.legacy_alter_configs(&first).await.unwrap().one().unwrap();
    becomes(&admin, &topic, "retention.ms", ("60000", false)).await;
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;

    let mixed = [of("absent"), of(&topic).set("max.message.bytes", "6000"), of("no/name")];
    let tried = admin.legacy_alter_configs(&mixed[1..2]).validate_only(true).await.unwrap();
    tried.one().unwrap();
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;
    let batch = admin.legacy_alter_configs(&mixed).await.unwrap();
    let codes: Vec<_> = batch.failures().map(|(_, error)| error.code()).collect();
    assert_eq!(codes, [Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), None]);
    becomes(&admin, &topic, "max.message.bytes", ("6000", false)).await;
    becomes(&admin, &topic, "retention.ms", ("604800000", true)).await;
}

pub(crate) async fn kadm_replaces_a_whole_configuration_and_keeps_what_is_set(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "configs").await;
    let first = ConfigChanges::of(ConfigResource::topic(&topic));
    alter(&admin, first.set("retention.ms", "60000").set("max.message.bytes", "5000")).await;
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;
    let words = [
        ["config", "alter", "topic", &topic, "--legacy"],
        ["--append", "cleanup.policy=compact", "--delete", "max.message.bytes", "--set"],
    ];
    let line = [&words.concat(), &["segment.ms=70000"][..]].concat();
    let (code, shown) = peer.kadm(&line).await;
    assert_eq!((code, &shown["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{shown}");
    assert_eq!(shown["configs"][0]["kept"], json!({"retention.ms": "60000"}), "{shown}");
    let text = peer.kadm_text(&line).await;
    assert!(text.contains("goes back to its default:\n    retention.ms=60000\n"), "{text}");
    let (code, tried) = peer.kadm(&[&line[..], &["--dry-run"]].concat()).await;
    assert_eq!((code, &tried["configs"][0]["ok"]), (0, &true.into()), "{tried}");
    becomes(&admin, &topic, "max.message.bytes", ("5000", false)).await;

    let (code, done) = peer.kadm(&[&line[..], &["--yes"]].concat()).await;
    assert_eq!((code, &done["configs"][0]["ok"]), (0, &true.into()), "{done}");
    becomes(&admin, &topic, "max.message.bytes", ("1048588", true)).await;
    becomes(&admin, &topic, "retention.ms", ("60000", false)).await;
    becomes(&admin, &topic, "segment.ms", ("70000", false)).await;
    becomes(&admin, &topic, "cleanup.policy", ("delete,compact", false)).await;
}

pub(crate) async fn what_has_a_configuration_is_listed(peer: &Peer) {
    let admin = peer.admin().await;
    let name = interop::unique("metrics");
    let metrics = ConfigResource::client_metrics(&name);
    alter(&admin, ConfigChanges::of(metrics.clone()).set("interval.ms", "1000")).await;
    let types = [ConfigResourceType::CLIENT_METRICS];
    let listed = async || admin.list_config_resources(&types).await.unwrap();
    let is_there = async { while !listed().await.contains(&metrics) {} };
    tokio::time::timeout(Duration::from_secs(30), is_there).await.unwrap();
    let (code, answer) = peer.kadm(&["config", "list", "client-metrics"]).await;
    let resources = answer["resources"].as_array().unwrap();
    assert!(code == 0 && resources.iter().any(|it| it["name"] == name), "{answer}");

    let topic = peer.topic(&admin, "configs").await;
    match admin.list_config_resources(&[]).await {
        Ok(all) => {
            assert!(all.contains(&ConfigResource::topic(&topic)), "{all:?}");
            assert!(all.contains(&ConfigResource::broker_logger(1)), "{all:?}");
        }
        // Brokers before 4.1.
        Err(error) => {
            assert_eq!((error.kind(), error.code()), (ErrorKind::UnsupportedVersion, None));
        }
    }
    alter(&admin, ConfigChanges::of(metrics.clone()).delete("interval.ms")).await;
    let is_gone = async { while listed().await.contains(&metrics) {} };
    tokio::time::timeout(Duration::from_secs(30), is_gone).await.unwrap();
}
