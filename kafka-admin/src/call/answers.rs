//! Reading answers: which item each is about, and what its code says.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use kafka_auth::PeerText;
use kafka_proto::{ApiKey, ErrorCode};

use crate::{Error, Result};

/// What the broker says about the whole or one item.
pub(crate) fn checked(api: ApiKey, code: ErrorCode, text: Option<&str>) -> Result<()> {
    match code {
        ErrorCode::NONE => Ok(()),
        code => Err(Error::of_code(api, code, text)),
    }
}

/// The answer to a question about one thing.
pub(crate) fn one<T>(value: T) -> Result<Vec<Result<T>>> {
    Ok(vec![Ok(value)])
}

/// Puts answers that carry a name into the order of the question. Answers that nobody asked for are
/// counted, told and never read; an item without an answer, or with two, is an error.
pub(crate) fn by_name<K, T, F>(
    asked: impl ExactSizeIterator<Item = K>,
    answered: impl IntoIterator<Item = (K, F)>,
) -> Vec<Result<T>>
where
    K: Eq + Hash + Debug,
    F: FnOnce() -> Result<T>,
{
    let asked: Vec<K> = asked.collect();
    let mut found: Vec<Option<Result<T>>> = Vec::with_capacity(asked.len());
    found.resize_with(asked.len(), || None);
    let mut places: Option<HashMap<&K, usize>> = None;
    let (mut foreign, mut last) = (0_u32, None);
    for (n, (name, read)) in answered.into_iter().enumerate() {
        // Most brokers answer in the order of the question.
        let place = match asked.get(n) {
            Some(in_order) if *in_order == name => Some(n),
            _ => places.get_or_insert_with(|| by_key(&asked)).get(&name).copied(),
        };
        match place.and_then(|place| found.get_mut(place)) {
            Some(slot) if slot.is_none() => *slot = Some(read()),
            Some(slot) => *slot = Some(Err(Error::answered_twice())),
            None => (foreign, last) = (foreign.saturating_add(1), Some(name)),
        }
    }
    if let Some(last) = last {
        let last = format!("{last:?}");
        tracing::warn!(foreign, last = %PeerText::new(&last), "answers that nobody asked for");
    }
    found.into_iter().map(|slot| slot.unwrap_or_else(|| Err(Error::missing_item()))).collect()
}

fn by_key<K: Eq + Hash>(asked: &[K]) -> HashMap<&K, usize> {
    asked.iter().enumerate().map(|(place, name)| (name, place)).collect()
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
        let sorted = by_name(["a", "b"].into_iter(), answers(&["b", "a"]));
        assert_eq!(sorted.into_iter().collect::<Result<Vec<_>>>().unwrap(), [1, 0]);
    }

    #[test]
    fn f31_missing_foreign_and_duplicate_answers() {
        let results = by_name(["a", "b", "c"].into_iter(), answers(&["c", "x", "b", "b"]));
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
}
