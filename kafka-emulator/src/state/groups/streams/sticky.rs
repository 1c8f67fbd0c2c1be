//! How tasks are divided among the members of a streams group: Kafka's `sticky` assignor, without
//! standby tasks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use super::Tasks;

/// A member, as the assignor sees it.
#[derive(Debug)]
pub(crate) struct Worker<'a> {
    /// Members of one process share its load.
    pub(crate) process: &'a str,
    /// What it should have until now.
    pub(crate) target: Arc<Tasks>,
}

/// How finely the load of a process is measured.
const SCALE: usize = 1 << 20;

/// What each of them shall have, in their order: as many as each other, and what they had before where
/// that allows it. New tasks go to the process with the least to do for each of its members.
pub(crate) fn assign(workers: &[Worker<'_>], counts: &BTreeMap<Arc<str>, usize>) -> Vec<Tasks> {
    let mut made = vec![Tasks::new(); workers.len()];
    if workers.is_empty() {
        return made;
    }
    let mut left = keep(workers, counts, &mut made);
    left.sort();
    let mut processes: BTreeMap<&str, BinaryHeap<Reverse<(usize, usize)>>> = BTreeMap::new();
    for (place, worker) in workers.iter().enumerate() {
        let has = made[place].values().map(|it| it.len()).sum();
        processes.entry(worker.process).or_default().push(Reverse((has, place)));
    }
    let mut members: Vec<BinaryHeap<Reverse<(usize, usize)>>> = processes.into_values().collect();
    let load = |members: &BinaryHeap<Reverse<(usize, usize)>>| {
        members.iter().map(|Reverse((has, _))| has).sum::<usize>()
    };
    let mut loads: Vec<usize> = members.iter().map(load).collect();
    let key = |load: usize, members: usize| load * SCALE / members;
    let keys = loads.iter().zip(&members).enumerate();
    let mut queue: BinaryHeap<Reverse<(usize, usize)>> =
        keys.map(|(place, (load, it))| Reverse((key(*load, it.len()), place))).collect();
    for (id, partition) in left {
        let Some(Reverse((_, process))) = queue.pop() else { break };
        if let Some(Reverse((has, place))) = members[process].pop() {
            made[place].entry(id).or_default().insert(partition);
            members[process].push(Reverse((has + 1, place)));
            loads[process] += 1;
        }
        queue.push(Reverse((key(loads[process], members[process].len()), process)));
    }
    made
}

/// Leaves tasks with those who have them, up to what each may have: the others.
fn keep(
    workers: &[Worker<'_>],
    counts: &BTreeMap<Arc<str>, usize>,
    made: &mut [Tasks],
) -> Vec<(Arc<str>, i32)> {
    let mut had: BTreeMap<(i32, &Arc<str>), usize> = BTreeMap::new();
    for (place, worker) in workers.iter().enumerate() {
        for (id, partitions) in worker.target.iter() {
            had.extend(partitions.iter().map(|it| ((*it, id), place)));
        }
    }
    let mut all: Vec<(i32, &Arc<str>)> = Vec::new();
    for (id, count) in counts {
        let count = i32::try_from(*count).unwrap_or(i32::MAX);
        all.extend((0..count).map(|partition| (partition, id)));
    }
    all.sort();
    let (mut open, mut members, mut has) = (all.len(), workers.len(), vec![0; workers.len()]);
    let mut quota = open.div_ceil(members);
    let mut left = Vec::new();
    for (partition, id) in all {
        match had.get(&(partition, id)) {
            Some(place) if has[*place] < quota => {
                made[*place].entry(Arc::clone(id)).or_default().insert(partition);
                has[*place] += 1;
                if has[*place] == quota {
                    (open, members) = (open - quota, members - 1);
                    quota = if members == 0 { 0 } else { open.div_ceil(members) };
                }
            }
            _ => left.push((Arc::clone(id), partition)),
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker<'a>(process: &'a str, has: &[i32]) -> Worker<'a> {
        let has = has.iter().copied().collect();
        Worker { process, target: Arc::new(Tasks::from([("0".into(), has)])) }
    }

    fn counts(tasks: usize) -> BTreeMap<Arc<str>, usize> {
        BTreeMap::from([("0".into(), tasks)])
    }

    fn of(made: &[Tasks]) -> Vec<Vec<i32>> {
        made.iter().map(|it| it.values().flatten().copied().collect()).collect()
    }

    #[test]
    fn members_have_as_many_as_each_other() {
        let made = assign(&[worker("p", &[]), worker("q", &[])], &counts(3));
        assert_eq!(of(&made), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn members_keep_what_they_have() {
        let made = assign(&[worker("p", &[0, 1, 2]), worker("q", &[])], &counts(3));
        assert_eq!(of(&made), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_process_with_more_members_has_more() {
        let workers = [worker("p", &[]), worker("p", &[]), worker("q", &[])];
        assert_eq!(of(&assign(&workers, &counts(3))), [vec![0], vec![2], vec![1]]);
    }

    #[test]
    fn what_is_not_there_any_more_is_nobodys() {
        assert_eq!(assign(&[worker("p", &[0])], &BTreeMap::new()), [Tasks::new()]);
    }
}
