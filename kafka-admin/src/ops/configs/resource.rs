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
        Self { resource_type: ConfigResourceType::TOPIC, name: name.into() }
    }

    /// One broker's, by its id.
    pub fn broker(id: i32) -> Self {
        Self { resource_type: ConfigResourceType::BROKER, name: id.to_string() }
    }

    /// The type.
    pub fn resource_type(&self) -> ConfigResourceType {
        self.resource_type
    }

    /// The topic's name, or the broker's id.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A broker is asked for its own.
    pub(super) fn route(&self) -> Route<'_> {
        match self.broker_id() {
            Some(id) => Route::Broker(id),
            None => Route::Any,
        }
    }

    pub(super) fn validate(&self) -> Result<()> {
        match self.broker_id() {
            Some(..0) => Err(Error::invalid("a broker's id is not negative")),
            Some(_) => Ok(()),
            None => validate_name(&self.name),
        }
    }

    fn broker_id(&self) -> Option<i32> {
        let is_broker = self.resource_type == ConfigResourceType::BROKER;
        self.name.parse().ok().filter(|_| is_broker)
    }
}

/// `topic orders`, `broker 1`.
impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.broker_id().is_some() { "broker" } else { "topic" };
        write!(f, "{kind} {}", Escaped(&self.name))
    }
}
