//! Which broker is to be asked about an item.

use std::collections::{BTreeMap, HashMap};

use kafka_proto::CoordinatorType;

use crate::net::question::Target;
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

impl Route<'_> {
    /// Who that is, unless it has to be found out.
    pub(super) fn target(&self) -> Option<Target> {
        match self {
            Route::Any => Some(Target::Any),
            Route::Controller => Some(Target::Controller),
            Route::Broker(id) => Some(Target::Broker(*id)),
            Route::Coordinator(..) | Route::Leader(..) => None,
        }
    }
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
pub(super) struct Wanted<'a> {
    pub(super) targets: BTreeMap<Target, Vec<usize>>,
    /// By the code of what is coordinated, and the key.
    pub(super) coordinators: BTreeMap<i8, BTreeMap<&'a str, Vec<usize>>>,
    /// By the topic.
    pub(super) leaders: BTreeMap<&'a str, Vec<(i32, usize)>>,
}

impl<'a> Wanted<'a> {
    pub(super) fn add(&mut self, place: usize, route: Route<'a>) {
        match (route, route.target()) {
            (Route::Coordinator(of, key), _) => {
                let keys = self.coordinators.entry(of.0).or_default();
                keys.entry(key).or_default().push(place);
            }
            (Route::Leader(topic, partition), _) => {
                self.leaders.entry(topic).or_default().push((partition, place));
            }
            (_, Some(target)) => self.targets.entry(target).or_default().push(place),
            (_, None) => {}
        }
    }
}

/// Splits places so that no two of one part share what may be in a request only `once`.
pub(super) fn apart<'a>(
    places: Vec<usize>,
    once: impl Fn(usize) -> Option<&'a str>,
) -> Vec<Vec<usize>> {
    let (mut parts, mut seen) = (Vec::<Vec<usize>>::new(), HashMap::new());
    for place in places {
        let part = match once(place) {
            None => 0,
            Some(shared) => {
                let times = seen.entry(shared).or_insert(0);
                *times += 1;
                *times - 1
            }
        };
        if parts.len() <= part {
            parts.resize_with(part + 1, Vec::new);
        }
        if let Some(part) = parts.get_mut(part) {
            part.push(place);
        }
    }
    parts
}

/// Adds what was found to the targets, for the places that each finding is about. Gives the items that
/// have an error of their own.
pub(super) fn take(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_in_a_request_once_is_split_in_the_order_asked() {
        let users = ["a", "b", "a", "", "a", "b"];
        let once = |place: usize| Some(users[place]).filter(|user| !user.is_empty());
        let parts = apart((0..users.len()).collect(), once);
        assert_eq!(parts, [vec![0, 1, 3], vec![2, 5], vec![4]]);
        assert_eq!(apart(Vec::new(), |_| None), Vec::<Vec<usize>>::new());
    }
}
