//! The configs of a subscription to the metrics of clients (KIP-714, `ClientMetricsConfigs`).

use kafka_proto::{ConfigSource, ErrorCode};

use super::value::{INT_MAX, INT_MIN, Kind};
use super::{Described, Set, Synonym};
use crate::refusal::Refusal;

/// Every config, by name, with its default.
const CONFIGS: &[(&str, &str, Kind)] = &[
    ("interval.ms", "300000", Kind::Int(INT_MIN, INT_MAX)),
    ("match", "", Kind::AnyList),
    ("metrics", "", Kind::AnyList),
];

/// What a pattern in `match` can be about.
const MATCHED: &[&str] = &[
    "client_id",
    "client_instance_id",
    "client_software_name",
    "client_software_version",
    "client_source_address",
    "client_source_port",
];

pub(crate) fn described(set: &Set) -> Vec<Described> {
    let of = |(name, default, kind): &(&str, &str, Kind)| {
        let own = set.get(*name).map(|value| kind.shown(name, value));
        let source = ConfigSource::CLIENT_METRICS_CONFIG;
        Described {
            name: (*name).to_owned(),
            synonyms: own.iter().map(|value| Synonym::new(name, value, source)).collect(),
            source: if own.is_some() { source } else { ConfigSource::DEFAULT_CONFIG },
            value: Some(own.unwrap_or_else(|| (*default).to_owned())),
            config_type: kind.config_type(),
            read_only: false,
            is_sensitive: false,
        }
    };
    CONFIGS.iter().map(of).collect()
}

/// Checks all that a subscription sets.
pub(crate) fn validate(name: &str, set: &Set) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(invalid_request("Subscription name can't be empty"));
    }
    let unknown = set.keys().find(|key| CONFIGS.iter().all(|(name, ..)| name != key));
    if let Some(key) = unknown {
        return Err(invalid_request(format!("Unknown client metrics configuration: {key}")));
    }
    for (name, _, kind) in CONFIGS {
        let Some(value) = set.get(*name) else { continue };
        let value = kind.parse(name, value).map_err(invalid_config)?;
        match *name {
            "interval.ms" => check_interval(&value)?,
            "match" => check_patterns(&value)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_interval(value: &str) -> Result<(), Refusal> {
    match value.parse() {
        Ok(100..=3_600_000) => Ok(()),
        _ => Err(invalid_request(format!(
            "Invalid value {value} for interval.ms, interval must be between 100 and 3600000 (1 hour)"
        ))),
    }
}

fn check_patterns(value: &str) -> Result<(), Refusal> {
    for pattern in value.split(',').filter(|pattern| !pattern.is_empty()) {
        let is_legal = match pattern.split_once('=') {
            Some((about, regex)) => {
                MATCHED.contains(&about.trim()) && !regex.contains('=') && is_closed(regex)
            }
            None => false,
        };
        if !is_legal {
            return Err(invalid_config(format!("Illegal client matching pattern: {pattern}")));
        }
    }
    Ok(())
}

/// Of regular expressions only this is checked.
fn is_closed(regex: &str) -> bool {
    let count = |bracket| regex.matches(bracket).count();
    count('[') == count(']') && count('(') == count(')')
}

fn invalid_config(text: String) -> Refusal {
    Refusal::new(ErrorCode::INVALID_CONFIG, text)
}

fn invalid_request(text: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::INVALID_REQUEST, text)
}
