//! Who leads the partitions of a topic and what moves them, once it is not as at their creation.

use std::collections::BTreeMap;

use super::topic::Topic;

/// Of one topic, by the numbers of those partitions to which something has happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leadership(BTreeMap<usize, Partition>);

#[derive(Clone, Debug, Default)]
struct Partition {
    leader: i32,
    epoch: i32,
    adding: Vec<i32>,
    removing: Vec<i32>,
}

/// A partition as clients see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Led<'a> {
    /// The preferred leader first; while it moves also those that come and go.
    pub(crate) replicas: &'a [i32],
    /// One of the replicas.
    pub(crate) leader: i32,
    /// How often the leader changed.
    pub(crate) epoch: i32,
    /// The replicas that are not in sync yet.
    pub(crate) adding: &'a [i32],
    /// The replicas that go when those are in sync.
    pub(crate) removing: &'a [i32],
}

impl Led<'_> {
    pub(crate) fn is_moving(&self) -> bool {
        !self.adding.is_empty() || !self.removing.is_empty()
    }

    /// The replicas in sync.
    pub(crate) fn isr(&self) -> impl Iterator<Item = i32> {
        self.replicas.iter().copied().filter(|id| !self.adding.contains(id))
    }
}

impl Leadership {
    /// A partition of that topic, whose leadership this is, if it has one.
    pub(crate) fn of<'a>(
        this: Option<&'a Self>,
        topic: &'a Topic,
        index: usize,
    ) -> Option<Led<'a>> {
        let replicas = topic.partitions.get(index)?.as_slice();
        let leader = replicas.first().copied().unwrap_or(-1);
        Some(match this.and_then(|it| it.0.get(&index)) {
            None => Led { replicas, leader, epoch: 0, adding: &[], removing: &[] },
            Some(Partition { leader, epoch, adding, removing }) => {
                Led { replicas, leader: *leader, epoch: *epoch, adding, removing }
            }
        })
    }

    /// That replica leads from now on.
    pub(crate) fn elect(&mut self, topic: &Topic, index: usize, leader: i32) {
        let partition = self.partition(topic, index);
        (partition.leader, partition.epoch) = (leader, partition.epoch + 1);
    }

    /// Moves a partition. When it `waits`, replicas that are added stay out of sync until
    /// [`finish`](Self::finish).
    pub(crate) fn reassign(
        &mut self,
        topic: &mut Topic,
        index: usize,
        target: Vec<i32>,
        waits: bool,
    ) {
        let partition = self.partition(topic, index);
        let replicas = &mut topic.partitions[index];
        let stable: Vec<i32> = without(replicas, &partition.adding);
        (partition.adding, partition.removing) =
            (without(&target, &stable), without(&stable, &target));
        *replicas = target;
        replicas.extend(&partition.removing);
        if !waits || partition.adding.is_empty() {
            partition.finish(replicas);
        }
    }

    /// Takes back what moves the partition.
    pub(crate) fn cancel(&mut self, topic: &mut Topic, index: usize) {
        let partition = self.partition(topic, index);
        let replicas = &mut topic.partitions[index];
        *replicas = without(replicas, &partition.adding);
        (partition.adding, partition.removing) = Default::default();
    }

    /// Ends all moves: what is added is in sync.
    pub(crate) fn finish(&mut self, topic: &mut Topic) {
        for (index, partition) in &mut self.0 {
            if let Some(replicas) = topic.partitions.get_mut(*index) {
                partition.finish(replicas);
            }
        }
    }

    fn partition(&mut self, topic: &Topic, index: usize) -> &mut Partition {
        let leader = topic.partitions.get(index).and_then(|replicas| replicas.first());
        let leader = leader.copied().unwrap_or(-1);
        self.0.entry(index).or_insert_with(|| Partition { leader, ..Default::default() })
    }
}

impl Partition {
    /// KIP-455: the leader stays if it may. Its epoch tells replicas that go not to fetch any more.
    fn finish(&mut self, replicas: &mut Vec<i32>) {
        *replicas = without(replicas, &self.removing);
        if !replicas.contains(&self.leader) {
            self.leader = replicas.first().copied().unwrap_or(-1);
        }
        self.epoch += i32::from(!self.removing.is_empty());
        (self.adding, self.removing) = Default::default();
    }
}

fn without(ids: &[i32], others: &[i32]) -> Vec<i32> {
    ids.iter().copied().filter(|id| !others.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(replicas: &[i32]) -> Topic {
        Topic {
            name: "t".to_owned(),
            id: kafka_proto::Uuid([1; 16]),
            partitions: vec![replicas.to_vec()],
            configs: BTreeMap::new(),
        }
    }

    /// Replicas, leader and epoch.
    fn seen(leadership: &Leadership, topic: &Topic) -> (Vec<i32>, i32, i32) {
        let led = Leadership::of(Some(leadership), topic, 0).unwrap();
        (led.replicas.to_vec(), led.leader, led.epoch)
    }

    fn moved(from: &[i32], to: &[i32]) -> (Vec<i32>, i32, i32) {
        let (mut leadership, mut topic) = (Leadership::default(), topic(from));
        leadership.reassign(&mut topic, 0, to.to_vec(), false);
        assert!(!Leadership::of(Some(&leadership), &topic, 0).unwrap().is_moving());
        seen(&leadership, &topic)
    }

    #[test]
    fn a_leader_stays_if_it_may() {
        assert_eq!(moved(&[1, 2], &[2, 1]), (vec![2, 1], 1, 0));
        assert_eq!(moved(&[1, 2], &[3, 1]), (vec![3, 1], 1, 1));
        assert_eq!(moved(&[1], &[2, 3]), (vec![2, 3], 2, 1));
        assert_eq!(moved(&[1], &[1, 2]), (vec![1, 2], 1, 0));
    }

    #[test]
    fn a_move_that_waits_can_be_retargeted_cancelled_and_finished() {
        let (mut leadership, mut topic) = (Leadership::default(), topic(&[1, 2]));
        leadership.reassign(&mut topic, 0, vec![3, 1], true);
        let led = Leadership::of(Some(&leadership), &topic, 0).unwrap();
        assert_eq!((led.replicas, led.adding, led.removing), (&[3, 1, 2][..], &[3][..], &[2][..]));
        assert_eq!(led.isr().collect::<Vec<_>>(), [1, 2]);
        let mut cancelled = (leadership.clone(), topic.clone());
        cancelled.0.cancel(&mut cancelled.1, 0);
        assert_eq!(seen(&cancelled.0, &cancelled.1), (vec![1, 2], 1, 0));
        leadership.reassign(&mut topic, 0, vec![2, 4], true);
        let led = Leadership::of(Some(&leadership), &topic, 0).unwrap();
        assert_eq!((led.replicas, led.adding, led.removing), (&[2, 4, 1][..], &[4][..], &[1][..]));
        leadership.finish(&mut topic);
        assert_eq!(seen(&leadership, &topic), (vec![2, 4], 2, 1));
    }

    #[test]
    fn an_election_is_a_new_epoch() {
        let (mut leadership, topic) = (Leadership::default(), topic(&[1, 2]));
        leadership.elect(&topic, 0, 2);
        assert_eq!(seen(&leadership, &topic), (vec![1, 2], 2, 1));
    }
}
