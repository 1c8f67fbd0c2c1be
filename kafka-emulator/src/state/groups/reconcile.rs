//! How a member of a consumer or streams group comes from what it has to what it shall have: Kafka's
//! `CurrentAssignmentBuilder`.

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::{ErrorCode, Uuid};

use crate::refusal::Refusal;

/// The epoch of a static member that leaves and will come back.
pub(crate) const LEAVES_FOR_A_WHILE: i32 = -2;

/// Partitions by topic, or by subtopology.
type Parts<K> = BTreeMap<K, BTreeSet<i32>>;

/// The same, each with the epoch in which it was given.
type Epochs<K> = BTreeMap<K, BTreeMap<i32, i32>>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MemberState {
    #[default]
    Stable,
    /// It must give up partitions first.
    UnrevokedPartitions,
    /// Others must give up partitions first.
    UnreleasedPartitions,
}

/// Where a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Current<K = Uuid> {
    pub(crate) epoch: i32,
    pub(crate) previous_epoch: i32,
    pub(crate) state: MemberState,
    assigned: Epochs<K>,
    revoking: Epochs<K>,
}

impl<K> Default for Current<K> {
    fn default() -> Self {
        Self {
            epoch: 0,
            previous_epoch: 0,
            state: MemberState::Stable,
            assigned: Epochs::new(),
            revoking: Epochs::new(),
        }
    }
}

/// Where it shall go.
pub(crate) struct Step<'a, K = Uuid> {
    pub(crate) target_epoch: i32,
    pub(crate) target: &'a Parts<K>,
    /// Topics that are there, with how many partitions they have.
    pub(crate) subscribed: &'a BTreeMap<K, usize>,
    pub(crate) has_changed: bool,
    /// What the member says it has; None if it does not say.
    pub(crate) owned: Option<&'a Parts<K>>,
    /// Whether no other member has the partition.
    pub(crate) is_free: &'a dyn Fn(&K, i32) -> bool,
}

impl<K: Ord + Clone> Current<K> {
    pub(crate) fn is_reconciled_to(&self, epoch: i32) -> bool {
        self.state == MemberState::Stable && self.epoch == epoch
    }

    /// What it may read.
    pub(crate) fn partitions(&self) -> Parts<K> {
        partitions(&self.assigned)
    }

    /// The same, without a copy of what it is of.
    pub(crate) fn shown(&self) -> impl Iterator<Item = (&K, Vec<i32>)> {
        let filled = self.assigned.iter().filter(|(_, partitions)| !partitions.is_empty());
        filled.map(|(topic, them)| (topic, them.keys().copied().collect()))
    }

    /// What it may read, and what it has not given up yet.
    pub(crate) fn held(&self) -> Parts<K> {
        let mut held = self.partitions();
        for (topic, revoking) in partitions(&self.revoking) {
            held.entry(topic).or_default().extend(revoking);
        }
        held
    }

    /// The epoch in which the partition was given, if the member has it.
    pub(crate) fn epoch_of(&self, topic: &K, partition: i32) -> Option<i32> {
        let find = |epochs: &Epochs<K>| epochs.get(topic)?.get(&partition).copied();
        find(&self.assigned).or_else(|| find(&self.revoking))
    }

    /// A static member that is back begins with what it had.
    pub(crate) fn anew(self) -> Self {
        Self { epoch: 0, previous_epoch: 0, ..self }
    }

    /// A static member keeps what it has while it is away.
    pub(crate) fn rest(&mut self) {
        self.previous_epoch = self.epoch;
        self.epoch = LEAVES_FOR_A_WHILE;
        self.revoking.clear();
        self.assigned.values_mut().flat_map(BTreeMap::values_mut).for_each(|epoch| *epoch = 0);
    }

    /// Whether a heartbeat with that epoch is of this member of a group of that kind. One that has not heard of its last step
    /// is, if it has nothing that it must not have.
    pub(crate) fn check_epoch(
        &self,
        kind: &str,
        epoch: i32,
        owned: Option<&Parts<K>>,
    ) -> Result<(), Refusal> {
        let is_subset = |owned: &Parts<K>| {
            owned.iter().all(|(topic, partitions)| {
                let assigned = self.assigned.get(topic);
                partitions.iter().all(|it| assigned.is_some_and(|them| them.contains_key(it)))
            })
        };
        let word = match epoch {
            0 => return Ok(()),
            _ if epoch == self.epoch => return Ok(()),
            _ if epoch > self.epoch => "greater",
            _ if epoch == self.previous_epoch && owned.is_some_and(is_subset) => return Ok(()),
            _ => "smaller",
        };
        let text = format!(
            "The {kind} group member has a {word} member epoch ({epoch}) than the one known by the \
             group coordinator ({}). The member must abandon all its partitions and rejoin.",
            self.epoch
        );
        Err(Refusal::new(ErrorCode::FENCED_MEMBER_EPOCH, text))
    }

