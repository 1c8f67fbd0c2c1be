//! CreatePartitions: what `ControllerApis` and `ReplicationControlManager` check.

use std::collections::BTreeMap;

use kafka_proto::messages::create_partitions::{
    CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsTopic,
    CreatePartitionsTopicResult,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};

use super::{Call, MAX_RECORDS_PER_REQUEST, Outcome, is_too_late, timed_out};
use crate::placement;
use crate::refusal::Refusal;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// The first version whose clients know of THROTTLING_QUOTA_EXCEEDED (KIP-599).
const KNOWS_QUOTA: i16 = 3;

pub(super) fn answer(call: &Call<'_>, request: &CreatePartitionsRequest<'_>) -> Outcome {
    let mut results: Vec<(&str, Result<(), Refusal>)> = Vec::new();
    let mut wanted = Vec::new();
    for (name, times) in names(request) {
        if times > 1 {
            let text = "Duplicate topic name.";
            results.push((name, Err(Refusal::new(ErrorCode::INVALID_REQUEST, text))));
        } else if !call.authorizer().allows(AclOperation::ALTER, ResourceType::TOPIC, name) {
            results.push((name, Err(Refusal::wordless(ErrorCode::TOPIC_AUTHORIZATION_FAILED))));
        } else {
            wanted.extend(request.topics.iter().filter(|topic| topic.name == name));
        }
    }
    if !wanted.is_empty() && is_too_late(request.timeout_ms) {
        return refuse(call, request, &timed_out());
    }
    if added(&call.cluster.state.topics.now(), &wanted) > MAX_RECORDS_PER_REQUEST {
        let text = "Excessively large number of additional partitions per request.";
        return refuse(call, request, &Refusal::new(ErrorCode::POLICY_VIOLATION, text));
    }
    for topic in &wanted {
        results.push((topic.name, create(call, topic, request.validate_only)));
    }
    let results = results.iter().map(|(name, result)| answered(name, result.as_ref().err()));
    call.reply(&CreatePartitionsResponse {
        throttle_time_ms: call.throttle_time_ms(),
        results: results.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &CreatePartitionsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.topics.iter().map(|topic| answered(topic.name, Some(refusal)));
    call.reply(&CreatePartitionsResponse { results: results.collect(), ..Default::default() })
}

fn answered<'a>(name: &'a str, refusal: Option<&'a Refusal>) -> CreatePartitionsTopicResult<'a> {
    CreatePartitionsTopicResult {
        name,
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        ..Default::default()
    }
}

/// Each name with how often it is there.
fn names<'q>(request: &CreatePartitionsRequest<'q>) -> BTreeMap<&'q str, usize> {
    let mut names = BTreeMap::new();
    for topic in request.topics.iter() {
        *names.entry(topic.name).or_default() += 1;
    }
    names
}

