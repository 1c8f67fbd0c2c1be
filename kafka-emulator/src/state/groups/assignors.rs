//! How partitions are divided among the members of a consumer group.

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::Uuid;

/// Partitions by topic.
pub(crate) type Assignment = BTreeMap<Uuid, BTreeSet<i32>>;

/// What a coordinator can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assignor {
    /// As many to each as can be, and as few moves. The default.
    Uniform,
    /// Neighbouring partitions of each topic.
    Range,
}

/// A member, as an assignor sees it.
#[derive(Debug)]
pub(crate) struct Subscriber<'a> {
    pub(crate) id: &'a str,
    pub(crate) instance_id: Option<&'a str>,
    /// How many partitions each of its topics has.
    pub(crate) topics: BTreeMap<Uuid, usize>,
    /// What it should have until now.
    pub(crate) target: Assignment,
}

impl Assignor {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "uniform" => Some(Self::Uniform),
            "range" => Some(Self::Range),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Range => "range",
        }
    }

    /// What each of them shall have, in their order.
    pub(crate) fn assign(self, members: &[Subscriber<'_>]) -> Vec<Assignment> {
        match self {
            Self::Uniform => uniform(members),
            Self::Range => range(members),
        }
    }
}

/// All topics, with how many partitions they have.
fn topics(members: &[Subscriber<'_>]) -> BTreeMap<Uuid, usize> {
    members.iter().flat_map(|member| &member.topics).map(|(id, count)| (*id, *count)).collect()
}

/// Static members come first, by instance, then the others by id.
fn range(members: &[Subscriber<'_>]) -> Vec<Assignment> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|place| {
        let member = &members[*place];
        (member.instance_id.is_none(), member.instance_id, member.id)
    });
    let mut made = vec![Assignment::new(); members.len()];
    for (topic, count) in topics(members) {
        let takes = |place: &&usize| members[**place].topics.contains_key(&topic);
        let takers: Vec<usize> = order.iter().filter(takes).copied().collect();
        let (quota, extra) = (count / takers.len(), count % takers.len());
        let mut next = 0;
        for (rank, place) in takers.iter().enumerate() {
            let end = next + quota + usize::from(rank < extra);
            if next < end {
                let given = (next..end).filter_map(|it| i32::try_from(it).ok()).collect();
                made[*place].insert(topic, given);
            }
            next = end;
        }
    }
    made
}

