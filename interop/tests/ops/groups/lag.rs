//! What groups have left to read.

use kafka_admin::groups::GroupLag;
use kafka_admin::{Admin, ErrorCode};

use super::{committed, members};
use crate::peer::Peer;
use crate::produced::produce;

async fn lag_of(admin: &Admin, group: &str) -> GroupLag {
    admin.group_lag(&[group]).await.unwrap().one().unwrap()
}

fn plain(lag: &GroupLag) -> Vec<(i32, Option<i64>, i64)> {
    let mut plain = Vec::new();
    for it in &lag.partitions {
        let committed = it.committed.as_ref().map(|it| it.offset);
        plain.push((it.partition.partition, committed, *it.lag.as_ref().unwrap()));
    }
    plain
}

pub(crate) async fn lag_is_counted_per_partition_and_in_total(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "lag").await;
    produce(peer, &topic, 0, &[1, 2, 3, 4, 5]).await;
    produce(peer, &topic, 1, &[1, 2, 3]).await;
    let group = committed(&admin, "lag", &[(&topic, 0, 2)]).await;

    let lag = lag_of(&admin, &group).await;
    assert_eq!(plain(&lag), [(0, Some(2), 3), (1, None, 3)], "nothing committed is all left");
    assert_eq!((lag.total(), lag.known()), (Some(6), 6));
    let bounds: Vec<_> = lag.partitions.iter().map(|it| (it.start, it.end)).collect();
    assert_eq!(bounds, [(Some(0), Some(5)), (Some(0), Some(3))]);

    let beyond = committed(&admin, "beyond", &[(&topic, 0, 99), (&topic, 1, 3)]).await;
    assert_eq!(lag_of(&admin, &beyond).await.total(), Some(0), "it is never negative");

    let absent = interop::unique("absent");
    let batch = admin.group_lag(&[&absent, &group]).await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(|it| it.code())).collect();
    assert_eq!(told[0].unwrap_err(), Some(ErrorCode::GROUP_ID_NOT_FOUND));
    assert_eq!(told[1].unwrap().total(), Some(6));
}

pub(crate) async fn lag_names_the_member_that_has_the_partition(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "lag-member").await;
    produce(peer, &topic, 1, &[1, 2]).await;
    let group = interop::unique("lag-member");
    let member = members::classic(peer, &group, &topic, None).await;
    let lag = lag_of(&admin, &group).await;
    assert_eq!(plain(&lag), [(0, None, 0), (1, None, 2)]);
    for it in &lag.partitions {
        assert_eq!(lag.member(it).unwrap().member_id, member);
    }

    let (code, answer) = peer.kadm(&["group", "lag", &group]).await;
    assert_eq!((code, &answer["groups"][0]["total_lag"]), (0, &2.into()), "{answer}");
    let partition = &answer["groups"][0]["partitions"][1];
    assert_eq!((&partition["lag"], &partition["member_id"]), (&2.into(), &member.into()));
    let (code, answer) = peer.kadm(&["group", "lag", "--all"]).await;
    let groups = answer["groups"].as_array().unwrap();
    assert!(groups.iter().any(|it| it["group"] == group.as_str()), "{code} {answer}");
    let (code, answer) = peer.kadm(&["group", "lag", "absent"]).await;
    assert_eq!((code, &answer["groups"][0]["error"]["code"]), (1, &69.into()), "{answer}");
}
