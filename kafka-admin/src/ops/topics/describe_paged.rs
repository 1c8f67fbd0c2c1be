//! Describing topics page by page.

use std::collections::{BTreeMap, HashSet};

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_topic_partitions::{
    Cursor, DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
    DescribeTopicPartitionsResponsePartition, DescribeTopicPartitionsResponseTopic, TopicRequest,
};
use tokio::time::Instant;

use super::{Partition, TopicDescription, known, owned, validate_name};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, AuthorizedOperations, Batch, Error, ErrorKind, Layer, Result};

/// How many partitions one answer is to have at most. Brokers cap it at 2,000 by default
/// (`max.request.partition.size.limit`).
const PARTITIONS_AT_ONCE: i32 = 2000;

/// A page of the description of topics.
#[derive(Debug, Clone, Copy)]
struct DescribeTopicPartitions;

/// Which topics, and from where on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    topics: Vec<String>,
    from: Option<Place>,
}

/// The topic and the partition that come next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    topic: String,
    partition: i32,
}

#[derive(Debug)]
struct Page {
    topics: Vec<(String, Result<TopicDescription>)>,
    next: Option<Place>,
}

/// What is known of each topic so far.
type Known = BTreeMap<String, Result<TopicDescription>>;

impl Admin {
    /// Describes topics page by page, so that no answer has more than 2,000 partitions, and with their
    /// eligible leader replicas (DescribeTopicPartitions, Kafka 3.7 and later). On an older broker it is
    /// [`describe_topics`](Self::describe_topics).
    ///
    /// # Errors
    /// A request failed, or the pages come to no end. A topic that is denied, or not there, is in the
    /// [`Batch`].
    pub async fn describe_topic_partitions(
        &self,
        names: &[impl AsRef<str>],
    ) -> Result<Batch<String, TopicDescription>> {
        let (names, deadline) = (owned(names), self.deadline());
        let topics: Vec<String> =
            names.iter().filter(|name| validate_name(name).is_ok()).cloned().collect();
        match self.pages(topics, deadline).await {
            Ok(known) => Ok(in_order(names, known)),
            Err(error) if error.kind() == ErrorKind::UnsupportedApi => {
                self.describe_topics(&names).until(deadline).await
            }
            Err(error) => Err(error),
        }
    }

    async fn pages(&self, topics: Vec<String>, deadline: Instant) -> Result<Known> {
        let mut known = Known::new();
        // No topic at all would be every topic.
        let mut wanted = Some(Wanted { topics, from: None }).filter(|it| !it.topics.is_empty());
        while let Some(now) = wanted.take() {
            let call = self.call_about(DescribeTopicPartitions, now.clone());
            let page = call.until(deadline).await?;
            for (name, topic) in page.topics {
                add(&mut known, name, topic);
            }
            if let Some(next) = page.next {
                wanted = Some(now.after(next)?);
            }
        }
        Ok(known)
    }
}

impl Wanted {
    /// What is left when `next` comes next.
    fn after(self, next: Place) -> Result<Self> {
        let goes_on = self.from.as_ref().is_none_or(|from| next > *from);
        let topics: Vec<_> = self.topics.into_iter().filter(|it| *it >= next.topic).collect();
        match goes_on && topics.contains(&next.topic) && next.partition >= 0 {
            true => Ok(Self { topics, from: Some(next) }),
            false => Err(Error::new(
                ErrorKind::ResponseMismatch,
                Layer::Api,
                "the pages of a description do not go on to one that was asked for",
            )
            .in_api(ApiKey::DESCRIBE_TOPIC_PARTITIONS)),
        }
    }
}

/// A topic goes on where the page before ended.
fn add(known: &mut Known, name: String, topic: Result<TopicDescription>) {
    match (known.get_mut(&name), topic) {
        (Some(Ok(before)), Ok(topic)) => {
            let last = before.partitions.last().map(|it| it.index);
            let new = topic.partitions.into_iter().filter(|it| Some(it.index) > last);
            before.partitions.extend(new);
        }
        (Some(Err(_)), _) => {}
        (_, topic) => drop(known.insert(name, topic)),
    }
}

fn in_order(names: Vec<String>, mut known: Known) -> Batch<String, TopicDescription> {
    let (mut items, mut seen) = (Vec::with_capacity(names.len()), HashSet::new());
    for name in names {
        let result = match validate_name(&name) {
            _ if !seen.insert(name.clone()) => Err(Error::invalid("named twice in one call")),
            Err(error) => Err(error),
            Ok(()) => known.remove(&name).unwrap_or_else(|| Err(Error::missing_item())),
        };
        let result = result.map_err(|error| error.about(&name));
        items.push((name, result));
    }
    Batch::new(items)
}

impl Operation for DescribeTopicPartitions {
    type Item = Wanted;
    type Key = &'static str;
    type Value = Page;
    type Request<'a> = DescribeTopicPartitionsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, _: &Wanted) -> &'static str {
        "a page of topics"
    }

