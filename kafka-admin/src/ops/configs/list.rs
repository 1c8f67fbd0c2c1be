//! Listing what has a configuration.

use kafka_proto::messages::list_config_resources::{
    ListConfigResourcesRequest, ListConfigResourcesResponse,
};
use kafka_proto::{ApiKey, ConfigResourceType};

use super::ConfigResource;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::list_config_resources`]: what has a configuration.
#[derive(Debug, Clone, Copy)]
pub struct ListConfigResources(());

impl Admin {
    /// Lists what has a configuration, of these types or, without any, of all: topics, brokers and their
    /// loggers, and the groups and subscriptions to client metrics for which something is set
    /// (ListConfigResources, Kafka 3.7 and later). Brokers before Kafka 4.1 list client metrics only.
    ///
    /// It needs DESCRIBE_CONFIGS on the cluster.
    ///
    /// # Errors
    /// The request failed; [`ErrorKind::UnsupportedVersion`](crate::ErrorKind::UnsupportedVersion) when the
    /// broker lists client metrics only, and something else was asked for.
    pub fn list_config_resources(
        &self,
        types: &[ConfigResourceType],
    ) -> Call<'_, ListConfigResources, Vec<ConfigResource>> {
        self.call_about(ListConfigResources(()), types.to_vec())
    }
}

impl Operation for ListConfigResources {
    type Item = Vec<ConfigResourceType>;
    type Key = &'static str;
    type Value = Vec<ConfigResource>;
    type Request<'a> = ListConfigResourcesRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, _: &Vec<ConfigResourceType>) -> &'static str {
        "the list of configurations"
    }

    fn route<'a>(&self, _: &'a Vec<ConfigResourceType>) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        types: &[&'a Vec<ConfigResourceType>],
        terms: Terms,
    ) -> Result<ListConfigResourcesRequest<'a>> {
        let types: Vec<i8> = types.iter().flat_map(|types| types.iter()).map(|it| it.0).collect();
        let resource_types = match terms.version {
            // KIP-1142: until then there was no choice.
            ..1 if types == [ConfigResourceType::CLIENT_METRICS.0] => Vec::new(),
            ..1 => return Err(only_client_metrics()),
            _ => types,
        };
        let resource_types = resource_types.into();
        Ok(ListConfigResourcesRequest { resource_types, ..ListConfigResourcesRequest::default() })
    }

    fn answers(
        &self,
        _: &[&Vec<ConfigResourceType>],
        response: &ListConfigResourcesResponse<'_>,
    ) -> Result<Vec<Result<Vec<ConfigResource>>>> {
        checked(ApiKey::LIST_CONFIG_RESOURCES, response.error_code, None)?;
        let resources = response.config_resources.iter();
        let mut resources: Vec<_> = resources
            .map(|it| ConfigResource::listed(it.resource_type, it.resource_name))
            .collect();
        resources.sort_unstable_by(|a, b| {
            (a.resource_type().0, a.name()).cmp(&(b.resource_type().0, b.name()))
        });
        one(resources)
    }
}

fn only_client_metrics() -> Error {
    let message = "this broker lists client metrics and no other configurations \
                   (ListConfigResources before v1)";
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
        .hinted("list topics, groups and brokers instead")
}
