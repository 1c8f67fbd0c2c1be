//! The items of one batch call: which are still open, and what became of the others.

use std::collections::{HashMap, HashSet};

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use crate::backoff::Backoff;
use crate::cluster::Cluster;
use crate::escape::Escaped;
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

    /// Sends the open items, and again those that a broker did not do because it is not the
    /// controller, until none is left or the time is over.
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

    /// Reopens what a broker refused because it is not the controller, and finds the controller;
    /// `false` when there is nothing to repeat, or no time.
    async fn reopen(
        &mut self,
        cluster: &Cluster,
        backoff: &mut Backoff,
        deadline: Instant,
    ) -> bool {
        let refused = self.positions(|error| error.code() == Some(ErrorCode::NOT_CONTROLLER));
        if refused.is_empty() || !backoff.wait(deadline).await {
            return false;
        }
        // When nobody answers now, the next request finds out again.
        let _ = cluster.find_controller(deadline).await;
        for position in refused {
            if let Some(slot) = self.results.get_mut(position) {
                *slot = None;
            }
        }
        true
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

/// Puts answers that carry a name into the order of the question. An answer that nobody asked for is
/// told and dropped; an item without an answer, or with two, is an error.
pub(crate) fn by_name<T>(asked: &[&str], answered: Vec<(String, Result<T>)>) -> Vec<Result<T>> {
    let wanted: HashSet<&str> = asked.iter().copied().collect();
    let mut found: HashMap<String, Result<T>> = HashMap::new();
    for (name, result) in answered {
        if !wanted.contains(name.as_str()) {
            tracing::warn!(name = %Escaped(&name), "an answer that nobody asked for");
        } else if found.remove(&name).is_some() {
            found.insert(name, Err(Error::answered_twice()));
        } else {
            found.insert(name, result);
        }
    }
    asked
        .iter()
        .map(|name| found.remove(*name).unwrap_or_else(|| Err(Error::missing_item())))
        .collect()
}

/// Answers without a name belong to the items by their position: then their number must be right.
pub(crate) fn by_position<T>(asked: usize, answered: Vec<Result<T>>) -> Vec<Result<T>> {
    if answered.len() == asked {
        return answered;
    }
    let count = answered.len();
    (0..asked).map(|_| Err(Error::count_mismatch(asked, count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Outcome};

    fn answers(names: &[&str]) -> Vec<(String, Result<usize>)> {
        names.iter().enumerate().map(|(n, name)| ((*name).into(), Ok(n))).collect()
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
            let results = by_position(2, (0..count).map(Ok).collect());
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
