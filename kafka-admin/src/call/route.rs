//! Which broker is to be asked about an item.

use std::collections::BTreeMap;

use kafka_proto::{ApiKey, CoordinatorType, ErrorCode};

use super::CallTerms;
use super::driver::results_of;
use super::operation::Operation;
use crate::net::ask::Target;
use crate::net::cluster::Cluster;
use crate::ops::coordinators::FindCoordinator;
use crate::ops::topics::{DescribeTopics, TopicDescription};
use crate::{Error, Result};

/// Who has the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route<'a> {
    /// Any broker.
    Any,
    /// The controller, or any broker that forwards to it.
    Controller,
    /// This one.
    Broker(i32),
    /// The coordinator of this group or transactional id.
    Coordinator(CoordinatorType, &'a str),
    /// The leader of this partition of a topic.
    Leader(&'a str, i32),
}

/// Items that are asked about in one request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) target: Target,
    pub(super) places: Vec<usize>,
}

/// The requests to make, and the items for which nobody could say whom to ask.
#[derive(Default)]
pub(super) struct Routed {
    pub(super) groups: Vec<Group>,
    /// One item's own error.
    pub(super) lost: Vec<(usize, Error)>,
    /// A question about several items that failed as a whole.
    pub(super) failed: Vec<(Vec<usize>, Error)>,
}

/// Items by what decides who is asked.
#[derive(Default)]
struct Wanted<'a> {
    targets: BTreeMap<Target, Vec<usize>>,
    coordinators: BTreeMap<i8, BTreeMap<&'a str, Vec<usize>>>,
    leaders: BTreeMap<&'a str, Vec<(i32, usize)>>,
}

/// Finds out who is to be asked about the items at these places.
pub(super) async fn routed<O: Operation>(
    cluster: &Cluster,
    operation: &O,
    items: &[O::Item],
    places: Vec<usize>,
    terms: CallTerms,
) -> Routed {
    let mut wanted = Wanted::default();
    for place in places {
        if let Some(item) = items.get(place) {
            let fixed = terms.broker.map(Route::Broker);
            wanted.add(place, fixed.unwrap_or_else(|| operation.route(item)));
        }
    }
    let mut routed = Routed::default();
    for (of, keys) in wanted.coordinators {
        let found = coordinators(cluster, CoordinatorType(of), &keys, terms).await;
        let places = keys.into_values().collect();
        routed.lost.extend(take(&mut wanted.targets, &mut routed.failed, places, found));
    }
    if !wanted.leaders.is_empty() {
        let found = leaders(cluster, &wanted.leaders, terms).await;
        let partitions = wanted.leaders.into_values().flatten();
        let places = partitions.map(|(_, place)| vec![place]).collect();
        routed.lost.extend(take(&mut wanted.targets, &mut routed.failed, places, found));
    }
    for (target, places) in wanted.targets {
        routed.groups.push(Group { target, places });
    }
    routed
}

impl<'a> Wanted<'a> {
    fn add(&mut self, place: usize, route: Route<'a>) {
        let target = match route {
            Route::Any => Target::Any,
            Route::Controller => Target::Controller,
            Route::Broker(id) => Target::Broker(id),
            Route::Coordinator(of, key) => {
                let keys = self.coordinators.entry(of.0).or_default();
                return keys.entry(key).or_default().push(place);
            }
            Route::Leader(topic, partition) => {
                return self.leaders.entry(topic).or_default().push((partition, place));
            }
        };
        self.targets.entry(target).or_default().push(place);
    }
}

/// Adds what was found to the targets, for the places that each finding is about. Gives the items that
/// have an error of their own.
fn take(
    targets: &mut BTreeMap<Target, Vec<usize>>,
    failed: &mut Vec<(Vec<usize>, Error)>,
    places: Vec<Vec<usize>>,
    found: Result<Vec<Result<i32>>>,
) -> Vec<(usize, Error)> {
    let mut lost = Vec::new();
    match found {
        Err(error) => failed.push((places.concat(), error)),
        Ok(found) => {
            for (places, broker) in places.into_iter().zip(found) {
                match broker {
                    Ok(id) => targets.entry(Target::Broker(id)).or_default().extend(places),
                    Err(error) => {
                        lost.extend(places.into_iter().map(|place| (place, error.clone())));
                    }
                }
            }
        }
    }
    lost
}

/// The coordinator of each key.
async fn coordinators(
    cluster: &Cluster,
    of: CoordinatorType,
    keys: &BTreeMap<&str, Vec<usize>>,
    terms: CallTerms,
) -> Result<Vec<Result<i32>>> {
    let keys: Vec<String> = keys.keys().map(|key| (*key).to_owned()).collect();
    results_of(cluster, &FindCoordinator { of }, &keys, CallTerms { broker: None, ..terms }).await
}

/// The leader of each partition, topic after topic.
async fn leaders(
    cluster: &Cluster,
    partitions: &BTreeMap<&str, Vec<(i32, usize)>>,
    terms: CallTerms,
) -> Result<Vec<Result<i32>>> {
    let topics: Vec<String> = partitions.keys().map(|topic| (*topic).to_owned()).collect();
    let terms = CallTerms { broker: None, ..terms };
    let described = results_of(cluster, &DescribeTopics(()), &topics, terms).await?;
    let mut found = Vec::new();
    for (topic, partitions) in described.iter().zip(partitions.values()) {
        for (partition, _) in partitions {
            found.push(match topic {
                Ok(topic) => leader(topic, *partition),
                Err(error) => Err(error.clone()),
            });
        }
    }
    Ok(found)
}

fn leader(topic: &TopicDescription, partition: i32) -> Result<i32> {
    let of_code = |code| Error::of_code(ApiKey::METADATA, code, None);
    let found = topic.partitions.iter().find(|it| it.index == partition);
    let found = found.ok_or_else(|| of_code(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))?;
    found.leader.ok_or_else(|| of_code(ErrorCode::LEADER_NOT_AVAILABLE))
}
