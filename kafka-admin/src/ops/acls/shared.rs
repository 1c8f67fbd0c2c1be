//! Names that repeat in one answer.

use std::sync::Arc;

/// How many names are remembered. Large clusters have thousands of ACLs of some hundred principals.
const REMEMBERED: usize = 256;

/// The names of the entries of one answer: those that come again are shared and not copied.
#[derive(Default)]
pub(super) struct Shared {
    /// The last name with each hash.
    remembered: Vec<Option<Arc<str>>>,
    /// The name that was asked for last.
    last: String,
}

impl Shared {
    /// For an answer with many entries.
    pub(super) fn of_many() -> Self {
        Self { remembered: vec![None; REMEMBERED], last: String::new() }
    }

    /// The principal and the host, one behind the other.
    pub(super) fn names(&mut self, principal: &str, host: &str) -> Arc<str> {
        self.last.clear();
        self.last.push_str(principal);
        self.last.push_str(host);
        let Some(slot) = self.remembered.get_mut(hash(self.last.as_bytes())) else {
            return self.last.as_str().into();
        };
        if let Some(known) = slot.as_ref().filter(|known| ***known == *self.last) {
            return known.clone();
        }
        slot.insert(self.last.as_str().into()).clone()
    }
}

/// Of the length and of the last bytes, in which names differ most. A broker that chooses names with
/// one hash makes this client copy each name, and no more than that.
fn hash(name: &[u8]) -> usize {
    let mut hash = name.len();
    for byte in name.iter().rev().take(8) {
        hash = hash.wrapping_mul(31).wrapping_add(usize::from(*byte));
    }
    hash % REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_again_is_the_same() {
        let mut shared = Shared::of_many();
        let names: Vec<String> = (0..100).map(|n| format!("User:user-{n}")).collect();
        let first: Vec<Arc<str>> = names.iter().map(|name| shared.names(name, "*")).collect();
        let again: Vec<Arc<str>> = names.iter().map(|name| shared.names(name, "*")).collect();
        assert_eq!(first, again);
        let same = first.iter().zip(&again).filter(|(first, again)| Arc::ptr_eq(first, again));
        assert!(same.count() > 50);
        assert_eq!(&*shared.names("User:user-7", "10.0.0.1"), "User:user-710.0.0.1");
    }

    #[test]
    fn without_memory_it_is_a_copy() {
        let mut shared = Shared::default();
        assert_eq!((&*shared.names("User:a", "*"), &*shared.names("", "")), ("User:a*", ""));
    }
}