    fn route<'a>(&self, _: &'a Wanted) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        wanted: &[&'a Wanted],
        _: Terms,
    ) -> Result<DescribeTopicPartitionsRequest<'a>> {
        let names = wanted.iter().flat_map(|it| &it.topics);
        let topics = names.map(|name| TopicRequest { name, ..TopicRequest::default() });
        let from = wanted.iter().find_map(|it| it.from.as_ref());
        Ok(DescribeTopicPartitionsRequest {
            topics: topics.collect(),
            response_partition_limit: PARTITIONS_AT_ONCE,
            cursor: from.map(|from| Cursor {
                topic_name: &from.topic,
                partition_index: from.partition,
                ..Cursor::default()
            }),
            ..DescribeTopicPartitionsRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&Wanted],
        response: &DescribeTopicPartitionsResponse<'_>,
    ) -> Result<Vec<Result<Page>>> {
        let topics = response.topics.iter();
        one(Page {
            topics: topics
                .map(|topic| (topic.name.unwrap_or_default().to_owned(), described(&topic)))
                .collect(),
            next: response.next_cursor.as_ref().map(|next| Place {
                topic: next.topic_name.to_owned(),
                partition: next.partition_index,
            }),
        })
    }
}

fn described(topic: &DescribeTopicPartitionsResponseTopic<'_>) -> Result<TopicDescription> {
    checked(ApiKey::DESCRIBE_TOPIC_PARTITIONS, topic.error_code, None)?;
    let mut partitions: Vec<_> = topic.partitions.iter().map(|it| partition(&it)).collect();
    partitions.sort_unstable_by_key(|partition| partition.index);
    Ok(TopicDescription {
        name: topic.name.unwrap_or_default().to_owned(),
        id: known(topic.topic_id),
        internal: topic.is_internal,
        partitions,
        authorized_operations: AuthorizedOperations::from_bits(topic.topic_authorized_operations),
    })
}

fn partition(partition: &DescribeTopicPartitionsResponsePartition<'_>) -> Partition {
    Partition {
        index: partition.partition_index,
        leader: Some(partition.leader_id).filter(|id| *id >= 0),
        replicas: partition.replica_nodes.iter().collect(),
        isr: partition.isr_nodes.iter().collect(),
        offline: partition.offline_replicas.iter().collect(),
        elr: partition.eligible_leader_replicas.as_ref().map(|ids| ids.iter().collect()),
        last_known_elr: partition.last_known_elr.as_ref().map(|ids| ids.iter().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topics::BrokerIds;

    fn place(topic: &str, partition: i32) -> Place {
        Place { topic: topic.to_owned(), partition }
    }

    fn topic(partitions: &[i32]) -> Result<TopicDescription> {
        let partitions = partitions.iter().map(|index| Partition {
            index: *index,
            leader: None,
            replicas: BrokerIds::default(),
            isr: BrokerIds::default(),
            offline: BrokerIds::default(),
            elr: None,
            last_known_elr: None,
        });
        Ok(TopicDescription {
            name: "a".to_owned(),
            id: None,
            internal: false,
            partitions: partitions.collect(),
            authorized_operations: None,
        })
    }

    #[test]
    fn pages_that_do_not_go_on_end_the_call() {
        let wanted = |from| Wanted { topics: vec!["a".to_owned(), "b".to_owned()], from };
        let next = wanted(None).after(place("a", 2)).unwrap();
        assert_eq!(next, wanted(Some(place("a", 2))));
        assert_eq!(next.after(place("b", 0)).unwrap().topics, ["b"]);
        for (from, next) in [
            (Some(place("a", 2)), place("a", 2)),
            (Some(place("b", 0)), place("a", 3)),
            (None, place("foreign", 0)),
            (None, place("b", -1)),
        ] {
            let error = wanted(from).after(next).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ResponseMismatch);
        }
    }

    #[test]
    fn a_topic_goes_on_where_the_page_before_ended() {
        let mut known = Known::new();
        for page in [&[0, 1][..], &[1, 2], &[]] {
            add(&mut known, "a".to_owned(), topic(page));
        }
        let partitions = &known["a"].as_ref().unwrap().partitions;
        assert_eq!(partitions.iter().map(|it| it.index).collect::<Vec<_>>(), [0, 1, 2]);
        let batch = in_order(vec!["a".into(), "a".into(), "x".into(), "/".into()], known);
        let kinds: Vec<_> =
            batch.iter().map(|(_, it)| it.as_ref().map(|_| ()).map_err(Error::kind)).collect();
        let (twice, missing) = (ErrorKind::InvalidRequest, ErrorKind::ResponseMismatch);
        assert_eq!(kinds, [Ok(()), Err(twice), Err(missing), Err(twice)]);
    }
}
