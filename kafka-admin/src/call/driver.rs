//! Makes a call: routes its items, asks the brokers side by side, and repeats what may be repeated.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use kafka_proto::{ApiKey, CoordinatorType, ErrorCode};
use tokio::time::{Instant, sleep_until};

use super::batch::Batch;
use super::coordinators::FindCoordinator;
use super::operation::Operation;
use super::questions::{Asked, Questions};
use super::repeat::{Repeat, code_of_api, repeat};
use super::request::{Failed, Told, ask};
use super::route::{Group, Route, Routed, Wanted, apart, take};
use super::slots::Slots;
use super::terms::CallTerms;
use crate::net::backoff::Backoff;
use crate::net::cluster::Cluster;
use crate::net::question::Target;
use crate::net::race::{BROKERS_AT_ONCE, all};
use crate::ops::topics::{DescribeTopics, TopicDescription};
use crate::{Error, Result};

/// A call under way.
pub(super) type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// The results, one for each item.
///
/// # Errors
/// There was one request, and it failed as a whole.
pub(super) async fn run<O: Operation>(
    cluster: &Cluster,
    operation: &O,
    items: &[O::Item],
    terms: CallTerms,
) -> Result<Batch<O::Key, O::Value>> {
    let results = results(cluster, operation, items, terms).await?;
    // Collected into the same memory: two lists at once would be the most that a call holds.
    Ok(Batch::new(results.into_iter().map(about).collect()))
}

/// With an error that says which item it is about.
fn about<K: fmt::Display, V>((key, result): (K, Result<V>)) -> (K, Result<V>) {
    let result = result.map_err(|error| error.about(&key));
    (key, result)
}

/// As [`run`], with errors that do not say which item they are about.
async fn results<O: Operation>(
    cluster: &Cluster,
    operation: &O,
    items: &[O::Item],
    terms: CallTerms,
) -> Result<Vec<(O::Key, Result<O::Value>)>> {
    let asked = Asked::new(operation, items);
    let ends = drive(cluster, &asked, terms).await?;
    Ok(asked.results(ends))
}

/// How asking about each item has ended.
fn drive<'a>(
    cluster: &'a Cluster,
    questions: &'a dyn Questions,
    terms: CallTerms,
) -> Running<'a, Vec<Result<()>>> {
    Box::pin(async move { Driver::new(cluster, questions, terms).run().await.into_results() })
}

struct Driver<'a> {
    cluster: &'a Cluster,
    questions: &'a dyn Questions,
    terms: CallTerms,
    slots: Slots,
    /// How many requests have failed as a whole.
    failed: usize,
    backoff: Backoff,
    login_backoff: Backoff,
}

/// What has to happen before the items that failed are asked about again.
#[derive(Default)]
struct Before {
    places: Vec<usize>,
    wait: Duration,
    find_controller: bool,
    find_brokers: bool,
    is_login: bool,
}

impl<'a> Driver<'a> {
    fn new(cluster: &'a Cluster, questions: &'a dyn Questions, terms: CallTerms) -> Self {
        let slots = Slots::new(questions.checked());
        let (backoff, login_backoff) = (Backoff::requests(), Backoff::logins());
        Self { cluster, questions, terms, slots, failed: 0, backoff, login_backoff }
    }

    async fn run(mut self) -> Slots {
        loop {
            let open = self.slots.open();
            match open.is_empty() {
                false => self.ask_about(open).await,
                true if self.reopen().await => {}
                true => return self.slots,
            }
        }
    }

    /// One request to each broker that is to be asked.
    async fn ask_about(&mut self, places: Vec<usize>) {
        let Self { cluster, questions, terms, .. } = *self;
        let routed = routed(cluster, questions, places, terms).await;
        for (place, error) in routed.lost {
            self.slots.answer(place, Err(error));
        }
        for (places, error) in routed.failed {
            self.fail(Failed { places, error });
        }
        let mut requests = Vec::with_capacity(routed.groups.len());
        for group in &routed.groups {
            requests.push(ask(cluster, questions, group, terms));
        }
        for told in all(BROKERS_AT_ONCE, requests).await {
            match told {
                Ok(told) => self.take(told),
                Err(failed) => self.fail(failed),
            }
        }
    }

    fn take(&mut self, told: Told<'_>) {
        for (place, result) in told.sent.iter().zip(told.answered) {
            self.slots.answer(*place, result);
        }
        for (place, error) in told.refused {
            self.slots.refuse(place, error);
        }
    }

    fn fail(&mut self, failed: Failed) {
        self.failed += 1;
        for place in failed.places {
            self.slots.fail(place, self.failed, failed.error.clone());
        }
    }

