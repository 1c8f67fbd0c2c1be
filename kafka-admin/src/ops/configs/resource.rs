//! Whose configuration.

use std::fmt;

use kafka_proto::ConfigResourceType;

use crate::call::Route;
use crate::escape::Escaped;
use crate::ops::topics::validate_name;
use crate::{Error, Result};

/// Whose configuration: Kafka's type of resource, and a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConfigResource {
    resource_type: ConfigResourceType,
    name: String,
}

impl ConfigResource {
    /// A topic's.
    pub fn topic(name: impl Into<String>) -> Self {
        Self::listed(ConfigResourceType::TOPIC, name)
    }

    /// One broker's, by its id.
    pub fn broker(id: i32) -> Self {
        Self::listed(ConfigResourceType::BROKER, id.to_string())
    }

    /// What is set for all brokers of the cluster at once. A broker's own settings win over it.
    pub fn broker_default() -> Self {
        Self::listed(ConfigResourceType::BROKER, "")
    }

    /// The log levels of one broker, by its id (KIP-412). They last until the broker is restarted.
    pub fn broker_logger(id: i32) -> Self {
        Self::listed(ConfigResourceType::BROKER_LOGGER, id.to_string())
    }

    /// A group's (Kafka 4.0 and later). It need not exist.
    pub fn group(id: impl Into<String>) -> Self {
        Self::listed(ConfigResourceType::GROUP, id)
    }

    /// A subscription's to the metrics of clients (KIP-714, Kafka 3.7 and later). It need not exist.
    pub fn client_metrics(name: impl Into<String>) -> Self {
        Self::listed(ConfigResourceType::CLIENT_METRICS, name)
    }

    /// The type.
    pub fn resource_type(&self) -> ConfigResourceType {
        self.resource_type
    }

    /// The name of the topic, group or subscription, or the broker's id; empty for all brokers.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A resource as brokers list it.
    pub(super) fn listed(resource_type: ConfigResourceType, name: impl Into<String>) -> Self {
        Self { resource_type, name: name.into() }
    }

    /// Only a broker itself knows its settings and its log levels.
    pub(super) fn route(&self) -> Route<'_> {
        match self.broker_id() {
            Some(id) => Route::Broker(id),
            None => Route::Any,
        }
    }

    pub(super) fn validate(&self) -> Result<()> {
        match self.resource_type {
            ConfigResourceType::TOPIC => validate_name(&self.name),
            ConfigResourceType::BROKER if self.name.is_empty() => Ok(()),
            ConfigResourceType::BROKER | ConfigResourceType::BROKER_LOGGER => {
                match self.broker_id() {
                    Some(0..) => Ok(()),
                    _ => Err(Error::invalid("a broker's id is a number that is not negative")),
                }
            }
            _ if self.name.is_empty() => Err(Error::invalid("the name of a resource is not empty")),
            _ => Ok(()),
        }
    }

    fn broker_id(&self) -> Option<i32> {
        match self.resource_type {
            ConfigResourceType::BROKER | ConfigResourceType::BROKER_LOGGER => {
                self.name.parse().ok()
            }
            _ => None,
        }
    }
}

/// `topic orders`, `broker 1`, `broker default`, `broker-logger 1`, `group g`, `client-metrics m`.
impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.resource_type {
            ConfigResourceType::TOPIC => "topic",
            ConfigResourceType::BROKER if self.name.is_empty() => {
                return f.write_str("broker default");
            }
            ConfigResourceType::BROKER => "broker",
            ConfigResourceType::BROKER_LOGGER => "broker-logger",
            ConfigResourceType::GROUP => "group",
            ConfigResourceType::CLIENT_METRICS => "client-metrics",
            other => return write!(f, "{other} {}", Escaped(&self.name)),
        };
        write!(f, "{kind} {}", Escaped(&self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_written_as_people_name_it() {
        let table = [
            (ConfigResource::topic("orders"), "topic orders"),
            (ConfigResource::broker(1), "broker 1"),
            (ConfigResource::broker_default(), "broker default"),
            (ConfigResource::broker_logger(1), "broker-logger 1"),
            (ConfigResource::group("g\n"), "group g\\n"),
            (ConfigResource::client_metrics("m"), "client-metrics m"),
            (ConfigResource::listed(ConfigResourceType(99), "x"), "99 x"),
        ];
        for (resource, text) in table {
            assert_eq!(resource.to_string(), text);
        }
    }

    #[test]
    fn a_broker_is_asked_for_its_own_and_any_for_the_rest() {
        assert_eq!(ConfigResource::broker(2).route(), Route::Broker(2));
        assert_eq!(ConfigResource::broker_logger(3).route(), Route::Broker(3));
        for resource in [
            ConfigResource::broker_default(),
            ConfigResource::topic("1"),
            ConfigResource::group("1"),
            ConfigResource::client_metrics("1"),
        ] {
            assert_eq!(resource.route(), Route::Any, "{resource}");
        }
    }

    #[test]
    fn what_no_broker_accepts_is_refused() {
        for resource in [
            ConfigResource::topic("a b"),
            ConfigResource::broker(-1),
            ConfigResource::broker_logger(-1),
            ConfigResource::listed(ConfigResourceType::BROKER_LOGGER, ""),
            ConfigResource::group(""),
            ConfigResource::client_metrics(""),
        ] {
            resource.validate().unwrap_err();
        }
        for resource in [ConfigResource::broker_default(), ConfigResource::broker_logger(0)] {
            resource.validate().unwrap();
        }
    }
}
