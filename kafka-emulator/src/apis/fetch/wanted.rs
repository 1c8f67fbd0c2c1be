//! What a Fetch says it wants.

use std::collections::HashMap;
use std::sync::Arc;

use kafka_proto::messages::fetch::{FetchPartition, FetchRequest};

use super::super::Call;
use super::super::partition::Named;
use super::TOPIC_IDS;
use crate::state::fetch_sessions::{Asked, Wanted};
use crate::state::topics::Topics;

/// What is wanted, each partition once: of one that is there more often the last counts.
pub(super) fn asked(call: &Call<'_>, topics: &Topics, request: &FetchRequest<'_>) -> Asked {
    let (mut wanted, mut places): (Vec<Wanted>, HashMap<_, usize>) = Default::default();
    let with_ids = call.version() >= TOPIC_IDS;
    for topic in request.topics.iter() {
        let named = Named::new(topic.topic, topic.topic_id);
        let known_as = Some(()).filter(|()| with_ids).and_then(|()| name_of(topics, &named));
        for partition in topic.partitions.iter() {
            let it = of(&named, known_as.clone(), &partition);
            let place = *places.entry((named.clone(), it.partition)).or_insert(wanted.len());
            match wanted.get_mut(place) {
                Some(before) => *before = it,
                None => wanted.push(it),
            }
        }
    }
    let forgotten = request.forgotten_topics_data.iter().flat_map(|topic| {
        let named = Named::new(topic.topic, topic.topic_id);
        topic.partitions.iter().map(|index| (named.clone(), index)).collect::<Vec<_>>()
    });
    Asked {
        id: request.session_id,
        epoch: request.session_epoch,
        with_ids,
        forgotten: forgotten.collect(),
        wanted,
    }
}

/// The name of the topic with that id.
pub(super) fn name_of(topics: &Topics, named: &Named) -> Option<Arc<str>> {
    topics.get_by_id(kafka_proto::Uuid(named.id)).map(|topic| Arc::from(topic.name.as_str()))
}

fn of(named: &Named, known_as: Option<Arc<str>>, asked: &FetchPartition<'_>) -> Wanted {
    Wanted {
        named: named.clone(),
        partition: asked.partition,
        known_as,
        known_epoch: asked.current_leader_epoch,
        offset: asked.fetch_offset,
        last_fetched_epoch: asked.last_fetched_epoch,
        max_bytes: asked.partition_max_bytes,
    }
}
