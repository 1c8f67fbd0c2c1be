//! Changing quotas.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::alter_client_quotas::{
    AlterClientQuotasRequest, AlterClientQuotasResponse, EntityData, OpData, RequestEntryData,
};

use super::ClientQuotaEntity;
use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// The key that only IP addresses have, and the only one that they have.
const CONNECTION_RATE: &str = "connection_creation_rate";

/// Keys whose limits are whole numbers.
const WHOLE: [&str; 3] = [CONNECTION_RATE, "consumer_byte_rate", "producer_byte_rate"];

/// What Kafka does not see of a limit that is to be whole.
const EPSILON: f64 = 1e-6;

/// [`Admin::alter_client_quotas`]: one result for each [`ClientQuotaEntity`].
#[derive(Debug, Clone, Copy)]
pub struct AlterClientQuotas(());

/// Changes to the quotas of one entity. What is not mentioned stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientQuotaAlteration {
    entity: ClientQuotaEntity,
    changes: Vec<(String, Option<f64>)>,
}

impl ClientQuotaAlteration {
    /// No changes yet.
    pub fn of(entity: ClientQuotaEntity) -> Self {
        Self { entity, changes: Vec::new() }
    }

    /// Sets a limit, more than 0. Kafka's keys are:
    ///
    /// | key | limit |
    /// |---|---|
    /// | `producer_byte_rate`, `consumer_byte_rate` | bytes per second that each broker takes or gives, whole |
    /// | `request_percentage` | percent of the time of one thread of a broker |
    /// | `controller_mutation_rate` | partitions created or deleted per second |
    /// | `connection_creation_rate` | connections per second to each broker, whole; of IP addresses only |
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, limit: f64) -> Self {
        self.changes.push((key.into(), Some(limit)));
        self
    }

    /// Takes a limit away. One that is not there is no error.
    #[must_use]
    pub fn remove(mut self, key: impl Into<String>) -> Self {
        self.changes.push((key.into(), None));
        self
    }

    /// Whose quotas they are.
    pub fn entity(&self) -> &ClientQuotaEntity {
        &self.entity
    }

    fn validate(&self) -> Result<()> {
        self.entity.validate()?;
        for (n, (key, limit)) in self.changes.iter().enumerate() {
            if self.changes.iter().take(n).any(|(other, _)| other == key) {
                return Err(Error::invalid(format!("{key} is changed twice in one call")));
            }
            if let Some(limit) = limit {
                check_limit(key, *limit, self.entity.is_address())?;
            }
        }
        Ok(())
    }
}

/// Keys that this release does not know are left to the broker.
fn check_limit(key: &str, limit: f64, of_address: bool) -> Result<()> {
    let is_whole = ((limit + EPSILON).trunc() - limit).abs() <= EPSILON;
    let why = if !limit.is_finite() || limit <= 0.0 {
        format!("{key} is more than 0, not {limit}")
    } else if of_address != (key == CONNECTION_RATE) {
        format!("{CONNECTION_RATE} is the quota of IP addresses, and the only one that they have")
    } else if WHOLE.contains(&key) && !is_whole {
        format!("{key} is a whole number, not {limit}")
    } else {
        return Ok(());
    };
    Err(Error::invalid(why))
}

impl Admin {
    /// Changes quotas (AlterClientQuotas, Kafka 2.6 and later). All changes of one entity are made, or
    /// none. Needs ALTER_CONFIGS on the cluster. Brokers learn of it a moment later.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single entity is in the
    /// [`Batch`](crate::Batch): what no broker would take and was refused here, or the broker's code,
    /// such as CLUSTER_AUTHORIZATION_FAILED without ALTER_CONFIGS.
    pub fn alter_client_quotas<'a>(
        &'a self,
        changes: &'a [ClientQuotaAlteration],
    ) -> Call<'a, AlterClientQuotas> {
        self.call(AlterClientQuotas(()), Cow::Borrowed(changes))
    }
}

impl Validates for AlterClientQuotas {}

impl Operation for AlterClientQuotas {
    type Item = ClientQuotaAlteration;
    type Key = ClientQuotaEntity;
    type Value = ();
    type Request<'a> = AlterClientQuotasRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, changes: &ClientQuotaAlteration) -> ClientQuotaEntity {
        changes.entity.clone()
    }

    fn check(&self, changes: &ClientQuotaAlteration) -> Result<()> {
        changes.validate()
    }

    fn route<'a>(&self, _: &'a ClientQuotaAlteration) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        entities: &[&'a ClientQuotaAlteration],
        terms: Terms,
    ) -> Result<AlterClientQuotasRequest<'a>> {
        Ok(AlterClientQuotasRequest {
            entries: entities.iter().map(|changes| asked(changes)).collect(),
            validate_only: terms.validate_only,
            ..AlterClientQuotasRequest::default()
        })
    }

    fn answers(
        &self,
        entities: &[&ClientQuotaAlteration],
        response: &AlterClientQuotasResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response.entries.iter().map(|it| {
            let parts = it.entity.iter().map(|part| (part.entity_type, part.entity_name));
            let api = ApiKey::ALTER_CLIENT_QUOTAS;
            let altered = move || checked(api, it.error_code, it.error_message);
            (ClientQuotaEntity::of(parts), altered)
        });
        Ok(by_name(entities.iter().map(|changes| changes.entity.clone()), results))
    }
}

fn asked(changes: &ClientQuotaAlteration) -> RequestEntryData<'_> {
    let entity = changes.entity.parts().map(|(entity_type, entity_name)| EntityData {
        entity_type,
        entity_name,
        ..EntityData::default()
    });
    let ops = changes.changes.iter().map(|(key, limit)| OpData {
        key,
        value: limit.unwrap_or_default(),
        remove: limit.is_none(),
        ..OpData::default()
    });
    RequestEntryData { entity: entity.collect(), ops: ops.collect(), ..RequestEntryData::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(entity: ClientQuotaEntity, key: &str, limit: f64) -> Result<()> {
        ClientQuotaAlteration::of(entity).set(key, limit).validate()
    }

    #[test]
    fn limits_are_what_kafka_takes() {
        let user = || ClientQuotaEntity::user("u");
        let ip = || ClientQuotaEntity::ip("10.0.0.1");
        set(user(), "producer_byte_rate", 1.0).unwrap();
        set(user(), "producer_byte_rate", 1.000_000_1).unwrap();
        set(user(), "request_percentage", 0.5).unwrap();
        set(user(), "a_key_of_tomorrow", 0.5).unwrap();
        set(ip(), "connection_creation_rate", 7.0).unwrap();
        for limit in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            set(user(), "request_percentage", limit).unwrap_err();
        }
        set(user(), "consumer_byte_rate", 1.5).unwrap_err();
        set(user(), "connection_creation_rate", 1.0).unwrap_err();
        set(ip(), "producer_byte_rate", 1.0).unwrap_err();
        let twice = ClientQuotaAlteration::of(user()).set("a", 1.0).remove("a");
        twice.validate().unwrap_err();
    }
}
