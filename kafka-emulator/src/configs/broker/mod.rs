//! The configs of a broker: those of its file and Kafka's defaults, and above them what was set while
//! it runs, for itself and for all brokers.

mod changes;
mod dynamic;
mod fixed;

use std::collections::BTreeMap;
use std::time::Duration;

use kafka_proto::{ConfigSource, ConfigType};

use super::value::Kind;
use super::{Described, Set, Synonym};
use crate::broker::Broker;

use dynamic::DYNAMIC;
use fixed::FIXED;

pub(crate) use changes::{append, subtract, validate, validate_reconfiguration};

/// A config that can be changed while the broker runs.
struct DynamicConfig {
    name: &'static str,
    default: Option<&'static str>,
    level: Level,
    kind: Kind,
    /// Whether it is described while nobody has set it.
    is_shown: bool,
}

/// For whom it can be set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// For one broker only.
    PerBroker,
    /// For all brokers too.
    ClusterWide,
}

/// What was set while the brokers run.
#[derive(Clone, Copy)]
pub(crate) struct Dynamic<'a> {
    /// For one broker.
    pub(crate) own: &'a Set,
    /// For all of them.
    pub(crate) all: &'a Set,
}

impl<'a> Dynamic<'a> {
    /// The value of a config that wins, if somebody set it.
    pub(crate) fn first(self, name: &str) -> Option<(&'a str, ConfigSource)> {
        let own = self.own.get(name).map(|it| (it.as_str(), ConfigSource::DYNAMIC_BROKER_CONFIG));
        let all = ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG;
        own.or_else(|| self.all.get(name).map(|it| (it.as_str(), all)))
    }

    /// The values of a config, what wins first.
    pub(crate) fn synonyms(self, name: &str) -> Vec<Synonym> {
        let own = (self.own, ConfigSource::DYNAMIC_BROKER_CONFIG);
        let all = (self.all, ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG);
        let mut synonyms = Vec::new();
        for (set, source) in [own, all] {
            synonyms.extend(set.get(name).map(|value| Synonym::new(name, value, source)));
        }
        synonyms
    }

    /// The same, and below them the default of a coarser unit, where there is one.
    pub(crate) fn all_synonyms(self, name: &str) -> Vec<Synonym> {
        let mut synonyms = self.synonyms(name);
        let (coarser, value) = match name {
            "log.flush.interval.ms" => ("log.flush.scheduler.interval.ms", "9223372036854775807"),
            "log.retention.ms" => ("log.retention.hours", "168"),
            "log.roll.jitter.ms" => ("log.roll.jitter.hours", "0"),
            "log.roll.ms" => ("log.roll.hours", "168"),
            _ => return synonyms,
        };
        if !synonyms.is_empty() {
            synonyms.push(Synonym::new(coarser, value, ConfigSource::DEFAULT_CONFIG));
        }
        synonyms
    }
}

/// What all brokers of a cluster have from their files.
#[derive(Clone, Copy)]
pub(crate) struct OfFile {
    /// `default.replication.factor`.
    pub(crate) replicas: i16,
    /// `connections.max.reauth.ms`; `None` is 0.
    pub(crate) session_lifetime: Option<Duration>,
}

/// The configs of `broker`, by name.
pub(crate) fn described(of_file: OfFile, broker: &Broker, dynamic: Dynamic<'_>) -> Vec<Described> {
    let of_file = of_file.of(broker);
    let mut described = BTreeMap::new();
    for (name, config_type, default) in FIXED {
        let value = of_file.get(*name).map(String::as_str);
        let config = config(name, *config_type, dynamic, value, *default);
        described.insert(*name, Described { read_only: true, ..config });
    }
    for it in DYNAMIC.iter().filter(|it| it.is_shown) {
        let value = of_file.get(it.name).map(String::as_str);
        let config = config(it.name, it.kind.config_type(), dynamic, value, it.default);
        let value = config.value.map(|value| it.kind.shown(it.name, &value));
        described.insert(it.name, Described { value, ..config });
    }
    let hidden = of_file.get(AUTHORIZERS).map(String::as_str);
    let config = config(AUTHORIZERS, ConfigType::UNKNOWN, dynamic, hidden, None);
    described.insert(AUTHORIZERS, Described { read_only: true, ..config });
    for name in dynamic.own.keys().chain(dynamic.all.keys()) {
        described.entry(name).or_insert_with(|| unlisted(name, dynamic.synonyms(name)));
    }
    described.into_values().collect()
}

