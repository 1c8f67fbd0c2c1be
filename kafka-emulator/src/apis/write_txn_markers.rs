//! WriteTxnMarkers: what a coordinator asks of leaders, and an administrator who aborts what hangs (KIP-664).

use std::collections::BTreeMap;

use kafka_proto::messages::write_txn_markers::{
    WritableTxnMarker, WritableTxnMarkerPartitionResult, WritableTxnMarkerResult,
    WritableTxnMarkerTopicResult, WriteTxnMarkersRequest, WriteTxnMarkersResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::partition::{Elsewhere, led, now_ms};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::log::batch::Marker;
use crate::state::topics::Topics;

const NO_PRODUCER: i64 = -1;
const NO_EPOCH: i16 = -1;

pub(super) fn answer(call: &Call<'_>, request: &WriteTxnMarkersRequest<'_>) -> Outcome {
    let authorizer = call.authorizer();
    let may = [AclOperation::ALTER, AclOperation::CLUSTER_ACTION];
    if !may.into_iter().any(|operation| authorizer.allows_on_cluster(operation)) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let markers = request.markers.iter().map(|marker| {
        result(&marker, |name, index| {
            write(call, &topics, &marker, name, index).err().unwrap_or(ErrorCode::NONE)
        })
    });
    call.reply(&WriteTxnMarkersResponse { markers: markers.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &WriteTxnMarkersRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let markers = request.markers.iter().map(|marker| result(&marker, |_, _| refusal.code));
    call.reply(&WriteTxnMarkersResponse { markers: markers.collect(), ..Default::default() })
}

fn result<'q>(
    marker: &WritableTxnMarker<'q>,
    code: impl Fn(&str, i32) -> ErrorCode,
) -> WritableTxnMarkerResult<'q> {
    // A topic that is there more than once is answered once.
    let mut topics: BTreeMap<&str, Vec<WritableTxnMarkerPartitionResult<'_>>> = BTreeMap::new();
    for topic in marker.topics.iter() {
        let indexes = topic.partition_indexes.iter();
        let partitions = indexes.map(|partition_index| WritableTxnMarkerPartitionResult {
            partition_index,
            error_code: code(topic.name, partition_index),
            ..Default::default()
        });
        topics.entry(topic.name).or_default().extend(partitions);
    }
    let topics = topics.into_iter().map(|(name, partitions)| WritableTxnMarkerTopicResult {
        name,
        partitions: partitions.into(),
        ..Default::default()
    });
    WritableTxnMarkerResult {
        producer_id: marker.producer_id,
        topics: topics.collect(),
        ..Default::default()
    }
}

fn write(
    call: &Call<'_>,
    topics: &Topics,
    marker: &WritableTxnMarker<'_>,
    name: &str,
    index: i32,
) -> Result<(), ErrorCode> {
    if marker.producer_id == NO_PRODUCER || marker.producer_epoch == NO_EPOCH {
        // `MemoryRecordsBuilder` builds no marker of nobody, before Kafka looks at the partitions.
        return Err(ErrorCode::UNKNOWN_SERVER_ERROR);
    }
    let partition = led(call, topics, topics.get(name), index).map_err(Elsewhere::code)?;
    let log = partition.log(call)?;
    let is_new = marker.transaction_version >= 2;
    let marker = Marker {
        producer_id: marker.producer_id,
        epoch: marker.producer_epoch,
        committed: marker.transaction_result,
        coordinator_epoch: marker.coordinator_epoch,
        timestamp: now_ms(),
    };
    call.cluster.state.logs.end(&log, &marker, is_new)
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;
    use kafka_proto::messages::write_txn_markers::WritableTxnMarkerTopic;

    use super::*;
    use crate::apis::tests::{ask, cluster, iam, read};
    use crate::state::topic::Topic;

    /// Java's `Admin.abortTransaction` of a producer that nobody is was told that all is well.
    #[test]
    fn no_marker_is_of_nobody() {
        let cluster = cluster(1);
        let (name, partitions) = ("t".to_owned(), vec![vec![1]]);
        let topic = Topic { name, id: Uuid([1; 16]), partitions, configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| topics.insert(topic));
        for (producer_id, producer_epoch, code) in [
            (-1, -1, ErrorCode::UNKNOWN_SERVER_ERROR),
            (-1, 0, ErrorCode::UNKNOWN_SERVER_ERROR),
            (7, -1, ErrorCode::UNKNOWN_SERVER_ERROR),
            (7, 0, ErrorCode::NONE),
        ] {
            let partition_indexes = vec![0].into();
            let topic =
                WritableTxnMarkerTopic { name: "t", partition_indexes, ..Default::default() };
            let topics = vec![topic].into();
            let marker =
                WritableTxnMarker { producer_id, producer_epoch, topics, ..Default::default() };
            let markers = vec![marker].into();
            let request = WriteTxnMarkersRequest { markers, ..Default::default() };
            let frame = ask(&cluster, &iam(), 1, &request).unwrap();
            let response = read::<WriteTxnMarkersRequest<'_>>(&frame, 1);
            let topic = response.markers.iter().next().unwrap().topics.iter().next().unwrap();
            assert_eq!(topic.partitions.iter().next().unwrap().error_code, code, "{producer_id}");
        }
    }
}
