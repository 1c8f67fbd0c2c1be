//! Makes a call: routes its items, asks the brokers side by side, and repeats what may be repeated.

use std::time::Duration;

use kafka_proto::{ApiKey, Message};
use tokio::time::{Instant, sleep_until};

use super::batch::Batch;
use super::operation::{Operation, ResponseOf, Terms};
use super::repeat::{Repeat, code_of_api, repeat};
use super::route::{Group, Route, routed};
use super::slots::Slots;
use super::{CallTerms, Running};
use crate::net::ask::{Answer, Ask};
use crate::net::backoff::Backoff;
use crate::net::cluster::Cluster;
use crate::net::connection::Connection;
use crate::net::race::all;
use crate::{Error, Result};

/// How many brokers are asked at the same time: how many there are is a peer's word.
const BROKERS_AT_ONCE: usize = 32;

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
    let slots = Driver::new(cluster, operation, items, terms).run().await;
    let mut results = Vec::with_capacity(items.len());
    for (item, result) in items.iter().zip(slots.into_results()?) {
        let key = operation.key(item);
        let result = result.map_err(|error| error.about(&key));
        results.push((key, result));
    }
    Ok(Batch::new(results))
}

/// As [`run`], for what has to be found out during another call.
pub(super) fn results_of<'a, O: Operation>(
    cluster: &'a Cluster,
    operation: &'a O,
    items: &'a [O::Item],
    terms: CallTerms,
) -> Running<'a, Vec<Result<O::Value>>> {
    let driver = Driver::new(cluster, operation, items, terms);
    Box::pin(async move { driver.run().await.into_results() })
}

struct Driver<'a, O: Operation> {
    cluster: &'a Cluster,
    operation: &'a O,
    items: &'a [O::Item],
    terms: CallTerms,
    slots: Slots<O::Value>,
    /// How many requests were made.
    requests: usize,
    backoff: Backoff,
    login_backoff: Backoff,
}

/// What one request brought.
struct Told<V> {
    /// The items in it, each with what the broker said of it.
    answered: Vec<(usize, Result<V>)>,
    /// Items that the version cannot carry.
    refused: Vec<(usize, Error)>,
}

/// A failed request, and the items in it.
struct Failed {
    places: Vec<usize>,
    error: Error,
}

/// Which of a group's items are in the request, and which the version cannot carry.
#[derive(Default)]
struct Fit {
    sent: Vec<usize>,
    refused: Vec<(usize, Error)>,
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

impl<'a, O: Operation> Driver<'a, O> {
    fn new(cluster: &'a Cluster, operation: &'a O, items: &'a [O::Item], terms: CallTerms) -> Self {
        let slots = Slots::checked(operation, items);
        let (backoff, login_backoff) = (Backoff::requests(), Backoff::logins());
        Self { cluster, operation, items, terms, slots, requests: 0, backoff, login_backoff }
    }

    async fn run(mut self) -> Slots<O::Value> {
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
        let Self { cluster, operation, items, terms, .. } = *self;
        let routed = routed(cluster, operation, items, places, terms).await;
        for (place, error) in routed.lost {
            self.slots.answer(place, Err(error));
        }
        for (places, error) in routed.failed {
            self.fail(Failed { places, error });
        }
        let mut requests = Vec::with_capacity(routed.groups.len());
        for group in &routed.groups {
            requests.push(ask(cluster, operation, items, group, terms));
        }
        for told in all(BROKERS_AT_ONCE, requests).await {
            match told {
                Ok(told) => self.take(told),
                Err(failed) => self.fail(failed),
            }
        }
    }

    fn take(&mut self, told: Told<O::Value>) {
        for (place, result) in told.answered {
            self.slots.answer(place, result);
        }
        for (place, error) in told.refused {
            self.slots.refuse(place, error);
        }
    }

