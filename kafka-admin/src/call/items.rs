//! The items of one batch call: which are still open, and what became of the others.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use kafka_auth::PeerText;
use kafka_proto::ErrorCode;
use tokio::time::{Instant, sleep_until};

use crate::net::backoff::Backoff;
use crate::net::cluster::Cluster;
use crate::{Batch, Error, Result};

/// One slot per asked item, in request order; an empty slot is an item still to be asked about.
pub(crate) struct Items<T> {
    names: Vec<String>,
    results: Vec<Option<Result<T>>>,
}

impl<T> Items<T> {
    /// Items of which those with an `Err` here are never sent.
    pub(crate) fn new(checked: impl IntoIterator<Item = (String, Result<()>)>) -> Self {
        let slot = |(name, check): (String, Result<()>)| (name, check.err().map(Err));
        let (names, results) = checked.into_iter().map(slot).unzip();
        Self { names, results }
    }

    /// Also refuses an item whose name another one has: their answers could not be told apart.
    pub(crate) fn refuse_duplicates(&mut self) {
        let mut seen = HashSet::new();
        for (name, result) in self.names.iter().zip(&mut self.results) {
            if !seen.insert(name) {
                *result = Some(Err(Error::invalid("named twice in one call")));
            }
        }
    }

    /// The positions of the items still to be asked about.
    pub(crate) fn open(&self) -> Vec<usize> {
        let open =
            |(position, result): (usize, &Option<Result<T>>)| result.is_none().then_some(position);
        self.results.iter().enumerate().filter_map(open).collect()
    }

    /// Refuses an item.
    pub(crate) fn refuse(&mut self, position: usize, error: Error) {
        self.set(position, Err(error));
    }

    /// Takes the answers about the items at `positions`, in that order.
    pub(crate) fn fill(&mut self, positions: &[usize], answers: Vec<Result<T>>) {
        for (position, answer) in positions.iter().zip(answers) {
            self.set(*position, answer);
        }
    }

    /// Sends the open items, and again those that a broker did not do for now: it is not the
    /// controller, or the quota on changes is exceeded. Until none is left or the time is over.
    ///
    /// # Errors
    /// The first request failed as a whole. When a later one does, that is the result of its items.
    pub(crate) async fn run<F, Fut>(
        mut self,
        cluster: &Cluster,
        deadline: Instant,
        send: F,
    ) -> Result<Batch<T>>
    where
        F: Fn(Vec<usize>) -> Fut,
        Fut: Future<Output = Result<Vec<Result<T>>>>,
    {
        let mut backoff = Backoff::requests();
        let mut open = self.open();
        if !open.is_empty() {
            let answers = send(open.clone()).await?;
            self.fill(&open, answers);
        }
        while self.reopen(cluster, &mut backoff, deadline).await {
            open = self.open();
            match send(open.clone()).await {
                Ok(answers) => self.fill(&open, answers),
                Err(error) => {
                    open.iter().for_each(|position| self.refuse(*position, error.clone()))
                }
            }
        }
        Ok(self.into_batch())
    }

    /// Reopens what a broker did not do for now, when it is time to ask again, and finds the
    /// controller; `false` when there is nothing to repeat, or no time.
    async fn reopen(
        &mut self,
        cluster: &Cluster,
        backoff: &mut Backoff,
        deadline: Instant,
    ) -> bool {
        let moved = self.positions(|error| error.code() == Some(ErrorCode::NOT_CONTROLLER));
        let (limited, wait) = match cluster.config().retry_on_quota {
            true => self.limited(deadline.saturating_duration_since(Instant::now())),
            false => Default::default(),
        };
        if moved.is_empty() && limited.is_empty() {
            return false;
        }
        let next = Instant::now() + wait.max(backoff.next());
        if next >= deadline {
            return false;
        }
        sleep_until(next).await;
        if !moved.is_empty() {
            // When nobody answers now, the next request finds out again.
            let _ = cluster.find_controller(deadline).await;
        }
        for position in moved.into_iter().chain(limited) {
            if let Some(slot) = self.results.get_mut(position) {
                *slot = None;
            }
        }
        true
    }

    /// What exceeded a quota and may be asked again within this time, and after which time. KIP-599: an
    /// item that is refused like this was not done, and may be sent again after the throttle time.
    fn limited(&self, left: Duration) -> (Vec<usize>, Duration) {
        let mut wait = Duration::ZERO;
        let limited = self.positions(|error| {
            error.code() == Some(ErrorCode::THROTTLING_QUOTA_EXCEEDED)
                && error.throttle_time().is_none_or(|time| time < left)
        });
        for position in &limited {
            if let Some(Some(Err(error))) = self.results.get(*position) {
                wait = wait.max(error.throttle_time().unwrap_or_default());
            }
        }
        (limited, wait)
    }

