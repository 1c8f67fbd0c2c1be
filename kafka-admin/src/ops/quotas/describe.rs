//! Describing quotas.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_client_quotas::{
    ComponentData, DescribeClientQuotasRequest, DescribeClientQuotasResponse, EntryData,
};

use super::{ClientQuotaEntity, ClientQuotaFilter};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_client_quotas`]: the quotas that a filter selects.
#[derive(Debug, Clone, Copy)]
pub struct DescribeClientQuotas(());

/// The limits of one entity.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ClientQuota {
    /// Whose they are.
    pub entity: ClientQuotaEntity,
    /// The limits with their keys, in their order, such as `producer_byte_rate`: bytes per second and broker. See
    /// [`ClientQuotaAlteration::set`](super::ClientQuotaAlteration::set).
    pub values: Vec<(String, f64)>,
}

impl Admin {
    /// The quotas that a filter selects, sorted by their entities (DescribeClientQuotas, Kafka 2.6 and
    /// later). Needs DESCRIBE_CONFIGS on the cluster.
    ///
    /// # Errors
    /// The filter is refused, or the request failed, with CLUSTER_AUTHORIZATION_FAILED without
    /// DESCRIBE_CONFIGS.
    pub fn describe_client_quotas(
        &self,
        filter: &ClientQuotaFilter,
    ) -> Call<'_, DescribeClientQuotas, Vec<ClientQuota>> {
        self.call_about(DescribeClientQuotas(()), filter.clone())
    }
}

impl Operation for DescribeClientQuotas {
    type Item = ClientQuotaFilter;
    type Key = ClientQuotaFilter;
    type Value = Vec<ClientQuota>;
    type Request<'a> = DescribeClientQuotasRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, filter: &ClientQuotaFilter) -> ClientQuotaFilter {
        filter.clone()
    }

    fn check(&self, filter: &ClientQuotaFilter) -> Result<()> {
        filter.validate()
    }

    fn route<'a>(&self, _: &'a ClientQuotaFilter) -> Route<'a> {
        Route::Any
    }

    /// A request has one filter.
    fn at_most(_: i16) -> usize {
        1
    }

    fn request<'a>(
        &'a self,
        filters: &[&'a ClientQuotaFilter],
        _: Terms,
    ) -> Result<DescribeClientQuotasRequest<'a>> {
        Ok(filters.first().map(|filter| asked(filter)).unwrap_or_default())
    }

    fn answers(
        &self,
        _: &[&ClientQuotaFilter],
        response: &DescribeClientQuotasResponse<'_>,
    ) -> Result<Vec<Result<Vec<ClientQuota>>>> {
        checked(ApiKey::DESCRIBE_CLIENT_QUOTAS, response.error_code, response.error_message)?;
        // A limit of nobody is none.
        let entries = response.entries.iter().flatten().filter(|entry| !entry.entity.is_empty());
        let mut quotas: Vec<_> = entries.map(|entry| described(&entry)).collect();
        quotas.sort_unstable_by(|left, right| left.entity.cmp(&right.entity));
        one(quotas)
    }
}

fn asked(filter: &ClientQuotaFilter) -> DescribeClientQuotasRequest<'_> {
    let components = filter.components().map(|(entity_type, match_type, name)| ComponentData {
        entity_type,
        match_type,
        r#match: name,
        ..ComponentData::default()
    });
    DescribeClientQuotasRequest {
        components: components.collect(),
        strict: filter.is_strict(),
        ..DescribeClientQuotasRequest::default()
    }
}

fn described(entry: &EntryData<'_>) -> ClientQuota {
    let parts = entry.entity.iter().map(|part| (part.entity_type, part.entity_name));
    let mut values = Vec::with_capacity(entry.values.len());
    values.extend(entry.values.iter().map(|it| (it.key.to_owned(), it.value)));
    values.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
    ClientQuota { entity: ClientQuotaEntity::of(parts), values }
}
