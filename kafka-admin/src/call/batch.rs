//! One result per item, in the order asked.

use std::borrow::Borrow;

use crate::{Error, Result};

/// The answers to a call about several items: one result per item, in request order.
///
/// An item that was refused before sending, or that the broker left out of its answer, is here too,
/// with an error that says so. Dropping a `Batch` drops the errors in it: fold it with [`Batch::all`]
/// unless each item is looked at.
#[derive(Debug, Clone)]
#[must_use = "the errors of single items are inside: look at each, or fold with all()"]
pub struct Batch<K, V> {
    items: Vec<(K, Result<V>)>,
}

impl<K, V> Batch<K, V> {
    pub(crate) fn new(items: Vec<(K, Result<V>)>) -> Self {
        Self { items }
    }

    /// Every value in request order, or the first error of any item.
    ///
    /// # Errors
    /// The error of the first failed item; when several failed its text says how many.
    pub fn all(self) -> Result<Vec<V>> {
        let (asked, failed) = (self.len(), self.failures().count());
        let values: Result<Vec<V>> = self.items.into_iter().map(|(_, result)| result).collect();
        values.map_err(|first| if failed > 1 { first.one_of(failed, asked) } else { first })
    }

    /// The value of a call about exactly one item.
    ///
    /// # Errors
    /// The item's error, or [`ErrorKind::ResponseMismatch`](crate::ErrorKind::ResponseMismatch) when
    /// the call was not about one item.
    pub fn one(self) -> Result<V> {
        let asked = self.len();
        let mut values = self.all()?;
        match values.pop() {
            Some(value) if asked == 1 => Ok(value),
            _ => Err(Error::count_mismatch(1, asked)),
        }
    }

    /// Each item and its result, in request order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &Result<V>)> {
        self.items.iter().map(|(key, result)| (key, result))
    }

    /// Each failed item and its error, in request order.
    pub fn failures(&self) -> impl Iterator<Item = (&K, &Error)> {
        self.iter().filter_map(|(key, result)| Some((key, result.as_ref().err()?)))
    }

    /// The result of the first item with this key.
    pub fn get<Q>(&self, key: &Q) -> Option<&Result<V>>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        self.iter().find(|(item, _)| (*item).borrow() == key).map(|(_, result)| result)
    }

    /// How many items were asked about.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<K, V> IntoIterator for Batch<K, V> {
    type Item = (K, Result<V>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn failed(name: &str) -> (String, Result<u8>) {
        (name.into(), Err(Error::invalid(format!("{name} is bad"))))
    }

    #[test]
    fn keeps_request_order() {
        let batch = Batch::new(vec![("b".into(), Ok(1)), failed("a"), ("c".into(), Ok(3))]);
        let names: Vec<_> = batch.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(batch.failures().count(), 1);
        assert!(matches!(batch.get("c"), Some(Ok(3))));
    }

    #[test]
    fn all_gives_values_or_the_first_error() {
        assert_eq!(Batch::new(vec![("a", Ok(1)), ("b", Ok(2))]).all().unwrap(), [1, 2]);
        let error =
            Batch::new(vec![failed("x"), ("b".into(), Ok(2)), failed("y")]).all().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("2 of 3"), "{error}");
    }

    #[test]
    fn one_wants_exactly_one() {
        assert_eq!(Batch::new(vec![("a", Ok(7))]).one().unwrap(), 7);
        let none = Batch::<String, u8>::new(vec![]).one().unwrap_err();
        assert_eq!(none.kind(), ErrorKind::ResponseMismatch);
        let two = Batch::new(vec![("a", Ok(7)), ("b", Ok(8))]).one().unwrap_err();
        assert_eq!(two.kind(), ErrorKind::ResponseMismatch);
    }

    #[test]
    fn counts_and_gives_its_items() {
        let batch = Batch::new(vec![("a", Ok(7)), ("b", Ok(8))]);
        assert_eq!((batch.len(), batch.is_empty()), (2, false));
        assert!(Batch::<String, u8>::new(vec![]).is_empty());
        let items: Vec<_> = batch.into_iter().map(|(key, value)| (key, value.unwrap())).collect();
        assert_eq!(items, [("a", 7), ("b", 8)]);
    }
}
