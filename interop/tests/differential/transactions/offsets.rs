//! Offsets of groups in transactions: AddOffsetsToTxn, TxnOffsetCommit, and what OffsetFetch makes of them.

use kafka_proto::Uuid;
use kafka_proto::messages::add_offsets_to_txn::AddOffsetsToTxnRequest;
use kafka_proto::messages::delete_groups::DeleteGroupsRequest;
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kafka_proto::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kafka_proto::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
use kafka_proto::messages::txn_offset_commit::{
    TxnOffsetCommitRequest, TxnOffsetCommitRequestPartition, TxnOffsetCommitRequestTopic,
};

use super::{EPOCH, Ids, TOPIC, begun, each, end, settled};
use crate::groups::topic_ids;
use crate::{Pair, Who};

const ID: &str = "offsets";
const GROUP: &str = "in a transaction";

type Commit<'a> = TxnOffsetCommitRequest<'a>;

pub(crate) fn compare(pair: &mut Pair) {
    // Kafka makes the topic of groups when it is first asked for.
    let keys = [GROUP];
    let found = FindCoordinatorRequest { coordinator_keys: (&keys).into(), ..Default::default() };
    pair.read("for offsets", Who::Admin, 4, &found);
    seen(pair, "for offsets");
    let ids = begun(pair, ID);
    wrong(pair, ids);
    before_kip_890(pair, ids);
    kip_890(pair, ids);
    removed(pair, ids);
    let group_id = GROUP;
    pair.write("denied", Who::User, 4, &add(1, 0, group_id));
    pair.write("denied", Who::User, 5, &commit(1, 0, &[(0, 1)]));
}

fn add(producer_id: i64, producer_epoch: i16, group_id: &str) -> AddOffsetsToTxnRequest<'_> {
    AddOffsetsToTxnRequest {
        transactional_id: ID,
        producer_id,
        producer_epoch,
        group_id,
        ..Default::default()
    }
}

fn at(partition_index: i32, committed_offset: i64) -> TxnOffsetCommitRequestPartition<'static> {
    TxnOffsetCommitRequestPartition {
        partition_index,
        committed_offset,
        committed_metadata: Some("m"),
        ..Default::default()
    }
}

fn of(name: &'static str, offsets: &[(i32, i64)]) -> TxnOffsetCommitRequestTopic<'static> {
    let partitions = offsets.iter().map(|(partition, offset)| at(*partition, *offset));
    TxnOffsetCommitRequestTopic { name, partitions: partitions.collect(), ..Default::default() }
}

fn commit(producer_id: i64, producer_epoch: i16, offsets: &[(i32, i64)]) -> Commit<'static> {
    Commit {
        transactional_id: ID,
        group_id: GROUP,
        producer_id,
        producer_epoch,
        topics: vec![of(TOPIC, offsets)].into(),
        ..Default::default()
    }
}

fn wrong(pair: &mut Pair, ids: Ids) {
    let epoch = EPOCH.get();
    for version in 0..=4 {
        let adds: [(&str, &str, i16); 3] =
            [("an unknown id", "nobody", 0), ("no id", "", 0), ("an epoch to come", ID, 1)];
        for (case, transactional_id, by) in adds {
            each(pair, case, version, ids, |it| AddOffsetsToTxnRequest {
                transactional_id,
                ..add(it, epoch + by, GROUP)
            });
        }
        each(pair, "a stranger", version, ids, |_| add(999_999, 0, GROUP));
    }
    for version in 0..=5 {
        if version < 5 {
            each(pair, "not added", version, ids, |it| commit(it, epoch, &[(0, 1), (7, 1)]));
        }
        each(pair, "no group", version, ids, |it| Commit {
            group_id: "",
            ..commit(it, epoch, &[(0, 1), (-1, 1)])
        });
        for transactional_id in ["nobody", ""] {
            each(pair, "an unknown id", version, ids, |it| Commit {
                transactional_id,
                ..commit(it, epoch, &[(0, 1)])
            });
        }
        each(pair, "a stranger", version, ids, |_| commit(999_999, 0, &[(0, 1)]));
        each(pair, "an epoch to come", version, ids, |it| commit(it, epoch + 1, &[(0, 1)]));
        each(pair, "nothing that is there", version, ids, |it| Commit {
            topics: vec![of("absent", &[(0, 1)]), of(TOPIC, &[(7, 1)])].into(),
            ..commit(it, epoch, &[])
        });
        each(pair, "nothing", version, ids, |it| commit(it, epoch, &[]));
    }
    seen(pair, "nothing was committed");
}

/// What OffsetFetch shows, of what is decided or not.
fn seen(pair: &mut Pair, case: &str) {
    for require_stable in [false, true] {
        let partition_indexes = || vec![0, 1, 7].into();
        let topic = || OffsetFetchRequestTopic {
            name: TOPIC,
            partition_indexes: partition_indexes(),
            ..Default::default()
        };
        for topics in [Some(vec![topic()].into()), None] {
            let request = OffsetFetchRequest {
                group_id: GROUP,
                topics,
                require_stable,
                ..Default::default()
            };
            pair.read(case, Who::Admin, 7, &request);
        }
        let topic = || OffsetFetchRequestTopics {
            name: TOPIC,
            partition_indexes: partition_indexes(),
            ..Default::default()
        };
        for topics in [Some(vec![topic()].into()), None] {
            let group = OffsetFetchRequestGroup { group_id: GROUP, topics, ..Default::default() };
            let groups = vec![group].into();
            let request = OffsetFetchRequest { groups, require_stable, ..Default::default() };
            pair.read(case, Who::Admin, 9, &request);
        }
    }
}