/// What is set for all brokers, without what is behind it.
pub(crate) fn described_for_all(all: &Set) -> Vec<Described> {
    let none = Set::new();
    let dynamic = Dynamic { own: &none, all };
    all.keys().map(|name| unlisted(name, dynamic.synonyms(name))).collect()
}

/// The authorizer's config, not the broker's: Kafka has no type for it.
const AUTHORIZERS: &str = "allow.everyone.if.no.acl.found";

impl OfFile {
    /// What a broker has from its file.
    fn of(self, broker: &Broker) -> BTreeMap<&'static str, String> {
        let id = broker.id.to_string();
        let replicas = self.replicas.to_string();
        let lifetime = self.session_lifetime.map_or(0, |it| it.as_millis());
        let lifetime = lifetime.min(i64::MAX as u128).to_string();
        BTreeMap::from([
            ("advertised.listeners", advertised(broker)),
            (AUTHORIZERS, "false".to_owned()),
            ("auto.create.topics.enable", "false".to_owned()),
            ("broker.id", id.clone()),
            ("connections.max.reauth.ms", lifetime),
            ("default.replication.factor", replicas.clone()),
            ("listeners", advertised(broker)),
            ("node.id", id),
            ("offsets.topic.replication.factor", replicas),
        ])
    }
}

fn advertised(broker: &Broker) -> String {
    let mut listeners = Vec::new();
    for (kind, _) in &broker.ports {
        listeners.extend(broker.address(*kind).map(|address| format!("{kind}://{address}")));
    }
    listeners.join(",")
}

/// A config of the broker's schema.
fn config(
    name: &str,
    config_type: ConfigType,
    dynamic: Dynamic<'_>,
    of_file: Option<&str>,
    default: Option<&str>,
) -> Described {
    let mut synonyms = dynamic.all_synonyms(name);
    let file = ConfigSource::STATIC_BROKER_CONFIG;
    synonyms.extend(of_file.map(|value| Synonym::new(name, value, file)));
    let source = synonyms.first().map_or(ConfigSource::DEFAULT_CONFIG, |first| first.source);
    synonyms.extend(default.map(|it| Synonym::new(name, it, ConfigSource::DEFAULT_CONFIG)));
    let value = synonyms.first().and_then(|first| first.value.clone());
    let read_only = false;
    guarded(Described {
        name: name.to_owned(),
        value,
        config_type,
        source,
        synonyms,
        read_only,
        is_sensitive: false,
    })
}

/// A config that was set and is not in the schema, or is set for all brokers.
fn unlisted(name: &str, synonyms: Vec<Synonym>) -> Described {
    let kind = changes::kind_of(name);
    let first = synonyms.first();
    guarded(Described {
        name: name.to_owned(),
        value: first.and_then(|it| it.value.clone()),
        config_type: kind.map_or(ConfigType::UNKNOWN, Kind::config_type),
        source: first.map_or(ConfigSource::DEFAULT_CONFIG, |it| it.source),
        read_only: kind.is_none(),
        is_sensitive: false,
        synonyms,
    })
}

/// Nobody sees secrets. Kafka takes a config of which it does not know the type for one.
fn guarded(mut config: Described) -> Described {
    config.is_sensitive = matches!(config.config_type, ConfigType::PASSWORD | ConfigType::UNKNOWN);
    if config.is_sensitive {
        config.value = None;
        for synonym in &mut config.synonyms {
            synonym.value = None;
        }
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_config_is_there_once_and_in_order() {
        let fixed: Vec<&str> = FIXED.iter().map(|it| it.0).collect();
        let dynamic: Vec<&str> = DYNAMIC.iter().map(|it| it.name).collect();
        assert!(fixed.is_sorted() && dynamic.is_sorted());
        assert!(dynamic.iter().all(|name| !fixed.contains(name)));
        // As many as Kafka 4.4 describes.
        assert_eq!(fixed.len() + DYNAMIC.iter().filter(|it| it.is_shown).count(), 350);
    }

    #[test]
    fn defaults_are_valid_and_shown_as_they_are() {
        for it in DYNAMIC {
            let Some(default) = it.default else { continue };
            assert_eq!(it.kind.parse(it.name, default).as_deref(), Ok(default), "{}", it.name);
        }
    }
}