    /// The next step.
    pub(crate) fn next(&self, step: &Step<'_, K>) -> Result<Self, Refusal> {
        Ok(match self.state {
            MemberState::Stable if self.epoch != step.target_epoch => self.towards(step),
            MemberState::UnrevokedPartitions if step.owns(&self.revoking) => match step.has_changed
            {
                true => self.without_unsubscribed(step),
                false => self.clone(),
            },
            MemberState::Stable if step.has_changed => self.without_unsubscribed(step),
            MemberState::Stable => self.clone(),
            MemberState::UnrevokedPartitions | MemberState::UnreleasedPartitions => {
                self.towards(step)
            }
        })
    }

    /// Gives up topics that are not subscribed to any more.
    fn without_unsubscribed(&self, step: &Step<'_, K>) -> Self {
        let (mut assigned, mut revoking) = (self.assigned.clone(), self.revoking.clone());
        assigned.retain(|topic, partitions| {
            let stays = step.subscribed.contains_key(topic);
            if !stays {
                revoking.entry(topic.clone()).or_default().append(partitions);
            }
            stays
        });
        if assigned == self.assigned {
            return self.clone();
        }
        if step.owns(&revoking) {
            let state = MemberState::UnrevokedPartitions;
            return Self { state, assigned, revoking, ..self.at(self.epoch) };
        }
        Self { assigned, ..self.at(self.epoch) }
    }

    fn towards(&self, step: &Step<'_, K>) -> Self {
        let (mut assigned, mut revoking, mut pending) =
            (Epochs::new(), Epochs::new(), Epochs::new());
        let mut waits = false;
        for (topic, partitions) in &self.assigned {
            for (partition, epoch) in partitions {
                let into =
                    if step.wants(topic, *partition) { &mut assigned } else { &mut revoking };
                into.entry(topic.clone()).or_default().insert(*partition, *epoch);
            }
        }
        for (topic, partitions) in step.target {
            for partition in partitions.iter().filter(|it| step.wants(topic, **it)) {
                if self.assigned.get(topic).is_some_and(|them| them.contains_key(partition)) {
                    continue;
                }
                match (step.is_free)(topic, *partition) {
                    true => {
                        pending
                            .entry(topic.clone())
                            .or_default()
                            .insert(*partition, step.target_epoch);
                    }
                    false => waits = true,
                }
            }
        }
        if !revoking.is_empty() && step.owns(&revoking) {
            let state = MemberState::UnrevokedPartitions;
            return Self { state, assigned, revoking, ..self.at(self.epoch) };
        }
        for (topic, mut partitions) in pending {
            assigned.entry(topic).or_default().append(&mut partitions);
        }
        let state = match waits {
            true => MemberState::UnreleasedPartitions,
            false => MemberState::Stable,
        };
        Self { state, assigned, revoking: Epochs::new(), ..self.at(step.target_epoch) }
    }

    /// `updateMemberEpoch`.
    fn at(&self, epoch: i32) -> Self {
        Self { previous_epoch: self.epoch, epoch, ..self.clone() }
    }
}

impl<K: Ord> Step<'_, K> {
    fn wants(&self, topic: &K, partition: i32) -> bool {
        let is_target = self.target.get(topic).is_some_and(|them| them.contains(&partition));
        is_target && self.subscribed.contains_key(topic)
    }

    /// Whether the member has one of these, or does not say that it has none.
    fn owns(&self, revoking: &Epochs<K>) -> bool {
        let Some(owned) = self.owned else { return true };
        owned.iter().any(|(topic, partitions)| {
            let revoking = revoking.get(topic);
            partitions.iter().any(|it| revoking.is_some_and(|them| them.contains_key(it)))
        })
    }
}

fn partitions<K: Ord + Clone>(epochs: &Epochs<K>) -> Parts<K> {
    let filled = epochs.iter().filter(|(_, partitions)| !partitions.is_empty());
    filled.map(|(topic, them)| (topic.clone(), them.keys().copied().collect())).collect()
}