    /// Reopens what may be asked about again, when it is time to; `false` when there is nothing, or no
    /// time.
    async fn reopen(&mut self) -> bool {
        let before = self.before();
        if before.places.is_empty() {
            return false;
        }
        let backoff = if before.is_login { &mut self.login_backoff } else { &mut self.backoff };
        let next = Instant::now() + before.wait.max(backoff.next());
        if next >= self.terms.deadline {
            return false;
        }
        sleep_until(next).await;
        // When nobody can say, the old list is as good as any.
        let _ = match (before.find_controller, before.find_brokers) {
            (true, _) => self.cluster.find_controller(self.terms.deadline).await,
            (false, true) => self.cluster.refresh(self.terms.deadline).await,
            (false, false) => Ok(()),
        };
        tracing::debug!(items = before.places.len(), "asking again");
        self.cluster.counters().retried();
        for place in before.places {
            self.slots.reopen(place);
        }
        true
    }

    fn before(&self) -> Before {
        let left = self.terms.deadline.saturating_duration_since(Instant::now());
        let quota = self.terms.retry_on_quota.then_some(left);
        let mut before = Before::default();
        for (place, error) in self.slots.errors() {
            let Some(route) = route_of(self.questions, place, self.terms) else { continue };
            match repeat(self.questions.effect(), &route, error, quota) {
                Repeat::Never => continue,
                Repeat::Again => {}
                Repeat::AgainByLogin => before.is_login = true,
                Repeat::AgainAfter(wait) => before.wait = before.wait.max(wait),
                Repeat::AtTheController => before.find_controller = true,
            }
            before.find_brokers |= code_of_api(error).is_none() && route != Route::Any;
            before.places.push(place);
        }
        before
    }
}

/// The broker that the caller named, or else the item's own route.
fn route_of(questions: &dyn Questions, place: usize, terms: CallTerms) -> Option<Route<'_>> {
    match terms.broker {
        Some(id) => Some(Route::Broker(id)),
        None => questions.route(place),
    }
}

/// Finds out who is to be asked about the items at these places.
async fn routed(
    cluster: &Cluster,
    questions: &dyn Questions,
    places: Vec<usize>,
    terms: CallTerms,
) -> Routed {
    if let Some(target) = the_target(questions, &places, terms) {
        return Routed { groups: groups(questions, target, places), ..Routed::default() };
    }
    let mut wanted = Wanted::default();
    for place in places {
        if let Some(route) = route_of(questions, place, terms) {
            wanted.add(place, route);
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
        routed.groups.extend(groups(questions, target, places));
    }
    routed
}

/// Whom to ask about all of these, when that is the same for all and nobody has to be asked for it.
fn the_target(questions: &dyn Questions, places: &[usize], terms: CallTerms) -> Option<Target> {
    let mut common = None;
    for place in places {
        let target = route_of(questions, *place, terms)?.target()?;
        if *common.get_or_insert(target) != target {
            return None;
        }
    }
    common
}

/// As few requests as can carry these items.
fn groups(questions: &dyn Questions, target: Target, places: Vec<usize>) -> Vec<Group> {
    let once = |place: usize| questions.once_in_a_request(place);
    if places.iter().all(|place| once(*place).is_none()) {
        return vec![Group { target, places }];
    }
    let parts = apart(places, once).into_iter();
    parts.map(|places| Group { target, places }).collect()
}

/// The coordinator of each key.
async fn coordinators(
    cluster: &Cluster,
    of: CoordinatorType,
    keys: &BTreeMap<&str, Vec<usize>>,
    terms: CallTerms,
) -> Result<Vec<Result<i32>>> {
    let keys: Vec<String> = keys.keys().map(|key| (*key).to_owned()).collect();
    let found = results(cluster, &FindCoordinator { of }, &keys, terms).await?;
    Ok(found.into_iter().map(|(_, broker)| broker).collect())
}

/// The leader of each partition, topic after topic.
async fn leaders(
    cluster: &Cluster,
    partitions: &BTreeMap<&str, Vec<(i32, usize)>>,
    terms: CallTerms,
) -> Result<Vec<Result<i32>>> {
    let topics: Vec<String> = partitions.keys().map(|topic| (*topic).to_owned()).collect();
    let described = results(cluster, &DescribeTopics(()), &topics, terms).await?;
    let mut found = Vec::new();
    for ((_, topic), partitions) in described.iter().zip(partitions.values()) {
        let leaders = topic.as_ref().map(leaders_of);
        for (partition, _) in partitions {
            found.push(match &leaders {
                Ok(leaders) => leader(leaders, *partition),
                Err(error) => Err((*error).clone()),
            });
        }
    }
    Ok(found)
}

/// By partition, because a topic can have many and all may be asked about.
fn leaders_of(topic: &TopicDescription) -> HashMap<i32, Option<i32>> {
    topic.partitions.iter().map(|it| (it.index, it.leader)).collect()
}

fn leader(leaders: &HashMap<i32, Option<i32>>, partition: i32) -> Result<i32> {
    let of_code = |code| Error::of_code(ApiKey::METADATA, code, None);
    let found = leaders.get(&partition);
    let found = found.ok_or_else(|| of_code(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))?;
    found.ok_or_else(|| of_code(ErrorCode::LEADER_NOT_AVAILABLE))
}
