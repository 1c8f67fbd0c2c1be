//! What the members of a classic group agree on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::classic::Classic;
use super::member::{CONSUMER, Member, Protocol};

impl Classic {
    /// Whether a member with these protocols can be in the group with those that are.
    pub(super) fn supports(&self, protocol_type: &str, protocols: &[Protocol]) -> bool {
        if self.is_empty() {
            return !protocol_type.is_empty() && !protocols.is_empty();
        }
        self.protocol_type() == protocol_type
            && protocols.iter().any(|it| self.members().all(|member| member.supports(&it.name)))
    }

    /// The protocol that most members like best of those that all have.
    pub(super) fn select(&self) -> Option<Arc<str>> {
        let mut votes: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for member in self.members() {
            let vote = member.protocols.iter();
            let vote =
                vote.map(|it| &it.name).find(|name| self.members().all(|it| it.supports(name)));
            *votes.entry(Arc::clone(vote?)).or_default() += 1;
        }
        let most = votes.values().max().copied()?;
        let best = votes.iter().filter(|(_, count)| **count == most).map(|(name, _)| name);
        best.min_by_key(|name| java_bucket(name, votes.len())).cloned()
    }

    /// The topics that consumers have subscribed to; none if that cannot be understood.
    pub(super) fn subscribed(&self) -> Option<BTreeSet<String>> {
        if self.protocol_type() != CONSUMER {
            return None;
        }
        let mut topics = BTreeSet::new();
        if self.members().next().is_none() {
            return Some(topics);
        }
        let protocol = self.select()?;
        for member in self.members() {
            topics.extend(topics_of(member, &protocol)?);
        }
        Some(topics)
    }
}

/// What a `ConsumerProtocolSubscription` begins with in every version: the version, then the topics.
fn topics_of(member: &Member, protocol: &str) -> Option<Vec<String>> {
    let metadata = member.metadata(protocol);
    let (version, body) = metadata.split_first_chunk()?;
    let (count, mut rest) = body.split_first_chunk()?;
    if i16::from_be_bytes(*version) < 0 {
        return None;
    }
    let mut topics = Vec::new();
    for _ in 0..i32::from_be_bytes(*count) {
        let (length, text) = rest.split_first_chunk()?;
        let length = usize::try_from(i16::from_be_bytes(*length)).ok()?;
        let (topic, after) = text.split_at_checked(length)?;
        topics.push(str::from_utf8(topic).ok()?.to_owned());
        rest = after;
    }
    Some(topics)
}

/// Where a Java `HashMap` of that size has the text: the first of several with the most votes wins.
fn java_bucket(text: &str, size: usize) -> u32 {
    let hash = super::java_hash(text).cast_unsigned();
    let mut buckets = 16_u32;
    while size as u64 * 4 > u64::from(buckets) * 3 {
        buckets *= 2;
    }
    (hash ^ hash >> 16) & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::super::member::Joining;
    use super::*;

    fn member(metadata: &[u8]) -> Member {
        let protocols = [Protocol { name: Arc::from("range"), metadata: Arc::from(metadata) }];
        let joining = Joining {
            member_id: "",
            instance_id: None,
            client_id: "",
            client_host: "",
            session: Duration::ZERO,
            rebalance: Duration::ZERO,
            protocol_type: CONSUMER,
            protocols: &protocols,
            unique: "",
            returns: false,
            skips: false,
            initial_delay: Duration::ZERO,
        };
        Member::new(&joining, Arc::from("id"), Instant::now())
    }

    #[test]
    fn the_topics_of_a_subscription_are_read_and_nothing_is_believed() {
        let topics = |bytes: &[u8]| topics_of(&member(bytes), "range");
        let two = [0, 3, 0, 0, 0, 2, 0, 1, b'a', 0, 2, b'b', b'c', 255, 255, 255, 255];
        assert_eq!(topics(&two), Some(vec!["a".to_owned(), "bc".to_owned()]));
        assert_eq!(topics(&two[..6]), None);
        assert_eq!(topics(&two[..9]), None);
        assert_eq!(topics(&[255, 255, 0, 0, 0, 0]), None);
        assert_eq!(topics(&[0, 0, 127, 255, 255, 255]), None);
        assert_eq!(topics(&[0, 0, 0, 0, 0, 1, 255, 255]), None);
        assert_eq!(topics(&[0, 0, 0, 0, 0, 0]), Some(vec![]));
    }

    /// The order in which Java 17 prints a `HashMap` with these keys.
    #[test]
    fn java_has_texts_in_buckets() {
        let mut names = ["cooperative-sticky", "range", "z", "sticky", "a", "roundrobin"];
        names.sort_by_key(|name| (java_bucket(name, 6), *name));
        assert_eq!(names, ["a", "sticky", "range", "roundrobin", "z", "cooperative-sticky"]);
        assert_eq!(java_bucket("a", 13), 97 & 31);
    }
}
