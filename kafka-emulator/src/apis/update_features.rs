//! UpdateFeatures: the levels of features (KIP-584, KIP-778).

use std::collections::BTreeMap;

use kafka_proto::messages::update_features::{
    UpdatableFeatureResult, UpdateFeaturesRequest, UpdateFeaturesResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::profile::{Feature, KRAFT_VERSION, Profile};
use crate::refusal::Refusal;
use crate::state::features::Features;
use crate::state::groups::java_hash;

const METADATA_VERSION: &str = "metadata.version";

const UPGRADE: i8 = 1;
const SAFE_DOWNGRADE: i8 = 2;
const UNSAFE_DOWNGRADE: i8 = 3;

/// A change of one feature.
#[derive(Clone, Copy, Debug)]
struct Update<'a> {
    feature: &'a str,
    level: i16,
    upgrade_type: i8,
}

/// All of it, or nothing. Kafka has time for it whatever `timeoutMs` says.
pub(super) fn answer(call: &Call<'_>, request: &UpdateFeaturesRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    let updates = updates(request);
    let (profile, controller) = (call.cluster.profile, call.cluster.state.quorum.now().leader());
    let result = call.cluster.state.features.change(|features| {
        let changed = check(profile, controller, features, &updates)?;
        for (name, level) in changed {
            if !request.validate_only {
                features.set(name, level);
            }
        }
        Ok(())
    });
    if let Err(Refusal { code, message }) = result {
        let flaw = message.unwrap_or_default();
        let text = format!(
            "The update failed for all features since the following feature had an error: {flaw}"
        );
        return refuse(call, request, &Refusal::new(code, text));
    }
    // From v2 on there is nothing to say of single ones.
    let asked = request.feature_updates.iter().filter(|_| call.version() < 2);
    let results = asked.map(|update| UpdatableFeatureResult {
        feature: update.feature,
        error_message: Some("NONE"),
        ..Default::default()
    });
    let (error_message, results) = (None, results.collect());
    call.reply(&UpdateFeaturesResponse { error_message, results, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &UpdateFeaturesRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&UpdateFeaturesResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// The last one of each name, in the order of Java's `HashMap`, by which Kafka finds the first flaw.
fn updates<'a>(request: &UpdateFeaturesRequest<'a>) -> Vec<Update<'a>> {
    let (mut updates, mut places) = (Vec::new(), BTreeMap::new());
    for asked in request.feature_updates.iter() {
        let (feature, level) = (asked.feature, asked.max_version_level);
        let update = Update { feature, level, upgrade_type: asked.upgrade_type };
        let place = *places.entry(feature).or_insert(updates.len());
        match updates.get_mut(place) {
            Some(before) => *before = update,
            None => updates.push(update),
        }
    }
    let mut buckets = 16;
    while updates.len() * 4 > buckets * 3 {
        buckets *= 2;
    }
    updates.sort_by_key(|update| {
        let hash = java_hash(update.feature).cast_unsigned();
        (hash ^ (hash >> 16)) as usize & (buckets - 1)
    });
    updates
}

/// The levels that become others.
fn check(
    profile: Profile,
    controller: i32,
    features: &Features,
    updates: &[Update<'_>],
) -> Result<Vec<(&'static str, i16)>, Refusal> {
    let mut changed = Vec::new();
    for update in updates {
        let name = update.feature;
        let feature = profile.features().iter().find(|it| it.name == name);
        check_type(update)?;
        if update.level < 0 {
            return Err(invalid(update, "A feature version cannot be less than 0."));
        }
        let feature = supported(feature, controller, update)?;
        check_direction(features.level(feature), update)?;
        match name {
            METADATA_VERSION => check_metadata(features.level(feature), update)?,
            KRAFT_VERSION => check_kraft(features.level(feature), update)?,
            _ => {}
        }
        if features.level(feature) != update.level {
            changed.push((feature.name, update.level));
        }
    }
    Ok(changed)
}

fn check_type(update: &Update<'_>) -> Result<(), Refusal> {
    match update.upgrade_type {
        UPGRADE | SAFE_DOWNGRADE | UNSAFE_DOWNGRADE => Ok(()),
        _ => Err(invalid(update, "The controller does not support the given upgrade type.")),
    }
}

/// The feature, if it has that level.
fn supported<'f>(
    feature: Option<&'f Feature>,
    controller: i32,
    update: &Update<'_>,
) -> Result<&'f Feature, Refusal> {
    let Some(feature) = feature else {
        let name = update.feature;
        return Err(match update.level {
            // Whoever has no feature has its level 0.
            0 => invalid(update, &format!("Feature {name} not found.")),
            _ => {
                let text = format!("Local controller {controller} does not support this feature.");
                invalid(update, &text)
            }
        });
    };
    let (lowest, highest) = feature.supported;
    if (lowest..=highest).contains(&update.level) {
        return Ok(feature);
    }
    let text = format!("Local controller {controller} only supports versions {lowest}-{highest}");
    Err(invalid(update, &text))
}

