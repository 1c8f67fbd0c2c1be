//! TxnOffsetCommit: stores how far a group has read when the transaction of a producer is committed.

use kafka_proto::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kafka_proto::messages::txn_offset_commit::{
    TxnOffsetCommitRequest, TxnOffsetCommitResponse, TxnOffsetCommitResponsePartition,
    TxnOffsetCommitResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};
use tokio::time::Instant;

use super::add_offsets_to_txn::offsets_of;
use super::coordinator::{check_here, may};
use super::offset_commit::{Wanted, check, make_room, partitions_of, store};
use super::partition::now_ms;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Committer, Groups};
use crate::state::topics::Topics;
use crate::state::transactions::Producer;

/// The first version whose producers are told that they cannot abort (KIP-890).
const TELLS_ABORTABLE: i16 = 4;

/// The first version that needs no AddOffsetsToTxn (KIP-890).
const ADDS: i16 = 5;

/// The version from which on topics have ids and no names.
const WITH_IDS: i16 = 6;

pub(super) fn answer(call: &Call<'_>, request: &TxnOffsetCommitRequest<'_>) -> Outcome {
    let (id, group) = (request.transactional_id, request.group_id);
    if !call.authorizer().allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) {
        let code = ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        return refuse(call, request, &Refusal::of(code));
    }
    if !may(call, AclOperation::READ, group) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let plain = plain(request);
    let (mut answered, wanted) = check(call, &plain, call.version() >= WITH_IDS, &topics);
    if !wanted.is_empty() {
        let committed = commit(call, request, &wanted, &topics);
        answered.merge(&wanted, &committed);
    }
    let topics = answered.topics.iter().map(|(key, partitions)| TxnOffsetCommitResponseTopic {
        name: key.name,
        topic_id: key.id,
        partitions: partitions.iter().map(|it| told(it.partition_index, it.error_code)).collect(),
        ..Default::default()
    });
    call.reply(&TxnOffsetCommitResponse { topics: topics.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &TxnOffsetCommitRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().map(|asked| {
        let partitions = asked.partitions.iter();
        TxnOffsetCommitResponseTopic {
            name: asked.name,
            topic_id: asked.topic_id,
            partitions: partitions.map(|it| told(it.partition_index, refusal.code)).collect(),
            ..Default::default()
        }
    });
    call.reply(&TxnOffsetCommitResponse { topics: topics.collect(), ..Default::default() })
}

fn told<'a>(partition_index: i32, error_code: ErrorCode) -> TxnOffsetCommitResponsePartition<'a> {
    TxnOffsetCommitResponsePartition { partition_index, error_code, ..Default::default() }
}

/// The same offsets without a transaction.
fn plain<'q>(request: &TxnOffsetCommitRequest<'q>) -> OffsetCommitRequest<'q> {
    let topics = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|it| OffsetCommitRequestPartition {
            partition_index: it.partition_index,
            committed_offset: it.committed_offset,
            committed_leader_epoch: it.committed_leader_epoch,
            committed_metadata: it.committed_metadata,
            ..Default::default()
        });
        OffsetCommitRequestTopic {
            name: topic.name,
            topic_id: topic.topic_id,
            partitions: partitions.collect(),
            ..Default::default()
        }
    });
    let topics = topics.collect();
    OffsetCommitRequest { group_id: request.group_id, topics, ..Default::default() }
}

/// What is said of each partition, or of the whole.
fn commit(
    call: &Call<'_>,
    request: &TxnOffsetCommitRequest<'_>,
    wanted: &[Wanted<'_, '_>],
    topics: &Topics,
) -> Result<Vec<Vec<ErrorCode>>, ErrorCode> {
    let group = request.group_id;
    if group.is_empty() {
        return Err(ErrorCode::INVALID_GROUP_ID);
    }
    check_here(call, group)?;
    if request.transactional_id.is_empty() {
        return Err(ErrorCode::INVALID_REQUEST);
    }
    let producer = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let (state, adds) = (&call.cluster.state, call.version() >= ADDS);
    let stored = state.commit_in_transaction(
        request.transactional_id,
        producer,
        offsets_of(group),
        adds,
        now_ms(),
        || state.groups.change(|groups| pend(groups, request, wanted, topics)),
    );
    stored.map_err(|code| match code {
        // The coordinator of the group finds it out when it writes.
        ErrorCode::PRODUCER_FENCED => ErrorCode::INVALID_PRODUCER_EPOCH,
        ErrorCode::INVALID_TXN_STATE if call.version() >= TELLS_ABORTABLE => {
            ErrorCode::TRANSACTION_ABORTABLE
        }
        code => code,
    })?
}

