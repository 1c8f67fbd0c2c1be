//! The configs of a group: names, types, defaults and bounds of Kafka 4.4 (`GroupConfig`).

use kafka_proto::{ConfigSource, ErrorCode};

use super::value::{INT_MAX, Kind};
use super::{Described, Set, Synonym};
use crate::refusal::Refusal;

struct GroupConfig {
    name: &'static str,
    default: &'static str,
    kind: Kind,
    /// Whether a broker's config with `group.` in front has the default.
    has_synonym: bool,
    is_shown: bool,
    /// What the broker lets groups choose, by default.
    range: Option<(i64, i64)>,
}

/// Every config, by name.
#[rustfmt::skip]
const CONFIGS: &[GroupConfig] = &[
    of("consumer.assignment.interval.ms", "1000", Kind::Int(0, INT_MAX)).between(0, 15_000),
    of("consumer.assignor.offload.enable", "true", Kind::Boolean).hidden(),
    of("consumer.heartbeat.interval.ms", "5000", Kind::Int(1, INT_MAX)).between(5_000, 15_000),
    of("consumer.session.timeout.ms", "45000", Kind::Int(1, INT_MAX)).between(45_000, 60_000),
    of("errors.deadletterqueue.copy.record.enable", "false", Kind::Boolean).alone(),
    of("errors.deadletterqueue.topic.name", "", Kind::Text).alone(),
    of("share.assignment.interval.ms", "1000", Kind::Int(0, INT_MAX)).between(0, 15_000),
    of("share.assignor.offload.enable", "true", Kind::Boolean).hidden(),
    of("share.auto.offset.reset", "latest", Kind::Text).alone(),
    of("share.delivery.count.limit", "5", Kind::Int(2, INT_MAX)).between(2, 10),
    of("share.heartbeat.interval.ms", "5000", Kind::Int(1, INT_MAX)).between(5_000, 15_000),
    of("share.isolation.level", "read_uncommitted", Kind::OneOf(&["read_committed", "read_uncommitted"])).alone(),
    of("share.partition.max.record.locks", "2000", Kind::Int(100, INT_MAX)).between(100, 4_000),
    of("share.record.lock.duration.ms", "30000", Kind::Int(1000, INT_MAX)).between(15_000, 60_000),
    of("share.renew.acknowledge.enable", "true", Kind::Boolean).alone(),
    of("share.session.timeout.ms", "45000", Kind::Int(1, INT_MAX)).between(45_000, 60_000),
    of("streams.acceptable.recovery.lag", "10000", Kind::Long(0)).hidden(),
    of("streams.assignment.interval.ms", "1000", Kind::Int(0, INT_MAX)).between(0, 15_000),
    of("streams.assignor.name", "sticky", Kind::Text),
    of("streams.assignor.offload.enable", "true", Kind::Boolean).hidden(),
    of("streams.heartbeat.interval.ms", "5000", Kind::Int(1, INT_MAX)).between(5_000, 15_000),
    of("streams.initial.rebalance.delay.ms", "3000", Kind::Int(0, INT_MAX)),
    of("streams.num.standby.replicas", "0", Kind::Int(0, INT_MAX)),
    of("streams.num.warmup.replicas", "2", Kind::Int(0, INT_MAX)).hidden(),
    of("streams.rack.aware.assignment.tags", "", Kind::AnyList),
    of("streams.session.timeout.ms", "45000", Kind::Int(1, INT_MAX)).between(45_000, 60_000),
    of("streams.task.offset.interval.ms", "60000", Kind::Int(1, INT_MAX)).hidden(),
];

const fn of(name: &'static str, default: &'static str, kind: Kind) -> GroupConfig {
    GroupConfig { name, default, kind, has_synonym: true, is_shown: true, range: None }
}

impl GroupConfig {
    const fn between(self, min: i64, max: i64) -> Self {
        Self { range: Some((min, max)), ..self }
    }

    /// Only groups have it.
    const fn alone(self) -> Self {
        Self { has_synonym: false, ..self }
    }

    /// Kafka takes it, and does not describe it.
    const fn hidden(self) -> Self {
        Self { is_shown: false, ..self }
    }

    fn synonym(&self) -> String {
        match self.name {
            "streams.assignor.name" => "group.streams.assignors".to_owned(),
            name if self.has_synonym => format!("group.{name}"),
            name => name.to_owned(),
        }
    }

    fn check(&self, value: &str) -> Result<(), String> {
        let (name, number) = (self.name, value.parse::<i64>().unwrap_or_default());
        match (self.range, name) {
            (Some((min, max)), _) if !(min..=max).contains(&number) => {
                Err(format!("{name} must be in the range {min} to {max} inclusive."))
            }
            (_, "streams.num.standby.replicas") if number > 2 => {
                Err(format!("{name} must be less than or equal to 2"))
            }
            (_, "errors.deadletterqueue.topic.name") if value.starts_with("__") => {
                Err(format!("{name}: DLQ topic name must not start with '__'"))
            }
            (_, "share.auto.offset.reset") if !is_reset(value) => Err(format!(
                "Invalid value {value} for configuration {name}: Invalid value `{value}` for configuration \
                 {name}. The value must be either 'earliest', 'latest' or of the format \
                 'by_duration:<PnDTnHnMn.nS>'."
            )),
            _ => Ok(()),
        }
    }
}

pub(crate) fn described(set: &Set) -> Vec<Described> {
    let of = |config: &GroupConfig| {
        let GroupConfig { name, default, kind, .. } = *config;
        let own = set.get(name).map(|value| kind.shown(name, value));
        let source = ConfigSource::GROUP_CONFIG;
        let own_synonym = own.iter().map(|value| Synonym::new(name, value, source));
        let inherited = Synonym::new(&config.synonym(), default, ConfigSource::DEFAULT_CONFIG);
        Described {
            name: name.to_owned(),
            synonyms: own_synonym.chain([inherited]).collect(),
            source: if own.is_some() { source } else { ConfigSource::DEFAULT_CONFIG },
            value: Some(own.unwrap_or_else(|| default.to_owned())),
            config_type: kind.config_type(),
            read_only: false,
            is_sensitive: false,
        }
    };
    CONFIGS.iter().filter(|config| config.is_shown).map(of).collect()
}

/// Checks all that a group sets.
pub(crate) fn validate(name: &str, set: &Set) -> Result<(), Refusal> {
    if name.is_empty() {
        let text = "Default group resources are not allowed.";
        return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
    }
    if let Some(key) = set.keys().find(|key| CONFIGS.iter().all(|it| it.name != *key)) {
        return Err(invalid(format!("Unknown group config name: {key}")));
    }
    let mut parsed = Vec::new();
    for config in CONFIGS {
        if let Some(value) = set.get(config.name) {
            parsed.push((config, config.kind.parse(config.name, value).map_err(invalid)?));
        }
    }
    parsed.iter().try_for_each(|(config, value)| config.check(value).map_err(invalid))
}

/// `earliest`, `latest`, or a duration of ISO 8601, of which only the beginning is checked.
fn is_reset(value: &str) -> bool {
    value == "earliest" || value == "latest" || value.starts_with("by_duration:P")
}

fn invalid(text: String) -> Refusal {
    Refusal::new(ErrorCode::INVALID_CONFIG, text)
}
