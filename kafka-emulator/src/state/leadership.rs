//! Who leads the partitions of a topic and what moves them, once it is not as at their creation.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Replicas that fell out of sync with their broker.
    out: Vec<i32>,
    /// Those of them that may lead again (KIP-966).
    eligible: Vec<i32>,
}

/// A partition as clients see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Led<'a> {
    /// The preferred leader first; while it moves also those that come and go.
    pub(crate) replicas: &'a [i32],
    /// One of the replicas in sync, or -1.
    pub(crate) leader: i32,
    /// How often the leader changed.
    pub(crate) epoch: i32,
    /// The replicas that are not in sync yet.
    pub(crate) adding: &'a [i32],
    /// The replicas that go when those are in sync.
    pub(crate) removing: &'a [i32],
    /// The replicas that are out of sync since their broker went.
    pub(crate) out: &'a [i32],
    /// Those of them that may lead again (KIP-966).
    pub(crate) eligible: &'a [i32],
}

/// What decides about the partitions of a topic when a broker comes or goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules<'r> {
    /// The brokers that are not up.
    pub(crate) down: &'r BTreeSet<i32>,
    /// Whether replicas that were among the last in sync are remembered (KIP-966).
    pub(crate) has_eligible: bool,
    /// `min.insync.replicas` of the topic.
    pub(crate) min_isr: usize,
}

