//! How partitions are divided among the members of a share group: Kafka's `simple` assignor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kafka_proto::Uuid;

use super::assignors::Assignment;

/// A member, as the assignor sees it.
#[derive(Debug)]
pub(crate) struct Sharer {
    pub(crate) topics: BTreeSet<Uuid>,
    /// What it should have until now.
    pub(crate) target: Arc<Assignment>,
}

type Partition = (Uuid, i32);

/// What each of them shall have, in their order, of the partitions that are ready. As many to each as can
/// be; a partition has more than one member where there are more members than partitions; and members keep
/// what they have where that allows it.
pub(crate) fn assign(sharers: &[Sharer], ready: &BTreeMap<Uuid, BTreeSet<i32>>) -> Vec<Assignment> {
    let mut made = vec![Assignment::new(); sharers.len()];
    let are_alike = sharers.windows(2).all(|pair| pair[0].topics == pair[1].topics);
    let all: BTreeSet<Uuid> = sharers.iter().flat_map(|it| it.topics.iter().copied()).collect();
    // Members that read other topics than others are given to topic by topic.
    let rounds: Vec<Vec<Uuid>> = match are_alike {
        true => vec![all.into_iter().collect()],
        false => all.into_iter().map(|topic| vec![topic]).collect(),
    };
    for topics in rounds {
        let of = |topic: Uuid| ready.get(&topic).into_iter().flatten().map(move |it| (topic, *it));
        let partitions: Vec<Partition> = topics.iter().flat_map(|topic| of(*topic)).collect();
        let reads = |it: &Sharer| topics.iter().all(|topic| it.topics.contains(topic));
        let members: Vec<usize> =
            (0..sharers.len()).filter(|place| reads(&sharers[*place])).collect();
        share(sharers, &members, &partitions, &mut made);
    }
    made
}

/// Divides partitions among some of the members.
fn share(sharers: &[Sharer], members: &[usize], partitions: &[Partition], made: &mut [Assignment]) {
    if partitions.is_empty() || members.is_empty() {
        return;
    }
    let sharing = members.len().div_ceil(partitions.len());
    let mut shared: BTreeMap<Partition, usize> = partitions.iter().map(|it| (*it, 0)).collect();
    let total = sharing * partitions.len();
    let wanted = |place: usize| {
        (total * (place + 1)).div_ceil(members.len()) - (total * place).div_ceil(members.len())
    };
    let mut unfilled: Vec<(usize, usize)> = Vec::new();
    for (place, member) in members.iter().enumerate() {
        let mut left = wanted(place);
        for (topic, had) in sharers[*member].target.iter() {
            for partition in had {
                let Some(count) = shared.get_mut(&(*topic, *partition)) else { continue };
                if left > 0 && *count < sharing {
                    *count += 1;
                    left -= 1;
                    made[*member].entry(*topic).or_default().insert(*partition);
                }
            }
        }
        if left > 0 {
            unfilled.push((*member, left));
        }
    }
    fill(&mut unfilled, &shared, sharing, made);
}

/// Gives what has too few members to those who have too little, who take turns.
fn fill(
    unfilled: &mut Vec<(usize, usize)>,
    shared: &BTreeMap<Partition, usize>,
    sharing: usize,
    made: &mut [Assignment],
) {
    let mut turn = 0;
    for ((topic, partition), count) in shared {
        for _ in *count..sharing {
            let has = |member: usize| {
                made[member].get(topic).is_some_and(|them| them.contains(partition))
            };
            let places = (0..unfilled.len()).map(|step| (turn + step) % unfilled.len());
            // Where all that are left have it already, it has one member less.
            let Some(place) = places.into_iter().find(|place| !has(unfilled[*place].0)) else {
                break;
            };
            let (member, left) = &mut unfilled[place];
            made[*member].entry(*topic).or_default().insert(*partition);
            *left -= 1;
            turn = place + 1;
            if *left == 0 {
                unfilled.remove(place);
                turn = place;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: Uuid = Uuid([1; 16]);
    const OTHER: Uuid = Uuid([2; 16]);

    fn sharer(topics: &[Uuid], has: &[i32]) -> Sharer {
        let has = has.iter().copied().collect::<BTreeSet<i32>>();
        let target = Arc::new(Assignment::from([(TOPIC, has)]));
        Sharer { topics: topics.iter().copied().collect(), target }
    }

    fn ready(count: i32) -> BTreeMap<Uuid, BTreeSet<i32>> {
        BTreeMap::from([(TOPIC, (0..count).collect()), (OTHER, (0..count).collect())])
    }

    fn of(made: &[Assignment], topic: Uuid) -> Vec<Vec<i32>> {
        made.iter().map(|it| it.get(&topic).into_iter().flatten().copied().collect()).collect()
    }

    #[test]
    fn members_have_as_many_as_each_other() {
        let sharers = [sharer(&[TOPIC], &[]), sharer(&[TOPIC], &[])];
        let made = assign(&sharers, &ready(3));
        assert_eq!(of(&made, TOPIC), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn a_partition_has_many_members_where_there_are_fewer_partitions() {
        let sharers: Vec<Sharer> = (0..4).map(|_| sharer(&[TOPIC], &[])).collect();
        let made = of(&assign(&sharers, &ready(3)), TOPIC);
        let mut counts = [0; 3];
        made.iter().flatten().for_each(|it| counts[*it as usize] += 1);
        assert_eq!(counts, [2, 2, 2]);
        assert!(made.iter().all(|it| (1..=2).contains(&it.len())), "{made:?}");
    }

    #[test]
    fn members_keep_what_they_have() {
        let sharers = [sharer(&[TOPIC], &[0, 1, 2]), sharer(&[TOPIC], &[])];
        let made = of(&assign(&sharers, &ready(3)), TOPIC);
        assert_eq!(made, [vec![0, 1], vec![2]]);
    }

    #[test]
    fn members_that_read_other_topics_share_topic_by_topic() {
        let sharers = [sharer(&[TOPIC], &[]), sharer(&[TOPIC, OTHER], &[])];
        let made = assign(&sharers, &ready(2));
        assert_eq!(of(&made, TOPIC), [vec![0], vec![1]]);
        assert_eq!(of(&made, OTHER), [vec![], vec![0, 1]]);
    }

    #[test]
    fn what_is_not_ready_is_nobodys() {
        let made = assign(&[sharer(&[TOPIC], &[0])], &BTreeMap::new());
        assert_eq!(made, [Assignment::new()]);
    }
}
