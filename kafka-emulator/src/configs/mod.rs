//! The configs of topics, brokers, groups and client metrics.

pub(crate) mod broker;
pub(crate) mod client_metrics;
pub(crate) mod group;
pub(crate) mod logger;
pub(crate) mod topic;
mod value;

use std::collections::BTreeMap;

use kafka_proto::{ConfigSource, ConfigType};

/// What is set for one resource, by name.
pub(crate) type Set = BTreeMap<String, String>;

/// One config as it is described.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) name: String,
    /// None when there is none, or when nobody may see it.
    pub(crate) value: Option<String>,
    pub(crate) config_type: ConfigType,
    pub(crate) source: ConfigSource,
    /// Where the value could come from, what wins first.
    pub(crate) synonyms: Vec<Synonym>,
    /// Whether it changes only with a restart.
    pub(crate) read_only: bool,
    pub(crate) is_sensitive: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Synonym {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) source: ConfigSource,
}

impl Synonym {
    pub(crate) fn new(name: &str, value: &str, source: ConfigSource) -> Self {
        Self { name: name.to_owned(), value: Some(value.to_owned()), source }
    }
}
