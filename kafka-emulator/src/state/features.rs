//! The levels of features (KIP-584), which UpdateFeatures changes.

use std::collections::BTreeMap;

use crate::profile::{Feature, KRAFT_VERSION, Profile};

/// Those that are not as a new cluster of the release has them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    changed: BTreeMap<&'static str, i16>,
    /// How often levels were changed.
    changes: i64,
}

impl Features {
    /// Of a new cluster. With static voters no voter can be added or removed.
    pub(crate) fn new(has_static_voters: bool) -> Self {
        let mut features = Self::default();
        if has_static_voters {
            features.changed.insert(KRAFT_VERSION, 0);
        }
        features
    }

    /// The level of a feature; 0 is none.
    pub(crate) fn level(&self, feature: &Feature) -> i16 {
        self.changed.get(feature.name).copied().unwrap_or(feature.finalized)
    }

    /// The level of the feature of that name, 0 when the release does not have it.
    pub(crate) fn level_of(&self, profile: Profile, name: &str) -> i16 {
        let feature = profile.features().iter().find(|feature| feature.name == name);
        feature.map_or(0, |feature| self.level(feature))
    }

    pub(crate) fn set(&mut self, name: &'static str, level: i16) {
        self.changed.insert(name, level);
        self.changes += 1;
    }

    /// The finalized features' epoch: it grows with every change.
    pub(crate) fn epoch(&self) -> i64 {
        self.changes + 1
    }
}
