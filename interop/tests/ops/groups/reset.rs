//! Setting where groups go on reading.

use kafka_admin::groups::{GroupPartitions, OffsetReset, PlannedOffset, ResetNote};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch, ErrorCode, ErrorKind, Outcome};

use super::{committed, failure, members};
use crate::peer::Peer;
use crate::produced::produce;

/// What is committed of partitions 0 and 1.
async fn offsets(admin: &Admin, group: &str, topic: &str) -> Vec<Option<i64>> {
    let of = [0, 1].map(|n| TopicPartition::new(topic, n));
    let group = [GroupPartitions::of(group, of)];
    let offsets = admin.list_group_offsets(&group).await.and_then(Batch::one).unwrap();
    offsets.all().unwrap().into_iter().map(|it| it.map(|it| it.offset)).collect()
}

/// Before, after, and why.
fn told(planned: &PlannedOffset) -> (Option<i64>, i64, Option<ResetNote>) {
    (planned.before, planned.after, planned.note)
}

pub(crate) async fn resets_are_planned_by_what_is_there(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "planned").await;
    produce(peer, &topic, 0, &[1_000, 2_000, 3_000]).await;
    let group = committed(&admin, "planned", &[(&topic, 0, 2)]).await;
    let of = |n| TopicPartition::new(&topic, n);
    for (reset, expected) in [
        (OffsetReset::Earliest, (Some(2), 0, None)),
        (OffsetReset::Latest, (Some(2), 3, None)),
        (OffsetReset::To(99), (Some(2), 3, Some(ResetNote::AfterEnd(99)))),
        (OffsetReset::By(-1), (Some(2), 1, None)),
        (OffsetReset::Current, (Some(2), 2, None)),
        (OffsetReset::AtTimestamp(1_500), (Some(2), 1, None)),
        (OffsetReset::AtTimestamp(9_000), (Some(2), 3, Some(ResetNote::NothingSince))),
    ] {
        let plan = admin.plan_offset_reset(&group, &[(of(0), reset)]).await.unwrap();
        assert_eq!(told(&plan.one().unwrap()), expected, "{reset:?}");
    }
    let wanted = [
        (of(0), OffsetReset::Latest),
        (of(1), OffsetReset::By(1)),
        (of(1), OffsetReset::Current),
        (of(9), OffsetReset::Earliest),
        (TopicPartition::new("absent", 0), OffsetReset::Earliest),
        (TopicPartition::new("no/name", 0), OffsetReset::Earliest),
    ];
    let plan = admin.plan_offset_reset(&group, &wanted).await.unwrap();
    let codes: Vec<_> =
        plan.iter().map(|(_, it)| it.as_ref().map(told).map_err(|it| it.code())).collect();
    let unknown = Err(Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
    assert_eq!(codes[0], Ok((Some(2), 3, None)));
    assert_eq!(codes[1..], [Err(None), Err(None), unknown, unknown, Err(None)]);
    let of_nobody = interop::unique("nobody");
    let plan = admin.plan_offset_reset(&of_nobody, &[(of(0), OffsetReset::Current)]).await.unwrap();
    let end = (None, 3, Some(ResetNote::NothingCommitted));
    assert_eq!(told(&plan.one().unwrap()), end);
}

pub(crate) async fn a_group_with_members_is_not_reset(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "active").await;
    let group = interop::unique("active");
    members::classic(peer, &group, &topic, None).await;
    let of = TopicPartition::new(&topic, 0);
    let error = admin.plan_offset_reset(&group, &[(of, OffsetReset::Latest)]).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
    assert!(error.hint().unwrap().contains("stop its members"), "{error:?}");
    let line = ["group", "reset", &group, "--topic", &topic, "--to-latest", "--yes"];
    let (code, answer) = peer.kadm(&line).await;
    assert_eq!((code, &answer["error"]["kind"]), (1, &"InvalidRequest".into()), "{answer}");

    // Members may come between the look and the change.
    let of = format!("{topic}:0=0");
    let (code, answer) = peer.kadm(&["group", "offsets", "alter", &group, &of, "--yes"]).await;
    let unknown_member = i64::from(ErrorCode::UNKNOWN_MEMBER_ID.0);
    assert_eq!((code, &answer["offsets"][0]["error"]["code"]), (1, &unknown_member.into()));
    let hint = answer["offsets"][0]["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("stop the group's members"), "{answer}");
    assert_eq!(offsets(&admin, &group, &topic).await, [None, None]);
}

