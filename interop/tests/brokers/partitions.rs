//! AlterPartitionReassignments, ListPartitionReassignments, ElectLeaders.

use std::time::Duration;

use kafka_admin::partitions::{Election, ElectionType, NewPartitionReassignment};
use kafka_admin::topics::{NewTopic, OffsetSpec, TopicPartition};
use kafka_admin::{Admin, ErrorCode, ErrorKind, Outcome};
use serde_json::json;

use crate::peer::Peer;

const FOLLOWER_RATE: &str = "follower.replication.throttled.rate";

fn to(topic: &str, number: i32, replicas: &[i32]) -> NewPartitionReassignment {
    NewPartitionReassignment::to(TopicPartition::new(topic, number), replicas)
}

async fn reassign(admin: &Admin, topic: &str, number: i32, replicas: &[i32]) {
    let moves = [to(topic, number, replicas)];
    admin.alter_partition_reassignments(&moves).await.unwrap().one().unwrap();
}

pub(crate) async fn a_partition_moves_and_its_leader_with_it(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "moves", &[&[1], &[1]]).await;
    let moves = [to(&topic, 0, &[2, 3]), to(&topic, 1, &[3, 1])];
    admin.alter_partition_reassignments(&moves).await.unwrap().all().unwrap();
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [2, 3] && it.isr.len() == 2).await;
    peer.becomes(&admin, &topic, 1, |it| it.replicas == [3, 1] && it.isr.len() == 2).await;
    // A leader that may stay does.
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(2)).await;
    peer.becomes(&admin, &topic, 1, |it| it.leader == Some(1)).await;
    let moving = admin.list_partition_reassignments().await.unwrap();
    assert!(moving.iter().all(|it| it.topic != topic), "{moving:?}");

    // The new leader has the offsets, and nobody else.
    let wanted = [(TopicPartition::new(&topic, 0), OffsetSpec::Latest)];
    let found = admin.list_offsets(&wanted).await.unwrap().one().unwrap();
    assert_eq!(found.unwrap().offset, 0);
    let elsewhere = admin.list_offsets(&wanted).on_broker(1).await.unwrap().one().unwrap_err();
    let refusals = [ErrorCode::NOT_LEADER_OR_FOLLOWER, ErrorCode::UNKNOWN_TOPIC_OR_PARTITION];
    assert!(elsewhere.code().is_some_and(|it| refusals.contains(&it)), "{elsewhere}");
}

pub(crate) async fn a_preferred_leader_is_elected_where_it_does_not_lead(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "elections", &[&[1, 2], &[3, 1]]).await;
    let both = [0, 1].map(|number| TopicPartition::new(&topic, number));
    let elect = async |election| admin.elect_leaders(election, &both).await.unwrap().all().unwrap();
    assert_eq!(elect(ElectionType::Preferred).await, [Election::NotNeeded; 2]);
    assert_eq!(elect(ElectionType::Unclean).await, [Election::NotNeeded; 2]);

    reassign(&admin, &topic, 0, &[2, 1]).await;
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [2, 1] && it.leader == Some(1)).await;
    assert_eq!(elect(ElectionType::Unclean).await, [Election::NotNeeded; 2]);
    let elected = elect(ElectionType::Preferred).await;
    assert_eq!(elected, [Election::Elected, Election::NotNeeded]);
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(2)).await;

    reassign(&admin, &topic, 0, &[1, 2]).await;
    let everywhere = admin.elect_all_leaders(ElectionType::Preferred).await.unwrap();
    let of_topic = everywhere.iter().find(|it| it.topic == topic).unwrap();
    let results: Vec<_> =
        of_topic.partitions.iter().map(|(number, it)| (*number, it.clone().unwrap())).collect();
    assert_eq!(results, [(0, Election::Elected)]);
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(1)).await;
    let again = admin.elect_all_leaders(ElectionType::Preferred).await.unwrap();
    assert!(again.iter().all(|it| it.topic != topic), "{again:?}");
}

