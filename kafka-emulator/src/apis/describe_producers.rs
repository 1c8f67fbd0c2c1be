//! DescribeProducers (KIP-664): who writes to a partition.

use kafka_proto::messages::describe_producers::{
    DescribeProducersRequest, DescribeProducersResponse, PartitionResponse, ProducerState,
    TopicResponse,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::{Elsewhere, led};
use super::{Call, Outcome};
use crate::refusal::{Refusal, default_message};
use crate::state::log::producers;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &DescribeProducersRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let results = request.topics.iter().map(|asked| {
        let indexes = asked.partition_indexes.iter();
        let partitions = indexes.map(|partition_index| {
            match producers(call, &topics, asked.name, partition_index) {
                Ok(states) => PartitionResponse {
                    partition_index,
                    active_producers: states.iter().map(active).collect(),
                    ..Default::default()
                },
                Err(code) => PartitionResponse {
                    // Kafka has a text for this code only.
                    error_message: default_message(code)
                        .filter(|_| code == ErrorCode::TOPIC_AUTHORIZATION_FAILED),
                    ..failed(partition_index, &Refusal::wordless(code))
                },
            }
        });
        TopicResponse { name: asked.name, partitions: partitions.collect(), ..Default::default() }
    });
    call.reply(&DescribeProducersResponse { topics: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeProducersRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.topics.iter().map(|asked| {
        let partitions = asked.partition_indexes.iter().map(|index| failed(index, refusal));
        TopicResponse { name: asked.name, partitions: partitions.collect(), ..Default::default() }
    });
    call.reply(&DescribeProducersResponse { topics: results.collect(), ..Default::default() })
}

fn failed(partition_index: i32, refusal: &Refusal) -> PartitionResponse<'static> {
    PartitionResponse { partition_index, error_code: refusal.code, ..Default::default() }
}

fn producers(
    call: &Call<'_>,
    topics: &Topics,
    name: &str,
    index: i32,
) -> Result<Vec<producers::ProducerState>, ErrorCode> {
    if !call.authorizer().allows(AclOperation::READ, ResourceType::TOPIC, name) {
        return Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED);
    }
    let partition = led(call, topics, topics.get(name), index).map_err(Elsewhere::code)?;
    let log = call.cluster.state.logs.get(partition.id);
    Ok(log.map(|log| log.producers()).unwrap_or_default())
}

fn active(state: &producers::ProducerState) -> ProducerState<'static> {
    ProducerState {
        producer_id: state.id,
        producer_epoch: state.epoch.into(),
        last_sequence: state.last_sequence,
        last_timestamp: state.last_timestamp,
        coordinator_epoch: state.coordinator_epoch,
        current_txn_start_offset: state.open.unwrap_or(-1),
        ..Default::default()
    }
}