    /// The batch; an item that nobody answered says so.
    pub(crate) fn into_batch(self) -> Batch<T> {
        let result =
            |result: Option<Result<T>>| result.unwrap_or_else(|| Err(Error::missing_item()));
        let named = |(name, slot): (String, Option<Result<T>>)| {
            let result = result(slot).map_err(|error| error.about(&name));
            (name, result)
        };
        Batch::new(self.names.into_iter().zip(self.results).map(named).collect())
    }

    fn positions(&self, wanted: impl Fn(&Error) -> bool) -> Vec<usize> {
        let wanted = |(position, slot): (usize, &Option<Result<T>>)| match slot {
            Some(Err(error)) if wanted(error) => Some(position),
            _ => None,
        };
        self.results.iter().enumerate().filter_map(wanted).collect()
    }

    fn set(&mut self, position: usize, result: Result<T>) {
        if let Some(slot) = self.results.get_mut(position) {
            *slot = Some(result);
        }
    }
}

/// Puts answers that carry a name into the order of the question. Answers that nobody asked for are
/// counted, told and never read; an item without an answer, or with two, is an error.
pub(crate) fn by_name<'n, T, F>(
    asked: &[&str],
    answered: impl IntoIterator<Item = (&'n str, F)>,
) -> Vec<Result<T>>
where
    F: FnOnce() -> Result<T>,
{
    let places: HashMap<&str, usize> =
        asked.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut found: Vec<Option<Result<T>>> = asked.iter().map(|_| None).collect();
    let mut foreign = None;
    for (name, read) in answered {
        match places.get(name).and_then(|place| found.get_mut(*place)) {
            Some(slot) if slot.is_none() => *slot = Some(read()),
            Some(slot) => *slot = Some(Err(Error::answered_twice())),
            None => foreign = Some((name, foreign.map_or(1, |(_, count): (&str, u32)| count + 1))),
        }
    }
    if let Some((last, count)) = foreign {
        tracing::warn!(count, last = %PeerText::new(last), "answers that nobody asked for");
    }
    found.into_iter().map(|slot| slot.unwrap_or_else(|| Err(Error::missing_item()))).collect()
}

/// Answers without a name belong to the items by their position: then their number must be right, and
/// none is read otherwise.
pub(crate) fn by_position<T>(
    asked: usize,
    answered: impl ExactSizeIterator<Item = Result<T>>,
) -> Vec<Result<T>> {
    if answered.len() == asked {
        return answered.collect();
    }
    let mismatch = Error::count_mismatch(asked, answered.len());
    (0..asked).map(|_| Err(mismatch.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Outcome};

    fn answers<'a>(
        names: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, impl FnOnce() -> Result<usize>)> {
        names.iter().enumerate().map(|(n, name)| (*name, move || Ok(n)))
    }

    #[test]
    fn answers_are_put_into_the_order_of_the_question() {
        let sorted = by_name(&["a", "b"], answers(&["b", "a"]));
        assert_eq!(sorted.into_iter().collect::<Result<Vec<_>>>().unwrap(), [1, 0]);
    }

    #[test]
    fn f31_missing_foreign_and_duplicate_answers() {
        let results = by_name(&["a", "b", "c"], answers(&["c", "x", "b", "b"]));
        let kinds: Vec<_> =
            results.iter().map(|r| r.as_ref().map_err(Error::kind).copied()).collect();
        let mismatch = Err(ErrorKind::ResponseMismatch);
        assert_eq!(kinds, [mismatch, mismatch, Ok(0)]);
    }

    #[test]
    fn f30_a_wrong_number_of_answers_is_an_error_of_each_item() {
        for count in [0, 1, 3] {
            let results = by_position(2, (0..count).map(Ok));
            assert_eq!(results.len(), 2);
            for result in results {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::ResponseMismatch);
                assert_eq!(error.outcome(), Outcome::Unknown);
            }
        }
    }

    #[test]
    fn refused_items_are_not_open_and_keep_their_place() {
        let checks = [("a", Ok(())), ("b", Err(Error::invalid("no"))), ("a", Ok(()))];
        let mut items = Items::new(checks.map(|(name, check)| (name.to_string(), check)));
        items.refuse_duplicates();
        assert_eq!(items.open(), [0]);
        items.fill(&[0], vec![Ok(7)]);
        let batch = items.into_batch();
        let texts: Vec<_> =
            batch.iter().map(|(_, r)| r.as_ref().map_err(Error::to_string).copied()).collect();
        assert_eq!(texts, [Ok(7), Err("b: no".into()), Err("a: named twice in one call".into())]);
    }
}