pub(crate) async fn a_move_under_way_is_listed_and_cancelled(peer: &Peer) {
    let admin = peer.admin().await;
    let [a, b, c] = peer.ids();
    let topic = peer.topic(&admin, "under-way", &[&[a, b], &[a, b]]).await;
    let cancel = [NewPartitionReassignment::cancel(TopicPartition::new(&topic, 0))];
    let nothing = admin.alter_partition_reassignments(&cancel).await.unwrap().one().unwrap_err();
    let refused = (Some(ErrorCode::NO_REASSIGNMENT_IN_PROGRESS), Outcome::AlreadySo);
    assert_eq!((nothing.code(), nothing.outcome()), refused, "{nothing}");

    peer.take_away().await;
    reassign(&admin, &topic, 0, &[c, a]).await;
    peer.becomes(&admin, &topic, 0, |it| it.replicas.contains(&c)).await;
    let moving = admin.list_partition_reassignments().await.unwrap();
    let of_topic = moving.iter().find(|it| it.topic == topic).unwrap();
    let [it] = of_topic.partitions.as_slice() else { panic!("{moving:?}") };
    assert_eq!((it.partition, it.replicas.as_slice()), (0, &[c, a, b][..]));
    assert_eq!(
        (it.adding_replicas.as_slice(), it.removing_replicas.as_slice()),
        (&[c][..], &[b][..])
    );
    peer.becomes(&admin, &topic, 0, |it| !it.isr.contains(&c) && it.leader == Some(a)).await;
    let preferred = [TopicPartition::new(&topic, 0)];
    let absent = admin.elect_leaders(ElectionType::Preferred, &preferred).await.unwrap();
    let absent = absent.one().unwrap_err();
    assert_eq!(absent.code(), Some(ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE), "{absent}");

    let (code, answer) = peer.kadm(&["partition", "reassignments"]).await;
    let expected = json!({"topic": topic, "partition": 0, "replicas": [c, a, b], "adding": [c], "removing": [b]});
    assert_eq!((code, &answer["partitions"]), (0, &json!([expected])), "{answer}");
    let (code, answer) = peer.kadm(&["partition", "cancel", "--topic", &topic]).await;
    let expected = json!([{"topic": topic, "partition": 0, "ok": true}]);
    assert_eq!((code, &answer["partitions"]), (0, &expected), "{answer}");
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [a, b]).await;
    let named = ["partition", "cancel", "--topic", &topic, "--partition", "0"];
    let (code, answer) = peer.kadm(&named).await;
    assert_eq!((code, &answer["partitions"][0]["error"]["code"]), (1, &85.into()), "{answer}");
    assert_eq!(peer.kadm(&["partition", "cancel"]).await.0, 2, "nothing is named");
}

pub(crate) async fn others_lead_while_a_broker_is_away(peer: &Peer) {
    let admin = peer.admin().await;
    let [a, b, gone] = peer.ids();
    let topic = peer.topic(&admin, "away", &[&[gone, b, a], &[a, gone, b]]).await;
    let alone = peer.topic(&admin, "alone", &[&[gone]]).await;
    peer.take_away().await;
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(b) && it.isr == [b, a]).await;
    peer.becomes(&admin, &topic, 1, |it| it.leader == Some(a) && it.isr == [a, b]).await;
    peer.becomes(&admin, &alone, 0, |it| it.leader.is_none() && it.offline == [gone]).await;
    let described = admin.describe_topics(&[&topic, &alone]).await.unwrap().all().unwrap();
    let offline = described.iter().flat_map(|it| &it.partitions).map(|it| &it.offline);
    assert!(offline.into_iter().all(|it| it == &[gone]), "{described:?}");
    // KIP-966, in Kafka 4.1 and later by default.
    let eligible = described.iter().find(|it| it.name == alone).unwrap();
    let eligible = eligible.partitions[0].elr.as_deref().unwrap_or_default();
    assert!(eligible.is_empty() || eligible == [gone], "{described:?}");

    let name = interop::unique("late");
    let late = [NewTopic::new(&name).assign(0, [gone, b])];
    admin.create_topics(&late).await.unwrap().all().unwrap();
    peer.becomes(&admin, &name, 0, |it| it.leader == Some(b) && it.isr == [b]).await;
    let nobody = [NewTopic::new(interop::unique("nobody")).assign(0, [gone])];
    let error = admin.create_topics(&nobody).await.unwrap().one().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INVALID_REPLICA_ASSIGNMENT), "{error}");

    peer.bring_back().await;
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(b) && it.isr.len() == 3).await;
    peer.becomes(&admin, &topic, 1, |it| it.leader == Some(a) && it.isr.len() == 3).await;
    peer.becomes(&admin, &alone, 0, |it| it.leader == Some(gone)).await;
    peer.becomes(&admin, &name, 0, |it| it.leader == Some(b) && it.isr.len() == 2).await;
}

