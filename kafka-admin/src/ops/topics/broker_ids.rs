//! Lists of brokers, of which a large cluster has three for each partition.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// Ids of brokers, in the order in which Kafka tells them: a slice of `i32`.
///
/// Up to three are kept in place, since that is how many replicas nearly every partition has: a
/// cluster with 100,000 partitions is read without an allocation for each.
#[derive(Clone)]
pub struct BrokerIds(Ids);

const FEW: usize = 3;

#[derive(Clone)]
enum Ids {
    Few { count: u8, ids: [i32; FEW] },
    Many(Box<Many>),
}

/// In a box of its own, so that the list takes two words and not three.
#[derive(Clone)]
struct Many(Box<[i32]>);

impl Default for BrokerIds {
    fn default() -> Self {
        Self(Ids::Few { count: 0, ids: [0; FEW] })
    }
}

impl Deref for BrokerIds {
    type Target = [i32];

    fn deref(&self) -> &[i32] {
        match &self.0 {
            Ids::Few { count, ids } => ids.get(..usize::from(*count)).unwrap_or(ids),
            Ids::Many(many) => &many.0,
        }
    }
}

impl FromIterator<i32> for BrokerIds {
    fn from_iter<I: IntoIterator<Item = i32>>(all: I) -> Self {
        let (mut all, mut few, mut count) = (all.into_iter(), [0; FEW], 0_u8);
        while let Some(id) = all.next() {
            let Some(slot) = few.get_mut(usize::from(count)) else {
                let many = few.into_iter().chain([id]).chain(all).collect();
                return Self(Ids::Many(Box::new(Many(many))));
            };
            *slot = id;
            count += 1;
        }
        Self(Ids::Few { count, ids: few })
    }
}

impl From<&[i32]> for BrokerIds {
    fn from(ids: &[i32]) -> Self {
        ids.iter().copied().collect()
    }
}

impl<const N: usize> From<[i32; N]> for BrokerIds {
    fn from(ids: [i32; N]) -> Self {
        ids.into_iter().collect()
    }
}

impl From<Vec<i32>> for BrokerIds {
    fn from(ids: Vec<i32>) -> Self {
        ids.into_iter().collect()
    }
}

impl<'s> IntoIterator for &'s BrokerIds {
    type Item = &'s i32;
    type IntoIter = std::slice::Iter<'s, i32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for BrokerIds {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for BrokerIds {}

impl PartialEq<[i32]> for BrokerIds {
    fn eq(&self, other: &[i32]) -> bool {
        **self == *other
    }
}

impl<const N: usize> PartialEq<[i32; N]> for BrokerIds {
    fn eq(&self, other: &[i32; N]) -> bool {
        **self == *other
    }
}

impl PartialEq<Vec<i32>> for BrokerIds {
    fn eq(&self, other: &Vec<i32>) -> bool {
        **self == **other
    }
}

impl Hash for BrokerIds {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for BrokerIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_ids_is_the_slice_that_it_was_made_of() {
        for count in 0..9 {
            let ids: Vec<i32> = (10..10 + count).collect();
            let list = BrokerIds::from(ids.clone());
            assert_eq!((&*list, list.len()), (&*ids, ids.len()));
            assert_eq!(list, BrokerIds::from(&*ids));
            assert_ne!(list, BrokerIds::from([7]));
            assert_eq!(format!("{list:?}"), format!("{ids:?}"));
        }
        assert!(BrokerIds::default().is_empty());
    }

    #[test]
    fn a_list_takes_two_words_and_a_partition_twelve() {
        assert_eq!(size_of::<Option<BrokerIds>>(), 16);
        assert_eq!(size_of::<crate::topics::Partition>(), 96);
    }
}
