//! The items of a call as the driver sees them. The driver knows nothing of their types, so it is compiled
//! once, and not for each operation.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Mutex;

use kafka_proto::{ApiKey, Message};

use super::operation::{Operation, ResponseOf, Terms};
use super::route::Route;
use crate::net::connection::{Connection, Effect};
use crate::net::question::Answer;
use crate::sync::lock;
use crate::{Error, Result};

/// An operation and its items, each known by its place.
pub(super) trait Questions: Send + Sync {
    fn effect(&self) -> Effect;

    fn api(&self) -> ApiKey;

    /// The oldest and the newest version of the API that may be used.
    fn versions(&self) -> (i16, i16);

    /// For each item why it is not asked about, if it is not: no broker would accept it, or an earlier one
    /// has its name where answers could not be told apart.
    fn checked(&self) -> Vec<Result<()>>;

    fn route(&self, place: usize) -> Option<Route<'_>>;

    /// What no two items of one request may share.
    fn once_in_a_request(&self, place: usize) -> Option<&str>;

    /// The frame of a request about as many of these items as the version can carry, if it is any.
    fn write<'g>(
        &self,
        connection: &Connection,
        places: &'g [usize],
        terms: Terms,
    ) -> Result<(Option<Vec<u8>>, Fit<'g>)>;

    /// What the broker said of each of the items that were sent. What it told about them is kept here.
    fn read(&self, answer: &Answer, sent: &[usize]) -> Result<Vec<Result<()>>>;
}

/// Which of some items are in a request, and which its version cannot carry.
pub(super) struct Fit<'g> {
    pub(super) sent: Cow<'g, [usize]>,
    pub(super) refused: Vec<(usize, Error)>,
}

/// The questions of one call, and what was told about the items.
pub(super) struct Asked<'a, O: Operation> {
    operation: &'a O,
    items: &'a [O::Item],
    keys: Vec<O::Key>,
    values: Mutex<Vec<Option<O::Value>>>,
}

impl<'a, O: Operation> Asked<'a, O> {
    pub(super) fn new(operation: &'a O, items: &'a [O::Item]) -> Self {
        let keys = items.iter().map(|item| operation.key(item)).collect();
        Self { operation, items, keys, values: Mutex::default() }
    }

    /// What became of each item, by its key.
    pub(super) fn results(self, ends: Vec<Result<()>>) -> Vec<(O::Key, Result<O::Value>)> {
        let values = self.values.into_inner().unwrap_or_default();
        let mut values = values.into_iter();
        let mut results = Vec::with_capacity(ends.len());
        for (key, end) in self.keys.into_iter().zip(ends) {
            let value = values.next().flatten();
            let result = match end {
                Ok(()) => value.ok_or_else(Error::missing_item),
                Err(error) => Err(error),
            };
            results.push((key, result));
        }
        results
    }

    fn picked(&self, places: &[usize]) -> Vec<&'a O::Item> {
        places.iter().filter_map(|place| self.items.get(*place)).collect()
    }

    fn encode(&self, connection: &Connection, places: &[usize], terms: Terms) -> Result<Vec<u8>> {
        let request = self.operation.request(&self.picked(places), terms)?;
        connection.encode(terms.version, &request)
    }
}

impl<O: Operation> Questions for Asked<'_, O> {
    fn effect(&self) -> Effect {
        O::EFFECT
    }

    fn api(&self) -> ApiKey {
        <O::Request<'static> as Message<'static>>::API
    }

    fn versions(&self) -> (i16, i16) {
        let (oldest, newest) = <O::Request<'static> as Message<'static>>::VERSIONS.into_inner();
        (oldest, newest.min(O::NEWEST))
    }

    fn checked(&self) -> Vec<Result<()>> {
        let may_repeat = O::ANSWERED_BY_NAME && self.items.len() > 1;
        let mut seen = HashSet::with_capacity(if may_repeat { self.items.len() } else { 0 });
        let mut checked = Vec::with_capacity(self.items.len());
        for (item, key) in self.items.iter().zip(&self.keys) {
            checked.push(match !may_repeat || seen.insert(key) {
                true => self.operation.check(item),
                false => Err(Error::invalid("named twice in one call")),
            });
        }
        checked
    }

    fn route(&self, place: usize) -> Option<Route<'_>> {
        Some(self.operation.route(self.items.get(place)?))
    }

    fn once_in_a_request(&self, place: usize) -> Option<&str> {
        self.operation.once_in_a_request(self.items.get(place)?)
    }

    fn write<'g>(
        &self,
        connection: &Connection,
        places: &'g [usize],
        terms: Terms,
    ) -> Result<(Option<Vec<u8>>, Fit<'g>)> {
        let places = places.get(..O::at_most(terms.version)).unwrap_or(places);
        if let Ok(frame) = self.encode(connection, places, terms) {
            return Ok((Some(frame), Fit { sent: Cow::Borrowed(places), refused: Vec::new() }));
        }
        let (mut sent, mut refused) = (Vec::new(), Vec::new());
        for place in places {
            match self.encode(connection, &[*place], terms) {
                Ok(_) => sent.push(*place),
                Err(error) => refused.push((*place, error.in_api(self.api()))),
            }
        }
        let frame =
            if sent.is_empty() { None } else { Some(self.encode(connection, &sent, terms)?) };
        Ok((frame, Fit { sent: Cow::Owned(sent), refused }))
    }

    fn read(&self, answer: &Answer, sent: &[usize]) -> Result<Vec<Result<()>>> {
        let response: ResponseOf<'_, O> = answer.response::<O::Request<'static>>()?;
        let results = self.operation.answers(&self.picked(sent), &response);
        let mut results = results.map_err(|error| answer.blame(error))?.into_iter();
        let mut values = lock(&self.values);
        values.resize_with(self.items.len(), || None);
        let mut ends = Vec::with_capacity(sent.len());
        for place in sent {
            let result = results.next().unwrap_or_else(|| Err(Error::missing_item()));
            ends.push(match (result, values.get_mut(*place)) {
                (Ok(value), Some(slot)) => {
                    *slot = Some(value);
                    Ok(())
                }
                (Ok(_), None) => Ok(()),
                (Err(error), _) => Err(answer.blame(error)),
            });
        }
        Ok(ends)
    }
}
