//! The configs a topic can have: names, types, defaults and bounds of Kafka 4.4 (`LogConfig`).

use std::collections::BTreeMap;

use kafka_proto::{ConfigSource, ConfigType, ErrorCode};

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
        match self.kind {
            Kind::Boolean => ConfigType::BOOLEAN,
            Kind::GzipLevel | Kind::Int(..) => ConfigType::INT,
            Kind::List(_) | Kind::Replicas => ConfigType::LIST,
            Kind::Long(_) => ConfigType::LONG,
            Kind::OneOf(_) => ConfigType::STRING,
            Kind::Ratio => ConfigType::DOUBLE,
        }
    }

    /// Where a value comes from that the topic does not set. Since Kafka 4.0 a new cluster has one
    /// dynamic default (KIP-966).
    pub(crate) fn default_source(&self) -> ConfigSource {
        match self.name {
            "min.insync.replicas" => ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG,
            _ => ConfigSource::DEFAULT_CONFIG,
        }
    }

    /// A value that was set, as a broker shows it: parsed and written again.
    pub(crate) fn shown(&self, value: &str) -> String {
        self.parse(value).unwrap_or_else(|_| value.to_owned())
    }

    /// The value as Kafka would show it again, or what Kafka says against it.
    fn parse(&self, value: &str) -> Result<String, String> {
        let text = java_trim(value);
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
        parsed.map_err(|flaw| match flaw {
            Flaw::Value { shown, flaw } => {
                format!("Invalid value {shown} for configuration {}: {flaw}", self.name)
            }
            Flaw::EmptyElement => {
                format!("Configuration '{}' values must not be empty.", self.name)
            }
        })
    }
}

/// Checks the configs of a new topic as the controller does: first for values that are null, then
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
fn find(name: &str) -> Option<&'static TopicConfig> {
    TOPIC_CONFIGS.iter().find(|config| config.name == name)
}

fn validate_together(configs: &BTreeMap<&str, String>) -> Result<(), Refusal> {
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

/// The normalised value, or what is wrong.
type Parsed = Result<String, Flaw>;

enum Flaw {
    /// What is wrong with the value, as Kafka quotes it.
    Value {
        shown: String,
        flaw: String,
    },
    EmptyElement,
}

fn flaw<T>(shown: impl Into<String>, flaw: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw::Value { shown: shown.into(), flaw: flaw.into() })
}

/// `String.trim`: everything up to the space, and nothing else.
fn java_trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
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
        Ok(number) if number < min => {
            flaw(number.to_string(), format!("Value must be at least {min}"))
        }
        Ok(number) if number > max => {
            flaw(number.to_string(), format!("Value must be no more than {max}"))
        }
        Ok(number) => Ok(number.to_string()),
        Err(_) => not_a_number(text, name),
    }
}

fn gzip_level(text: &str) -> Parsed {
    let level = integer(text, "INT", (i64::MIN, INT_MAX), INT_MAX)?;
    match level.as_str() {
        "-1" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => Ok(level),
        _ => flaw(level, "Value must be between 1 and 9 or equal to -1"),
    }
}

/// `ValidList.between`, which NaN passes, because it is neither smaller nor larger than anything.
fn ratio(text: &str) -> Parsed {
    match java_parse_double(text) {
        Some(number) if number < 0.0 => flaw(java_double(number), "Value must be at least 0"),
        Some(number) if number > 1.0 => flaw(java_double(number), "Value must be no more than 1"),
        Some(number) => Ok(java_double(number)),
        None => not_a_number(text, "DOUBLE"),
    }
}

/// `Double.parseDouble`, hexadecimal numbers apart.
fn java_parse_double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "NaN" || unsigned == "Infinity" {
        return text.parse().ok();
    }
    let number = text.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(text);
    let is_decimal = number.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    number.parse().ok().filter(|_| is_decimal)
}

/// `Double.toString`: always with a decimal point, and with an exponent below 0.001 and from ten
/// million on.
fn java_double(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

fn not_a_number(text: &str, name: &str) -> Parsed {
    flaw(text, format!("Not a number of type {name}"))
}

fn one_of<'a>(text: &'a str, known: &[&str]) -> Result<&'a str, Flaw> {
    if known.contains(&text) {
        return Ok(text);
    }
    flaw(text, format!("String must be one of: {}", known.join(", ")))
}

/// Each value counts once.
fn list(text: &str, known: &[&str]) -> Parsed {
    let mut values: Vec<&str> = Vec::new();
    for value in split(text) {
        if value.is_empty() {
            return Err(Flaw::EmptyElement);
        }
        let value = one_of(value, known)?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(values.join(","))
}

fn replicas(text: &str, name: &str) -> Parsed {
    let values: Vec<&str> = split(text).collect();
    if text == "*" || values.iter().all(|value| value.is_empty() || is_replica(value)) {
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

/// `[0-9]+:[0-9]+`.
fn is_replica(value: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    value
        .split_once(':')
        .is_some_and(|(partition, broker)| is_number(partition) && is_number(broker))
}

/// The values of a list. Nothing at all is an empty list, but there can be nothing between commas.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let is_empty = text.is_empty();
    text.split(',').map(java_trim).filter(move |_| !is_empty)
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