pub(crate) async fn what_is_wrong_with_one_partition_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "wrong", &[&[1], &[2]]).await;
    let moves = [
        to(&topic, 0, &[2, 2]),
        to(&topic, 1, &[3]),
        to(&topic, 2, &[3]),
        to("absent", 0, &[1]),
        to(&topic, 3, &[]),
        to(&topic, 4, &[-1]),
        to("no/name", 0, &[1]),
    ];
    let batch = admin.alter_partition_reassignments(&moves).await.unwrap();
    let codes: Vec<_> = batch
        .iter()
        .map(|(_, it)| it.as_ref().map_err(|error| (error.outcome(), error.code())))
        .collect();
    let unknown = Err((Outcome::NotApplied, Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)));
    let here = Err((Outcome::NotSent, None));
    assert_eq!(codes, [here, Ok(&()), unknown, unknown, here, here, here]);
    peer.becomes(&admin, &topic, 1, |it| it.replicas == [3]).await;

    let foreign = [to(&topic, 0, &[9])];
    let error = admin.alter_partition_reassignments(&foreign).await.unwrap().one().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INVALID_REPLICA_ASSIGNMENT), "{error}");
    assert!(error.hint().is_some(), "{error}");

    // KIP-860: only brokers with v1 can promise it.
    let more = [to(&topic, 0, &[1, 2])];
    let call = admin.alter_partition_reassignments(&more).allow_replication_factor_change(false);
    let error = call.await.and_then(kafka_admin::Batch::one).unwrap_err();
    let refused = error.code() == Some(ErrorCode::INVALID_REPLICATION_FACTOR);
    let old = error.kind() == ErrorKind::UnsupportedVersion && error.outcome() == Outcome::NotSent;
    assert_eq!((refused, old), peer.has_v1_of_reassignments(), "{error}");

    let partitions = [(topic.as_str(), 0), ("absent", 0), (&topic, 7), (&topic, -1)];
    let partitions = partitions.map(|(topic, number)| TopicPartition::new(topic, number));
    let batch = admin.elect_leaders(ElectionType::Preferred, &partitions).await.unwrap();
    let codes: Vec<_> =
        batch.iter().map(|(_, it)| it.as_ref().map_err(|error| error.code())).collect();
    let unknown = Err(Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
    assert_eq!(codes, [Ok(&Election::NotNeeded), unknown, unknown, Err(None)]);
}