pub(crate) async fn kadm_resets_offsets_when_it_is_confirmed(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "reset").await;
    produce(peer, &topic, 0, &[1_000, 2_000, 3_000]).await;
    produce(peer, &topic, 1, &[1_000]).await;
    let group = committed(&admin, "reset", &[(&topic, 0, 2), (&topic, 1, 1)]).await;
    let reset = |words: &[&str]| {
        let line: Vec<String> =
            ["group", "reset", &group].iter().chain(words).map(|it| (*it).to_owned()).collect();
        async move { peer.kadm(&line.iter().map(String::as_str).collect::<Vec<_>>()).await }
    };

    for (words, expected) in [
        (vec!["--topic", &topic, "--to-earliest"], 2),
        (vec!["--topic", &topic, "--to-earliest", "--dry-run"], 0),
    ] {
        let (code, answer) = reset(&words).await;
        assert_eq!(code, expected, "{answer}");
        let shown = (&answer["offsets"][0]["before"], &answer["offsets"][0]["after"]);
        assert_eq!(shown, (&2.into(), &0.into()));
        assert_eq!(offsets(&admin, &group, &topic).await, [Some(2), Some(1)]);
    }
    let one = format!("{topic}:0");
    let file =
        std::env::temp_dir().join(interop::unique(&format!("offsets-{}.csv", std::process::id())));
    std::fs::write(&file, format!("{topic},0,1\n\n{group},{topic},1,0\n")).unwrap();
    let path = file.to_str().unwrap();
    for (words, expected) in [
        (vec!["--topic", &one, "--shift-by", "-1", "--yes"], [1, 1]),
        (vec!["--all-topics", "--to-latest", "--yes"], [3, 1]),
        (vec!["--topic", &topic, "--to-datetime", "1970-01-01T00:00:01.500Z", "--yes"], [1, 1]),
        (vec!["--topic", &topic, "--by-duration", "PT1M", "--yes"], [3, 1]),
        (vec!["--topic", &topic, "--to-offset", "2", "--yes"], [2, 1]),
        (vec!["--topic", &topic, "--to-current", "--yes"], [2, 1]),
        (vec!["--from-file", path, "--yes"], [1, 0]),
    ] {
        let (code, answer) = reset(&words).await;
        assert_eq!(code, 0, "{answer}");
        assert_eq!(offsets(&admin, &group, &topic).await, expected.map(Some), "{words:?}");
    }
    let words = ["--all-topics", "--to-latest", "--export", path];
    let (code, answer) = reset(&words).await;
    assert_eq!((code, &answer["exported"]), (0, &path.into()), "{answer}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{topic},0,3\n{topic},1,1\n"));
    assert_eq!(offsets(&admin, &group, &topic).await, [Some(1), Some(0)], "it was only written");
    for words in [["--from-file", path, "--yes"], ["--from-file", path, "--dry-run"]] {
        let (code, answer) = reset(&words).await;
        assert_eq!((code, &answer["offsets"][0]["after"]), (0, &3.into()), "{answer}");
    }
    assert_eq!(offsets(&admin, &group, &topic).await, [Some(3), Some(1)]);
    let back = ["--topic", &topic, "--to-offset", "0", "--yes"];
    assert_eq!(reset(&back).await.0, 0);
    std::fs::remove_file(&file).unwrap();

    let missing = format!("{topic}:7");
    let (code, answer) =
        reset(&["--topic", &missing, "--topic", &one, "--to-latest", "--yes"]).await;
    assert_eq!((code, answer["offsets"].as_array().unwrap().len()), (1, 2), "{answer}");
    assert_eq!(offsets(&admin, &group, &topic).await, [Some(0), Some(0)], "all or none");
    for words in [
        vec!["--to-latest"],
        vec!["--topic", &topic],
        vec!["--topic", &topic, "--all-topics", "--to-latest"],
        vec!["--topic", &topic, "--to-latest", "--to-earliest"],
        vec!["--topic", &topic, "--to-datetime", "yesterday"],
        vec!["--topic", "a:b", "--to-latest"],
        vec!["--topic", &topic, "--from-file", path],
    ] {
        let (code, answer) = reset(&words).await;
        assert_eq!((code, &answer["error"]["kind"]), (2, &"Usage".into()), "{words:?} {answer}");
    }
}

pub(crate) async fn kadm_lists_sets_and_deletes_offsets(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-offsets").await;
    let group = interop::unique("kadm-offsets");
    let (zero, one) = (format!("{topic}:0=5"), format!("{topic}:1=6"));
    let alter = ["group", "offsets", "alter", &group, &zero, &one];
    assert_eq!(peer.kadm(&alter).await.0, 2, "it is to be confirmed");
    assert_eq!(offsets(&admin, &group, &topic).await, [None, None]);
    assert_eq!(peer.kadm(&[&alter[..], &["--yes"]].concat()).await.0, 0);

    let (code, answer) = peer.kadm(&["group", "offsets", "list", &group]).await;
    let shown = &answer["groups"][0]["offsets"];
    assert_eq!((code, &shown[0]["offset"], &shown[1]["offset"]), (0, &5.into(), &6.into()));

    let some = format!("{topic}:1");
    let delete = ["group", "offsets", "delete", &group, "--topic", &some];
    assert_eq!(peer.kadm(&delete).await.0, 2, "it is to be confirmed");
    assert_eq!(offsets(&admin, &group, &topic).await, [Some(5), Some(6)]);
    assert_eq!(peer.kadm(&[&delete[..], &["--yes"]].concat()).await.0, 0);
    assert_eq!(offsets(&admin, &group, &topic).await, [Some(5), None]);
    let nothing = ["group", "offsets", "delete", &group, "--yes"];
    assert_eq!(peer.kadm(&nothing).await.0, 2, "all of them have to be spelled out");
    let all = ["group", "offsets", "delete", &group, "--all-topics", "--yes"];
    assert_eq!(peer.kadm(&all).await.0, 0);
    assert_eq!(offsets(&admin, &group, &topic).await, [None, None]);
}

pub(crate) async fn offsets_of_a_topic_in_use_are_not_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "in-use").await;
    let group = committed(&admin, "in-use", &[(&topic, 0, 0)]).await;
    members::classic(peer, &group, &topic, None).await;
    let of = [TopicPartition::new(&topic, 0)];
    let error = admin.delete_group_offsets(&group, &of).await.unwrap().one().unwrap_err();
    let refused = (Some(ErrorCode::GROUP_SUBSCRIBED_TO_TOPIC), Outcome::NotApplied);
    assert_eq!(failure(&error), refused, "{error}");
    assert!(error.hint().unwrap().contains("stop the group's members"));
}