/// From outside of any transaction.
fn plain(offset: i64) -> OffsetCommitRequest<'static> {
    let partition = OffsetCommitRequestPartition {
        partition_index: 1,
        committed_offset: offset,
        ..Default::default()
    };
    let topic = OffsetCommitRequestTopic {
        name: TOPIC,
        partitions: vec![partition].into(),
        ..Default::default()
    };
    OffsetCommitRequest { group_id: GROUP, topics: vec![topic].into(), ..Default::default() }
}

fn before_kip_890(pair: &mut Pair, ids: Ids) {
    let epoch = EPOCH.get();
    let long = "a".repeat(4097);
    for (version, committed) in [(0, true), (2, false), (3, false), (3, true)] {
        each(pair, "the group", 3, ids, |it| add(it, epoch, GROUP));
        each(pair, "the group again", 3, ids, |it| add(it, epoch, GROUP));
        each(pair, "offsets", version, ids, |it| commit(it, epoch, &[(0, 5), (1, 6), (7, 1)]));
        each(pair, "too long", version, ids, |it| {
            let wordy =
                TxnOffsetCommitRequestPartition { committed_metadata: Some(&long), ..at(0, 9) };
            let topic = TxnOffsetCommitRequestTopic {
                partitions: vec![wordy, at(1, 7)].into(),
                ..of(TOPIC, &[])
            };
            Commit { topics: vec![topic].into(), ..commit(it, epoch, &[]) }
        });
        seen(pair, "open");
        pair.write("meanwhile", Who::Admin, 8, &plain(2));
        seen(pair, "open, and somebody else has committed");
        each(pair, "once more", version, ids, |it| commit(it, epoch, &[(0, 8)]));
        each(pair, "the end", 3, ids, |it| end(ID, it, epoch, committed));
        settled(pair, ID);
        seen(pair, "ended");
    }
}

fn kip_890(pair: &mut Pair, ids: Ids) {
    let mut epoch = EPOCH.get();
    let topic = topic_ids(pair, TOPIC);
    for committed in [true, false] {
        each(pair, "offsets", 5, ids, |it| commit(it, epoch, &[(0, 11), (7, 1)]));
        for (case, member_id, generation) in
            [("a ghost", "ghost", -1), ("a generation", "", 3), ("a member", "ghost", 3)]
        {
            for version in [3, 5] {
                each(pair, case, version, ids, |it| Commit {
                    member_id,
                    generation_id_or_member_epoch: generation,
                    ..commit(it, epoch, &[(1, 12)])
                });
            }
        }
        each(pair, "of a group that is not there", 5, ids, |it| Commit {
            group_id: "absent",
            generation_id_or_member_epoch: 3,
            ..commit(it, epoch, &[(1, 12)])
        });
        let requests = [0, 1].map(|side| {
            let by_id =
                |topic_id| TxnOffsetCommitRequestTopic { topic_id, ..of("", &[(1, 13), (7, 1)]) };
            let topics = [topic[side], Uuid::default(), Uuid([9; 16])].map(by_id);
            Commit { topics: topics.to_vec().into(), ..commit(ids.0[side], epoch, &[]) }
        });
        pair.write_each("by id", Who::Admin, 6, requests);
        seen(pair, "open");
        each(pair, "the end", 5, ids, |it| end(ID, it, epoch, committed));
        settled(pair, ID);
        each(pair, "an old epoch", 5, ids, |it| commit(it, epoch, &[(0, 11)]));
        epoch += 1;
        seen(pair, "ended");
    }
    EPOCH.set(epoch);
}

/// Who deletes offsets, or the group, deletes what is not decided too.
fn removed(pair: &mut Pair, ids: Ids) {
    let epoch = EPOCH.get();
    each(pair, "offsets", 5, ids, |it| commit(it, epoch, &[(0, 21), (1, 21)]));
    let partition = OffsetDeleteRequestPartition::default();
    let topic = OffsetDeleteRequestTopic {
        name: TOPIC,
        partitions: vec![partition].into(),
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = OffsetDeleteRequest { group_id: GROUP, topics, ..Default::default() };
    pair.write("deleted meanwhile", Who::Admin, 0, &request);
    seen(pair, "deleted meanwhile");
    each(pair, "the end", 5, ids, |it| end(ID, it, epoch, true));
    settled(pair, ID);
    seen(pair, "deleted, and ended");
    each(pair, "offsets", 5, ids, |it| commit(it, epoch + 1, &[(0, 31)]));
    let names = [GROUP];
    let request = DeleteGroupsRequest { groups_names: (&names).into(), ..Default::default() };
    pair.write("a group that goes", Who::Admin, 2, &request);
    seen(pair, "a group that is gone");
    each(pair, "the end", 5, ids, |it| end(ID, it, epoch + 1, true));
    settled(pair, ID);
    seen(pair, "gone, and ended");
}
