//! What brokers check before they change a config of theirs (`DynamicBrokerConfig`).

use kafka_proto::ErrorCode;

use super::dynamic::DYNAMIC;
use super::fixed::FIXED;
use super::{Dynamic, DynamicConfig, Level};
use crate::configs::Set;
use crate::configs::value::Kind;
use crate::refusal::Refusal;

/// What belongs to a listener, and can be changed only with its prefix.
const OF_LISTENERS: &[&str] = &[
    "ssl.key.password",
    "ssl.keystore.certificate.chain",
    "ssl.keystore.key",
    "ssl.keystore.location",
    "ssl.keystore.password",
    "ssl.keystore.type",
    "ssl.truststore.certificates",
    "ssl.truststore.location",
    "ssl.truststore.password",
    "ssl.truststore.type",
];

/// How many threads a broker has, which it at most doubles or halves at a time.
const THREADS: &[&str] = &[
    "background.threads",
    "num.io.threads",
    "num.network.threads",
    "num.recovery.threads.per.data.dir",
    "num.replica.fetchers",
];

/// The kind of a config that brokers know, also with the prefix of a listener.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    find(name).map(|config| config.kind)
}

/// Adds values to a list.
pub(crate) fn append(set: &Set, name: &str, values: &str) -> Result<String, Refusal> {
    let old = list(set, name, "append")?;
    let mut all: Vec<&str> = elements(&old).collect();
    for value in elements(values) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    Ok(all.join(","))
}

/// Takes values out of a list.
pub(crate) fn subtract(set: &Set, name: &str, values: &str) -> Result<String, Refusal> {
    let old = list(set, name, "subtract")?;
    let gone: Vec<&str> = elements(values).collect();
    let left: Vec<&str> = elements(&old).filter(|value| !gone.contains(value)).collect();
    Ok(left.join(","))
}

/// Checks all that is set for one broker, or for all of them.
pub(crate) fn validate(set: &Set, is_of_one: bool) -> Result<(), Refusal> {
    let names = |is_it: fn(&str) -> bool| {
        set.keys().map(String::as_str).filter(|name| is_it(name)).collect::<Vec<_>>()
    };
    check_none(names(is_fixed), "Cannot update these configs dynamically")?;
    check_none(
        names(is_of_listener),
        "These security configs can be dynamically updated only per-listener using the listener prefix",
    )?;
    for (name, value) in set {
        if let Some(config) = find(name) {
            config.kind.parse(config.name, value).map_err(invalid)?;
        }
    }
    if is_of_one {
        return Ok(());
    }
    check_none(
        names(is_per_broker),
        "Cannot update these configs at default cluster level, broker id must be specified",
    )
}

/// Checks what a broker would do with the new values: its threads, and what stays as it is here.
pub(crate) fn validate_reconfiguration(new: &Set, now: Dynamic<'_>) -> Result<(), Refusal> {
    for name in THREADS {
        let Some(wanted) = new.get(*name).and_then(|value| value.trim().parse::<i64>().ok()) else {
            continue;
        };
        let current = current(name, now);
        let flaw = match wanted {
            _ if wanted < current / 2 => "at least half",
            _ if wanted > current * 2 => "greater than double",
            _ => continue,
        };
        let should = if wanted < current { "should be" } else { "should not be" };
        return Err(invalid(format!(
            "Invalid value org.apache.kafka.common.config.ConfigException: Dynamic thread count update \
             validation failed for {name}={wanted}, value {should} {flaw} the current value {current} for \
             configuration Invalid dynamic configuration"
        )));
    }
    let listeners = ["listener.security.protocol.map", "listeners"];
    match listeners.iter().find(|name| new.contains_key(**name)) {
        Some(name) => Err(invalid(format!("The emulator does not change its {name}."))),
        None => Ok(()),
    }
}

fn current(name: &str, now: Dynamic<'_>) -> i64 {
    let set = now.synonyms(name).into_iter().find_map(|it| it.value?.trim().parse().ok());
    let default = find(name).and_then(|config| config.default?.parse().ok());
    set.or(default).unwrap_or(1)
}

/// The list as it is, or its default.
fn list(set: &Set, name: &str, operation: &str) -> Result<String, Refusal> {
    let refused = |text| Err(Refusal::new(ErrorCode::INVALID_CONFIG, text));
    let Some(config) = DYNAMIC.iter().find(|config| config.name == name) else {
        return match FIXED.iter().any(|it| it.0 == name) {
            true => {
                refused(format!("Config value {operation} is not allowed for config key: {name}"))
            }
            false => refused(format!("Unknown config name: {name}")),
        };
    };
    if !matches!(config.kind, Kind::AnyList | Kind::List(_)) {
        return refused(format!("Config value {operation} is not allowed for config key: {name}"));
    }
    Ok(set.get(name).map_or(config.default.unwrap_or_default(), String::as_str).to_owned())
}

fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|value| !value.is_empty())
}

fn check_none(names: Vec<&str>, text: &str) -> Result<(), Refusal> {
    match names.is_empty() {
        true => Ok(()),
        false => Err(invalid(format!("{text}: [{}]", names.join(", ")))),
    }
}

fn is_fixed(name: &str) -> bool {
    FIXED.iter().any(|it| it.0 == name)
}

fn is_of_listener(name: &str) -> bool {
    OF_LISTENERS.contains(&name)
}

fn is_per_broker(name: &str) -> bool {
    find(name).is_some_and(|config| config.level == Level::PerBroker)
}

fn find(name: &str) -> Option<&'static DynamicConfig> {
    let name = base(name);
    DYNAMIC.iter().find(|config| config.name == name)
}

/// `listener.name.plaintext.max.connections` is `max.connections` of a listener.
fn base(name: &str) -> &str {
    let of_listener = name.strip_prefix("listener.name.").and_then(|rest| rest.split_once('.'));
    of_listener.map_or(name, |(_, name)| name)
}

fn invalid(text: String) -> Refusal {
    Refusal::new(ErrorCode::INVALID_REQUEST, text)
}