pub(crate) async fn kadm_moves_by_a_plan_and_shows_the_way_back(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "plan", &[&[1, 2], &[2, 1]]).await;
    let planned = |number, replicas: &[i32]| {
        json!({"topic": topic, "partition": number, "replicas": replicas,
            "log_dirs": vec!["any"; replicas.len()]})
    };
    let plan = json!({"version": 1, "partitions": [planned(0, &[3, 1]), planned(1, &[1])]});
    let file = peer.file("plan.json", &plan.to_string());
    let words = ["partition", "reassign", "--plan", file.path()];
    for more in [&[][..], &["--dry-run"]] {
        let (code, answer) = peer.kadm(&[&words[..], more].concat()).await;
        assert_eq!(code, if more.is_empty() { 2 } else { 0 }, "{answer}");
        let shown = json!({"topic": topic, "partition": 0, "from": [1, 2], "to": [3, 1]});
        assert_eq!(answer["partitions"][0], shown, "{answer}");
        let back = json!({"version": 1, "partitions": [planned(0, &[1, 2]), planned(1, &[2, 1])]});
        assert_eq!(answer["rollback"], back, "{answer}");
    }
    let (code, answer) = peer.kadm(&[&words[..], &["--yes"]].concat()).await;
    assert_eq!((code, &answer["partitions"][1]["ok"]), (0, &true.into()), "{answer}");
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [3, 1] && it.isr.len() == 2).await;
    peer.becomes(&admin, &topic, 1, |it| it.replicas == [1] && it.leader == Some(1)).await;

    for (number, replicas, flaw) in [
        (0, &[1, 9][..], "broker 9 is not there"),
        (7, &[1], "is not there"),
        (0, &[1, 1], "twice"),
        (0, &[-1], "no broker's id"),
        (0, &[], "no replicas"),
    ] {
        let plan =
            json!({"version": 1, "partitions": [planned(number, replicas), planned(1, &[3])]});
        let file = peer.file("plan.json", &plan.to_string());
        let words = ["partition", "reassign", "--plan", file.path(), "--yes"];
        let (code, answer) = peer.kadm(&words).await;
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(code == 2 && message.contains(flaw), "{answer}");
    }
    peer.becomes(&admin, &topic, 1, |it| it.replicas == [1]).await;
    let one = [
        "partition",
        "reassign",
        "--topic",
        &topic,
        "--partition",
        "1",
        "--replicas",
        "2,3",
        "--yes",
    ];
    let (code, answer) = peer.kadm(&one).await;
    assert_eq!((code, &answer["partitions"][0]["to"]), (0, &json!([2, 3])), "{answer}");
    peer.becomes(&admin, &topic, 1, |it| it.replicas == [2, 3] && it.isr.len() == 2).await;
    let more = [
        "--topic",
        &topic,
        "--partition",
        "1",
        "--replicas",
        "1",
        "--yes",
        "--keep-replication-factor",
    ];
    let (code, answer) = peer.kadm(&[&["partition", "reassign"], &more[..]].concat()).await;
    assert_eq!(code, 2, "{answer}");
}

pub(crate) async fn kadm_throttles_a_move_and_takes_the_throttle_away(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "throttled", &[&[1, 2]]).await;
    let line =
        ["partition", "reassign", "--topic", &topic, "--partition", "0", "--replicas", "3,1"];
    let limits = ["--throttle", "9000000", "--yes"];
    let (code, answer) = peer.kadm(&[&line[..], &limits].concat()).await;
    let key = |n: usize| answer["throttles"][n]["key"].as_str().unwrap();
    assert_eq!((code, answer["throttles"].as_array().unwrap().len()), (0, 8), "{answer}");
    assert_eq!(
        (key(0), &answer["throttles"][0]["new"]),
        ("leader.replication.throttled.replicas", &"0:1,0:2".into())
    );
    assert_eq!(
        (key(1), &answer["throttles"][1]["new"]),
        ("follower.replication.throttled.replicas", &"0:3".into())
    );
    let last = &answer["throttles"][7];
    assert_eq!(
        (key(7), &last["name"], &last["new"]),
        (FOLLOWER_RATE, &"3".into(), &"9000000".into())
    );
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [3, 1] && it.isr.len() == 2).await;
    let is_over =
        async { while !admin.list_partition_reassignments().await.unwrap().is_empty() {} };
    tokio::time::timeout(Duration::from_secs(30), is_over).await.unwrap();

    let clear = ["partition", "clear-throttles"];
    let shown = async |count| {
        let (code, answer) = peer.kadm(&[&clear[..], &["--dry-run"]].concat()).await;
        let found = answer["throttles"].as_array().map_or(0, Vec::len);
        assert_eq!(code, 0, "{answer}");
        found == count
    };
    let eight = async { while !shown(8).await {} };
    tokio::time::timeout(Duration::from_secs(30), eight).await.unwrap();
    assert_eq!(peer.kadm(&clear).await.0, 2);
    let (code, answer) = peer.kadm(&[&clear[..], &["--yes"]].concat()).await;
    assert_eq!((code, answer["throttles"].as_array().unwrap().len()), (0, 8), "{answer}");
    let none = async { while !shown(0).await {} };
    tokio::time::timeout(Duration::from_secs(30), none).await.unwrap();
}

