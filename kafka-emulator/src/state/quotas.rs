//! The quotas of clients (KIP-546), by whom they are for.

use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;

use crate::refusal::Refusal;
use crate::state::MAX_TEXT;

/// How many entities the cluster takes quotas of.
const MAX_ENTITIES: usize = 10_000;

/// Whose quotas they are: a user, a client id, both, or an address. None as a name is the default of all
/// that have none of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entity {
    pub(crate) client_id: Option<Option<String>>,
    pub(crate) user: Option<Option<String>>,
    pub(crate) ip: Option<Option<String>>,
}

impl Entity {
    /// Its parts, as requests name them.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        let parts = [("client-id", &self.client_id), ("user", &self.user), ("ip", &self.ip)];
        parts.into_iter().filter_map(|(kind, name)| Some((kind, name.as_ref()?.as_deref())))
    }

    fn text(&self) -> usize {
        self.parts().filter_map(|(_, name)| name).map(str::len).sum()
    }
}

/// The limits of one entity, by key.
pub(crate) type Limits = BTreeMap<&'static str, f64>;

/// Those for whom a limit counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holder<'a> {
    /// Empty where all users count together.
    pub(crate) user: &'a str,
    /// Empty where all client ids count together.
    pub(crate) client_id: &'a str,
}

/// The limit that counts for a client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound<'a> {
    pub(crate) key: &'static str,
    pub(crate) holder: Holder<'a>,
    pub(crate) limit: f64,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotas {
    /// None of them is without a limit.
    by_entity: RedBlackTreeMapSync<Entity, Arc<Limits>>,
    text: usize,
}

