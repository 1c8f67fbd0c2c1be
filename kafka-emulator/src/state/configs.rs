//! What is set for brokers, loggers, groups and client metrics. Topics have their configs with them.

use std::sync::Arc;

use kafka_proto::{ConfigResourceType, ErrorCode};
use rpds::RedBlackTreeMapSync;

use crate::configs::Set;
use crate::configs::broker::Dynamic;
use crate::refusal::Refusal;
use crate::state::MAX_TEXT;

/// How many resources can have something set.
const MAX_RESOURCES: usize = 10_000;

static NOTHING: Set = Set::new();

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Configs {
    /// By the code of the type and the name. None of them is empty.
    sets: RedBlackTreeMapSync<(i8, Arc<str>), Arc<Set>>,
    text: usize,
}

impl Default for Configs {
    /// Since Kafka 4.0 a new cluster sets this for all brokers (KIP-966).
    fn default() -> Self {
        let mut configs = Self { sets: RedBlackTreeMapSync::default(), text: 0 };
        let set = Set::from([("min.insync.replicas".to_owned(), "1".to_owned())]);
        configs.put((ConfigResourceType::BROKER.0, Arc::from("")), set);
        configs
    }
}

impl Configs {
    /// What is set for that resource.
    pub(crate) fn get(&self, kind: ConfigResourceType, name: &str) -> &Set {
        let key = (kind.0, Arc::from(name));
        self.sets.get(&key).map_or(&NOTHING, Arc::as_ref)
    }

    /// What was set while the brokers run, for this one and for all.
    pub(crate) fn dynamic(&self, broker: i32) -> Dynamic<'_> {
        let own = self.get(ConfigResourceType::BROKER, &broker.to_string());
        Dynamic { own, all: self.get(ConfigResourceType::BROKER, "") }
    }

    /// The names of the resources of a type for which something is set.
    pub(crate) fn names(&self, kind: ConfigResourceType) -> impl Iterator<Item = &str> {
        let of_kind = self.sets.keys().filter(move |(code, _)| *code == kind.0);
        of_kind.map(|(_, name)| name.as_ref())
    }

    /// Sets all of a resource at once.
    pub(crate) fn replace(
        &mut self,
        kind: ConfigResourceType,
        name: &str,
        set: Set,
    ) -> Result<(), Refusal> {
        let key = (kind.0, Arc::from(name));
        let old = self.sets.get(&key);
        let text = self.text - old.map_or(0, |old| text(name, old));
        let count = self.sets.size() + usize::from(old.is_none());
        if !set.is_empty() && (count > MAX_RESOURCES || text + self::text(name, &set) > MAX_TEXT) {
            let text = format!(
                "The emulator holds no more than configs of {MAX_RESOURCES} resources and {MAX_TEXT} bytes \
                 of them."
            );
            return Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text));
        }
        self.put(key, set);
        Ok(())
    }

    fn put(&mut self, key: (i8, Arc<str>), set: Set) {
        self.text -= self.sets.get(&key).map_or(0, |old| text(&key.1, old));
        match set.is_empty() {
            true => drop(self.sets.remove_mut(&key)),
            false => {
                self.text += text(&key.1, &set);
                self.sets.insert_mut(key, Arc::new(set));
            }
        }
    }
}

/// How many bytes a resource has.
fn text(name: &str, set: &Set) -> usize {
    name.len() + set.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(value: &str) -> Set {
        Set::from([("k".to_owned(), value.to_owned())])
    }

    #[test]
    fn a_resource_goes_with_its_last_config() {
        let kind = ConfigResourceType::GROUP;
        let mut configs = Configs::default();
        let before = configs.text;
        configs.replace(kind, "g", set("12")).unwrap();
        configs.replace(kind, "g", set("1")).unwrap();
        assert_eq!((configs.text, configs.get(kind, "g")), (before + 3, &set("1")));
        assert_eq!(configs.names(kind).collect::<Vec<_>>(), ["g"]);
        configs.replace(kind, "g", Set::new()).unwrap();
        assert_eq!((configs.text, configs.names(kind).count()), (before, 0));
    }

    #[test]
    fn there_is_room_for_so_many_and_so_much() {
        let kind = ConfigResourceType::GROUP;
        let mut configs = Configs::default();
        for index in 1..MAX_RESOURCES {
            configs.replace(kind, &index.to_string(), set("1")).unwrap();
        }
        assert!(configs.replace(kind, "new", set("1")).is_err());
        configs.replace(kind, "1", set("2")).unwrap();
        assert!(configs.replace(kind, "1", set(&"x".repeat(MAX_TEXT))).is_err());
        assert_eq!(configs.get(kind, "1"), &set("2"));
    }
}
