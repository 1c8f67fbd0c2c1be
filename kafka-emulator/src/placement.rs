//! Where new partitions go.

use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::ErrorCode;
use kafka_proto::messages::create_partitions::CreatePartitionsTopic;
use kafka_proto::messages::create_topics::CreatableTopic;

use crate::broker::Broker;
use crate::cluster::Cluster;
use crate::refusal::Refusal;
use crate::state::topic::Topic;

/// `num.partitions`.
pub(crate) const DEFAULT_PARTITIONS: i32 = 1;

/// The brokers of each partition of a topic that is asked for, in the cluster's `nth` topic.
pub(crate) fn partitions(
    cluster: &Cluster,
    nth: usize,
    asked: &CreatableTopic<'_>,
) -> Result<Vec<Vec<i32>>, Refusal> {
    if !asked.assignments.is_empty() {
        return assigned(cluster, asked);
    }
    let replicas = replication_factor(cluster, asked.replication_factor)?;
    let partitions = match asked.num_partitions {
        -1 => DEFAULT_PARTITIONS,
        count => count,
    };
    if partitions <= 0 {
        return Err(Refusal::new(
            ErrorCode::INVALID_PARTITIONS,
            "Number of partitions was set to an invalid non-positive value.",
        ));
    }
    place(cluster, nth, partitions as usize, replicas)
}

/// On the brokers that are up as far as they go, which lead.
fn place(
    cluster: &Cluster,
    first: usize,
    partitions: usize,
    replicas: usize,
) -> Result<Vec<Vec<i32>>, Refusal> {
    check_brokers(cluster, replicas)?;
    let (up, registered) = (cluster.up(), cluster.registered());
    if up.is_empty() {
        let text = "All brokers are currently fenced.";
        return Err(Refusal::new(ErrorCode::INVALID_REPLICATION_FACTOR, text));
    }
    let mut spread = spread(&up, first, partitions, replicas.min(up.len()));
    let fenced = registered.iter().skip(up.len()).take(replicas.saturating_sub(up.len()));
    let fenced: Vec<i32> = fenced.map(|broker| broker.id).collect();
    spread.iter_mut().for_each(|replicas| replicas.extend(&fenced));
    Ok(spread)
}

/// Each broker leads in turn, and the next ones follow.
pub(crate) fn spread(
    brokers: &[Arc<Broker>],
    first: usize,
    partitions: usize,
    replicas: usize,
) -> Vec<Vec<i32>> {
    let ids: Vec<i32> = brokers.iter().map(|broker| broker.id).collect();
    let mut spread = Vec::with_capacity(partitions);
    for leader in (first..).take(partitions) {
        let replicas = ids.iter().copied().cycle().skip(leader % ids.len()).take(replicas);
        spread.push(replicas.collect());
    }
    spread
}

fn replication_factor(cluster: &Cluster, asked: i16) -> Result<usize, Refusal> {
    let factor = match asked {
        -1 => cluster.default_replication_factor(),
        factor => factor,
    };
    match usize::try_from(factor) {
        Ok(factor) if factor > 0 => Ok(factor),
        _ => Err(Refusal::new(
            ErrorCode::INVALID_REPLICATION_FACTOR,
            "Replication factor must be larger than 0, or -1 to use the default value.",
        )),
    }
}

fn check_brokers(cluster: &Cluster, replicas: usize) -> Result<(), Refusal> {
    let brokers = cluster.registered().len();
    if replicas <= brokers {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::INVALID_REPLICATION_FACTOR,
        format!(
            "Unable to replicate the partition {replicas} time(s): The target replication factor \
             of {replicas} cannot be reached because only {brokers} broker(s) are registered or some \
             brokers have all their log directories cordoned."
        ),
    ))
}