fn check_direction(level: i16, update: &Update<'_>) -> Result<(), Refusal> {
    let is_upgrade = update.upgrade_type == UPGRADE;
    if update.level < level && is_upgrade {
        return Err(invalid(
            update,
            "Can't downgrade the version of this feature without setting \
                                    the upgrade type to either safe or unsafe downgrade.",
        ));
    }
    if update.level > level && !is_upgrade {
        return Err(invalid(update, "Can't downgrade to a newer version."));
    }
    Ok(())
}

/// A release that writes what an older one does not know is not left again.
fn check_metadata(level: i16, update: &Update<'_>) -> Result<(), Refusal> {
    if !(update.level + 1..=level).any(|it| WRITE_ANEW.contains(&it)) {
        return Ok(());
    }
    let flaw = match update.upgrade_type {
        UNSAFE_DOWNGRADE => "Unsafe metadata downgrade is not supported in this version.",
        _ => {
            "Refusing to perform the requested downgrade because it might delete metadata information."
        }
    };
    let text =
        format!("Unsupported metadata.version downgrade from {level} to {}. {flaw}", update.level);
    Err(Refusal::new(ErrorCode::INVALID_UPDATE_VERSION, text))
}

fn check_kraft(level: i16, update: &Update<'_>) -> Result<(), Refusal> {
    if update.level < level {
        return Err(invalid(update, "Can't downgrade the version of this feature."));
    }
    Ok(())
}

fn invalid(update: &Update<'_>, flaw: &str) -> Refusal {
    let Update { feature, level, .. } = update;
    let text = format!("Invalid update version {level} for feature {feature}. {flaw}");
    Refusal::new(ErrorCode::INVALID_UPDATE_VERSION, text)
}

/// The levels of `metadata.version` at which what is written is lost on older releases.
const WRITE_ANEW: [i16; 15] = [1, 3, 5, 6, 7, 8, 11, 13, 14, 15, 17, 23, 30, 32, 33];

#[cfg(test)]
mod tests {
    use kafka_proto::messages::update_features::FeatureUpdateKey;

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;
    use crate::cluster::Cluster;

    fn updated(cluster: &Cluster, feature: &str, level: i16, upgrade_type: i8) -> ErrorCode {
        let update = FeatureUpdateKey {
            feature,
            max_version_level: level,
            upgrade_type,
            ..Default::default()
        };
        let feature_updates = vec![update].into();
        let request = UpdateFeaturesRequest { feature_updates, ..Default::default() };
        let frame = ask(cluster, &iam(), 2, &request).unwrap();
        read::<UpdateFeaturesRequest<'_>>(&frame, 2).error_code
    }

    #[test]
    fn metadata_is_not_lost_by_a_downgrade() {
        // (release, level, whether its own level can be lowered to it), by the levels at which the metadata
        // of Kafka changed.
        let table = [
            (Profile::Kafka44, 33, true),
            (Profile::Kafka44, 32, false),
            (Profile::Kafka40, 24, true),
            (Profile::Kafka40, 23, true),
            (Profile::Kafka40, 22, false),
            (Profile::Kafka39, 17, true),
            (Profile::Kafka39, 16, false),
        ];
        for (profile, level, is_taken) in table {
            for how in [SAFE_DOWNGRADE, UNSAFE_DOWNGRADE] {
                let mut cluster = cluster(1);
                cluster.profile = profile;
                // v2 is not in Kafka 3.9, where the check is the same.
                let updates = [Update { feature: METADATA_VERSION, level, upgrade_type: how }];
                let features = cluster.state.features.now();
                let checked = check(profile, 1, &features, &updates);
                assert_eq!(checked.is_ok(), is_taken, "{profile:?} {level}");
            }
        }
    }

    #[test]
    fn all_of_it_or_nothing() {
        let cluster = cluster(1);
        assert_eq!(updated(&cluster, "group.version", 0, SAFE_DOWNGRADE), ErrorCode::NONE);
        let features = cluster.state.features.now();
        assert_eq!(
            (features.level_of(Profile::Kafka44, "group.version"), features.epoch()),
            (0, 2)
        );
        let names = ["group.version", "nope"];
        let feature_updates = names.map(|feature| FeatureUpdateKey {
            feature,
            max_version_level: 1,
            ..Default::default()
        });
        let feature_updates = feature_updates.to_vec().into();
        let request = UpdateFeaturesRequest { feature_updates, ..Default::default() };
        ask(&cluster, &iam(), 2, &request).unwrap();
        let features = cluster.state.features.now();
        assert_eq!(
            (features.level_of(Profile::Kafka44, "group.version"), features.epoch()),
            (0, 2)
        );
    }
}
