//! AddOffsetsToTxn: a transaction will commit offsets of a group.

use kafka_proto::messages::add_offsets_to_txn::{AddOffsetsToTxnRequest, AddOffsetsToTxnResponse};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::coordinator::{may, partition_of};
use super::partition::now_ms;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::{Member, Producer};

pub(super) fn answer(call: &Call<'_>, request: &AddOffsetsToTxnRequest<'_>) -> Outcome {
    let error_code = add(call, request).err().unwrap_or(ErrorCode::NONE);
    call.reply(&AddOffsetsToTxnResponse { error_code, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &AddOffsetsToTxnRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&AddOffsetsToTxnResponse { error_code: refusal.code, ..Default::default() })
}

fn add(call: &Call<'_>, request: &AddOffsetsToTxnRequest<'_>) -> Result<(), ErrorCode> {
    let id = request.transactional_id;
    if !call.authorizer().allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) {
        return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    if !may(call, AclOperation::READ, request.group_id) {
        return Err(ErrorCode::GROUP_AUTHORIZATION_FAILED);
    }
    if id.is_empty() {
        return Err(ErrorCode::INVALID_REQUEST);
    }
    let producer = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let offsets = offsets_of(request.group_id);
    let added = call.cluster.state.add_to_transaction(id, producer, [offsets], now_ms());
    added.map_err(|code| match code {
        // Producers of before KIP-588 know only this code.
        ErrorCode::PRODUCER_FENCED if call.version() < 2 => ErrorCode::INVALID_PRODUCER_EPOCH,
        code => code,
    })
}

/// Where the offsets of a group are, as transactions know it.
pub(super) fn offsets_of(group: &str) -> Member {
    Member::of_offsets(partition_of(group) as i32)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::transactions::Stage;

    fn add(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        of: &AddOffsetsToTxnRequest<'_>,
    ) -> i16 {
        let frame = ask(cluster, client, version, of).unwrap();
        read::<AddOffsetsToTxnRequest<'_>>(&frame, version).error_code.0
    }

    #[test]
    fn a_transaction_begins_with_the_offsets_of_a_group() {
        let cluster = cluster(1);
        let state = &cluster.state;
        let producer = state.begin_producer("x", 1000, None, 0).unwrap();
        let request = AddOffsetsToTxnRequest {
            transactional_id: "x",
            producer_id: producer.id,
            producer_epoch: producer.epoch,
            group_id: "g",
            ..Default::default()
        };
        let fenced = AddOffsetsToTxnRequest { producer_epoch: 7, ..request.clone() };
        assert_eq!(add(&cluster, &iam(), 1, &fenced), 47);
        assert_eq!(add(&cluster, &iam(), 2, &fenced), 90);
        let unknown = AddOffsetsToTxnRequest { transactional_id: "none", ..request.clone() };
        assert_eq!(add(&cluster, &iam(), 4, &unknown), 49);
        assert_eq!(add(&cluster, &iam(), 4, &request), 0);
        assert_eq!(state.transactions.find("x").unwrap().stage, Stage::Ongoing);
    }

    #[test]
    fn write_on_the_id_is_needed_before_read_on_the_group() {
        let cluster = cluster(1);
        let request =
            AddOffsetsToTxnRequest { transactional_id: "x", group_id: "g", ..Default::default() };
        assert_eq!(add(&cluster, &user(), 4, &request), 53);
        grant(&cluster, AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, "x");
        assert_eq!(add(&cluster, &user(), 4, &request), 30);
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        assert_eq!(add(&cluster, &user(), 4, &request), 49);
    }
}
