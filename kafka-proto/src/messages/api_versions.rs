// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ApiVersions (key 18), versions 0 to 5, flexible from 3.
//!
//! Asks which APIs and versions a broker has.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ApiVersions.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiVersionsRequest<'a> {
    /// The client library, letters, digits, `-` and `.` (KIP-511). Since version 3.
    pub client_software_name: &'a str,
    /// Its version, in the same letters. Since version 3.
    pub client_software_version: &'a str,
    /// The cluster's id. Since version 5.
    pub cluster_id: Option<&'a str>,
    /// The broker's id. Since version 5. Default: `-1`.
    pub node_id: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ApiVersionsRequest<'_> {
    fn default() -> Self {
        Self {
            client_software_name: "",
            client_software_version: "",
            cluster_id: None,
            node_id: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ApiVersionsRequest<'a> {
    const MIN_SIZE: usize = 1;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            client_software_name: if r.version() >= 3 {
                r.string("client_software_name")
            } else {
                ""
            },
            client_software_version: if r.version() >= 3 {
                r.string("client_software_version")
            } else {
                ""
            },
            cluster_id: if r.version() >= 5 { r.nullable_string("cluster_id") } else { None },
            node_id: if r.version() >= 5 { r.int32("node_id") } else { -1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.string("client_software_name", self.client_software_name);
            w.string("client_software_version", self.client_software_version);
        }
        if w.version() >= 5 {
            w.nullable_string("cluster_id", self.cluster_id);
            w.int32(self.node_id);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ApiVersions.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiVersionsResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The APIs that are offered.
    pub api_keys: Array<'a, ApiVersion<'a>>,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// The features that the broker can have (KIP-584). Since version 3.
    pub supported_features: Array<'a, SupportedFeatureKey<'a>>,
    /// Grows with every change of the finalized features; -1 if not known. Since version 3. Default: `-1`.
    pub finalized_features_epoch: i64,
    /// The features that the cluster has. Since version 3.
    pub finalized_features: Array<'a, FinalizedFeatureKey<'a>>,
    /// Whether a ZooKeeper broker is ready to migrate (KIP-866). Since version 3.
    pub zk_migration_ready: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ApiVersionsResponse<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            api_keys: Array::default(),
            throttle_time_ms: 0,
            supported_features: Array::default(),
            finalized_features_epoch: -1,
            finalized_features: Array::default(),
            zk_migration_ready: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ApiVersionsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            error_code: ErrorCode(r.int16("error_code")),
            api_keys: r.array("api_keys"),
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 3 => it.supported_features = r.array("supported_features"),
                1 if r.version() >= 3 => {
                    it.finalized_features_epoch = r.int64("finalized_features_epoch")
                }
                2 if r.version() >= 3 => it.finalized_features = r.array("finalized_features"),
                3 if r.version() >= 3 => it.zk_migration_ready = r.bool("zk_migration_ready"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("api_keys", &self.api_keys);
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[
                (0, w.version() >= 3 && !self.supported_features.is_empty(), &|w| {
                    w.array("supported_features", &self.supported_features)
                }),
                (1, w.version() >= 3 && self.finalized_features_epoch != -1, &|w| {
                    w.int64(self.finalized_features_epoch)
                }),
                (2, w.version() >= 3 && !self.finalized_features.is_empty(), &|w| {
                    w.array("finalized_features", &self.finalized_features)
                }),
                (3, w.version() >= 3 && self.zk_migration_ready, &|w| {
                    w.bool(self.zk_migration_ready)
                }),
            ],
        );
    }
}

api! {
    ApiVersionsRequest => ApiVersionsResponse: API_VERSIONS, versions 0 to 5, flexible since 3, throttle_time_ms
}

/// One of [`ApiVersionsResponse::api_keys`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ApiVersion<'a> {
    /// The API: an `ApiKey`.
    pub api_key: i16,
    /// The lowest version that is offered.
    pub min_version: i16,
    /// The highest version that is offered.
    pub max_version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ApiVersion<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            api_key: r.int16("api_key"),
            min_version: r.int16("min_version"),
            max_version: r.int16("max_version"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.api_key);
        w.int16(self.min_version);
        w.int16(self.max_version);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ApiVersionsResponse::supported_features`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SupportedFeatureKey<'a> {
    /// The feature's name, for example `metadata.version`.
    pub name: &'a str,
    /// The lowest level it can have.
    pub min_version: i16,
    /// The highest level it can have.
    pub max_version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SupportedFeatureKey<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            min_version: r.int16("min_version"),
            max_version: r.int16("max_version"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int16(self.min_version);
        w.int16(self.max_version);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ApiVersionsResponse::finalized_features`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FinalizedFeatureKey<'a> {
    /// The feature's name, for example `metadata.version`.
    pub name: &'a str,
    /// The level that the cluster has.
    pub max_version_level: i16,
    /// The lowest level that the cluster has.
    pub min_version_level: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FinalizedFeatureKey<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            max_version_level: r.int16("max_version_level"),
            min_version_level: r.int16("min_version_level"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int16(self.max_version_level);
        w.int16(self.min_version_level);
        w.tags(&self.unknown_tagged_fields);
    }
}