/// Each keeps what it has as far as that is fair, and the rest goes to those with the least.
fn uniform(members: &[Subscriber<'_>]) -> Vec<Assignment> {
    let topics = topics(members);
    let quota = topics.values().sum::<usize>().div_ceil(members.len().max(1));
    let mut taken = BTreeSet::new();
    let kept = members.iter().map(|member| keep(member, quota, &mut taken));
    let mut given: Vec<BTreeSet<(Uuid, i32)>> = kept.collect();
    let mut order: BTreeSet<(usize, usize)> =
        given.iter().enumerate().map(|(place, them)| (them.len(), place)).collect();
    for (topic, count) in topics {
        let all = (0..count).filter_map(|it| i32::try_from(it).ok()).map(|it| (topic, it));
        for partition in all.filter(|it| !taken.contains(it)) {
            let takes = |(_, place): &&(usize, usize)| members[*place].topics.contains_key(&topic);
            let Some(&(count, place)) = order.iter().find(takes) else { continue };
            given[place].insert(partition);
            order.remove(&(count, place));
            order.insert((count + 1, place));
        }
    }
    // Those with the quota may be one too many: no more moves than members.
    for _ in members {
        if !level(members, &mut given) {
            break;
        }
    }
    given.into_iter().map(by_topic).collect()
}

/// What the member should have until now, is there, and nobody has taken.
fn keep(
    member: &Subscriber<'_>,
    quota: usize,
    taken: &mut BTreeSet<(Uuid, i32)>,
) -> BTreeSet<(Uuid, i32)> {
    let mut kept = BTreeSet::new();
    for (topic, partitions) in &member.target {
        let count = member.topics.get(topic).copied().unwrap_or_default();
        for partition in partitions {
            let is_there = usize::try_from(*partition).is_ok_and(|it| it < count);
            if is_there && kept.len() < quota && taken.insert((*topic, *partition)) {
                kept.insert((*topic, *partition));
            }
        }
    }
    kept
}

/// Moves one partition from somebody who has too much; false if all is fair.
fn level(members: &[Subscriber<'_>], given: &mut [BTreeSet<(Uuid, i32)>]) -> bool {
    let Some(from) = (0..given.len()).max_by_key(|place| given[*place].len()) else { return false };
    let fewest = |topic: Uuid| {
        let takers = (0..members.len()).filter(|place| members[*place].topics.contains_key(&topic));
        takers.min_by_key(|place| given[*place].len())
    };
    let Some(partition) = given[from].last().copied() else { return false };
    match fewest(partition.0) {
        Some(to) if given[to].len() + 1 < given[from].len() => {
            given[from].remove(&partition);
            given[to].insert(partition);
            true
        }
        _ => false,
    }
}

fn by_topic(partitions: BTreeSet<(Uuid, i32)>) -> Assignment {
    let mut made = Assignment::new();
    for (topic, partition) in partitions {
        made.entry(topic).or_default().insert(partition);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Uuid = Uuid([1; 16]);
    const U: Uuid = Uuid([2; 16]);

    fn member<'a>(id: &'a str, topics: &[(Uuid, usize)], target: &[(Uuid, i32)]) -> Subscriber<'a> {
        let target = by_topic(target.iter().copied().collect());
        Subscriber { id, instance_id: None, topics: topics.iter().copied().collect(), target }
    }

    fn made(assignor: Assignor, members: &[Subscriber<'_>]) -> Vec<Vec<(Uuid, i32)>> {
        let made = assignor.assign(members).into_iter();
        let flat = |them: Assignment| {
            let pairs = them
                .into_iter()
                .flat_map(|(topic, them)| them.into_iter().map(move |it| (topic, it)));
            pairs.collect()
        };
        made.map(flat).collect()
    }

    /// As Kafka 4.4 divides three partitions.
    #[test]
    fn range_gives_neighbours_and_the_rest_to_the_first() {
        let members = [member("b", &[(T, 3)], &[]), member("a", &[(T, 3)], &[])];
        assert_eq!(made(Assignor::Range, &members), [vec![(T, 2)], vec![(T, 0), (T, 1)]]);
        let first = Subscriber { instance_id: Some("z"), ..member("z", &[(T, 3)], &[]) };
        let members = [member("a", &[(T, 3)], &[]), first];
        assert_eq!(made(Assignor::Range, &members), [vec![(T, 2)], vec![(T, 0), (T, 1)]]);
    }

    #[test]
    fn uniform_moves_as_little_as_it_can() {
        let members =
            [member("a", &[(T, 3)], &[(T, 0), (T, 1), (T, 2)]), member("b", &[(T, 3)], &[])];
        assert_eq!(made(Assignor::Uniform, &members), [vec![(T, 0), (T, 1)], vec![(T, 2)]]);
        let two = |id, first| member(id, &[(T, 4)], &[(T, first), (T, first + 1)]);
        let members = [two("a", 0), two("b", 2), member("c", &[(T, 4)], &[])];
        let lens = made(Assignor::Uniform, &members).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lens.iter().sum::<usize>(), 4);
        assert!(lens.iter().all(|it| (1..=2).contains(it)), "{lens:?}");
    }

    #[test]
    fn whoever_has_not_subscribed_gets_nothing() {
        let members = [member("a", &[(T, 2)], &[(U, 0)]), member("b", &[(T, 2), (U, 2)], &[])];
        for assignor in [Assignor::Uniform, Assignor::Range] {
            let made = made(assignor, &members);
            assert!(made[0].iter().all(|it| it.0 == T), "{made:?}");
            assert_eq!(made.iter().map(Vec::len).sum::<usize>(), 4);
        }
        assert_eq!(made(Assignor::Uniform, &members)[1].iter().filter(|it| it.0 == U).count(), 2);
    }
}
