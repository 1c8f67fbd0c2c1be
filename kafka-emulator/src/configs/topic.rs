//! The configs a topic can have: names, types, defaults and bounds of Kafka 4.4 (`LogConfig`).

use std::collections::BTreeMap;

use kafka_proto::{ConfigSource, ConfigType, ErrorCode};

use super::Synonym;
use super::broker::Dynamic;
use super::value::{INT_MAX, Kind};
use crate::refusal::Refusal;

/// One config of a topic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TopicConfig {
    pub(crate) name: &'static str,
    pub(crate) default: &'static str,
    /// The broker's config that has the default (`ServerTopicConfigSynonyms`); where that one is
    /// unset, as the milliseconds behind `log.retention.hours` are, Kafka names none.
    pub(crate) broker_synonym: Option<&'static str>,
    kind: Kind,
}

/// Every config, by name.
pub(crate) const TOPIC_CONFIGS: &[TopicConfig] = &[
    of("cleanup.policy", "delete", "log.cleanup.policy", Kind::List(&["compact", "delete"])),
    of("compression.gzip.level", "-1", "compression.gzip.level", Kind::GzipLevel),
    of("compression.lz4.level", "9", "compression.lz4.level", Kind::Int(1, 17)),
    of(
        "compression.type",
        "producer",
        "compression.type",
        Kind::OneOf(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]),
    ),
    of("compression.zstd.level", "3", "compression.zstd.level", Kind::Int(-131_072, 22)),
    of("delete.retention.ms", "86400000", "log.cleaner.delete.retention.ms", Kind::Long(0)),
    alone("errors.deadletterqueue.group.enable", "false", Kind::Boolean),
    of("file.delete.delay.ms", "60000", "log.segment.delete.delay.ms", Kind::Long(0)),
    of("flush.messages", "9223372036854775807", "log.flush.interval.messages", Kind::Long(1)),
    alone("flush.ms", "9223372036854775807", Kind::Long(0)),
    alone("follower.replication.throttled.replicas", "", Kind::Replicas),
    of("index.interval.bytes", "4096", "log.index.interval.bytes", Kind::Int(0, INT_MAX)),
    alone("leader.replication.throttled.replicas", "", Kind::Replicas),
    of("local.retention.bytes", "-2", "log.local.retention.bytes", Kind::Long(-2)),
    of("local.retention.ms", "-2", "log.local.retention.ms", Kind::Long(-2)),
    of(
        "max.compaction.lag.ms",
        "9223372036854775807",
        "log.cleaner.max.compaction.lag.ms",
        Kind::Long(1),
    ),
    of(
        "max.decompressed.message.bytes",
        "2147483639",
        "max.decompressed.message.bytes",
        Kind::Int(1, 2_147_483_639),
    ),
    of("max.message.bytes", "1048588", "message.max.bytes", Kind::Int(0, INT_MAX)),
    of(
        "message.timestamp.after.max.ms",
        "3600000",
        "log.message.timestamp.after.max.ms",
        Kind::Long(0),
    ),
    of(
        "message.timestamp.before.max.ms",
        "9223372036854775807",
        "log.message.timestamp.before.max.ms",
        Kind::Long(0),
    ),
    of(
        "message.timestamp.type",
        "CreateTime",
        "log.message.timestamp.type",
        Kind::OneOf(&["CreateTime", "LogAppendTime"]),
    ),
    of("min.cleanable.dirty.ratio", "0.5", "log.cleaner.min.cleanable.ratio", Kind::Ratio),
    of("min.compaction.lag.ms", "0", "log.cleaner.min.compaction.lag.ms", Kind::Long(0)),
    of("min.insync.replicas", "1", "min.insync.replicas", Kind::Int(1, INT_MAX)),
    of("preallocate", "false", "log.preallocate", Kind::Boolean),
    of("remote.copy.lag.bytes", "-1", "log.remote.copy.lag.bytes", Kind::Long(-1)),
    of("remote.copy.lag.ms", "0", "log.remote.copy.lag.ms", Kind::Long(-1)),
    alone("remote.log.copy.disable", "false", Kind::Boolean),
    alone("remote.log.delete.on.disable", "false", Kind::Boolean),
    alone("remote.storage.enable", "false", Kind::Boolean),
    of("retention.bytes", "-1", "log.retention.bytes", Kind::Long(i64::MIN)),
    alone("retention.ms", "604800000", Kind::Long(-1)),
    of("segment.bytes", "1073741824", "log.segment.bytes", Kind::Int(1_048_576, INT_MAX)),
    of("segment.index.bytes", "10485760", "log.index.size.max.bytes", Kind::Int(4, INT_MAX)),
    alone("segment.jitter.ms", "0", Kind::Long(0)),
    alone("segment.ms", "604800000", Kind::Long(1)),
    of("unclean.leader.election.enable", "false", "unclean.leader.election.enable", Kind::Boolean),
];

