//! One result per item, in the order asked.

use crate::{Error, Result};

/// The answers to a call about several items: one result per item, in request order.
///
/// An item that was refused before sending, or that the broker left out of its answer, is here too,
/// with an error that says so. Dropping a `Batch` drops the errors in it: fold it with [`Batch::all`]
/// unless each item is looked at.
#[derive(Debug, Clone)]
#[must_use = "the errors of single items are inside: look at each, or fold with all()"]
pub struct Batch<T> {
    items: Vec<(String, Result<T>)>,
}

impl<T> Batch<T> {
    pub(crate) fn new(mut items: Vec<(String, Result<T>)>) -> Self {
        // A text that was formatted may have room for twice as much.
        items.iter_mut().for_each(|(name, _)| name.shrink_to_fit());
        Self { items }
    }

    /// Every value in request order, or the first error of any item.
    ///
    /// # Errors
    /// The error of the first failed item; when several failed its text says how many.
    pub fn all(self) -> Result<Vec<T>> {
        let (asked, failed) = (self.len(), self.failures().count());
        let values: Result<Vec<T>> = self.items.into_iter().map(|(_, result)| result).collect();
        values.map_err(|first| if failed > 1 { first.one_of(failed, asked) } else { first })
    }

    /// The value of a call about exactly one item.
    ///
    /// # Errors
    /// The item's error, or [`ErrorKind::ResponseMismatch`](crate::ErrorKind::ResponseMismatch) when
    /// the call was not about one item.
    pub fn one(self) -> Result<T> {
        let asked = self.len();
        let mut values = self.all()?;
        match values.pop() {
            Some(value) if asked == 1 => Ok(value),
            _ => Err(Error::count_mismatch(1, asked)),
        }
    }

    /// Name and result of each item, in request order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Result<T>)> {
        self.items.iter().map(|(name, result)| (name.as_str(), result))
    }

    /// Name and error of each failed item, in request order.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.iter().filter_map(|(name, result)| Some((name, result.as_ref().err()?)))
    }

    /// The result of the first item with this name.
    pub fn get(&self, name: &str) -> Option<&Result<T>> {
        self.iter().find(|(item, _)| *item == name).map(|(_, result)| result)
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

impl<T> IntoIterator for Batch<T> {
    type Item = (String, Result<T>);
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
        let names: Vec<_> = batch.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(batch.failures().count(), 1);
        assert!(matches!(batch.get("c"), Some(Ok(3))));
    }

    #[test]
    fn all_gives_values_or_the_first_error() {
        assert_eq!(
            Batch::new(vec![("a".into(), Ok(1)), ("b".into(), Ok(2))]).all().unwrap(),
            [1, 2]
        );
        let error =
            Batch::new(vec![failed("x"), ("b".into(), Ok(2)), failed("y")]).all().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("2 of 3"), "{error}");
    }

    #[test]
    fn one_wants_exactly_one() {
        assert_eq!(Batch::new(vec![("a".into(), Ok(7))]).one().unwrap(), 7);
        assert_eq!(Batch::<u8>::new(vec![]).one().unwrap_err().kind(), ErrorKind::ResponseMismatch);
    }
}
