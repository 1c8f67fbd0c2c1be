//! What a change would make of a setting, before it is made.

use std::borrow::Cow;

use kafka_admin::configs::{ConfigEntry, ConfigSource, ConfigSynonym, ConfigType};
use kafka_admin::escape::Escaped;
use serde_json::{Value, json};

use super::changes::{Change, Operation};
use super::kind::Kind;
use crate::failure::{Failure, Result};
use crate::near;

/// What there is to know of a resource: its own settings, and every setting that such a resource can have.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) kind: Kind,
    /// Whether it is what is set for all brokers, where only what is set is described.
    pub(super) is_default_of_brokers: bool,
    pub(super) own: &'a [ConfigEntry],
    pub(super) all: &'a [ConfigEntry],
}

/// One setting, before and after.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Planned {
    key: String,
    operation: &'static str,
    old: Option<String>,
    new: Option<String>,
    /// Whether the value before was nobody's choice.
    was_default: bool,
    is_secret: bool,
}

impl<'a> Known<'a> {
    /// What all changes would do.
    ///
    /// # Errors
    /// One of them is surely refused.
    pub(super) fn plan(self, changes: &[Change]) -> Result<Vec<Planned>> {
        changes.iter().map(|change| self.planned(change)).collect()
    }

    /// What might be a mistake, though the broker takes it.
    pub(super) fn warnings(self, changes: &[Change]) -> Vec<String> {
        let mut warnings = Vec::new();
        for Change { key, is_argument, .. } in changes.iter().filter(|it| !it.is_deletion()) {
            let shown = Escaped(key);
            if self.is_of_brokers() && self.find(key).is_none() {
                let nearest = self.nearest(key).map(|name| format!("; did you mean {name}?"));
                let nearest = nearest.unwrap_or_default();
                warnings.push(format!("the broker does not know {shown}{nearest}"));
            }
            let is_mistyped = self.find(key).is_none() && self.nearest(key).is_some();
            if *is_argument && !is_mistyped && self.is_secret(key) {
                warnings.push(format!(
                    "{shown} is a secret, and others can see arguments: --from-file keeps it to you"
                ));
            }
        }
        warnings
    }

    fn planned(self, change: &Change) -> Result<Planned> {
        let Change { key, operation, .. } = change;
        if !change.is_deletion() {
            self.check(key)?;
        }
        let entry = self.own.iter().find(|entry| entry.name == *key);
        let old = entry.and_then(|entry| entry.value.as_deref()).map(str::to_owned);
        let list = old.as_deref().unwrap_or_default();
        let new = match operation {
            Operation::Set(value) => Some(value.clone()),
            Operation::Delete => entry.and_then(|entry| self.default_of(entry)),
            Operation::Append(values) => Some(appended(list, values)),
            Operation::Subtract(values) => Some(subtracted(list, values)),
        };
        let was_default = entry.is_none_or(|entry| !self.is_own(entry.source));
        let (key, operation, is_secret) = (key.clone(), operation.name(), self.is_secret(key));
        Ok(Planned { key, operation, old, new, was_default, is_secret })
    }

    fn check(self, key: &str) -> Result<()> {
        let shown = Escaped(key);
        match self.find(key) {
            Some(entry) if entry.read_only => Err(Failure::unexpected(format!(
                "{shown} can only be read: a broker takes it from its file when it starts"
            ))
            .hint("change it in the file of each broker, and restart them one after the other")),
            None if !self.is_of_brokers() && !self.all.is_empty() => {
                let nearest = self.nearest(key).map(|name| format!("did you mean {name}?"));
                let hint = nearest.unwrap_or_else(|| "config describe --all shows them".into());
                Err(Failure::unexpected(format!("there is no setting {shown}")).hint(hint))
            }
            _ => Ok(()),
        }
    }

    /// Brokers take settings that only their plug-ins know.
    fn is_of_brokers(self) -> bool {
        self.kind == Kind::Broker
    }