impl Led<'_> {
    pub(crate) fn is_moving(&self) -> bool {
        !self.adding.is_empty() || !self.removing.is_empty()
    }

    /// The replicas in sync.
    pub(crate) fn isr(&self) -> impl Iterator<Item = i32> {
        let is_out = |id: &i32| self.adding.contains(id) || self.out.contains(id);
        self.replicas.iter().copied().filter(move |id| !is_out(id))
    }

    /// Who led last, where nobody leads and nobody is in sync (KIP-966).
    pub(crate) fn last_known_leader(&self) -> Option<i32> {
        let has_none = self.leader == -1 && self.isr().next().is_none();
        self.out.last().copied().filter(|_| has_none)
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
            None => {
                let (adding, removing, out, eligible) = Default::default();
                Led { replicas, leader, epoch: 0, adding, removing, out, eligible }
            }
            Some(Partition { leader, epoch, adding, removing, out, eligible }) => {
                let (leader, epoch) = (*leader, *epoch);
                Led { replicas, leader, epoch, adding, removing, out, eligible }
            }
        })
    }

    /// New partitions are led by the first of their replicas that is up.
    pub(crate) fn begin(&mut self, topic: &Topic, down: &BTreeSet<i32>) {
        for (index, replicas) in topic.partitions.iter().enumerate() {
            let is_new = !self.0.contains_key(&index);
            if is_new && replicas.iter().any(|id| down.contains(id)) {
                let leader = replicas.iter().copied().find(|id| !down.contains(id));
                let out = replicas.iter().copied().filter(|id| down.contains(id)).collect();
                let leader = leader.unwrap_or(-1);
                self.0.insert(index, Partition { leader, out, ..Default::default() });
            }
        }
    }

    /// A broker went. Where it led, the first of the others in sync leads, or nobody.
    pub(crate) fn lose(&mut self, topic: &Topic, broker: i32, rules: &Rules<'_>) {
        for (index, replicas) in topic.partitions.iter().enumerate() {
            let led = Self::of(Some(self), topic, index);
            let isr: Vec<i32> = led.iter().flat_map(Led::isr).collect();
            if isr.contains(&broker) {
                self.partition(topic, index).lose(replicas, &isr, broker, rules);
            }
        }
    }

    /// A broker is back. Its replicas are in sync at once, where somebody leads or they may lead.
    pub(crate) fn regain(&mut self, topic: &Topic, broker: i32, rules: &Rules<'_>) {
        for (index, replicas) in topic.partitions.iter().enumerate() {
            if let Some(partition) = self.0.get_mut(&index) {
                partition.regain(replicas, broker, rules);
            }
        }
    }

    /// That replica leads from now on. If it was out of sync, those that are up follow it.
    pub(crate) fn elect(&mut self, topic: &Topic, index: usize, leader: i32, down: &BTreeSet<i32>) {
        let partition = self.partition(topic, index);
        partition.lead(leader);
        partition.settle(|id| id != leader && down.contains(&id));
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
        partition.out.retain(|id| replicas.contains(id));
        partition.eligible.retain(|id| replicas.contains(id));
        let has_none =
            without(replicas, &partition.removing).iter().all(|id| partition.out.contains(id));
        if !waits || (partition.adding.is_empty() && !has_none) {
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

    /// Ends the moves to brokers that are up: what is added is in sync.
    pub(crate) fn finish(&mut self, topic: &mut Topic, down: &BTreeSet<i32>) {
        for (index, partition) in &mut self.0 {
            if let Some(replicas) = topic.partitions.get_mut(*index)
                && !without(replicas, &partition.removing).iter().any(|id| down.contains(id))
            {
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
    fn lose(&mut self, replicas: &[i32], isr: &[i32], broker: i32, rules: &Rules<'_>) {
        let others = without(isr, &[broker]);
        // Without KIP-966 the last replica in sync stays so, that it may lead again.
        if rules.has_eligible || !others.is_empty() {
            self.out.push(broker);
        }
        if rules.has_eligible && others.len() < rules.min_isr.min(replicas.len()) {
            self.eligible.push(broker);
        }
        if self.leader == broker {
            let is_up = |id: &&i32| others.contains(id) && !rules.down.contains(id);
            self.lead(replicas.iter().find(is_up).copied().unwrap_or(-1));
        }
    }

    fn regain(&mut self, replicas: &[i32], broker: i32, rules: &Rules<'_>) {
        if self.leader == -1 {
            let is_out = self.out.contains(&broker) && !self.eligible.contains(&broker);
            if is_out || !replicas.contains(&broker) {
                return;
            }
            self.lead(broker);
        }
        // Others that are up were waiting for a leader.
        self.settle(|id| id != broker && rules.down.contains(&id));
        if replicas.len() - self.out.len() >= rules.min_isr.min(replicas.len()) {
            self.eligible.clear();
        }
    }

    /// Leaves only those out of sync that are `still` away.
    fn settle(&mut self, still: impl Fn(i32) -> bool) {
        self.out.retain(|id| still(*id));
        self.eligible.retain(|id| self.out.contains(id));
    }

    fn lead(&mut self, leader: i32) {
        (self.leader, self.epoch) = (leader, self.epoch + 1);
    }

    /// KIP-455: the leader stays if it may. Its epoch tells replicas that go not to fetch any more.
    fn finish(&mut self, replicas: &mut Vec<i32>) {
        *replicas = without(replicas, &self.removing);
        self.out.retain(|id| replicas.contains(id));
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
        leadership.finish(&mut topic, &BTreeSet::new());
        assert_eq!(seen(&leadership, &topic), (vec![2, 4], 2, 1));
    }

    #[test]
    fn an_election_is_a_new_epoch() {
        let (mut leadership, topic) = (Leadership::default(), topic(&[1, 2]));
        leadership.elect(&topic, 0, 2, &BTreeSet::new());
        assert_eq!(seen(&leadership, &topic), (vec![1, 2], 2, 1));
    }

    /// What became of a partition: its leader, its epoch, who is in sync, eligible, and led last.
    type After = (i32, i32, Vec<i32>, Vec<i32>, Option<i32>);

    fn after(leadership: &Leadership, topic: &Topic) -> After {
        let led = Leadership::of(Some(leadership), topic, 0).unwrap();
        let (isr, eligible) = (led.isr().collect(), led.eligible.to_vec());
        (led.leader, led.epoch, isr, eligible, led.last_known_leader())
    }

    /// Without broker 3.
    fn without_third(replicas: &[i32], has_eligible: bool, min_isr: usize) -> (Leadership, Topic) {
        let (mut leadership, topic) = (Leadership::default(), topic(replicas));
        let rules = Rules { down: &BTreeSet::from([3]), has_eligible, min_isr };
        leadership.lose(&topic, 3, &rules);
        (leadership, topic)
    }

    #[test]
    fn when_a_broker_goes_partitions_are_led_as_kafka_4_4_does() {
        // (replicas, min.insync.replicas, what became of them)
        let table: [(&[i32], usize, After); 7] = [
            (&[1, 2, 3], 1, (1, 0, vec![1, 2], vec![], None)),
            (&[3, 2, 1], 1, (2, 1, vec![2, 1], vec![], None)),
            (&[3, 1, 2], 2, (1, 1, vec![1, 2], vec![], None)),
            (&[3], 1, (-1, 1, vec![], vec![3], Some(3))),
            (&[3], 2, (-1, 1, vec![], vec![3], Some(3))),
            (&[1, 3], 2, (1, 0, vec![1], vec![3], None)),
            (&[3, 1], 1, (1, 1, vec![1], vec![], None)),
        ];
        for (replicas, min_isr, expected) in table {
            let (leadership, topic) = without_third(replicas, true, min_isr);
            assert_eq!(after(&leadership, &topic), expected, "{replicas:?} {min_isr}");
        }
    }

    #[test]
    fn before_kip_966_the_last_replica_stays_in_sync() {
        let (leadership, topic) = without_third(&[3], false, 1);
        assert_eq!(after(&leadership, &topic), (-1, 1, vec![3], vec![], None));
    }

    #[test]
    fn a_broker_that_is_back_leads_where_nobody_does() {
        for has_eligible in [true, false] {
            for replicas in [&[3, 1][..], &[3]] {
                let (mut leadership, topic) = without_third(replicas, has_eligible, 1);
                let before = after(&leadership, &topic);
                let rules = Rules { down: &BTreeSet::new(), has_eligible, min_isr: 1 };
                leadership.regain(&topic, 3, &rules);
                let leader = if before.0 == -1 { 3 } else { before.0 };
                let epoch = before.1 + i32::from(before.0 == -1);
                let expected = (leader, epoch, replicas.to_vec(), vec![], None);
                assert_eq!(after(&leadership, &topic), expected);
            }
        }
    }

    /// Replica 1 went first, and does not have what was written after that.
    #[test]
    fn a_replica_that_was_out_of_sync_does_not_lead() {
        let (mut leadership, topic) = (Leadership::default(), topic(&[1, 3]));
        fn rules(down: &BTreeSet<i32>) -> Rules<'_> {
            Rules { down, has_eligible: true, min_isr: 1 }
        }
        leadership.lose(&topic, 1, &rules(&BTreeSet::from([1])));
        leadership.lose(&topic, 3, &rules(&BTreeSet::from([1, 3])));
        assert_eq!(after(&leadership, &topic), (-1, 2, vec![], vec![3], Some(3)));
        leadership.regain(&topic, 1, &rules(&BTreeSet::from([3])));
        assert_eq!(after(&leadership, &topic).0, -1);
        leadership.regain(&topic, 3, &rules(&BTreeSet::new()));
        assert_eq!(after(&leadership, &topic), (3, 3, vec![1, 3], vec![], None));
    }

    #[test]
    fn a_new_partition_is_led_by_who_is_up() {
        let (mut leadership, topic) = (Leadership::default(), topic(&[3, 1]));
        leadership.begin(&topic, &BTreeSet::from([3]));
        assert_eq!(after(&leadership, &topic), (1, 0, vec![1], vec![], None));
    }
}