fn pend(
    groups: &mut Groups,
    request: &TxnOffsetCommitRequest<'_>,
    wanted: &[Wanted<'_, '_>],
    topics: &Topics,
) -> Result<Vec<Vec<ErrorCode>>, ErrorCode> {
    let committer = Committer {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        generation: request.generation_id_or_member_epoch,
    };
    let (partitions, now) = (partitions_of(wanted), Instant::now());
    let checked = groups.change(request.group_id, now, |group| {
        group.check_transactional_commit(&committer, &partitions, topics)
    });
    match checked {
        Some(checked) => checked?,
        // From outside of any group: it is made.
        None if committer.generation < 0 => {}
        None => return Err(ErrorCode::ILLEGAL_GENERATION),
    }
    make_room(groups, wanted, topics, now)?;
    let pended = groups.make(request.group_id, now, |group| {
        let mut codes = Vec::new();
        for topic in wanted {
            codes.push(store(topic, |index, offset| {
                group.offsets.set_pending(request.producer_id, &topic.topic.name, index, offset);
            }));
        }
        codes
    });
    pended.map_err(|refusal| refusal.code)
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::txn_offset_commit::{
        TxnOffsetCommitRequestPartition, TxnOffsetCommitRequestTopic,
    };

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, offset, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    struct World {
        cluster: Cluster,
        producer: Producer,
    }

    impl World {
        fn new() -> Self {
            let cluster = cluster();
            let producer = cluster.state.begin_producer("x", 1000, None, 0).unwrap();
            Self { cluster, producer }
        }

        /// The codes of the partitions 0 and 9 of `t`.
        fn commit(
            &self,
            client: &Client,
            version: i16,
            of: &TxnOffsetCommitRequest<'_>,
        ) -> Vec<i16> {
            let partition = |partition_index| TxnOffsetCommitRequestPartition {
                partition_index,
                committed_offset: 7,
                ..Default::default()
            };
            let topic_id = self.cluster.state.topics.now().get("t").unwrap().id;
            let topic = TxnOffsetCommitRequestTopic {
                name: "t",
                topic_id,
                partitions: [0, 9].into_iter().map(partition).collect(),
                ..Default::default()
            };
            let request = TxnOffsetCommitRequest { topics: vec![topic].into(), ..of.clone() };
            let frame = ask(&self.cluster, client, version, &request).unwrap();
            let response = read::<TxnOffsetCommitRequest<'_>>(&frame, version);
            let topic = response.topics.iter().next().unwrap();
            topic.partitions.iter().map(|it| it.error_code.0).collect()
        }

        fn request(&self) -> TxnOffsetCommitRequest<'static> {
            TxnOffsetCommitRequest {
                transactional_id: "x",
                group_id: "g",
                producer_id: self.producer.id,
                producer_epoch: self.producer.epoch,
                ..Default::default()
            }
        }

        fn end(&self, committed: bool) {
            let state = &self.cluster.state;
            state.end_transaction("x", self.producer, committed, false, 0).unwrap();
        }

        fn stored(&self) -> Option<i64> {
            offset(&self.cluster, "g", 0).map(|(committed, _)| committed)
        }
    }

    #[test]
    fn offsets_count_when_the_transaction_is_committed() {
        let world = World::new();
        for version in [5, 6] {
            assert_eq!(world.commit(&iam(), version, &world.request()), [3, 0]);
        }
        assert_eq!(world.stored(), None);
        world.end(true);
        assert_eq!(world.stored(), Some(7));
    }

    #[test]
    fn an_abort_leaves_what_was() {
        let world = World::new();
        read_to(&world.cluster, "g", 5);
        assert_eq!(world.commit(&iam(), 5, &world.request()), [3, 0]);
        world.end(false);
        assert_eq!(world.stored(), Some(5));
    }

    #[test]
    fn before_kip_890_the_group_is_to_be_added_first() {
        let world = World::new();
        assert_eq!(world.commit(&iam(), 3, &world.request()), [3, 48]);
        assert_eq!(world.commit(&iam(), 4, &world.request()), [3, 120]);
        let state = &world.cluster.state;
        state.add_to_transaction("x", world.producer, [offsets_of("g")], 0).unwrap();
        assert_eq!(world.commit(&iam(), 3, &world.request()), [3, 0]);
    }

    #[test]
    fn producers_and_members_that_are_not_known_are_refused() {
        let world = World::new();
        let it = world.request();
        let fenced = TxnOffsetCommitRequest { producer_epoch: 9, ..it.clone() };
        let unknown = TxnOffsetCommitRequest { transactional_id: "none", ..it.clone() };
        let ghost = TxnOffsetCommitRequest { member_id: "ghost", ..it.clone() };
        let old = TxnOffsetCommitRequest { generation_id_or_member_epoch: 3, ..ghost.clone() };
        let nameless = TxnOffsetCommitRequest { group_id: "", ..it.clone() };
        let idless = TxnOffsetCommitRequest { transactional_id: "", ..it.clone() };
        assert_eq!(world.commit(&iam(), 5, &idless), [3, 42]);
        assert_eq!(world.commit(&iam(), 5, &fenced), [3, 47]);
        assert_eq!(world.commit(&iam(), 5, &unknown), [3, 49]);
        assert_eq!(world.commit(&iam(), 5, &old), [3, 22], "there is no such group");
        assert_eq!(world.commit(&iam(), 5, &nameless), [3, 24]);
        assert_eq!(world.commit(&iam(), 5, &ghost), [3, 0], "nobody is in the group");
        assert_eq!(world.commit(&iam(), 5, &old), [3, 25]);
    }

    #[test]
    fn rights_are_looked_at_in_kafkas_order() {
        let world = World::new();
        let commit = || world.commit(&user(), 5, &world.request());
        assert_eq!(commit(), [53, 53]);
        grant(&world.cluster, AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, "x");
        assert_eq!(commit(), [30, 30]);
        grant(&world.cluster, AclOperation::READ, ResourceType::GROUP, "g");
        assert_eq!(commit(), [29, 29]);
        grant(&world.cluster, AclOperation::READ, ResourceType::TOPIC, "t");
        assert_eq!(commit(), [3, 0]);
    }
}