/// How many partitions the request adds to topics that exist.
fn added(topics: &Topics, wanted: &[CreatePartitionsTopic<'_>]) -> usize {
    let mut added = 0;
    for asked in wanted {
        if let Some(topic) = topics.get(asked.name) {
            added +=
                usize::try_from(asked.count).unwrap_or(0).saturating_sub(topic.partitions.len());
        }
    }
    added
}

fn create(
    call: &Call<'_>,
    asked: &CreatePartitionsTopic<'_>,
    validate_only: bool,
) -> Result<(), Refusal> {
    let topics = &call.cluster.state.topics;
    if validate_only {
        return grown(call, &topics.now(), asked).map(drop);
    }
    topics.change(|topics| {
        let topic = grown(call, topics, asked)?;
        topics.replace(topic);
        Ok(())
    })
}

/// The topic as it will be. The count that is asked for is the one of all its partitions.
fn grown(
    call: &Call<'_>,
    topics: &Topics,
    asked: &CreatePartitionsTopic<'_>,
) -> Result<Topic, Refusal> {
    let Some(topic) = topics.get(asked.name) else {
        return Err(Refusal::wordless(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
    };
    let current = topic.partitions.len();
    let count = usize::try_from(asked.count).ok().filter(|count| *count >= current);
    let additional = match count.map(|count| count - current) {
        Some(0) => return too_few(format!("Topic already has {current} partition(s).")),
        Some(additional) => additional,
        None => {
            return too_few(format!(
                "The topic {} currently has {current} partition(s); {} would not be an increase.",
                asked.name, asked.count
            ));
        }
    };
    let has_as_many = |given: &Array<'_, _>| given.len() == additional;
    // What is wrong with the number of assignments is found first.
    if asked.assignments.as_ref().is_none_or(has_as_many) {
        call.count_changes(additional, KNOWS_QUOTA)?;
    }
    let mut grown = topic.clone();
    grown.partitions.extend(placement::further(call.cluster, topic, additional, asked)?);
    topics.check_room(Some(topic), &grown)?;
    Ok(grown)
}

fn too_few<T>(text: String) -> Result<T, Refusal> {
    Err(Refusal::new(ErrorCode::INVALID_PARTITIONS, text))
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;
    use kafka_proto::messages::create_partitions::CreatePartitionsAssignment;

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::MAX_PARTITIONS;

    /// On two brokers, with the topics `a` of two partitions and `b` of one.
    fn shop() -> Cluster {
        let cluster = cluster(2);
        for (name, partitions) in [("a", vec![vec![1, 2], vec![2, 1]]), ("b", vec![vec![1]])] {
            let id = Uuid([partitions.len() as u8; 16]);
            let topic = Topic { name: name.to_owned(), id, partitions, configs: BTreeMap::new() };
            cluster.state.topics.change(|topics| topics.insert(topic));
        }
        cluster
    }

    fn to(name: &str, count: i32) -> CreatePartitionsTopic<'_> {
        CreatePartitionsTopic { name, count, assignments: None, ..Default::default() }
    }

    fn assigned<'a>(
        name: &'a str,
        count: i32,
        partitions: &'a [&'a [i32]],
    ) -> CreatePartitionsTopic<'a> {
        let assignments = partitions.iter().map(|ids| CreatePartitionsAssignment {
            broker_ids: (*ids).into(),
            ..Default::default()
        });
        CreatePartitionsTopic { assignments: Some(assignments.collect()), ..to(name, count) }
    }

    /// Name, code and message of every answer.
    fn create(
        cluster: &Cluster,
        client: &Client,
        topics: Vec<CreatePartitionsTopic<'_>>,
    ) -> Vec<(String, i16, String)> {
        let topics = topics.into();
        let request = CreatePartitionsRequest { topics, timeout_ms: 1000, ..Default::default() };
        ask_for(cluster, client, &request)
    }

    fn ask_for(
        cluster: &Cluster,
        client: &Client,
        request: &CreatePartitionsRequest<'_>,
    ) -> Vec<(String, i16, String)> {
        let frame = ask(cluster, client, 3, request).unwrap();
        let response = read::<CreatePartitionsRequest<'_>>(&frame, 3);
        let summary = |it: CreatePartitionsTopicResult<'_>| {
            let text = it.error_message.unwrap_or_default().to_owned();
            (it.name.to_owned(), it.error_code.0, text)
        };
        response.results.iter().map(summary).collect()
    }

    fn said(name: &str, code: i16, text: &str) -> (String, i16, String) {
        (name.to_owned(), code, text.to_owned())
    }

    fn partitions(cluster: &Cluster, name: &str) -> Vec<Vec<i32>> {
        cluster.state.topics.now().get(name).unwrap().partitions.clone()
    }

    #[test]
    fn the_count_is_the_new_total_and_replicas_are_as_many_as_before() {
        let cluster = shop();
        assert_eq!(create(&cluster, &iam(), vec![to("a", 4)]), [said("a", 0, "")]);
        assert_eq!(partitions(&cluster, "a"), [[1, 2], [2, 1], [1, 2], [2, 1]]);
        assert_eq!(cluster.state.topics.now().partitions(), 5);
    }

    #[test]
    fn replicas_can_be_assigned_to_the_new_ones() {
        let cluster = shop();
        let asked = vec![assigned("a", 3, &[&[2, 1]]), assigned("b", 2, &[&[2]])];
        assert_eq!(create(&cluster, &iam(), asked), [said("a", 0, ""), said("b", 0, "")]);
        assert_eq!(partitions(&cluster, "a")[2], [2, 1]);
        assert_eq!(partitions(&cluster, "b"), [[1], [2]]);
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let manual = "The manual partition assignment includes";
        let table = [
            (to("none", 4), 3, String::new()),
            (to("a", 2), 37, "Topic already has 2 partition(s).".to_owned()),
            (
                to("a", -1),
                37,
                "The topic a currently has 2 partition(s); -1 would not be an increase.".to_owned(),
            ),
            (
                assigned("a", 4, &[&[1, 2]]),
                39,
                "Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified."
                    .to_owned(),
            ),
            (
                assigned("a", 3, &[&[1, 9]]),
                39,
                format!("{manual} broker 9, but no such broker is registered."),
            ),
            (assigned("a", 3, &[&[1, 1]]), 39, format!("{manual} the broker 1 more than once.")),
            (assigned("a", 3, &[&[]]), 39, format!("{manual} an empty replica list.")),
            (
                assigned("a", 3, &[&[1]]),
                39,
                format!(
                    "{manual} a partition with 1 replica(s), but this is not consistent with \
                     previous partitions, which have 2 replica(s)."
                ),
            ),
        ];
        let cluster = shop();
        for (asked, code, text) in table {
            let name = asked.name;
            assert_eq!(create(&cluster, &iam(), vec![asked]), [said(name, code, &text)]);
        }
        assert_eq!(cluster.state.topics.now().partitions(), 3);
    }

    #[test]
    fn duplicates_and_denied_topics_are_refused_and_the_others_grow() {
        let cluster = shop();
        grant(&cluster, AclOperation::ALTER, ResourceType::TOPIC, "b");
        let asked = vec![to("u", 1), to("b", 2), to("u", 2), to("a", 3)];
        let expected =
            [said("a", 29, ""), said("u", 42, "Duplicate topic name."), said("b", 0, "")];
        assert_eq!(create(&cluster, &user(), asked), expected);
    }

    #[test]
    fn one_request_cannot_add_too_many() {
        let text = "Excessively large number of additional partitions per request.";
        let all = [said("a", 44, text), said("none", 44, text), said("b", 44, text)];
        let cluster = shop();
        let asked = vec![to("a", 5002), to("none", 20_000), to("b", 5002)];
        assert_eq!(create(&cluster, &iam(), asked), all);
        let asked = vec![to("a", 5002), to("none", 20_000), to("b", 5001)];
        assert_eq!(create(&cluster, &iam(), asked)[2], said("none", 3, ""));
        assert_eq!(cluster.state.topics.now().partitions(), 10_003);
    }

    #[test]
    fn a_request_without_time_or_to_be_validated_adds_nothing() {
        let cluster = shop();
        let topics = || vec![to("a", 3), to("u", 1), to("u", 1)].into();
        let late = CreatePartitionsRequest { topics: topics(), ..Default::default() };
        let codes: Vec<i16> = ask_for(&cluster, &iam(), &late).iter().map(|it| it.1).collect();
        assert_eq!(codes, [7, 7, 7]);
        let dry = CreatePartitionsRequest { validate_only: true, timeout_ms: 1, ..late };
        let codes: Vec<i16> = ask_for(&cluster, &iam(), &dry).iter().map(|it| it.1).collect();
        assert_eq!(codes, [42, 0]);
        assert_eq!(cluster.state.topics.now().partitions(), 3);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let cluster = shop();
        let (name, id) = ("big".to_owned(), Uuid([9; 16]));
        let partitions = vec![vec![1]; MAX_PARTITIONS - 4];
        let big = Topic { name, id, partitions, configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| topics.insert(big));
        assert_eq!(create(&cluster, &iam(), vec![to("a", 4)])[0].1, 44);
        assert_eq!(create(&cluster, &iam(), vec![to("a", 3)])[0].1, 0);
    }
}