const fn of(
    name: &'static str,
    default: &'static str,
    broker_synonym: &'static str,
    kind: Kind,
) -> TopicConfig {
    TopicConfig { name, default, broker_synonym: Some(broker_synonym), kind }
}

const fn alone(name: &'static str, default: &'static str, kind: Kind) -> TopicConfig {
    TopicConfig { name, default, broker_synonym: None, kind }
}

impl TopicConfig {
    pub(crate) fn config_type(&self) -> ConfigType {
        self.kind.config_type()
    }

    pub(crate) fn is_list(&self) -> bool {
        self.config_type() == ConfigType::LIST
    }

    /// The values that a topic has which sets none, what wins first.
    pub(crate) fn inherited(&self, brokers: Dynamic<'_>) -> Vec<Synonym> {
        let mut inherited = self.behind().map_or(Vec::new(), |name| brokers.all_synonyms(name));
        let default = ConfigSource::DEFAULT_CONFIG;
        inherited.extend(self.broker_synonym.map(|it| Synonym::new(it, self.default, default)));
        inherited
    }

    /// The value of a topic that sets none, and where it comes from.
    pub(crate) fn value<'a>(&self, brokers: Dynamic<'a>) -> (&'a str, ConfigSource) {
        let set = self.behind().and_then(|name| brokers.first(name));
        set.unwrap_or((self.default, ConfigSource::DEFAULT_CONFIG))
    }

    /// The broker's config that has the value of topics without one of their own.
    fn behind(&self) -> Option<&'static str> {
        match self.name {
            "flush.ms" => Some("log.flush.interval.ms"),
            "retention.ms" => Some("log.retention.ms"),
            "segment.jitter.ms" => Some("log.roll.jitter.ms"),
            "segment.ms" => Some("log.roll.ms"),
            _ => self.broker_synonym,
        }
    }

    /// A value that was set, as a broker shows it: parsed and written again.
    pub(crate) fn shown(&self, value: &str) -> String {
        self.parse(value).unwrap_or_else(|_| value.to_owned())
    }

    fn parse(&self, value: &str) -> Result<String, String> {
        self.kind.parse(self.name, value)
    }
}

