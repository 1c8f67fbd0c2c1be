use std::fmt;

use super::{Reader, Wire};

/// A Kafka array: a checked view over a received frame, or elements of your own.
///
/// Reading a message walks its arrays once to check them and keeps no element; [`Array::iter`]
/// reads them again, one at a time, without a way to fail. An array to be sent comes from a
/// `Vec`, a slice or an iterator.
///
/// ```
/// use kafka_proto::Array;
///
/// let replicas = Array::from(vec![1, 2, 3]);
/// assert_eq!(replicas.iter().sum::<i32>(), 6);
/// ```
#[derive(Clone)]
pub struct Array<'a, T>(Elements<'a, T>);

/// A box and not a `Vec`, so that all fit into 24 bytes and the last two look the same.
#[derive(Clone)]
enum Elements<'a, T> {
    Wire { bytes: &'a [u8], count: u32, version: i16, flexible: bool },
    Slice(&'a [T]),
    Own(Box<[T]>),
}

impl<'a, T> Array<'a, T> {
    /// `count` elements that were checked to be at the front of `bytes`.
    #[inline]
    pub(super) fn checked(bytes: &'a [u8], count: usize, version: i16, flexible: bool) -> Self {
        Self(Elements::Wire { bytes, count: count as u32, version, flexible })
    }

    /// How many elements there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Elements::Wire { count, .. } => *count as usize,
            Elements::Slice(slice) => slice.len(),
            Elements::Own(own) => own.len(),
        }
    }

    /// Whether there is none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'a, T: Wire<'a> + Clone> Array<'a, T> {
    /// Every element, by value.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter<'_, 'a, T> {
        Iter(match &self.0 {
            &Elements::Wire { bytes, count, version, flexible } => {
                Source::Wire { rest: bytes, left: count, version, flexible }
            }
            Elements::Slice(slice) => Source::Host(slice.iter()),
            Elements::Own(own) => Source::Host(own.iter()),
        })
    }

    /// The elements, unless they are still on the wire.
    #[inline(always)]
    pub(super) fn host(&self) -> Option<&[T]> {
        match &self.0 {
            Elements::Wire { .. } => None,
            Elements::Slice(slice) => Some(slice),
            Elements::Own(own) => Some(own),
        }
    }
}

impl<T> Default for Array<'_, T> {
    fn default() -> Self {
        Self(Elements::Slice(&[]))
    }
}

impl<T> From<Vec<T>> for Array<'_, T> {
    fn from(elements: Vec<T>) -> Self {
        Self(Elements::Own(elements.into()))
    }
}

impl<'a, T> From<&'a [T]> for Array<'a, T> {
    fn from(elements: &'a [T]) -> Self {
        Self(Elements::Slice(elements))
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for Array<'a, T> {
    fn from(elements: &'a [T; N]) -> Self {
        Self(Elements::Slice(elements))
    }
}

impl<T> FromIterator<T> for Array<'_, T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(Elements::Own(elements.into_iter().collect()))
    }
}

impl<'s, 'a, T: Wire<'a> + Clone> IntoIterator for &'s Array<'a, T> {
    type Item = T;
    type IntoIter = Iter<'s, 'a, T>;

    fn into_iter(self) -> Iter<'s, 'a, T> {
        self.iter()
    }
}

// Two loops, where iterators would do: without optimization each adapter is compiled for each message.
impl<'a, T: Wire<'a> + Clone + PartialEq> PartialEq for Array<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        let mut others = other.iter();
        for element in self {
            match others.next() {
                Some(other) if other == element => {}
                _ => return false,
            }
        }
        self.len() == other.len()
    }
}

impl<'a, T: Wire<'a> + Clone + fmt::Debug> fmt::Debug for Array<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for element in self {
            list.entry(&element);
        }
        list.finish()
    }
}

/// The elements of an [`Array`], by value.
#[derive(Clone)]
pub struct Iter<'s, 'a, T>(Source<'s, 'a, T>);

#[derive(Clone)]
enum Source<'s, 'a, T> {
    Wire { rest: &'a [u8], left: u32, version: i16, flexible: bool },
    Host(std::slice::Iter<'s, T>),
}

impl<'a, T: Wire<'a> + Clone> Iterator for Iter<'_, 'a, T> {
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Source::Wire { left: 0, .. } => None,
            Source::Wire { rest, left, version, flexible } => {
                *left -= 1;
                // The same bytes passed `Wire::skip`. The compiler, too, sees that nobody asks
                // for a fault here, and leaves out all that would say what it is.
                let mut reader = Reader::again(rest, *version, *flexible);
                let element = T::read(&mut reader);
                *rest = reader.rest();
                Some(element)
            }
            Source::Host(elements) => elements.next().cloned(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match &self.0 {
            Source::Wire { left, .. } => *left as usize,
            Source::Host(elements) => elements.len(),
        };
        (left, Some(left))
    }
}

impl<'a, T: Wire<'a> + Clone> ExactSizeIterator for Iter<'_, 'a, T> {}

#[cfg(test)]
mod tests {
    use super::super::Writer;
    use super::*;

    #[test]
    fn an_array_takes_no_more_than_three_words() {
        assert!(size_of::<Array<'_, i32>>() <= 24);
        assert!(size_of::<Option<Array<'_, i32>>>() <= 24);
    }

    #[test]
    fn any_number_of_elements_is_written_in_order() {
        for count in 0..8 {
            let ids: Vec<i32> = (0..count).collect();
            let expected: Vec<u8> =
                [count].iter().chain(&ids).flat_map(|number| number.to_be_bytes()).collect();
            let mut writer = Writer::new(Vec::new(), 0, false);
            writer.array("ids", &Array::from(ids));
            assert_eq!(writer.finish(), (expected, Ok(())));
        }
    }

    #[test]
    fn arrays_of_every_origin_are_equal_if_their_elements_are() {
        let own = Array::from(vec![7, 9]);
        let others: [Array<'_, i32>; 3] =
            [Array::from(&[7, 9][..]), Array::from(&[7, 9]), [7, 9].into_iter().collect()];
        for other in others {
            assert_eq!((&other, other.len(), other.is_empty()), (&own, 2, false));
        }
        for other in [vec![7, 8], vec![7], vec![7, 9, 9], vec![]] {
            assert_ne!(Array::from(other), own);
        }
        assert!(Array::<'_, i32>::default().is_empty());
    }

    #[test]
    fn host_and_wire_elements_are_equal() {
        let bytes = [0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 9];
        let wire: Array<'_, i32> = Reader::again(&bytes, 0, false).array("a");
        assert_eq!(wire, Array::from(vec![7, 9]));
        assert_eq!(wire.iter().len(), 2);
        assert_eq!(format!("{wire:?}"), "[7, 9]");
    }
}
