//! What IncrementalAlterConfigs and AlterConfigs have in common: what is checked before all that is set
//! for a resource becomes something else, and keeping it.

use kafka_proto::{ConfigResourceType, ErrorCode};

use super::Call;
use super::config_resource::invalid;
use crate::configs::topic as topic_config;
use crate::configs::{Set, broker, client_metrics, group};
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::state::configs::Configs;
use crate::state::topic::{self, Topic};
use crate::state::topics::Topics;

const MIN_INSYNC_REPLICAS: &str = "min.insync.replicas";

/// A change of all that is set for one resource.
#[derive(Clone, Copy)]
pub(super) struct Change<'c> {
    pub(super) kind: ConfigResourceType,
    pub(super) name: &'c str,
    pub(super) validate_only: bool,
    /// Whether it says something about `min.insync.replicas`.
    pub(super) is_of_min_insync: bool,
}

/// What a broker checks before it passes a change of itself or of all brokers on to the controller.
pub(super) fn check_by_broker(call: &Call<'_>, name: &str, set: &Set) -> Result<(), Refusal> {
    broker::validate(set, !name.is_empty())?;
    let configs = call.cluster.state.configs.now();
    broker::validate_reconfiguration(set, configs.dynamic(call.broker().id))
}

impl Change<'_> {
    /// Makes it as the controller does; `to` says what is set afterwards, given what is set before.
    pub(super) fn make(
        self,
        call: &Call<'_>,
        to: impl Fn(&Set) -> Result<Set, Refusal>,
    ) -> Result<(), Refusal> {
        let state = &call.cluster.state;
        match (self.kind, self.validate_only) {
            (ConfigResourceType::TOPIC, true) => self.topic(&state.topics.now(), to).map(drop),
            (ConfigResourceType::TOPIC, false) => state.topics.change(|topics| {
                let topic = self.topic(topics, to)?;
                topics.replace(topic);
                Ok(())
            }),
            (_, true) => self.set(call, &state.configs.now(), to).map(drop),
            (_, false) => state.configs.change(|configs| {
                let set = self.set(call, configs, to)?;
                configs.replace(self.kind, self.name, set)
            }),
        }
    }

    /// The topic as it will be.
    fn topic(
        self,
        topics: &Topics,
        to: impl Fn(&Set) -> Result<Set, Refusal>,
    ) -> Result<Topic, Refusal> {
        let name = self.name;
        let topic = topics.get(name);
        let configs = to(topic.map_or(&Set::new(), |topic| &topic.configs))?;
        if name.is_empty() {
            return Err(invalid("Default topic resources are not allowed."));
        }
        topic::validate_name(name)
            .map_err(|text| Refusal::new(ErrorCode::INVALID_TOPIC_EXCEPTION, text))?;
        topic_config::validate(configs.iter().map(|it| (it.0.as_str(), Some(it.1.as_str()))))?;
        let Some(topic) = topic else {
            let text = format!("The topic '{name}' does not exist.");
            return Err(Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, text));
        };
        let altered = Topic { configs, ..topic.clone() };
        topics.check_room(Some(topic), &altered)?;
        Ok(altered)
    }

    /// What is set for another resource afterwards.
    fn set(
        self,
        call: &Call<'_>,
        configs: &Configs,
        to: impl Fn(&Set) -> Result<Set, Refusal>,
    ) -> Result<Set, Refusal> {
        let old = configs.get(self.kind, self.name);
        let new = to(old)?;
        match self.kind {
            ConfigResourceType::BROKER => self.check_elr(call, &new)?,
            ConfigResourceType::GROUP => group::validate(self.name, &new)?,
            _ => client_metrics::validate(self.name, &new)?,
        }
        Ok(new)
    }

    /// KIP-966: with eligible leader replicas there is one `min.insync.replicas` for all brokers.
    fn check_elr(self, call: &Call<'_>, new: &Set) -> Result<(), Refusal> {
        let text = match (self.is_of_min_insync, self.name) {
            _ if call.cluster.profile != Profile::Kafka44 => return Ok(()),
            (true, "") if !new.contains_key(MIN_INSYNC_REPLICAS) => {
                "Cluster-level min.insync.replicas cannot be removed while ELR is enabled."
            }
            (true, name) if !name.is_empty() => {
                "Broker-level min.insync.replicas cannot be altered while ELR is enabled."
            }
            _ => return Ok(()),
        };
        Err(Refusal::new(ErrorCode::INVALID_CONFIG, text))
    }
}

/// Whether a change with these names is about `min.insync.replicas`.
pub(super) fn is_of_min_insync<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    names.any(|name| name == MIN_INSYNC_REPLICAS)
}