    fn fail(&mut self, failed: Failed) {
        self.requests += 1;
        for place in failed.places {
            self.slots.fail(place, self.requests, failed.error.clone());
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
            let Some(item) = self.items.get(place) else { continue };
            let route = self.terms.broker.map(Route::Broker);
            let route = route.unwrap_or_else(|| self.operation.route(item));
            match repeat(O::EFFECT, &route, error, quota) {
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

async fn ask<O: Operation>(
    cluster: &Cluster,
    operation: &O,
    items: &[O::Item],
    group: &Group,
    terms: CallTerms,
) -> std::result::Result<Told<O::Value>, Failed> {
    let (effect, deadline) = (O::EFFECT, terms.deadline);
    let ask = Ask { target: group.target, effect, deadline, newest: O::NEWEST };
    let write = |connection: &Connection, version| {
        let timeout_ms = timeout_ms(cluster, deadline);
        let terms = Terms { version, timeout_ms, validate_only: terms.validate_only };
        write(connection, operation, items, &group.places, terms)
    };
    let failed = |places: &[usize], error| Failed { places: places.to_vec(), error };
    let asked = cluster.ask::<O::Request<'static>, _, _>(ask, &write).await;
    let (answer, fit) = asked.map_err(|error| failed(&group.places, error))?;
    let results = match &answer {
        Some(answer) => read(answer, operation, items, &fit.sent),
        None => Ok(Vec::new()),
    };
    let results = results.map_err(|error| failed(&fit.sent, error))?;
    Ok(Told { answered: fit.sent.into_iter().zip(results).collect(), refused: fit.refused })
}

/// The frame of a request about as many of these items as the version can carry, if it is any.
fn write<O: Operation>(
    connection: &Connection,
    operation: &O,
    items: &[O::Item],
    places: &[usize],
    terms: Terms,
) -> Result<(Option<Vec<u8>>, Fit)> {
    let places = places.get(..O::at_most(terms.version)).unwrap_or(places);
    let encode = |places: &[usize]| {
        let request = operation.request(&picked(items, places), terms)?;
        connection.encode(terms.version, &request)
    };
    let error = match encode(places) {
        Ok(frame) => return Ok((Some(frame), Fit { sent: places.to_vec(), refused: Vec::new() })),
        Err(error) => error,
    };
    let mut fit = Fit::default();
    for place in places {
        match encode(&[*place]) {
            Ok(_) => fit.sent.push(*place),
            Err(error) => fit.refused.push((*place, error.in_api(api_of::<O>()))),
        }
    }
    match fit.sent.as_slice() {
        // Nobody's fault by itself.
        sent if sent.len() == places.len() => Err(error),
        [] => Ok((None, fit)),
        sent => Ok((Some(encode(sent)?), fit)),
    }
}

/// What the broker said of each of the items that were sent.
fn read<O: Operation>(
    answer: &Answer<O::Request<'static>>,
    operation: &O,
    items: &[O::Item],
    sent: &[usize],
) -> Result<Vec<Result<O::Value>>> {
    let response: ResponseOf<'_, O> = answer.response()?;
    let results = operation.answers(&picked(items, sent), &response);
    let mut results = results.map_err(|error| answer.blame(error))?;
    results.resize_with(sent.len(), || Err(Error::missing_item()));
    for result in &mut results {
        if let Err(error) = result {
            *error = answer.blame(error.clone());
        }
    }
    Ok(results)
}

fn api_of<O: Operation>() -> ApiKey {
    <O::Request<'static> as Message<'static>>::API
}

fn picked<'i, I>(items: &'i [I], places: &[usize]) -> Vec<&'i I> {
    places.iter().filter_map(|place| items.get(*place)).collect()
}

/// How long the broker may work on it: as long as this client waits for one answer.
fn timeout_ms(cluster: &Cluster, deadline: Instant) -> i32 {
    let left = deadline.saturating_duration_since(Instant::now());
    let most = left.min(cluster.config().request_timeout);
    i32::try_from(most.as_millis()).unwrap_or(i32::MAX)
}
