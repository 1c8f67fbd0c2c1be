//! The APIs that brokers have.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::api_versions::{ApiVersionsRequest, ApiVersionsResponse};

use super::validate_id;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::cluster::ask_for_versions;
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_api_versions`]: one result for each broker, by its id.
#[derive(Debug, Clone, Copy)]
pub struct DescribeApiVersions(());

/// An API that a broker has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokerApi {
    /// The API.
    pub api: ApiKey,
    /// The lowest version that the broker has.
    pub min_version: i16,
    /// The highest version that the broker has.
    pub max_version: i16,
    /// The version that this client uses: the highest that both have. `None` when they have none in
    /// common, or this client does not know the API.
    pub used_version: Option<i16>,
}

impl Admin {
    /// The APIs that each of these brokers has, by their keys. It needs no permission.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with one of several brokers is in
    /// the [`Batch`](crate::Batch).
    pub fn describe_api_versions<'a>(
        &'a self,
        brokers: &'a [i32],
    ) -> Call<'a, DescribeApiVersions> {
        self.call(DescribeApiVersions(()), Cow::Borrowed(brokers))
    }
}

impl Operation for DescribeApiVersions {
    type Item = i32;
    type Key = i32;
    type Value = Vec<BrokerApi>;
    type Request<'a> = ApiVersionsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, broker: &i32) -> i32 {
        *broker
    }

    fn check(&self, broker: &i32) -> Result<()> {
        validate_id(*broker)
    }

    fn route<'a>(&self, broker: &'a i32) -> Route<'a> {
        Route::Broker(*broker)
    }

    fn request<'a>(&'a self, _: &[&'a i32], _: Terms) -> Result<ApiVersionsRequest<'a>> {
        Ok(ask_for_versions())
    }

    fn answers(
        &self,
        _: &[&i32],
        response: &ApiVersionsResponse<'_>,
    ) -> Result<Vec<Result<Vec<BrokerApi>>>> {
        checked(ApiKey::API_VERSIONS, response.error_code, None)?;
        let mut apis = Vec::with_capacity(response.api_keys.len());
        for listed in response.api_keys.iter() {
            let api = ApiKey(listed.api_key);
            apis.push(BrokerApi {
                api,
                min_version: listed.min_version,
                max_version: listed.max_version,
                used_version: used(api, listed.min_version, listed.max_version),
            });
        }
        apis.sort_by_key(|it| it.api);
        one(apis)
    }
}

fn used(api: ApiKey, min: i16, max: i16) -> Option<i16> {
    let ours = api.info()?;
    let highest = max.min(ours.max_version);
    (highest >= min.max(ours.min_version)).then_some(highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_common_version_is_used() {
        let ours = ApiKey::METADATA.info().unwrap();
        let (lowest, highest) = (ours.min_version, ours.max_version);
        assert_eq!(used(ApiKey::METADATA, lowest, highest + 1), Some(highest));
        assert_eq!(used(ApiKey::METADATA, lowest, highest - 1), Some(highest - 1));
        assert_eq!(used(ApiKey::METADATA, highest + 1, highest + 2), None);
        assert_eq!(used(ApiKey(9999), 0, 1), None);
    }
}