pub(crate) async fn kadm_says_in_which_directory_a_replica_is_to_be(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "in-a-dir", &[&[1, 2]]).await;
    let dirs = admin.describe_log_dirs(&[3]).await.unwrap().one().unwrap();
    let dir = dirs[0].path.clone();
    let plan = json!({"version": 1, "partitions": [
        {"topic": topic, "partition": 0, "replicas": [3, 1], "log_dirs": [dir, "any"]},
    ]});
    let file = peer.file("plan.json", &plan.to_string());
    let words = ["partition", "reassign", "--plan", file.path(), "--yes"];
    let limit = ["--replica-alter-log-dirs-throttle", "5000000"];
    let (code, answer) = peer.kadm(&[&words[..], &limit].concat()).await;
    assert_eq!((code, &answer["log_dirs"][0]["ok"]), (0, &true.into()), "{answer}");
    let throttle = &answer["throttles"][0];
    let key = "replica.alter.log.dirs.io.max.bytes.per.second";
    assert_eq!((&throttle["key"], &throttle["name"]), (&key.into(), &"3".into()), "{answer}");
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [3, 1] && it.isr.len() == 2).await;
    let is_over =
        async { while !admin.list_partition_reassignments().await.unwrap().is_empty() {} };
    tokio::time::timeout(Duration::from_secs(30), is_over).await.unwrap();
    let (code, answer) = peer.kadm(&["partition", "clear-throttles", "--yes"]).await;
    assert_eq!((code, &answer["throttles"][0]["key"]), (0, &key.into()), "{answer}");
}

pub(crate) async fn kadm_elects_leaders(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-elects", &[&[1, 2], &[3, 1]]).await;
    reassign(&admin, &topic, 0, &[2, 1]).await;
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [2, 1]).await;
    let elect = ["partition", "elect", "--type"];
    let of_topic = ["--topic", &topic];
    let (code, answer) = peer.kadm(&[&elect[..], &["unclean"], &of_topic].concat()).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{answer}");
    let (code, answer) = peer.kadm(&[&elect[..], &["unclean", "--yes"], &of_topic].concat()).await;
    assert_eq!((code, &answer["partitions"][0]["election"]), (0, &"not needed".into()), "{answer}");
    let (code, answer) = peer.kadm(&[&elect[..], &["preferred"], &of_topic].concat()).await;
    let elections: Vec<_> = (0..2).map(|n| answer["partitions"][n]["election"].clone()).collect();
    assert_eq!(
        (code, elections.as_slice()),
        (0, &["elected".into(), "not needed".into()][..]),
        "{answer}"
    );
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(2)).await;
    let (code, answer) =
        peer.kadm(&[&elect[..], &["preferred", "--topic", "absent"]].concat()).await;
    assert_eq!((code, &answer["error"]["code"]), (1, &3.into()), "{answer}");
    assert_eq!(peer.kadm(&[&elect[..], &["preferred"]].concat()).await.0, 0);
}

/// Two of three brokers go in such an order that the one that comes back is no replica in sync.
pub(crate) async fn a_replica_that_lags_leads_after_an_unclean_election_only(peer: &Peer) {
    let admin = peer.admin().await;
    let [_, leader, behind] = peer.ids();
    let topic = peer.topic(&admin, "unclean", &[&[leader, behind]]).await;
    peer.take(behind).await;
    peer.becomes(&admin, &topic, 0, |it| it.isr == [leader]).await;
    peer.take(leader).await;
    peer.bring(behind).await;
    peer.becomes(&admin, &topic, 0, |it| it.leader.is_none() && it.offline == [leader]).await;

    let elect = ["partition", "elect", "--topic", &topic, "--type"];
    let (code, answer) = peer.kadm(&[&elect[..], &["preferred"]].concat()).await;
    let absent = ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE.0;
    assert_eq!((code, &answer["error"]["code"]), (1, &absent.into()), "{answer}");
    let (code, answer) = peer.kadm(&[&elect[..], &["unclean", "--yes"]].concat()).await;
    assert_eq!((code, &answer["partitions"][0]["election"]), (0, &"elected".into()), "{answer}");
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(behind) && it.isr == [behind]).await;

    // It comes back as a follower of what it led before.
    peer.bring(leader).await;
    peer.becomes(&admin, &topic, 0, |it| it.leader == Some(behind) && it.isr.len() == 2).await;
}
