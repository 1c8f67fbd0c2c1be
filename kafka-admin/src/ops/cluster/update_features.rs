//! Changing the levels of features.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::update_features::{
    FeatureUpdateKey, UpdateFeaturesRequest, UpdateFeaturesResponse,
};

use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::update_features`]: one result for each feature, by name.
#[derive(Debug, Clone, Copy)]
pub struct UpdateFeatures(());

/// The level that a feature is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureUpdate {
    feature: String,
    level: i16,
    direction: Direction,
}

/// KIP-778: what may happen on the way to the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Upgrade,
    SafeDowngrade,
    UnsafeDowngrade,
}

impl FeatureUpdate {
    /// Raises the feature to this level, at least 1; Kafka refuses a lower one than now.
    pub fn upgrade(feature: impl Into<String>, level: i16) -> Self {
        Self { feature: feature.into(), level, direction: Direction::Upgrade }
    }

    /// Lowers the feature to this level, 0 to disable it; Kafka refuses it where something would be lost.
    pub fn safe_downgrade(feature: impl Into<String>, level: i16) -> Self {
        Self { feature: feature.into(), level, direction: Direction::SafeDowngrade }
    }

    /// Lowers the feature to this level, 0 to disable it, also where metadata is lost by it.
    pub fn unsafe_downgrade(feature: impl Into<String>, level: i16) -> Self {
        Self { feature: feature.into(), level, direction: Direction::UnsafeDowngrade }
    }

    fn validate(&self) -> Result<()> {
        match (self.feature.as_str(), self.level, self.direction) {
            ("", ..) => Err(Error::invalid("the name of a feature is not empty")),
            (_, ..0, _) => Err(Error::invalid("the level of a feature is not negative")),
            (_, 0, Direction::Upgrade) => Err(Error::invalid("level 0 is no upgrade")
                .hinted("to disable a feature, downgrade it to level 0")),
            _ => Ok(()),
        }
    }
}

impl Admin {
    /// Raises or lowers the levels of features, of all that are named or of none (Kafka 2.7 and later). It
    /// needs ALTER on the cluster.
    ///
    /// # Errors
    /// Kafka refused the request as a whole: INVALID_UPDATE_VERSION, in words that name the feature. What
    /// is refused before it is sent is in the [`Batch`](crate::Batch), and the others are sent.
    pub fn update_features<'a>(&'a self, updates: &'a [FeatureUpdate]) -> Call<'a, UpdateFeatures> {
        self.call(UpdateFeatures(()), Cow::Borrowed(updates))
    }
}

impl Validates for UpdateFeatures {}

impl Operation for UpdateFeatures {
    type Item = FeatureUpdate;
    type Key = String;
    type Value = ();
    type Request<'a> = UpdateFeaturesRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, update: &FeatureUpdate) -> String {
        update.feature.clone()
    }

    fn check(&self, update: &FeatureUpdate) -> Result<()> {
        update.validate()
    }

    fn route<'a>(&self, _: &'a FeatureUpdate) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        updates: &[&'a FeatureUpdate],
        terms: Terms,
    ) -> Result<UpdateFeaturesRequest<'a>> {
        // KIP-778: v0 can neither be asked only, nor tell the two kinds of downgrade apart.
        let is_new = terms.validate_only
            || updates.iter().any(|it| it.direction == Direction::SafeDowngrade);
        if terms.version < 1 && is_new {
            return Err(too_old());
        }
        let updates = updates.iter().map(|update| asked(update, terms.version));
        Ok(UpdateFeaturesRequest {
            timeout_ms: terms.timeout_ms,
            feature_updates: updates.collect(),
            validate_only: terms.validate_only,
            ..UpdateFeaturesRequest::default()
        })
    }

    fn answers(
        &self,
        updates: &[&FeatureUpdate],
        response: &UpdateFeaturesResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::UPDATE_FEATURES, response.error_code, response.error_message)?;
        // From v2 on there is no answer for each: all are done.
        if response.results.is_empty() {
            return Ok(updates.iter().map(|_| Ok(())).collect());
        }
        let results = response.results.iter().map(|it| {
            let updated = move || checked(ApiKey::UPDATE_FEATURES, it.error_code, it.error_message);
            (it.feature, updated)
        });
        Ok(by_name(updates.iter().map(|update| update.feature.as_str()), results))
    }
}

fn asked(update: &FeatureUpdate, version: i16) -> FeatureUpdateKey<'_> {
    let is_downgrade = update.direction != Direction::Upgrade;
    FeatureUpdateKey {
        feature: &update.feature,
        max_version_level: update.level,
        allow_downgrade: version < 1 && is_downgrade,
        upgrade_type: match update.direction {
            _ if version < 1 => FeatureUpdateKey::default().upgrade_type,
            Direction::Upgrade => 1,
            Direction::SafeDowngrade => 2,
            Direction::UnsafeDowngrade => 3,
        },
        ..FeatureUpdateKey::default()
    }
}

fn too_old() -> Error {
    let message = "this broker can neither only check a change of features nor promise that a \
                   downgrade loses nothing (UpdateFeatures before v1)";
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_broker_would_accept_is_refused() {
        for wrong in [
            FeatureUpdate::upgrade("", 1),
            FeatureUpdate::upgrade("metadata.version", 0),
            FeatureUpdate::upgrade("metadata.version", -1),
            FeatureUpdate::unsafe_downgrade("metadata.version", -1),
        ] {
            assert!(wrong.validate().is_err(), "{wrong:?}");
        }
        FeatureUpdate::safe_downgrade("group.version", 0).validate().unwrap();
    }
}
