// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! UpdateFeatures (key 57), versions 0 to 2, flexible from 0.
//!
//! Raises or lowers feature levels.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for UpdateFeatures.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateFeaturesRequest<'a> {
    /// How long the broker may take, in milliseconds. Default: `60000`.
    pub timeout_ms: i32,
    /// The features to change.
    pub feature_updates: Array<'a, FeatureUpdateKey<'a>>,
    /// Check the request and change nothing. Since version 1.
    pub validate_only: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdateFeaturesRequest<'_> {
    fn default() -> Self {
        Self {
            timeout_ms: 60000,
            feature_updates: Array::default(),
            validate_only: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdateFeaturesRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            timeout_ms: r.int32("timeout_ms"),
            feature_updates: r.array("feature_updates"),
            validate_only: if r.version() >= 1 { r.bool("validate_only") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.timeout_ms);
        w.array("feature_updates", &self.feature_updates);
        if w.version() >= 1 {
            w.bool(self.validate_only);
        } else {
            w.absent("validate_only", self.validate_only);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers UpdateFeatures.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateFeaturesResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// One for each feature of the request. Until version 1.
    pub results: Array<'a, UpdatableFeatureResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdateFeaturesResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            results: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdateFeaturesResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            results: if r.version() <= 1 { r.array("results") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        if w.version() <= 1 {
            w.array("results", &self.results);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    UpdateFeaturesRequest => UpdateFeaturesResponse: UPDATE_FEATURES, versions 0 to 2, flexible since 0, throttle_time_ms
}

/// One of [`UpdateFeaturesRequest::feature_updates`].
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureUpdateKey<'a> {
    /// The feature's name, for example `metadata.version`.
    pub feature: &'a str,
    /// The level to have; below 1 to disable the feature.
    pub max_version_level: i16,
    /// Whether the level may be lower than now. Until version 0.
    pub allow_downgrade: bool,
    /// 1 for up only, 2 for a downgrade without loss, 3 for one that may lose metadata (KIP-778). Since version 1. Default: `1`.
    pub upgrade_type: i8,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for FeatureUpdateKey<'_> {
    fn default() -> Self {
        Self {
            feature: "",
            max_version_level: 0,
            allow_downgrade: false,
            upgrade_type: 1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for FeatureUpdateKey<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            feature: r.string("feature"),
            max_version_level: r.int16("max_version_level"),
            allow_downgrade: if r.version() <= 0 { r.bool("allow_downgrade") } else { false },
            upgrade_type: if r.version() >= 1 { r.int8("upgrade_type") } else { 1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("feature", self.feature);
        w.int16(self.max_version_level);
        if w.version() <= 0 {
            w.bool(self.allow_downgrade);
        } else {
            w.absent("allow_downgrade", self.allow_downgrade);
        }
        if w.version() >= 1 {
            w.int8(self.upgrade_type);
        } else {
            w.absent("upgrade_type", self.upgrade_type != 1);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`UpdateFeaturesResponse::results`].
#[derive(Clone, Debug, PartialEq)]
pub struct UpdatableFeatureResult<'a> {
    /// The feature's name.
    pub feature: &'a str,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdatableFeatureResult<'_> {
    fn default() -> Self {
        Self {
            feature: "",
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdatableFeatureResult<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            feature: r.string("feature"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("feature", self.feature);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}
