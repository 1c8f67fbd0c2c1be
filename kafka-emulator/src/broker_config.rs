//! The configs of a broker that the emulator shows.

use kafka_proto::{ConfigSource, ConfigType};

use crate::cluster::Cluster;
use crate::listener::Broker;

/// One config of a broker.
#[derive(Clone, Debug)]
pub(crate) struct BrokerConfig {
    pub(crate) name: &'static str,
    /// None when the broker does not show it.
    pub(crate) value: Option<String>,
    pub(crate) config_type: ConfigType,
    pub(crate) source: ConfigSource,
}

impl BrokerConfig {
    /// Kafka takes a config of which it does not know the type for a secret.
    pub(crate) fn is_sensitive(&self) -> bool {
        self.value.is_none()
    }
}

/// The configs of `broker`, by name. They come from its file or are defaults.
pub(crate) fn broker_configs(cluster: &Cluster, broker: &Broker) -> Vec<BrokerConfig> {
    let id = broker.id.to_string();
    let replicas = cluster.default_replication_factor().to_string();
    let lifetime = cluster.logins.session_lifetime.map_or(0, |it| it.as_millis());
    let listeners = advertised(cluster, broker);
    vec![
        set("advertised.listeners", ConfigType::LIST, listeners),
        // The authorizer's config, not the broker's: Kafka has no type for it.
        hidden("allow.everyone.if.no.acl.found"),
        set("auto.create.topics.enable", ConfigType::BOOLEAN, "false"),
        set("broker.id", ConfigType::INT, id.as_str()),
        set("connections.max.reauth.ms", ConfigType::LONG, lifetime.to_string()),
        set("default.replication.factor", ConfigType::INT, replicas.as_str()),
        default("delete.topic.enable", ConfigType::BOOLEAN, "true"),
        default("log.retention.hours", ConfigType::INT, "168"),
        default("log.segment.bytes", ConfigType::INT, "1073741824"),
        default("message.max.bytes", ConfigType::INT, "1048588"),
        default("min.insync.replicas", ConfigType::INT, "1"),
        set("node.id", ConfigType::INT, id.as_str()),
        default("num.partitions", ConfigType::INT, "1"),
        set("offsets.topic.replication.factor", ConfigType::SHORT, replicas.as_str()),
        default("unclean.leader.election.enable", ConfigType::BOOLEAN, "false"),
    ]
}

fn advertised(cluster: &Cluster, broker: &Broker) -> String {
    let ports = broker.ports.iter();
    let url = |(kind, port): &_| {
        let address = crate::listener::address(&cluster.host, *port);
        format!("{kind}://{address}")
    };
    ports.map(url).collect::<Vec<_>>().join(",")
}

fn set(name: &'static str, config_type: ConfigType, value: impl Into<String>) -> BrokerConfig {
    let source = ConfigSource::STATIC_BROKER_CONFIG;
    BrokerConfig { name, value: Some(value.into()), config_type, source }
}

fn default(name: &'static str, config_type: ConfigType, value: &str) -> BrokerConfig {
    let source = ConfigSource::DEFAULT_CONFIG;
    BrokerConfig { source, ..set(name, config_type, value) }
}

fn hidden(name: &'static str) -> BrokerConfig {
    let source = ConfigSource::STATIC_BROKER_CONFIG;
    BrokerConfig { name, value: None, config_type: ConfigType::UNKNOWN, source }
}