/// A manual assignment of replicas to brokers.
fn assigned(cluster: &Cluster, asked: &CreatableTopic<'_>) -> Result<Vec<Vec<i32>>, Refusal> {
    check_unset(asked)?;
    let mut partitions = BTreeMap::new();
    for assignment in asked.assignments.iter() {
        let index = assignment.partition_index;
        let expected = partitions.values().next().map(Vec::len);
        if partitions.contains_key(&index) {
            let text = format!("Found multiple manual partition assignments for partition {index}");
            return bad_assignment(text);
        }
        let ids = assignment.broker_ids.iter().collect();
        let replicas = checked(cluster, ids, expected)?;
        check_up(cluster, index, &replicas)?;
        partitions.insert(index, replicas);
    }
    if !partitions.keys().copied().eq(0..partitions.len() as i32) {
        return bad_assignment("partitions should be a consecutive 0-based integer sequence");
    }
    Ok(partitions.into_values().collect())
}

fn check_unset(asked: &CreatableTopic<'_>) -> Result<(), Refusal> {
    let set = match (asked.replication_factor, asked.num_partitions) {
        (-1, -1) => return Ok(()),
        (-1, _) => "numPartitions",
        _ => "replication factor",
    };
    let text = format!("A manual partition assignment was specified, but {set} was not set to -1.");
    Err(Refusal::new(ErrorCode::INVALID_REQUEST, text))
}

/// The brokers of the partitions that a topic gets in addition.
pub(crate) fn further(
    cluster: &Cluster,
    topic: &Topic,
    additional: usize,
    asked: &CreatePartitionsTopic<'_>,
) -> Result<Vec<Vec<i32>>, Refusal> {
    let (current, replicas) =
        (topic.partitions.len(), topic.partitions.first().map_or(1, Vec::len));
    let Some(assignments) = &asked.assignments else {
        return place(cluster, current, additional, replicas);
    };
    if assignments.len() != additional {
        return bad_assignment(format!(
            "Attempted to add {additional} additional partition(s), but only {} assignment(s) were \
             specified.",
            assignments.len()
        ));
    }
    let mut assigned = Vec::with_capacity(additional);
    for (index, assignment) in (current..).zip(assignments.iter()) {
        let ids = checked(cluster, assignment.broker_ids.iter().collect(), Some(replicas))?;
        check_up(cluster, i32::try_from(index).unwrap_or(i32::MAX), &ids)?;
        assigned.push(ids);
    }
    Ok(assigned)
}

/// Somebody must lead the partition.
fn check_up(cluster: &Cluster, index: i32, replicas: &[i32]) -> Result<(), Refusal> {
    if replicas.iter().any(|id| cluster.is_up(*id)) {
        return Ok(());
    }
    bad_assignment(format!(
        "All brokers specified in the manual partition assignment for partition {index} are fenced \
         or in controlled shutdown."
    ))
}

/// The replicas of one partition: known brokers, each once, as many as the others have.
fn checked(
    cluster: &Cluster,
    replicas: Vec<i32>,
    expected: Option<usize>,
) -> Result<Vec<i32>, Refusal> {
    let mut sorted = replicas.clone();
    sorted.sort_unstable();
    let unknown = sorted.iter().find(|id| !cluster.has_broker(**id));
    let twice = sorted.windows(2).find(|pair| pair[0] == pair[1]);
    let flaw = match (unknown, twice, expected) {
        _ if replicas.is_empty() => "an empty replica list.".to_owned(),
        (Some(id), _, _) => format!("broker {id}, but no such broker is registered."),
        (_, Some(pair), _) => format!("the broker {} more than once.", pair[0]),
        (_, _, Some(count)) if count != replicas.len() => format!(
            "a partition with {} replica(s), but this is not consistent with previous partitions, \
             which have {count} replica(s).",
            replicas.len()
        ),
        _ => return Ok(replicas),
    };
    bad_assignment(format!("The manual partition assignment includes {flaw}"))
}

fn bad_assignment<T>(text: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(ErrorCode::INVALID_REPLICA_ASSIGNMENT, text))
}

#[cfg(test)]
mod tests {
    use kafka_proto::Array;
    use kafka_proto::messages::create_topics::CreatableReplicaAssignment;

    use super::*;
    use crate::cluster::tests::cluster;

    fn brokers(count: u16) -> Vec<Arc<Broker>> {
        cluster(count).brokers
    }

