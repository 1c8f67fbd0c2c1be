//! The configs of a broker that the emulator shows.

use kafka_proto::{ConfigSource, ConfigType};

use crate::broker::Broker;
use crate::cluster::Cluster;

/// One config of a broker.
#[derive(Clone, Debug)]
pub(crate) struct BrokerConfig {
    pub(crate) name: &'static str,
    /// None when the broker does not show it.
    pub(crate) value: Option<String>,
    pub(crate) config_type: ConfigType,
    pub(crate) source: ConfigSource,
    /// What it would be if nobody had set it.
    pub(crate) default: Option<&'static str>,
    /// Whether it changes only with a restart.
    pub(crate) read_only: bool,
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
    let lifetime = lifetime.min(i64::MAX as u128).to_string();
    vec![
        set("advertised.listeners", ConfigType::LIST, advertised(broker), None),
        // The authorizer's config, not the broker's: Kafka has no type for it.
        hidden("allow.everyone.if.no.acl.found"),
        set("auto.create.topics.enable", ConfigType::BOOLEAN, "false", Some("true")),
        set("broker.id", ConfigType::INT, id.as_str(), Some("-1")),
        set("connections.max.reauth.ms", ConfigType::LONG, lifetime, Some("0")),
        set("default.replication.factor", ConfigType::INT, replicas.as_str(), Some("1")),
        default("delete.topic.enable", ConfigType::BOOLEAN, "true"),
        default("log.retention.hours", ConfigType::INT, "168"),
        dynamic(default("log.segment.bytes", ConfigType::INT, "1073741824")),
        dynamic(default("message.max.bytes", ConfigType::INT, "1048588")),
        min_insync_replicas(),
        set("node.id", ConfigType::INT, id.as_str(), None),
        default("num.partitions", ConfigType::INT, "1"),
        set("offsets.topic.replication.factor", ConfigType::SHORT, replicas.as_str(), Some("3")),
        dynamic(default("unclean.leader.election.enable", ConfigType::BOOLEAN, "false")),
    ]
}

/// The configs that are set for all brokers at once, without what is behind them.
pub(crate) fn dynamic_defaults() -> Vec<BrokerConfig> {
    vec![BrokerConfig { default: None, ..min_insync_replicas() }]
}

/// Since Kafka 4.0 a new cluster sets it for all brokers (KIP-966).
fn min_insync_replicas() -> BrokerConfig {
    let source = ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG;
    BrokerConfig { source, ..dynamic(default("min.insync.replicas", ConfigType::INT, "1")) }
}

fn advertised(broker: &Broker) -> String {
    let mut listeners = Vec::new();
    for (kind, _) in &broker.ports {
        listeners.extend(broker.address(*kind).map(|address| format!("{kind}://{address}")));
    }
    listeners.join(",")
}

fn set(
    name: &'static str,
    config_type: ConfigType,
    value: impl Into<String>,
    default: Option<&'static str>,
) -> BrokerConfig {
    let source = ConfigSource::STATIC_BROKER_CONFIG;
    let value = Some(value.into());
    BrokerConfig { name, value, config_type, source, default, read_only: true }
}

fn default(name: &'static str, config_type: ConfigType, value: &'static str) -> BrokerConfig {
    let source = ConfigSource::DEFAULT_CONFIG;
    BrokerConfig { source, ..set(name, config_type, value, Some(value)) }
}

fn dynamic(config: BrokerConfig) -> BrokerConfig {
    BrokerConfig { read_only: false, ..config }
}

fn hidden(name: &'static str) -> BrokerConfig {
    BrokerConfig { value: None, ..set(name, ConfigType::UNKNOWN, "", None) }
}
