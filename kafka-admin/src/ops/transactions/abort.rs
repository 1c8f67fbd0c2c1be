//! Aborting a transaction of which its coordinator knows nothing.

use kafka_proto::ApiKey;
use kafka_proto::messages::write_txn_markers::{
    WritableTxnMarker, WritableTxnMarkerTopic, WriteTxnMarkersRequest, WriteTxnMarkersResponse,
};

use super::{ProducerState, validate_partition};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Error, Result};

/// [`Admin::abort_transaction`].
#[derive(Debug, Clone, Copy)]
pub struct AbortTransaction(());

/// An open transaction in a partition, as [`Admin::describe_producers`] finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbortTransactionSpec {
    /// Where it is open.
    pub partition: TopicPartition,
    /// The id of its producer.
    pub producer_id: i64,
    /// The epoch of its producer, from 0 to 32,767.
    pub producer_epoch: i32,
    /// The epoch of the coordinator that is to have ended it: the one that ended the producer's last
    /// transaction here, or 0. A higher one shuts out the coordinator that really is.
    pub coordinator_epoch: i32,
}

impl AbortTransactionSpec {
    /// The transaction of this producer in this partition.
    pub fn of(partition: TopicPartition, producer: &ProducerState) -> Self {
        Self {
            partition,
            producer_id: producer.producer_id,
            producer_epoch: producer.producer_epoch,
            coordinator_epoch: producer.coordinator_epoch.unwrap_or(0),
        }
    }
}

impl Admin {
    /// Aborts a transaction in one partition, by a marker that its leader takes as the coordinator's. It is
    /// for what [`find_hanging_transactions`](Self::find_hanging_transactions) finds: the coordinator of any
    /// other transaction goes on believing that it is open. Where none is open the marker is written all the
    /// same, so it can be repeated.
    ///
    /// # Errors
    /// INVALID_PRODUCER_EPOCH for an epoch that is over, TRANSACTION_COORDINATOR_FENCED for one of the coordinator,
    /// CLUSTER_AUTHORIZATION_FAILED without ALTER on the cluster.
    pub fn abort_transaction(&self, spec: &AbortTransactionSpec) -> Call<'_, AbortTransaction, ()> {
        self.call_about(AbortTransaction(()), spec.clone())
    }
}

impl Operation for AbortTransaction {
    type Item = AbortTransactionSpec;
    type Key = TopicPartition;
    type Value = ();
    type Request<'a> = WriteTxnMarkersRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, spec: &AbortTransactionSpec) -> TopicPartition {
        spec.partition.clone()
    }

    fn check(&self, spec: &AbortTransactionSpec) -> Result<()> {
        validate_partition(&spec.partition)?;
        epoch_of(spec)?;
        match spec {
            _ if spec.producer_id < 0 => Err(Error::invalid("a producer's id is not negative")),
            _ if spec.coordinator_epoch < 0 => {
                Err(Error::invalid("a coordinator's epoch is not negative"))
            }
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, spec: &'a AbortTransactionSpec) -> Route<'a> {
        Route::Leader(&spec.partition.topic, spec.partition.partition)
    }

    fn request<'a>(
        &'a self,
        specs: &[&'a AbortTransactionSpec],
        _: Terms,
    ) -> Result<WriteTxnMarkersRequest<'a>> {
        let mut markers = Vec::with_capacity(specs.len());
        for spec in specs {
            markers.push(marker(spec)?);
        }
        Ok(WriteTxnMarkersRequest { markers: markers.into(), ..Default::default() })
    }

    fn answers(
        &self,
        specs: &[&AbortTransactionSpec],
        response: &WriteTxnMarkersResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let mut results = Vec::with_capacity(specs.len());
        for marker in response.markers.iter() {
            for topic in marker.topics.iter() {
                for it in topic.partitions.iter() {
                    let written = move || checked(ApiKey::WRITE_TXN_MARKERS, it.error_code, None);
                    results.push(((marker.producer_id, topic.name, it.partition_index), written));
                }
            }
        }
        let names = specs.iter().map(|spec| {
            (spec.producer_id, spec.partition.topic.as_str(), spec.partition.partition)
        });
        Ok(by_name(names, results))
    }
}

fn marker(spec: &AbortTransactionSpec) -> Result<WritableTxnMarker<'_>> {
    let topic = WritableTxnMarkerTopic {
        name: &spec.partition.topic,
        partition_indexes: vec![spec.partition.partition].into(),
        ..WritableTxnMarkerTopic::default()
    };
    Ok(WritableTxnMarker {
        producer_id: spec.producer_id,
        producer_epoch: epoch_of(spec)?,
        transaction_result: false,
        topics: vec![topic].into(),
        coordinator_epoch: spec.coordinator_epoch,
        ..WritableTxnMarker::default()
    })
}

/// DescribeProducers has 32 bits for it, and WriteTxnMarkers 16.
fn epoch_of(spec: &AbortTransactionSpec) -> Result<i16> {
    let epoch = i16::try_from(spec.producer_epoch).ok().filter(|epoch| *epoch >= 0);
    epoch.ok_or_else(|| Error::invalid("a producer's epoch is from 0 to 32767"))
}
