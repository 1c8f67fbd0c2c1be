//! ConsumerGroupDescribe: groups of consumers (KIP-848), and what the client may do with them.

use std::collections::BTreeSet;

use kafka_proto::messages::consumer_group_describe::{
    Assignment as ToldAssignment, ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse,
    DescribedGroup, Member, TopicPartitions,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType, Uuid};

use super::coordinator::{Budget, may};
use super::group_description::{absent, check_topics, members_of};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Assignment, Consumer, ConsumerMember, Members};
use crate::state::topics::Topics;

/// Members that are not classic ones.
const CONSUMER: i8 = 1;

pub(super) fn answer(call: &Call<'_>, request: &ConsumerGroupDescribeRequest<'_>) -> Outcome {
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        request.group_ids.iter().partition(|group| may(call, AclOperation::DESCRIBE, group));
    let topics = call.cluster.state.topics.now();
    let mut budget = Budget::new();
    let found: Vec<Result<Consumer, Refusal>> =
        allowed.iter().map(|group| find(call, group, &topics, &mut budget)).collect();
    let described = allowed.iter().zip(&found).map(|(group, found)| match found {
        Err(refusal) => refused(group, refusal.code, refusal.message()),
        Ok(consumer) => {
            let authorized_operations = match request.include_authorized_operations {
                true => call.authorizer().operations(ResourceType::GROUP, group),
                false => DescribedGroup::default().authorized_operations,
            };
            DescribedGroup { authorized_operations, ..describe(group, consumer, &topics) }
        }
    });
    let code = ErrorCode::GROUP_AUTHORIZATION_FAILED;
    let denied = denied.iter().map(|group| refused(group, code, None));
    // Kafka puts those that it refuses in front.
    let groups = denied.chain(described).collect();
    call.reply(&ConsumerGroupDescribeResponse { groups, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &ConsumerGroupDescribeRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let groups = request.group_ids.iter().map(|group| refused(group, refusal.code, None));
    call.reply(&ConsumerGroupDescribeResponse { groups: groups.collect(), ..Default::default() })
}

fn refused<'a>(
    group_id: &'a str,
    error_code: ErrorCode,
    text: Option<&'a str>,
) -> DescribedGroup<'a> {
    DescribedGroup { group_id, error_code, error_message: text, ..Default::default() }
}

fn find(
    call: &Call<'_>,
    id: &str,
    topics: &Topics,
    budget: &mut Budget,
) -> Result<Consumer, Refusal> {
    let Members::Consumer(consumer) = members_of(call, id)? else {
        return Err(absent(format!("Group {id} is not a consumer group.")));
    };
    budget.spend(consumer.size()).map_err(Refusal::wordless)?;
    check_topics(call, &shown(&consumer), topics)?;
    Ok(consumer)
}

/// The topics that the members have or shall have.
fn shown(consumer: &Consumer) -> BTreeSet<Uuid> {
    let mut ids = BTreeSet::new();
    for (id, member) in consumer.members() {
        ids.extend(member.current.held().into_keys());
        ids.extend(consumer.target(id).into_iter().flat_map(|target| target.keys().copied()));
    }
    ids
}

fn describe<'a>(
    group_id: &'a str,
    consumer: &'a Consumer,
    topics: &'a Topics,
) -> DescribedGroup<'a> {
    let members = consumer.members().map(|(id, it)| member(id, it, consumer.target(id), topics));
    DescribedGroup {
        group_id,
        group_state: consumer.state(),
        group_epoch: consumer.epoch,
        assignment_epoch: consumer.assignment_epoch,
        assignor_name: consumer.assignor().name(),
        members: members.collect(),
        ..Default::default()
    }
}

fn member<'a>(
    member_id: &'a str,
    member: &'a ConsumerMember,
    target: Option<&Assignment>,
    topics: &'a Topics,
) -> Member<'a> {
    Member {
        member_id,
        instance_id: member.instance_id.as_deref(),
        rack_id: member.rack_id.as_deref(),
        member_epoch: member.current.epoch,
        client_id: &member.client_id,
        client_host: &member.client_host,
        subscribed_topic_names: member.topics.iter().map(String::as_str).collect(),
        subscribed_topic_regex: Some(&member.regex),
        assignment: told(&member.current.held(), topics),
        target_assignment: told(target.unwrap_or(&Assignment::new()), topics),
        member_type: CONSUMER,
        ..Default::default()
    }
}

/// Topics that are gone are left out.
fn told<'a>(assignment: &Assignment, topics: &'a Topics) -> ToldAssignment<'a> {
    let told = assignment.iter().filter_map(|(id, partitions)| {
        let partitions = partitions.iter().copied().collect();
        let topic_name = topics.get_by_id(*id)?.name.as_str();
        Some(TopicPartitions { topic_id: *id, topic_name, partitions, ..Default::default() })
    });
    ToldAssignment { topic_partitions: told.collect(), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::ConsumerGroupHeartbeatRequest;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code, state, epochs, and how many members there are.
    fn describe(cluster: &Cluster, client: &Client, group: &str) -> (i16, String, [i32; 2], usize) {
        let group_ids = [group];
        let request =
            ConsumerGroupDescribeRequest { group_ids: (&group_ids).into(), ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<ConsumerGroupDescribeRequest<'_>>(&frame, 1);
        let group = response.groups.iter().next().unwrap();
        let epochs = [group.group_epoch, group.assignment_epoch];
        let members = group.members.iter().count();
        (group.error_code.0, group.group_state.to_owned(), epochs, members)
    }

    #[test]
    fn groups_of_consumers_are_described_to_those_who_may_describe_their_topics() {
        let cluster = cluster();
        let names = ["t"];
        let request = ConsumerGroupHeartbeatRequest {
            group_id: "g",
            member_id: "m",
            rebalance_timeout_ms: 1000,
            subscribed_topic_names: Some((&names).into()),
            topic_partitions: Some(vec![].into()),
            ..Default::default()
        };
        ask(&cluster, &iam(), 1, &request).unwrap();
        assert_eq!(describe(&cluster, &iam(), "g"), (0, "Stable".to_owned(), [2, 2], 1));
        assert_eq!(describe(&cluster, &user(), "g").0, 30);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "g");
        assert_eq!(describe(&cluster, &user(), "g"), (29, String::new(), [0, 0], 0));
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(describe(&cluster, &user(), "g").3, 1);
    }

    #[test]
    fn classic_groups_are_none() {
        let cluster = cluster();
        read_to(&cluster, "classic", 1);
        assert_eq!(describe(&cluster, &iam(), "classic").0, 69);
        assert_eq!(describe(&cluster, &iam(), "unknown").0, 69);
        assert_eq!(describe(&cluster, &iam(), "").0, 24);
    }
}
