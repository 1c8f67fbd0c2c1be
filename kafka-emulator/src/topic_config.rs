//! The configs a topic can have: names, types, defaults and bounds of Kafka 4.x (`LogConfig`).

use std::collections::BTreeMap;

use kafka_proto::{ConfigType, ErrorCode};

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

#[derive(Clone, Copy, Debug)]
enum Kind {
    Boolean,
    /// `compression.gzip.level`: 1 to 9, or -1.
    GzipLevel,
    Int(i64, i64),
    /// Values of this list, separated by commas.
    List(&'static [&'static str]),
    Long(i64),
    OneOf(&'static [&'static str]),
    /// `*`, or `partition:broker` separated by commas.
    Replicas,
    /// From 0 to 1.
    Ratio,
}

const INT_MAX: i64 = i32::MAX as i64;

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
        match self.kind {
            Kind::Boolean => ConfigType::BOOLEAN,
            Kind::GzipLevel | Kind::Int(..) => ConfigType::INT,
            Kind::List(_) | Kind::Replicas => ConfigType::LIST,
            Kind::Long(_) => ConfigType::LONG,
            Kind::OneOf(_) => ConfigType::STRING,
            Kind::Ratio => ConfigType::DOUBLE,
        }
    }

    /// The value as Kafka would show it again, or what Kafka says against it.
    fn parse(&self, value: &str) -> Result<String, String> {
        let text = value.trim();
        let parsed = match self.kind {
            Kind::Boolean => boolean(text),
            Kind::GzipLevel => gzip_level(text),
            Kind::Int(min, max) => integer(text, "INT", (min, max), INT_MAX),
            Kind::List(known) => list(text, known),
            Kind::Long(min) => integer(text, "LONG", (min, i64::MAX), i64::MAX),
            Kind::OneOf(known) => one_of(text, known).map(str::to_owned),
            Kind::Replicas => replicas(text, self.name),
            Kind::Ratio => ratio(text),
        };
        parsed.map_err(|(shown, flaw)| {
            format!("Invalid value {shown} for configuration {}: {flaw}", self.name)
        })
    }
}

/// Checks the configs of a new topic as the controller does: first for values that are null, then
/// for names, then for values. Of a name that is given twice the last counts.
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
    let mut configs = BTreeMap::new();
    for config in TOPIC_CONFIGS {
        if let Some(value) = last.get(config.name) {
            configs.insert(config.name.to_owned(), config.parse(value).map_err(invalid)?);
        }
    }
    validate_together(&configs)?;
    Ok(configs)
}

/// The config of that name.
fn find(name: &str) -> Option<&'static TopicConfig> {
    TOPIC_CONFIGS.iter().find(|config| config.name == name)
}

fn validate_together(configs: &BTreeMap<String, String>) -> Result<(), Refusal> {
    if configs.get("remote.storage.enable").is_some_and(|value| value == "true") {
        return Err(invalid(
            "Tiered Storage functionality is disabled in the broker. Topic cannot be configured \
             with remote log storage.",
        ));
    }
    let lag = |name, default| {
        configs.get(name).and_then(|value| value.parse::<i64>().ok()).unwrap_or(default)
    };
    let (min, max) = (lag("min.compaction.lag.ms", 0), lag("max.compaction.lag.ms", i64::MAX));
    if min > max {
        return Err(invalid(format!(
            "conflict topic config setting min.compaction.lag.ms ({min}) > max.compaction.lag.ms \
             ({max})"
        )));
    }
    Ok(())
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::INVALID_CONFIG, message)
}

/// The normalised value; or the value as Kafka quotes it, and what is wrong with it.
type Parsed = Result<String, (String, String)>;

fn flaw<T>(value: impl Into<String>, flaw: impl Into<String>) -> Result<T, (String, String)> {
    Err((value.into(), flaw.into()))
}

fn boolean(text: &str) -> Parsed {
    match text.to_ascii_lowercase().as_str() {
        value @ ("true" | "false") => Ok(value.to_owned()),
        _ => flaw(text, "Expected value to be either true or false"),
    }
}

fn integer(text: &str, name: &str, (min, max): (i64, i64), largest: i64) -> Parsed {
    match text.parse::<i64>() {
        Ok(number) if number > largest || number < -largest - 1 => not_a_number(text, name),
        Ok(number) if number < min => flaw(text, format!("Value must be at least {min}")),
        Ok(number) if number > max => flaw(text, format!("Value must be no more than {max}")),
        Ok(number) => Ok(number.to_string()),
        Err(_) => not_a_number(text, name),
    }
}

fn gzip_level(text: &str) -> Parsed {
    match integer(text, "INT", (i64::MIN, INT_MAX), INT_MAX)?.as_str() {
        "-1" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => Ok(text.to_owned()),
        _ => flaw(text, "Value must be between 1 and 9 or equal to -1"),
    }
}

fn ratio(text: &str) -> Parsed {
    match text.parse::<f64>() {
        Ok(number) if number < 0.0 => flaw(java_double(number), "Value must be at least 0"),
        Ok(number) if number > 1.0 => flaw(java_double(number), "Value must be no more than 1"),
        Ok(number) if number.is_finite() => Ok(java_double(number)),
        _ => not_a_number(text, "DOUBLE"),
    }
}

/// Java always shows a decimal point.
fn java_double(number: f64) -> String {
    format!("{number:?}")
}

fn not_a_number(text: &str, name: &str) -> Parsed {
    flaw(text, format!("Not a number of type {name}"))
}

fn one_of<'a>(text: &'a str, known: &[&str]) -> Result<&'a str, (String, String)> {
    if known.contains(&text) {
        return Ok(text);
    }
    flaw(text, format!("String must be one of: {}", known.join(", ")))
}

fn list(text: &str, known: &[&str]) -> Parsed {
    let values: Vec<&str> = split(text).collect();
    for value in &values {
        one_of(value, known)?;
    }
    Ok(values.join(","))
}

fn replicas(text: &str, name: &str) -> Parsed {
    let number = |text: &str| text.parse::<u32>().is_ok();
    let is_pair = |value: &str| value.split_once(':').is_some_and(|(a, b)| number(a) && number(b));
    let values: Vec<&str> = split(text).collect();
    if text == "*" || values.iter().all(|value| is_pair(value)) {
        return Ok(values.join(","));
    }
    flaw(
        format!("[{}]", values.join(", ")),
        format!(
            "{name} must be the literal '*' or a list of replicas in the following format: \
             [partitionId]:[brokerId],[partitionId]:[brokerId],..."
        ),
    )
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|value| !value.is_empty())
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
    fn values_are_shown_again_as_kafka_parses_them() {
        let table = [
            ("retention.ms", " 100 ", "100"),
            ("preallocate", "TRUE", "true"),
            ("cleanup.policy", "compact, delete", "compact,delete"),
            ("cleanup.policy", "", ""),
            ("min.cleanable.dirty.ratio", "1", "1.0"),
            ("leader.replication.throttled.replicas", "0:1,1:2", "0:1,1:2"),
            ("leader.replication.throttled.replicas", "*", "*"),
        ];
        for (name, value, shown) in table {
            let configs = set(&[(name, Some(value))]).unwrap();
            assert_eq!(configs.get(name).map(String::as_str), Some(shown));
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
