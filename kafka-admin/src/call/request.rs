//! One request about several items: what its version can carry, and what the answer says of each.

use std::borrow::Cow;

use kafka_proto::{ApiKey, Message};
use tokio::time::Instant;

use super::operation::{Operation, ResponseOf, Terms};
use super::route::Group;
use super::terms::CallTerms;
use crate::net::cluster::Cluster;
use crate::net::connection::Connection;
use crate::net::question::{Answer, Ask};
use crate::{Error, Result};

/// What one request brought.
pub(super) struct Told<'g, V> {
    /// The items in it.
    pub(super) sent: Cow<'g, [usize]>,
    /// What the broker said of each of them.
    pub(super) answered: Vec<Result<V>>,
    /// Items that the version cannot carry.
    pub(super) refused: Vec<(usize, Error)>,
}

/// A failed request, and the items in it.
pub(super) struct Failed {
    pub(super) places: Vec<usize>,
    pub(super) error: Error,
}

/// Which of a group's items are in the request, and which the version cannot carry.
struct Fit<'g> {
    sent: Cow<'g, [usize]>,
    refused: Vec<(usize, Error)>,
}

/// Asks one broker about the items of a group.
pub(super) async fn ask<'g, O: Operation>(
    cluster: &Cluster,
    operation: &O,
    items: &[O::Item],
    group: &'g Group,
    terms: CallTerms,
) -> std::result::Result<Told<'g, O::Value>, Failed> {
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
    let answered = results.map_err(|error| failed(&fit.sent, error))?;
    Ok(Told { sent: fit.sent, answered, refused: fit.refused })
}

/// The frame of a request about as many of these items as the version can carry, if it is any.
fn write<'g, O: Operation>(
    connection: &Connection,
    operation: &O,
    items: &[O::Item],
    places: &'g [usize],
    terms: Terms,
) -> Result<(Option<Vec<u8>>, Fit<'g>)> {
    let places = places.get(..O::at_most(terms.version)).unwrap_or(places);
    let encode = |places: &[usize]| {
        let request = operation.request(&picked(items, places), terms)?;
        connection.encode(terms.version, &request)
    };
    if let Ok(frame) = encode(places) {
        return Ok((Some(frame), Fit { sent: Cow::Borrowed(places), refused: Vec::new() }));
    }
    let (mut sent, mut refused) = (Vec::new(), Vec::new());
    for place in places {
        match encode(&[*place]) {
            Ok(_) => sent.push(*place),
            Err(error) => refused.push((*place, error.in_api(api_of::<O>()))),
        }
    }
    let frame = if sent.is_empty() { None } else { Some(encode(&sent)?) };
    Ok((frame, Fit { sent: Cow::Owned(sent), refused }))
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
