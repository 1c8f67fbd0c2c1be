//! Quotas of the file: one entity with its limits.

use serde::Deserialize;

/// Whose limits, and which. Without a name behind it, `_default` is for all that have none of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Quota {
    user: Option<String>,
    user_default: bool,
    client_id: Option<String>,
    client_id_default: bool,
    ip: Option<String>,
    ip_default: bool,
    producer_byte_rate: Option<f64>,
    consumer_byte_rate: Option<f64>,
    controller_mutation_rate: Option<f64>,
    request_percentage: Option<f64>,
    connection_creation_rate: Option<f64>,
}

impl Quota {
    pub(crate) fn entity(&self) -> Vec<(&'static str, Option<&str>)> {
        let parts = [
            ("user", &self.user, self.user_default),
            ("client-id", &self.client_id, self.client_id_default),
            ("ip", &self.ip, self.ip_default),
        ];
        let named = parts.into_iter().filter(|(_, name, is_default)| name.is_some() || *is_default);
        named.map(|(kind, name, _)| (kind, name.as_deref())).collect()
    }

    pub(crate) fn limits(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let limits = [
            ("producer_byte_rate", self.producer_byte_rate),
            ("consumer_byte_rate", self.consumer_byte_rate),
            ("controller_mutation_rate", self.controller_mutation_rate),
            ("request_percentage", self.request_percentage),
            ("connection_creation_rate", self.connection_creation_rate),
        ];
        limits.into_iter().filter_map(|(key, limit)| Some((key, limit?)))
    }
}
