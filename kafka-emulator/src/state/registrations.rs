//! Which brokers the cluster knows, and which of them are up.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A broker that is not up, as the controller sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is known, and does not serve.
    Fenced,
    /// It is not known, whether it serves or not.
    Unregistered,
}

/// Those brokers that are not up, by id. A clone shares what it has with the original.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registrations(Arc<BTreeMap<i32, Standing>>);

impl Registrations {
    pub(crate) fn is_up(&self, id: i32) -> bool {
        !self.0.contains_key(&id)
    }

    pub(crate) fn is_fenced(&self, id: i32) -> bool {
        self.0.get(&id) == Some(&Standing::Fenced)
    }

    pub(crate) fn is_registered(&self, id: i32) -> bool {
        self.0.get(&id) != Some(&Standing::Unregistered)
    }

    pub(crate) fn fence(&mut self, id: i32) {
        if self.is_registered(id) {
            Arc::make_mut(&mut self.0).insert(id, Standing::Fenced);
        }
    }

    /// Whether it was registered.
    pub(crate) fn unregister(&mut self, id: i32) -> bool {
        let before = Arc::make_mut(&mut self.0).insert(id, Standing::Unregistered);
        before != Some(Standing::Unregistered)
    }

    /// The broker is up and known from now on.
    pub(crate) fn register(&mut self, id: i32) {
        Arc::make_mut(&mut self.0).remove(&id);
    }
}