/// Checks the configs of a topic as the controller does: first for values that are null, then
/// for names, then for values. Of a name that is given twice the last counts. What is kept is what was
/// given.
pub(crate) fn validate<'a>(
    given: impl Iterator<Item = (&'a str, Option<&'a str>)> + Clone,
) -> Result<BTreeMap<String, String>, Refusal> {
    let without: Vec<&str> = given.clone().filter(|it| it.1.is_none()).map(|it| it.0).collect();
    if !without.is_empty() {
        let names = without.join(",");
        return Err(invalid(format!("Null value not supported for topic configs: {names}")));
    }
    let last: BTreeMap<&str, &str> =
        given.map(|(name, value)| (name, value.unwrap_or(""))).collect();
    if let Some(name) = last.keys().find(|name| find(name).is_none()) {
        return Err(invalid(format!("Unknown topic config name: {name}")));
    }
    let mut parsed = BTreeMap::new();
    for config in TOPIC_CONFIGS {
        if let Some(value) = last.get(config.name) {
            parsed.insert(config.name, config.parse(value).map_err(invalid)?);
        }
    }
    validate_together(&parsed)?;
    Ok(last.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The config of that name.
pub(crate) fn find(name: &str) -> Option<&'static TopicConfig> {
    TOPIC_CONFIGS.iter().find(|config| config.name == name)
}

fn validate_together(configs: &BTreeMap<&str, String>) -> Result<(), Refusal> {
    if configs.get("remote.storage.enable").is_some_and(|value| value == "true") {
        return Err(invalid(
            "Tiered Storage functionality is disabled in the broker. Topic cannot be configured \
             with remote log storage.",
        ));
    }
    let min = number(configs, "min.compaction.lag.ms").unwrap_or(0);
    let max = number(configs, "max.compaction.lag.ms").unwrap_or(i64::MAX);
    if min > max {
        return Err(invalid(format!(
            "conflict topic config setting min.compaction.lag.ms ({min}) > max.compaction.lag.ms \
             ({max})"
        )));
    }
    Ok(())
}

fn number(configs: &BTreeMap<&str, String>, name: &str) -> Option<i64> {
    configs.get(name)?.parse().ok()
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::INVALID_CONFIG, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(configs: &[(&str, Option<&str>)]) -> Result<BTreeMap<String, String>, String> {
        let result = validate(configs.iter().copied());
        result.map_err(|refusal| {
            assert_eq!(refusal.code, ErrorCode::INVALID_CONFIG);
            refusal.message.unwrap_or_default()
        })
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let table = [
            ("nope", "1", "Unknown topic config name: nope"),
            (
                "retention.ms",
                "abc",
                "Invalid value abc for configuration retention.ms: Not a number of type LONG",
            ),
            (
                "retention.ms",
                "-5",
                "Invalid value -5 for configuration retention.ms: Value must be at least -1",
            ),
            (
                "retention.ms",
                "",
                "Invalid value  for configuration retention.ms: Not a number of type LONG",
            ),
            (
                "segment.bytes",
                "99999999999",
                "Invalid value 99999999999 for configuration segment.bytes: Not a number of type INT",
            ),
            (
                "segment.bytes",
                "1",
                "Invalid value 1 for configuration segment.bytes: Value must be at least 1048576",
            ),
            (
                "compression.type",
                "GZIP",
                "Invalid value GZIP for configuration compression.type: String must be one of: \
                 uncompressed, zstd, lz4, snappy, gzip, producer",
            ),
            (
                "cleanup.policy",
                "foo",
                "Invalid value foo for configuration cleanup.policy: String must be one of: compact, delete",
            ),
            (
                "preallocate",
                "maybe",
                "Invalid value maybe for configuration preallocate: Expected value to be either true or false",
            ),
            (
                "min.cleanable.dirty.ratio",
                "2",
                "Invalid value 2.0 for configuration min.cleanable.dirty.ratio: Value must be no more than 1",
            ),
            (
                "min.cleanable.dirty.ratio",
                "x",
                "Invalid value x for configuration min.cleanable.dirty.ratio: Not a number of type DOUBLE",
            ),
            (
                "compression.gzip.level",
                "22",
                "Invalid value 22 for configuration compression.gzip.level: Value must be between 1 and 9 \
                 or equal to -1",
            ),
            (
                "compression.zstd.level",
                "99",
                "Invalid value 99 for configuration compression.zstd.level: Value must be no more than 22",
            ),
            (
                "follower.replication.throttled.replicas",
                "x",
                "Invalid value [x] for configuration follower.replication.throttled.replicas: \
                 follower.replication.throttled.replicas must be the literal '*' or a list of replicas \
                 in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...",
            ),
            (
                "remote.storage.enable",
                "true",
                "Tiered Storage functionality is disabled in the broker. Topic cannot be configured \
                 with remote log storage.",
            ),
        ];
        for (name, value, text) in table {
            assert_eq!(set(&[(name, Some(value))]), Err(text.to_owned()));
        }
    }

    #[test]
    fn values_are_kept_as_given_and_shown_again_as_kafka_parses_them() {
        let table = [
            ("retention.ms", " 100 ", "100"),
            ("retention.ms", "+5", "5"),
            ("retention.ms", "05", "5"),
            ("retention.ms", "-0", "0"),
            ("compression.gzip.level", " 05", "5"),
            ("compression.type", " gzip", "gzip"),
            ("preallocate", "TRUE", "true"),
            ("cleanup.policy", "compact, delete", "compact,delete"),
            ("cleanup.policy", "compact,compact", "compact"),
            ("cleanup.policy", "", ""),
            ("min.cleanable.dirty.ratio", "1", "1.0"),
            ("min.cleanable.dirty.ratio", "NaN", "NaN"),
            ("min.cleanable.dirty.ratio", "0.5f", "0.5"),
            ("min.cleanable.dirty.ratio", ".5D", "0.5"),
            ("min.cleanable.dirty.ratio", "1e-1", "0.1"),
            ("min.cleanable.dirty.ratio", "1e-10", "1.0E-10"),
            ("min.cleanable.dirty.ratio", "-0", "-0.0"),
            ("leader.replication.throttled.replicas", "0:1, 1:2", "0:1,1:2"),
            ("leader.replication.throttled.replicas", "0:1,,1:1", "0:1,,1:1"),
            ("leader.replication.throttled.replicas", "99999999999:1", "99999999999:1"),
            ("leader.replication.throttled.replicas", " * ", "*"),
        ];
        for (name, value, shown) in table {
            let configs = set(&[(name, Some(value))]).unwrap();
            assert_eq!(configs.get(name).map(String::as_str), Some(value));
            assert_eq!(find(name).unwrap().shown(value), shown, "{name} {value:?}");
        }
    }

    #[test]
    fn numbers_are_javas() {
        let ratio = |value| set(&[("min.cleanable.dirty.ratio", Some(value))]).unwrap_err();
        let invalid = |shown, flaw| {
            format!("Invalid value {shown} for configuration min.cleanable.dirty.ratio: {flaw}")
        };
        for text in ["inf", "nan", "infinity", "0.5x", "", "f", "e1", "\u{a0}1"] {
            assert_eq!(ratio(text), invalid(text, "Not a number of type DOUBLE"));
        }
        let (low, high) = ("Value must be at least 0", "Value must be no more than 1");
        assert_eq!(ratio("1e400"), invalid("Infinity", high));
        assert_eq!(ratio("-Infinity"), invalid("-Infinity", low));
        assert_eq!(ratio("-1e-10"), invalid("-1.0E-10", low));
        assert_eq!(ratio("12345678.9"), invalid("1.23456789E7", high));
        assert_eq!(ratio("5."), invalid("5.0", high));
    }

    #[test]
    fn a_list_has_no_empty_values() {
        let text = "Configuration 'cleanup.policy' values must not be empty.";
        for value in [",delete", "delete,", "compact,,delete"] {
            assert_eq!(set(&[("cleanup.policy", Some(value))]), Err(text.to_owned()));
        }
    }

    #[test]
    fn null_is_no_value() {
        assert_eq!(
            set(&[("retention.ms", None), ("nope", None)]),
            Err("Null value not supported for topic configs: retention.ms,nope".to_owned())
        );
    }

    #[test]
    fn the_last_of_two_values_counts() {
        let configs = set(&[("retention.ms", Some("10")), ("retention.ms", Some("5"))]).unwrap();
        assert_eq!(configs.get("retention.ms").map(String::as_str), Some("5"));
    }

    #[test]
    fn the_two_compaction_lags_must_fit_each_other() {
        assert_eq!(
            set(&[("min.compaction.lag.ms", Some("10")), ("max.compaction.lag.ms", Some("5"))]),
            Err(
                "conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms \
                 (5)"
                .to_owned()
            )
        );
    }

    #[test]
    fn the_table_is_sorted_and_its_defaults_are_valid() {
        assert!(TOPIC_CONFIGS.is_sorted_by_key(|config| config.name));
        assert_eq!(TOPIC_CONFIGS.len(), 37);
        for config in TOPIC_CONFIGS {
            assert_eq!(
                config.parse(config.default),
                Ok(config.default.to_owned()),
                "{}",
                config.name
            );
        }
    }
}