    fn counted(num_partitions: i32, replication_factor: i16) -> CreatableTopic<'static> {
        CreatableTopic { name: "t", num_partitions, replication_factor, ..Default::default() }
    }

    fn assigned<'a>(partitions: &'a [(i32, &'a [i32])]) -> CreatableTopic<'a> {
        let assignment = |(partition_index, ids): &(i32, &'a [i32])| CreatableReplicaAssignment {
            partition_index: *partition_index,
            broker_ids: Array::from(*ids),
            ..Default::default()
        };
        CreatableTopic {
            assignments: partitions.iter().map(assignment).collect(),
            ..counted(-1, -1)
        }
    }

    /// On two brokers.
    fn place(asked: &CreatableTopic<'_>) -> Result<Vec<Vec<i32>>, (i16, String)> {
        let placed = partitions(&cluster(2), 0, asked);
        placed.map_err(|refusal| (refusal.code.0, refusal.message.unwrap_or_default()))
    }

    fn said<T>(code: i16, text: &str) -> Result<T, (i16, String)> {
        Err((code, text.to_owned()))
    }

    #[test]
    fn partitions_are_led_in_turn() {
        assert_eq!(spread(&brokers(3), 0, 3, 2), [[1, 2], [2, 3], [3, 1]]);
        assert_eq!(spread(&brokers(3), 4, 1, 3), [[2, 3, 1]]);
        assert_eq!(spread(&brokers(1), 7, 2, 1), [[1], [1]]);
    }

    #[test]
    fn minus_one_takes_the_defaults() {
        assert_eq!(place(&counted(-1, -1)), Ok(vec![vec![1, 2]]));
        assert_eq!(place(&counted(2, 1)), Ok(vec![vec![1], vec![2]]));
    }

    #[test]
    fn counts_are_checked() {
        let partitions = "Number of partitions was set to an invalid non-positive value.";
        let replicas = "Replication factor must be larger than 0, or -1 to use the default value.";
        for count in [0, -2] {
            assert_eq!(place(&counted(count, 1)), said(37, partitions));
            assert_eq!(place(&counted(1, count as i16)), said(38, replicas));
        }
        let too_many = "Unable to replicate the partition 3 time(s): The target replication \
                        factor of 3 cannot be reached because only 2 broker(s) are registered or \
                        some brokers have all their log directories cordoned.";
        assert_eq!(place(&counted(1, 3)), said(38, too_many));
    }

    #[test]
    fn replicas_can_be_assigned() {
        let asked = [(1, &[2, 1][..]), (0, &[1, 2])];
        assert_eq!(place(&assigned(&asked)), Ok(vec![vec![1, 2], vec![2, 1]]));
    }

    #[test]
    fn assignments_are_checked() {
        type Partitions = &'static [(i32, &'static [i32])];
        let gap = "partitions should be a consecutive 0-based integer sequence";
        let table: [(Partitions, &str); 7] = [
            (
                &[(0, &[1]), (0, &[1])],
                "Found multiple manual partition assignments for partition 0",
            ),
            (&[(0, &[])], "The manual partition assignment includes an empty replica list."),
            (
                &[(0, &[9])],
                "The manual partition assignment includes broker 9, but no such broker is \
                 registered.",
            ),
            (
                &[(0, &[1, 1])],
                "The manual partition assignment includes the broker 1 more than once.",
            ),
            (&[(1, &[1])], gap),
            (&[(-1, &[1]), (0, &[1])], gap),
            (
                &[(0, &[1]), (1, &[1, 2])],
                "The manual partition assignment includes a partition with 2 replica(s), but this \
                 is not consistent with previous partitions, which have 1 replica(s).",
            ),
        ];
        for (partitions, text) in table {
            assert_eq!(place(&assigned(partitions)), said(39, text));
        }
    }

    #[test]
    fn counts_and_an_assignment_exclude_each_other() {
        let text = "A manual partition assignment was specified, but replication factor was not \
                    set to -1.";
        let partitions = [(0, &[1][..])];
        let asked = CreatableTopic { replication_factor: 1, ..assigned(&partitions) };
        assert_eq!(place(&asked), said(42, text));
        let text =
            "A manual partition assignment was specified, but numPartitions was not set to -1.";
        let asked = CreatableTopic { num_partitions: 1, ..assigned(&partitions) };
        assert_eq!(place(&asked), said(42, text));
    }
}
