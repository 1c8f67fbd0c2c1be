//! The features of the cluster and their levels (KIP-584, KIP-778).

use kafka_proto::ApiKey;
use kafka_proto::messages::api_versions::{ApiVersionsRequest, ApiVersionsResponse};

use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Result};

/// Asks for them.
#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeFeatures;

/// The features of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureMetadata {
    /// Those that the broker which was asked supports or the cluster has, by name.
    pub features: Vec<Feature>,
    /// How often the levels have changed, when the broker knows.
    pub epoch: Option<i64>,
}

/// A feature, such as `metadata.version`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// The level that the cluster has; `None` where it is not in use.
    pub level: Option<i16>,
    /// The lowest and the highest level that the broker which was asked supports.
    pub supported: Option<(i16, i16)>,
}

impl Admin {
    /// The features of the cluster, with the levels that it has and could have (Kafka 2.7 and later). It
    /// needs no permission. Older brokers tell of none.
    ///
    /// # Errors
    /// The request failed.
    pub async fn describe_features(&self) -> Result<FeatureMetadata> {
        self.call_about(DescribeFeatures, ()).await
    }
}

/// The request that a client begins with: the names are those of the library.
pub(crate) fn ask_for_versions() -> ApiVersionsRequest<'static> {
    ApiVersionsRequest {
        client_software_name: env!("CARGO_PKG_NAME"),
        client_software_version: env!("CARGO_PKG_VERSION"),
        ..ApiVersionsRequest::default()
    }
}

impl Operation for DescribeFeatures {
    type Item = ();
    type Key = &'static str;
    type Value = FeatureMetadata;
    type Request<'a> = ApiVersionsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the features"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, _: &[&'a ()], _: Terms) -> Result<ApiVersionsRequest<'a>> {
        Ok(ask_for_versions())
    }

    fn answers(
        &self,
        _: &[&()],
        response: &ApiVersionsResponse<'_>,
    ) -> Result<Vec<Result<FeatureMetadata>>> {
        checked(ApiKey::API_VERSIONS, response.error_code, None)?;
        let (supported, finalized) = (&response.supported_features, &response.finalized_features);
        let mut features = Vec::with_capacity(supported.len() + finalized.len());
        features.extend(supported.iter().map(|it| Feature {
            name: it.name.to_owned(),
            level: None,
            supported: Some((it.min_version, it.max_version)),
        }));
        features.extend(finalized.iter().map(|it| Feature {
            name: it.name.to_owned(),
            level: Some(it.max_version_level),
            supported: None,
        }));
        merge(&mut features);
        let epoch = response.finalized_features_epoch;
        one(FeatureMetadata { features, epoch: (epoch >= 0).then_some(epoch) })
    }
}

/// Makes one of those with the same name, by name. What is said last counts.
fn merge(features: &mut Vec<Feature>) {
    features.sort_by(|a, b| a.name.cmp(&b.name));
    features.dedup_by(|later, earlier| {
        let is_same = later.name == earlier.name;
        if is_same {
            earlier.level = later.level.or(earlier.level);
            earlier.supported = later.supported.or(earlier.supported);
        }
        is_same
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_has_what_is_said_of_it_in_two_places() {
        let feature =
            |name: &str, level, supported| Feature { name: name.to_owned(), level, supported };
        let mut features = vec![
            feature("b", None, Some((0, 1))),
            feature("a", None, Some((0, 2))),
            feature("b", Some(1), None),
            feature("c", Some(3), None),
            feature("c", Some(4), None),
        ];
        merge(&mut features);
        let merged = [
            feature("a", None, Some((0, 2))),
            feature("b", Some(1), Some((0, 1))),
            feature("c", Some(4), None),
        ];
        assert_eq!(features, merged);
    }
}
