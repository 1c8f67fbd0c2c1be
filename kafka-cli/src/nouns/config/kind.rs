//! The types of resources that have configurations.

use clap::ValueEnum;
use kafka_admin::Admin;
use kafka_admin::configs::{ConfigResource, ConfigResourceType};
use kafka_admin::escape::Escaped;

use crate::failure::{Failure, Result};

/// How all brokers at once are named.
const DEFAULT: &str = "default";

/// What a configuration belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Topics.
    #[value(alias = "topics")]
    Topic,
    /// Brokers, by their ids; "default" is what is set for all of them.
    #[value(alias = "brokers")]
    Broker,
    /// The log levels of brokers, by their ids.
    #[value(alias = "broker-loggers")]
    BrokerLogger,
    /// Groups.
    #[value(alias = "groups")]
    Group,
    /// Subscriptions to the metrics of clients.
    ClientMetrics,
}

impl Kind {
    pub(super) fn resource_type(self) -> ConfigResourceType {
        match self {
            Self::Topic => ConfigResourceType::TOPIC,
            Self::Broker => ConfigResourceType::BROKER,
            Self::BrokerLogger => ConfigResourceType::BROKER_LOGGER,
            Self::Group => ConfigResourceType::GROUP,
            Self::ClientMetrics => ConfigResourceType::CLIENT_METRICS,
        }
    }

    pub(super) fn resources(self, names: &[String]) -> Result<Vec<ConfigResource>> {
        names.iter().map(|name| self.resource(name)).collect()
    }

    /// Those that there are to ask, and brokers that are not there: to wait for them would take a whole call's
    /// time.
    pub(super) async fn there(
        self,
        admin: &Admin,
        resources: Vec<ConfigResource>,
    ) -> Result<(Vec<ConfigResource>, Vec<ConfigResource>)> {
        if !matches!(self, Self::Broker | Self::BrokerLogger) {
            return Ok((resources, Vec::new()));
        }
        let brokers = admin.describe_cluster().await?.brokers;
        let all: Vec<String> = brokers.iter().map(|broker| broker.id.to_string()).collect();
        let is_there =
            |it: &ConfigResource| it.name().is_empty() || all.iter().any(|id| id == it.name());
        Ok(resources.into_iter().partition(is_there))
    }

    fn resource(self, name: &str) -> Result<ConfigResource> {
        Ok(match self {
            Self::Topic => ConfigResource::topic(name),
            Self::Broker if name == DEFAULT => ConfigResource::broker_default(),
            Self::Broker => ConfigResource::broker(broker_id(name)?),
            Self::BrokerLogger => ConfigResource::broker_logger(broker_id(name)?),
            Self::Group => ConfigResource::group(name),
            Self::ClientMetrics => ConfigResource::client_metrics(name),
        })
    }
}

/// Why nothing is asked about a broker.
pub(super) fn missing(broker: &ConfigResource) -> Failure {
    Failure::unexpected(format!("broker {} is not in the cluster's list", Escaped(broker.name())))
        .hint("kadm broker list shows the brokers, and which are up")
}

/// A resource's name as it is typed.
pub(super) fn name(resource: &ConfigResource) -> &str {
    match resource.name() {
        "" if resource.resource_type() == ConfigResourceType::BROKER => DEFAULT,
        name => name,
    }
}

fn broker_id(name: &str) -> Result<i32> {
    let id = name.parse().ok().filter(|id| *id >= 0);
    id.ok_or_else(|| {
        Failure::usage(format!("{} is no broker's id", Escaped(name)))
            .hint("kadm metadata -L lists the brokers with their ids")
    })
}