impl Quotas {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Entity, &Limits)> {
        self.by_entity.iter().map(|(entity, limits)| (entity, limits.as_ref()))
    }

    /// The limit of that key for a client, by the first entity that has one, in the order of Kafka's
    /// `DefaultQuotaCallback`.
    pub(crate) fn bound<'a>(
        &self,
        key: &'static str,
        user: &'a str,
        client_id: &'a str,
    ) -> Option<Bound<'a>> {
        if self.by_entity.is_empty() {
            return None;
        }
        let (named_user, named_client) = (Some(user.to_owned()), Some(client_id.to_owned()));
        let order = [
            (Some(&named_user), Some(&named_client)),
            (Some(&named_user), Some(&None)),
            (Some(&named_user), None),
            (Some(&None), Some(&named_client)),
            (Some(&None), Some(&None)),
            (Some(&None), None),
            (None, Some(&named_client)),
            (None, Some(&None)),
        ];
        order.into_iter().find_map(|(of_user, of_client)| {
            let entity = Entity { user: of_user.cloned(), client_id: of_client.cloned(), ip: None };
            let limit = *self.by_entity.get(&entity)?.get(key)?;
            let holder = Holder {
                user: of_user.map_or("", |_| user),
                client_id: of_client.map_or("", |_| client_id),
            };
            Some(Bound { key, holder, limit })
        })
    }

    /// How many connections in a second the address may make, which counts for each address by itself.
    pub(crate) fn connections<'a>(&self, address: &'a str) -> Option<Bound<'a>> {
        const KEY: &str = "connection_creation_rate";
        let of = |ip: Option<&str>| {
            let ip = Some(ip.map(str::to_owned));
            self.by_entity.get(&Entity { ip, ..Entity::default() })?.get(KEY)
        };
        let named = of(Some(address));
        let named = named.or_else(|| of(Some("localhost")).filter(|_| address == "127.0.0.1"));
        let limit = *named.or_else(|| of(None))?;
        let holder = Holder { user: "", client_id: address };
        Some(Bound { key: KEY, holder, limit })
    }

    /// Sets limits and, where there is no value, removes them.
    pub(crate) fn change(
        &mut self,
        entity: &Entity,
        changes: &[(&'static str, Option<f64>)],
    ) -> Result<(), Refusal> {
        let old = self.by_entity.get(entity);
        let mut limits = old.map(|limits| limits.as_ref().clone()).unwrap_or_default();
        for (key, value) in changes {
            match value {
                Some(value) => drop(limits.insert(key, *value)),
                None => drop(limits.remove(key)),
            }
        }
        match (old.is_some(), limits.is_empty()) {
            (false, true) => return Ok(()),
            (false, false) => {
                self.check_room(entity)?;
                self.text += entity.text();
            }
            (true, false) => {}
            (true, true) => {
                self.text -= entity.text();
                self.by_entity.remove_mut(entity);
                return Ok(());
            }
        }
        self.by_entity.insert_mut(entity.clone(), Arc::new(limits));
        Ok(())
    }

    fn check_room(&self, entity: &Entity) -> Result<(), Refusal> {
        if self.by_entity.size() < MAX_ENTITIES && self.text + entity.text() <= MAX_TEXT {
            return Ok(());
        }
        let text = format!(
            "The emulator holds no more than quotas of {MAX_ENTITIES} entities and {MAX_TEXT} bytes of \
             their names."
        );
        Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> Entity {
        Entity { user: Some(Some(name.to_owned())), ..Entity::default() }
    }

    #[test]
    fn an_entity_goes_with_its_last_limit() {
        let mut quotas = Quotas::default();
        quotas.change(&user("u"), &[("a", Some(1.0)), ("b", Some(2.0))]).unwrap();
        quotas.change(&user("u"), &[("a", None), ("c", Some(3.0))]).unwrap();
        let before = quotas.clone();
        assert_eq!(before.iter().next().unwrap().1, &Limits::from([("b", 2.0), ("c", 3.0)]));
        quotas.change(&user("u"), &[("b", None), ("c", None), ("none", None)]).unwrap();
        quotas.change(&user("nobody"), &[("a", None)]).unwrap();
        assert_eq!((quotas.iter().count(), quotas.text, before.text), (0, 0, 1));
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut quotas = Quotas::default();
        for index in 0..MAX_ENTITIES {
            quotas.change(&user(&index.to_string()), &[("a", Some(1.0))]).unwrap();
        }
        assert!(quotas.change(&user("new"), &[("a", Some(1.0))]).is_err());
        assert_eq!(quotas.change(&user("0"), &[("a", Some(2.0))]), Ok(()));
    }

    #[test]
    fn connections_are_limited_by_the_address_or_by_the_default() {
        let address =
            |name: Option<&str>| Entity { ip: Some(name.map(str::to_owned)), ..Entity::default() };
        let mut quotas = Quotas::default();
        let limit = |quotas: &Quotas, of| quotas.connections(of).map(|bound| bound.limit);
        assert_eq!(limit(&quotas, "127.0.0.1"), None);
        for (limit, name) in [(1.0, None), (2.0, Some("localhost")), (3.0, Some("10.0.0.1"))] {
            let change = [("connection_creation_rate", Some(limit))];
            quotas.change(&address(name), &change).unwrap();
        }
        let limits = ["10.0.0.9", "127.0.0.1", "10.0.0.1"].map(|of| limit(&quotas, of));
        assert_eq!(limits, [Some(1.0), Some(2.0), Some(3.0)]);
        let bound = quotas.connections("10.0.0.9").unwrap();
        assert_eq!(bound.holder, Holder { user: "", client_id: "10.0.0.9" });
    }

    #[test]
    fn the_most_particular_entity_that_has_a_limit_counts() {
        let named = |name: &str| Some(Some(name.to_owned()));
        let entity = |user, client_id| Entity { user, client_id, ip: None };
        // In Kafka's order, the last one first.
        let order = [
            (entity(None, Some(None)), ("", "c")),
            (entity(None, named("c")), ("", "c")),
            (entity(Some(None), None), ("u", "")),
            (entity(Some(None), Some(None)), ("u", "c")),
            (entity(Some(None), named("c")), ("u", "c")),
            (entity(named("u"), None), ("u", "")),
            (entity(named("u"), Some(None)), ("u", "c")),
            (entity(named("u"), named("c")), ("u", "c")),
        ];
        let mut quotas = Quotas::default();
        assert_eq!(quotas.bound("k", "u", "c"), None);
        for (limit, (entity, (user, client_id))) in (1_u8..).zip(&order) {
            quotas.change(entity, &[("k", Some(limit.into()))]).unwrap();
            quotas.change(entity, &[("other", Some(99.0))]).unwrap();
            let bound = quotas.bound("k", "u", "c").unwrap();
            let holder = Holder { user, client_id };
            assert_eq!(bound, Bound { key: "k", holder, limit: limit.into() });
        }
        quotas.change(&order[7].0, &[("k", None)]).unwrap();
        assert_eq!(quotas.bound("k", "u", "c").unwrap().limit, 7.0);
    }
}