    fn find(self, key: &str) -> Option<&'a ConfigEntry> {
        self.all.iter().find(|entry| entry.name == key)
    }

    fn nearest(self, key: &str) -> Option<&'a str> {
        near::nearest(key, self.all.iter().map(|entry| entry.name.as_str()))
    }

    /// Kafka takes what it does not know for a secret. Of a listener it knows the end of the name.
    fn is_secret(self, key: &str) -> bool {
        let is_it = |name: &str| key.strip_suffix(name).is_some_and(|front| front.ends_with('.'));
        let known = self.find(key).or_else(|| self.all.iter().find(|entry| is_it(&entry.name)));
        match known {
            Some(entry) => entry.sensitive || entry.config_type == ConfigType::PASSWORD,
            None => self.is_of_brokers(),
        }
    }

    /// Whether it was set for this very resource.
    pub(super) fn is_own(self, source: ConfigSource) -> bool {
        source
            == match self.kind {
                Kind::Topic => ConfigSource::TOPIC_CONFIG,
                Kind::Broker if self.is_default_of_brokers => {
                    ConfigSource::DYNAMIC_DEFAULT_BROKER_CONFIG
                }
                Kind::Broker => ConfigSource::DYNAMIC_BROKER_CONFIG,
                Kind::BrokerLogger => ConfigSource::DYNAMIC_BROKER_LOGGER_CONFIG,
                Kind::Group => ConfigSource::GROUP_CONFIG,
                Kind::ClientMetrics => ConfigSource::CLIENT_METRICS_CONFIG,
            }
    }

    /// The value when nothing is set for this resource, as far as the broker tells.
    fn default_of(self, entry: &ConfigEntry) -> Option<String> {
        let is_other = |it: &&ConfigSynonym| !self.is_own(it.source);
        match self.is_own(entry.source) {
            true => entry.synonyms().iter().find(is_other).and_then(|it| it.value.clone()),
            false => entry.value.as_deref().map(str::to_owned),
        }
    }
}

impl Planned {
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Whether the value afterwards depends on one that cannot be read.
    pub(super) fn is_of_a_secret(&self) -> bool {
        self.is_secret && matches!(self.operation, "APPEND" | "SUBTRACT")
    }

    /// What is set afterwards; none when the setting is taken away.
    pub(super) fn setting(&self) -> Option<(&str, &str)> {
        let is_set = self.operation != "DELETE";
        self.new.as_deref().filter(|_| is_set).map(|new| (self.key.as_str(), new))
    }

    pub(super) fn json(&self) -> Value {
        let Self { key, operation, was_default, is_secret, .. } = self;
        let shown = |value: &Option<String>| value.clone().filter(|_| !is_secret);
        json!({
            "key": key,
            "operation": operation,
            "old": shown(&self.old),
            "old_is_default": was_default,
            "new": shown(&self.new),
        })
    }

    /// `retention.ms`, `604800000 (default)`, `->`, `60000`.
    pub(super) fn row(&self) -> [Cow<'_, str>; 4] {
        let old = self.shown(self.old.as_deref(), self.was_default);
        let new = self.shown(self.new.as_deref(), self.operation == "DELETE");
        [format!("  {}", self.key).into(), old, "->".into(), new]
    }

    fn shown<'v>(&self, value: Option<&'v str>, is_default: bool) -> Cow<'v, str> {
        match (value, is_default) {
            (_, false) if self.is_secret => "(a secret)".into(),
            (_, true) if self.is_secret => "(default)".into(),
            (Some(value), false) => value.into(),
            (Some(value), true) => format!("{value} (default)").into(),
            (None, true) => "(default)".into(),
            (None, false) => "(none)".into(),
        }
    }
}

/// As a broker adds to a list: each value once.
fn appended(list: &str, values: &str) -> String {
    let mut all: Vec<&str> = elements(list).collect();
    for value in elements(values) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all.join(",")
}

fn subtracted(list: &str, values: &str) -> String {
    let gone: Vec<&str> = elements(values).collect();
    let left: Vec<&str> = elements(list).filter(|value| !gone.contains(value)).collect();
    left.join(",")
}

fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_changed_as_brokers_do() {
        assert_eq!(appended("delete", "compact,delete"), "delete,compact");
        assert_eq!(appended("", "compact"), "compact");
        assert_eq!(subtracted("delete, compact", "delete"), "compact");
        assert_eq!(subtracted("delete", "delete,compact"), "");
    }
}
